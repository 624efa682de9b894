"""A name from another day than today: what earlier reports knew stays, and a later day brings it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from course import clock
from course.domain.people.roles import Role
from course.kinds.item import Audience
from course.models import Person, PersonDetails
from course.store.dated import DeedMoment, holds_on
from course.store.people import accounts, renaming, undoing
from course.store.people.accounts import FullName
from tests.staff import World

TODAY = clock.today()
NEW = FullName("Noor Berg", "berg, noor")


def day(days: int) -> date:
    return TODAY + timedelta(days=days)


def moment(days: int = 0, by: int | None = None) -> DeedMoment:
    return DeedMoment(clock.now() + timedelta(days=days), by)


@pytest.fixture
def world(session: Any) -> World:
    return World(session, TODAY)


@pytest.fixture
def noor(world: World) -> Person:
    person: Person = world.person("Noor Smit")
    world.works(person, world.school("boom"))
    world.session.commit()
    return person


def called(world: World, noor: Person, on: date) -> str:
    query = world.session.query(PersonDetails.name).filter(
        PersonDetails.person_id == noor.id, holds_on(PersonDetails, on)
    )
    return str(query.scalar())


def account(world: World, noor: Person) -> str:
    world.session.expire_all()
    return str(world.session.get(Person, noor.id).name)


def test_a_name_since_some_time(world: World, noor: Person) -> None:
    renaming.rename_from(noor.id, NEW, day(-10), moment())
    assert [called(world, noor, day(at)) for at in (-11, -10, 0)] == [
        "Noor Smit",
        *["Noor Berg"] * 2,
    ]
    assert account(world, noor) == "Noor Berg"


def test_a_name_that_is_to_come_comes_on_its_day(world: World, noor: Person) -> None:
    renaming.rename_from(noor.id, NEW, day(10), moment())
    assert [called(world, noor, day(at)) for at in (0, 9, 10)] == [*["Noor Smit"] * 2, "Noor Berg"]
    waits = renaming.coming_name(noor.id, TODAY)
    assert waits == renaming.ComingName("Noor Berg", day(10))
    assert account(world, noor) == "Noor Smit"
    accounts.change_function({noor.id: Audience.INTERN}, moment())
    assert renaming.take_names_of_today(moment(9)) == 0
    assert renaming.take_names_of_today(moment(10)) == 1
    assert renaming.take_names_of_today(moment(10)) == 0
    assert account(world, noor) == "Noor Berg"
    there = world.session.query(PersonDetails.audience).filter(
        PersonDetails.person_id == noor.id, holds_on(PersonDetails, day(10))
    )
    assert there.scalar() == "intern", "the kind of work is that of now from then on too"


@pytest.mark.parametrize("days", [-10, 10])
def test_it_is_taken_back(world: World, noor: Person, days: int) -> None:
    keeper = world.actor(Role.ADMINISTRATOR)
    world.session.commit()
    deed = moment(by=keeper.id)
    renaming.rename_from(noor.id, NEW, day(days), deed)
    assert undoing.undo(keeper, deed.deed, moment(by=keeper.id)).people == 1
    assert {called(world, noor, day(at)) for at in (-11, -1, 0, 11)} == {"Noor Smit"}
    assert renaming.coming_name(noor.id, TODAY) is None
    assert account(world, noor) == "Noor Smit"


def test_a_name_that_is_sorted_otherwise_is_another_one(world: World, noor: Person) -> None:
    renaming.rename_from(noor.id, FullName("Noor Smit", "noor smit"), day(0), moment())
    world.session.expire_all()
    assert (noor.name, noor.sort_name) == ("Noor Smit", "noor smit")
