"""What hangs on a last day is done when it is over, also for who owes that school nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from course.domain.people.roles import Role
from course.models import SignedInBrowser
from course.store.dated import DeedMoment
from course.store.duties import giving
from course.store.duties.giving import NewAssignment
from course.store.learning import reading, recording, recounting
from course.store.learning.places import LessonPlace
from course.store.people import deeds, last_days
from course.store.people.deeds import Workplace
from course.store.signing_in import browsers
from tests.staff import World, at_noon
from tests.store.weeks.texts import publish
from tests.store.weeks.whole import COURSE

TODAY = date(2026, 3, 12)


def at(days: int) -> DeedMoment:
    return DeedMoment(at_noon(TODAY + timedelta(days=days)))


class TwoJobs:
    """Ada works at a primary school that gave the course, and today for the last day at another."""

    def __init__(self, session: Any) -> None:
        self.session = session
        world = World(session, TODAY)
        publish(world, TODAY - timedelta(days=30))
        self.stays, self.ends = world.school("blijft"), world.school("eindigt")
        self.ends.sector = "vo"
        self.ada = world.person("Ada")
        world.works(self.ada, self.stays)
        deeds.join(self.ends.id, [Workplace(self.ada.id)], at(-9))
        draft = NewAssignment(COURSE, self.stays.id, None, None, TODAY, "gegeven-1")
        assert giving.assign(world.actor(Role.TRAINER), draft, at(-8).now, at(-8).today)
        deeds.set_end(self.ends.id, [self.ada.id], TODAY, at(-3))

    def signed_in(self) -> int:
        self.session.expire_all()
        return self.session.query(SignedInBrowser).filter_by(person_id=self.ada.id).count()


@pytest.fixture
def jobs(session: Any) -> TwoJobs:
    return TwoJobs(session)


def test_lessons_of_the_other_school_are_asked_no_more(jobs: TwoJobs) -> None:
    found = reading.learning(jobs.ada.id, COURSE, TODAY)
    assert found is not None
    place = LessonPlace(found.enrolment_id, found.release, "delen", "les-1", found.followed)
    recording.visit(place, reading.reader(found), at(0).now)
    last_days.settle_ended(at(0))
    assert recounting.verify([found.enrolment_id], TODAY) == []
    last_days.settle_ended(at(3))  # the worker stood still
    assert recounting.verify([found.enrolment_id], at(3).today) == []


@pytest.mark.asvs("7.4.2")
def test_who_was_signed_in_before_that_is_signed_out_once(jobs: TwoJobs) -> None:
    browsers.sign_in(jobs.ada.id, at(0).now)
    assert (last_days.settle_ended(at(0)), jobs.signed_in()) == (0, 1)
    assert (last_days.settle_ended(at(1)), jobs.signed_in()) == (1, 0)
    browsers.sign_in(jobs.ada.id, at(1).now)
    assert (last_days.settle_ended(at(2)), jobs.signed_in()) == (0, 1)
