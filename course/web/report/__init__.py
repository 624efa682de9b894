"""Rapport: how far schools, teams and people are, for who leads them or trains them."""

from flask import Blueprint

bp = Blueprint("report", __name__, url_prefix="/rapport")

from course.web.report import (  # noqa: E402 - they need bp
    attended,
    beside_files,
    country,
    evidence,
    files,
    gains,
    made_evidence,
    made_people,
    nudging,
    overview,
    scheduled,
    views,
    weekly,
)

__all__ = [
    "attended",
    "beside_files",
    "bp",
    "country",
    "evidence",
    "files",
    "gains",
    "made_evidence",
    "made_people",
    "nudging",
    "overview",
    "scheduled",
    "views",
    "weekly",
]
