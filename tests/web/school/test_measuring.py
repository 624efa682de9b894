"""A school chooses whether it measures: off by default, dated, and told what it asks of people."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from course import clock
from course.domain.people.roles import Role
from course.models import AuditEntry, School, SchoolMeasuring
from course.store.people import measuring
from tests.checking_client import CheckingClient
from tests.learning import press, publish
from tests.staff import World

SETTING = "/school/regenboog/leerwinst"


@pytest.fixture
def world(session: Any, tmp_path: Path) -> World:
    publish(tmp_path / "modules")
    return World(session, clock.today())


@pytest.fixture
def school(world: World) -> School:
    return world.school("regenboog")


def choose(client: CheckingClient, choice: str) -> Any:
    return press(client, SETTING, SETTING, meten=choice)


def measures(world: World, school: School) -> bool:
    found = measuring.is_on(school.id, clock.today())
    world.session.rollback()
    return found


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ADMINISTRATOR])
def test_it_is_off_until_somebody_switches_it_on(
    world: World, school: School, client: CheckingClient, role: Role
) -> None:
    world.sign_in(client, world.actor(role, school, name="Mirjam Meester"))
    assert not measures(world, school)
    page = client.get(SETTING).text
    assert re.search('value="uit"[^>]* checked', page)
    assert "in 1 module vooraf 2 vragen" in page, "what it asks of people"
    assert "ongeveer 3 minuten" in page
    assert "Zij zeggen niet wat mensen in de klas of online doen." in page
    assert choose(client, "aan").status_code == 303
    assert measures(world, school)
    assert "Mirjam Meester" in client.get(SETTING).text
    (entry,) = world.session.query(AuditEntry).filter_by(action="measuring-changed")
    assert (entry.school_id, entry.detail) == (school.id, {"to": "on"})
    world.session.rollback()
    choose(client, "uit")
    assert not measures(world, school)


def test_the_same_choice_writes_nothing(
    world: World, school: School, client: CheckingClient
) -> None:
    world.sign_in(client, world.actor(Role.MANAGER, school))
    choose(client, "uit")
    assert world.session.query(SchoolMeasuring).count() == 0


def test_a_choice_that_is_none_is_named(
    world: World, school: School, client: CheckingClient
) -> None:
    world.sign_in(client, world.actor(Role.MANAGER, school))
    reply = choose(client, "misschien")
    assert reply.status_code == 422
    assert "Kies of uw school de leerwinst meet." in reply.text


def test_it_stands_among_the_settings_of_the_school(
    world: World, school: School, client: CheckingClient
) -> None:
    world.sign_in(client, world.actor(Role.MANAGER, school))
    assert f'href="{SETTING}"' in client.get("/school/regenboog").text


def test_only_who_keeps_the_texts_of_this_school(
    world: World, school: School, client: CheckingClient
) -> None:
    world.sign_in(client, world.actor(Role.MANAGER, world.school("kompas")))
    assert client.get(SETTING).status_code == 404
    world.sign_in(client, world.actor(Role.TRAINER, school))
    assert client.get(SETTING).status_code == 403
