"""Beheer: the people of a school, and the list that a school sends."""

from flask import Blueprint

bp = Blueprint("admin", __name__, url_prefix="/beheer")

from course.web.admin import (  # noqa: E402 - they need bp
    adding,
    called,
    holidays,
    importing,
    list_questions,
    list_words,
    mail,
    merging,
    norms,
    person,
    person_rights,
    person_work,
    school_list,
    schools,
    together,
    trail,
    uniting,
    views,
    working,
)

__all__ = [
    "adding",
    "bp",
    "called",
    "holidays",
    "importing",
    "list_questions",
    "list_words",
    "mail",
    "merging",
    "norms",
    "person",
    "person_rights",
    "person_work",
    "school_list",
    "schools",
    "together",
    "trail",
    "uniting",
    "views",
    "working",
]
