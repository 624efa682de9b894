"""Counting back in school days: the control values of the curriculum, and the published
holidays.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.domain.duties import calendars
from course.domain.duties.calendars import (
    Calendar,
    Holiday,
    Region,
    calendar_of,
    earliest_lesson,
    friday_after_holiday,
    start_day,
)

LESSON = date(2027, 3, 15)
SPRING_WEEK = Calendar((Holiday(date(2027, 2, 22), date(2027, 2, 26)),))
days = st.dates(date(2026, 9, 1), date(2028, 8, 1))
regions = st.sets(st.sampled_from(Region), min_size=1)


@pytest.mark.parametrize(
    ("school_days", "calendar", "expected"),
    [
        (20, Calendar(), date(2027, 2, 15)),
        (35, Calendar(), date(2027, 1, 25)),
        (20, SPRING_WEEK, date(2027, 2, 8)),
        (35, SPRING_WEEK, date(2027, 1, 18)),
        (0, SPRING_WEEK, LESSON),
    ],
)
def test_control_values(school_days: int, calendar: Calendar, expected: date) -> None:
    assert start_day(LESSON, school_days, calendar) == expected


@pytest.mark.parametrize("region", Region)
def test_every_region_has_that_spring_week_in_time(region: Region) -> None:
    """In the south a week earlier, and the same two days come out."""
    assert start_day(LESSON, 20, calendar_of([region])) == date(2027, 2, 8)
    assert start_day(LESSON, 35, calendar_of([region])) == date(2027, 1, 18)


@pytest.mark.parametrize(
    ("day", "region", "is_school_day"),
    [
        (date(2026, 10, 14), Region.NORTH, False),
        (date(2026, 10, 14), Region.MIDDLE, True),
        (date(2027, 2, 17), Region.SOUTH, False),
        (date(2027, 2, 17), Region.NORTH, True),
        (date(2027, 3, 29), Region.SOUTH, False),  # Easter Monday
        (date(2027, 3, 27), Region.SOUTH, False),  # Saturday
        (date(2028, 2, 22), Region.NORTH, False),
        (date(2028, 2, 22), Region.SOUTH, True),
    ],
)
def test_school_days(day: date, region: Region, is_school_day: bool) -> None:
    assert calendar_of([region]).is_school_day(day) is is_school_day


@given(days, st.integers(0, 60), regions)
def test_exactly_so_many_school_days_lie_between(
    lesson: date, school_days: int, chosen: set[Region]
) -> None:
    calendar = calendar_of(chosen)
    begin = start_day(lesson, school_days, calendar)
    between = [begin + timedelta(days=number) for number in range((lesson - begin).days)]
    assert sum(calendar.is_school_day(day) for day in between) == school_days
    assert not school_days or calendar.is_school_day(begin)


@given(days, st.integers(0, 60))
def test_not_knowing_the_region_never_starts_later(lesson: date, school_days: int) -> None:
    safe = start_day(lesson, school_days, calendar_of(Region))
    assert all(safe <= start_day(lesson, school_days, calendar_of([region])) for region in Region)


@given(days, st.integers(0, 60), regions)
def test_the_earliest_lesson_can_still_be_made(
    begin: date, school_days: int, chosen: set[Region]
) -> None:
    calendar = calendar_of(chosen)
    lesson = earliest_lesson(begin, school_days, calendar)
    assert calendar.is_school_day(lesson)
    assert start_day(lesson, school_days, calendar) >= begin
    sooner = [begin + timedelta(days=number) for number in range((lesson - begin).days)]
    assert not any(
        calendar.is_school_day(day) and start_day(day, school_days, calendar) >= begin
        for day in sooner
    )


@pytest.mark.parametrize("region", Region)
def test_holidays_are_whole_weeks_in_order(region: Region) -> None:
    found = [holiday for holiday in calendar_of([region]).holidays if holiday.first != holiday.last]
    assert len(found) == 10  # five a year
    assert all(before.last < after.first for before, after in pairwise(found))
    assert all((one.first.weekday(), one.last.weekday()) == (5, 6) for one in found)


def test_it_says_how_far_it_reaches() -> None:
    calendar = calendar_of([Region.MIDDLE])
    assert calendar.knows(date(2026, 8, 31))
    assert not calendar.knows(date(2026, 8, 30))
    assert calendar.knows(date(2028, 8, 20))
    assert not calendar.knows(date(2028, 8, 21))
    assert Calendar().knows(date(1999, 1, 1))


@pytest.mark.parametrize(
    ("lesson", "school_days"),
    [(LESSON, -1), (LESSON, 401), (date(1, 1, 3), 10), (date(1, 1, 2), 1)],
)
def test_a_plan_that_cannot_be(lesson: date, school_days: int) -> None:
    with pytest.raises(ValueError, match=r"days|day before"):
        start_day(lesson, school_days, Calendar())


@pytest.mark.parametrize("school_days", [-1, 401])
def test_a_lesson_that_cannot_be_planned(school_days: int) -> None:
    with pytest.raises(ValueError, match="school days"):
        earliest_lesson(LESSON, school_days, Calendar())


def test_eighty_weeks_can_be_planned() -> None:
    assert start_day(LESSON, 400, Calendar()) == LESSON - timedelta(weeks=80)
    assert earliest_lesson(LESSON, 400, Calendar()) == LESSON + timedelta(weeks=80)
    assert start_day(date(1, 1, 3), 1, Calendar()) == date(1, 1, 2)


def test_together_regions_are_known_as_long_as_each_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begin, short, long = date(2026, 8, 1), date(2027, 7, 31), date(2028, 7, 31)
    ends = {Region.NORTH: short, Region.MIDDLE: long, Region.SOUTH: long}
    off = {region: (Holiday(begin, begin), Holiday(end, end)) for region, end in ends.items()}
    monkeypatch.setattr(calendars, "published", lambda: (begin, off))
    both = calendar_of([Region.NORTH, Region.MIDDLE])
    assert both.known == Holiday(begin, short)
    assert calendar_of([Region.MIDDLE]).known == Holiday(begin, long)
    assert friday_after_holiday(long, both) is None, "nothing is known of the north by then"


def test_a_calendar_needs_a_region() -> None:
    with pytest.raises(ValueError, match="needs a region"):
        calendar_of([])


@pytest.mark.parametrize(
    ("day", "friday"),
    [
        (date(2026, 12, 25), date(2027, 1, 8)),  # Christmas, and the two weeks around it
        (date(2026, 12, 18), None),  # the last school day before them
        (date(2026, 12, 12), None),  # a Saturday is no holiday
        (date(2090, 12, 25), None),  # nothing is published yet
    ],
)
def test_a_due_day_in_a_holiday_moves_to_the_friday_after_it(
    day: date, friday: date | None
) -> None:
    assert all(friday_after_holiday(day, calendar_of([region])) == friday for region in Region)
