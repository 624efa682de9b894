"""Fixtures for every test: an application on an empty, migrated database, and a client that checks
pages.

`database` runs a test twice, on SQLite and on PostgreSQL. How a transaction ends also depends on
the journal of SQLite, so tests of that ask for `ALL_THREE`. Databases are migrated once a run;
before each test the rows are put back as the migrations left them, which takes about a millisecond
and works whatever the test committed.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar, Protocol, TypeVar

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from hypothesis import HealthCheck, settings
from jinja2.bccache import Bucket, BytecodeCache
from psycopg import sql
from sqlalchemy.engine import make_url

from course.config import Config, Mode, read_config
from course.models import engines, sqlite_library
from course.papers import printing
from course.store import transaction
from tests import either, lock_watch, machine
from tests.checking_client import CheckingClient

MakeApp = Callable[..., Flask]
Made = TypeVar("Made")
EMPTY, TOWN = "empty", "town"  # as the migrations left it, and with everybody in it
SQLITE_BUSY, SQLITE_LOCKED = 5, 6
PATIENCE = 12  # of a quarter of a second each
STANDARD_SQLITE = os.environ.get(machine.SQLITE) == "standard"
ROLLBACK_SQLITE = (
    "rollback-sqlite"  # Python's own SQLite, with the rollback journal, whatever else there is
)
ALL_THREE = pytest.mark.parametrize(
    "database", ["sqlite", ROLLBACK_SQLITE, "postgresql"], indirect=True
)
BOTH_SQLITES = pytest.mark.parametrize("database", ["sqlite", ROLLBACK_SQLITE], indirect=True)

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


class Database(Protocol):
    """A migrated database that can go back to how the migrations left it."""

    name: str
    url: str
    settings: dict[str, Any]  # what an application on it is made with
    scenes: dict[str, tuple[Any, frozenset[int]]]  # by name: what `scene` made, for tests

    def remember(self, scene: str) -> None:
        """What is in it now comes back by this name."""

    def restore(self, scene: str) -> None:
        """As `remember` found it by this name. No connection may be in use."""

    def changed(self) -> list[str]:
        """The tables in which a row that `remember` found is gone or another now."""


class SqliteDatabase:
    """A file, copied back from memory page by page through SQLite's own backup, so that nothing
    stale is read.
    """

    def __init__(self, path: Path, name: str = "sqlite") -> None:
        self.name = name
        self.path = path
        self.url = f"sqlite:///{path}"
        self.settings = {"standard_sqlite": name == ROLLBACK_SQLITE or STANDARD_SQLITE}
        self.waits = 0
        self.driver = sqlite_library.choose(standard=self.settings["standard_sqlite"]).driver
        self.kept: dict[str, Any] = {}
        self.scenes: dict[str, tuple[Any, frozenset[int]]] = {}
        self.rows: dict[str, set[Any]] = {}

    def remember(self, scene: str) -> None:
        kept = self.driver.connect(":memory:", check_same_thread=False)
        with self.driver.connect(self.path) as source:
            source.backup(kept)
        source.close()
        self.kept[scene] = kept
        if scene == TOWN:
            tables = kept.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            rows = {name: set(kept.execute(f"SELECT * FROM {name}")) for (name,) in tables}
            self.rows = {name: found for name, found in rows.items() if found}

    def changed(self) -> list[str]:
        connection = self.driver.connect(self.path, timeout=0)
        now = {name: set(connection.execute(f"SELECT * FROM {name}")) for name in self.rows}
        connection.close()
        return [name for name, rows in self.rows.items() if not rows <= now[name]]

    def outsider(self, **options: Any) -> Any:
        """A connection that the application knows nothing of, with transactions of its own.

        Close it.
        """
        return self.driver.connect(
            self.path, isolation_level=None, check_same_thread=False, **options
        )

    def restore(self, scene: str) -> None:
        with self.driver.connect(self.path, timeout=0) as target:
            target.execute("PRAGMA synchronous=OFF")
            self.kept[scene].backup(target, progress=self.refuse_to_wait)
        target.close()

    def refuse_to_wait(self, status: int, _remaining: int, _total: int) -> None:
        """SQLite's backup waits for ever while somebody holds a lock; a test that forgot one should
        hear so.
        """
        self.waits = self.waits + 1 if status in (SQLITE_BUSY, SQLITE_LOCKED) else 0
        if self.waits > PATIENCE:
            raise RuntimeError(
                "an earlier session or thread still holds a transaction on the test database"
            )


class PostgresDatabase:
    """A database on the server of this run, emptied by DELETE with triggers and foreign keys
    asleep.

    Measured with 25 tables: 1 ms, against 80 ms for TRUNCATE and 280 ms for a copy of a template
    database.
    """

    name = "postgresql"
    settings: ClassVar[dict[str, Any]] = {}

    def __init__(self, server: str, name: str) -> None:
        url = make_url(server)
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        plain = url.set(drivername="postgresql", database=name)
        self.url = plain.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
        self.connection = psycopg.connect(
            plain.render_as_string(hide_password=False), autocommit=True
        )
        self.kept: dict[str, sql.Composed] = {}
        self.scenes: dict[str, tuple[Any, frozenset[int]]] = {}
        self.rows: dict[str, set[Any]] = {}

    def remember(self, scene: str) -> None:
        """A copy of each table that has rows, and its counters."""
        schema = sql.Identifier(f"kept_{len(self.kept)}")
        self.connection.execute(sql.SQL("CREATE SCHEMA {}").format(schema))
        query = (
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> "
            "'alembic_version'"
        )
        tables = [sql.Identifier(row[0]) for row in self.connection.execute(query)]
        steps = [sql.SQL("DELETE FROM {}").format(table) for table in tables]
        if scene == TOWN:
            rows = self.read(table.as_string().strip('"') for table in tables)
            self.rows = {name: found for name, found in rows.items() if found}
        for table in tables:
            if self.connection.execute(
                sql.SQL("SELECT 1 FROM {} LIMIT 1").format(table)
            ).fetchone():
                copy = sql.SQL("{}.{}").format(schema, table)
                self.connection.execute(sql.SQL("CREATE TABLE {} AS TABLE {}").format(copy, table))
                steps.append(sql.SQL("INSERT INTO {} SELECT * FROM {}").format(table, copy))
        counters = (
            "SELECT sequencename, coalesce(last_value, 0) FROM pg_sequences WHERE schemaname = "
            "'public'"
        )
        for name, last in self.connection.execute(counters):
            steps.append(sql.SQL("SELECT setval({}, {}, {})").format(name, max(last, 1), last > 0))
        begin = sql.SQL("BEGIN; SET LOCAL session_replication_role = replica")
        self.kept[scene] = sql.SQL("; ").join([begin, *steps, sql.SQL("COMMIT")])

    def read(self, tables: Iterable[str]) -> dict[str, set[Any]]:
        """All rows of these tables as text, in one go."""
        names = list(tables)
        cursor = self.connection.execute(
            "; ".join(f'SELECT t::text FROM "{name}" t' for name in names)
        )
        found = {}
        for name in names:
            found[name] = set(cursor.fetchall())
            cursor.nextset()
        return found

    def changed(self) -> list[str]:
        now = self.read(self.rows)
        return [name for name, rows in self.rows.items() if not rows <= now[name]]

    def end_connections(self) -> None:
        """What a restart of the server does to everybody.

        Returns when they are gone, or after five seconds.
        """
        self.connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    def restore(self, scene: str) -> None:
        self.connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"
        )
        self.connection.execute(self.kept[scene])


def config_on(database_url: str, data_dir: Path, **changes: Any) -> Config:
    """Settings for a test: everything given, nothing read from the environment.

    Named settings may be changed.
    """
    environ = {
        "DEELWIJS_MODE": Mode.TEST,
        "DEELWIJS_SECRET_KEY": "only-for-tests-" + "x" * 32,
        "DEELWIJS_DATABASE_URL": database_url,
        "DEELWIJS_DATA_DIR": str(data_dir),
        "DEELWIJS_BASE_URL": "http://localhost",
    }
    config = read_config(environ)
    return replace(config, **changes)


def migrate(app: Flask) -> None:
    """The database of `app`, brought to the newest migration."""
    from flask_migrate import upgrade

    with app.app_context():
        upgrade()
        release(app)


def release(app: Flask) -> None:
    """Lets go of every pooled connection of `app`."""
    from course.models import db

    with app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


def at_rest(app: Flask) -> None:
    """Nothing of `app` is under way. On PostgreSQL its connections stay: a new one costs more than
    most tests.
    """
    from course.models import db

    with app.app_context():
        db.session.remove()
        if db.engine.dialect.name == "sqlite":
            db.engine.dispose()


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
