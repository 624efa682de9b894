"""On which days a list that somebody wants every week or every month is made for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from enum import StrEnum

LATE = 3  # days with mail after its Monday on which it is still made, when no worker lived
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


class Every(StrEnum):
    """How often. A code lasts: rows of years ago hold it."""

    WEEK = "week"  # on Monday
    MONTH = "month"  # on its first Monday


class EndedBy(StrEnum):
    """Why it came no more."""

    SCREEN = "screen"  # its maker, on screen
    MAIL = "mail"  # by the link in the mail
    RIGHT = "right"  # its maker may see no such list any more
    UNITED = "united"  # two accounts became one, and the other has it too
    GONE = "gone"  # what it was about (a course, a group, a school) is there no more


def next_after(every: Every, day: date) -> date:
    """The first day on which it is made after a day."""
    monday = day - timedelta(days=day.weekday()) + _WEEK
    while every is Every.MONTH and not is_first_monday(monday):
        monday += _WEEK
    return monday


def is_first_monday(monday: date) -> bool:
    """Whether a Monday is the first of its month."""
    return monday.day <= _WEEK.days


def last_monday(every: Every, today: date) -> date:
    """The last Monday of such a list, today or before."""
    monday = today - timedelta(days=today.weekday())
    while every is Every.MONTH and not is_first_monday(monday):
        monday -= _WEEK
    return monday


def gone_by(every: Every, since: date, today: date) -> Iterator[date]:
    """The Mondays after `since` for which it is made no more: another one came."""
    monday, last = next_after(every, since), last_monday(every, today)
    while monday < last:
        yield monday
        monday = next_after(every, monday)


def had_no_day(every: Every, monday: date, is_off: Callable[[date], bool]) -> bool:
    """Whether no mail went out on any day from a Monday of it until the next one."""
    days = (next_after(every, monday) - monday).days
    return all(is_off(monday + number * _DAY) for number in range(days))


def due(every: Every, since: date, today: date, is_off: Callable[[date], bool]) -> date | None:
    """The Monday for which it is to be made today; None: nothing. `since`: the day on which it was
    asked, or the last Monday for which it was made; `is_off`: no mail goes out on this day.

    A Monday without mail waits for the next day with it. Of more that wait the last is made.
    Source: product.md section 4, "No mail in holidays or weekends".
    """
    monday = last_monday(every, today)
    if monday <= since or is_off(today):
        return None
    gone_by = (monday + number * _DAY for number in range((today - monday).days))
    return monday if sum(not is_off(day) for day in gone_by) <= LATE else None


def made_on(every: Every, since: date, today: date, is_off: Callable[[date], bool]) -> date | None:
    """The day, today or later, on which the list of the last Monday is made, by `due`. None: it was
    made, or the next one comes first.
    """
    monday, day = last_monday(every, today), today
    while last_monday(every, day) == monday:
        if due(every, since, day, is_off):
            return day
        day += _DAY
    return None
