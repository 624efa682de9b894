"""Accounts and links to sign in with, and the browsers that somebody sees of their own."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, delete, exists, func, or_, select, update

from course.clock import day_of
from course.domain.signing_in.instants import SKEW
from course.domain.signing_in.lifetimes import Lifetime
from course.models import Password, Person, SignedInBrowser, SignInLink, db
from course.models.base import insert_many
from course.store.messages.outbox import Outgoing
from course.store.signing_in import browsers, passwords
from course.store.signing_in.leaving import left_since
from course.text.names import fold_email

# how long a link that was just used counts as proof of who somebody is
PROVED_FOR = timedelta(minutes=10)


class LinkPurpose(StrEnum):
    """What a link is for. It decides how long it works."""

    SIGN_IN = "sign-in"
    INVITATION = "invitation"


LASTS = {LinkPurpose.SIGN_IN: timedelta(minutes=30), LinkPurpose.INVITATION: timedelta(days=7)}


@dataclass(frozen=True)
class Account:
    """Somebody who may sign in."""

    id: int
    name: str
    email: str


@dataclass(frozen=True)
class Invitation:
    """A first link that was drawn and composed, but not written down: the hash of its token, and
    the mail.
    """

    token_hash: str
    letter: Outgoing


def find_account(address: str) -> Account | None:
    """The account of a mail address. A blocked account looks like none at all."""
    return _account(Person.email_key == fold_email(address))


def find_with_password(address: str) -> tuple[Account | None, str | None]:
    """The account of a mail address and the hash of its password: one question, whether the account
    exists or not.
    """
    query = (
        select(Person.id, Person.name, Person.email, Password.hash)
        .outerjoin(Password, Password.person_id == Person.id)
        .where(Person.email_key == fold_email(address), Person.blocked_at.is_(None))
    )
    row = db.session.execute(query).one_or_none()
    return (None, None) if row is None else (Account(row.id, row.name, row.email), row.hash)


def make_link(person_id: int, purpose: LinkPurpose, now: datetime) -> str:
    """A new link; returns its token, of which only the hash is stored."""
    token = new_link_token()
    keep_links([(person_id, browsers.hash_of(token))], purpose, now)
    return token


def new_link_token() -> str:
    """The secret of a link, drawn before it is written down, so that its mail can be composed
    first.
    """
    return secrets.token_urlsafe(32)


def keep_links(links: Iterable[tuple[int, str]], purpose: LinkPurpose, now: datetime) -> None:
    """Write links down, each as the person and the hash of its token, in one statement."""
    shared = {"purpose": purpose.value, "created_at": now, "expires_at": now + LASTS[purpose]}
    insert_many(
        SignInLink,
        ({"token_hash": hashed, "person_id": person_id, **shared} for person_id, hashed in links),
    )


def invite(person_id: int, now: datetime) -> str:
    """A first link for somebody new, good for seven days; returns its token."""
    return make_link(person_id, LinkPurpose.INVITATION, now)


def account_of_link(token: str, now: datetime) -> Account | None:
    """Whose link this is, as long as it works. Looking uses nothing up: mail scanners look too."""
    return _account(Person.id == _open_link(token, now).scalar_subquery())


def use_link(token: str, now: datetime) -> Account | None:
    """Use a link up, once; returns who may sign in. Two presses at once: one of them gets None."""
    person_id = db.session.scalar(
        update(SignInLink)
        .where(
            SignInLink.token_hash == browsers.hash_of(token),
            *_works(now),
        )
        .values(used_at=now)
        .returning(SignInLink.person_id)
    )
    return None if person_id is None else _account(Person.id == person_id)


def proved_by_link(person_id: int, token: str, now: datetime) -> bool:
    """Whether this browser was signed in by a link from the mail a moment ago: proof enough to
    choose a new password.
    """
    return bool(
        db.session.scalar(
            select(
                exists().where(
                    SignedInBrowser.token_hash == browsers.hash_of(token),
                    SignedInBrowser.person_id == person_id,
                    SignInLink.person_id == person_id,
                    SignInLink.used_at == SignedInBrowser.created_at,
                    SignInLink.used_at > now - PROVED_FOR,
                    SignInLink.used_at <= now + SKEW,
                )
            )
        )
    )


def change_password(person_id: int, hashed: str, now: datetime) -> None:
    """A new password: every link is void and every browser is signed out. Sign in who asked."""
    passwords.replace(person_id, hashed, now)
    db.session.execute(delete(SignInLink).where(SignInLink.person_id == person_id))
    browsers.end_all(person_id)


def count_browsers(person_id: int, limits: Lifetime, now: datetime) -> int:
    """With how many browsers this person is signed in, by `domain.signing_in.lifetimes`."""
    query = select(func.count()).where(
        SignedInBrowser.person_id == person_id,
        SignedInBrowser.seen_at.between(now - limits.idle, now + SKEW),
        SignedInBrowser.created_at.between(now - limits.total, now + SKEW),
    )
    return db.session.scalar(query) or 0


def end_others(person_id: int, token: str) -> None:
    """Sign out every other browser of this person."""
    db.session.execute(
        delete(SignedInBrowser).where(
            SignedInBrowser.person_id == person_id,
            SignedInBrowser.token_hash != browsers.hash_of(token),
        )
    )


def tidy(now: datetime) -> int:
    """Forget links that work no more and prove nothing any more, and those of a clock that ran
    ahead.

    Returns how many.
    """
    over = or_(SignInLink.expires_at <= now - PROVED_FOR, SignInLink.created_at > now + SKEW)
    done = db.session.execute(delete(SignInLink).where(over))
    return done.rowcount  # type: ignore[attr-defined,no-any-return]


def _open_link(token: str, now: datetime) -> Select[int]:
    return select(SignInLink.person_id).where(
        SignInLink.token_hash == browsers.hash_of(token), *_works(now)
    )


def _works(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """A link works once and for a while, and not when its person had their last day since.

    One of a clock that ran ahead would work for as long as it ran ahead.
    """
    return (
        SignInLink.used_at.is_(None),
        SignInLink.expires_at > now,
        SignInLink.created_at <= now + SKEW,
        ~left_since(SignInLink.person_id, SignInLink.created_at, day_of(now)),
    )


def _account(who: ColumnElement[bool]) -> Account | None:
    query = select(Person.id, Person.name, Person.email).where(who, Person.blocked_at.is_(None))
    row = db.session.execute(query).one_or_none()
    return None if row is None else Account(row.id, row.name, row.email)
