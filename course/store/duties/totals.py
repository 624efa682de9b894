"""How far people are with a course, as of a day: totals and lists, one SELECT each. Screen and file
share them.

Everything is asked within a `Reach`: every statement embeds the SELECT of `scope.py` with the
reader's grants. Who counted on a day follows from dated facts: who worked there, what they owed and
what they had done by then.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    Select,
    String,
    Subquery,
    bindparam,
    case,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from course import clock
from course.domain.duties.states import DutyState
from course.domain.people.roles import Actor, Permission
from course.models import (
    Assignment,
    Duty,
    DutyReason,
    Enrolment,
    LessonCompletion,
    Membership,
    ModuleProgress,
    Person,
    Progress,
    Release,
    School,
    Team,
    db,
)
from course.models.base import UtcDateTime
from course.store.dated import holds_on
from course.store.duties.states import (
    enrolled_before,
    lessons_done,
    lessons_done_on,
    state_on,
    state_order,
)
from course.store.scope import GRANTED, granted

Order = Literal["name", "team", "state", "date"]
BATCH = 500  # rows of a file that are in memory at once


@dataclass(frozen=True)
class Reach:
    """The schools that a report is about, with the grants under which they may be seen."""

    granted: dict[str, list[int]]
    asked: list[int]


@dataclass(frozen=True)
class Moment:
    """Which course, as it was at the end of which day."""

    course: str
    day: date
    today: date

    @property
    def is_past(self) -> bool:
        """Whether that day is over, so that what is projected now says too much."""
        return self.day < self.today


@dataclass(frozen=True)
class PeopleFilter:
    """Which people of a report, in which order."""

    team_ref: str = ""
    state: DutyState | None = None
    order: Order = "name"
    descending: bool = False


@dataclass(frozen=True)
class ReportedPerson:
    """One person who owes the course to a school: status and dates, nothing about answers."""

    ref: str
    name: str
    team: str | None
    state: DutyState
    due_on: date
    done: int
    total: int | None  # None: not started by that day
    started_on: date | None
    completed_on: date | None


@dataclass(frozen=True)
class Group:
    """A team, or everybody without one, or a school.

    `without_duty` work there and do not owe the course.
    """

    key: str
    name: str
    counts: dict[DutyState, int]
    without_duty: int = 0

    @property
    def people(self) -> int:
        """Everybody who owes the course."""
        return sum(self.counts.values())

    @property
    def done(self) -> int:
        """How many of them are done."""
        return self.counts.get(DutyState.DONE, 0)


@dataclass(frozen=True)
class SchoolTotals:
    """One school by team, and who is not counted because they left."""

    teams: tuple[Group, ...]
    left: int

    @property
    def whole(self) -> Group:
        """The teams together."""
        counts = {
            state: sum(team.counts.get(state, 0) for team in self.teams) for state in DutyState
        }
        return Group("", "", counts, sum(team.without_duty for team in self.teams))


@dataclass(frozen=True)
class OfferedCourse:
    """A published course, with its newest release."""

    slug: str
    title: str
    release: str


@dataclass(frozen=True)
class ModuleRow:
    """One person and one module, as of a day."""

    done: int
    total: int
    completed_on: date | None


@dataclass(frozen=True)
class ReasonRow:
    """Why a person owes the course: an assignment, from a day until a day."""

    due_on: date
    starts_on: date
    ends_on: date | None
    to_team: str | None
    to_person: bool


def reach_of(actor: Actor, school_ids: Collection[int]) -> Reach:
    """These schools, as far as the actor may see their reports."""
    return Reach(granted(actor, Permission.SCHOOL_REPORT), list(school_ids))


def offered_courses() -> list[OfferedCourse]:
    """Every published course by title, in one SELECT."""
    rows = db.session.execute(
        select(Release.course, Release.title, Release.hash).order_by(
            Release.published_at, Release.hash.desc()
        )
    )
    newest = {slug: OfferedCourse(slug, title, release) for slug, title, release in rows}
    return sorted(newest.values(), key=lambda course: (course.title, course.slug))


def people_rows(
    reach: Reach, moment: Moment, chosen: PeopleFilter, *, limit: int | None = None, offset: int = 0
) -> Iterator[ReportedPerson]:
    """Who owes the course to these schools, by the filter. The screen takes a page of it, the file
    takes all.

    All of it comes in batches, so that a long list does not fill the memory; read it within
    `session.batches`.
    """
    statement = _list_statement(
        moment.is_past,
        chosen.order,
        chosen.descending,
        bool(chosen.team_ref),
        chosen.state is not None,
        limit is not None,
    )
    values = _values(reach, moment) | {
        "team_ref": chosen.team_ref,
        "state": chosen.state.value if chosen.state else "",
        "size": limit,
        "start": offset,
    }
    options = {"yield_per": BATCH} if limit is None else {}
    rows = db.session.execute(statement, values, execution_options=options)
    return (_reported(row) for row in rows)


def person_row(reach: Reach, moment: Moment, ref: str) -> ReportedPerson | None:
    """One person of that list; None when they did not owe the course there on that day, or are out
    of scope.
    """
    people = _people(moment.is_past, True)
    statement = select(*_shown(people)).where(people.c.due_on.is_not(None))
    row = db.session.execute(statement, _values(reach, moment) | {"person_ref": ref}).first()
    return _reported(row) if row is not None else None


def school_totals(reach: Reach, moment: Moment) -> SchoolTotals:
    """People by team and state, those without a duty, and those who left with one: one SELECT."""
    teams: dict[str, Group] = {}
    gone = 0
    for ref, name, state, count in db.session.execute(_totals_statement(), _values(reach, moment)):
        if state == _LEFT:
            gone = count
        else:
            _add(teams, ref or "", name or "", state, count)
    return SchoolTotals(
        tuple(sorted(teams.values(), key=lambda team: (team.key == "", team.name, team.key))), gone
    )


def totals_by_school(reach: Reach, moment: Moment) -> dict[int, Group]:
    """People by school and state, for several schools in one SELECT.

    A school without people is not in it.
    """
    groups: dict[str, Group] = {}
    for school_id, state, count in db.session.execute(
        _by_school_statement(), _values(reach, moment)
    ):
        _add(groups, str(school_id), "", state, count)
    return {int(key): group for key, group in groups.items()}


def module_totals(reach: Reach, moment: Moment) -> dict[str, int]:
    """By module: how many of the people who owe the course had completed it.

    Nobody yet: not in it.
    """
    return dict(db.session.execute(_modules_statement(), _values(reach, moment)).all())


def module_rows(reach: Reach, moment: Moment, ref: str) -> dict[str, ModuleRow]:
    """By module: how far one person was. A module that was never touched is not in it."""
    people = _people(moment.is_past, True)
    done: ColumnElement[int] = (
        select(func.count())
        .select_from(LessonCompletion)
        .where(
            LessonCompletion.enrolment_id == ModuleProgress.enrolment_id, LessonCompletion.required
        )
        .where(
            LessonCompletion.module == ModuleProgress.module,
            LessonCompletion.completed_on <= moment.day,
        )
        .correlate(ModuleProgress)
        .scalar_subquery()
    )
    query = select(
        ModuleProgress.module,
        done if moment.is_past else ModuleProgress.done,
        ModuleProgress.total,
        case((ModuleProgress.completed_on <= moment.day, ModuleProgress.completed_on)),
    ).join(people, people.c.enrolment_id == ModuleProgress.enrolment_id)
    rows = db.session.execute(query, _values(reach, moment) | {"person_ref": ref})
    return {module: ModuleRow(*row) for module, *row in rows}


def reasons(reach: Reach, moment: Moment, ref: str) -> list[ReasonRow]:
    """Why one person owes these schools the course, given by that day; what ended by then is marked
    by its day.
    """
    query = (
        select(
            DutyReason.due_on,
            DutyReason.starts_on,
            DutyReason.ends_on,
            Team.name,
            Assignment.person_id,
        )
        .join(Duty, Duty.id == DutyReason.duty_id)
        .join(Person, Person.id == Duty.person_id)
        .join(Assignment, Assignment.id == DutyReason.assignment_id)
        .outerjoin(Team, Team.id == Assignment.team_id)
        .where(Duty.school_id.in_(_IN_REACH), Duty.course == moment.course, Person.ref == ref)
        .where(DutyReason.starts_on <= moment.day)
        .order_by(DutyReason.starts_on, DutyReason.id)
    )
    return [
        ReasonRow(
            due_on,
            starts_on,
            ends_on if ends_on and ends_on <= moment.day else None,
            team,
            person is not None,
        )
        for due_on, starts_on, ends_on, team, person in db.session.execute(
            query, _values(reach, moment)
        )
    ]


# The statements themselves. They are large, so each is built once and asked with other values every
# time: building them anew took longer than the database needed to answer.

_LEFT = "left"
_COURSE = bindparam("course", type_=String)
_DAY: Any = bindparam("day", type_=Date)
_DAY_END: Any = bindparam("day_end", type_=UtcDateTime)
_IN_REACH = GRANTED.where(School.id.in_(bindparam("asked", expanding=True)))


def _values(reach: Reach, moment: Moment) -> dict[str, Any]:
    return {
        **reach.granted,
        "asked": reach.asked,
        "course": moment.course,
        "day": moment.day,
        "day_end": clock.end_of_day(moment.day),
    }


@cache
def _list_statement(
    past: bool, order: Order, descending: bool, one_team: bool, one_state: bool, limited: bool
) -> Select[*tuple[Any, ...]]:
    people = _people(past, False)
    columns: dict[Order, ColumnElement[Any]] = {
        "name": people.c.sort_name,
        "team": func.coalesce(people.c.team, ""),
        "state": state_order(people.c.state),
        "date": people.c.due_on,
    }
    key = columns[order]
    query = select(*_shown(people)).where(people.c.due_on.is_not(None))
    if one_team:
        query = query.where(people.c.team_ref == bindparam("team_ref"))
    if one_state:
        query = query.where(people.c.state == bindparam("state"))
    query = query.order_by(
        key.desc() if descending else key.asc(), people.c.sort_name, people.c.person_id
    )
    return (
        query.limit(bindparam("size", type_=Integer)).offset(bindparam("start", type_=Integer))
        if limited
        else query
    )


@cache
def _totals_statement() -> CompoundSelect[*tuple[Any, ...]]:
    people = _people(False, False)
    working = select(
        people.c.team_ref, people.c.team, people.c.state.label("state"), func.count()
    ).group_by(people.c.team_ref, people.c.team, people.c.state)
    left = select(null(), null(), literal(_LEFT), func.count(Membership.person_id.distinct()))
    return union_all(working, left.where(*_left_with_a_duty()))


@cache
def _by_school_statement() -> Select[*tuple[Any, ...]]:
    people = _people(False, False)
    return select(people.c.school_id, people.c.state, func.count()).group_by(
        people.c.school_id, people.c.state
    )


@cache
def _modules_statement() -> Select[str, int]:
    people = _people(False, False)
    # IN, not JOIN: from a join SQLite turns the plan round and reads the progress of everybody
    # there is.
    owing = select(people.c.enrolment_id).where(people.c.due_on.is_not(None))
    return (
        select(ModuleProgress.module, func.count())
        .where(ModuleProgress.enrolment_id.in_(owing), ModuleProgress.completed_on <= _DAY)
        .group_by(ModuleProgress.module)
    )


def _shown(people: Subquery) -> list[ColumnElement[Any]]:
    """The columns of `ReportedPerson`, in its order."""
    return [people.c[field.name] for field in fields(ReportedPerson)]


def _reported(row: Sequence[Any]) -> ReportedPerson:
    values: tuple[Any, ...] = (*row[:3], DutyState(row[3]), *row[4:])
    return ReportedPerson(*values)


@cache
def _people(past: bool, one_person: bool) -> Subquery:
    """Everybody who worked at these schools on the day, with what they owed and had done.

    `due_on` NULL: no duty.
    """
    due_on = (
        select(func.min(DutyReason.due_on))
        .where(DutyReason.duty_id == Duty.id, holds_on(DutyReason, _DAY))
        .correlate(Duty)
        .scalar_subquery()
    )
    who = [Person.ref == bindparam("person_ref")] if one_person else []
    found = (
        select(
            Membership.school_id.label("school_id"),
            Person.id.label("person_id"),
            Person.ref.label("ref"),
            Person.name.label("name"),
            Person.sort_name.label("sort_name"),
            Team.ref.label("team_ref"),
            Team.name.label("team"),
            due_on.label("due_on"),
            Progress.enrolment_id.label("enrolment_id"),
            Progress.started_on.label("started_on"),
            case((Progress.completed_on <= _DAY, Progress.completed_on)).label("completed_on"),
            (lessons_done_on(_DAY) if past else lessons_done()).label("done"),
            Progress.total.label("total"),
        )
        .select_from(Membership)
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(Team, Team.id == Membership.team_id)
        .outerjoin(
            Duty,
            (Duty.school_id == Membership.school_id)
            & (Duty.course == _COURSE)
            & (Duty.person_id == Membership.person_id),
        )
        .outerjoin(Enrolment, enrolled_before(Membership.person_id, _COURSE, _DAY_END))
        .outerjoin(
            Progress, (Progress.enrolment_id == Enrolment.id) & (Progress.started_on <= _DAY)
        )
        .where(Membership.school_id.in_(_IN_REACH), holds_on(Membership, _DAY), *who)
        .subquery()
    )
    state = case(
        (
            found.c.due_on.is_not(None),
            state_on(found.c.due_on, found.c.started_on, found.c.completed_on, _DAY),
        )
    )
    return select(*found.c, state.label("state")).subquery()


def _left_with_a_duty() -> Iterable[ColumnElement[bool]]:
    """Memberships that ended before the day, of people who owed the course then and did not come
    back.
    """
    owed = (
        select(DutyReason.id)
        .join(Duty, Duty.id == DutyReason.duty_id)
        .where(Duty.school_id == Membership.school_id, Duty.person_id == Membership.person_id)
        .where(Duty.course == _COURSE, holds_on(DutyReason, Membership.ends_on))
    )
    later = aliased(Membership)
    back = select(later.id).where(
        later.school_id == Membership.school_id,
        later.person_id == Membership.person_id,
        holds_on(later, _DAY),
    )
    return (
        Membership.school_id.in_(_IN_REACH),
        Membership.ends_on < _DAY,
        owed.correlate(Membership).exists(),
        ~back.correlate(Membership).exists(),
    )


def _add(groups: dict[str, Group], key: str, name: str, state: str | None, count: int) -> None:
    """One counted line to the group it belongs to.

    A state of None is somebody who does not owe the course.
    """
    group = groups.get(key) or Group(key, name, {})
    if state is None:
        groups[key] = Group(key, name, group.counts, group.without_duty + count)
    else:
        groups[key] = Group(
            key, name, {**group.counts, DutyState(state): count}, group.without_duty
        )
