"""Who is stuck: so many school weeks went by without a lesson that was done."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.domain.duties import stuck
from course.domain.duties.calendars import Calendar, Holiday, after_school_weeks
from course.domain.duties.stuck import QUIET_WEEKS, still_since

TODAY = date(2026, 11, 30)
ALWAYS = Holiday(date(2020, 1, 1), date(2030, 1, 1))
DAY = timedelta(days=1)
SHUT = st.builds(
    lambda back, length: Holiday(TODAY - back * DAY, TODAY - (back - length) * DAY),
    st.integers(-60, 430),
    st.integers(0, 90),
)


@given(shut=st.lists(SHUT, max_size=5), own=st.lists(SHUT, max_size=2))
def test_it_is_the_last_day_of_which_the_school_weeks_have_passed(
    shut: list[Holiday], own: list[Holiday]
) -> None:
    calendar = Calendar(tuple(shut), own=tuple(own), has_public=True)
    days = [TODAY - back * DAY for back in range(QUIET_WEEKS * 7, stuck._LONGEST)]
    passed = (day for day in days if after_school_weeks(day, QUIET_WEEKS, calendar) <= TODAY)
    assert still_since(TODAY, calendar) == next(passed, TODAY - stuck._LONGEST * DAY)


def test_a_school_that_never_opens_asks_no_more_of_its_calendar(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each day is looked up once, and none after today."""
    asked: list[date] = []
    real = Calendar.is_school_day

    def noted(self: Calendar, day: date) -> bool:
        asked.append(day)
        return real(self, day)

    monkeypatch.setattr(Calendar, "is_school_day", noted)
    still_since.cache_clear()
    still_since(TODAY, Calendar(own=(ALWAYS,)))
    assert len(asked) == len(set(asked)) <= stuck._LONGEST + 7
    assert max(asked) < TODAY + 7 * DAY
