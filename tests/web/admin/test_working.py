"""What is done in the background, for who runs the installation."""

from __future__ import annotations

from typing import Any

import pytest

from course import clock
from course.domain.people.roles import Role
from course.store import transaction
from course.store.messages import jobs, outbox, workers
from tests.checking_client import CheckingClient
from tests.staff import World

ADDRESS = "/beheer/werk"


@pytest.fixture
def world(session: Any) -> World:
    return World(session, clock.today())


def test_it_says_what_is_done_and_what_went_wrong(client: CheckingClient, world: World) -> None:
    keeper = world.actor(Role.ADMINISTRATOR)
    now = clock.now()
    for kind in ("retention", "recount"):
        jobs.queue(kind, {}, now)
    taken = jobs.claim(["retention"], now)
    assert taken is not None
    jobs.went_wrong(taken, "OperationalError", now)
    working = jobs.claim(["recount"], now)
    assert working is not None
    jobs.keep(working, now, done=3, total=9, place={})
    outbox.queue("een", "x@voorbeeld.example", "Onderwerp", "Tekst", now)
    transaction.commit()
    world.sign_in(client, keeper)
    page = client.get(ADDRESS).text
    assert "Er werkt nu geen proces op de achtergrond" in page
    for words in ("Vergeten wat voorbij is", "Nieuwe poging", "OperationalError", "3 van 9"):
        assert words in page
    workers.seen("server:1", now, now, None)
    workers.seen("server:2", now, now, "jumped")
    transaction.commit()
    page = client.get(ADDRESS).text
    assert "Er werkt een proces" in page
    assert "de klok versprong" in page
    assert 'href="/beheer/werk"' in client.get("/beheer").text


def test_it_is_for_who_keeps_every_school(client: CheckingClient, world: World) -> None:
    keeper = world.actor(Role.ADMINISTRATOR, world.school("regenboog"))
    world.session.commit()
    world.sign_in(client, keeper)
    assert client.get(ADDRESS).status_code == 404
    assert 'href="/beheer/werk"' not in client.get("/beheer").text
