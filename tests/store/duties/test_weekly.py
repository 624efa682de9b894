"""What the mail of a week tells: who is late to who leads them, who is stuck to who trains them, and
nobody of another school.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from course.domain.duties import stuck
from course.domain.duties.calendars import OwnKind
from course.domain.people.roles import Actor, Grant, Role
from course.models import DutyRelief, Enrolment, Person, Reminder, School, Sitting
from course.store.dated import DeedMoment
from course.store.duties import calendars, giving, weekly
from course.store.duties.calendars import NewOwnDays
from course.store.duties.giving import NewAssignment
from course.store.people import deeds
from tests.staff import COURSE, World, at_noon

GIVEN, DUE = date(2026, 9, 1), date(2026, 11, 20)
TODAY = date(2026, 12, 2)  # a Wednesday
ONE_DAY = timedelta(days=1)
WEEK_49 = "week:2026-49"


class Case:
    """One school with five people, one beside it, and one of another board; all have the course."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.here, self.beside = world.school("regenboog"), world.school("kompas")
        self.away = world.school("ver", world.other_board())
        self.people = world.staff(self.here, 5)
        self.canary = world.staff(self.beside, 2) + world.staff(self.away, 2)
        for place in (self.here, self.beside, self.away):
            self.assign(place, DUE)

    def assign(self, school: School, due: date) -> None:
        trainer = self.world.actor(Role.TRAINER, school)
        draft = NewAssignment(COURSE, school.id, None, None, due, f"{school.code}-{due}-1234567890")
        giving.assign(trainer, draft, at_noon(GIVEN), GIVEN)

    def news(self, role: Role, school: School | None = None) -> tuple[list[str], list[str]]:
        """Who is late, and who is stuck, as who has this role here reads it."""
        found = weekly.news_of([Grant(role, (school or self.here).id, None)], TODAY)
        return [one.ref for one in found.late.shown], [one.ref for one in found.stuck.shown]

    def tried(
        self, person: Person, times: int, module: str = "delen", lesson: str = "les-3"
    ) -> None:
        """Handed in the test of a module so many times."""
        enrolment = self.world.session.query(Enrolment).filter_by(person_id=person.id).one()
        for _ in range(times):
            when = {"opened_at": at_noon(TODAY), "handed_in_at": at_noon(TODAY)}
            place = {"module": module, "lesson": lesson, "items": ["een"]}
            self.world.add(Sitting(enrolment_id=enrolment.id, **place, **when))


@pytest.fixture
def case(session: Any) -> Case:
    return Case(World(session, TODAY))


def test_who_leads_reads_who_is_late_and_nobody_else(case: Case) -> None:
    done, paused, left, *late = case.people
    case.world.progress(done, 5, GIVEN, DUE)
    relieve(case, paused)
    deeds.leave(case.here.id, [left.id], DeedMoment(at_noon(DUE)))
    refs, stuck = case.news(Role.MANAGER)
    assert sorted(refs) == sorted(one.ref for one in late)
    assert stuck == []
    assert not {one.ref for one in case.canary} & set(refs)


def test_who_trains_reads_who_is_stuck_by_tries_or_by_weeks(case: Case) -> None:
    tries, quiet, lively, twice, passed = case.people
    for person, done, since in (
        (tries, 2, TODAY - timedelta(days=3)),
        (quiet, 2, TODAY - timedelta(days=60)),
        (lively, 2, TODAY - timedelta(days=4)),
        (twice, 2, TODAY - timedelta(days=4)),
        (passed, 3, TODAY - timedelta(days=4)),
    ):
        case.world.progress(person, done, since)
    case.tried(tries, 3)
    case.tried(twice, 2)
    case.tried(twice, 3, module="instaptoets")
    case.tried(passed, 3)  # and mastered it
    for other in case.canary:
        case.world.progress(other, 1, TODAY - timedelta(days=60))
    late, stuck = case.news(Role.TRAINER)
    assert late == []  # a report tells that
    assert sorted(stuck) == sorted([tries.ref, quiet.ref])


def test_tries_are_of_one_test_and_handed_in(case: Case) -> None:
    namesake, halfway, done = case.people[:3]
    for person in (namesake, halfway, done):
        case.world.progress(person, 2, TODAY - timedelta(days=4))
    case.tried(namesake, 3, module="blijft", lesson="les-2")  # another module has such a lesson
    case.tried(halfway, 2)
    case.tried(done, 3, lesson="les-2")  # which is done
    mine = case.world.session.query(Enrolment).filter_by(person_id=halfway.id).one()
    place = {"module": "delen", "lesson": "les-3", "items": ["een"]}
    case.world.add(Sitting(enrolment_id=mine.id, opened_at=at_noon(TODAY), **place))
    assert case.news(Role.TRAINER) == ([], [namesake.ref])


def test_who_is_stuck_may_still_have_time_and_weeks_are_those_of_each_school(case: Case) -> None:
    new = case.world.school("nieuw")
    (person,) = case.world.staff(new, 1)
    case.assign(new, TODAY + timedelta(days=30))
    since = stuck.still_since(TODAY, calendars.of_school(new.id))
    for who, day in ((person, since), (case.people[0], since), (case.people[1], since + ONE_DAY)):
        case.world.progress(who, 1, day)
    case.world.progress(case.canary[0], 1, since)
    off = TODAY - timedelta(days=15), TODAY - timedelta(days=3)
    closed = NewOwnDays(case.beside.id, OwnKind.CLOSED, "Verbouwing", *off, "verbouwing")
    assert calendars.say_days(closed, person.id, at_noon(GIVEN))
    everywhere = [Grant(Role.TRAINER, None, case.world.board.id)]
    found = weekly.news_of(everywhere, TODAY).stuck
    assert sorted(one.ref for one in found.shown) == sorted([person.ref, case.people[0].ref])


