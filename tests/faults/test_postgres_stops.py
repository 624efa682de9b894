"""PostgreSQL stops at once while people answer, and comes back: 503 meanwhile, and no acknowledged
answer is lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from threading import Event
from time import monotonic, sleep
from typing import Any

import pytest
from flask import Flask

from course import create_app
from course.models import db
from course.store.courses import releases
from tests import machine
from tests.checking_client import CheckingClient, header_faults
from tests.databases import PostgresDatabase, config_on, migrate, release
from tests.faults.conftest import PAGE, World, begun
from tests.faults.test_error_pages import TYPED, fields_of
from tests.learning import answer, learner, publish, token_in

AT_ONCE = 4
TIMES = 2
WORK = 0.4  # seconds between one thing and the next
PATIENCE = 20.0  # seconds until an answer must be taken again


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    """A PostgreSQL server for this file alone."""
    running = machine.own_postgres_server()
    try:
        server = running.__enter__()
    except Exception as error:
        machine.unavailable(f"no PostgreSQL server of its own could be started: {error!r}")
    try:
        yield server
    finally:
        running.__exit__(None, None, None)


@pytest.fixture
def world(server: Any, tmp_path: Path) -> Iterator[World]:
    """Noor in her lesson, on that server."""
    database = PostgresDatabase(server.get_uri(), "deelwijs_stops")
    database.connection.close()  # it would not survive
    app: Flask = create_app(config_on(database.url, tmp_path))
    migrate(app)
    with app.app_context():
        publish(tmp_path / "modules")
        noor = learner(db.session)
    yield begun(app, noor)
    release(app)


@dataclass
class Busy:
    """Somebody who answers without a pause.

    What was acknowledged, and every status that came back.
    """

    world: World
    name: int
    acknowledged: list[str] = field(default_factory=list)
    statuses: set[int] = field(default_factory=set)

    def work(self, done: Event) -> None:
        client = self.world.noor.sign_in(CheckingClient(self.world.app))
        client.checking = False
        for number in count():
            if done.is_set():
                return
            token = f"inzending-{self.name}-{number:05}"
            reply = answer(client, PAGE, "p1", self.world.form(token), antwoord="b")
            self.statuses |= {reply.status_code, client.get(PAGE).status_code}
            if reply.status_code == 303:
                self.acknowledged.append(token)


def test_the_server_stops_while_people_answer(world: World, server: Any) -> None:
    busy, done = [Busy(world, name) for name in range(AT_ONCE)], Event()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        running = [pool.submit(person.work, done) for person in busy]
        try:
            for _ in range(TIMES):
                sleep(WORK)
                machine.stop_at_once(server)
                assert world.client.get(PAGE).status_code == 503
                assert world.answer("inzending-meteen") == 503
                machine.start_again(server)
                wait_until_taken(world)
        finally:
            done.set()
    for task in running:
        task.result()
    assert set().union(*(person.statuses for person in busy)) == {200, 303, 503}
    stored = world.tokens()
    assert len(stored) == len(set(stored))
    assert {token for person in busy for token in person.acknowledged} <= set(stored)
    world.works()


def wait_until_taken(world: World) -> None:
    """Without a restart of the application; the same form again is the same answer."""
    end = monotonic() + PATIENCE
    while world.answer("inzending-meteen") != 303:
        assert monotonic() < end, "the application does not find the server again"
        sleep(0.05)


def test_every_page_meanwhile_is_ours_and_keeps_what_was_typed(
    world: World, server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stops in the middle of an answer, as in a power cut: every connection breaks, also those
    that are busy. Not one bare page, headers on each.
    """
    client, real = world.noor.sign_in(CheckingClient(world.app)), releases.outline
    token = token_in(client.get(PAGE), "p1")
    sent = {"vraag": "p1", "inzending": token, "antwoord": "b", "toelichting": TYPED}

    def stop(release_hash: str) -> Any:
        monkeypatch.setattr(releases, "outline", real)
        machine.stop_at_once(server)
        return real(release_hash)

    monkeypatch.setattr(releases, "outline", stop)
    replies = [client.post(PAGE, data=sent) for _ in range(2)]
    assert releases.outline is real, "it was stopped while the first was answered"
    asked = (PAGE, "/leren", "/hulp", "/bestaat-niet", "/uitloggen", "/healthz", "/readyz")
    replies += [client.get(path) for path in asked]
    machine.start_again(server)
    assert [reply.status_code for reply in replies] == [503, 503, 503, 503, 503, 404, 405, 200, 503]
    for reply in replies:
        assert list(header_faults(reply)) == []
    for reply in replies[:2]:
        assert ("toelichting", TYPED) in fields_of(reply.text)
    assert "lezen lukt niet" in replies[-1].text
    wait_until_taken(world)
