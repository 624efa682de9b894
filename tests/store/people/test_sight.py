"""What managers see: what holds now, what held on a day, and who chose it when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from course import clock
from course.domain.people.sight import Consent, Sight
from course.models import School
from course.store.dated import DeedMoment
from course.store.people import sight
from tests import builders
from tests.staff import at_noon

DAYS = [date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 16)]


@pytest.fixture
def school(session: Any) -> School:
    return builders.school(session, None)


def test_what_holds_is_the_last_choice_of_that_school(session: Any, school: School) -> None:
    other = builders.school(session, Sight.DATES)
    assert sight.now(school.id) is Sight.DONE
    chosen = [Sight.LESSONS, Sight.DATES, Sight.DONE]
    for day, level in zip(DAYS, chosen, strict=True):
        sight.put(school.id, level, None, DeedMoment(at_noon(day)))
        assert sight.now(school.id) is level
        assert sight.now(other.id) is Sight.DATES
    held = [sight.on(school.id, day, clock.end_of_day(day)) for day in DAYS]
    assert held == chosen


def test_the_history_says_who_chose_what_the_last_first(session: Any, school: School) -> None:
    who = builders.person(session, "Mirjam Kiest")
    builders.person(session, "Iemand Anders")
    put = [(Sight.DATES, Consent(DAYS[0], "MR")), (Sight.LESSONS, None), (Sight.DONE, None)]
    for day, (level, consent), by in zip(DAYS, put, (who.id, None, who.id), strict=True):
        sight.put(school.id, level, consent, DeedMoment(at_noon(day), by))
    day = timedelta(days=1)
    told = [
        (row.sight, row.starts_on, row.ends_on, row.made_by, row.consent_on, row.consent_by)
        for row in sight.history(school.id)
    ]
    assert told == [
        (Sight.DONE, DAYS[2], None, "Mirjam Kiest", None, ""),
        (Sight.LESSONS, DAYS[1], DAYS[2] - day, None, None, ""),
        (Sight.DATES, DAYS[0], DAYS[1] - day, "Mirjam Kiest", DAYS[0], "MR"),
    ], "each that held once, and nothing of how it was written before"
    assert sight.history(builders.school(session, None).id) == []
