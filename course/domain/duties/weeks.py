"""How many people were done at the end of each week."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

MOST_WEEKS = 26  # in one line: half a year
WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class WeekPoint:
    """How many people were done by a day: the Sunday of a week, or the day of the report."""

    day: date
    done: int


def weeks_done(done_on: Mapping[date, int], day: date) -> tuple[WeekPoint, ...]:
    """By week who was done, from the week before the first of them up to and including a day, half
    a year at most. Nobody yet: nothing.

    Units:  people; calendar days in Amsterdam. Weeks end on Sunday.
    """
    if not done_on:
        return ()
    before = _sunday(min(done_on)) - WEEK
    first = max(before, _sunday(day) - (MOST_WEEKS - 1) * WEEK)
    return tuple(_points(done_on, first, day))


def _points(done_on: Mapping[date, int], sunday: date, day: date) -> Iterator[WeekPoint]:
    while sunday < day:
        yield WeekPoint(sunday, _by(done_on, sunday))
        sunday += WEEK
    yield WeekPoint(day, _by(done_on, day))


def _by(done_on: Mapping[date, int], day: date) -> int:
    return sum(people for done, people in done_on.items() if done <= day)


def _sunday(day: date) -> date:
    """The last day of the week that a day is in."""
    return day + timedelta(days=6 - day.weekday())


def due_of_most(due_on: Mapping[date, int]) -> date | None:
    """The day by which most people have to be done; the first of several. None: nobody has to."""
    return min(due_on, key=lambda day: (-due_on[day], day), default=None)
