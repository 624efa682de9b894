"""What went up in another school or team is offered nowhere, and its old address says where it
went.
"""

from __future__ import annotations

from typing import Any

import pytest

from course import clock
from course.domain.people.roles import Actor, Role
from course.models import Person
from course.store.dated import DeedMoment
from course.store.people import merging
from tests.checking_client import CheckingClient
from tests.staff import COURSE, World


@pytest.fixture
def world(session: Any) -> World:
    return World(session, clock.today())


@pytest.fixture
def keeper(world: World, client: CheckingClient) -> Actor:
    """Who keeps, assigns and reads at every school of the board."""
    actor = world.actor(Role.ADMINISTRATOR, board=world.board)
    for role in (Role.TRAINER, Role.MANAGER):
        world.grant(world.session.get(Person, actor.id), role, board=world.board)
    world.session.commit()
    world.sign_in(client, actor)
    return actor


def test_a_team_that_went_up(client: CheckingClient, world: World, keeper: Actor) -> None:
    school, person = world.school("boom"), world.person("Ada Bos")
    team, into = world.team(school, "Groep 1"), world.team(school, "Groep 2")
    world.works(person, school, team)
    merging.merge_teams(school.id, team.id, into.id, DeedMoment(clock.now(), keeper.id))
    old, new, ref = team.ref, into.ref, person.ref
    world.session.commit()
    for where in (
        f"/beheer/mensen/{ref}",
        "/trainen/toewijzen?school=boom",
        "/beheer/scholen/boom",
    ):
        page = client.get(where).text
        assert "Groep 2" in page
        assert "Groep 1<" not in page, where
    page = client.get(f"/beheer/scholen/boom/teams/{old}").text
    assert f'Dit team ging op in <a href="/beheer/scholen/boom/teams/{new}">Groep 2</a>' in page


def test_a_school_that_went_up(client: CheckingClient, world: World, keeper: Actor) -> None:
    gone, into = world.school("boom"), world.school("tak")
    world.school("wortel")
    gone.name, into.name = "De Oude Boom", "De Tak"
    world.works(world.person("Ada Bos"), gone)
    merging.merge_schools(gone.id, into.id, DeedMoment(clock.now(), keeper.id))
    world.session.commit()
    report = f"/rapport?cursus={COURSE}"
    offering = ("/beheer/importeren", "/beheer/mensen/nieuw", "/beheer", "/trainen", report)
    for where in (*offering, f"/rapport/overzicht?cursus={COURSE}", "/beheer/scholen"):
        page = client.get(where).text
        assert "De Tak" in page, where
        assert "De Oude Boom" not in page, where
    assert "De Oude Boom" in client.get("/beheer/scholen?zoek=oude").text
    page = client.get(f"/rapport/scholen/boom?cursus={COURSE}").text
    assert f'ging op in <a href="/rapport/scholen/tak?cursus={COURSE}">De Tak</a>' in page


def test_the_old_address_for_who_works_at_the_new_one(client: CheckingClient, world: World) -> None:
    gone, into = world.school("boom"), world.school("tak")
    into.name = "De Tak"
    ada = world.person("Ada Bos")
    world.works(ada, gone)
    merging.merge_schools(gone.id, into.id, DeedMoment(clock.now()))
    world.sign_in(client, world.actor(Role.MANAGER, into))
    led = client.get("/rapport/scholen/boom")
    assert (led.status_code, led.location) == (303, "/rapport/scholen/tak")
    assert "ging op in De Tak" in client.get(f"{led.location}?cursus={COURSE}").text
    assert client.get(f"/rapport/scholen/boom.csv?cursus={COURSE}").status_code == 404
    assert client.get("/rapport/scholen/wortel").status_code == 404
