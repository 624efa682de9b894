"""Fixtures for every test: an application on an empty, migrated database, and a client that checks
pages.

`database` runs a test twice, on SQLite and on PostgreSQL (`databases.py`), with rows as `town.py`
left them. How a transaction ends also depends on the journal of SQLite, so tests of that ask for
`ALL_THREE`.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from hypothesis import HealthCheck, settings
from jinja2.bccache import Bucket, BytecodeCache

from course.models import engines
from course.papers import printing
from course.store import transaction
from tests import either, lock_watch, machine
from tests.checking_client import CheckingClient
from tests.databases import (
    EMPTY,
    ROLLBACK_SQLITE,
    TOWN,
    Database,
    MakeApp,
    PostgresDatabase,
    SqliteDatabase,
    at_rest,
    config_on,
    migrate,
    release,
)

Made = TypeVar("Made")

# Two cores are shared by the whole run, so a slow example says nothing; the same examples each
# time, so red stays red.
settings.register_profile(
    "deelwijs",
    deadline=None,
    derandomize=True,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("deelwijs")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    either.leave_out(config, items)


@pytest.fixture(scope="session", autouse=True)
def templates_kept() -> None:
    """A template is compiled once a run, for all the applications that tests make."""
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": Compiled()}


class Compiled(BytecodeCache):
    """What Jinja made of each template, in memory: by its name and contents, and by the files that
    it may name, whose addresses it holds.
    """

    kept: ClassVar[dict[tuple[str, ...], bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        found = self.kept.get(self._place(bucket))
        if found is not None:
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[self._place(bucket)] = bucket.bytecode_to_string()

    def _place(self, bucket: Bucket) -> tuple[str, ...]:
        address = bucket.environment.filters.get("asset", lambda _: "")
        return bucket.key, bucket.checksum, address("css/app.css")


@pytest.fixture(scope="session", autouse=True)
def watched_locks() -> Iterator[None]:
    """Whatever computes while others wait to write is noticed, in every test."""
    with lock_watch.watching():
        yield


@pytest.fixture(autouse=True)
def begins_anew() -> None:
    """Nothing that an earlier test said about reading and writing goes on."""
    engines.writing.set(True)
    transaction._reads_again.set(False)


@pytest.fixture(autouse=True)
def nobody_waits(watched_locks: None) -> Iterator[None]:
    """No request of this test computed while it kept others from writing."""
    lock_watch.CAUGHT.clear()
    yield
    assert not lock_watch.CAUGHT, "\n".join(lock_watch.CAUGHT)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server where databases may be made.

    Skipped where there is none; in CI that is a failure.
    """
    server = machine.postgres_server()
    # A run that is ended from outside should end its server too; SIGTERM alone would leave it
    # behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        url = server.__enter__()
    except Exception as error:  # whatever keeps it from starting, the reason is what counts
        machine.unavailable(f"no PostgreSQL server could be started: {error!r}")
    try:
        yield url
    finally:
        server.__exit__(None, None, None)


@pytest.fixture(scope="session")
def databases(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, worker_name: str
) -> Iterator[Callable[[str], tuple[Database, Flask]]]:
    """By name: a migrated database and the application on it, made when first asked for and kept
    for the run.
    """
    from course import create_app
    from course.models import db
    from tests import town

    made: dict[str, tuple[Database, Flask]] = {}

    def get(name: str) -> tuple[Database, Flask]:
        if name not in made:
            folder = tmp_path_factory.mktemp(name)
            database: SqliteDatabase | PostgresDatabase
            if name in ("sqlite", ROLLBACK_SQLITE):
                database = SqliteDatabase(folder / "test.sqlite3", name)
            else:
                database = PostgresDatabase(
                    request.getfixturevalue("postgres_url"), f"deelwijs_{worker_name}"
                )
            app = create_app(config_on(database.url, folder, **database.settings))
            migrate(app)
            database.remember(EMPTY)
            with app.app_context():
                town.settle(db.session, folder / "modules")
                town.Newcomers.settled[str(db.engine.url)] = town.settled(db.session)
                db.session.session_factory.configure(query_cls=town.Newcomers)
                release(app)
            database.remember(TOWN)
            made[name] = (database, app)
        return made[name]

    yield get
    for database, app in made.values():
        release(app)
        if isinstance(database, PostgresDatabase):
            database.connection.close()


