"""What every page of a school's own texts reads first: which school, and the lines of a text."""

from __future__ import annotations

from flask import abort

from course.domain.people.roles import Permission
from course.store.people import directory
from course.store.people.directory import SchoolRow
from course.web.http.access import current_person


def own_school(code: str) -> SchoolRow:
    """A school whose texts this person keeps. Out of reach and not there look the same."""
    school = directory.school_in_scope(current_person(), Permission.SCHOOL_TEXTS, code)
    if school is None:
        abort(404)
    return school


def lines_of(text: str) -> str:
    """A text of more lines, tidied: no space around them, no empty ones at the ends."""
    return "\n".join(line.strip() for line in text.strip().splitlines())
