"""Who is known at a school and elsewhere before its list of people is compared with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, and_, select

from course.domain.people.roster_plan import KnownPerson
from course.kinds.item import Audience
from course.models import Membership, Person, RoleGrant, School, Team, db
from course.store.dated import holds_on, lasts_to

BATCH = 500  # values in one statement

ItemT = TypeVar("ItemT")


@dataclass(frozen=True)
class Importer:
    """Who imports, where. `schools`: where they keep the accounts; None for who runs the
    installation.

    `keeper`: their own id; the list never ends their own membership, for then nobody could put it
    right.
    """

    school_id: int
    today: date
    keeper: int | None
    schools: Select[int] | None


@dataclass(frozen=True)
class OpenMembership:
    """A membership at this school that goes on after today."""

    id: int
    team_id: int | None
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class SchoolNow:
    """All that a plan is made from. As long as this is the same, so is the plan."""

    teams: tuple[str, ...]
    known: tuple[KnownPerson, ...]
    links: Mapping[int, OpenMembership]  # by person
    ended_today: Mapping[int, int]  # by person, the membership that ended today


def look(importer: Importer, emails: Sequence[str]) -> SchoolNow:
    """Everybody who works at the school, and everybody who has an account under one of these
    addresses.
    """
    teams = (
        select(Team.name).where(Team.school_id == importer.school_id).order_by(Team.name, Team.id)
    )
    people: dict[int, KnownPerson] = {}
    links: dict[int, OpenMembership] = {}
    for known, link in _accounts(importer, Membership.id.is_not(None)):
        people[known.person_id] = known
        if link is not None:
            links[known.person_id] = link
    here = {known.email_key for known in people.values()}
    for batch in batches([email for email in emails if email not in here]):
        for known, _ in _accounts(importer, Person.email_key.in_(batch)):
            people[known.person_id] = known
    ended = select(Membership.person_id, Membership.id).where(
        Membership.school_id == importer.school_id, Membership.ends_on == importer.today
    )
    return SchoolNow(
        teams=tuple(db.session.scalars(teams)),
        known=tuple(people[person_id] for person_id in sorted(people)),
        links=links,
        ended_today=dict(db.session.execute(ended).all()),
    )


def _accounts(
    importer: Importer, who: ColumnElement[bool]
) -> Iterator[tuple[KnownPerson, OpenMembership | None]]:
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
        goes_on(importer.today),
    )
    query = (
        select(
            Person.id.label("person_id"),
            Person.name,
            Person.email_key,
            Person.audience,
            Membership.id.label("member"),
            Membership.staff_number,
            Membership.team_id,
            Membership.starts_on,
            Membership.ends_on,
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
        known = KnownPerson(
            row.person_id,
            row.name,
            row.email_key,
            Audience(row.audience),
            row.staff_number,
            row.team,
            at_school=row.member is not None,
            ours=importer.schools is None or not (row.works_elsewhere or row.has_role),
        )
        is_here = row.member is not None
        yield (
            known,
            OpenMembership(row.member, row.team_id, row.starts_on, row.ends_on)
            if is_here
            else None,
        )


def goes_on(today: date) -> ColumnElement[bool]:
    """A membership that goes on after today.

    One that ends today is for the file to take up again.
    """
    return (Membership.starts_on <= today) & lasts_to(Membership, today + timedelta(days=1))


def batches(items: Sequence[ItemT]) -> Iterator[Sequence[ItemT]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]
