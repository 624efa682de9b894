"""How long a completion is valid, with many days: leap years, ends of months, early and late."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.domain.duties.renewal import (
    AskedDates,
    Cycle,
    counts_on,
    earliest,
    may_renew,
    months_on,
    opens_on,
    valid_until,
)
from course.domain.duties.states import DutyState, state_of

DONE = date(2025, 11, 10)
END = date(2026, 11, 10)
days = st.dates(date(2020, 1, 1), date(2040, 12, 31))
lengths = st.integers(1, 60)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2025-11-10", 12, "2026-11-10"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2023-02-28", 12, "2024-02-28"),  # the same day, not the last of the month
        ("2024-03-01", 12, "2025-03-01"),  # 365 days
        ("2023-03-01", 12, "2024-03-01"),  # 366 days
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-01-31", 3, "2026-04-30"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-12-31", 12, "2027-12-31"),
        ("2026-08-31", 18, "2028-02-29"),
        ("2026-01-01", 11, "2026-12-01"),
    ],
)
def test_the_same_day_so_many_months_on(day: str, months: int, expected: str) -> None:
    assert months_on(date.fromisoformat(day), months) == date.fromisoformat(expected)


@given(day=days, months=lengths)
def test_it_is_never_another_month(day: date, months: int) -> None:
    end = months_on(day, months)
    assert (end.year - day.year) * 12 + end.month - day.month == months
    assert end.day == day.day or (end + timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("completed_on", "renews", "expected"),
    [
        ("2025-11-10", None, "2026-11-10"),  # the first time
        ("2026-09-14", "2026-11-10", "2027-09-14"),  # a day before the window: at completion
        ("2026-09-15", "2026-11-10", "2027-11-10"),  # its first day: nothing is lost
        ("2026-11-10", "2026-11-10", "2027-11-10"),  # its last day
        ("2026-11-11", "2026-11-10", "2027-11-11"),  # late: at completion
        ("2028-01-31", "2026-11-10", "2029-01-31"),
        ("2025-01-20", "2025-02-28", "2026-02-28"),  # what began on 29 February
    ],
)
def test_a_renewal_in_time_loses_no_days(
    completed_on: str, renews: str | None, expected: str
) -> None:
    before = date.fromisoformat(renews) if renews else None
    found = valid_until(date.fromisoformat(completed_on), 12, before)
    assert found == date.fromisoformat(expected)


def test_what_has_no_length_never_ends() -> None:
    assert valid_until(DONE, 0) is None
    assert valid_until(DONE, 0, END) is None


@given(completed_on=days, renews=st.none() | days, months=lengths)
def test_a_period_is_never_shorter_than_promised(
    completed_on: date, renews: date | None, months: int
) -> None:
    """And never more than the window longer."""
    found = valid_until(completed_on, months, renews)
    assert found is not None
    at_completion = months_on(completed_on, months)
    assert at_completion <= found <= at_completion + timedelta(weeks=8, days=3)


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        (12, "2026-09-15"),
        (8, "2026-09-15"),
        (3, "2026-10-20"),
        (1, "2026-11-03"),
        (36, "2026-09-15"),
        (0, "2026-09-15"),  # it has no length
    ],
)
def test_a_window_is_a_week_a_month_and_eight_at_most(months: int, expected: str) -> None:
    assert opens_on(END, months) == date.fromisoformat(expected)


@given(day=days, months=lengths)
def test_nobody_renews_what_has_just_begun(day: date, months: int) -> None:
    end = valid_until(day, months)
    assert end is not None
    assert day < opens_on(end, months) < end


def test_the_first_of_two_ends() -> None:
    assert earliest(DONE, END) == DONE
    assert earliest(None, END) == END
    assert earliest(None, None) is None


DUE = date(2025, 12, 1)
FIRST = Cycle(date(2025, 10, 1), DONE, END)
SECOND = Cycle(date(2026, 9, 20), None, None, renews=END)
RENEWED = Cycle(date(2026, 9, 20), date(2026, 10, 1), date(2027, 11, 10), renews=END)


@pytest.mark.parametrize(
    ("last", "on", "due_on", "state"),
    [
        (FIRST, "2025-11-09", DUE, DutyState.BUSY),
        (FIRST, "2025-11-10", DUE, DutyState.DONE),
        (FIRST, "2026-11-10", DUE, DutyState.DONE),  # the last day is valid
        (FIRST, "2026-11-11", DUE, DutyState.OVERDUE),
        (FIRST, "2026-11-11", date(2027, 3, 1), DutyState.NOT_STARTED),  # given anew, with time
        (SECOND, "2026-11-11", DUE, DutyState.OVERDUE),
        (SECOND, "2026-11-11", date(2027, 3, 1), DutyState.BUSY),
        (RENEWED, "2026-10-01", DUE, DutyState.DONE),
        (RENEWED, "2027-11-10", DUE, DutyState.DONE),
        (RENEWED, "2027-11-11", DUE, DutyState.OVERDUE),
        (Cycle(date(2025, 10, 1), DONE), "2099-01-01", DUE, DutyState.DONE),  # for ever
        (Cycle(), "2025-12-01", DUE, DutyState.NOT_STARTED),
        (Cycle(), "2025-12-02", DUE, DutyState.OVERDUE),
    ],
)
def test_a_duty_is_asked_again_when_its_completion_is_over(
    last: Cycle, on: str, due_on: date, state: DutyState
) -> None:
    day = date.fromisoformat(on)
    found = counts_on(due_on, last, day)
    assert state_of(found.due_on, found.started_on, found.completed_on, day) is state


def test_a_completion_counts_from_its_own_day_on() -> None:
    before = DONE - timedelta(days=1)
    assert counts_on(DUE, RENEWED, date(2026, 10, 1)).due_on == DUE
    assert counts_on(DUE, RENEWED, date(2026, 9, 30)).due_on == END
    assert counts_on(DUE, Cycle(renews=END), before) == AskedDates(END, None, None)
    busy = Cycle(FIRST.started_on, valid_until=before)
    assert counts_on(DUE, busy, DONE) == AskedDates(DUE, FIRST.started_on, None)


def test_who_may_begin_again_and_when() -> None:
    opens = opens_on(END, 12)
    assert may_renew(END, 12, opens, newer=False)
    assert may_renew(END, 12, END + timedelta(days=400), newer=False)
    assert not may_renew(END, 12, opens - timedelta(days=1), newer=False)
    assert not may_renew(None, 0, END, newer=False), "what never ends is not renewed"
    assert may_renew(None, 0, DONE, newer=True)


def test_the_end_is_the_day_by_which_it_had_to_be_renewed() -> None:
    later = END + timedelta(days=1)
    assert counts_on(DUE, FIRST, later) == AskedDates(END, None, None)
    assert counts_on(DUE, SECOND, later) == AskedDates(END, SECOND.started_on, None)
    assert counts_on(DUE, FIRST, END) == AskedDates(DUE, FIRST.started_on, DONE)
