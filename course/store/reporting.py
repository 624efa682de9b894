"""How far people are with a course, as of a day: totals and lists, one SELECT each. Screen and file share them.

Everything is asked within `schools`: the ids of the schools that the reader may see, as a SELECT from `scope.py`. Who
counted on a day follows from dated facts: who worked there, what they owed and what they had done by then.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, Subquery, case, func, literal, null, select, union_all

from course.domain.duties import DutyState
from course.domain.roles import Actor, Permission
from course.models import (
    Assignment,
    Duty,
    DutyReason,
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
from course.store.duty_states import enrolment_on, lessons_done_on, reason_holds_on, state_on, state_order
from course.store.scope import holds_on, schools_for

Order = Literal["name", "team", "state", "date"]
Schools = Select[int]  # the ids of the schools that a report is about
BATCH = 500  # rows of a file that are in memory at once


@dataclass(frozen=True)
class Moment:
    """Which course, as it was at the end of which day. `today` tells whether that day is over."""

    course: str
    day: date
    today: date


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
    """A team, or everybody without one, or a school. `without_duty` work there and do not owe the course."""

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
        counts = {state: sum(team.counts.get(state, 0) for team in self.teams) for state in DutyState}
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


def schools_within(actor: Actor, school_ids: Collection[int]) -> Schools:
    """These schools, as far as the actor may see their reports."""
    return schools_for(actor, Permission.SCHOOL_REPORT).where(School.id.in_(school_ids))


def offered_courses() -> list[OfferedCourse]:
    """Every published course by title, in one SELECT."""
    rows = db.session.execute(
        select(Release.course, Release.title, Release.hash).order_by(Release.published_at, Release.hash.desc())
    )
    newest = {slug: OfferedCourse(slug, title, release) for slug, title, release in rows}
    return sorted(newest.values(), key=lambda course: (course.title, course.slug))


def people_rows(
    schools: Schools, moment: Moment, chosen: PeopleFilter, *, limit: int | None = None, offset: int = 0
) -> Iterator[ReportedPerson]:
    """Who owes the course to these schools, by the filter. The screen takes a page of it, the file takes all.

    Rows come in batches, so a long list does not fill the memory.
    """
    people = _people(schools, moment)
    columns: dict[Order, ColumnElement[Any]] = {
        "name": people.c.sort_name,
        "team": func.coalesce(people.c.team, ""),
        "state": state_order(people.c.state),
        "date": people.c.due_on,
    }
    key = columns[chosen.order]
    query = select(
        people.c.ref,
        people.c.name,
        people.c.team,
        people.c.state,
        people.c.due_on,
        people.c.done,
        people.c.total,
        people.c.started_on,
        people.c.completed_on,
    ).where(people.c.due_on.is_not(None))
    if chosen.team_ref:
        query = query.where(people.c.team_ref == chosen.team_ref)
    if chosen.state is not None:
        query = query.where(people.c.state == chosen.state.value)
    query = query.order_by(key.desc() if chosen.descending else key.asc(), people.c.sort_name, people.c.person_id)
    rows = db.session.execute(query.limit(limit).offset(offset or None).execution_options(yield_per=BATCH))
    return (ReportedPerson(*row[:3], DutyState(row[3]), *row[4:]) for row in rows)


def person_row(schools: Schools, moment: Moment, ref: str) -> ReportedPerson | None:
    """One person of that list; None when they did not owe the course there on that day, or are out of scope."""
    people = _people(schools, moment, Person.ref == ref)
    row = db.session.execute(
        select(
            people.c.ref,
            people.c.name,
            people.c.team,
            people.c.state,
            people.c.due_on,
            people.c.done,
            people.c.total,
            people.c.started_on,
            people.c.completed_on,
        ).where(people.c.due_on.is_not(None))
    ).first()
    return ReportedPerson(*row[:3], DutyState(row[3]), *row[4:]) if row is not None else None


def school_totals(schools: Schools, moment: Moment) -> SchoolTotals:
    """People by team and state, those without a duty, and those who left with one: one SELECT."""
    people = _people(schools, moment)
    working = select(
        people.c.team_ref, people.c.team, people.c.state.label("state"), func.count().label("people")
    ).group_by(people.c.team_ref, people.c.team, people.c.state)
    left = select(null(), null(), literal(_LEFT), func.count(Membership.person_id.distinct())).where(
        *_left_with_a_duty(schools, moment)
    )
    teams: dict[str, Group] = {}
    gone = 0
    for ref, name, state, count in db.session.execute(union_all(working, left)):
        if state == _LEFT:
            gone = count
        else:
            _add(teams, ref or "", name or "", state, count)
    return SchoolTotals(tuple(sorted(teams.values(), key=lambda team: (team.key == "", team.name, team.key))), gone)


def totals_by_school(schools: Schools, moment: Moment) -> dict[int, Group]:
    """People by school and state, for several schools in one SELECT. A school without people is not in it."""
    people = _people(schools, moment)
    query = select(people.c.school_id, people.c.state, func.count()).group_by(people.c.school_id, people.c.state)
    groups: dict[str, Group] = {}
    for school_id, state, count in db.session.execute(query):
        _add(groups, str(school_id), "", state, count)
    return {int(key): group for key, group in groups.items()}


def module_totals(schools: Schools, moment: Moment) -> dict[str, int]:
    """By module: how many of the people who owe the course had completed it. Nobody yet: not in it."""
    people = _people(schools, moment)
    query = (
        select(ModuleProgress.module, func.count())
        .join(people, people.c.enrolment_id == ModuleProgress.enrolment_id)
        .where(people.c.due_on.is_not(None), ModuleProgress.completed_on <= moment.day)
        .group_by(ModuleProgress.module)
    )
    return dict(db.session.execute(query).all())


def module_rows(schools: Schools, moment: Moment, ref: str) -> dict[str, ModuleRow]:
    """By module: how far one person was. A module that was never touched is not in it."""
    people = _people(schools, moment, Person.ref == ref)
    done: ColumnElement[int] = (
        select(func.count())
        .select_from(LessonCompletion)
        .where(LessonCompletion.enrolment_id == ModuleProgress.enrolment_id, LessonCompletion.required)
        .where(LessonCompletion.module == ModuleProgress.module, LessonCompletion.completed_on <= moment.day)
        .correlate(ModuleProgress)
        .scalar_subquery()
    )
    query = select(
        ModuleProgress.module,
        ModuleProgress.done if moment.day >= moment.today else done,
        ModuleProgress.total,
        case((ModuleProgress.completed_on <= moment.day, ModuleProgress.completed_on)),
    ).join(people, people.c.enrolment_id == ModuleProgress.enrolment_id)
    return {module: ModuleRow(*row) for module, *row in db.session.execute(query)}


def reasons(schools: Schools, moment: Moment, ref: str) -> list[ReasonRow]:
    """Why one person owes these schools the course, given by that day; what ended by then is marked by its day."""
    query = (
        select(DutyReason.due_on, DutyReason.starts_on, DutyReason.ends_on, Team.name, Assignment.person_id)
        .join(Duty, Duty.id == DutyReason.duty_id)
        .join(Person, Person.id == Duty.person_id)
        .join(Assignment, Assignment.id == DutyReason.assignment_id)
        .outerjoin(Team, Team.id == Assignment.team_id)
        .where(Duty.school_id.in_(schools), Duty.course == moment.course, Person.ref == ref)
        .where(DutyReason.starts_on <= moment.day)
        .order_by(DutyReason.starts_on, DutyReason.id)
    )
    return [
        ReasonRow(due_on, starts_on, ends_on if ends_on and ends_on <= moment.day else None, team, person is not None)
        for due_on, starts_on, ends_on, team, person in db.session.execute(query)
    ]


_LEFT = "left"


def _add(groups: dict[str, Group], key: str, name: str, state: str | None, count: int) -> None:
    """One counted line to the group it belongs to. A state of None is somebody who does not owe the course."""
    group = groups.get(key) or Group(key, name, {})
    if state is None:
        groups[key] = Group(key, name, group.counts, group.without_duty + count)
    else:
        groups[key] = Group(key, name, {**group.counts, DutyState(state): count}, group.without_duty)


def _people(schools: Schools, moment: Moment, *who: ColumnElement[bool]) -> Subquery:
    """Everybody who worked at these schools on the day, with what they owed and had done. `due_on` NULL: no duty."""
    due_on = (
        select(func.min(DutyReason.due_on))
        .where(DutyReason.duty_id == Duty.id, reason_holds_on(moment.day))
        .correlate(Duty)
        .scalar_subquery()
    )
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
            case((Progress.completed_on <= moment.day, Progress.completed_on)).label("completed_on"),
            lessons_done_on(moment.day, moment.today).label("done"),
            Progress.total.label("total"),
        )
        .select_from(Membership)
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(Team, Team.id == Membership.team_id)
        .outerjoin(
            Duty,
            (Duty.school_id == Membership.school_id)
            & (Duty.course == moment.course)
            & (Duty.person_id == Membership.person_id),
        )
        .outerjoin(
            Progress,
            (Progress.enrolment_id == enrolment_on(Membership.person_id, moment.course, moment.day))
            & (Progress.started_on <= moment.day),
        )
        .where(Membership.school_id.in_(schools), holds_on(Membership, moment.day), *who)
        .subquery()
    )
    state = case(
        (found.c.due_on.is_not(None), state_on(found.c.due_on, found.c.started_on, found.c.completed_on, moment.day))
    )
    return select(*found.c, state.label("state")).subquery()


def _left_with_a_duty(schools: Schools, moment: Moment) -> Iterable[ColumnElement[bool]]:
    """Memberships that ended before the day, of people who owed the course then and did not come back."""
    owed = (
        select(DutyReason.id)
        .join(Duty, Duty.id == DutyReason.duty_id)
        .where(Duty.school_id == Membership.school_id, Duty.person_id == Membership.person_id)
        .where(Duty.course == moment.course, DutyReason.starts_on <= Membership.ends_on)
        .where(DutyReason.ends_on.is_(None) | (DutyReason.ends_on > Membership.ends_on))
    )
    later = Membership.__table__.alias("later")
    back = select(later.c.id).where(
        later.c.school_id == Membership.school_id,
        later.c.person_id == Membership.person_id,
        later.c.starts_on <= moment.day,
        later.c.ends_on.is_(None) | (later.c.ends_on >= moment.day),
    )
    return (
        Membership.school_id.in_(schools),
        Membership.ends_on < moment.day,
        owed.correlate(Membership).exists(),
        ~back.correlate(Membership).exists(),
    )
