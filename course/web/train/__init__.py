"""Toewijzen: who gets which course by when, for trainers."""

from flask import Blueprint

bp = Blueprint("train", __name__, url_prefix="/trainen")

from course.web.train import (  # noqa: E402 - they need bp
    assigning,
    broadly,
    changing,
    mending,
    one_mail,
    questions,
    reminding,
    views,
    withdrawing,
)

__all__ = [
    "assigning",
    "bp",
    "broadly",
    "changing",
    "mending",
    "one_mail",
    "questions",
    "reminding",
    "views",
    "withdrawing",
]
