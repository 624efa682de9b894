"""Sixteen at once, some reading and some failing: each is answered, and the database holds what was
acknowledged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from threading import Barrier
from typing import Any

from flask import Flask

from course.models import db
from tests.checking_client import CheckingClient
from tests.databases import ALL_THREE
from tests.faults.conftest import PAGE, World
from tests.learning import answer

AT_ONCE = 16
EACH = 3  # requests, one after another


def together(world: World, do: Callable[[CheckingClient, str], int]) -> dict[str, int]:
    """The status that each of sixteen got for each of its requests, by its name."""
    barrier = Barrier(AT_ONCE)

    def run(place: int) -> dict[str, int]:
        client = world.noor.sign_in(CheckingClient(world.app))
        client.checking = False
        barrier.wait(timeout=30)
        names = [f"inzending-nummer-{place:02}-{number}" for number in range(EACH)]
        return {name: do(client, name) for name in names}

    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(run, range(AT_ONCE)))
    return {name: status for each in found for name, status in each.items()}


def sending(world: World) -> Callable[[CheckingClient, str], int]:
    return lambda client, name: (
        answer(client, PAGE, "p1", world.form(name), antwoord="b").status_code
    )


@contextmanager
def failing_now_and_then(app: Flask) -> Iterator[None]:
    """Every third COMMIT is refused before the database sees it, so its transaction is still
    open.
    """
    with app.app_context():
        dialect: Any = db.engine.dialect
    before, numbers = dialect.do_commit, count(1)

    def commit(connection: Any) -> None:
        if next(numbers) % 3 == 0:
            raise dialect.dbapi.OperationalError("COMMIT failed")
        before(connection)

    dialect.do_commit = commit
    try:
        yield
    finally:
        dialect.do_commit = before


@ALL_THREE
def test_what_fails_for_one_is_no_trouble_for_the_others(world: World) -> None:
    with failing_now_and_then(world.app):
        statuses = together(world, sending(world))
    assert set(statuses.values()) == {303, 503}
    assert world.tokens() == sorted(name for name, status in statuses.items() if status == 303)
    world.works()


@ALL_THREE
def test_who_reads_and_who_answers_are_all_served(world: World) -> None:
    send = sending(world)

    def do(client: CheckingClient, name: str) -> int:
        return send(client, name) if name.endswith("1") else client.get(PAGE).status_code

    statuses = together(world, do)
    assert {
        name: status for name, status in statuses.items() if name.endswith("1")
    } == dict.fromkeys(world.tokens(), 303)
    assert {status for name, status in statuses.items() if not name.endswith("1")} == {200}
    world.works()
