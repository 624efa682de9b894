"""Who stalls a download keeps no transaction open and no memory full; a file that cannot be made is
a clear error.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from course import clock
from course.config import ROOT
from course.domain.people.roles import Role
from course.models import db
from course.models.engines import writing
from course.sheets.csv_files import csv_response
from course.store.duties import giving
from course.store.duties.giving import NewAssignment
from tests.checking_client import CheckingClient
from tests.databases import ALL_THREE, Database, PostgresDatabase, SqliteDatabase
from tests.staff import COURSE, World

resource: Any = pytest.importorskip("resource", reason="Windows limits no file sizes")
FILE = "/rapport/scholen/regenboog.csv"
PEOPLE = 450  # more than go out at once
STREAMS = ("stream_with_context", "stream_template", "stream_template_string")


@pytest.fixture
def manager(session: Any, client: CheckingClient) -> CheckingClient:
    """The browser of somebody who may see the list of a large school."""
    world = World(session, clock.today())
    school = world.school("regenboog")
    world.staff(school, PEOPLE)
    trainer = world.actor(Role.TRAINER, school)
    draft = NewAssignment(COURSE, school.id, None, None, world.today + timedelta(days=9), "token")
    assert giving.assign(trainer, draft, clock.now(), world.today) is not None
    world.sign_in(client, world.actor(Role.MANAGER, school))
    session.remove()
    return client


@pytest.fixture
def stalled(app: Flask, manager: CheckingClient) -> Iterator[bytes]:
    """The first bytes of the file, to somebody who takes no more of it while the test runs."""
    cookie = manager.get_cookie("sessie")
    assert cookie is not None
    environ = EnvironBuilder(path=FILE, headers={"Cookie": f"sessie={cookie.value}"}).get_environ()
    body: Iterable[bytes]
    body, status, _headers = run_wsgi_app(app, environ)
    writing.set(True)  # the test goes on in the thread of that request, and writes
    assert status.startswith("200")
    yield next(iter(body))
    body.close()  # type: ignore[attr-defined]


@ALL_THREE
def test_a_stalled_download_holds_nothing(app: Flask, database: Database, stalled: bytes) -> None:
    assert stalled
    with app.app_context():
        pools: list[Any] = [engine.pool for engine in db.engines.values()]
    assert [pool.checkedout() for pool in pools] == [0] * len(pools)
    assert is_free(database)


def is_free(database: Database) -> bool:
    """Whether nobody but us is in a transaction."""
    if isinstance(database, PostgresDatabase):
        query = (
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND xact_start IS NOT NULL"
        )
        return database.connection.execute(query).fetchone() == (0,)
    assert isinstance(database, SqliteDatabase)
    connection = database.outsider(timeout=0)
    try:
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
        return bool(
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
        )  # 1: a reader is in the way
    finally:
        connection.close()


@ALL_THREE
def test_the_whole_file_is_there_and_says_how_long_it_is(manager: CheckingClient) -> None:
    answer = manager.get(FILE)
    assert answer.data.count(b"\r\n") == PEOPLE + 1
    assert answer.content_length == len(answer.data)
    assert manager.head(FILE).content_length == len(answer.data)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_file_for_which_there_is_no_room_is_a_page_that_says_so(
    manager: CheckingClient, limit: Callable[[int], None]
) -> None:
    limit(1000)
    assert manager.get(FILE).status_code == 503
    limit(resource.RLIM_INFINITY)
    assert manager.get(FILE).status_code == 200


@pytest.fixture
def limit() -> Iterator[Callable[[int], None]]:
    """`limit(bytes)`: no file of this process can be written beyond that."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda most: resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_memory_does_not_grow_with_the_list(app: Flask) -> None:
    def most(lines: int) -> int:
        with app.test_request_context():
            tracemalloc.start()
            csv_response(
                "lijst.csv", ["A"], (["een regel van de lijst"] for _ in range(lines))
            ).close()
            found = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            return found

    most(100)
    assert most(20_000) < 2 * most(1_000)


def test_nothing_streams_a_page_while_it_is_made() -> None:
    """An answer that is made while it is sent holds its transaction for as long as the slowest
    reader likes.
    """
    for path in (ROOT / "course").rglob("*.py"):
        source = path.read_text("utf-8")
        assert not any(word in source for word in STREAMS), path
