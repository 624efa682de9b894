"""Days on which a school works. Monday to Friday; holidays are left out of the demo."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from course.clock import AMSTERDAM

_SATURDAY, _FRIDAY = 5, 4


def workdays(first: date, last: date) -> list[date]:
    """Every workday from a day up to and including a day."""
    days = []
    for count in range((last - first).days + 1):
        day = first + timedelta(days=count)
        if day.weekday() < _SATURDAY:
            days.append(day)
    return days


def workday_by(day: date) -> date:
    """This day, or the Friday before it."""
    return workdays(day - timedelta(days=2), day)[-1]


def friday_from(day: date) -> date:
    """This day, or the first Friday after it."""
    return day + timedelta(days=(_FRIDAY - day.weekday()) % 7)


def instant(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment on a day in Amsterdam."""
    return datetime.combine(day, time(hour, minute), AMSTERDAM)
