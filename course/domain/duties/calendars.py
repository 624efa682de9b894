"""School days: no weekends, no school holidays, no public holidays, and what a school says itself.

Holidays differ by region. The dates stand in `school_holidays.toml`, with where they come from; a
newer file may add years.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import Protocol

from course.domain.duties.free_days import days_around, public_holidays
from course.domain.duties.holiday_years import Holiday, HolidayYear, Region, shipped

__all__ = ["Holiday", "Region"]  # as they are used with a calendar

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_FRIDAY, _WEEKEND = 4, 5  # weekday() of Friday and of Saturday
_MOST_OF_A_WEEK = 3  # school days that make seven days a school week
_LONGEST_AWAY = 400  # days without school after which nobody looks further
MOST_DAYS = 400  # school days: more than two school years, so a typing error and not a plan
MOST_WEEKS = 80


class DayKind(StrEnum):
    """Why a day is not a usual school day."""

    WEEKEND = "weekend"
    HOLIDAY = "vakantie"  # of the region
    PUBLIC = "feestdag"
    OWN = "eigen"  # the school said so: a study day, a holiday of its own
    AROUND = "rond-feestdag"  # school for some, so a warning only


class OwnKind(StrEnum):
    """What a school says about days of its own."""

    CLOSED = "dicht"  # a study day, or a holiday that its region does not have then
    OPEN = "open"  # there is school, although its region has a holiday


@dataclass(frozen=True)
class DayOff:
    """That a day is off, why, and what it is called: a key, or the school's own words."""

    kind: DayKind
    name: str = ""


class SchoolDays(Protocol):
    """Whatever knows on which days there is school."""

    def is_school_day(self, day: date, /) -> bool: ...


@dataclass(frozen=True)
class Calendar:
    """The holidays that hold for somebody, and the days about which they say anything.

    `own` are days that the school itself is closed, `open` days on which it is not although its
    region is; both go before everything but a weekend.
    """

    holidays: tuple[Holiday, ...] = ()
    known: Holiday | None = None  # None: known without end
    own: tuple[Holiday, ...] = ()
    open: tuple[Holiday, ...] = ()
    has_public: bool = False  # whether public holidays are off

    def is_school_day(self, day: date, /) -> bool:
        """Monday to Friday, outside every holiday."""
        return day.weekday() < _WEEKEND and self._free(day) is None

    def day_off(self, day: date) -> DayOff | None:
        """What to warn of who chooses this day; None for a usual school day."""
        free = self._free(day)
        if free is not None:
            return free
        if day.weekday() >= _WEEKEND:
            return DayOff(DayKind.WEEKEND)
        around = days_around(day.year).get(day)
        if around is None or not self.has_public or _first(self.open, day) is not None:
            return None
        return DayOff(DayKind.AROUND, around)

    def is_quiet(self, day: date) -> bool:
        """Whether a day is not one on which to send mail: off, in a weekend, or beside a public
        holiday.
        """
        return self.day_off(day) is not None

    def knows(self, day: date) -> bool:
        """Whether the published dates reach this day."""
        return self.known is None or day in self.known

    def _free(self, day: date) -> DayOff | None:
        if (own := _first(self.own, day)) is not None:
            return DayOff(DayKind.OWN, own.name)
        if _first(self.open, day) is not None:
            return None
        if self.has_public and (name := public_holidays(day.year).get(day)):
            return DayOff(DayKind.PUBLIC, name)
        if (holiday := _first(self.holidays, day)) is not None:
            return DayOff(DayKind.HOLIDAY, holiday.name)
        return None


class LookedUpOnce:
    """The school days of a calendar, for who asks after the same days over and over: it lives as
    long as that question.
    """

    def __init__(self, calendar: SchoolDays) -> None:
        self._looked_up = cache(calendar.is_school_day)

    def is_school_day(self, day: date, /) -> bool:
        """As the calendar says."""
        return self._looked_up(day)


