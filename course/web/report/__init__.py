"""Rapport: how far schools, teams and people are, for who leads them or trains them."""

from flask import Blueprint

bp = Blueprint("report", __name__, url_prefix="/rapport")

from course.web.report import (  # noqa: E402 - they need bp
    country,
    evidence,
    files,
    nudging,
    overview,
    views,
    weekly,
)

__all__ = ["bp", "country", "evidence", "files", "nudging", "overview", "views", "weekly"]
