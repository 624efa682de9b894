"""Counting back in school days: the control values of the curriculum, and the published
holidays.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.domain.duties.calendars import (
    Calendar,
    DayKind,
    DayOff,
    Holiday,
    Region,
    after_school_weeks,
    calendar_of,
    earliest_lesson,
    friday_after,
    school_weeks_left,
    start_day,
)
from course.domain.duties.holiday_years import HOLIDAYS, HolidayYear, shipped, together

LESSON = date(2027, 3, 15)
SPRING_WEEK = Calendar((Holiday(date(2027, 2, 22), date(2027, 2, 26)),))
days = st.dates(date(2026, 9, 1), date(2029, 7, 1))
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
    found = calendar_of([region]).holidays
    assert len(found) == 15  # five a year
    assert [holiday.name for holiday in found] == list(HOLIDAYS) * 3
    assert all(before.last < after.first for before, after in pairwise(found))
    assert all((one.first.weekday(), one.last.weekday()) == (5, 6) for one in found)


def test_it_says_how_far_it_reaches() -> None:
    calendar = calendar_of([Region.MIDDLE])
    assert calendar.knows(date(2026, 8, 31))
    assert not calendar.knows(date(2026, 8, 30))
    assert calendar.knows(date(2029, 8, 19))
    assert not calendar.knows(date(2029, 8, 20))
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


def test_together_regions_are_known_as_long_as_each_of_them() -> None:
    begin, short, long = date(2026, 8, 1), date(2027, 7, 31), date(2028, 7, 31)
    ends = {Region.NORTH: short, Region.MIDDLE: long, Region.SOUTH: long}
    off = {region: (Holiday(begin, begin), Holiday(end, end)) for region, end in ends.items()}
    year = HolidayYear("2026-2028", begin, off, "test", begin)
    both = calendar_of([Region.NORTH, Region.MIDDLE], [year])
    assert both.known == Holiday(begin, short)
    assert calendar_of([Region.MIDDLE], [year]).known == Holiday(begin, long)


def test_a_calendar_needs_a_region() -> None:
    with pytest.raises(ValueError, match="needs a region"):
        calendar_of([])


MIDDLE = calendar_of([Region.MIDDLE])


@pytest.mark.parametrize(
    ("day", "off"),
    [
        (date(2026, 11, 30), None),
        (date(2026, 11, 28), DayOff(DayKind.WEEKEND)),
        (date(2026, 12, 24), DayOff(DayKind.HOLIDAY, "kerst")),
        (date(2026, 12, 25), DayOff(DayKind.PUBLIC, "eerste-kerstdag")),
        (date(2027, 3, 26), DayOff(DayKind.AROUND, "goede-vrijdag")),
        (date(2027, 5, 5), DayOff(DayKind.AROUND, "bevrijdingsdag")),
        (date(2027, 5, 6), DayOff(DayKind.PUBLIC, "hemelvaartsdag")),
        (date(2027, 5, 7), DayOff(DayKind.AROUND, "dag-na-hemelvaart")),
        (date(2031, 4, 14), DayOff(DayKind.PUBLIC, "tweede-paasdag")),  # long after what is known
    ],
)
def test_what_to_warn_of(day: date, off: DayOff | None) -> None:
    assert MIDDLE.day_off(day) == off
    assert MIDDLE.is_quiet(day) is (off is not None)


@pytest.mark.parametrize(("day", "is_school_day"), [(5, True), (6, False), (7, True)])
def test_beside_a_public_holiday_there_may_be_school(day: int, is_school_day: bool) -> None:
    assert MIDDLE.is_school_day(date(2027, 5, day)) is is_school_day


def test_a_school_says_itself_when_it_is_closed_and_when_not() -> None:
    study, week = date(2027, 1, 20), Holiday(date(2026, 12, 14), date(2026, 12, 18), "extra")
    open_on = Holiday(date(2027, 2, 22), date(2027, 2, 26))
    good_friday, kings_day = date(2027, 3, 26), date(2027, 4, 27)
    own = replace(
        MIDDLE,
        own=(Holiday(study, study, "studiedag"), week),
        open=(open_on, Holiday(good_friday, good_friday), Holiday(kings_day, kings_day)),
    )
    assert own.day_off(study) == DayOff(DayKind.OWN, "studiedag")
    assert own.day_off(week.last) == DayOff(DayKind.OWN, "extra")
    assert own.is_school_day(open_on.first)
    assert not MIDDLE.is_school_day(open_on.first)
    assert own.day_off(good_friday) is None
    assert Calendar().day_off(good_friday) is None, "of no country, so none is around one"
    assert own.is_school_day(kings_day)
    assert not own.is_school_day(date(2027, 2, 27)), "a Saturday stays one"


@pytest.mark.parametrize(
    ("begin", "weeks", "expected"),
    [
        (date(2026, 11, 2), 4, date(2026, 11, 30)),
        (date(2026, 11, 30), 4, date(2027, 1, 11)),  # two weeks of Christmas between
        (date(2026, 12, 21), 1, date(2027, 1, 11)),  # begins within them
        (date(2027, 4, 19), 2, date(2027, 5, 10)),  # a week of the May holiday between
        (date(2026, 12, 15), 0, date(2026, 12, 15)),
        (date(2026, 12, 21), 0, date(2027, 1, 8)),  # off itself: the Friday after
        (date(2026, 11, 7), 1, date(2026, 11, 20)),  # Saturday to Saturday, then the Friday after
    ],
)
def test_weeks_of_school(begin: date, weeks: int, expected: date) -> None:
    assert after_school_weeks(begin, weeks, MIDDLE) == expected


def test_a_week_with_two_days_off_is_a_school_week() -> None:
    """In the week of Ascension Day there are four days of school, or three."""
    assert after_school_weeks(date(2027, 5, 3), 1, MIDDLE) == date(2027, 5, 10)


@given(days, st.integers(0, 30), st.sampled_from(Region))
def test_school_weeks_end_on_a_school_day_and_never_too_soon(
    begin: date, weeks: int, region: Region
) -> None:
    calendar = calendar_of([region])
    end = after_school_weeks(begin, weeks, calendar)
    assert calendar.is_school_day(end)
    assert end >= begin + timedelta(weeks=weeks)
    assert end <= after_school_weeks(begin, weeks + 1, calendar)


@pytest.mark.parametrize(
    ("begin", "end", "weeks"),
    [
        (date(2026, 11, 30), date(2026, 12, 6), 0),  # six days
        (date(2026, 11, 30), date(2026, 12, 7), 1),
        (date(2026, 11, 30), date(2027, 1, 18), 5),  # seven weeks, two of them without school
        (date(2026, 12, 21), date(2027, 1, 3), 0),
        (date(2026, 11, 30), date(2026, 11, 1), 0),  # that day is over
    ],
)
def test_school_weeks_until_a_day(begin: date, end: date, weeks: int) -> None:
    assert school_weeks_left(begin, end, MIDDLE) == weeks


@given(days, st.integers(0, 30), st.sampled_from(Region))
def test_the_weeks_until_the_end_of_so_many_weeks_are_so_many(
    begin: date, weeks: int, region: Region
) -> None:
    calendar = calendar_of([region])
    assert school_weeks_left(begin, after_school_weeks(begin, weeks, calendar), calendar) >= weeks


@pytest.mark.parametrize("weeks", [-1, 81])
def test_school_weeks_that_cannot_be(weeks: int) -> None:
    with pytest.raises(ValueError, match="school weeks"):
        after_school_weeks(LESSON, weeks, MIDDLE)


def test_a_school_that_is_never_open_stops_the_looking() -> None:
    closed = replace(MIDDLE, own=(Holiday(date(2020, 1, 1), date(2040, 1, 1)),))
    assert friday_after(LESSON, closed) is None
    assert after_school_weeks(LESSON, 4, closed) >= LESSON


@pytest.mark.parametrize(
    ("day", "friday"),
    [
        (date(2026, 11, 28), date(2026, 12, 4)),  # a Saturday
        (date(2027, 5, 6), date(2027, 5, 7)),  # Ascension Day
        (date(2027, 3, 29), date(2027, 4, 2)),  # Easter Monday
        (date(2026, 11, 30), None),
        (date(2090, 11, 25), date(2090, 12, 1)),  # a Saturday of which nothing else is known
    ],
)
def test_the_friday_after_a_day_without_school(day: date, friday: date | None) -> None:
    assert friday_after(day, MIDDLE) == friday


def test_a_newer_file_goes_before_what_came_with_us() -> None:
    last = shipped()[-1]
    changed = replace(last, source="a newer file")
    coming = replace(last, name="2029-2030")
    names = [year.name for year in together(shipped(), [coming, changed])]
    assert names == ["2026-2027", "2027-2028", "2028-2029", "2029-2030"]
    assert together(shipped(), [changed])[-1].source == "a newer file"


def test_every_year_says_where_it_comes_from() -> None:
    years = shipped()
    assert all(year.source and year.seen_on <= date(2026, 11, 29) for year in years)
    for before, after in pairwise(years):
        assert min(before.last(region) for region in Region) + timedelta(days=1) == after.first


def test_the_calendar_ends_in_9999() -> None:
    assert friday_after(date(9999, 12, 26), MIDDLE) == date(9999, 12, 31)
    assert (
        friday_after(date(9999, 12, 31), replace(MIDDLE, own=(Holiday(LESSON, date.max),))) is None
    )


@pytest.mark.parametrize(("open_days", "weeks"), [(5, 1), (3, 1), (2, 0), (0, 0)])
def test_three_days_of_school_make_a_school_week(open_days: int, weeks: int) -> None:
    """The first of them is the day after the day that it is counted from."""
    sunday = date(2027, 1, 10)
    shut = Holiday(sunday + timedelta(days=open_days + 1), sunday + timedelta(days=7))
    calendar = Calendar((shut,))
    assert school_weeks_left(sunday, sunday + timedelta(days=7), calendar) == weeks
    assert school_weeks_left(sunday, sunday + timedelta(days=6), Calendar()) == 0


def test_eighty_school_weeks_can_be_counted() -> None:
    friday = date(2027, 1, 15)
    assert after_school_weeks(friday, 80, Calendar()) == friday + timedelta(weeks=80)
