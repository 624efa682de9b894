"""Uitgaven: what is current, and what publishing would change. Vragen: how each question does."""

from flask import Blueprint

bp = Blueprint("author", __name__, url_prefix="/trainen/uitgaven")
questions_bp = Blueprint("questions", __name__, url_prefix="/trainen/toetsvragen")

from course.web.author import questions, regrading, views  # noqa: E402 - they need bp

__all__ = ["bp", "questions", "questions_bp", "regrading", "views"]
