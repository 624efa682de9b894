"""Waits between guesses: when they start, how they grow, and that they end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.domain.signing_in import throttling
from course.domain.signing_in.instants import SKEW
from course.domain.signing_in.throttling import (
    ACCOUNT,
    ACCOUNT_AND_ADDRESS,
    ADDRESS,
    Limit,
    MissCount,
    after_miss,
    taken_back,
    waits_until,
)

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
TICK = timedelta(microseconds=1)
NOTHING = MissCount(0, START, None)


def missed(times: int, limit: Limit, now: datetime = START) -> MissCount:
    """So many misses at one moment, whatever the waits."""
    tally = NOTHING
    for _ in range(times):
        tally = after_miss(tally, limit, now)
    return tally


@pytest.mark.parametrize(
    ("misses", "seconds"),
    [
        (4, None),  # typing errors cost nothing
        (5, 30),
        (6, 60),
        (7, 120),
        (8, 240),
        (9, 480),
        (10, 900),
        (40, 900),  # never longer than a quarter of an hour: nobody is locked out
    ],
)
def test_account_waits_grow(misses: int, seconds: int | None) -> None:
    expected = None if seconds is None else START + timedelta(seconds=seconds)
    assert waits_until(missed(misses, ACCOUNT), START) == expected


def test_account_is_forgotten_an_hour_after_the_last_miss() -> None:
    tally = missed(9, ACCOUNT)
    assert after_miss(tally, ACCOUNT, START + timedelta(minutes=59)).misses == 10
    assert after_miss(tally, ACCOUNT, START + timedelta(minutes=60)) == MissCount(
        1, START + timedelta(minutes=60), None
    )


@pytest.mark.parametrize(("limit", "free"), [(ACCOUNT_AND_ADDRESS, 10), (ADDRESS, 300)])
def test_window_is_waited_out(limit: Limit, free: int) -> None:
    soon = START + timedelta(minutes=3)
    assert waits_until(missed(free - 1, limit, soon), soon) is None
    assert waits_until(missed(free, limit, soon), soon) == START + timedelta(minutes=10)
    assert after_miss(missed(free, limit), limit, START + timedelta(minutes=10)).misses == 1


@pytest.mark.parametrize(("limit", "free"), [(ACCOUNT_AND_ADDRESS, 10), (ADDRESS, 300)])
def test_a_second_window_stops_guessing_as_the_first_did(limit: Limit, free: int) -> None:
    tally, again = missed(free, limit), START + timedelta(hours=3)
    for _ in range(free - 1):
        tally = after_miss(tally, limit, again)
    assert waits_until(tally, again) is None
    tally = after_miss(tally, limit, again + timedelta(minutes=9))
    assert waits_until(tally, again + timedelta(minutes=9)) == again + timedelta(minutes=10)
    assert waits_until(tally, again + timedelta(minutes=10)) is None


def test_right_guess_is_taken_back_with_the_wait_it_caused() -> None:
    assert taken_back(missed(300, ADDRESS), ADDRESS) == MissCount(299, START, None)
    still = taken_back(missed(302, ADDRESS), ADDRESS)
    assert still.misses == 301
    assert still.wait_until is not None
    assert taken_back(NOTHING, ADDRESS).misses == 0


@given(st.lists(st.integers(0, 7200), max_size=60))
def test_account_wait_never_passes_a_quarter_of_an_hour(gaps: list[int]) -> None:
    tally, now = NOTHING, START
    for gap in gaps:
        now += timedelta(seconds=gap)
        tally = after_miss(tally, ACCOUNT, now)
        until = waits_until(tally, now)
        assert until is None or until - now <= timedelta(minutes=15)
        assert waits_until(tally, now + timedelta(minutes=15)) is None


def test_the_limits_are_those_that_were_chosen() -> None:
    """Source: docs/decisions/0005-sign-in.md."""
    waits = tuple(timedelta(seconds=seconds) for seconds in (30, 60, 120, 240, 480, 900))
    window = timedelta(minutes=10)
    assert Limit(5, timedelta(hours=1), waits) == throttling.ACCOUNT == throttling.OWN
    assert Limit(10, window) == throttling.ACCOUNT_AND_ADDRESS
    assert Limit(300, window) == throttling.ADDRESS
    assert throttling.after_miss(NOTHING, throttling.ADDRESS, START).wait_until is None


def test_an_hour_counts_from_the_last_miss() -> None:
    tally = missed(5, ACCOUNT)
    for number in range(1, 4):
        later = START + number * timedelta(minutes=59)
        tally = after_miss(tally, ACCOUNT, later)
        assert (tally.misses, tally.since) == (5 + number, later)


def test_a_window_counts_from_the_first_miss() -> None:
    tally = after_miss(missed(1, ADDRESS), ADDRESS, START + timedelta(minutes=9))
    assert tally == MissCount(2, START, None)


@pytest.mark.parametrize(("ahead", "counts"), [(SKEW, True), (SKEW + TICK, False)])
@pytest.mark.parametrize("limit", [ACCOUNT, ADDRESS])
def test_what_a_clock_wrote_that_ran_ahead_makes_nobody_wait(
    limit: Limit, ahead: timedelta, counts: bool
) -> None:
    then = START + ahead
    tally = MissCount(300, then, then + timedelta(minutes=10))
    assert (waits_until(tally, START) is not None) is counts
    assert after_miss(tally, limit, START).misses == (301 if counts else 1)


def test_a_wait_that_others_caused_stays() -> None:
    until = START + timedelta(minutes=10)
    assert taken_back(missed(301, ADDRESS), ADDRESS) == MissCount(300, START, until)
    assert taken_back(missed(300, ADDRESS), ADDRESS).wait_until is None
