"""On which days a list that comes again is made."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from course.domain.messages.schedules import (
    Every,
    due,
    gone_by,
    had_no_day,
    made_on,
    next_after,
)

MONDAY = date(2026, 9, 7)  # the first Monday of its month


@pytest.mark.parametrize(
    ("every", "since", "today", "found"),
    [
        (Every.WEEK, MONDAY - timedelta(days=1), MONDAY, MONDAY),
        (Every.WEEK, MONDAY, MONDAY, None),  # asked or made on that very day
        (Every.WEEK, MONDAY - timedelta(days=5), MONDAY + timedelta(days=3), MONDAY),
        (Every.WEEK, MONDAY - timedelta(days=5), MONDAY + timedelta(days=4), None),  # too late
        (Every.MONTH, MONDAY - timedelta(days=5), MONDAY, MONDAY),
        (Every.MONTH, MONDAY, MONDAY + timedelta(days=7), None),
    ],
)
def test_which_monday_is_due(every: Every, since: date, today: date, found: date | None) -> None:
    assert due(every, since, today, lambda day: day.weekday() >= 5) == found


@pytest.mark.parametrize(
    ("every", "off", "today", "found"),
    [
        (Every.WEEK, [0], 0, None),  # that Monday is off
        (Every.WEEK, [0], 1, 0),  # so it comes on Tuesday
        (Every.WEEK, [0, 1, 2, 3], 4, 0),  # days off are not late
        (Every.WEEK, [0, 1, 2, 3, 4], 7, 7),  # a whole week: only that of the next Monday
        (Every.MONTH, [0, 1, 2, 3, 4], 7, 0),  # the list of the month waits
        (Every.MONTH, [0, 1, 2, 3, 4], 11, None),  # until no worker lived too long
    ],
)
def test_a_day_off_moves_it_to_the_next_day_with_mail(
    every: Every, off: list[int], today: int, found: int | None
) -> None:
    days = {MONDAY + timedelta(days=number) for number in off}
    found_on = due(
        every,
        MONDAY - timedelta(days=10),
        MONDAY + timedelta(days=today),
        lambda day: day in days or day.weekday() >= 5,
    )
    assert found_on == (None if found is None else MONDAY + timedelta(days=found))


@pytest.mark.parametrize(
    ("every", "off", "today", "found"),
    [
        (Every.WEEK, [0, 1], 0, 2),
        (Every.WEEK, [0, 1, 2, 3, 4], 1, None),  # the next one comes first
        (Every.MONTH, [*range(21)], 8, 21),  # after three weeks of holiday
        (Every.WEEK, [], 4, None),  # no worker lived for too long
        (Every.MONTH, [], 20, None),
    ],
)
def test_the_page_says_of_a_late_list_the_day_on_which_it_is_made(
    every: Every, off: list[int], today: int, found: int | None
) -> None:
    days = {MONDAY + timedelta(days=number) for number in off}
    made = made_on(
        every,
        MONDAY - timedelta(days=10),
        MONDAY + timedelta(days=today),
        lambda day: day in days or day.weekday() >= 5,
    )
    assert made == (None if found is None else MONDAY + timedelta(days=found))


def test_what_was_made_is_made_on_no_day_until_the_next_one() -> None:
    for since in (MONDAY, MONDAY + timedelta(days=2)):  # asked after that Monday, too
        assert made_on(Every.WEEK, since, MONDAY + timedelta(days=2), lambda _: False) is None


def test_the_next_monday() -> None:
    assert next_after(Every.WEEK, MONDAY) == MONDAY + timedelta(days=7)
    assert next_after(Every.MONTH, MONDAY) == date(2026, 10, 5)
    assert next_after(Every.MONTH, MONDAY - timedelta(days=1)) == MONDAY


def test_what_went_by_is_every_monday_after_the_last_one_but_that_of_now() -> None:
    week = timedelta(days=7)
    today = MONDAY + 3 * week + timedelta(days=2)
    assert list(gone_by(Every.WEEK, MONDAY, today)) == [MONDAY + week, MONDAY + 2 * week]
    assert list(gone_by(Every.WEEK, MONDAY + 2 * week, today)) == []
    october, november = date(2026, 10, 5), date(2026, 11, 2)
    assert list(gone_by(Every.MONTH, MONDAY, november)) == [october]


def test_a_list_had_no_day_when_every_day_until_the_next_was_off() -> None:
    days = [MONDAY + timedelta(days=number) for number in range(-1, 35)]
    asked: list[date] = []

    def is_off(day: date) -> bool:
        asked.append(day)
        return True

    assert had_no_day(Every.WEEK, MONDAY, is_off)
    assert asked == days[1:8]
    asked.clear()
    assert had_no_day(Every.MONTH, MONDAY, is_off)
    assert asked == days[1:29]
    assert not had_no_day(Every.WEEK, MONDAY, lambda day: day != days[7])
    assert had_no_day(Every.WEEK, MONDAY, lambda day: day not in (days[0], days[8]))
