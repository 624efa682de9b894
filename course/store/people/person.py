"""One person as an administrator sees them: account, workplaces, roles, signing in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, func, or_, select, true

from course.domain.people.roles import Actor, Permission, Role
from course.domain.signing_in.lifetimes import LEARNERS
from course.kinds.item import Audience
from course.models import Board, Membership, Person, RoleGrant, School, SignedInBrowser, Team, db
from course.store import rows
from course.store.dated import holds_on, known, lasts_to
from course.store.people import joining
from course.store.scope import schools_for
from course.text.names import fold_email

IDLE = LEARNERS.idle  # the longest that any browser is believed without a sign of life


@dataclass(frozen=True)
class AccountFacts:
    """The account itself."""

    id: int
    ref: str
    name: str
    listed_name: str | None  # what a list says of who chose their own name
    email: str
    audience: Audience
    blocked_at: datetime | None
    seen_at: datetime | None  # the last sign of life; None: never signed in, or long ago
    browsers: int  # that are signed in, as far as they were not forgotten yet


@dataclass(frozen=True)
class WorkplaceRow:
    """Where somebody works or worked. `in_scope`: at a school of this administrator."""

    school_id: int
    code: str
    school: str
    team: str | None
    team_ref: str | None
    staff_number: str | None
    starts_on: date
    ends_on: date | None
    in_scope: bool


@dataclass(frozen=True)
class GrantRow:
    """A role that holds today or later. No school and no board: everywhere."""

    id: int
    role: Role
    school_id: int | None
    school: str | None
    board_id: int | None
    board: str | None
    ends_on: date | None
    in_scope: bool


def within_reach(actor: Actor, who: SQLColumnExpression[Any] = Person.id) -> ColumnElement[bool]:
    """People whose account this administrator may see: who works or worked at their schools, or
    has a role there; for who keeps everything, everybody. `who`: the column with their ids.
    """
    if actor.holds_everywhere(Permission.PEOPLE):
        return true()
    schools = schools_for(actor, Permission.PEOPLE)
    worked = select(Membership.person_id).where(Membership.school_id.in_(schools)).correlate(None)
    boards = actor.boards_with(Permission.PEOPLE)
    granted = or_(RoleGrant.school_id.in_(schools), RoleGrant.board_id.in_(boards))
    has_role = select(RoleGrant.person_id).where(granted).correlate(None)
    return or_(who.in_(worked), who.in_(has_role))


def find(actor: Actor, ref: str, now: datetime) -> AccountFacts | None:
    """One account; None when it is out of reach or not there."""
    seen = (
        select(func.max(SignedInBrowser.seen_at))
        .where(SignedInBrowser.person_id == Person.id)
        .scalar_subquery()
    )
    signed_in = (
        select(func.count())
        .where(SignedInBrowser.person_id == Person.id, SignedInBrowser.seen_at > now - IDLE)
        .scalar_subquery()
    )
    query = select(
        Person.id,
        Person.ref,
        Person.name,
        Person.listed_name,
        Person.email,
        Person.audience,
        Person.blocked_at,
        seen.label("seen_at"),
        signed_in.label("browsers"),
    ).where(Person.ref == ref, within_reach(actor), ~joining.is_empty())
    return rows.first(AccountFacts, db.session.execute(query), audience=Audience)


def ref_of_address(actor: Actor, email: str) -> str | None:
    """The account of an address; None when it is out of reach or not there."""
    query = select(Person.ref).where(
        Person.email_key == fold_email(email), within_reach(actor), ~joining.is_empty()
    )
    return db.session.scalar(query)


def workplaces(actor: Actor, person_id: int) -> list[WorkplaceRow]:
    """Where somebody works, will work and worked, the newest first: all of it, since what may be
    done with an account rests on it.
    """
    in_scope = Membership.school_id.in_(schools_for(actor, Permission.PEOPLE))
    query = (
        select(
            Membership.school_id,
            School.code,
            School.name.label("school"),
            Team.name.label("team"),
            Team.ref.label("team_ref"),
            Membership.staff_number,
            Membership.starts_on,
            Membership.ends_on,
            in_scope.label("in_scope"),
        )
        .join(School, School.id == Membership.school_id)
        .outerjoin(Team, Team.id == Membership.team_id)
        .where(Membership.person_id == person_id, known(Membership))
        .order_by(Membership.starts_on.desc(), Membership.id.desc())
    )
    return rows.read(WorkplaceRow, db.session.execute(query), in_scope=bool)


def grants(actor: Actor, person_id: int, today: date) -> list[GrantRow]:
    """The roles of somebody that hold today or later, in the order in which they were given."""
    boards = actor.boards_with(Permission.PEOPLE)
    in_scope: ColumnElement[bool] = or_(
        RoleGrant.school_id.in_(schools_for(actor, Permission.PEOPLE)),
        RoleGrant.board_id.in_(boards),
    )
    if actor.holds_everywhere(Permission.PEOPLE):
        in_scope = true()
    query = (
        select(
            RoleGrant.id,
            RoleGrant.role,
            RoleGrant.school_id,
            School.name.label("school"),
            RoleGrant.board_id,
            Board.name.label("board"),
            RoleGrant.ends_on,
            in_scope.label("in_scope"),
        )
        .outerjoin(School, School.id == RoleGrant.school_id)
        .outerjoin(Board, Board.id == RoleGrant.board_id)
        .where(RoleGrant.person_id == person_id, lasts_to(RoleGrant, today))
        .order_by(RoleGrant.id)
    )
    return rows.read(GrantRow, db.session.execute(query), role=Role, in_scope=bool)


def another_administrator(grant_id: int, today: date) -> bool:
    """Whether somebody else who can sign in keeps everything too, without a last day."""
    query = (
        select(RoleGrant.id)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(RoleGrant.role == Role.ADMINISTRATOR.value, holds_on(RoleGrant, today))
        .where(RoleGrant.school_id.is_(None), RoleGrant.board_id.is_(None))
        .where(RoleGrant.id != grant_id, Person.blocked_at.is_(None), RoleGrant.ends_on.is_(None))
    )
    return db.session.scalar(query.limit(1)) is not None
