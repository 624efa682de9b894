"""Schools, teams and people that somebody may see. What is out of scope is not found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select

from course.domain.people.roles import Actor, Permission
from course.models import Board, Membership, Person, School, Team, db
from course.store import rows
from course.store.dated import holds_on
from course.store.people import joining, merged
from course.store.people.belonging import here, tied_elsewhere
from course.store.people.person import within_reach
from course.store.people.searching import escaped, is_called
from course.store.rows import ListPart
from course.store.scope import schools_for
from course.text.names import fold, fold_email


@dataclass(frozen=True)
class SchoolRow:
    """One school, as somebody who may see it needs it."""

    id: int
    code: str
    name: str
    sector: str
    board: str
    board_id: int


@dataclass(frozen=True)
class TeamRow:
    """One team and how many people are in it today."""

    id: int
    ref: str
    name: str
    people: int


@dataclass(frozen=True)
class PersonRow:
    """One person at one school."""

    id: int
    ref: str
    name: str
    email: str
    team: str | None
    school: str | None  # None: works at none of these schools today
    school_code: str | None
    starts_on: date | None
    blocked_at: datetime | None


_SCHOOLS = (
    select(
        School.id,
        School.code,
        School.name,
        School.sector,
        Board.name.label("board"),
        Board.id.label("board_id"),
    )
    .join(Board)
    .order_by(School.name, School.id)
)


def schools_in_scope(
    actor: Actor, permission: Permission, today: date, limit: int
) -> list[SchoolRow]:
    """The schools where the actor holds a permission, by name; none that went up in another."""
    query: Select[*tuple[Any, ...]] = _SCHOOLS.where(*_which(actor, permission, today))
    return rows.read(SchoolRow, db.session.execute(query.limit(limit)))


def _which(actor: Actor, permission: Permission, today: date) -> tuple[ColumnElement[bool], ...]:
    return School.id.in_(schools_for(actor, permission)), merged.school_is_open(today)


def school_in_scope(actor: Actor, permission: Permission, code: str) -> SchoolRow | None:
    """One school by its code; None when it is out of scope or not there."""
    query = _SCHOOLS.where(School.id.in_(schools_for(actor, permission)), School.code == code)
    return rows.first(SchoolRow, db.session.execute(query))


def school_count(actor: Actor, permission: Permission, today: date) -> int:
    """At how many of those schools the actor holds a permission."""
    query = select(func.count(School.id)).where(*_which(actor, permission, today))
    return db.session.scalar(query) or 0


def school_by_code(code: str) -> SchoolRow | None:
    """One school for who runs the installation, without an actor; None when it is not there."""
    return rows.first(SchoolRow, db.session.execute(_SCHOOLS.where(School.code == code)))


def teams_of(school_id: int, today: date, limit: int | None = None) -> list[TeamRow]:
    """The teams of a school with their size today, by name; none that went up in another."""
    query = _open_teams(school_id, today).limit(limit)
    return rows.read(TeamRow, db.session.execute(query))


def part_of_teams(school_id: int, today: date, *, limit: int, offset: int = 0) -> ListPart[TeamRow]:
    """A part of the same list."""
    query = _open_teams(school_id, today).add_columns(rows.ALL_ROWS)
    return rows.part(TeamRow, db.session.execute(query.limit(limit).offset(offset)))


def _open_teams(school_id: int, today: date) -> Select[*tuple[Any, ...]]:
    query = _teams(today).where(Team.school_id == school_id).order_by(Team.name, Team.id)
    gone = list(merged.teams_after(school_id))
    if gone:
        query = query.having(or_(func.count(Membership.id) > 0, Team.id.not_in(gone)))
    return query


def team_by_ref(school_id: int, ref: str, today: date) -> TeamRow | None:
    """One team of a school; None when it has none of that ref."""
    query = _teams(today).where(Team.school_id == school_id, Team.ref == ref)
    return rows.first(TeamRow, db.session.execute(query))


def team_by_name(school_id: int, name: str, today: date) -> TeamRow | None:
    """One team of a school; None when it has none of exactly that name."""
    query = _teams(today).where(Team.school_id == school_id, Team.name == name)
    return rows.first(TeamRow, db.session.execute(query))


def team_count(school_id: int) -> int:
    """How many teams a school has."""
    return db.session.scalar(select(func.count(Team.id)).where(Team.school_id == school_id)) or 0


def members_count(school_id: int, today: date) -> int:
    """How many people work at a school today."""
    query = select(func.count(Membership.person_id.distinct())).where(
        Membership.school_id == school_id, holds_on(Membership, today)
    )
    return db.session.scalar(query) or 0


def _teams(today: date) -> Select[int, str, str, int]:
    return (
        select(Team.id, Team.ref, Team.name, func.count(Membership.id).label("people"))
        .outerjoin(Membership, (Membership.team_id == Team.id) & holds_on(Membership, today))
        .group_by(Team.id, Team.ref, Team.name)
    )


def member_by_email(school_id: int, email: str, today: date) -> int | None:
    """The id of who works at a school under this address; None for anybody else."""
    query = (
        select(Person.id)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.school_id == school_id, holds_on(Membership, today))
        .where(Person.email_key == fold_email(email))
        .limit(1)
    )
    return db.session.scalar(query)


def search(
    actor: Actor, today: date, words: str, school: str = "", *, limit: int = 50, offset: int = 0
) -> ListPart[PersonRow]:
    """People whose accounts the actor may see, whose name, address or staff number holds all words.

    By name. Without words: who works there today. With them also who left, and who works nowhere
    for who keeps everything.
    """
    query = _people_of(actor, today)
    if not words.split():
        query = query.where(Membership.id.is_not(None))
    query = narrowed(query, actor, today, words, school)
    return rows.part(PersonRow, db.session.execute(query.limit(limit).offset(offset)))


def narrowed(
    query: Select[*tuple[Any, ...]], actor: Actor, today: date, words: str, school: str
) -> Select[*tuple[Any, ...]]:
    """Of people and where they work: those at a school, in whom all words are found."""
    if school:
        query = query.where(School.code == school)
    for word in words.split():
        pattern = f"%{escaped(fold(word))}%"
        query = query.where(
            or_(
                is_called(Person.sort_name, word),
                func.lower(Person.name).like(pattern, escape="\\"),
                func.lower(Person.listed_name).like(pattern, escape="\\"),
                Person.email_key.like(pattern, escape="\\") & ~_away(actor, today),
                func.lower(Membership.staff_number).like(pattern, escape="\\"),
            )
        )
    return query


def _people_of(actor: Actor, today: date) -> Select[*tuple[Any, ...]]:
    """A row for each school of theirs where somebody works today; for who works at none of them,
    one row.
    """
    here = (
        (Membership.person_id == Person.id)
        & holds_on(Membership, today)
        & Membership.school_id.in_(schools_for(actor, Permission.PEOPLE))
    )
    return (
        select(
            Person.id,
            Person.ref,
            Person.name,
            case((_away(actor, today), ""), else_=Person.email).label("email"),
            Team.name.label("team"),
            School.name.label("school"),
            School.code.label("school_code"),
            Membership.starts_on,
            Person.blocked_at,
            rows.ALL_ROWS,
        )
        .select_from(Person)
        .outerjoin(Membership, here)
        .outerjoin(School, School.id == Membership.school_id)
        .outerjoin(Team, Team.id == Membership.team_id)
        .where(within_reach(actor), ~joining.is_empty())
        .order_by(Person.sort_name, Person.id, School.id)
    )


def _away(actor: Actor, today: date) -> ColumnElement[bool]:
    """Who left these schools and belongs elsewhere now: their new address is not for who knew them
    before.
    """
    return ~here(actor, Person.id, today) & tied_elsewhere(actor, Person.id, today)
