"""What hangs on a last day is done when it is over, also for who owes that school nothing."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from course import clock
from course.clock import day_of
from course.domain.people.roles import Role
from course.models import Duty, DutyReason, SignedInBrowser
from course.store.dated import DeedMoment
from course.store.duties import given, giving
from course.store.duties.giving import NewAssignment
from course.store.learning import reading, recording, recounting
from course.store.learning.places import LessonPlace
from course.store.people import deeds, last_days
from course.store.people.deeds import Workplace
from course.store.signing_in import accounts, browsers
from course.store.signing_in.accounts import LinkPurpose
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
        self.world = world = World(session, TODAY)
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


# The first minutes after a last day, before the worker comes by


def first_minute(days: int) -> datetime:
    return clock.end_of_day(TODAY + timedelta(days=days - 1)) + timedelta(minutes=1)


@pytest.mark.asvs("7.4.2")
def test_who_left_is_out_from_the_first_minute_on(jobs: TwoJobs) -> None:
    late = first_minute(1) - timedelta(minutes=3)  # at 23.58 on the last day
    token = browsers.sign_in(jobs.ada.id, late)
    sign_in = accounts.make_link(jobs.ada.id, LinkPurpose.SIGN_IN, late)
    invited = accounts.invite(jobs.ada.id, at(-2).now)
    assert browsers.find(token, TODAY) is not None
    for link in (sign_in, invited):
        assert accounts.account_of_link(link, late + timedelta(minutes=1)) is not None
    now = first_minute(1)
    assert browsers.find(token, day_of(now)) is None
    for days in (1, 3):  # the worker may have stood still
        assert accounts.account_of_link(invited, first_minute(days)) is None
    assert accounts.account_of_link(sign_in, now) is None
    assert accounts.use_link(sign_in, now) is None
    again = browsers.sign_in(jobs.ada.id, now)
    assert browsers.find(again, day_of(now)) is not None, "for what is their own"
    anew = accounts.make_link(jobs.ada.id, LinkPurpose.SIGN_IN, now)
    assert accounts.account_of_link(anew, now) is not None


def test_who_left_at_once_and_signed_in_anew_stays_in(jobs: TwoJobs) -> None:
    deeds.leave(jobs.stays.id, [jobs.ada.id], at(5))
    token = browsers.sign_in(jobs.ada.id, at(5).now + timedelta(hours=1))
    assert browsers.find(token, at(5).today) is not None
    assert browsers.find(token, at(6).today) is not None, "the rule of lifetimes ends it"


def test_colleagues_stay_in(jobs: TwoJobs) -> None:
    other = jobs.world.person("Bob")
    jobs.world.works(other, jobs.ends)
    token = browsers.sign_in(other.id, first_minute(1) - timedelta(minutes=3))
    assert browsers.find(token, day_of(first_minute(1))) is not None


def test_a_school_where_the_last_day_was_asks_nothing_more_at_once(jobs: TwoJobs) -> None:
    draft = NewAssignment(COURSE, jobs.ends.id, None, None, TODAY, "gegeven-2")
    assert giving.assign(jobs.world.actor(Role.TRAINER), draft, at(-8).now, at(-8).today)
    told = [
        {one.school for one in given.reasons_of(jobs.ada.id, COURSE, at(n).today)} for n in (0, 1)
    ]
    assert told == [{jobs.stays.name, jobs.ends.name}, {jobs.stays.name}]
    owed = [len(reading.own_duties(jobs.ada.id, at(n).today)) for n in (0, 1)]
    assert owed == [1, 1]


def test_what_was_owed_there_is_ended_by_the_worker_once(jobs: TwoJobs) -> None:
    """Not what is owed where somebody works on, and not before the day is over."""
    draft = NewAssignment(COURSE, jobs.ends.id, None, None, TODAY, "gegeven-2")
    assert giving.assign(jobs.world.actor(Role.TRAINER), draft, at(-8).now, at(-8).today)

    def owed() -> set[int]:
        jobs.session.expire_all()
        query = jobs.session.query(Duty.school_id).join(DutyReason, DutyReason.duty_id == Duty.id)
        held = query.filter(DutyReason.replaced_at.is_(None), DutyReason.ends_on.is_(None))
        return {school for (school,) in held.filter(Duty.person_id == jobs.ada.id)}

    both = {jobs.stays.id, jobs.ends.id}
    assert (last_days.settle_ended(at(0)), owed()) == (0, both)
    assert (last_days.settle_ended(at(1)), owed()) == (1, {jobs.stays.id})
    assert (last_days.settle_ended(at(2)), owed()) == (0, {jobs.stays.id})


def test_a_last_day_that_was_a_mistake_signs_nobody_out(jobs: TwoJobs) -> None:
    deeds.set_end(jobs.ends.id, [jobs.ada.id], None, at(-1))
    browsers.sign_in(jobs.ada.id, at(-1).now)
    assert (last_days.settle_ended(at(1)), jobs.signed_in()) == (0, 1)
