"""Merging two accounts on screen: told first, for accounts wholly within reach only."""

from __future__ import annotations

from typing import Any

import pytest

from course import clock
from course.domain.people.roles import Role
from course.models import AuditEntry, Person, School
from tests.checking_client import CheckingClient
from tests.staff import World

OLD = "noor.oud@boom.example"


@pytest.fixture
def world(session: Any) -> World:
    return World(session, clock.today())


@pytest.fixture
def noor(world: World, client: CheckingClient) -> Person:
    school, person = world.school("boom"), world.person("Noor Berg", "noor@boom.example")
    for one in (person, world.person("Noor Berg", OLD)):
        world.works(one, school)
    world.sign_in(client, world.actor(Role.ADMINISTRATOR, school))
    return person


def merged(world: World) -> int:
    world.session.rollback()
    return int(world.session.query(AuditEntry).filter_by(action="merged").count())


def test_it_says_first_what_it_does(client: CheckingClient, world: World, noor: Person) -> None:
    where = f"/beheer/mensen/{noor.ref}/samenvoegen"
    world.session.rollback()
    page = client.get(where, query_string={"adres": OLD}).text
    assert "komt mee: 1 school, 0 rollen, 0 opdrachten, 0 gedane lessen" in page
    assert "Dit kunt u niet ongedaan maken" in page
    assert "vragen aan trainers en het agenda-adres van het andere account komen ook niet" in page
    assert merged(world) == 0
    world.session.rollback()
    done = client.post(where, data={"adres": OLD})
    assert "logt in met noor@boom.example" in client.get(done.location).text
    assert merged(world) == 2
    world.session.rollback()
    assert client.post(where, data={"adres": OLD}).status_code == 303, "pressed twice"
    assert merged(world) == 2


@pytest.mark.parametrize("address", ["", "niemand@boom.example", "noor@boom.example"])
def test_an_address_of_nobody_else(
    client: CheckingClient, world: World, noor: Person, address: str
) -> None:
    where = f"/beheer/mensen/{noor.ref}/samenvoegen"
    world.session.rollback()
    assert client.get(where, query_string={"adres": address}).status_code == 422


@pytest.mark.parametrize("seen", [True, False])
def test_an_account_that_belongs_elsewhere_too_stays_what_it_is(
    client: CheckingClient, world: World, noor: Person, *, seen: bool
) -> None:
    """Whoever is out of reach looks like nobody."""
    other = world.person("Noor Berg", "noor@elders.example")
    world.works(other, world.school("ander", world.other_board()))
    if seen:
        world.works(other, world.session.query(School).filter_by(code="boom").one())
    world.session.commit()
    where = f"/beheer/mensen/{noor.ref}/samenvoegen"
    world.session.rollback()
    reply = client.get(where, query_string={"adres": "noor@elders.example"})
    assert reply.status_code == 422
    assert ("buiten uw scholen" in reply.text) == seen
    assert ("geen ander account" in reply.text) != seen
