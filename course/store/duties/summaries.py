"""Figures of schools as they were at the end of a day: counted by the worker, read by pages that
show many schools.

What was known at the end of a day never changes, so a row is right for its day however old it is;
`differing` counts some of them once more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from itertools import groupby
from operator import add, itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from course import clock
from course.domain.duties.states import SEEN_WHOLE, DutyState, StateCounts
from course.domain.people.roles import Actor, Permission
from course.models import Board, BoardDetails, School, SchoolDetails, SchoolSummary, db
from course.models.base import upsert_row
from course.store.dated import batches, holds_on
from course.store.duties.reach import AsOf, Reach
from course.store.duties.schools_then import BOARD_CALLED, SCHOOL_THEN
from course.store.duties.seeing import ALL_SEEN
from course.store.duties.totals import GroupCounts, totals_by_school
from course.store.people import merged
from course.store.people.searching import holding_words
from course.store.scope import BOARD_THEN, schools_for

COUNTED = tuple(state for state in DutyState if state not in (DutyState.OPEN, DutyState.LEFT))
COLUMNS: Mapping[DutyState, ColumnElement[int]] = {
    state: SchoolSummary.__table__.c[state.name.lower()] for state in COUNTED
}
_KEY = ("school_id", "course")
_SAID = ("day", *(column.name for column in COLUMNS.values()), "without_duty", "counted_at")
_NOBODY = GroupCounts("", "", StateCounts())
_PEOPLE = reduce(add, (COLUMNS[state] for state in SEEN_WHOLE))
# What the schools may be ordered by, the most striking first.
ORDERS: Mapping[str, tuple[Any, ...]] = {
    "name": (),
    "done": ((100 * COLUMNS[DutyState.DONE] / func.nullif(_PEOPLE, 0)).nulls_last(),),
    "overdue": (COLUMNS[DutyState.OVERDUE].desc(),),
    "people": (_PEOPLE.desc(),),
}


@dataclass(frozen=True)
class SchoolFigures:
    """One school at the end of its last counted day, as it was called then."""

    code: str
    name: str
    board: str
    day: date
    group: GroupCounts


@dataclass(frozen=True)
class CountryFigures:
    """All schools of a reader together. The days differ while the worker is counting."""

    schools: int
    behind: int  # schools where somebody is late
    first_day: date | None
    last_day: date | None
    group: GroupCounts


@dataclass(frozen=True)
class SummaryDrift:
    """A row that is not what follows from the facts of its day."""

    school: str
    course: str
    day: date
    kept: Mapping[str, int]
    derived: Mapping[str, int]


def next_schools(after: int, limit: int) -> list[int]:
    """The ids of the schools that come after one."""
    query = select(School.id).where(School.id > after).order_by(School.id).limit(limit)
    return list(db.session.scalars(query))


def count(schools: Sequence[int], course: str, day: date) -> dict[int, dict[str, int]]:
    """What a summary of each of these schools says of a day that is over, whatever its managers see
    of it: that may change, and these do not.
    """
    everywhere = {"granted_schools": [], "granted_boards": [], "granted_everywhere": True}
    moment = AsOf(course, day, clock.today())
    found = totals_by_school(Reach(everywhere, list(schools), ALL_SEEN), moment)
    return {school: _said(found.get(school, _NOBODY)) for school in schools}


def keep(course: str, day: date, found: Mapping[int, Mapping[str, int]], now: datetime) -> None:
    """Keep what was counted, in the place of what was kept before."""
    when = {"course": course, "day": day, "counted_at": now}
    rows = [{"school_id": school, **said, **when} for school, said in found.items()]
    if rows:
        db.connection().execute(upsert_row(SchoolSummary, _KEY, _SAID), rows)


def differing(sample: int | None = None) -> tuple[int, list[SummaryDrift]]:
    """Count rows once more, all of them or so many taken at random: how many were looked at, and
    those that say something else than the facts of their day.
    """
    query = select(SchoolSummary).add_columns(School.code)
    query = query.join(School, School.id == SchoolSummary.school_id)
    if sample is not None:
        query = query.order_by(func.random()).limit(sample)
    found_rows = db.session.execute(query)
    listed = [(row.course, row.day, row.school_id, row, code) for row, code in found_rows]
    listed.sort(key=itemgetter(0, 1, 2))
    found: list[SummaryDrift] = []
    for (course, day), together in groupby(listed, key=itemgetter(0, 1)):
        for batch in batches(list(together)):
            found += _differing(course, day, batch)
    return len(listed), found


def _differing(course: str, day: date, listed: Sequence[Any]) -> list[SummaryDrift]:
    derived = count([school for _, _, school, _, _ in listed], course, day)
    found = []
    for _, _, school, row, code in listed:
        right = derived[school]
        kept = {name: getattr(row, name) for name in right}
        if kept != right:
            found.append(SummaryDrift(code, course, day, kept, right))
    return found


def _said(group: GroupCounts) -> dict[str, int]:
    counts = {column.name: group.counts[state] for state, column in COLUMNS.items()}
    return counts | {"without_duty": group.without_duty}


def country(actor: Actor, course: str, words: str) -> CountryFigures:
    """All schools of which the actor may see the report, and whose name holds these words."""
    sums = [func.sum(column) for column in (*COLUMNS.values(), SchoolSummary.without_duty)]
    behind = func.count().filter(COLUMNS[DutyState.OVERDUE] > 0)
    days = func.min(SchoolSummary.day), func.max(SchoolSummary.day)
    query = _seen(actor, course, words, func.count(), behind, *days, *sums)
    schools, late, first, last, *counts = db.session.execute(query).one()
    return CountryFigures(schools, late, first, last, _group([int(one or 0) for one in counts]))


def by_school(
    actor: Actor, course: str, words: str, order: str, *, limit: int, offset: int
) -> list[SchoolFigures]:
    """A page of these schools, each with its figures."""
    named = School.code, SCHOOL_THEN.label("name"), BOARD_CALLED.label("board"), SchoolSummary.day
    counted = *COLUMNS.values(), SchoolSummary.without_duty
    query = _seen(actor, course, words, *named, *counted)
    query = query.join(Board, Board.id == BOARD_THEN)
    query = query.outerjoin(
        BoardDetails,
        (BoardDetails.board_id == Board.id) & holds_on(BoardDetails, SchoolSummary.day),
    )
    query = query.order_by(*ORDERS[order], SCHOOL_THEN, School.id).limit(limit).offset(offset)
    found = db.session.execute(query)
    return [
        SchoolFigures(code, name, board, day, _group(counts))
        for code, name, board, day, *counts in found
    ]


def _seen(actor: Actor, course: str, words: str, *asked: Any) -> Select[*tuple[Any, ...]]:
    query = (
        select(*asked)
        .select_from(SchoolSummary)
        .join(School, School.id == SchoolSummary.school_id)
        .outerjoin(
            SchoolDetails,
            (SchoolDetails.school_id == School.id) & holds_on(SchoolDetails, SchoolSummary.day),
        )
        .where(SchoolSummary.course == course)
        .where(School.id.in_(schools_for(actor, Permission.SCHOOL_REPORT)))
        .where(merged.school_is_open(SchoolSummary.day))
    )
    return holding_words(query, words, [SCHOOL_THEN])


def _group(numbers: Sequence[int]) -> GroupCounts:
    """The numbers of all states, and of who has no duty."""
    *counts, without_duty = numbers
    states = StateCounts(dict(zip(COUNTED, counts, strict=True)))
    return GroupCounts("", "", states, without_duty)
