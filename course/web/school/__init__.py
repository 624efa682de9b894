"""What a school fills in itself: the words that lessons leave to it, and whom to call."""

from flask import Blueprint

bp = Blueprint("school", __name__, url_prefix="/school")

from course.web.school import (  # noqa: E402 - they need bp
    calendar,
    conduct,
    measuring,
    sight,
    signatures,
    views,
)

__all__ = ["bp", "calendar", "conduct", "measuring", "sight", "signatures", "views"]
