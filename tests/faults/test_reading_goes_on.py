"""When nothing can be written, pages are still read; and machines hear what does not work, in
words.
"""

from __future__ import annotations

import logging
import time
from collections import namedtuple
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text, update
from sqlalchemy.engine import make_url

from course import clock, create_app
from course.models import LessonVisit, SignedInBrowser, Throttle, db
from course.store.upkeep import health
from tests.checking_client import CheckingClient
from tests.databases import ALL_THREE, PostgresDatabase, SqliteDatabase, config_on, release
from tests.faults.conftest import World
from tests.learning import Learner, answer, learner, publish

ANOTHER = "/leren/proef/een/klas"  # opening it for the first time is remembered
on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("database", ["postgresql"], indirect=True)
NO_WORKER = "worker: niet gezien; start flask worker"
Disk = namedtuple("Disk", "total used free")


@pytest.fixture
def noor(session: Any, tmp_path: Path) -> Learner:
    publish(tmp_path / "modules")
    found = learner(session)
    hers = update(SignedInBrowser).where(SignedInBrowser.person_id == found.person.id)
    session.execute(hers.values(seen_at=clock.now() - timedelta(minutes=5)))  # a sign is due
    session.commit()
    session.remove()
    return found


@pytest.fixture
def refusing(
    database: SqliteDatabase | PostgresDatabase, noor: Learner, tmp_path: Path
) -> Iterator[Flask]:
    """The application on the same database, where it may not write."""
    app = create_app(config_on(_read_only(database), tmp_path, **database.settings))
    yield app
    release(app)


def _read_only(database: SqliteDatabase | PostgresDatabase) -> str:
    """An address under which the database can only be read: a file opened so, or a role without the
    right to write.
    """
    if isinstance(database, SqliteDatabase):
        return f"sqlite:///file:{database.path}?mode=ro&uri=true"
    for statement in (
        "DO $$ BEGIN CREATE ROLE alleen_lezen LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; "
        "END $$",
        "GRANT USAGE ON SCHEMA public TO alleen_lezen",
        "GRANT SELECT ON ALL TABLES IN SCHEMA public TO alleen_lezen",
    ):
        database.connection.execute(statement)
    return (
        make_url(database.url)
        .set(username="alleen_lezen", password=None)
        .render_as_string(hide_password=False)
    )


def visits(app: Flask, noor: Learner) -> int:
    hers = select(func.count()).where(LessonVisit.enrolment_id == noor.enrolment_id)
    with app.app_context():
        return int(db.session.scalar(hers) or 0)


@ALL_THREE
def test_pages_are_read_where_nothing_can_be_written(
    refusing: Flask, noor: Learner, caplog: pytest.LogCaptureFixture
) -> None:
    client = noor.sign_in(CheckingClient(refusing))
    with caplog.at_level(logging.WARNING, "deelwijs"):
        for path in (
            ANOTHER,
            "/leren",
            "/leren/proef",
            "/leren/proef/een",
            "/account",
            ANOTHER,
            "/hulp",
        ):
            assert client.get(path).status_code == 200
    assert visits(refusing, noor) == 0
    assert {"visit", "sign of life"} <= {
        getattr(record, "references", {}).get("left_out") for record in caplog.records
    }
    assert answer(client, "/leren/proef/een/eigen-leven", "p1", antwoord="b").status_code == 503


def test_machines_hear_that_nothing_can_be_written(refusing: Flask) -> None:
    client = CheckingClient(refusing)
    assert client.get("/healthz").text == "ok\n"
    reply = client.get("/readyz")
    assert reply.status_code == 503
    assert reply.text.splitlines() == ["database: schrijven lukt niet", NO_WORKER]
    assert reply.headers["Retry-After"] == "30"


@pytest.fixture
def busy(database: SqliteDatabase | PostgresDatabase) -> Iterator[Callable[[], None]]:
    """Somebody outside writes and does not stop. What is called lets go."""
    if isinstance(database, SqliteDatabase):
        outside = database.outsider(timeout=0)
        outside.execute("BEGIN IMMEDIATE")
        yield lambda: outside.execute("ROLLBACK")
        outside.close()
        return
    database.connection.execute(
        "BEGIN; LOCK TABLE lesson_visit, user_session, throttle IN EXCLUSIVE MODE"
    )
    yield lambda: database.connection.execute("ROLLBACK")
    database.connection.execute("ROLLBACK")


@ALL_THREE
def test_nobody_who_reads_waits_for_who_writes(
    app: Flask, noor: Learner, busy: Callable[[], None]
) -> None:
    client = noor.sign_in(CheckingClient(app))
    client.get("/leren/proef")  # drawn once, so that what follows measures waiting
    begun = time.monotonic()
    assert client.get(ANOTHER).status_code == 200
    assert client.get("/readyz").status_code == 503
    assert time.monotonic() - begun < 4  # of which 0.75 is waiting, where it was twenty and more
    busy()
    assert visits(app, noor) == 0
    assert client.get(ANOTHER).status_code == 200
    assert visits(app, noor) == 1
    assert client.get("/readyz").status_code == 200


# Machines


def test_ready_leaves_nothing_behind(app: Flask, client: CheckingClient) -> None:
    for _ in range(3):
        assert client.get("/readyz").text.startswith("ok\n")
    with app.app_context():
        assert db.session.query(Throttle).count() == 0


def test_ready_names_each_trouble(
    client: CheckingClient,
    session: Any,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    newest = session.scalar(text("SELECT version_num FROM alembic_version"))
    session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    session.commit()
    monkeypatch.setattr(
        health.shutil, "disk_usage", lambda _folder: Disk(10**9, 10**9, health.SPACE_NEEDED - 1)
    )
    reply = client.get("/readyz")
    session.execute(text("UPDATE alembic_version SET version_num = :newest"), {"newest": newest})
    session.commit()
    assert reply.status_code == 503
    assert reply.text.splitlines() == [
        "database: niet in de nieuwste vorm; draai flask db upgrade",
        "schijf: minder dan 100 MB vrij voor de gegevens",
        NO_WORKER,
    ]


@on_sqlite
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.parametrize(
    "host", ["10.0.0.7:8000", "[::1]:8000", "localhost", "een host met spaties", ""]
)
def test_probes_ask_by_address(make_app: Any, path: str, host: str) -> None:
    """Where only one name is trusted, as in production."""
    client = make_app(trusted_hosts=("leren.school.example",)).test_client()
    assert client.get(path, headers={"Host": host}).status_code == 200


@on_sqlite
def test_all_else_answers_to_its_own_name_only(make_app: Any) -> None:
    client = make_app(trusted_hosts=("leren.school.example",)).test_client()
    assert client.get("/hulp", headers={"Host": "leren.school.example"}).status_code == 200
    for host in ("10.0.0.7:8000", "elders.example", "leren.school.example.elders.example", "a b"):
        reply = client.get("/hulp", headers={"Host": host})
        assert reply.status_code == 400
        assert "niet lezen" in reply.text


def test_health_asks_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with world.app.app_context():
        engines = db.engines.values()
    for engine in engines:
        monkeypatch.setattr(engine.dialect, "do_execute", _refuse)
        monkeypatch.setattr(engine.pool, "connect", _refuse)
    assert world.client.get("/healthz").status_code == 200


def _refuse(*_args: object, **_named: object) -> None:
    raise AssertionError("the database was asked")
