"""Why somebody has a course: what was given to them, their team or their school, and holds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from course.domain.people.roles import Role
from course.models import Person, Team
from course.store.dated import DeedMoment
from course.store.duties import given, giving
from course.store.duties.given import GivenBy
from course.store.duties.giving import NewAssignment
from course.store.people import deeds
from tests.staff import COURSE, World, at_noon
from tests.store.ada_and_bob import AdaAndBob
from tests.store.duties.test_mending import DUE, TODAY

DAY = timedelta(days=1)


class Case(AdaAndBob):
    """With a trainer of the board who gives them courses."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.trainer = world.actor(Role.TRAINER, board=world.board)

    def assign(
        self, days: int, *, beside: bool = False, team: Team | None = None, who: Any = None
    ) -> str:
        school = self.beside if beside else self.here
        place = (school.id, team.id if team else None, who.id if who else None)
        draft = NewAssignment(COURSE, *place, DUE + days * DAY, f"{place}-{days}")
        made = giving.assign(self.trainer, draft, at_noon(TODAY), TODAY)
        assert made is not None
        return made.ref

    def told(self, person: Person, days: int = 0, course: str = COURSE) -> list[GivenBy]:
        return given.reasons_of(person.id, course, TODAY + days * DAY)


@pytest.fixture
def case(session: Any) -> Case:
    return Case(World(session, TODAY))


def test_the_strictest_comes_first_and_each_says_for_whom(case: Case) -> None:
    case.assign(3)
    case.assign(2, team=case.team)
    case.assign(1, who=case.ada)
    case.assign(4, beside=True)
    by = case.trainer.name
    assert case.told(case.ada) == [
        GivenBy(case.here.name, None, True, by),
        GivenBy(case.here.name, "Bovenbouw", False, by),
        GivenBy(case.here.name, None, False, by),
        GivenBy(case.beside.name, None, False, by),
    ]
    assert case.told(case.bob) == [GivenBy(case.here.name, None, False, by)]
    assert case.told(case.ada, course="fiets") == []
    for days in (6, 7):
        case.assign(days)
    assert len(case.told(case.ada)) == given.MOST == 5, "the sixth says nothing new"


def test_what_was_withdrawn_or_is_of_a_school_that_they_left_is_no_reason(case: Case) -> None:
    ref = case.assign(1)
    case.assign(2, beside=True)
    deeds.leave(case.beside.id, [case.ada.id], DeedMoment(at_noon(TODAY + DAY)))
    assert [one.school for one in case.told(case.ada)] == [case.here.name, case.beside.name]
    assert [one.school for one in case.told(case.ada, 1)] == [case.here.name]
    assert giving.withdraw(case.trainer, ref, DeedMoment(at_noon(TODAY + 2 * DAY)))
    assert [len(case.told(case.ada, days)) for days in (1, 2)] == [1, 0]


def test_a_school_where_they_worked_until_yesterday_is_no_reason(case: Case) -> None:
    """Also before the worker comes by, and while colleagues have the course there."""
    case.assign(1)
    case.assign(2, beside=True)
    case.world.works(case.bob, case.beside)
    deeds.set_end(case.beside.id, [case.ada.id], TODAY, DeedMoment(at_noon(TODAY)))
    assert [one.school for one in case.told(case.ada)] == [case.here.name, case.beside.name]
    assert [one.school for one in case.told(case.ada, 1)] == [case.here.name]
