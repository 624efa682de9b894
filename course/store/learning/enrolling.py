"""Enrolments: the only place where one is made, always on the newest release of its course."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Select, literal, select

from course.models import Enrolment, db
from course.models.base import UtcDateTime, insert_new_from
from course.store.courses import releases

FIRST_CYCLE = 1


def enrol(person_id: int, course: str, now: datetime) -> bool:
    """Start a course of one's own accord. Who takes it already goes on as they were.

    False when it was never published.
    """
    if releases.current(course) is None:
        return False
    one = select(literal(person_id).label("person_id"), literal(course).label("course"))
    enrol_all(one, now)
    return True


def enrol_all(people: Select[*tuple[Any, ...]], now: datetime) -> None:
    """Start a course for each of these who does not take it yet, in one statement.

    `people` asks `person_id` and `course`. Nobody starts one that was never published.
    """
    releases.hold()  # who is enrolled now is moved by the next publication, or has it already
    found = people.distinct().subquery()
    release = releases.current_for(found.c.course)
    rows = select(
        found.c.person_id,
        found.c.course,
        literal(FIRST_CYCLE),
        release,
        literal(now, UtcDateTime()),
    ).where(release.is_not(None))
    columns = ["person_id", "course", "cycle", "release", "enrolled_at"]
    db.session.execute(insert_new_from(Enrolment, columns, rows))
