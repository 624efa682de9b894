"""On which days a list that somebody wants every week or every month is made for them."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

LATE = 3  # days after its Monday on which it is still made, when no worker lived that day
_WEEK = timedelta(days=7)


class Every(StrEnum):
    """How often. A code lasts: rows of years ago hold it."""

    WEEK = "week"  # on Monday
    MONTH = "month"  # on its first Monday


class EndedBy(StrEnum):
    """Why it came no more."""

    SCREEN = "screen"  # its maker, on screen
    MAIL = "mail"  # by the link in the mail
    RIGHT = "right"  # its maker may see no such list any more
    GONE = "gone"  # the course that it was about is there no more


def next_after(every: Every, day: date) -> date:
    """The first day on which it is made after a day."""
    monday = day - timedelta(days=day.weekday()) + _WEEK
    while every is Every.MONTH and not is_first_monday(monday):
        monday += _WEEK
    return monday


def is_first_monday(monday: date) -> bool:
    """Whether a Monday is the first of its month."""
    return monday.day <= _WEEK.days


def due(every: Every, since: date, today: date) -> date | None:
    """The Monday for which it is to be made today; None: nothing. `since`: the day on which it was
    asked, or the last Monday for which it was made.
    """
    monday = today - timedelta(days=today.weekday())
    if monday <= since or today - monday > timedelta(days=LATE):
        return None
    if every is Every.MONTH and not is_first_monday(monday):
        return None
    return monday