def _first(holidays: Iterable[Holiday], day: date) -> Holiday | None:
    return next((holiday for holiday in holidays if day in holiday), None)


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
    while True:
        if calendar.is_school_day(day):
            if not left:
                return day
            left -= 1
        day += _DAY


def after_school_weeks(begin: date, weeks: int, calendar: SchoolDays) -> date:
    """The day on which so many school weeks have passed, and never one without school.

    Units:  whole weeks. Seven days are a school week when at least three of them are school days,
            so a week with two public holidays counts, and one of a holiday does not. A day that
            is off becomes the first Friday after it.
    Errors: ValueError below 0 and above 80.
    Source: product.md section 4, ‘so many school weeks after start or joining’.
    """
    if not 0 <= weeks <= MOST_WEEKS:
        raise ValueError(f"{weeks} school weeks")
    day, _ = _weeks_on(begin, weeks, calendar, begin + (weeks + MOST_WEEKS) * _WEEK)
    return friday_after(day, calendar) or day


def school_weeks_passed(begin: date, weeks: int, calendar: SchoolDays, by: date) -> bool:
    """Whether `after_school_weeks` comes on this day or before it. No later day is looked at to
    count them, so it is as quick for a school that never opens.
    """
    day, left = _weeks_on(begin, weeks, calendar, by)
    return not left and (friday_after(day, calendar) or day) <= by


def school_weeks_left(begin: date, end: date, calendar: SchoolDays) -> int:
    """How many school weeks there are from the day after `begin` up to and including `end`.

    Units:  whole weeks, as `after_school_weeks` counts them; no more than 80 are looked at.
    """
    most = min(MOST_WEEKS, max(0, (end - begin).days // 7))
    return sum(_is_school_week(begin + number * _WEEK, calendar) for number in range(most))


def _weeks_on(begin: date, weeks: int, calendar: SchoolDays, until: date) -> tuple[date, int]:
    """The end of so many school weeks, and how many of them are left when `until` comes first."""
    day, left = begin, weeks
    while left and day < until:
        left -= _is_school_week(day, calendar)
        day += _WEEK
    return day, left


def _is_school_week(before: date, calendar: SchoolDays) -> bool:
    """Whether the seven days after this one are a school week."""
    days = (before + number * _DAY for number in range(1, 8))
    return sum(map(calendar.is_school_day, days)) >= _MOST_OF_A_WEEK


def friday_after(day: date, calendar: SchoolDays) -> date | None:
    """The first Friday with school after a day without school; None when the day has school.

    Of a day about which nothing is published, weekends, public holidays and what the school itself
    said are known.
    Errors: None too when no such Friday comes within 400 days: the school says it is never open.
    Source: product decision on due dates: a day in a holiday is proposed for the first Friday after
            it.
    """
    if calendar.is_school_day(day):
        return None
    fridays = (later for later in _days_after(day) if later.weekday() == _FRIDAY)
    return next(filter(calendar.is_school_day, fridays), None)


def _days_after(day: date) -> Iterator[date]:
    most = min(_LONGEST_AWAY, (date.max - day).days + 1)  # the calendar ends in 9999
    return (day + number * _DAY for number in range(1, most))


def calendar_of(regions: Iterable[Region], years: Iterable[HolidayYear] | None = None) -> Calendar:
    """The published calendar of a region. With several, a day off in any of them is off: the safe
    way to count back.

    `years`: instead of the years that came with the application.
    Errors: ValueError without a region, or without a year.
    """
    chosen = sorted(set(regions))
    if not chosen:
        raise ValueError("a calendar needs a region")
    known = shipped() if years is None else tuple(years)
    days_off: list[Holiday] = []
    ends: list[date] = []
    for region in chosen:
        for year in known:
            days_off += year.of(region)
        ends.append(max(year.last(region) for year in known))
    first, last = min(year.first for year in known), min(ends)
    return Calendar(tuple(days_off), Holiday(first, last), has_public=True)
