"""Who leaves holds no seat: it goes to who waited, who hears so."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from course.domain.people.roles import Role
from course.domain.study_days import SeatState
from course.models import Job
from course.store.dated import DeedMoment
from course.store.people import deeds
from course.store.people.deeds import Workplace
from course.store.study_days import attending, meetings, seats
from course.store.study_days.meetings import MeetingFor
from course.store.study_days.seats import NEWS
from tests.store.study_days.test_two_meetings import NOW, PLAN, TODAY, Hall, opened, plan


@pytest.fixture
def hall(session: Any) -> Hall:
    return opened(session)


def told(hall: Hall, news: str = "seat") -> list[list[int]]:
    """Who hears that there is a seat for them, or none any more, mail by mail."""
    jobs = hall.world.session.query(Job).filter_by(kind=NEWS).order_by(Job.id)
    return [one.arguments["people"] for one in jobs if one.arguments["news"] == news]


def test_who_leaves_gives_their_seat_to_who_waits(hall: Hall) -> None:
    ada, bob, cas = hall.people
    hall.say(hall.morning, True, True, True)
    hall.say(hall.noon, None, True, None)
    assert attending.seated(hall.morning) == [ada.id]
    deeds.leave(hall.school.id, [ada.id], DeedMoment(NOW))
    assert attending.seated(hall.morning) == [bob.id]
    assert hall.now(hall.morning).coming == 2
    assert told(hall) == [[bob.id]]
    assert hall.seats(cas)[0] == (SeatState.WAITING, 0, False)
    listed = attending.coming_people(hall.morning, TODAY)
    assert [(one.name, one.comes) for one in listed] == [
        ("Bob Cats", True),
        ("Cas Dam", True),
        ("Ada Bos", False),
    ]
    deeds.join(hall.school.id, [Workplace(ada.id)], DeedMoment(NOW))
    assert attending.seated(hall.morning) == [ada.id], "back the same day, as if never away"


def test_a_last_day_before_the_training_frees_the_seat_at_once(hall: Hall) -> None:
    ada, bob, _ = hall.people
    day = TODAY + timedelta(days=7)
    later = plan(hall.trainer, hall.school, replace(PLAN, title="Straks", day=day))
    hall.say(later, True, True, None)
    deeds.set_end(hall.school.id, [ada.id], day, DeedMoment(NOW))
    assert attending.seated(later) == [ada.id], "on the day itself they still work there"
    deeds.set_end(hall.school.id, [ada.id], day - timedelta(days=1), DeedMoment(NOW))
    assert attending.seated(later) == [bob.id]
    states = [attending.own_seat(later, one.id).state for one in (ada, bob)]
    assert states == [SeatState.AWAY, SeatState.SEAT]
    assert told(hall) == [[bob.id]]
    assert not meetings.may_come(ada.id, later, TODAY)
    assert meetings.may_come(ada.id, hall.morning, TODAY)


def test_who_leaves_one_school_of_a_board_keeps_the_seat_at_its_training(hall: Hall) -> None:
    ada, bob, _ = hall.people
    other = hall.world.school("kompas")
    hall.world.works(ada, other)
    trainer = hall.world.actor(Role.TRAINER, board=hall.world.board)
    whose = MeetingFor(None, hall.world.board.id)
    ref = meetings.plan(trainer, whose, replace(PLAN, title="Samen"), "plan-samen", NOW)
    assert ref is not None
    both = meetings.by_ref(ref)
    hall.say(both, True, True, None)
    deeds.leave(hall.school.id, [ada.id], DeedMoment(NOW))
    assert attending.seated(both) == [ada.id]
    deeds.leave(other.id, [ada.id], DeedMoment(NOW))
    assert attending.seated(both) == [bob.id]
    assert told(hall) == [[bob.id]]


def test_a_past_training_keeps_who_was_to_come(hall: Hall) -> None:
    ada = hall.people[0]
    hall.say(hall.morning, True, None, None)
    deeds.leave(hall.school.id, [ada.id], DeedMoment(NOW + timedelta(days=9)))
    assert attending.seated(hall.morning) == [ada.id]
    assert told(hall) == []


def test_nobody_hears_of_a_seat_at_what_does_not_go_on(hall: Hall) -> None:
    ada = hall.people[0]
    hall.say(hall.morning, True, True, None)
    assert meetings.cancel(hall.morning, NOW)
    deeds.leave(hall.school.id, [ada.id], DeedMoment(NOW))
    assert told(hall) == []


def test_who_stays_after_all_hears_that_there_is_a_seat_again(hall: Hall) -> None:
    ada = hall.people[0]
    later = replace(PLAN, title="Straks", day=TODAY + timedelta(days=7))
    hall.say(plan(hall.trainer, hall.school, later), True, None, None)
    deeds.set_end(hall.school.id, [ada.id], TODAY, DeedMoment(NOW))
    assert told(hall) == [], "nobody waited"
    deeds.set_end(hall.school.id, [ada.id], None, DeedMoment(NOW))
    assert told(hall) == [[ada.id]]


def test_who_had_that_seat_meanwhile_hears_that_they_wait_again(hall: Hall) -> None:
    ada, bob, cas = hall.people
    later = plan(
        hall.trainer,
        hall.school,
        replace(PLAN, title="Straks", day=TODAY + timedelta(days=7), capacity=2),
    )
    hall.say(later, True, True, True)
    deeds.set_end(hall.school.id, [ada.id], TODAY, DeedMoment(NOW))
    assert (told(hall), told(hall, "waiting")) == ([[cas.id]], [])
    deeds.set_end(hall.school.id, [ada.id], None, DeedMoment(NOW))
    assert attending.seated(later) == [ada.id, bob.id]
    assert told(hall) == [[cas.id], [ada.id]]
    assert told(hall, "waiting") == [[cas.id]], "Bob kept his seat"


def test_who_reads_it_on_screen_gets_no_mail_of_it(hall: Hall) -> None:
    ada, bob, cas = hall.people
    hall.say(hall.morning, True, True, True)
    before = [bob.id, cas.id]
    assert seats.tell(hall.morning, before, NOW, sees=ada.id) == 2
    assert (told(hall), told(hall, "waiting")) == ([], [[bob.id, cas.id]])
    assert seats.tell(hall.morning, before, NOW, sees=cas.id) == 2
    assert (told(hall), told(hall, "waiting")[1:]) == ([[ada.id]], [[bob.id]])
    assert seats.tell(hall.morning, [ada.id], NOW) == 0
