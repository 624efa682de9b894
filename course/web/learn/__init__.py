"""Mijn training: courses, modules, lessons, dilemmas and tests, for whoever learns."""

from flask import Blueprint

bp = Blueprint("learn", __name__, url_prefix="/leren")

from course.web.learn import (  # noqa: E402 - they need bp
    answering,
    dilemmas,
    entry,
    knowing,
    measuring,
    pictures,
    plans,
    printing,
    refreshing,
    testing,
    views,
)

__all__ = [
    "answering",
    "bp",
    "dilemmas",
    "entry",
    "knowing",
    "measuring",
    "pictures",
    "plans",
    "printing",
    "refreshing",
    "testing",
    "views",
]
