"""Answers that were marked again change no report of an earlier day, and are named under it."""

from __future__ import annotations

from typing import Any

from course.models import Attempt, Regrade
from course.store.duties.corrected import corrections
from course.store.duties.reach import AsOf
from tests.builders import add
from tests.store.courses.test_publishing import COURSE, Pupils, at
from tests.store.duties.test_cycles import School


def marked(pupils: Pupils, days: int, again: int) -> None:
    """An answer of so many days from the start, and a later mark for it."""
    row = {"release": pupils.old, "earned": 0, "possible": 1, "settled": True}
    place = {"module": "delen", "lesson": "les-1", "item": "p1", "response": ["a"]}
    mine = pupils.learning("Klaar").enrolment_id
    token = f"antwoord-{days}-{again}"
    times = {"submission": token, "submitted_at": at(days).now}
    attempt = add(pupils.session, Attempt(enrolment_id=mine, **row, **place, **times))
    later = row | {"earned": 1, "attempt_id": attempt.id, "reason": "", "made_at": at(again).now}
    add(pupils.session, Regrade(**later))


def test_a_later_mark_is_named_under_reports_of_before(session: Any) -> None:
    school = School(session)
    before = school.row(at(0).today, at(9).today)
    marked(school.pupils, -2, 3)
    assert school.row(at(0).today, at(9).today) == before

    def told(day: int) -> list[tuple[str, bool]]:
        moment = AsOf(COURSE, at(day).today, at(9).today)
        return [(one.name, one.regraded) for one in corrections(school.reach, moment)]

    name = school.pupils.people["Klaar"].name
    assert told(0) == [(name, True)]
    assert told(2) == [(name, True)]
    assert told(3) == [], "that day it was known"
    assert told(9) == []


def test_a_later_mark_for_a_later_answer_says_nothing_about_before(session: Any) -> None:
    school = School(session)
    marked(school.pupils, 2, 3)
    moment = AsOf(COURSE, at(0).today, at(9).today)
    assert corrections(school.reach, moment) == []
