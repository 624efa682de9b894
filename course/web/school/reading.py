"""What every page of a school's own texts reads first: which school, and the lines of a text."""

from __future__ import annotations

from course.domain.people.roles import Permission
from course.store.people.directory import SchoolRow
from course.web.page.school_choice import school_of


def own_school(code: str) -> SchoolRow:
    """A school whose texts this person keeps. Out of reach and not there look the same."""
    return school_of(Permission.SCHOOL_TEXTS, code)


def lines_of(text: str) -> str:
    """A text of more lines, tidied: no space around them, no empty ones at the ends."""
    return "\n".join(line.strip() for line in text.strip().splitlines())
