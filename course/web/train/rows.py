"""Assignments and the people who have one, as rows."""

from __future__ import annotations

from collections.abc import Mapping

from flask import url_for

from course.domain.duties.states import SEEN_WHOLE, DutyState
from course.store.duties.assignments import AssignedPerson, AssignmentRow
from course.web.page import people_fields as shared
from course.web.page.labels import STATES
from course.web.page.lists import Field, day, number, words
from course.web.page.parts import Cell
from course.web.train import wording

PEOPLE_FIELDS: tuple[Field[AssignedPerson], ...] = (
    shared.NAME,
    *shared.HOW_FAR,
    shared.STARTED_ON,
    shared.COMPLETED_ON,
)


def assignment_fields(titles: Mapping[str, str]) -> tuple[Field[AssignmentRow], ...]:
    """The list of assignments; `titles` by the slug of a course."""

    def title(row: AssignmentRow) -> Cell:
        url = url_for("train.show_assignment", ref=row.ref)
        return Cell(titles.get(row.course, row.course), url)

    return (
        Field("Cursus", cell=title),
        words("Wie", _who_at_start),
        day("Uiterste datum", "due_on"),
        *(map(_count, SEEN_WHOLE)),
        number("Telt niet mee", _set_apart),
    )


def _who_at_start(row: AssignmentRow) -> str:
    who = wording.who_of(row)
    return who[0].upper() + who[1:]


def _set_apart(row: AssignmentRow) -> int:
    """Who is paused or exempt."""
    return row.people - row.counts.counting


def _count(state: DutyState) -> Field[AssignmentRow]:
    return number(STATES[state], lambda row: row.counts[state])
