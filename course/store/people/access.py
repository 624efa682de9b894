"""Ending the ways in that somebody has: sessions, unused links, and mail that was not sent yet."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from sqlalchemy import delete, select, update

from course.models import Person, SignedInBrowser, SignInLink, db
from course.store.dated import DeedMoment, batches
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
        outbox.drop(sorted({*chain.from_iterable(db.session.execute(addresses))}))
