"""Uitgaven: what is current, what publishing would change, and the choice before it."""

from flask import Blueprint

bp = Blueprint("author", __name__, url_prefix="/trainen/uitgaven")

from course.web.author import views  # noqa: E402 - they need bp

__all__ = ["bp", "views"]
