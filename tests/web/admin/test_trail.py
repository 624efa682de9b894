"""The audit trail on screen, a deed taken back, and two who take each other's rights at once."""

from __future__ import annotations

import re
import threading
from typing import Any

import pytest
from flask import Flask

from course import clock
from course.domain.people.audited import Audited
from course.domain.people.roles import Actor, Role
from course.models import AuditEntry, Person, RoleGrant
from course.store.dated import lasts_to
from course.web.admin import trail_words
from tests.checking_client import CheckingClient
from tests.staff import World


@pytest.fixture
def world(session: Any) -> World:
    return World(session, clock.today())


def test_every_action_has_words() -> None:
    assert set(trail_words.ACTIONS) == set(Audited)


def test_a_block_stands_in_the_trail_and_is_taken_back(
    client: CheckingClient, world: World
) -> None:
    school = world.school("boom")
    keeper = world.actor(Role.ADMINISTRATOR, school, name="Kees Beheer")
    noor = world.person("Noor Berg")
    world.works(noor, school)
    ref, person_id = noor.ref, noor.id
    world.sign_in(client, keeper)
    world.session.rollback()
    assert client.post(f"/beheer/mensen/{ref}/blokkade", data={"wordt": "dicht"}).status_code == 303
    assert world.session.get(Person, person_id).blocked_at is not None
    world.session.rollback()
    page = client.get(f"/beheer/mensen/{ref}").text
    assert "Account geblokkeerd. Kees Beheer." in page
    message, history = re.findall(r'action="(/beheer/logboek/[^"]+/ongedaan)"', page)
    assert message == history, "one deed, to take back at once or later"
    assert client.post(history).status_code == 303
    assert world.session.get(Person, person_id).blocked_at is None
    world.session.rollback()
    page = client.get(f"/beheer/mensen/{ref}").text
    assert "Blokkade opgeheven (ongedaan gemaakt)" in page
    assert "/ongedaan" not in page
    listed = client.get("/beheer/logboek?zoek=berg&wat=blocked").text
    assert "1 regel, de nieuwste eerst" in listed
    assert "Noor Berg" in listed
    assert "Niets past bij wat u zoekt." in client.get("/beheer/logboek?zoek=iemand+anders").text


def test_a_deed_of_another_board_is_not_there(client: CheckingClient, world: World) -> None:
    school, other = world.school("boom"), world.school("ver", world.other_board())
    noor = world.person("Noor Berg")
    world.works(noor, other)
    row = {"at": clock.now(), "deed": "d" * 22, "action": "blocked", "detail": {}}
    world.add(AuditEntry(**row, person_id=noor.id))
    world.sign_in(client, world.actor(Role.ADMINISTRATOR, school))
    world.session.rollback()
    assert client.post(f"/beheer/logboek/{'d' * 22}/ongedaan").status_code == 404
    assert "Noor Berg" not in client.get("/beheer/logboek").text


@pytest.mark.parametrize("deed", ["rollen/{grant}/einde", "blokkade"])
def test_two_who_take_each_others_rights_at_once_leave_one(
    app: Flask, world: World, deed: str
) -> None:
    """Also when a third keeps everything, so that it is not the last one that stays."""
    three = [world.actor(Role.ADMINISTRATOR) for _ in range(3)]
    world.session.commit()
    pair = three[:2]
    grants = dict(world.session.query(RoleGrant.person_id, RoleGrant.id).all())
    clients = [CheckingClient(app) for _ in pair]
    for client, actor in zip(clients, pair, strict=True):
        client.checking = False
        world.sign_in(client, actor)
    world.session.remove()
    barrier = threading.Barrier(2)
    replies = [0, 0]

    def run(number: int) -> None:
        other: Actor = pair[1 - number]
        barrier.wait(timeout=30)
        where = f"/beheer/mensen/{other.ref}/{deed.format(grant=grants[other.id])}"
        replies[number] = clients[number].post(where, data={"wordt": "dicht"}).status_code

    threads = [threading.Thread(target=run, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    with app.app_context():
        held = world.session.query(RoleGrant.person_id).join(
            Person, Person.id == RoleGrant.person_id
        )
        held = held.filter(lasts_to(RoleGrant, clock.today()), Person.blocked_at.is_(None))
        left = {row.person_id for row in held} & {one.id for one in pair}
    assert len(left) == 1, replies
