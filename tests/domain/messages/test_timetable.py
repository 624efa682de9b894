"""What is done each day, once."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from course import clock
from course.domain.messages.attempts import MOST_ATTEMPTS, WAITS, wait_after
from course.domain.messages.timetable import Daily, Occasion, occasions

PLAN = (Daily("count", time(2, 30)), Daily("tidy", time(4)))


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25", "2026-11-30"])  # summer time, back, no
def test_each_day_has_each_kind_once_also_when_the_clock_changes(day: str) -> None:
    begin = datetime.fromisoformat(f"{day}T00:00").replace(tzinfo=clock.AMSTERDAM)
    found: set[Occasion] = set()
    for minutes in range(0, 23 * 60, 10):
        moment = begin.astimezone(clock.UTC) + timedelta(minutes=minutes)
        found |= set(occasions(moment.astimezone(clock.AMSTERDAM), PLAN))
    assert found == {Occasion("count", f"count:{day}T0230"), Occasion("tidy", f"tidy:{day}T0400")}


def test_nothing_begins_before_its_time() -> None:
    night = datetime(2026, 11, 30, 2, 29, tzinfo=clock.AMSTERDAM)
    assert list(occasions(night, PLAN)) == []
    assert [one.kind for one in occasions(night + timedelta(minutes=1), PLAN)] == ["count"]


def test_waits_grow_and_end() -> None:
    assert [wait_after(number) for number in range(1, MOST_ATTEMPTS + 1)] == [*WAITS, None]
    assert list(WAITS) == sorted(WAITS)
    with pytest.raises(ValueError, match="0"):
        wait_after(0)
