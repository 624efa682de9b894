"""The assignments of the schools where somebody assigns, with their people as they are today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Select,
    func,
    select,
)
from sqlalchemy.orm import aliased

from course.domain.duties.states import DutyState, StateCounts
from course.domain.people.roles import Actor, Permission
from course.models import (
    Assignment,
    DutyReason,
    Person,
    School,
    Team,
    db,
)
from course.store import rows
from course.store.dated import holds_on
from course.store.duties.owing import owing
from course.store.duties.states import state_order
from course.store.rows import ListPart
from course.store.scope import schools_for


@dataclass(frozen=True)
class AssignmentRow:
    """One assignment with its people today, counted by state."""

    id: int
    ref: str
    course: str
    due_on: date
    made_at: datetime
    withdrawn_at: datetime | None
    school_code: str
    school: str
    team: str | None
    person: str | None
    functions: str  # kinds of work with a space between; empty: every kind
    made_by: str
    counts: StateCounts = field(default_factory=StateCounts)

    @property
    def people(self) -> int:
        """Everybody who has it and still works there."""
        return self.counts.total()


@dataclass(frozen=True)
class AssignedPerson:
    """How far one person is with one assignment: status and dates, nothing about answers."""

    name: str
    team: str | None
    duty: str  # its ref
    state: DutyState
    due_on: date
    started_on: date | None
    completed_on: date | None
    done: int
    total: int | None  # None: not started yet


def assignments(
    actor: Actor, today: date, *, withdrawn: bool = False, limit: int = 50, offset: int = 0
) -> ListPart[AssignmentRow]:
    """The open or the withdrawn assignments of the actor's schools, with counts; the nearest due
    day first.
    """
    kept = Assignment.withdrawn_at.is_not(None) if withdrawn else Assignment.withdrawn_at.is_(None)
    query = _assignment_rows(actor).add_columns(rows.ALL_ROWS).where(kept)
    order = (Assignment.withdrawn_at.desc(),) if withdrawn else (Assignment.due_on, School.name)
    query = query.order_by(*order, Assignment.id).limit(limit).offset(offset)
    found = rows.part(AssignmentRow, db.session.execute(query))
    return replace(found, rows=_counted(found.rows, today))


@dataclass(frozen=True)
class DueDay:
    """A course and a day by which it is due, at so many schools; `school` is the first by name."""

    course: str
    due_on: date
    schools: int
    school: str


def due_days(actor: Actor, since: date, limit: int) -> list[DueDay]:
    """The due days of what stands at the actor's schools, from a day on, the first first."""
    query = (
        select(
            Assignment.course,
            Assignment.due_on,
            func.count(School.id.distinct()).label("schools"),
            func.min(School.name).label("school"),
        )
        .join(School, School.id == Assignment.school_id)
        .where(Assignment.withdrawn_at.is_(None), Assignment.due_on >= since)
        .where(Assignment.school_id.in_(schools_for(actor, Permission.ASSIGN)))
        .group_by(Assignment.course, Assignment.due_on)
        .order_by(Assignment.due_on, Assignment.course)
    )
    return rows.read(DueDay, db.session.execute(query.limit(limit)))


def late_assignments(actor: Actor, today: date) -> int:
    """In how many open assignments of the actor's schools somebody is late, over all of them."""
    open_ones = (
        select(Assignment.id)
        .where(Assignment.withdrawn_at.is_(None))
        .where(Assignment.school_id.in_(schools_for(actor, Permission.ASSIGN)))
    )
    rows = _people(open_ones, today)
    late = rows.c.due_on < today, rows.c.state == DutyState.OVERDUE.value
    query = select(func.count(rows.c.assignment_id.distinct())).where(*late)
    return db.session.execute(query).scalar_one()


