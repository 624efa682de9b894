"""Who is known at a school and elsewhere before its list of people is compared with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from course.domain.people.roles import Actor, Permission, Role
from course.domain.people.roster_details import Details, KnownPerson
from course.kinds.item import Audience
from course.models import AwaitedPerson, Membership, Person, RoleGrant, School, Team, db
from course.store.dated import batches, holds_on, lasts_to
from course.store.people.belonging import tied_elsewhere
from course.store.people.person import within_reach
from course.store.scope import schools_for


@dataclass(frozen=True)
class Importer:
    """Who imports, where. `schools`: where they keep the accounts; None for who runs the
    installation.

    `keeper`: their own id; the list never ends their own membership, for then nobody could put it
    right. `actor`: who it is, when their reach is limited: beyond it nobody is looked up, so that a
    known address is the same as an unknown one.
    """

    school_id: int
    today: date
    keeper: int | None
    schools: Select[int] | None
    actor: Actor | None = None


@dataclass(frozen=True)
class SchoolNow:
    """All that a plan is made from. As long as this is the same, so is the plan."""

    teams: tuple[str, ...]
    known: tuple[KnownPerson, ...]


def look(importer: Importer, emails: Sequence[str]) -> SchoolNow:
    """Everybody who works at the school, and everybody who has an account under one of these
    addresses.
    """
    teams = (
        select(Team.name).where(Team.school_id == importer.school_id).order_by(Team.name, Team.id)
    )
    roles = _roles(importer)
    here = _accounts(importer, Membership.id.is_not(None), roles)
    people = {known.person_id: known for known in here}
    seen = {known.email_key for known in people.values()}
    for batch in batches([email for email in emails if email not in seen]):
        found = _accounts(importer, _named(importer, batch), roles)
        people |= {known.person_id: known for known in found}
    return SchoolNow(
        teams=tuple(db.session.scalars(teams)),
        known=tuple(people[person_id] for person_id in sorted(people)),
    )


def _named(importer: Importer, keys: Sequence[str]) -> ColumnElement[bool]:
    """Who has one of these addresses and may be brought to the school without asking them: who
    works within reach, and who did and belongs nowhere else. Also a place for such an address that
    waits for its owner.
    """
    actor, named = importer.actor, Person.email_key.in_(keys)
    if actor is None:
        return named
    schools = schools_for(actor, Permission.PEOPLE)
    works = select(Membership.person_id).where(
        Membership.school_id.in_(schools), lasts_to(Membership, importer.today)
    )
    waits = select(AwaitedPerson.person_id).where(
        AwaitedPerson.email_key.in_(keys), AwaitedPerson.became_id.is_(None)
    )
    free = within_reach(actor) & ~tied_elsewhere(actor, Person.id, importer.today)
    here = or_(Person.id.in_(works.correlate(None)), free)
    return or_(named, Person.id.in_(waits)) & here


def _roles(importer: Importer) -> dict[int, tuple[Role, ...]]:
    """By person: what they are at this school, today or later."""
    query = (
        select(RoleGrant.person_id, RoleGrant.role)
        .where(RoleGrant.school_id == importer.school_id, lasts_to(RoleGrant, importer.today))
        .distinct()
        .order_by(RoleGrant.person_id, RoleGrant.role)
    )
    found: dict[int, tuple[Role, ...]] = {}
    for person_id, role in db.session.execute(query):
        found[person_id] = (*found.get(person_id, ()), Role(role))
    return found


def _accounts(
    importer: Importer, who: ColumnElement[bool], roles: Mapping[int, tuple[Role, ...]]
) -> Iterator[KnownPerson]:
    schools = importer.schools if importer.schools is not None else select(School.id)
    elsewhere = select(Membership.id).where(
        Membership.person_id == Person.id,
        holds_on(Membership, importer.today),
        Membership.school_id.not_in(schools),
    )
    granted = select(RoleGrant.id).where(
        RoleGrant.person_id == Person.id, lasts_to(RoleGrant, importer.today)
    )
    here = and_(
        Membership.person_id == Person.id,
        Membership.school_id == importer.school_id,
        _goes_on(importer.today),
    )
    query = (
        select(
            Person.id.label("person_id"),
            Person.name,
            Person.sort_name,
            Person.listed_name,
            Person.email,
            Person.audience,
            Membership.id.label("member"),
            Membership.staff_number,
            Team.name.label("team"),
            elsewhere.correlate(Person).exists().label("works_elsewhere"),
            granted.exists().label("has_role"),
        )
        .outerjoin(Membership, here)
        .outerjoin(Team, Team.id == Membership.team_id)
        .where(who)
        .order_by(Person.id)
    )
    for row in db.session.execute(query):
        others = importer.schools is not None and (row.works_elsewhere or row.has_role)
        yield KnownPerson(
            person_id=row.person_id,
            details=_details(row),
            at_school=row.member is not None,
            ours=not others,
            roles=roles.get(row.person_id, ()),
        )


def _details(row: Any) -> Details:
    return Details(
        name=row.name,
        sort_name=row.sort_name,
        listed_name=row.listed_name,
        email=row.email,
        audience=Audience(row.audience),
        staff_number=row.staff_number,
        team=row.team,
    )


def _goes_on(today: date) -> ColumnElement[bool]:
    """A membership that goes on after today.

    One that ends today is for the file to take up again.
    """
    return (Membership.starts_on <= today) & lasts_to(Membership, today + timedelta(days=1))
