"""The line of weeks: who was done at the end of each."""

from __future__ import annotations

from datetime import date, timedelta

from course.domain.duties.weeks import MOST_WEEKS, due_of_most, weeks_done

THURSDAY = date(2026, 3, 12)


def test_weeks_end_on_sunday_and_the_last_is_today() -> None:
    done_on = {date(2026, 2, 24): 2, date(2026, 3, 8): 1, THURSDAY: 4}
    told = [(one.day, one.done) for one in weeks_done(done_on, THURSDAY)]
    assert told == [
        (date(2026, 2, 22), 0),
        (date(2026, 3, 1), 2),
        (date(2026, 3, 8), 3),
        (THURSDAY, 7),
    ]


def test_a_week_that_ends_today_has_one_point() -> None:
    sunday = date(2026, 3, 8)
    told = [(one.day, one.done) for one in weeks_done({sunday: 1}, sunday)]
    assert told == [(date(2026, 3, 1), 0), (sunday, 1)]


def test_nobody_yet_is_no_line() -> None:
    assert weeks_done({}, THURSDAY) == ()


def test_a_long_time_is_cut_off_and_still_counted() -> None:
    points = weeks_done({THURSDAY - timedelta(days=900): 5}, THURSDAY)
    assert len(points) == MOST_WEEKS
    assert {point.done for point in points} == {5}


def test_the_due_day_is_that_of_most() -> None:
    later = THURSDAY + timedelta(days=7)
    assert due_of_most({THURSDAY: 1, later: 3}) == later
    assert due_of_most({later: 3, THURSDAY: 3}) == THURSDAY
    assert due_of_most({}) is None