def test_who_has_not_begun_is_not_stuck_and_who_is_done_is_not(case: Case) -> None:
    done = case.people[0]
    case.world.progress(done, 5, GIVEN, GIVEN + timedelta(days=5))
    assert case.news(Role.TRAINER) == ([], [])


def test_a_long_list_is_cut_and_counted(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weekly, "MOST", 2)
    found = weekly.news_of([Grant(Role.MANAGER, case.here.id, None)], TODAY).late
    assert (len(found.shown), found.total, found.more) == (2, 5, 3)


def test_who_heard_it_this_week_is_left_out(case: Case) -> None:
    leader = case.world.actor(Role.MANAGER, case.here)
    both = case.world.actor(Role.MANAGER, case.beside)
    nobody = case.world.actor(Role.MANAGER, case.world.school("leeg"))
    asked = [leader.id, both.id, nobody.id, case.people[0].id]
    assert sorted(weekly.news_for(asked, TODAY)) == sorted([leader.id, both.id])
    told(case, leader, TODAY - timedelta(days=1), "week:2026-49")
    told(case, both, TODAY - timedelta(days=5), "week:2026-48")
    assert list(weekly.news_for(asked, TODAY)) == [both.id]
    case.world.session.get(Person, both.id).blocked_at = at_noon(TODAY)
    case.world.session.flush()
    assert weekly.news_for(asked, TODAY) == {}


def test_what_could_not_be_said_is_tried_again_unless_they_cannot_hear_it_today(
    case: Case,
) -> None:
    """Noted and not sent: they were written to in the last seven days, or it is weekend."""
    friday, saturday = TODAY + timedelta(days=2), TODAY + timedelta(days=3)
    noted, lately, before, sent = (case.world.actor(Role.MANAGER, case.here) for _ in range(4))
    asked = [noted.id, lately.id, before.id, sent.id]
    for person in (noted, lately, before):
        told(case, person, TODAY - timedelta(days=2), WEEK_49, outcome="quiet")
    told(case, lately, TODAY - timedelta(days=6), "duty:1")
    told(case, before, TODAY - timedelta(days=7), "duty:2")
    told(case, sent, TODAY - timedelta(days=6), "duty:3")
    assert list(weekly.news_for(asked, TODAY)) == [noted.id, before.id, sent.id]
    assert list(weekly.news_for(asked, friday)) == asked
    assert list(weekly.news_for(asked, saturday)) == [sent.id]
    assert list(weekly.news_for(asked, TODAY + timedelta(days=7))) == asked, "another week"


def test_who_leads_or_trains_no_more_hears_nothing(case: Case) -> None:
    trainer, leader = (case.world.actor(role, case.here) for role in (Role.TRAINER, Role.MANAGER))
    case.world.progress(case.people[0], 2, TODAY - timedelta(days=60))
    gone = case.world.person()
    case.world.grant(gone, Role.MANAGER, case.here, ends_on=TODAY - timedelta(days=1))
    found = weekly.news_for([trainer.id, leader.id, gone.id], TODAY)
    counts = {one: (news.late.total, news.stuck.total) for one, news in found.items()}
    assert counts == {trainer.id: (0, 1), leader.id: (5, 0)}
    assert list(weekly.news_for([leader.id], TODAY)) == [leader.id]
    assert list(weekly.news_for([gone.id], TODAY - timedelta(days=1))) == [gone.id]


def test_readers_are_who_ever_led_or_trained_each_once(case: Case) -> None:
    first = case.world.actor(Role.MANAGER, case.here)
    case.world.grant(case.world.session.get(Person, first.id), Role.TRAINER, case.beside)
    admin = case.world.actor(Role.ADMINISTRATOR)
    last = case.world.actor(Role.TRAINER, case.here)
    gone = case.world.person()
    case.world.grant(gone, Role.MANAGER, case.here, ends_on=GIVEN)
    assert list(weekly.readers_after(first.id - 1, 9)) == [first.id, last.id, gone.id]
    assert list(weekly.readers_after(first.id - 1, 2)) == [first.id, last.id]
    assert list(weekly.readers_after(first.id, 9)) == [last.id, gone.id]
    assert admin.id not in weekly.readers_after(0, 999)


def told(case: Case, person: Actor, day: date, step: str, outcome: str = "sent") -> None:
    key = f"{person.id}:{step}"
    mail_key = key if outcome == "sent" else None
    row = {"key": key, "outcome": outcome, "steps": [step], "mail_key": mail_key}
    case.world.add(Reminder(person_id=person.id, day=day, at=at_noon(day), **row))


def relieve(case: Case, person: Person) -> None:
    duty = giving_duty(case, person)
    row = {"duty_id": duty, "kind": "paused", "until": TODAY, "made_by": case.people[0].id}
    case.world.add(DutyRelief(**row, starts_on=GIVEN, recorded_at=at_noon(GIVEN)))


def giving_duty(case: Case, person: Person) -> int:
    from course.models import Duty

    return int(case.world.session.query(Duty.id).filter_by(person_id=person.id).scalar())
