"""What is given at a school, and who comes there at the same moment: whichever is first, they have
what everybody else has.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from course import clock
from course.domain.people.roles import Actor, Role
from course.kinds.item import Audience
from course.models import Assignment, Duty, DutyReason
from course.store import transaction
from course.store.dated import DeedMoment, holds_on
from course.store.duties import changing, giving
from course.store.duties.giving import NewAssignment
from course.store.duties.targets import ByWhen, TargetPlace, Targets
from course.store.people import accounts, deeds
from course.store.people.deeds import Workplace
from tests.meanwhile import meanwhile
from tests.staff import COURSE, World

SOON = timedelta(days=90)
LATER = timedelta(days=200)


@dataclass
class Place:
    """A school where one person works, and somebody who is to come."""

    session: Any
    trainer: Actor
    school: int
    person: int
    new: int
    ref: str = ""

    def join(self) -> None:
        deeds.join(self.school, [Workplace(self.new)], _now())

    def lead(self) -> None:
        accounts.change_function({self.person: Audience.LEADER}, _now())

    def give(self) -> None:
        draft = NewAssignment(COURSE, self.school, None, None, clock.today() + SOON, "een")
        made = giving.assign(self.trainer, draft, clock.now(), clock.today())
        assert made is not None
        self.ref = made.ref

    def give_to_leaders(self) -> None:
        when = ByWhen(clock.today() + SOON)
        leaders = Targets(COURSE, (TargetPlace(self.school),), (Audience.LEADER.value,), when)
        giving.assign_broadly(self.trainer, leaders, "breed", _now())

    def withdraw(self) -> None:
        giving.withdraw(self.trainer, self.ref, _now())

    def move_day(self) -> None:
        changing.change_day(self.trainer, self.ref, clock.today() + LATER, _now())

    def restore(self) -> None:
        changing.restore(self.trainer, self.ref, _now())

    def owes(self, person: int) -> list[date]:
        query = self.session.query(DutyReason.due_on).join(Duty, Duty.id == DutyReason.duty_id)
        mine = query.join(Assignment, Assignment.id == DutyReason.assignment_id)
        mine = mine.filter(Duty.person_id == person, Duty.school_id == self.school)
        return [due for (due,) in mine.filter(holds_on(DutyReason, clock.today()))]


def _now() -> DeedMoment:
    return DeedMoment(clock.now())


@pytest.fixture
def place(session: Any) -> Place:
    world = World(session, clock.today())
    school, person, new = world.school("regenboog"), world.person("Ada Bos"), world.person("Bo Vos")
    world.works(person, school)
    trainer = world.actor(Role.TRAINER)
    session.commit()
    return Place(session, trainer, school.id, person.id, new.id)


@pytest.mark.parametrize("first_joins", [True, False])
def test_who_comes_when_it_is_given_has_it(app: Flask, place: Place, first_joins: bool) -> None:
    first, second = (place.join, place.give) if first_joins else (place.give, place.join)
    transaction.begin(may_write=True)
    with meanwhile(app, second):
        first()
    assert place.owes(place.new) == [clock.today() + SOON]


def test_who_leads_from_that_moment_has_what_leaders_are_given(app: Flask, place: Place) -> None:
    transaction.begin(may_write=True)
    with meanwhile(app, place.give_to_leaders):
        place.lead()
    assert place.owes(place.person) == [clock.today() + SOON]


@pytest.mark.parametrize(
    ("change", "owed"), [("withdraw", []), ("move_day", [LATER])], ids=["withdraw", "move_day"]
)
def test_who_comes_when_it_changes_has_it_as_it_is(
    app: Flask, place: Place, change: str, owed: list[timedelta]
) -> None:
    place.give()
    transaction.commit()
    transaction.begin(may_write=True)
    deed: Callable[[], None] = getattr(place, change)
    with meanwhile(app, place.join):
        deed()
    assert place.owes(place.new) == [clock.today() + days for days in owed]


def test_who_comes_when_it_is_given_back_has_it(app: Flask, place: Place) -> None:
    place.give()
    place.withdraw()
    transaction.commit()
    transaction.begin(may_write=True)
    with meanwhile(app, place.restore):
        place.join()
    assert place.owes(place.new) == [clock.today() + SOON]
