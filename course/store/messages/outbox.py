"""Mail on its way out.

It is written down in the transaction of the deed that asks for it, and handed over later.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, func, or_, select, update

from course.domain.messages.fates import MailEnd
from course.domain.messages.refreshers import LASTS as LINK_LASTS
from course.domain.signing_in.instants import SKEW
from course.models import Mail, db
from course.models.base import insert_many, insert_new
from course.store import rows
from course.store.messages import fates

BUSY = timedelta(minutes=2)  # longer than handing over one mail can take
# after the first, second, … failure
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))
MOST_ATTEMPTS = len(WAITS) + 1
BODY_LASTS = timedelta(days=30)  # a text
LASTS = timedelta(days=365)  # that something was sent at all
EXPIRED = "De link in dit bericht is verlopen. Er is niets verstuurd."
FORGOTTEN = "De tekst van dit bericht is weggehaald."
DROPPED_AS = "dropped"  # why it was not sent
UNKNOWN = "unknown"  # it was being handed over, and nobody heard how that ended
LEDGERS = ("reminder:", "refresher:", "people-file:")  # how the key of a mail of a ledger begins
DROPPED = "Dit bericht gaat niet meer uit. Er is niets verstuurd."
_SECRET = re.compile(r"(/inloggen/(?:link|adres)/|/opfrissen/)[\w.-]+")


@dataclass(frozen=True)
class Outgoing:
    """One message to write down. `key` is unique: the same message is never queued twice."""

    key: str
    recipient: str
    subject: str
    body: str
    html: str | None = None
    stop_url: str | None = None  # where one press ends mail of this kind


@dataclass(frozen=True)
class Letter:
    """One message that this process has taken to hand over. `attempts` counts this one too."""

    id: int
    key: str
    recipient: str
    subject: str
    body: str
    html: str | None
    stop_url: str | None
    created_at: datetime
    attempts: int

    @property
    def once(self) -> bool:
        """Whether it is better lost than sent twice: a mail of a ledger is, a link that somebody
        waits for is not.
        """
        return self.key.startswith(LEDGERS)


def queue(key: str, recipient: str, subject: str, body: str, now: datetime) -> bool:
    """Write a message down, once per key. False when it was there already."""
    row = {
        "key": key,
        "recipient": recipient,
        "subject": subject,
        "body": body,
        "created_at": now,
        "attempts": 0,
        "next_try_at": now,
    }
    return db.session.scalar(insert_new(Mail, [row]).returning(Mail.id)) is not None


def queue_all(letters: Iterable[Outgoing], now: datetime) -> None:
    """Write many new messages down in one statement.

    Errors: IntegrityError when one was there already.
    """
    shared = {"created_at": now, "attempts": 0, "next_try_at": now}
    insert_many(Mail, ({**vars(letter), **shared} for letter in letters))


def take_back(key: str) -> None:
    """Forget a message that was written down in this same transaction."""
    db.session.execute(delete(Mail).where(Mail.key == key))


def drop(addresses: Sequence[str], now: datetime) -> None:
    """What waits for these addresses never goes out, and its link stands nowhere any more."""
    waits = (Mail.sent_at.is_(None), Mail.recipient.in_(addresses), Mail.body != EXPIRED)
    fates.drop((*waits, Mail.attempts < MOST_ATTEMPTS), now)
    _change(*waits, body=DROPPED, html=None, attempts=MOST_ATTEMPTS, error=DROPPED_AS)


def pending(at_most: int) -> Sequence[Mail]:
    """What still has to go out, oldest first."""
    return db.session.scalars(
        select(Mail).where(Mail.sent_at.is_(None)).order_by(Mail.id).limit(at_most)
    ).all()


def latest(at_most: int) -> Sequence[Mail]:
    """The last messages, newest first, sent or not."""
    return db.session.scalars(select(Mail).order_by(Mail.id.desc()).limit(at_most)).all()


def claim(now: datetime) -> Letter | None:
    """The next message, taken so that no other process sends it too.

    Commit before you hand it over.
    """
    due = _due(now)
    oldest = (
        select(Mail.id).where(*due).order_by(Mail.next_try_at, Mail.id).limit(1).scalar_subquery()
    )
    # `due` stands outside too: who waited for another's row lock looks again at what that left.
    taken = (
        update(Mail)
        .where(Mail.id == oldest, *due)
        .values(next_try_at=now + BUSY, attempts=Mail.attempts + 1)
        .returning(
            Mail.id,
            Mail.key,
            Mail.recipient,
            Mail.subject,
            Mail.body,
            Mail.html,
            Mail.stop_url,
            Mail.created_at,
            Mail.attempts,
        )
        .execution_options(synchronize_session=False)
    )
    return rows.first(Letter, db.session.execute(taken))


def is_due(now: datetime) -> bool:
    """Whether a message waits to be handed over now. Reads only."""
    return db.session.scalar(select(Mail.id).where(*_due(now)).limit(1)) is not None


def mark_leaving(letter: Letter) -> None:
    """From here on the mail server may have it, so nobody hands it over again unless it says no.

    Commit before the message itself goes. Its link stands here again when the server says no.
    """
    unknown = {"error": UNKNOWN, "attempts": MOST_ATTEMPTS}
    _write(letter, unknown | _without_links(letter))


def mark_sent(letter: Letter, now: datetime) -> None:
    """It was handed over.

    The secret part of a link goes: whoever reads the table later cannot sign in with it.
    """
    values = {"sent_at": now, "attempts": letter.attempts, "error": None}
    _write(letter, values | _without_links(letter))
    fates.note([letter.key], MailEnd.HANDED, now)


def mark_failed(letter: Letter, error: str, now: datetime) -> None:
    """It was not.

    Try again later; the wait grows. After the last one it never goes out, so its link is of no use.
    """
    wait = WAITS[min(letter.attempts, len(WAITS)) - 1]
    texts = {"body": letter.body, "html": letter.html}
    if letter.attempts >= MOST_ATTEMPTS:
        texts = _without_links(letter)
        fates.note([letter.key], MailEnd.GIVEN_UP, now)
    values = {"attempts": letter.attempts, "next_try_at": now + wait, "error": error[:200]}
    _write(letter, values | texts)


def readable(mail: Mail, now: datetime) -> str:
    """The text to show to who runs this installation: with its link only while that works and still
    has to go out.
    """
    if mail.sent_at or _expired(mail, now):
        return _without_link(mail.body)
    return mail.body


def tidy(now: datetime) -> None:
    """Take away what is of no use any more: links that expired before they went out, old texts, and
    old rows.

    Every round of `flask mail send` and everybody who asks for a link brings this about.
    """
    for purpose, lasts in _links().items():
        waits = (
            Mail.sent_at.is_(None),
            Mail.key.startswith(f"{purpose}:"),
            Mail.body != EXPIRED,
            Mail.created_at <= now - lasts,
            func.coalesce(Mail.error, "") != UNKNOWN,
        )
        fates.drop((*waits, Mail.attempts < MOST_ATTEMPTS), now)
        _change(
            *waits,
            body=EXPIRED,
            html=None,
            attempts=MOST_ATTEMPTS,
            error="expired",
        )
    _change(
        Mail.created_at <= now - BODY_LASTS,
        Mail.body.not_in((EXPIRED, FORGOTTEN, DROPPED)),
        body=FORGOTTEN,
        html=None,
    )
    db.session.execute(delete(Mail).where(Mail.created_at <= now - LASTS))


def _due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    # no wait is so long: a clock ran ahead when it was written
    ahead = Mail.next_try_at > now + WAITS[-1] + SKEW
    return (
        Mail.sent_at.is_(None),
        or_(Mail.next_try_at <= now, ahead),
        Mail.attempts < MOST_ATTEMPTS,
    )


def _change(*which: ColumnElement[bool], **values: object) -> None:
    db.session.execute(
        update(Mail).where(*which).values(**values).execution_options(synchronize_session=False)
    )


def _expired(mail: Mail, now: datetime) -> bool:
    purpose = mail.key.partition(":")[0]
    return any(
        mail.created_at <= now - lasts for name, lasts in _links().items() if name == purpose
    )


def _links() -> Mapping[str, timedelta]:
    """How long a link works, by the start of the key of its mail."""
    from course.store.signing_in.accounts import LASTS  # here, since signing in writes mail itself

    return {"refresher": LINK_LASTS} | {str(purpose): lasts for purpose, lasts in LASTS.items()}


def _without_links(letter: Letter) -> dict[str, str | None]:
    """Both texts of a message that no longer goes out."""
    page = None if letter.html is None else _without_link(letter.html)
    return {"body": _without_link(letter.body), "html": page}


def _without_link(body: str) -> str:
    return _SECRET.sub(r"\1…", body)


def _write(letter: Letter, values: dict[str, Any]) -> None:
    db.session.execute(update(Mail).where(Mail.id == letter.id).values(**values))
