"""What time it is. Only the outer floor asks; every rule gets its day or instant as an argument."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The calendar day in Amsterdam."""
    return now().astimezone(AMSTERDAM).date()


def day_of(instant: datetime) -> date:
    """The calendar day in Amsterdam on which an aware instant falls."""
    return instant.astimezone(AMSTERDAM).date()


def end_of_day(day: date) -> datetime:
    """The first instant, in UTC, that no longer belongs to `day` in Amsterdam.

    Right in both summer-time nights.
    """
    return datetime.combine(day + timedelta(days=1), time(), AMSTERDAM).astimezone(UTC)