def assignment(actor: Actor, ref: str, today: date) -> AssignmentRow | None:
    """One assignment; None when it is out of scope or not there."""
    query = _assignment_rows(actor).where(Assignment.ref == ref)
    found = rows.read(AssignmentRow, db.session.execute(query))
    return next(iter(_counted(found, today)), None)


def given_together(
    actor: Actor, ref: str, today: date, *, withdrawn: bool
) -> tuple[AssignmentRow, ...]:
    """The assignments that were made with the same press as one of the actor's, itself among them:
    those that stand, or those that were withdrawn.
    """
    batch = select(Assignment.batch).where(Assignment.ref == ref).scalar_subquery()
    kept = Assignment.withdrawn_at.is_not(None) if withdrawn else Assignment.withdrawn_at.is_(None)
    query = _assignment_rows(actor).where(Assignment.batch == batch, kept)
    found = rows.read(AssignmentRow, db.session.execute(query.order_by(Assignment.id)))
    return _counted(found, today)


def _assignment_rows(actor: Actor) -> Select[*tuple[Any, ...]]:
    target, maker = aliased(Person), aliased(Person)
    return (
        select(
            Assignment.id,
            Assignment.ref,
            Assignment.course,
            Assignment.due_on,
            Assignment.made_at,
            Assignment.withdrawn_at,
            School.code.label("school_code"),
            School.name.label("school"),
            Team.name.label("team"),
            target.name.label("person"),
            Assignment.functions,
            maker.name.label("made_by"),
        )
        .join(School, School.id == Assignment.school_id)
        .join(maker, maker.id == Assignment.made_by)
        .outerjoin(Team, Team.id == Assignment.team_id)
        .outerjoin(target, target.id == Assignment.person_id)
        .where(Assignment.school_id.in_(schools_for(actor, Permission.ASSIGN)))
    )


def _people(assignment_ids: list[int] | Select[int], today: date) -> Any:
    """Everybody an assignment holds for and who still works at its school, with the state of what
    they owe: the same whatever the number of reasons.
    """
    given = select(Assignment.school_id).where(Assignment.id.in_(assignment_ids))
    people = owing(today, given)
    return (
        select(DutyReason.assignment_id.label("assignment_id"), *people.c)
        .join(people, people.c.duty_id == DutyReason.duty_id)
        .where(DutyReason.assignment_id.in_(assignment_ids), holds_on(DutyReason, today))
        .subquery()
    )


def _counted(listed: Sequence[AssignmentRow], today: date) -> tuple[AssignmentRow, ...]:
    """The same assignments with their people by state, counted in one statement."""
    if not listed:
        return ()
    people = _people([row.id for row in listed], today)
    query = select(people.c.assignment_id, people.c.state, func.count().label("people")).group_by(
        people.c.assignment_id, people.c.state
    )
    counts = {row.id: StateCounts() for row in listed}
    for found in db.session.execute(query):
        counts[found.assignment_id][DutyState(found.state)] = found.people
    return tuple(replace(row, counts=counts[row.id]) for row in listed)


def assigned_people(
    assignment_id: int,
    today: date,
    *,
    state: DutyState | None = None,
    order: str = "name",
    descending: bool = False,
    limit: int = 50,
    offset: int = 0,
) -> list[AssignedPerson]:
    """The people of an assignment that the actor was allowed to find.

    Errors: KeyError for an order other than name, team, state or date.
    """
    people = _people([assignment_id], today)
    columns = {
        "name": people.c.sort_name,
        "team": func.coalesce(people.c.team, ""),
        "state": state_order(people.c.state),
        "date": people.c.due_on,
    }
    key = columns[order]
    if descending:
        key = key.desc()
    query = select(*(people.c[column.name] for column in fields(AssignedPerson)))
    if state is not None:
        query = query.where(people.c.state == state.value)
    query = query.order_by(key, people.c.sort_name, people.c.person_id)
    found = db.session.execute(query.limit(limit).offset(offset))
    return rows.read(AssignedPerson, found, state=DutyState)
