"""Calendar addresses: made, found by their ref, and ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from course.domain.messages.feeds import FeedKind
from course.models import CalendarAddress, db
from course.models.base import insert_new, new_token
from course.store import rows


@dataclass(frozen=True)
class Feed:
    """An address, whose it is, and whether it still works."""

    ref: str
    person_id: int
    whose: FeedKind
    ended_at: datetime | None


_FEEDS = select(
    CalendarAddress.ref,
    CalendarAddress.person_id,
    CalendarAddress.kind.label("whose"),
    CalendarAddress.ended_at,
)


def feeds_of(person_id: int) -> dict[FeedKind, Feed]:
    """The addresses of somebody that work now, by kind."""
    query = _FEEDS.where(
        CalendarAddress.person_id == person_id, CalendarAddress.ended_at.is_(None)
    ).order_by(CalendarAddress.id)
    found = rows.read(Feed, db.session.execute(query), whose=FeedKind)
    return {one.whose: one for one in found}


def find(ref: str) -> Feed | None:
    """An address by its ref, also one that ended."""
    query = _FEEDS.where(CalendarAddress.ref == ref)
    return rows.first(Feed, db.session.execute(query), whose=FeedKind)


def make(person_id: int, kind: FeedKind, now: datetime) -> None:
    """Somebody gets an address. Who has one keeps that."""
    row = {"ref": new_token(), "person_id": person_id, "kind": kind.value, "made_at": now}
    db.session.execute(insert_new(CalendarAddress, [row]))


def end(person_id: int, kind: FeedKind, now: datetime) -> None:
    """That address works no more. Twice is once."""
    ending = update(CalendarAddress).where(
        CalendarAddress.person_id == person_id,
        CalendarAddress.kind == kind.value,
        CalendarAddress.ended_at.is_(None),
    )
    db.session.execute(ending.values(ended_at=now).execution_options(synchronize_session=False))
