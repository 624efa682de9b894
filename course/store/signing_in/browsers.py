"""Signed-in browsers: sign in, find, touch, end.

The actor and their grants come in one SELECT, on every request.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, delete, or_, select, update

from course.domain.people.roles import Actor, Grant, Role
from course.domain.signing_in.instants import SKEW
from course.domain.signing_in.lifetimes import LEARNERS
from course.models import Person, RoleGrant, SignedInBrowser, db
from course.store.dated import holds_on
from course.store.prepared import PreparedStatement
from course.store.signing_in import leaving
from course.store.signing_in.leaving import left_yesterday

_WITH_GRANTS = PreparedStatement[Any](
    select(
        Person.id,
        Person.ref,
        Person.name,
        Person.email,
        Person.audience,
        SignedInBrowser.created_at,
        SignedInBrowser.seen_at,
        RoleGrant.role,
        RoleGrant.school_id,
        RoleGrant.board_id,
    )
    .select_from(SignedInBrowser)
    .join(Person, Person.id == SignedInBrowser.person_id)
    .outerjoin(
        RoleGrant,
        (RoleGrant.person_id == Person.id) & holds_on(RoleGrant, bindparam("today")),
    )
    .where(SignedInBrowser.token_hash == bindparam("token_hash"), Person.blocked_at.is_(None))
    .where(~left_yesterday(Person.id, SignedInBrowser.created_at))
    .order_by(RoleGrant.id)
)


@dataclass(frozen=True)
class FoundBrowser:
    """One that somebody signed in with. Whether it still counts is for
    `domain.signing_in.lifetimes` to say.
    """

    actor: Actor
    created_at: datetime
    seen_at: datetime


def hash_of(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def find(token: str, today: date) -> FoundBrowser | None:
    """The browser of a token and the person behind it; None for an unknown token, a blocked
    account, and who had their last day since.
    """
    asked = {"token_hash": hash_of(token), "today": today, **leaving.values_of(today)}
    rows = _WITH_GRANTS.all(asked)
    if not rows:
        return None
    who = rows[0]
    grants = tuple(
        Grant(Role(row.role), row.school_id, row.board_id) for row in rows if row.role is not None
    )
    actor = Actor(who.id, who.ref, who.name, who.email, who.audience, grants)
    return FoundBrowser(actor, who.created_at, who.seen_at)


def sign_in(person_id: int, now: datetime) -> str:
    """A person is signed in with a browser; returns its token, which is stored nowhere."""
    token = secrets.token_urlsafe(32)
    db.session.add(
        SignedInBrowser(token_hash=hash_of(token), person_id=person_id, created_at=now, seen_at=now)
    )
    db.session.flush()
    first = update(Person).where(Person.id == person_id, Person.first_signed_in_at.is_(None))
    db.session.execute(first.values(first_signed_in_at=now))
    return token


def touch(token: str, now: datetime) -> None:
    """Write the last sign of life."""
    db.session.execute(
        update(SignedInBrowser)
        .where(SignedInBrowser.token_hash == hash_of(token))
        .values(seen_at=now)
    )


def end(token: str) -> None:
    """Forget one browser."""
    db.session.execute(delete(SignedInBrowser).where(SignedInBrowser.token_hash == hash_of(token)))


def end_all(person_id: int) -> None:
    """Forget every browser of a person: after a new password, a block or an ended membership."""
    db.session.execute(delete(SignedInBrowser).where(SignedInBrowser.person_id == person_id))


def tidy(now: datetime) -> int:
    """Forget browsers that are believed no more, and those of a clock that ran ahead.

    Returns how many.
    """
    over = or_(
        SignedInBrowser.seen_at < now - LEARNERS.idle,  # the longest that any role has
        SignedInBrowser.created_at < now - LEARNERS.total,
        SignedInBrowser.seen_at > now + SKEW,
        SignedInBrowser.created_at > now + SKEW,
    )
    done = db.session.execute(delete(SignedInBrowser).where(over))
    return done.rowcount  # type: ignore[attr-defined,no-any-return]
