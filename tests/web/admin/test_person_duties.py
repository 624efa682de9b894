"""What somebody owes, on the page of who keeps their account: as much as the reader may know."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from course import clock
from course.domain.people.roles import Role
from course.models import Person, School
from course.store.duties import giving
from course.store.duties.giving import NewAssignment
from tests.checking_client import CheckingClient
from tests.staff import COURSE, TITLE, World


@pytest.fixture
def world(session: Any) -> World:
    return World(session, clock.today())


@pytest.fixture
def school(world: World) -> School:
    return world.school("boom")


@pytest.fixture
def noor(world: World, school: School) -> Person:
    """Somebody who owes a course to two schools."""
    person: Person = world.person("Noor Berg")
    trainer = world.actor(Role.TRAINER)
    for at in (school, world.school("ander", world.other_board())):
        world.works(person, at)
        due_on = clock.today() + timedelta(days=9)
        given = NewAssignment(COURSE, at.id, None, None, due_on, f"opdracht-{at.code}")
        assert giving.assign(trainer, given, clock.now(), clock.today())
    world.session.commit()
    return person


def seen(client: CheckingClient, world: World, school: School, noor: Person, *more: Role) -> str:
    """The page, for an administrator of the one school with further roles there."""
    keeper = world.actor(Role.ADMINISTRATOR, school)
    for role in more:
        world.grant(world.session.get(Person, keeper.id), role, school)
    world.sign_in(client, keeper)
    where = f"/beheer/mensen/{noor.ref}"
    world.session.rollback()
    return client.get(where).text


def test_an_administrator_sees_course_and_day_and_no_more(
    client: CheckingClient, world: World, school: School, noor: Person
) -> None:
    """How far somebody is, is for trainers and managers; another board's duty for nobody here."""
    html = seen(client, world, school, noor)
    assert html.count(f"{TITLE}, voor") == 1
    assert "Uiterlijk " in html
    assert "Nog niet begonnen" not in html
    assert "/trainen/aanpassen" not in html


def test_a_manager_too_sees_how_far(
    client: CheckingClient, world: World, school: School, noor: Person
) -> None:
    html = seen(client, world, school, noor, Role.MANAGER)
    assert "Nog niet begonnen, uiterlijk" in html
    assert f"/rapport/scholen/boom/mensen/{noor.ref}?cursus={COURSE}" in html
    assert "/trainen/aanpassen" not in html


def test_a_trainer_too_mends_it_from_here(
    client: CheckingClient, world: World, school: School, noor: Person
) -> None:
    html = seen(client, world, school, noor, Role.TRAINER)
    assert html.count("/trainen/aanpassen?opdracht=") == 1


def test_more_than_a_page_of_duties_and_schools_is_paged(
    client: CheckingClient, world: World, noor: Person
) -> None:
    """Of somebody who fills in at many schools nothing is left out in silence."""
    trainer, many = world.actor(Role.TRAINER), 55
    for number in range(many):
        at = world.school(f"veel-{number:02}")
        world.works(noor, at)
        given = NewAssignment(
            COURSE, at.id, None, None, clock.today() + timedelta(days=30), f"veel-{number}"
        )
        assert giving.assign(trainer, given, clock.now(), clock.today())
    keeper = world.actor(Role.ADMINISTRATOR, board=world.board)
    world.sign_in(client, keeper)
    where = f"/beheer/mensen/{noor.ref}"
    world.session.rollback()
    first = client.get(where).text
    assert "1 tot en met 20 van 56 opdrachten" in first
    assert "1 tot en met 10 van 56 scholen" in first
    last = client.get(f"{where}?werk=6&opdrachten=3").text
    assert "51 tot en met 56 van 56 scholen" in last
    assert last.count(f"{TITLE}, voor") == 16
    wrong = client.get(f"{where}/werk?school=boom&tot=ooit")
    assert wrong.status_code == 422
    assert "51 tot en met 56 van 56 scholen" in wrong.text, "the page with what was typed"
    assert 'value="ooit"' in wrong.text
