"""People see who looked at their record, and on which day."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from course import clock
from course.domain.people.roles import Actor, Role
from course.models import Person, RecordLook, School
from course.store import transaction
from course.store.dated import DeedMoment
from course.store.duties import giving
from course.store.duties.giving import NewAssignment
from course.store.people import deeds
from course.store.people.deeds import Workplace
from course.store.proof import looking
from course.store.proof.looking import Look
from tests.checking_client import CheckingClient
from tests.staff import COURSE, World, at_noon


@pytest.fixture
def school(world: World) -> School:
    school = world.school("regenboog")
    world.staff(school, 2)
    trainer = world.actor(Role.TRAINER, school)
    due = world.today + timedelta(days=9)
    draft = NewAssignment(COURSE, school.id, None, None, due, "token-looked")
    assert giving.assign(trainer, draft, at_noon(world.today), world.today) is not None
    return school


@pytest.fixture
def noor(world: World, school: School) -> Actor:
    found = world.person("Noor Gezien")
    world.works(found, school)
    trainer = world.actor(Role.TRAINER, school)
    due = world.today + timedelta(days=9)
    draft = NewAssignment(COURSE, school.id, None, found.id, due, "token-noor")
    giving.assign(trainer, draft, at_noon(world.today), world.today)
    return Actor(found.id, found.ref, found.name, found.email, found.audience)


def page_of(noor: Actor) -> str:
    return f"/rapport/scholen/regenboog/mensen/{noor.ref}?cursus={COURSE}"


def looks(session: Any) -> list[tuple[int, int]]:
    found = [(row.viewer_id, row.person_id) for row in session.query(RecordLook)]
    transaction.rollback()
    return found


def test_a_page_about_one_person_is_told_to_them_once_a_day(
    world: World, client: CheckingClient, session: Any, school: School, noor: Actor
) -> None:
    manager = world.actor(Role.MANAGER, school, name="Mirjam Kijkt")
    client = world.sign_in(client, manager)
    for _ in range(2):
        assert client.get(page_of(noor)).status_code == 200
    assert looks(session) == [(manager.id, noor.id)]
    world.sign_in(client, noor)
    html = client.get("/mijn-dossier").text
    assert "Wie keek" in html
    assert "Mirjam Kijkt" in html
    told = json.loads(client.get("/mijn-dossier.json").text)
    assert told["onderdelen"]["Wie keek"] == [
        {"Wie": "Mirjam Kijkt", "Voor": "De Regenboog", "Op": world.today.isoformat()}
    ]


def test_an_administrator_who_opens_an_account_stands_there_too(
    world: World, client: CheckingClient, session: Any, school: School, noor: Actor
) -> None:
    keeper = world.actor(Role.ADMINISTRATOR, school)
    world.sign_in(client, keeper)
    assert client.get(f"/beheer/mensen/{noor.ref}").status_code == 200
    assert looks(session) == [(keeper.id, noor.id)]


def test_nobody_is_told_of_what_was_not_seen(
    world: World, client: CheckingClient, session: Any, school: School, noor: Actor
) -> None:
    world.sign_in(client, world.actor(Role.MANAGER, world.school("kompas")))
    assert client.get(page_of(noor)).status_code == 404
    assert looks(session) == []


def test_who_looks_at_the_list_or_at_themselves_is_not_in_it(
    world: World, client: CheckingClient, session: Any, school: School, noor: Actor
) -> None:
    world.grant(session.get(Person, noor.id), Role.MANAGER, school)
    world.sign_in(client, noor)
    assert client.get(f"/rapport/scholen/regenboog?cursus={COURSE}").status_code == 200
    assert client.get(page_of(noor)).status_code == 200
    assert looks(session) == []


def test_what_was_seen_is_not_changed_and_is_forgotten_after_three_years(
    world: World, session: Any, school: School, noor: Actor
) -> None:
    ids = world.person("Kijkt Ooit").id, noor.id
    session.commit()
    days = world.today - timedelta(days=1), world.today - timedelta(days=1100)
    transaction.begin(may_write=True)
    for day in days:
        looking.write(Look(*ids, None, day))
    transaction.commit()
    with pytest.raises(DBAPIError):
        session.execute(text("UPDATE record_look SET school_id = NULL"))
    session.rollback()
    transaction.begin(may_write=True)
    looking.forget(world.today)
    assert [one.day for one in looking.at(ids[1])] == [days[0]]
    transaction.rollback()


def test_a_colleague_who_changes_school_takes_the_record_along(
    world: World, client: CheckingClient, session: Any, school: School, noor: Actor
) -> None:
    world.progress(session.get(Person, noor.id), 5, world.today - timedelta(days=9), world.today)
    here, there = school.id, world.school("kompas").id
    world.sign_in(client, world.actor(Role.MANAGER, school, name="Mirjam Kijkt"))
    client.get(page_of(noor))
    moment = DeedMoment(clock.now())
    transaction.begin(may_write=True)
    deeds.leave(here, [noor.id], moment)
    deeds.join(there, [Workplace(noor.id)], moment)
    transaction.commit()
    world.sign_in(client, noor)
    html = client.get("/mijn-dossier").text
    for words in ("Mirjam Kijkt", "De Regenboog", "De Kompas", "5 van 5"):
        assert words in html
