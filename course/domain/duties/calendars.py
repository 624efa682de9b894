"""School days: no weekends, no school holidays, no public holidays. Holidays differ by region.

The dates stand in `school_holidays.toml`, with where they come from.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("school_holidays.toml")
_DAY = timedelta(days=1)
_FRIDAY, _WEEKEND = 4, 5  # weekday() of Friday and of Saturday
MOST_DAYS = 400  # school days: more than two school years, so a typing error and not a plan


class Region(StrEnum):
    """The three regions among which the holidays are spread, as in `School.region`."""

    NORTH = "noord"
    MIDDLE = "midden"
    SOUTH = "zuid"


@dataclass(frozen=True)
class Holiday:
    """A number of days without school, both ends included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Calendar:
    """The holidays that hold for somebody, and the days about which they say anything."""

    holidays: tuple[Holiday, ...] = ()
    known: Holiday | None = None  # None: known without end

    def is_school_day(self, day: date) -> bool:
        """Monday to Friday, outside every holiday."""
        return day.weekday() < _WEEKEND and not self.is_holiday(day)

    def is_holiday(self, day: date) -> bool:
        """Whether a day lies in a holiday; one in a weekend may."""
        return any(day in holiday for holiday in self.holidays)

    def knows(self, day: date) -> bool:
        """Whether the published dates reach this day."""
        return self.known is None or day in self.known


def start_day(lesson: date, school_days: int, calendar: Calendar) -> date:
    """The last day on which to begin, counting back so many school days from a lesson. The lesson
    itself is not one.

    Units:  whole school days. 0 gives the day of the lesson.
    Errors: ValueError below 0 and above 400, and when the calendar reaches back to the first day
            that exists.
    Source: curriculum, module 7, ‘Begindatum’.
    """
    if not 0 <= school_days <= MOST_DAYS:
        raise ValueError(f"{school_days} school days")
    day, left = lesson, school_days
    while left:
        if day <= date.min + _DAY:
            raise ValueError("no day before the calendar begins")
        day -= _DAY
        left -= calendar.is_school_day(day)
    return day


def earliest_lesson(begin: date, school_days: int, calendar: Calendar) -> date:
    """The first school day on which a lesson can be when one begins on this day: `start_day` the
    other way round.

    Units:  whole school days; the first of them is `begin` itself when that is a school day.
    Errors: ValueError below 0 and above 400.
    """
    if not 0 <= school_days <= MOST_DAYS:
        raise ValueError(f"{school_days} school days")
    day, left = begin, school_days
    while left or not calendar.is_school_day(day):
        left -= bool(left) and calendar.is_school_day(day)
        day += _DAY
    return day


def friday_after_holiday(day: date, calendar: Calendar) -> date | None:
    """The first Friday with school after a day in a holiday; None when the day is in none, or
    nothing is known of it.

    Source: product decision on due dates: a day in a holiday is proposed for the first Friday after
            it.
    """
    if not calendar.knows(day) or not calendar.is_holiday(day):
        return None
    while day.weekday() != _FRIDAY or not calendar.is_school_day(day):
        day += _DAY
    return day


def calendar_of(regions: Iterable[Region]) -> Calendar:
    """The published calendar of a region. With several, a day off in any of them is off: the safe
    way to count back.

    Errors: ValueError without a region.
    """
    chosen = sorted(set(regions))
    if not chosen:
        raise ValueError("a calendar needs a region")
    known_from, by_region = published()
    days_off = [by_region[region] for region in chosen]
    last = min(map(_last_day, days_off))
    return Calendar(tuple(chain.from_iterable(days_off)), Holiday(known_from, last))


def _last_day(holidays: Iterable[Holiday]) -> date:
    return max(holiday.last for holiday in holidays)


@cache
def published() -> tuple[date, dict[Region, tuple[Holiday, ...]]]:
    """The first day that is known, and the days off of each region; public holidays are off in all
    three.
    """
    data = tomllib.loads(_FILE.read_text("utf-8"))
    return data["known_from"], {region: _days_off(data["years"], region) for region in Region}


def _days_off(years: Iterable[dict[str, Any]], region: Region) -> tuple[Holiday, ...]:
    found: list[Holiday] = []
    for year in years:
        found += (Holiday(*row[region]) for row in year["holidays"])
        found += (Holiday(day, day) for day in year["public"])
    return tuple(found)
