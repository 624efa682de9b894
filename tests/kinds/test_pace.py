"""How long an item takes."""

from __future__ import annotations

from course.kinds.pace import Pace, read_in


def test_time_goes_to_reading_to_deciding_and_to_writing() -> None:
    assert read_in(Pace(200, 0)) == 60
    assert read_in(Pace(0, 2)) == 14
    assert read_in(Pace(100, 1, texts=2)) == 30 + 7 + 180
