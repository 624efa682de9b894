"""When a worker may believe its clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from course.domain.messages.clocks import (
    LONGEST_SILENCE,
    ClockFacts,
    ClockTrouble,
    trouble,
)
from course.domain.signing_in.instants import SKEW

NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)
FINE = ClockFacts(NOW, NOW)
MORE = SKEW + timedelta(seconds=1)
FIRST, LAST = timedelta(seconds=1), LONGEST_SILENCE


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        (FINE, None),  # the first worker ever
        (replace(FINE, expected=NOW - SKEW), None),
        (replace(FINE, expected=NOW - MORE), ClockTrouble.JUMPED),
        (replace(FINE, expected=NOW + MORE), ClockTrouble.JUMPED),
        (replace(FINE, database=NOW - SKEW), None),
        (replace(FINE, database=NOW - MORE), ClockTrouble.DIFFERS),
        (replace(FINE, database=NOW + MORE), ClockTrouble.DIFFERS),
        # the clock that all workers share decides, also against this one's past
        (replace(FINE, database=NOW, expected=NOW - MORE), None),
        (replace(FINE, last_seen=NOW + SKEW), None),
        (replace(FINE, last_seen=NOW + MORE), ClockTrouble.BEHIND),
        (replace(FINE, last_seen=NOW - LAST), None),
        (replace(FINE, last_seen=NOW - LAST - FIRST), ClockTrouble.LONG_SILENCE),
    ],
    ids=map(str, range(12)),
)
def test_a_clock_is_believed_unless_something_says_otherwise(
    facts: ClockFacts, found: ClockTrouble | None
) -> None:
    assert trouble(facts) is found
