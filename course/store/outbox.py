"""Mail on its way out. It is written down in the transaction of the deed that asks for it, and handed over later."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, select, update

from course.domain.instants import SKEW
from course.models import Mail, db
from course.models.base import insert_new

BUSY = timedelta(minutes=2)  # longer than handing over one mail can take
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))  # after the first, second, … failure
MOST_ATTEMPTS = len(WAITS) + 1
_SECRET = re.compile(r"(/inloggen/link/)[\w-]+")


@dataclass(frozen=True)
class Letter:
    """One message that this process has taken to hand over. `attempts` counts this one too."""

    id: int
    key: str
    recipient: str
    subject: str
    body: str
    created_at: datetime
    attempts: int


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


def take_back(key: str) -> None:
    """Forget a message that was written down in this same transaction."""
    db.session.execute(delete(Mail).where(Mail.key == key))


def pending(at_most: int) -> Sequence[Mail]:
    """What still has to go out, oldest first."""
    return db.session.scalars(select(Mail).where(Mail.sent_at.is_(None)).order_by(Mail.id).limit(at_most)).all()


def latest(at_most: int) -> Sequence[Mail]:
    """The last messages, newest first, sent or not."""
    return db.session.scalars(select(Mail).order_by(Mail.id.desc()).limit(at_most)).all()


def claim(now: datetime) -> Letter | None:
    """The next message, taken so that no other process sends it too. Commit before you hand it over."""
    ahead = Mail.next_try_at > now + WAITS[-1] + SKEW  # no wait is so long: a clock ran ahead when it was written
    due = (Mail.sent_at.is_(None), or_(Mail.next_try_at <= now, ahead), Mail.attempts < MOST_ATTEMPTS)
    oldest = select(Mail.id).where(*due).order_by(Mail.next_try_at, Mail.id).limit(1).scalar_subquery()
    # `due` stands outside too: who waited for another's row lock looks again at what that left.
    taken = (
        update(Mail)
        .where(Mail.id == oldest, *due)
        .values(next_try_at=now + BUSY, attempts=Mail.attempts + 1)
        .returning(Mail.id, Mail.key, Mail.recipient, Mail.subject, Mail.body, Mail.created_at, Mail.attempts)
        .execution_options(synchronize_session=False)
    )
    row = db.session.execute(taken).one_or_none()
    return None if row is None else Letter(*row)


def mark_sent(letter: Letter, now: datetime) -> None:
    """It was handed over. The secret part of a link goes: whoever reads the table later cannot sign in with it."""
    _write(letter, {"sent_at": now, "error": None, "body": _SECRET.sub(r"\1…", letter.body)})


def mark_failed(letter: Letter, error: str, now: datetime) -> None:
    """It was not. Try again later; the wait grows, and after the last one somebody has to look."""
    wait = WAITS[min(letter.attempts, len(WAITS)) - 1]
    _write(letter, {"error": error[:200], "next_try_at": now + wait})


def _write(letter: Letter, values: dict[str, Any]) -> None:
    db.session.execute(update(Mail).where(Mail.id == letter.id).values(**values))
