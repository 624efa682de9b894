"""Beheer: the people of a school, and the list that a school sends."""

from flask import Blueprint

bp = Blueprint("admin", __name__, url_prefix="/beheer")

from course.web.admin import importing, views  # noqa: E402 - they need bp

__all__ = ["bp", "importing", "views"]
