"""What a school had sent by the end of a day: of its own duties, people and readers, and how it ended
as far as was known.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from course import clock
from course.domain.messages.fates import MailEnd, MailKind
from course.domain.people.roles import Role
from course.models import Duty, Person, Refresher, Reminder, School
from course.store.dated import DeedMoment
from course.store.duties import giving
from course.store.duties.giving import NewAssignment
from course.store.messages import fates
from course.store.people import deeds
from course.store.proof import mailed
from course.store.proof.mailed import SchoolMail
from tests import builders
from tests.staff import COURSE, World, at_noon

TODAY = date(2026, 3, 12)
DAY = timedelta(days=1)
DUE = TODAY + timedelta(days=30)
WEEK = ("week:2026-11",)


class Case:
    """Ada and Bob work at a school, Cas beside it; both schools gave the course."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.here, self.beside = world.school("regenboog"), world.school("kompas")
        self.away = world.school("ver", world.other_board())
        self.ada, self.bob = world.staff(self.here, 2)
        (self.cas,) = world.staff(self.beside, 1)
        trainer = world.actor(Role.TRAINER, board=world.board)
        for school in (self.here, self.beside):
            draft = NewAssignment(COURSE, school.id, None, None, DUE, school.code)
            assert giving.assign(trainer, draft, at_noon(TODAY), TODAY) is not None

    def step(self, who: Person, said: str) -> str:
        """A step of the duty of somebody, such as `given`, `due:-7` or `hand`."""
        duty = self.world.session.query(Duty).filter_by(person_id=who.id).order_by(Duty.id).first()
        return f"{duty.ref}:{said}"

    def write(
        self,
        who: Person,
        *steps: str,
        outcome: str = "sent",
        day: date = TODAY,
        at: datetime | None = None,
    ) -> str:
        """A line of the ledger of reminders; gives back the key of its mail."""
        number = self.world.session.query(Reminder).count()
        key = f"reminder:{number}"
        sent = {"outcome": outcome, "mail_key": key if outcome == "sent" else None, "key": key}
        row = {"person_id": who.id, "day": day, "at": at or at_noon(day), "steps": list(steps)}
        self.world.add(Reminder(**row, **sent))
        return key

    def refresh(
        self, who: Person, day: date = TODAY, course: str = COURSE, at: datetime | None = None
    ) -> None:
        number = self.world.session.query(Refresher).count()
        key = f"refresher:{number}"
        row = {"person_id": who.id, "course": course, "release": self.world.release, "key": key}
        sent = {"outcome": "sent", "mail_key": key, "day": day, "at": at or at_noon(day)}
        self.world.add(Refresher(**row, **sent, moments=[], open_until=day))

    def told(self, school: School, day: date = TODAY) -> SchoolMail:
        schools = [self.here.id, self.beside.id, self.away.id]
        return mailed.until(schools, COURSE, day).get(school.id, mailed.NO_MAIL)


@pytest.fixture
def case(session: Any) -> Case:
    return Case(World(session, TODAY))


def test_each_line_counts_by_what_it_said_and_how_it_ended(case: Case) -> None:
    assert case.told(case.here) == mailed.NO_MAIL
    came_back = case.write(case.ada, case.step(case.ada, "given"))
    case.write(case.ada, case.step(case.ada, "due:-7"))
    case.write(case.bob, case.step(case.bob, "due:-7"), outcome="quiet")
    case.write(case.cas, case.step(case.cas, "hand"))
    fates.note([came_back], MailEnd.HANDED, at_noon(TODAY))
    fates.note([came_back], MailEnd.RETURNED, at_noon(TODAY + DAY))
    lines = {(MailKind.GIVEN, "handed"): 1, (MailKind.BEFORE, "waiting"): 1}
    lines[MailKind.BEFORE, "quiet"] = 1
    assert case.told(case.here) == SchoolMail(lines, 2, {}, 0)
    later = case.told(case.here, TODAY + DAY).lines
    assert later[MailKind.GIVEN, "returned"] == 1
    assert case.told(case.beside) == SchoolMail({(MailKind.BY_HAND, "waiting"): 1}, 1, {}, 0)
    assert mailed.until([case.here.id], "fiets", TODAY) == {}
    assert list(mailed.until([case.beside.id], COURSE, TODAY)) == [case.beside.id]


def test_a_mail_about_something_else_says_nothing_of_a_duty(case: Case) -> None:
    case.write(case.ada, "andere:given")
    assert case.told(case.here).lines == {}


def test_what_is_written_after_the_end_of_a_day_is_of_the_next(case: Case) -> None:
    midnight = clock.end_of_day(TODAY)
    case.write(case.ada, case.step(case.ada, "given"), at=midnight, day=TODAY + DAY)
    case.write(case.ada, *WEEK, at=midnight, day=TODAY + DAY)
    case.refresh(case.bob, at=midnight)
    case.world.grant(case.ada, Role.MANAGER, case.here)
    assert case.told(case.here) == mailed.NO_MAIL == SchoolMail({}, 0, {}, 0)
    tomorrow = case.told(case.here, TODAY + DAY)
    assert (tomorrow.people, tomorrow.readers) == (2, 1)


def test_a_refresher_is_of_the_school_where_they_worked_that_day(case: Case) -> None:
    deeds.leave(case.here.id, [case.bob.id], DeedMoment(at_noon(TODAY)))
    new = case.world.person()
    case.world.works(new, case.here, starts_on=TODAY)
    for who, day in (
        (case.ada, TODAY),
        (case.ada, TODAY + DAY),
        (case.bob, TODAY),
        (case.bob, TODAY - DAY),
        (new, TODAY),
        (new, TODAY - DAY),
        (case.cas, TODAY),
    ):
        case.refresh(who, day)
    case.refresh(case.ada, course="fiets")
    waits = (MailKind.REFRESHER, "waiting")
    assert case.told(case.here) == SchoolMail({waits: 3}, 3, {}, 0)
    assert case.told(case.here, TODAY + DAY).lines == {waits: 4}
    assert case.told(case.beside).lines == {waits: 1}


def test_the_mail_of_a_week_is_of_each_school_that_its_reader_leads_or_trains(
    case: Case,
) -> None:
    world = case.world
    both = world.person()
    world.grant(both, Role.MANAGER, case.here)
    world.grant(both, Role.TRAINER, case.here)
    board, everywhere, admin, gone, later = (world.person() for _ in range(5))
    world.grant(board, Role.MANAGER, board=world.board)
    world.grant(everywhere, Role.TRAINER)
    world.grant(admin, Role.ADMINISTRATOR, case.here)
    world.grant(gone, Role.MANAGER, case.here, ends_on=TODAY - DAY)
    known = {"starts_on": TODAY + DAY, "recorded_at": at_noon(TODAY - DAY)}
    builders.grant(world.session, later, Role.MANAGER, case.here, **known)
    for who in (both, board, everywhere, admin, gone, later):
        case.write(who, *WEEK)
    case.write(both, "weekend:given")
    case.write(both, *WEEK, outcome="quiet", day=TODAY - DAY)
    fates.note([case.write(board, *WEEK, day=TODAY - DAY)], MailEnd.HANDED, at_noon(TODAY))
    here = case.told(case.here)
    assert (here.week, here.readers, here.lines, here.people) == (
        {"waiting": 3, "quiet": 1, "handed": 1},
        3,
        {},
        0,
    )
    assert case.told(case.beside).week == {"waiting": 2, "handed": 1}
    assert case.told(case.away).week == {"waiting": 1}
    assert case.told(case.here, TODAY - 2 * DAY) == mailed.NO_MAIL
