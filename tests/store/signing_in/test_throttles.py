"""Guesses are counted under every key, in every window again; a right one forgets its own key and
no other.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from course.domain.signing_in.instants import SKEW
from course.domain.signing_in.throttling import Limit
from course.models import Throttle
from course.store.signing_in import throttles

NOW = datetime(2026, 3, 12, 10, tzinfo=UTC)
WINDOW = timedelta(minutes=10)
TICK = timedelta(microseconds=1)
LIMIT = Limit(free=3, window=WINDOW)


def guess(now: datetime, *keys: str) -> datetime | None:
    return throttles.count(dict.fromkeys(keys or ("a",), LIMIT), now)


@pytest.mark.usefixtures("session")
def test_every_window_stops_guessing() -> None:
    for begin in (NOW, NOW + timedelta(hours=1), NOW + timedelta(days=1)):
        assert [guess(begin) for _ in range(3)] == [None] * 3
        assert guess(begin) == guess(begin + WINDOW / 2) == begin + WINDOW
    assert guess(NOW + timedelta(days=1) + WINDOW) is None


def test_keys_count_apart_and_the_longest_wait_counts(session: Any) -> None:
    for _ in range(3):
        guess(NOW, "a", "b")
    assert guess(NOW + WINDOW / 2, "c") is None
    for _ in range(2):
        guess(NOW + WINDOW / 2, "c")
    assert guess(NOW + WINDOW / 2, "a", "c") == NOW + WINDOW * 1.5
    assert guess(NOW + WINDOW / 2, "d") is None
    waiting = {row.key: row.misses for row in session.query(Throttle)}
    assert waiting == {"a": 3, "b": 3, "c": 3, "d": 1}, "who waits is not counted further"


def test_who_has_to_wait_may_be_asked_and_is_not_counted(session: Any) -> None:
    assert throttles.waiting("a", NOW) is None
    for _ in range(3):
        guess(NOW, "a")
    guess(NOW, "b")
    assert throttles.waiting("a", NOW) == NOW + WINDOW
    assert throttles.waiting("a", NOW + WINDOW) is None
    assert throttles.waiting("b", NOW) is throttles.waiting("c", NOW) is None
    assert {row.key: row.misses for row in session.query(Throttle)} == {"a": 3, "b": 1}


@pytest.mark.usefixtures("session")
def test_what_was_right_is_forgotten_for_its_own_key() -> None:
    for _ in range(3):
        guess(NOW, "a", "b")
    throttles.forget("a")
    assert guess(NOW, "a") is None
    assert guess(NOW, "b") == NOW + WINDOW
    throttles.take_back("b", LIMIT, NOW)
    assert guess(NOW, "b") is None
    assert guess(NOW, "b") == NOW + WINDOW


def test_what_makes_nobody_wait_is_forgotten(session: Any) -> None:
    assert timedelta(days=1) == throttles.KEPT
    stays = {"oud": NOW - throttles.KEPT, "straks": NOW + SKEW}
    goes = {"te-oud": NOW - throttles.KEPT - TICK, "te-vroeg": NOW + SKEW + TICK}
    for key, since in (stays | goes).items():
        session.add(Throttle(key=key, misses=1, since=since))
    session.flush()
    assert throttles.tidy(NOW) >= len(goes)
    left = {row.key for row in session.query(Throttle) if row.key in stays | goes}
    assert left == set(stays)
