"""What went up in another school or team is offered nowhere, and its old address says where it
went.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from course import clock
from course.domain.people.roles import Actor, Role
from course.models import Membership, Person
from course.store.dated import DeedMoment, holds_on
from course.store.people import merging
from course.store.study_days import meetings
from course.store.study_days.meetings import MeetingFor, MeetingPlan
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


def test_it_is_told_done_and_taken_back(
    client: CheckingClient, world: World, keeper: Actor
) -> None:
    gone, into = world.school("boom"), world.school("tak")
    ada, trainer = world.person("Ada Bos"), world.session.get(Person, keeper.id)
    world.works(ada, gone)
    tomorrow = clock.today() + timedelta(days=1)
    plan = MeetingPlan("Samen", tomorrow, "13.30", "15.00", "Aula", 9)
    actor = world.actor(Role.TRAINER, gone)
    ref = meetings.plan(
        actor, MeetingFor(gone.id, None, None, None, None), plan, "x" * 22, clock.now()
    )
    world.session.commit()
    told = client.get("/beheer/scholen/boom/samenvoegen?in=tak").text
    assert re.search("Mee naar [^:]+: 1 geplande bijeenkomst\\.", told)
    assert "Dit kunt u hierna dertig dagen ongedaan maken" in told
    done = client.get(client.post("/beheer/scholen/boom/samenvoegen", data={"in": "tak"}).location)
    twice = client.post("/beheer/scholen/boom/samenvoegen", data={"in": "tak"})
    assert twice.status_code == 303, "pressed twice"
    world.school("wortel")
    world.session.commit()
    late = client.post("/beheer/scholen/boom/samenvoegen", data={"in": "wortel"})
    assert (late.status_code, "Er is niets bewaard" in late.text) == (404, True)
    (undo,) = set(re.findall(r'action="(/beheer/logboek/[^"]+/ongedaan)"', done.text))
    assert "Wijzig deze gegevens" not in client.get("/beheer/scholen/boom").text
    works = select(Membership.school_id).where(
        Membership.person_id == ada.id, holds_on(Membership, clock.today())
    )
    assert world.session.scalars(works).all() == [into.id]
    assert meetings.one_for(ada.id, ref or "", clock.today()) is not None
    world.session.rollback()
    assert trainer is not None
    client.post(undo)
    world.session.rollback()
    assert world.session.scalars(works).all() == [gone.id]
    assert meetings.one_for(ada.id, ref or "", clock.today()) is not None
    world.session.rollback()
    assert "Wijzig deze gegevens" in client.get("/beheer/scholen/boom").text


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
