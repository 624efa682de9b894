"""All schools of a reader with one course, side by side, and their people in one list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, case, func, select, union

from course.domain.duties.states import DutyState, StateCounts
from course.domain.people.roles import Actor, Permission
from course.models import Board, BoardValue, Person, School, SchoolValue, Unreached, db
from course.store import rows
from course.store.dated import known
from course.store.duties.reach import AsOf, Reach, everybody, gone, reach_of, values_of
from course.store.duties.totals import GroupCounts, totals_by_school
from course.store.duties.who import Who, never_signed_in, whose
from course.store.people import merged
from course.store.people.searching import holding_words
from course.store.rows import ListPart
from course.store.scope import schools_for

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
    duty: str | None  # its ref
    state: DutyState | None
    due_on: date | None


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
    """The schools of which the actor may see the report, by name, 500 at most. `keys`: the words
    that courses leave to a school.
    """
    query: Select[*tuple[Any, ...]] = (
        select(School.id, School.code, School.name, Board.name.label("board"))
        .join(Board, Board.id == School.board_id)
        .where(School.id.in_(schools_for(actor, Permission.SCHOOL_REPORT)))
        .order_by(School.name, School.id)
    )
    if not moment.is_past:
        query = query.where(merged.school_is_open(moment.today))
    if board:
        query = query.where(Board.code == board)
    query = holding_words(query, words, [School.name])
    found = db.session.execute(query.limit(MOST)).all()
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
        .limit(MOST)
    )
    return [(code, name) for code, name in db.session.execute(query)]


def _apart(reach: Reach, moment: AsOf) -> dict[int, Apart]:
    """By school how many people each of these is so of."""
    people = everybody()
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
    people = gone() if chosen.state is DutyState.LEFT else everybody()
    query = (
        select(
            people.c.ref,
            people.c.name,
            Person.email,
            Unreached.since.label("came_back_at"),
            School.name.label("school"),
            School.code.label("school_code"),
            people.c.team,
            people.c.duty,
            people.c.state,
            people.c.due_on,
            rows.ALL_ROWS,
        )
        .join(School, School.id == people.c.school_id)
        .join(Person, Person.id == people.c.person_id)
        .outerjoin(Unreached, Unreached.email_key == Person.email_key)
        .where(*_asked(people, chosen))
        .order_by(School.name, School.id, people.c.sort_name, people.c.person_id)
    )
    reach = reach_of(actor, _asked_schools(actor, chosen))
    asked = values_of(reach, moment)
    found = db.session.execute(query.limit(limit).offset(offset), asked)
    return rows.part(PersonBeside, found, state=_state)


def _asked(people: Subquery, chosen: BesideFilter) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if chosen.state is not None:
        asked.append(people.c.state == chosen.state.value)
    if chosen.who is not None:
        asked.append(whose(chosen.who, people))
    return asked


def _asked_schools(actor: Actor, chosen: BesideFilter) -> list[int]:
    query = select(School.id).where(School.id.in_(schools_for(actor, Permission.SCHOOL_REPORT)))
    if chosen.school:
        query = query.where(School.code == chosen.school)
    if chosen.board:
        query = query.join(Board, Board.id == School.board_id).where(Board.code == chosen.board)
    return list(db.session.scalars(query.order_by(School.name, School.id).limit(MOST)))


def _state(text: str | None) -> DutyState | None:
    return DutyState(text) if text else None
