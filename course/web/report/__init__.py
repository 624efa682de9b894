"""Rapport: how far schools, teams and people are, for who leads them or trains them."""

from flask import Blueprint

bp = Blueprint("report", __name__, url_prefix="/rapport")

from course.web.report import country, evidence, files, overview, views  # noqa: E402 - it needs bp

__all__ = ["bp", "country", "evidence", "files", "overview", "views"]
