"""What the mail of a week tells: who is late to who leads them, who is stuck to who trains them, and
nobody of another school.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from course.domain.people.roles import Actor, Grant, Role
from course.models import DutyRelief, Enrolment, Person, Reminder, School, Sitting
from course.store.dated import DeedMoment
from course.store.duties import giving, weekly
from course.store.duties.giving import NewAssignment
from course.store.people import deeds
from tests.staff import COURSE, World, at_noon

GIVEN, DUE = date(2026, 9, 1), date(2026, 11, 20)
TODAY = date(2026, 12, 2)  # a Wednesday


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

    def tried(self, person: Person, times: int, module: str = "delen") -> None:
        """Handed in the test of a module so many times."""
        enrolment = self.world.session.query(Enrolment).filter_by(person_id=person.id).one()
        for _ in range(times):
            when = {"opened_at": at_noon(TODAY), "handed_in_at": at_noon(TODAY)}
            place = {"module": module, "lesson": "les-3", "items": ["een"]}
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


def told(case: Case, person: Actor, day: date, step: str) -> None:
    row = {"key": f"{person.id}:{step}", "outcome": "sent", "steps": [step], "mail_key": step}
    case.world.add(Reminder(person_id=person.id, day=day, at=at_noon(day), **row))


def relieve(case: Case, person: Person) -> None:
    duty = giving_duty(case, person)
    row = {"duty_id": duty, "kind": "paused", "until": TODAY, "made_by": case.people[0].id}
    case.world.add(DutyRelief(**row, starts_on=GIVEN, recorded_at=at_noon(GIVEN)))


def giving_duty(case: Case, person: Person) -> int:
    from course.models import Duty

    return int(case.world.session.query(Duty.id).filter_by(person_id=person.id).scalar())
