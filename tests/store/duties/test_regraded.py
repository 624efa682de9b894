"""Answers that were marked again change no report of an earlier day, and are named under it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from course.clock import end_of_day
from course.domain.people.sight import Sight
from course.models import Attempt, Person, Regrade
from course.store.dated import DeedMoment
from course.store.duties import giving
from course.store.duties.corrected import corrections
from course.store.duties.giving import NewAssignment
from course.store.duties.reach import AsOf
from course.store.learning import enrolling, reading
from course.store.people import sight
from tests import staff
from tests.builders import add
from tests.store.courses.test_publishing import COURSE, Pupils, at
from tests.store.duties.test_cycles import School


def marked(pupils: Pupils, days: int, again: int, who: str = "Klaar") -> None:
    """An answer of so many days from the start, and a later mark for it."""
    mark(pupils, pupils.learning(who).enrolment_id, at(days).now, at(again).now)


def mark(pupils: Pupils, enrolment_id: int, then: datetime, again: datetime) -> None:
    """An answer of an instant, and a later mark for it."""
    row = {"release": pupils.old, "earned": 0, "possible": 1, "settled": True}
    place = {"module": "delen", "lesson": "les-1", "item": "p1", "response": ["a"]}
    times = {"submission": f"{enrolment_id}-{then}-{again}", "submitted_at": then}
    attempt = add(pupils.session, Attempt(enrolment_id=enrolment_id, **row, **place, **times))
    later = row | {"earned": 1, "attempt_id": attempt.id, "reason": "", "made_at": again}
    add(pupils.session, Regrade(**later))


def busy_too(school: School) -> Person:
    """Somebody who is not done works at that school too, and owes it the course."""
    busy = school.pupils.people["Bezig"]
    school.pupils.world.works(busy, school.school)
    draft = NewAssignment(COURSE, school.school.id, None, None, at(20).today, "gegeven-2")
    assert giving.assign(school.trainer, draft, at(-3).now, at(-3).today) is not None
    return busy


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


def test_a_later_mark_does_not_tell_who_began_where_that_is_hidden(session: Any) -> None:
    """Of who is not done it says that they gave answers, so that they began."""
    school = School(session)
    busy_too(school)
    for who in ("Bezig", "Klaar"):
        marked(school.pupils, -2, 3, who)
    moment, names = AsOf(COURSE, at(0).today, at(9).today), school.pupils.people
    both = [names["Bezig"].name, names["Klaar"].name]
    assert [one.name for one in corrections(school.reach, moment)] == both
    sight.put(school.school.id, Sight.DONE, None, DeedMoment(at(5).now))
    assert [one.name for one in corrections(school.reach, moment)] == both[1:]


@pytest.mark.empty("no answer of anybody else was marked again")
@pytest.mark.parametrize(("then", "again", "told"), [(0, 1, 0), (-1, 0, 1)])
def test_at_the_end_of_the_day_an_answer_comes_too_late_and_a_mark_is_a_later_one(
    session: Any, then: int, again: int, told: int
) -> None:
    """In seconds from that instant."""
    school = School(session)
    mine, end = school.pupils.learning("Klaar").enrolment_id, end_of_day(at(0).today)
    mark(school.pupils, mine, *(end + timedelta(seconds=one) for one in (then, again)))
    assert len(corrections(school.reach, AsOf(COURSE, at(0).today, at(9).today))) == told


def test_a_later_mark_is_named_of_who_owed_that_course(session: Any) -> None:
    """Not of who takes it for themselves, and not for an answer in another course."""
    school = School(session)
    pupils, klaar = school.pupils, school.pupils.people["Klaar"]
    pupils.world.works(pupils.people["Bezig"], school.school)
    marked(pupils, -2, 3, "Bezig")
    assert enrolling.enrol(klaar.id, staff.COURSE, at(-5).now)
    other = reading.learning(klaar.id, staff.COURSE, at(0).today)
    assert other is not None
    mark(pupils, other.enrolment_id, at(-2).now, at(3).now)
    moment = AsOf(COURSE, at(0).today, at(9).today)
    assert corrections(school.reach, moment) == []
    marked(pupils, -2, 3)
    assert [one.name for one in corrections(school.reach, moment)] == [klaar.name]


def test_a_mark_of_before_the_end_of_the_day_is_in_the_report(session: Any) -> None:
    """Also where those of others came later."""
    school = School(session)
    busy = busy_too(school)
    marked(school.pupils, -2, -1)
    marked(school.pupils, -2, 3, "Bezig")
    found = corrections(school.reach, AsOf(COURSE, at(0).today, at(9).today))
    assert [one.name for one in found] == [busy.name]
