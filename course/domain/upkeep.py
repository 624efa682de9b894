"""Which backups stay: every one of the last hours, then one an hour, then one a day, then none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

NEWEST = (
    7  # always stay, so that a clock that is wrong never leaves an installation without backups
)


@dataclass(frozen=True)
class Keep:
    """How long each kind stays."""

    all_hours: int = 6
    hourly_days: int = 2
    daily_days: int = 35


def superfluous(made: Iterable[datetime], now: datetime, keep: Keep) -> set[datetime]:
    """The instants of the backups that may go.

    Of an hour or a day the last one stays, days being those of UTC.
    """
    newest_first = sorted(set(made), reverse=True)
    gone, seen = set(), set()
    for instant in newest_first[NEWEST:]:
        slot = _slot(instant, now - instant, keep)
        if slot is None or slot in seen:
            gone.add(instant)
        else:
            seen.add(slot)
    return gone


def _slot(instant: datetime, age: timedelta, keep: Keep) -> str | None:
    """Backups in the same slot are one too many. None: too old for any."""
    if age <= timedelta(hours=keep.all_hours):
        return instant.isoformat()
    if age <= timedelta(days=keep.hourly_days):
        return f"{instant:%Y-%m-%d %H}"
    return f"{instant:%Y-%m-%d}" if age <= timedelta(days=keep.daily_days) else None
