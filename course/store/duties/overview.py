"""All schools of a reader with one course, side by side, and their people in one list."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    Subquery,
    case,
    func,
    select,
    union,
)

from course import clock
from course.domain.duties.states import DutyState, StateCounts
from course.domain.people.roles import Actor, Permission
from course.domain.people.sight import ORDER, Sight
from course.models import (
    Board,
    BoardValue,
    Person,
    School,
    SchoolDetails,
    SchoolValue,
    Unreached,
    db,
)
from course.store import rows
from course.store.dated import Day, Instant, holds_on, known
from course.store.duties.reach import (
    DAY,
    DAY_END,
    AsOf,
    Reach,
    everybody,
    gone,
    reach_of,
    values_of,
)
from course.store.duties.totals import GroupCounts, totals_by_school
from course.store.duties.who import Who, never_signed_in, whose
from course.store.people import merged
from course.store.people.searching import holding_words
from course.store.rows import ListPart
from course.store.scope import schools_for

_FAR = ("done", "total", "started_on", "completed_on", "valid_until")
SCHOOL_THEN = func.coalesce(SchoolDetails.name, School.name)
MOST_BOARDS = 2000  # to choose from: more than there are in the country
MOST = 500  # schools beside each other; with more, somebody chooses a board first


@dataclass(frozen=True)
class Apart:
    """How many people this is so of, whatever state they are in."""

    never_signed_in: int
    unreached: int  # now
    expiring: int


NOBODY_APART = Apart(0, 0, 0)


@dataclass(frozen=True)
class SchoolBeside:
    """One school with its figures. `filled`: how many words it or its board filled in now."""

    id: int
    code: str
    name: str
    board: str
    group: GroupCounts
    apart: Apart
    filled: int

    @property
    def counts(self) -> StateCounts:
        """People by state."""
        return self.group.counts


@dataclass(frozen=True)
class PersonBeside:
    """Somebody at one of the schools, with or without the course."""

    ref: str
    name: str
    email: str
    came_back_at: datetime | None
    school: str
    school_code: str
    team: str | None
    staff_number: str | None
    duty: str | None  # its ref
    state: DutyState | None
    due_on: date | None
    done: int | None  # lessons, and what follows: None without a duty, or not for this reader
    total: int | None
    started_on: date | None
    completed_on: date | None
    valid_until: date | None
    rank: int  # how much of this the reader sees, as a place in the order of `Sight`

    @property
    def sight(self) -> Sight:
        """How much of what they did the reader sees."""
        return ORDER[self.rank]


@dataclass(frozen=True)
class BesideFilter:
    """Which people. Without `who` and `state`: everybody."""

    who: Who | None = None
    state: DutyState | None = None
    school: str = ""
    board: str = ""


def schools_beside(
    actor: Actor, moment: AsOf, keys: Sequence[str], *, board: str = "", words: str = ""
) -> list[SchoolBeside]:
    """The schools of which the actor may see the report, by name; one more than MOST at most, so
    that a page knows that there are more. `keys`: the words that courses leave to a school.
    """
    query: Select[*tuple[Any, ...]] = (
        select(School.id, School.code, SCHOOL_THEN.label("name"), Board.name.label("board"))
        .join(Board, Board.id == School.board_id)
        .outerjoin(SchoolDetails, _called_on(moment.day, clock.end_of_day(moment.day)))
        .where(School.id.in_(schools_for(actor, Permission.SCHOOL_REPORT)))
        .order_by(SCHOOL_THEN, School.id)
    )
    if not moment.is_past:
        query = query.where(merged.school_is_open(moment.today))
    if board:
        query = query.where(Board.code == board)
    query = holding_words(query, words, [SCHOOL_THEN])
    found = db.session.execute(query.limit(MOST + 1)).all()
    reach = reach_of(actor, [row.id for row in found])
    groups = totals_by_school(reach, moment)
    apart = _apart(reach, moment)
    filled = _filled(reach, keys)
    nobody = GroupCounts("", "", StateCounts())
    return [
        SchoolBeside(
            id=row.id,
            code=row.code,
            name=row.name,
            board=row.board,
            group=groups.get(row.id, nobody),
            apart=apart.get(row.id, NOBODY_APART),
            filled=filled.get(row.id, 0),
        )
        for row in found
    ]


def boards_beside(actor: Actor) -> list[tuple[str, str]]:
    """The boards of those schools by name: code and name."""
    query = (
        select(Board.code, Board.name)
        .where(
            select(School.id)
            .where(School.board_id == Board.id)
            .where(School.id.in_(schools_for(actor, Permission.SCHOOL_REPORT)))
            .exists()
        )
        .order_by(Board.name, Board.id)
        .limit(MOST_BOARDS)
    )
    return [(code, name) for code, name in db.session.execute(query)]


def schools_called(actor: Actor, codes: Collection[str]) -> dict[str, str]:
    """The names of schools by code, as far as the actor sees their reports."""
    seen = School.id.in_(schools_for(actor, Permission.SCHOOL_REPORT))
    found = select(School.code, School.name).where(School.code.in_(sorted(codes)), seen)
    return dict(db.session.execute(found).all())


def _apart(reach: Reach, moment: AsOf) -> dict[int, Apart]:
    """By school how many people each of these is so of."""
    people = everybody(named=False)
    asked = (never_signed_in(), Unreached.since.is_not(None), whose(Who.EXPIRING, people))
    counts = (func.sum(case((which, 1), else_=0)) for which in asked)
    query = (
        select(people.c.school_id, *counts)
        .join(Person, Person.id == people.c.person_id)
        .outerjoin(Unreached, Unreached.email_key == Person.email_key)
        .group_by(people.c.school_id)
    )
    found = db.session.execute(query, values_of(reach, moment))
    return {school_id: Apart(*numbers) for school_id, *numbers in found}


def _filled(reach: Reach, keys: Sequence[str]) -> dict[int, int]:
    """How many of these words a school or its board filled in, now."""
    own = select(SchoolValue.school_id, SchoolValue.key).where(
        SchoolValue.school_id.in_(reach.asked),
        SchoolValue.key.in_(keys),
        known(SchoolValue),
        SchoolValue.ends_on.is_(None),
    )
    of_board = (
        select(School.id, BoardValue.key)
        .join(BoardValue, BoardValue.board_id == School.board_id)
        .where(School.id.in_(reach.asked), BoardValue.key.in_(keys))
        .where(known(BoardValue), BoardValue.ends_on.is_(None))
    )
    both = union(own, of_board).subquery()
    query = select(both.c.school_id, func.count()).group_by(both.c.school_id)
    return dict(db.session.execute(query).all())


def people_beside(
    actor: Actor, moment: AsOf, chosen: BesideFilter, *, limit: int, offset: int = 0
) -> ListPart[PersonBeside]:
    """The people of these schools in one list, by school and by name."""
    people = people_of(chosen)
    query = listed(people, chosen).add_columns(rows.ALL_ROWS).order_by(*in_order(people))
    reach = reach_of(actor, asked_schools(actor, chosen, moment.day, MOST))
    asked = values_of(reach, moment)
    found = db.session.execute(query.limit(limit).offset(offset), asked)
    return rows.part(PersonBeside, found, state=state_of)


def people_of(chosen: BesideFilter) -> Subquery:
    """Who works at the schools on the day, or who does so no more."""
    return gone() if chosen.state is DutyState.LEFT else everybody()


def listed(people: Subquery, chosen: BesideFilter) -> Select[*tuple[Any, ...]]:
    """The columns of `PersonBeside`: screen and file share them."""
    return (
        select(
            people.c.ref,
            people.c.name,
            Person.email,
            Unreached.since.label("came_back_at"),
            SCHOOL_THEN.label("school"),
            School.code.label("school_code"),
            people.c.team,
            people.c.staff_number,
            people.c.duty,
            people.c.state,
            people.c.due_on,
            *(_with_a_duty(people, name) for name in _FAR),
            people.c.rank,
        )
        .join(School, School.id == people.c.school_id)
        .outerjoin(SchoolDetails, _called_on(DAY, DAY_END))
        .join(Person, Person.id == people.c.person_id)
        .outerjoin(Unreached, Unreached.email_key == Person.email_key)
        .where(*_asked(people, chosen))
    )


def in_order(people: Subquery) -> tuple[SQLColumnExpression[Any], ...]:
    """By school and by name, as both were then; no two rows are the same in all of it."""
    return SCHOOL_THEN, School.id, people.c.sort_name, people.c.person_id


def _with_a_duty(people: Subquery, name: str) -> ColumnElement[Any]:
    """How far somebody is is of no concern to a school that asked nothing of them."""
    return case((people.c.due_on.is_not(None), people.c[name])).label(name)


def _asked(people: Subquery, chosen: BesideFilter) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if chosen.state is not None:
        asked.append(people.c.state == chosen.state.value)
    if chosen.who is not None:
        asked.append(whose(chosen.who, people))
    return asked


def _called_on(day: Day, until: Instant) -> ColumnElement[bool]:
    """What joins what a school was called on a day, as it was known at its end."""
    return (SchoolDetails.school_id == School.id) & holds_on(SchoolDetails, day, until)


def asked_schools(
    actor: Actor, chosen: BesideFilter, day: date, most: int | None = None
) -> list[int]:
    """The schools of the list by the name of a day, as far as the actor sees their reports.
    `most` None: all.
    """
    query = select(School.id).where(School.id.in_(schools_for(actor, Permission.SCHOOL_REPORT)))
    if chosen.school:
        query = query.where(School.code == chosen.school)
    if chosen.board:
        query = query.join(Board, Board.id == School.board_id).where(Board.code == chosen.board)
    query = query.outerjoin(SchoolDetails, _called_on(day, clock.end_of_day(day)))
    return list(db.session.scalars(query.order_by(SCHOOL_THEN, School.id).limit(most)))


def state_of(text: str | None) -> DutyState | None:
    """None for who has no duty."""
    return DutyState(text) if text else None
