"""Somebody outside reads, locks or fills the disk: what cannot be stored is refused, pages stay,
all works later.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import Any

import psycopg
import pytest
from sqlalchemy.engine import make_url

from course import create_app
from course.models.sqlite_library import WAL
from tests.checking_client import CheckingClient
from tests.databases import ALL_THREE, BOTH_SQLITES, Database, SqliteDatabase, config_on, release
from tests.faults.conftest import PAGE, World

resource: Any = pytest.importorskip("resource", reason="Windows limits no file sizes")
TOKEN = "inzending-van-noor"
IN_TIME = 2.0  # seconds; the wait for a lock is 10 s in production and 0.2 s here


@contextmanager
def outside(database: Database) -> Iterator[Any]:
    """A connection of somebody else: a copy that is being made, a report tool, an administrator."""
    if isinstance(database, SqliteDatabase):
        connection = database.outsider()
    else:
        plain = (
            make_url(database.url)
            .set(drivername="postgresql")
            .render_as_string(hide_password=False)
        )
        connection = psycopg.connect(plain)
    try:
        yield connection
    finally:
        connection.close()


@ALL_THREE
def test_a_reader_who_stays(world: World, database: Database, hasty: None) -> None:
    """Under a rollback journal a COMMIT waits for readers; in WAL, and on PostgreSQL, it does
    not.
    """
    with outside(database) as reader:
        if isinstance(database, SqliteDatabase):
            reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM attempt").fetchall()
        assert world.client.get(PAGE).status_code == 200
        first = world.answer(TOKEN)
        assert first == (503 if waits_for_readers(database) else 303)
        for _ in range(3):
            assert world.client.get(PAGE).status_code == 200
        assert world.answer(TOKEN) == first
    assert world.answer(TOKEN) == 303
    assert world.stored() == 1
    world.works()


def waits_for_readers(database: Database) -> bool:
    if not isinstance(database, SqliteDatabase):
        return False
    with outside(database) as connection:
        return connection.execute("PRAGMA journal_mode").fetchone()[0].upper() != WAL


@ALL_THREE
def test_a_writer_who_stays(world: World, database: Database, hasty: None) -> None:
    with outside(database) as locker:
        if isinstance(database, SqliteDatabase):
            locker.execute("BEGIN IMMEDIATE")
        else:
            locker.execute("LOCK TABLE attempt, answer, progress IN EXCLUSIVE MODE")
        begin = monotonic()
        assert world.client.get(PAGE).status_code == 200  # reading goes on
        assert world.answer(TOKEN) == 503
        assert monotonic() - begin < IN_TIME
        assert world.client.get(PAGE).status_code == 200
    assert world.answer(TOKEN) == 303
    assert world.stored() == 1
    world.works()


@BOTH_SQLITES
def test_somebody_who_shuts_the_whole_file(
    world: World, database: SqliteDatabase, hasty: None
) -> None:
    with outside(database) as locker:
        locker.execute("BEGIN EXCLUSIVE")
        for _ in range(3):
            assert world.answer(TOKEN) == 503
    assert world.answer(TOKEN) == 303
    world.works()


@contextmanager
def full_disk(most: int) -> Iterator[None]:
    """No file of this process can be written beyond so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@BOTH_SQLITES
@pytest.mark.parametrize("room", [0, 9_000, 60_000])
def test_the_disk_is_full(world: World, database: SqliteDatabase, room: int) -> None:
    """Full before, in the middle of, or after some pages: what was acknowledged is there, and
    nothing by halves.

    The log of WAL grows by each answer. A rollback journal starts at nothing, and the file behind
    it may not be written either: then even the ROLLBACK fails, and the next connection does it.
    """
    log = database.path.with_name(database.path.name + "-wal")
    with full_disk(room + (log.stat().st_size if log.exists() else 0)):
        statuses = [world.answer() for _ in range(20)]
    assert set(statuses) <= {303, 503}
    assert 503 in statuses, "the disk was never full"
    assert world.stored() == statuses.count(303)
    with outside(database) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    world.works()


@BOTH_SQLITES
def test_a_file_that_takes_no_writes(
    world: World, database: SqliteDatabase, tmp_path: Path
) -> None:
    with outside(database):  # the log of WAL exists as long as somebody has the file open
        url = f"sqlite:///file:{database.path}?mode=ro&uri=true"
        settings = {**database.settings, "secret_key": world.app.config["SECRET_KEY"]}
        app = create_app(config_on(url, tmp_path, **settings))
        read_only = replace(world, app=app, client=world.noor.sign_in(CheckingClient(app)))
        for _ in range(3):
            assert read_only.client.get(PAGE).status_code == 200
            assert read_only.answer(TOKEN) == 503
        release(app)
    assert world.answer(TOKEN) == 303
    world.works()