@pytest.fixture(scope="session")
def worker_name() -> str:
    """Which of the parallel workers this is; each has databases of its own."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(
    request: pytest.FixtureRequest, databases: Callable[[str], tuple[Database, Flask]]
) -> Iterator[Database]:
    """A database with the people of `town` in it, or with nobody for a test that is marked `empty`.

    The test runs once on each kind. Mostly you want `app`, `session` or `client`.
    """
    from tests import builders, town

    found, app = databases(request.param)
    at_rest(app)
    marks = {mark.name for mark in request.node.iter_markers()}
    found.restore(EMPTY if "empty" in marks else TOWN)
    town.Newcomers.anybody = "empty" not in marks
    builders.ASIDE.clear()
    yield found
    if not marks & {"empty", "stirs"}:
        at_rest(app)
        changed = found.changed()
        assert changed == [], (
            f"rows of people whom this test is not about were changed: {', '.join(changed)}"
        )


@pytest.fixture
def scene(database: Database, app: Flask) -> Callable[[str, Callable[[], Made]], Made]:
    """`scene("site", make)`: the database with what `make` put in it as well, made by the first test
    that asks for it and put back for the next. What `make` returns holds no rows; it commits.
    """
    from tests import builders, town

    def get(name: str, make: Callable[[], Made]) -> Made:
        place = name if town.Newcomers.anybody else f"{name}, {EMPTY}"
        if place not in database.scenes:
            found = make()
            at_rest(app)
            database.remember(place)
            database.scenes[place] = found, frozenset(builders.ASIDE)
        else:
            at_rest(app)
            database.restore(place)
        made, aside = database.scenes[place]
        builders.ASIDE.update(aside)
        return made  # type: ignore[no-any-return]

    return get


@pytest.fixture
def app(database: Database, databases: Callable[[str], tuple[Database, Flask]]) -> Flask:
    """The application on an empty database, in mode `test`.

    It is kept between tests, so change no setting of it.
    """
    app = databases(database.name)[1]
    app.test_client_class = CheckingClient
    return app


@pytest.fixture
def make_app(database: Database, tmp_path: Path) -> Iterator[MakeApp]:
    """`make_app(mode=Mode.DEMO, brand="Proef")`: another application on the same database, with
    other settings.
    """
    from course import create_app

    made: list[Flask] = []

    def make(**changes: Any) -> Flask:
        app = create_app(config_on(database.url, tmp_path, **{**database.settings, **changes}))
        app.test_client_class = CheckingClient
        made.append(app)
        return app

    yield make
    for app in made:
        release(app)


@pytest.fixture
def session(app: Flask) -> Iterator[Any]:
    """The database session, inside an application context.

    Commit before a client should see what you added.
    """
    from course.models import db

    with app.app_context():
        yield db.session
        db.session.rollback()


@pytest.fixture
def client(app: Flask) -> CheckingClient:
    """A visitor with a browser's manners, who checks every page and every header that comes
    back.
    """
    client = app.test_client()
    assert isinstance(client, CheckingClient)
    return client


@pytest.fixture
def runner(app: Flask) -> FlaskCliRunner:
    """Runs a command: `runner.invoke(args=["content", "check"])`."""
    return app.test_cli_runner()


@pytest.fixture(autouse=True)
def press(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A paper takes a second to press. Who does not ask for `can_print` gets what would stand on
    it.
    """
    if "can_print" not in request.fixturenames:
        monkeypatch.setattr(printing, "_pressed", lambda page, *_: b"%PDF-" + page.encode())


@pytest.fixture(scope="session")
def can_print() -> None:
    """For tests of a PDF: where the machine makes none they are skipped, and in CI they fail."""
    try:
        printing.pdf("<html lang=nl><title>Proef</title><p>Proef", "proef")
    except printing.NoPressError as error:
        machine.unavailable(f"this machine makes no PDF: {error}")
