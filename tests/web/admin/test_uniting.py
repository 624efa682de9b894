"""Merging two accounts on screen: told first, for accounts wholly within reach only."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from course import clock
from course.domain.people.roles import Role
from course.models import AuditEntry, AwaitedPerson, Person, School
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


def address_of(person: Person) -> str:
    return f"/beheer/mensen/{person.ref}/samenvoegen"


def asked(client: CheckingClient, world: World, person: Person) -> str:
    """The page before the old account goes up in this one."""
    where = address_of(person)
    world.session.rollback()
    return client.get(where, query_string={"adres": OLD}).text


def merged(world: World) -> int:
    world.session.rollback()
    return int(world.session.query(AuditEntry).filter_by(action="merged").count())


def test_it_says_first_what_it_does(client: CheckingClient, world: World, noor: Person) -> None:
    where, page = address_of(noor), asked(client, world, noor)
    assert "komt mee: 1 school, 0 rollen, 0 opdrachten, 0 gedane lessen" in page
    assert "Dit kunt u hierna dertig dagen ongedaan maken" in page
    assert "vragen aan trainers en het agenda-adres van het andere account komen niet mee" in page
    assert merged(world) == 0
    world.session.rollback()
    done = client.get(client.post(where, data={"adres": OLD}).location).text
    assert "logt in met noor@boom.example" in done
    assert merged(world) == 2
    world.session.rollback()
    assert client.post(where, data={"adres": OLD}).status_code == 303, "pressed twice"
    assert merged(world) == 2
    world.session.rollback()
    world.session.commit()
    (undo,) = set(re.findall(r'action="(/beheer/logboek/[^"]+/ongedaan)"', done))
    assert client.post(undo).status_code == 303
    world.session.rollback()
    assert client.get(where, query_string={"adres": OLD}).status_code == 200, "two again"


def test_once_a_lesson_was_done_it_says_why_there_is_no_way_back(
    client: CheckingClient, world: World, noor: Person
) -> None:
    old = world.session.query(Person).filter_by(email=OLD).one()
    world.progress(old, 1, clock.today() - timedelta(days=9), None)
    world.session.commit()
    page = asked(client, world, noor)
    assert "Dit kunt u niet ongedaan maken: met het andere account is al geleerd" in page
    assert "dertig dagen" not in page


def test_of_an_account_that_still_waits_for_a_yes_it_says_that_there_is_no_way_back(
    client: CheckingClient, world: World, noor: Person
) -> None:
    old = world.session.query(Person).filter_by(email=OLD).one()
    world.add(AwaitedPerson(person_id=old.id, email_key=OLD, asked_at=clock.now()))
    world.session.commit()
    page = asked(client, world, noor)
    assert "Dit kunt u niet ongedaan maken: het andere account wacht nog op een ja" in page
    assert "dertig dagen" not in page


@pytest.mark.parametrize("address", ["", "niemand@boom.example", "noor@boom.example"])
def test_an_address_of_nobody_else(
    client: CheckingClient, world: World, noor: Person, address: str
) -> None:
    where = address_of(noor)
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
    where = address_of(noor)
    world.session.rollback()
    reply = client.get(where, query_string={"adres": "noor@elders.example"})
    assert reply.status_code == 422
    assert ("buiten uw scholen" in reply.text) == seen
    assert ("geen ander account" in reply.text) != seen
