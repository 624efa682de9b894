"""Somebody who was put on a list while their account is beyond the reach of who did that.

Their own account comes to the school once they say so themselves, by a link to their address. Until
then a place stands on the list that looks like any new account.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select, update

from course.models import AwaitedPerson, Membership, Person, School, db
from course.models.base import insert_many
from course.store.dated import DeedMoment, lasts_to
from course.store.people import deeds
from course.store.people.deeds import Workplace


@dataclass(frozen=True)
class JoinQuestion:
    """What somebody is asked: to come to these schools with the account of this name."""

    person_id: int  # of the place on the list
    name: str
    schools: tuple[str, ...]


def keep(places: Sequence[tuple[int, str]], moment: DeedMoment) -> None:
    """Write down which new accounts are places for an address, each with that address folded."""
    rows = (
        {"person_id": who, "email_key": key, "asked_at": moment.now, "answered_at": None}
        for who, key in places
    )
    insert_many(AwaitedPerson, rows)


def is_empty() -> ColumnElement[bool]:
    """Whether a `Person` is a place that somebody's own account took. It is shown to nobody."""
    taken = select(AwaitedPerson.person_id).where(
        AwaitedPerson.person_id == Person.id, AwaitedPerson.became_id.is_not(None)
    )
    return taken.correlate(Person).exists()


def question(person_id: int, moment: DeedMoment) -> JoinQuestion | None:
    """What an account that stands for nobody yet asks; None for any other account, and when who
    would answer may not sign in.
    """
    own = _own(person_id)
    if own is None:
        return None
    schools = (
        select(School.name)
        .join(Membership, Membership.school_id == School.id)
        .where(Membership.person_id == person_id, lasts_to(Membership, moment.today))
        .order_by(School.name, School.id)
    )
    return JoinQuestion(person_id, own.name, tuple(dict.fromkeys(db.session.scalars(schools))))


def waits(person_id: int) -> bool:
    """Whether an account stands for nobody yet, so that nobody signs in with it."""
    query = select(AwaitedPerson.person_id).where(AwaitedPerson.person_id == person_id)
    return db.session.scalar(query) is not None


def accept(person_id: int, moment: DeedMoment) -> int | None:
    """Yes: their own account takes the places. Returns its id; None when there is none by now."""
    own = _own(person_id)
    if own is None:
        return None
    query = select(Membership).where(
        Membership.person_id == person_id, lasts_to(Membership, moment.today)
    )
    for place in db.session.scalars(query.order_by(Membership.id)).all():
        here = Workplace(own.id, place.team_id, place.staff_number, place.ends_on)
        school_id = place.school_id
        deeds.leave(school_id, [person_id], moment)
        deeds.join(school_id, [here], moment)
    db.session.execute(
        update(AwaitedPerson)
        .where(AwaitedPerson.person_id == person_id)
        .values(answered_at=moment.now, became_id=own.id)
    )
    own_id: int = own.id
    return own_id


def _own(person_id: int) -> Any:
    """The account that has the address that was asked."""
    query = (
        select(Person.id, Person.name)
        .join(AwaitedPerson, AwaitedPerson.email_key == Person.email_key)
        .where(AwaitedPerson.person_id == person_id, AwaitedPerson.became_id.is_(None))
        .where(Person.blocked_at.is_(None))
    )
    return db.session.execute(query).first()
