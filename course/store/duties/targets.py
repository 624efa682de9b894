"""Whom an assignment is for when it names more than one group: boards, schools, teams, people, and
the functions that count there; who that is today, and what it would do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, func, literal, or_, select

from course.domain.duties.calendars import after_school_weeks, friday_after
from course.domain.people.roles import Actor, Permission
from course.models import Board, Membership, Person, School, Team, db
from course.store import rows
from course.store.dated import holds_on
from course.store.duties import calendars
from course.store.duties.cycles import is_done
from course.store.duties.owing import owing
from course.store.people import merged
from course.store.scope import schools_for

MOST_PLACES = 1000  # schools in one assignment
MOST_BOARDS = 5000  # to choose from: more than there are in the country


@dataclass(frozen=True)
class TargetPlace:
    """A school, or a team or a person there. `board_id`: it is chosen because of its board."""

    school_id: int
    team_id: int | None = None
    person_id: int | None = None
    board_id: int | None = None


@dataclass(frozen=True)
class ByWhen:
    """A fixed day, or so many school weeks after today; with both the later counts. `shift`: a day
    without school moves to the first Friday after it.
    """

    due_on: date | None = None
    weeks: int | None = None
    shift: bool = False


@dataclass(frozen=True)
class Targets:
    """What a trainer chose, with what it is about."""

    course: str
    places: tuple[TargetPlace, ...]
    functions: tuple[str, ...]  # empty: every kind of work
    when: ByWhen


@dataclass(frozen=True)
class NamedPlace:
    """A team or a person that a name may mean."""

    name: str
    school: str
    place: TargetPlace


@dataclass(frozen=True)
class SchoolEffect:
    """What assigning does at one school, by people."""

    school: str
    due_on: date
    proposed: date | None  # the first Friday after, when the day is off at this school
    new: int
    keep: int  # have it by the same day or an earlier one
    sooner: int  # have it, and get an earlier day
    done: int


@dataclass(frozen=True)
class BoardChoice:
    """A board with how many schools it has."""

    id: int
    code: str
    name: str
    schools: int


def boards_to_choose(actor: Actor, today: date) -> list[BoardChoice]:
    """The boards at whose every school the actor assigns, also schools that are still to come. A
    school that went up in another does not count.
    """
    query = (
        select(Board.id, Board.code, Board.name, func.count(School.id).label("schools"))
        .join(School, School.board_id == Board.id)
        .where(merged.school_is_open(today))
        .group_by(Board.id, Board.code, Board.name)
        .order_by(Board.name, Board.id)
    )
    if not actor.holds_everywhere(Permission.ASSIGN):
        query = query.where(Board.id.in_(actor.boards_with(Permission.ASSIGN)))
    return rows.read(BoardChoice, db.session.execute(query.limit(MOST_BOARDS)))


def schools_of_boards(boards: Sequence[int], today: date) -> list[TargetPlace]:
    """Every school of these boards, without those that went up in another; one more than may be
    in an assignment at most.
    """
    query = select(School.id, School.board_id).where(
        School.board_id.in_(boards), merged.school_is_open(today)
    )
    found = db.session.execute(query.order_by(School.name, School.id).limit(MOST_PLACES + 1))
    return [TargetPlace(id_, board_id=board_id) for id_, board_id in found]


def by_name(actor: Actor, name: str, today: date) -> list[NamedPlace]:
    """The teams and people of the actor's schools with exactly this name, or with this name before
    a comma and the school's after it; no team that went up in another.
    """
    found = _named(actor, name, "", today)
    who, comma, school = name.rpartition(",")
    if not found and comma:
        found = _named(actor, who.strip(), school.strip(), today)
    return found


def _named(actor: Actor, name: str, school: str, today: date) -> list[NamedPlace]:
    schools = schools_for(actor, Permission.ASSIGN)
    at = (School.id.in_(schools), *([func.lower(School.name) == school.lower()] if school else []))
    still = merged.team_is_open(today), merged.school_is_open(today)
    teams = (
        select(Team.name, School.name.label("school"), School.id, Team.id.label("team_id"))
        .join(School, School.id == Team.school_id)
        .where(func.lower(Team.name) == name.lower(), *still, *at)
        .order_by(School.name, Team.id)
    )
    people = (
        select(Person.name, School.name.label("school"), School.id, Person.id.label("person_id"))
        .join(Membership, Membership.person_id == Person.id)
        .join(School, School.id == Membership.school_id)
        .where(func.lower(Person.name) == name.lower(), holds_on(Membership, today), *at)
        .order_by(School.name, Person.id)
    )
    found = [
        NamedPlace(row.name, row.school, TargetPlace(row.id, team_id=row.team_id))
        for row in db.session.execute(teams.limit(20))
    ]
    return found + [
        NamedPlace(row.name, row.school, TargetPlace(row.id, person_id=row.person_id))
        for row in db.session.execute(people.limit(20))
    ]


def within(places: Iterable[TargetPlace]) -> tuple[TargetPlace, ...]:
    """The same places, each once: a team or a person of a school that is chosen as a whole goes
    with it.
    """
    chosen = sorted(set(places), key=_order)
    whole = {one.school_id for one in chosen if one.team_id is None and one.person_id is None}
    kept: dict[tuple[Any, ...], TargetPlace] = {}
    for one in chosen:
        part = one.team_id is not None or one.person_id is not None
        if not (part and one.school_id in whole):
            kept.setdefault((one.school_id, one.team_id, one.person_id), one)
    return tuple(kept.values())


def _order(place: TargetPlace) -> tuple[int, ...]:
    """Schools that come with their board first."""
    ids = (place.school_id, place.team_id or 0, place.person_id or 0)
    return (*ids, 0 if place.board_id else 1)


def due_days(targets: Targets, today: date) -> dict[int, tuple[date, date | None]]:
    """By school: the day by which it is due there, and the Friday that is proposed when the day is
    off.
    """
    schools = sorted({one.school_id for one in targets.places})
    found: dict[int, tuple[date, date | None]] = {}
    for id_, calendar in calendars.of_schools(schools).items():
        days = [targets.when.due_on] if targets.when.due_on else []
        if targets.when.weeks is not None:
            days.append(after_school_weeks(today, targets.when.weeks, calendar))
        due = max(days)
        friday = friday_after(due, calendar)
        found[id_] = (friday, None) if friday and targets.when.shift else (due, friday)
    return found


def effects(actor: Actor, targets: Targets, today: date) -> list[SchoolEffect]:
    """What assigning would do, by school in the order of their names. Nothing is written."""
    people = _meant(targets, today)
    owed = owing(today, schools_for(actor, Permission.ASSIGN))
    done = is_done(people.c.person_id, people.c.course, today)
    query = (
        select(people.c.school_id, people.c.school, owed.c.due_on, done, func.count())
        .select_from(people)
        .outerjoin(
            owed,
            (owed.c.person_id == people.c.person_id)
            & (owed.c.school_id == people.c.school_id)
            & (owed.c.course == targets.course),
        )
        .group_by(people.c.school_id, people.c.school, owed.c.due_on, done)
    )
    days = due_days(targets, today)
    found: dict[int, SchoolEffect] = _nobody_yet(days)
    for school_id, _, due_on, is_ready, count in db.session.execute(query):
        kind = _kind(due_on, days[school_id][0], done=bool(is_ready))
        one = found[school_id]
        found[school_id] = _more(one, kind, count)
    return sorted(found.values(), key=lambda one: one.school)


def _nobody_yet(days: Mapping[int, tuple[date, date | None]]) -> dict[int, SchoolEffect]:
    query = select(School.id, School.name).where(School.id.in_(list(days)))
    return {
        id_: SchoolEffect(name, *days[id_], new=0, keep=0, sooner=0, done=0)
        for id_, name in db.session.execute(query)
    }


def _kind(due_on: date | None, new: date, *, done: bool) -> str:
    if done:
        return "done"
    if due_on is None:
        return "new"
    return "sooner" if new < due_on else "keep"


def _more(one: SchoolEffect, kind: str, count: int) -> SchoolEffect:
    return SchoolEffect(**{**vars(one), kind: getattr(one, kind) + count})


def _meant(targets: Targets, today: date) -> Subquery:
    """Everybody it is for today, once for each school."""
    query = (
        select(
            Membership.person_id,
            Membership.school_id,
            School.name.label("school"),
        )
        .distinct()
        .join(School, School.id == Membership.school_id)
        .join(Person, Person.id == Membership.person_id)
        .where(holds_on(Membership, today), _in_places(targets.places))
    )
    if targets.functions:
        query = query.where(Person.audience.in_(targets.functions))
    found = query.subquery()
    return select(*found.c, literal(targets.course).label("course")).subquery()


def _in_places(places: Sequence[TargetPlace]) -> ColumnElement[bool]:
    whole: list[int] = []
    teams: list[int] = []
    people: list[ColumnElement[bool]] = []
    for one in places:
        at_school = Membership.school_id == one.school_id
        if one.person_id is not None:
            people.append(and_(at_school, Membership.person_id == one.person_id))
        elif one.team_id is None:
            whole.append(one.school_id)
        if one.team_id is not None:
            teams.append(one.team_id)
    some = Membership.school_id.in_(whole), Membership.team_id.in_(teams)
    return or_(*some, *people)
