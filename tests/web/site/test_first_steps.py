"""The list of first steps says what is there, and goes by itself."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from course import clock
from course.domain.people.roles import Role
from course.models import RoleGrant
from course.store.dated import DeedMoment
from course.store.people import filling
from course.web.site.first_steps import LASTS
from tests import builders
from tests.checking_client import CheckingClient
from tests.staff import World

LIST = "/eerste-stappen"


@pytest.fixture
def world(session: Any) -> World:
    return World(session, clock.today())


def lately(world: World, role: Role, *place: Any, days: int = 1) -> Any:
    """Somebody whose role began so many days ago."""
    actor = world.actor(role, *place)
    since = clock.today() - timedelta(days=days)
    grant = world.session.query(RoleGrant).filter_by(person_id=actor.id).one()
    builders.rewrite(world.session, grant, starts_on=since)
    return actor


def steps(page: str) -> dict[str, str]:
    found = re.findall(
        r'task-list__link"[^>]*>([^<]+)</a>.*?(Klaar|Nog te doen)</', page, flags=re.S
    )
    return dict(found)


def test_a_manager_reads_what_is_next(client: CheckingClient, world: World) -> None:
    school = world.school("brug")
    world.sign_in(client, lately(world, Role.MANAGER, school))
    assert client.get("/").location == LIST
    before = steps(client.get(LIST).text)
    assert before == {
        "Vul de teksten en contacten in": "Nog te doen",
        "Zet de gedragscode erin": "Nog te doen",
        "De eerste cursus is gegeven": "Nog te doen",
        "Bekijk het eerste rapport": "Nog te doen",
    }
    pressed = re.search(r'button--secondary" type="submit">([^<]+)<', client.get(LIST).text)
    assert pressed is not None
    assert pressed[1] not in before, "a link does not end the step, the button does"
    assert client.post(f"{LIST}/rapport").status_code == 303
    filling.fill_in(school.id, {"naam_ict_dienst": "ITS"}, DeedMoment(clock.now()))
    world.session.commit()
    after = steps(client.get(LIST).text)
    assert after["Vul de teksten en contacten in"] == after["Bekijk het eerste rapport"] == "Klaar"
    assert after["Zet de gedragscode erin"] == "Nog te doen"


def test_an_administrator_of_an_empty_place_begins_with_a_school(
    client: CheckingClient, world: World
) -> None:
    world.sign_in(client, lately(world, Role.ADMINISTRATOR, None, world.other_board()))
    found = steps(client.get(LIST).text)
    assert set(found.values()) == {"Nog te doen"}
    assert next(iter(found)) == "Zet de eerste school erin"


def test_a_trainer_sees_whether_there_are_people(client: CheckingClient, world: World) -> None:
    school = world.school("brug")
    world.staff(school, 2)
    world.sign_in(client, lately(world, Role.TRAINER, school))
    found = steps(client.get(LIST).text)
    assert found["Er werken mensen op uw scholen"] == "Klaar"
    assert found["Geef de eerste cursus"] == "Nog te doen"


@pytest.mark.parametrize(("days", "status"), [(LASTS.days - 1, 200), (LASTS.days, 404)])
def test_it_goes_by_itself(client: CheckingClient, world: World, days: int, status: int) -> None:
    world.sign_in(client, lately(world, Role.MANAGER, world.school("brug"), days=days))
    assert client.get(LIST).status_code == status
    assert client.get("/").location == (LIST if status == 200 else "/rapport")


def test_who_has_no_role_has_no_list(client: CheckingClient, world: World) -> None:
    person = world.person()
    world.works(person, world.school("brug"))
    world.session.commit()
    client.get("/")
    world.sign_in(client, person)
    assert client.get(LIST).status_code == 404
    assert client.get("/").location == "/leren"
