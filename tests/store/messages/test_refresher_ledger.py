"""The ledger of refreshers: who is looked at, what was sent to whom, and what was answered."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from course.domain.duties.calendars import OwnKind
from course.models import (
    OwnDays,
    Person,
    Refresher,
    RefresherAnswer,
    RefresherPlan,
)
from course.models.base import new_token
from course.store.messages import refreshers, reminders
from course.store.messages.refreshers import Refreshed, RefresherEntry
from course.store.messages.reminders import SENT, LedgerEntry
from tests.staff import COURSE, World, at_noon

TODAY = date(2026, 11, 10)  # a Tuesday in a school week
NOON, DAY = at_noon(TODAY), timedelta(days=1)
MOMENTS = ("delen/les-1/p1/L1", "delen/les-1/p2/L1")


class Ledger:
    """Three people, of whom the first two work at one school and the first at another too."""

    def __init__(self, world: World) -> None:
        self.world, self.session = world, world.session
        self.here, self.there = world.school("regenboog"), world.school("kompas")
        self.ada, self.bob, self.cas = (
            world.person(f"{name} Bos") for name in ("Ada", "Bob", "Cas")
        )
        for person, school in (
            (self.ada, self.here),
            (self.ada, self.there),
            (self.bob, self.here),
        ):
            world.works(person, school)

    def write(
        self, person: Person, number: int, days: int = 0, outcome: str = SENT, open_for: int = 14
    ) -> str | None:
        day = TODAY + days * DAY
        entry = RefresherEntry(
            person.id, COURSE, self.world.release, number, outcome, MOMENTS, day + open_for * DAY
        )
        return refreshers.write(entry, new_token(), at_noon(day), day)

    def answer(self, person: Person, number: int, *items: str) -> None:
        """Of a refresher that was sent, so many questions."""
        key = f"{person.id}:{COURSE}:{number}:{SENT}"
        sent = self.session.query(Refresher).filter_by(key=key).one()
        for item in items:
            place = {"course": COURSE, "module": "delen", "goal": "L1", "lesson": "les-1"}
            marks = {"response": ["a"], "earned": 1, "possible": 1, "scheduler": "ladder"}
            row = {"refresher_id": sent.id, "person_id": person.id, "day": TODAY, "at": NOON}
            self.world.add(RefresherAnswer(item=item, **row, **place, **marks))

    def found(self) -> dict[int, Refreshed]:
        people = [self.ada.id, self.bob.id, self.cas.id]
        return refreshers.facts(people, TODAY)


@pytest.fixture
def ledger(session: Any) -> Ledger:
    return Ledger(World(session, TODAY))


def test_a_line_is_written_once_with_the_key_of_its_mail(ledger: Ledger) -> None:
    key = ledger.write(ledger.ada, 1)
    assert key == f"refresher:{ledger.ada.id}:{COURSE}:1:sent"
    assert ledger.write(ledger.ada, 1) is None
    assert ledger.write(ledger.ada, 2, outcome="quiet") is None, "no mail"
    assert ledger.session.query(Refresher).filter_by(person_id=ledger.ada.id).count() == 2
    assert ledger.write(ledger.ada, 2) is not None


def test_of_who_works_it_is_known_what_was_sent_and_answered(ledger: Ledger) -> None:
    for number, days in enumerate((-20, -13, -7, -6), start=1):
        ledger.write(ledger.ada, number, days)
    ledger.answer(ledger.ada, 1, "p1", "p2")
    ledger.answer(ledger.ada, 2, "p1")
    ledger.write(ledger.ada, 5, 0, "quiet")
    for number, days in enumerate((-3, -1), start=1):
        ledger.write(ledger.bob, number, days)
    ledger.write(ledger.cas, 1, -3)
    ledger.world.works(ledger.cas, ledger.here, ends_on=TODAY - DAY)
    found = ledger.found()
    assert set(found) == {ledger.ada.id, ledger.bob.id}, "Cas works there no more"
    ada, bob = found[ledger.ada.id], found[ledger.bob.id]
    assert (ada.name, ada.email, ada.ref) == ("Ada Bos", ledger.ada.email, ledger.ada.ref)
    assert (ada.sent, ada.unanswered, bob.sent, bob.unanswered) == (4, 2, 2, 2)
    assert ada.mail.refreshers == (TODAY - 6 * DAY,), "a week ago is no week any more"
    assert (ada.waits_until, bob.waits_until) == (TODAY, TODAY + 5 * DAY)
    for number in (1, 2):
        ledger.answer(ledger.bob, number, "p1", "p2")
    bob = ledger.found()[ledger.bob.id]
    assert (bob.unanswered, bob.waits_until) == (0, None)
    assert refreshers.sent_lately([ledger.ada.id, ledger.cas.id], TODAY) == {
        ledger.ada.id: (TODAY - 6 * DAY,),
        ledger.cas.id: (TODAY - 3 * DAY,),
    }


def test_one_that_is_open_no_more_keeps_nothing_back(ledger: Ledger) -> None:
    ledger.write(ledger.ada, 1, -5, open_for=4)
    ledger.write(ledger.bob, 1, -5, open_for=5)
    found = ledger.found()
    assert found[ledger.ada.id].waits_until is None
    assert found[ledger.bob.id].waits_until == TODAY


def test_what_keeps_mail_back_is_known_of_each(ledger: Ledger) -> None:
    ada, bob = ledger.ada, ledger.bob
    for days in (-7, -6, 0):
        entry = LedgerEntry(ada.id, SENT, (f"stap-{days}",))
        reminders.write(entry, TODAY + days * DAY, NOON)
    reminders.write(LedgerEntry(bob.id, "quiet", ("stap",)), TODAY, NOON)
    closed = {"kind": OwnKind.CLOSED.value, "name": "Studiedag", "submission": "dicht"}
    row = {"first_on": TODAY, "last_on": TODAY, "made_by": bob.id, "made_at": NOON}
    ledger.world.add(OwnDays(school_id=ledger.there.id, **closed, **row))
    refreshers.stop(bob.ref, NOON)
    reminders.came_back(bob.email, "550", NOON)
    found = ledger.found()
    assert sorted(found[ada.id].mail.reminders) == [TODAY - 6 * DAY, TODAY]
    assert found[bob.id].mail.reminders == ()
    to = [
        (one.quiet, one.stopped, one.unreached)
        for one in (found[ada.id].addressee, found[bob.id].addressee)
    ]
    assert to == [(True, False, False), (False, True, True)]
    bob.blocked_at = NOON
    ledger.session.flush()
    assert set(ledger.found()) == {ada.id}


@pytest.mark.empty("nobody else is done or looked at")
def test_who_is_done_without_a_plan_or_may_be_sent_something_is_looked_at(ledger: Ledger) -> None:
    ada, bob, cas, eve = (*(ledger.ada, ledger.bob, ledger.cas), ledger.world.person("Eve Bos"))
    for person, done in ((ada, 5), (bob, 2), (cas, 5)):
        done_on = TODAY - DAY if done == 5 else None
        ledger.world.progress(person, done, TODAY - 9 * DAY, done_on)
    ids = sorted([ada.id, cas.id])
    assert refreshers.people_after(0, TODAY, 9) == ids
    assert refreshers.people_after(ids[0], TODAY, 9) == ids[1:]
    assert refreshers.people_after(0, TODAY, 1) == ids[:1]
    refreshers.plan(ada.id, "ander", TODAY, {}, TODAY + DAY)
    assert refreshers.people_after(0, TODAY, 9) == ids, "that is of another course"
    refreshers.plan(ada.id, COURSE, TODAY, {"delen/L1": 2}, TODAY + DAY)
    refreshers.plan(eve.id, COURSE, TODAY, {}, TODAY)
    assert refreshers.people_after(0, TODAY, 9) == [cas.id, eve.id]
    assert set(refreshers.people_after(0, TODAY + DAY, 9)) == {ada.id, cas.id, eve.id}
    assert refreshers.people_after(eve.id, TODAY + DAY, 9) == []
    refreshers.plan(ada.id, COURSE, TODAY + DAY, {"delen/L1": 9}, TODAY + 7 * DAY)
    ledger.session.expire_all()
    row = ledger.session.get(RefresherPlan, (ada.id, COURSE))
    kept = (row.learned_on, row.origins, row.look_on)
    assert kept == (TODAY, {"delen/L1": 2}, TODAY + 7 * DAY), "why it is asked stays"


def test_who_stops_gets_none_until_they_go_on_the_same_day(ledger: Ledger) -> None:
    for person, days in ((ledger.ada, 9), (ledger.bob, 9), (ledger.cas, -1)):
        refreshers.plan(person.id, COURSE, TODAY, {}, TODAY + days * DAY)
    for ref in (ledger.ada.ref, ledger.ada.ref, ledger.cas.ref, ledger.bob.ref):
        assert refreshers.stop(ref, NOON)
    assert not refreshers.stop("is-er-niet", NOON)
    assert refreshers.has_stopped(ledger.ada.ref)
    assert refreshers.resume(ledger.ada.ref, TODAY)
    assert refreshers.resume(ledger.cas.ref, TODAY)
    assert not refreshers.resume("is-er-niet", TODAY)
    stopped = [refreshers.has_stopped(one.ref) for one in (ledger.ada, ledger.bob, ledger.cas)]
    assert stopped == [False, True, False]
    ledger.session.expire_all()
    people = (ledger.ada, ledger.bob, ledger.cas)
    days = [ledger.session.get(RefresherPlan, (one.id, COURSE)).look_on for one in people]
    assert days == [TODAY, TODAY + 9 * DAY, TODAY - DAY]
    assert refreshers.later(TODAY) == TODAY + 7 * DAY
