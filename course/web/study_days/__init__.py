"""Studiedag: one question in front of a group, for the trainer at the big screen and for everybody
with a phone.
"""

from flask import Blueprint

bp = Blueprint("study_days", __name__)

from course.web.study_days import (  # noqa: E402 - they need bp
    attendance,
    joining,
    leading,
    meetings,
    opening,
    planning,
)

__all__ = ["attendance", "bp", "joining", "leading", "meetings", "opening", "planning"]
