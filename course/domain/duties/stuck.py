"""Who is stuck: somebody who is at work on a course and gets no further by themselves."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from course.domain.duties.calendars import Calendar, LookedUpOnce, school_weeks_passed

TRIES = 3  # of the same test, handed in and not yet mastered
QUIET_WEEKS = 3  # of school, in which no lesson was done
_LONGEST = 400  # days; a school that is closed for longer has nobody at work


@lru_cache(maxsize=256)
def still_since(today: date, calendar: Calendar) -> date:
    """The last day on which somebody did something who counts as stuck today: so many school weeks
    went by without it.

    Units:  calendar days in Amsterdam; weeks as `after_school_weeks` counts them, so that a holiday
            makes nobody stuck.
    Source: issue of the trainers: who is stuck did the same test three times, or did nothing for
            three weeks.
    """
    days = LookedUpOnce(calendar)
    for back in range(QUIET_WEEKS * 7, _LONGEST):
        day = today - timedelta(days=back)
        if school_weeks_passed(day, QUIET_WEEKS, days, today):
            return day
    return today - timedelta(days=_LONGEST)
