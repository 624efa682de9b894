"""What was corrected after the end of a day: in no report of that day, and named under it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Select, Subquery, func, literal, select, union_all

from course.domain.duties.states import DutyState
from course.domain.people.sight import ORDER, Sight
from course.models import Attempt, Enrolment, Regrade, db
from course.store.duties.reach import COURSE, DAY_END, AsOf, Reach, everybody, values_of

_TOLD = ("school_id", "person_id", "name", "sort_name", "team", "staff_number", "due_on")
_THEN, _NOW = "then", "now"
_ANY_SINCE = select(Regrade.id).where(Regrade.made_at >= DAY_END).limit(1)


@dataclass(frozen=True)
class OnTheDay:
    """What was, or is, known of somebody on a day: their name, their team, their number at the
    school, and by when they had to be done.
    """

    name: str
    team: str | None
    staff_number: str | None
    due_on: date


@dataclass(frozen=True)
class Correction:
    """One person at a school of whom something else is known now, under the name that stands in
    the report.

    None: in no list of that day.
    """

    school_id: int
    name: str
    sort_name: str
    then: OnTheDay | None
    now: OnTheDay | None
    regraded: bool = False  # answers that they gave by then were marked again later


def corrections(reach: Reach, moment: AsOf) -> list[Correction]:
    """By name: who stands otherwise in the list of a day as we know it now, and whose answers of
    then were marked again since. None on today.
    """
    if not moment.is_past:
        return []
    rows = db.session.execute(_statement(), values_of(reach, moment))
    people = groupby(rows, key=attrgetter("school_id", "person_id"))
    found = [_correction(together) for _, together in people]
    told = [one for one in found if one.then != one.now]
    return sorted([*told, *_regraded(reach, moment)], key=attrgetter("sort_name", "school_id"))


def _regraded(reach: Reach, moment: AsOf) -> list[Correction]:
    values = values_of(reach, moment)
    # before everybody is looked up once more: on nearly every day the answer is no
    if db.session.scalar(_ANY_SINCE, values) is None:
        return []
    rows = db.session.execute(_regraded_statement(), values)
    told = ((row, _on_the_day(row)) for row in rows)
    return [
        Correction(row.school_id, row.name, row.sort_name, day, day, regraded=True)
        for row, day in told
    ]


def _correction(rows: Iterable[Any]) -> Correction:
    """Of one person at a school: at most a row for then and a row for now."""
    said = {row.said: row for row in rows}
    row = said.get(_THEN) or said[_NOW]
    then, now = _on_the_day(said.get(_THEN)), _on_the_day(said.get(_NOW))
    return Correction(row.school_id, row.name, row.sort_name, then, now)


def _on_the_day(row: Any) -> OnTheDay | None:
    if row is None or row.due_on is None:
        return None  # they had no duty
    return OnTheDay(row.name, row.team, row.staff_number, row.due_on)


@cache
def _statement() -> Select[*tuple[Any, ...]]:
    every = [_said(_THEN, everybody(DAY_END)), _said(_NOW, everybody(None))]
    both = union_all(*every).subquery()
    told = [both.c[name] for name in _TOLD]
    said = func.min(both.c.said).label("said")
    query = select(*told, said).group_by(*told).having(said == func.max(both.c.said))
    return query.order_by(both.c.school_id, both.c.person_id, said)


def _said(said: str, people: Subquery) -> Select[*tuple[Any, ...]]:
    """What is told of people in one of the lists."""
    return select(literal(said).label("said"), *(people.c[name] for name in _TOLD))


@cache
def _regraded_statement() -> Select[*tuple[Any, ...]]:
    """Who owed the course then, and gave an answer by then that has a later mark since; as far as
    the reader sees that they began.
    """
    then = everybody(DAY_END)
    marked = (
        select(Enrolment.person_id)
        .join(Attempt, Attempt.enrolment_id == Enrolment.id)
        .join(Regrade, Regrade.attempt_id == Attempt.id)
        .where(Enrolment.course == COURSE, Attempt.submitted_at < DAY_END)
        .where(Regrade.made_at >= DAY_END)
    )
    # that somebody gave answers says that they began, which not every reader sees
    begun = (then.c.state == DutyState.DONE.value) | (then.c.rank >= ORDER.index(Sight.LESSONS))
    told = select(*(then.c[name] for name in _TOLD))
    return told.where(then.c.due_on.is_not(None), begun, then.c.person_id.in_(marked))
