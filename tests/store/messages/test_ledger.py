"""The ledger of what was mailed: what may be written, and who reads which lines of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from course.domain.messages.schedules import Every
from course.domain.people.roles import Actor, Permission, Role
from course.models import Duty, FileSchedule, Mail, Person, Unreached
from course.store.dated import DeedMoment
from course.store.duties import giving
from course.store.duties.giving import NewAssignment
from course.store.messages import outbox, reminders, schedules
from course.store.messages.reminders import SENT, LedgerEntry, LedgerRow, MailReader
from course.store.people import deeds
from tests.staff import COURSE, World, at_noon
from tests.store.two_schools import TODAY, TwoSchools

DAY = timedelta(days=1)
NOON = at_noon(TODAY)


class Ledger:
    """Ada works at a school, Bob at another, and Cas worked at the first until yesterday; all three
    owe a course there.
    """

    def __init__(self, world: World) -> None:
        self.world, self.session = world, world.session
        self.here, self.there = (
            world.school("regenboog"),
            world.school("kompas", world.other_board()),
        )
        self.ada, self.bob = world.person("Ada Bos"), world.person("Bob Aas")
        self.cas = world.person("Cas Vos")
        for person, school in (
            (self.ada, self.here),
            (self.bob, self.there),
            (self.cas, self.here),
        ):
            world.works(person, school)
        self.trainer = world.actor(Role.TRAINER, self.here)
        everywhere = world.actor(Role.TRAINER)
        for school in (self.here, self.there):
            draft = NewAssignment(COURSE, school.id, None, None, TODAY, f"gegeven-{school.code}")
            giving.assign(everywhere, draft, at_noon(TODAY - 9 * DAY), TODAY - 9 * DAY)
        deeds.leave(self.here.id, [self.cas.id], DeedMoment(NOON))

    def duty(self, person: Person) -> str:
        return str(self.session.query(Duty).filter_by(person_id=person.id).one().ref)

    def write(
        self, person: Person, outcome: str = SENT, *steps: str, sent_by: int | None = None
    ) -> str | None:
        entry = LedgerEntry(person.id, outcome, steps or ("zomaar",), sent_by)
        return reminders.write(entry, TODAY, NOON)

    def read(self, reader: Actor, today: date = TODAY, **part: int) -> list[LedgerRow]:
        found = reminders.ledger(MailReader(reader), today, **{"limit": 9, **part})
        return list(found.rows)


@pytest.fixture
def ledger(session: Any) -> Ledger:
    return Ledger(World(session, TODAY))


def test_a_line_is_written_once_and_not_when_its_mail_went_out(ledger: Ledger) -> None:
    key = ledger.write(ledger.ada, SENT, "een", "twee")
    assert key is not None
    assert key.startswith(f"reminder:{ledger.ada.id}:sent:")
    assert ledger.write(ledger.ada, SENT, "een", "twee") is None
    assert ledger.write(ledger.ada, "quiet", "een", "twee") is None, "it says no more"
    silent = ledger.write(ledger.ada, "quiet", "een")
    assert silent is not None
    assert not silent.startswith("reminder:")
    assert ledger.write(ledger.ada, "quiet", "een") is None
    assert ledger.write(ledger.ada, "left", "een") is not None
    assert ledger.write(ledger.ada, SENT, "een") is not None, "later it was sent after all"
    assert ledger.write(ledger.bob, "quiet", "een", "twee") is not None


def test_who_works_there_and_of_who_left_what_was_about_there(ledger: Ledger) -> None:
    ledger.write(ledger.ada)
    ledger.write(ledger.bob)
    ledger.write(ledger.bob, "quiet", f"{ledger.duty(ledger.bob)}:soon")
    ledger.write(ledger.cas, "quiet", "iets anders")
    ledger.write(ledger.cas, "left", f"{ledger.duty(ledger.cas)}:late", sent_by=ledger.trainer.id)
    found = ledger.read(ledger.trainer)
    assert [(one.person, one.outcome, one.by_hand) for one in found] == [
        ("Cas Vos", "left", True),
        ("Ada Bos", SENT, False),
    ]
    assert found[0].steps == (f"{ledger.duty(ledger.cas)}:late",)
    assert ledger.read(ledger.trainer, TODAY - DAY)[1].outcome == "quiet", "he worked there then"
    assert ledger.read(ledger.world.actor(Role.MANAGER, ledger.here)) == []
    reader = MailReader(ledger.world.actor(Role.MANAGER, ledger.here), Permission.SCHOOL_REPORT)
    assert reminders.ledger(reader, TODAY, limit=9).total == 2


def test_the_newest_comes_first_with_what_became_of_its_mail(ledger: Ledger) -> None:
    for number, days in enumerate((0, 2, 1)):
        entry = LedgerEntry(ledger.ada.id, SENT, (f"stap-{number}",))
        key = reminders.write(entry, TODAY, NOON + days * DAY)
        assert key is not None
        assert outbox.queue(key, ledger.ada.email, "S", "T", NOON)
        sent = {"sent_at": NOON + days * DAY} if days else {"error": "TimeoutError"}
        ledger.session.query(Mail).filter_by(key=key).update(sent)
    found = ledger.read(ledger.trainer)
    assert [one.steps for one in found] == [("stap-1",), ("stap-2",), ("stap-0",)]
    assert [(one.mail_sent_at, one.mail_error) for one in found] == [
        (NOON + 2 * DAY, None),
        (NOON + DAY, None),
        (None, "TimeoutError"),
    ]
    assert [one.steps for one in ledger.read(ledger.trainer, limit=1, offset=1)] == [("stap-2",)]
    assert reminders.ledger(MailReader(ledger.trainer), TODAY, limit=1).total == 3


def test_lists_that_come_again_stand_among_it(ledger: Ledger) -> None:
    """Of who works there; for whom the right holds everywhere, of anybody."""
    for person in (ledger.ada, ledger.bob, ledger.world.person("Dirk Nergens")):
        ref = schedules.ask(person.id, Every.WEEK, {"cursus": COURSE}, f"van-{person.id}", NOON)
        number = ledger.session.query(FileSchedule).filter_by(ref=ref).one().id
        assert schedules.write(number, TODAY, SENT, NOON)
    ledger.write(ledger.ada)
    found = ledger.read(ledger.trainer)
    told = [(one.person, one.list_day, one.steps, one.by_hand) for one in found]
    assert told == [("Ada Bos", TODAY, (), False), ("Ada Bos", None, ("zomaar",), False)]
    everywhere = ledger.read(ledger.world.actor(Role.TRAINER), limit=50)
    assert {"Bob Aas", "Dirk Nergens"} <= {one.person for one in everywhere}


def test_people_in_scope_are_who_works_there_today(ledger: Ledger) -> None:
    trainer, eve = ledger.trainer, ledger.world.person("Eve Aap")
    ledger.world.works(eve, ledger.here)

    def ids(today: date = TODAY, **part: int) -> tuple[list[int], int]:
        return reminders.people_in_scope(trainer, today, **{"limit": 9, **part})

    assert ids() == ([eve.id, ledger.ada.id], 2)
    assert ids(limit=1, offset=1) == ([ledger.ada.id], 2)
    assert ids(offset=5) == ([], 0)
    assert ids(TODAY - DAY) == ([eve.id, ledger.ada.id, ledger.cas.id], 3)
    found = reminders.person_in_scope(trainer, ledger.ada.ref, TODAY)
    assert found is not None
    assert (found.id, found.name) == (ledger.ada.id, "Ada Bos")
    assert reminders.person_in_scope(trainer, ledger.bob.ref, TODAY) is None
    assert reminders.person_in_scope(trainer, ledger.cas.ref, TODAY) is None


def test_whom_mail_does_not_reach_stands_with_the_schools_where_they_work(ledger: Ledger) -> None:
    for person in (ledger.ada, ledger.bob, ledger.cas):
        reminders.came_back(person.email.upper(), "5.1.1-and-much-more-than-fits", NOON)
    reminders.came_back(ledger.ada.email, "550", NOON + DAY)
    (row,) = reminders.unreached(MailReader(ledger.trainer), TODAY, limit=9).rows
    assert (row.person, row.email, row.since) == ("Ada Bos", ledger.ada.email, NOON)
    assert row.code == "5.1.1-and-much-m"
    eve = ledger.world.person("Eve Aap")
    ledger.world.works(eve, ledger.here)
    reminders.came_back(eve.email, "550", NOON)
    part = reminders.unreached(MailReader(ledger.trainer), TODAY, limit=1, offset=1)
    assert ([one.person for one in part.rows], part.total) == (["Ada Bos"], 2)


def test_that_mail_is_taken_says_nothing_soon_after_a_report(ledger: Ledger) -> None:
    def unreached() -> set[str]:
        ledger.session.expire_all()
        keys = {ledger.ada.email_key, ledger.bob.email_key}
        return {row.email_key for row in ledger.session.query(Unreached)} & keys

    strangers = {"niemand@elders.example": "5.1.1", ledger.ada.email.upper(): "5.1.1"}
    assert reminders.came_back_by_report(strangers, NOON) == (1, 1)
    reminders.came_back(ledger.bob.email, "550", NOON)
    for person in (ledger.ada, ledger.bob):
        reminders.reached(person.email.upper(), NOON + 30 * DAY - timedelta(seconds=1))
    assert unreached() == {ledger.ada.email_key}, "the other was refused at once"
    reminders.reached(ledger.bob.email, NOON + 30 * DAY)
    assert unreached() == {ledger.ada.email_key}
    reminders.reached(ledger.ada.email, NOON + 30 * DAY)
    assert unreached() == set()


def test_who_wants_no_reminders_gets_none_until_they_do(two: TwoSchools) -> None:
    for ref in (two.ada.ref, two.ada.ref, two.bob.ref):
        assert reminders.stop(ref, NOON)
    assert not reminders.stop("is-er-niet", NOON)
    assert reminders.resume(two.ada.ref)
    assert not reminders.resume("is-er-niet")
    assert [reminders.has_stopped(one.ref) for one in (two.ada, two.bob)] == [False, True]
    assert not reminders.has_stopped("is-er-niet")
