"""Who may do a course again, and from which text: each person for themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from course.domain.courses.publishing import TextChange
from course.models import Enrolment
from course.store.learning import renewing
from course.store.learning.renewing import done_before
from tests import measured
from tests.store.courses.test_publishing import COURSE, LESSONS, OLD, RENEWED, Pupils, at


@pytest.fixture
def pupils(session: Any) -> Pupils:
    return Pupils(session)


def cycles(pupils: Pupils, name: str) -> list[tuple[int, str]]:
    query = pupils.session.query(Enrolment.cycle, Enrolment.release).filter_by(course=COURSE)
    mine = query.filter_by(person_id=pupils.people[name].id)
    return [tuple(row) for row in mine.order_by(Enrolment.cycle)]


def renew(pupils: Pupils, name: str, days: int, course: str = COURSE) -> bool:
    return renewing.renew(pupils.people[name].id, course, at(days).now)


def test_done_before_is_who_did_an_earlier_edition_of_that_course(pupils: Pupils) -> None:
    newer = pupils.keep(RENEWED, at(0).now)
    mine = pupils.learning("Klaar").enrolment_id
    same = pupils.keep(replace(OLD, title="Anders gezegd"), at(0).now)
    assert done_before(COURSE, newer) == [mine]
    assert done_before(COURSE, same) == done_before(COURSE, pupils.old) == []
    assert done_before("fiets", newer) == []
    pupils.read("Bezig", LESSONS)
    assert done_before(COURSE, newer) == sorted([mine, pupils.learning("Bezig").enrolment_id])
    aside = measured.enrolment(pupils.session, pupils.people["Nog"], "fiets", pupils.old)
    assert aside not in done_before(COURSE, newer)


def test_a_later_edition_is_done_again_at_once_by_who_was_done(pupils: Pupils) -> None:
    assert not renew(pupils, "Klaar", 0), "it lasts for a year"
    newer = pupils.keep(RENEWED, at(0).now)
    assert renewing.is_newer(pupils.old, newer)
    assert not renewing.is_newer(newer, pupils.old)
    assert not renewing.is_newer(newer, newer)
    pupils.publish(newer, TextChange.DUTY, at(1))
    for _ in range(2):
        assert renew(pupils, "Klaar", 2), "who began already goes on"
    assert [cycle for cycle, _ in cycles(pupils, "Klaar")] == [1, 2]
    assert cycles(pupils, "Klaar")[-1] == (2, newer)
    assert not renew(pupils, "Bezig", 2), "the first time is no renewal"
    assert len(cycles(pupils, "Bezig")) == len(cycles(pupils, "Nog")) == 1


def test_a_renewal_says_what_it_asks_and_what_it_renews(pupils: Pupils) -> None:
    until = pupils.learning("Klaar").valid_until
    assert until is not None
    begins = (until - at(0).today + timedelta(days=1)).days
    assert renew(pupils, "Klaar", begins)
    row = pupils.session.query(Enrolment).filter_by(course=COURSE, cycle=2).one()
    assert (row.renews, row.enrolled_at, row.release) == (until, at(begins).now, pupils.old)
    assert row.asked == ["delen/les-1"], "the shortest page, as nothing changed"


def test_a_course_that_nobody_follows_or_published_is_not_renewed(pupils: Pupils) -> None:
    assert not renew(pupils, "Klaar", 900, "fiets")
    stranger = pupils.world.person()
    assert not renewing.renew(stranger.id, COURSE, at(900).now)
    assert pupils.session.query(Enrolment).filter_by(course=COURSE, cycle=2).count() == 0
