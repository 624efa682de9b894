"""All schools of a reader with one course, side by side, and their people in one list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from operator import add
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    SQLColumnExpression,
    Subquery,
    case,
    func,
    literal,
    select,
    union,
    union_all,
)

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
from course.store.dated import Instant, known
from course.store.duties.reach import (
    DAY,
    DAY_END,
    AsOf,
    Reach,
    everybody,
    gone,
    reach_then,
    values_of,
)
from course.store.duties.schools_then import (
    OPENS,
    SCHOOL_THEN,
    asked_schools,
    called_on,
    school_rows,
)
from course.store.duties.totals import GroupCounts, by_school
from course.store.duties.who import Who, never_signed_in, whose
from course.store.rows import ListPart
from course.store.scope import granted

_FAR = ("done", "total", "started_on", "completed_on", "valid_until")
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
    """One school with its figures, under the board of the day. `filled`: how many words it or its
    board filled in now. `opens`: the reader sees its own report, today too.
    """

    id: int
    code: str
    name: str
    board: str
    group: GroupCounts
    apart: Apart
    filled: int
    opens: bool

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
    opens: bool  # the reader sees the report of that school today too
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
    query = school_rows(actor, moment, words)
    if board:
        query = query.where(Board.code == board)
    held = granted(actor, Permission.SCHOOL_REPORT)
    found = db.session.execute(query.limit(MOST + 1), held).all()
    reach = reach_then(actor, [row.id for row in found], moment)
    groups, apart = _groups(reach, moment)
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
            opens=bool(row.opens),
        )
        for row in found
    ]


def _groups(reach: Reach, moment: AsOf) -> tuple[dict[int, GroupCounts], dict[int, Apart]]:
    """By school its people by state, and of how many each of these is so: in one look at them."""
    found = db.session.execute(_groups_statement(moment.until), values_of(reach, moment)).all()
    apart: dict[int, list[int]] = {}
    for school_id, _, _, *numbers in found:
        apart[school_id] = list(map(add, apart.get(school_id, (0, 0, 0)), numbers))
    return by_school(found), {one: Apart(*numbers) for one, numbers in apart.items()}


@cache
def _groups_statement(until: Instant | None) -> CompoundSelect[*tuple[Any, ...]]:
    people, away = everybody(until, named=False), gone(until, named=False)
    asked = (never_signed_in(), Unreached.since.is_not(None), whose(Who.EXPIRING, people))
    counts = (func.sum(case((which, 1), else_=0)) for which in asked)
    working = (
        select(people.c.school_id, people.c.state, func.count().label("people"), *counts)
        .join(Person, Person.id == people.c.person_id)
        .outerjoin(Unreached, Unreached.email_key == Person.email_key)
        .group_by(people.c.school_id, people.c.state)
    )
    left = select(away.c.school_id, literal(DutyState.LEFT.value), func.count(), *3 * [literal(0)])
    return union_all(working, left.group_by(away.c.school_id))


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
    people = people_of(chosen, moment.until)
    query = listed(people, chosen).add_columns(rows.ALL_ROWS).order_by(*in_order(people))
    reach = reach_then(actor, schools_asked(actor, chosen, moment.day, MOST), moment)
    asked = values_of(reach, moment)
    found = db.session.execute(query.limit(limit).offset(offset), asked)
    return rows.part(PersonBeside, found, state=state_of)


def people_of(chosen: BesideFilter, until: Instant | None) -> Subquery:
    """Who works at the schools on the day, or who does so no more."""
    return gone(until) if chosen.state is DutyState.LEFT else everybody(until)


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
            OPENS,
            people.c.team,
            people.c.staff_number,
            people.c.duty,
            people.c.state,
            people.c.due_on,
            *(_with_a_duty(people, name) for name in _FAR),
            people.c.rank,
        )
        .join(School, School.id == people.c.school_id)
        .outerjoin(SchoolDetails, called_on(DAY, DAY_END))
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


def schools_asked(
    actor: Actor, chosen: BesideFilter, day: date, most: int | None = None
) -> list[int]:
    """The schools of the list. `most` None: all of them."""
    return asked_schools(actor, day, most, school=chosen.school, board=chosen.board)


def state_of(text: str | None) -> DutyState | None:
    """None for who has no duty."""
    return DutyState(text) if text else None
