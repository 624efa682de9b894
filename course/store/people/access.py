"""What somebody may do now; and ending the ways in: sessions, unused links, mail that waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import chain

from sqlalchemy import delete, select, update

from course.domain.people.roles import Actor, Grant, Role
from course.models import Person, RoleGrant, SignedInBrowser, SignInLink, db
from course.store.dated import DeedMoment, batches, holds_on
from course.store.messages import outbox


def sign_out(people: Sequence[int]) -> None:
    """End every session of these people."""
    for batch in batches(people):
        db.session.execute(delete(SignedInBrowser).where(SignedInBrowser.person_id.in_(batch)))


def cut_off(people: Sequence[int], moment: DeedMoment) -> None:
    """End their sessions, void their unused links, and drop mail to them that was not sent.

    A new address is written down after this, so that nothing goes out to the old one.
    """
    sign_out(people)
    for batch in batches(people):
        db.session.execute(
            update(SignInLink)
            .where(SignInLink.person_id.in_(batch), SignInLink.used_at.is_(None))
            .values(used_at=moment.now)
        )
        addresses = select(Person.email, Person.email_key).where(Person.id.in_(batch))
        outbox.drop(sorted({*chain.from_iterable(db.session.execute(addresses))}), moment.now)


def let_in_before(instants: Mapping[int, datetime]) -> list[int]:
    """Of these people who has a session or an unused link of before their instant."""
    found: set[int] = set()
    tables = (
        (SignedInBrowser, SignedInBrowser.created_at.is_not(None)),
        (SignInLink, SignInLink.used_at.is_(None)),
    )
    for batch in batches(sorted(instants)):
        for table, counts in tables:
            query = select(table.person_id, table.created_at).where(table.person_id.in_(batch))
            rows = db.session.execute(query.where(counts))
            found |= {row.person_id for row in rows if row.created_at < instants[row.person_id]}
    return sorted(found)


def actor_of(person_id: int, today: date) -> Actor | None:
    """Somebody with what they may do today, for work that they asked for; None for who is blocked
    or gone.
    """
    columns = (Person.id, Person.ref, Person.name, Person.email, Person.audience)
    query = select(*columns).where(Person.id == person_id, Person.blocked_at.is_(None))
    who = db.session.execute(query).one_or_none()
    if who is None:
        return None
    held = select(RoleGrant.role, RoleGrant.school_id, RoleGrant.board_id).where(
        RoleGrant.person_id == person_id, holds_on(RoleGrant, today)
    )
    rows = db.session.execute(held.order_by(RoleGrant.id))
    grants = tuple(Grant(Role(row.role), row.school_id, row.board_id) for row in rows)
    return Actor(who.id, who.ref, who.name, who.email, who.audience, grants)
