"""How often somebody guessed, in a table, so that it holds over processes and restarts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select

from course.domain.signing_in.instants import SKEW
from course.domain.signing_in.throttling import (
    Limit,
    MissCount,
    after_miss,
    taken_back,
    waits_until,
)
from course.models import Throttle, db
from course.models.base import insert_new

KEPT = timedelta(days=1)  # longer than any window


def count(limits: Mapping[str, Limit], now: datetime) -> datetime | None:
    """Count a guess under each key, before anybody looks whether it is right. Commit before you
    look.

    Returns from when to try again when one of the keys has to wait; then nothing is counted.
    """
    rows = _taken(limits, now)
    waits = [until for row in rows.values() if (until := waits_until(_tally(row), now))]
    if waits:
        return max(waits)
    for key, limit in limits.items():
        _put(rows[key], after_miss(_tally(rows[key]), limit, now))
    return None


def waiting(key: str, now: datetime) -> datetime | None:
    """From when to try again under this key; None for now. Counts nothing, so a page that only
    reads may ask.
    """
    row = db.session.scalar(select(Throttle).where(Throttle.key == key))
    return None if row is None else waits_until(_tally(row), now)


def forget(key: str) -> None:
    """The guess was right: everything under this key is forgotten."""
    db.session.execute(delete(Throttle).where(Throttle.key == key))


def take_back(key: str, limit: Limit, now: datetime) -> None:
    """The guess was right: it does not count under this key, but what others missed stays."""
    row = _taken({key: limit}, now)[key]
    _put(row, taken_back(_tally(row), limit))


def tidy(now: datetime) -> int:
    """Forget what makes nobody wait any more, and what a clock wrote that ran ahead.

    Returns how many rows.
    """
    past = or_(Throttle.since < now - KEPT, Throttle.since > now + SKEW)
    done = db.session.execute(delete(Throttle).where(past))
    return done.rowcount  # type: ignore[attr-defined,no-any-return]


def _taken(limits: Mapping[str, Limit], now: datetime) -> dict[str, Throttle]:
    """The rows, made when they were not there and held until the end of the transaction, always in
    one order.
    """
    keys = sorted(limits)
    db.session.execute(
        insert_new(Throttle, [{"key": key, "misses": 0, "since": now} for key in keys])
    )
    rows = db.session.scalars(
        select(Throttle)
        .where(Throttle.key.in_(keys))
        .order_by(Throttle.key)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {row.key: row for row in rows}


def _tally(row: Throttle) -> MissCount:
    return MissCount(row.misses, row.since, row.wait_until)


def _put(row: Throttle, tally: MissCount) -> None:
    row.misses, row.since, row.wait_until = tally.misses, tally.since, tally.wait_until
