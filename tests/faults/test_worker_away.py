"""The worker while the database is locked, may only be read, is full or away: it does nothing by
halves, says so in the log, and goes on afterwards by itself.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert

from course import clock
from course.cli import worker as command
from course.models import Job, Throttle, WorkerLife, db
from course.store import transaction
from course.store.messages import jobs
from course.work import loop, registry
from course.work.loop import Worker
from course.work.working import Work
from tests.databases import ALL_THREE, BOTH_SQLITES, Database, SqliteDatabase, release
from tests.faults.test_outsiders import full_disk, outside

KIND = "proef"


@pytest.fixture
def waiting(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """One piece of work that writes a row, and a worker that does not rest long."""

    def work(work: Work) -> None:
        work.writes()
        db.session.execute(insert(Throttle).values(key=KIND, misses=0, since=clock.now()))

    monkeypatch.setattr(registry, "handlers", lambda: {KIND: work})
    monkeypatch.setattr(registry, "daily", list)
    monkeypatch.setattr(loop, "REST", 0)
    jobs.queue(KIND, {}, clock.now())
    transaction.commit()
    session.remove()


@contextmanager
def reading(app: Flask) -> Iterator[None]:
    """To look while somebody else writes."""
    with app.app_context():
        transaction.begin(may_write=False)
        yield
        transaction.rollback()
        transaction.begin(may_write=True)


def turns(app: Flask, worker: Worker) -> tuple[str, ...]:
    """What a worker does in a round: its sign of life, and its work."""
    worker.turn(worker._beat)
    worker.turn(worker.work)
    with reading(app):
        outcomes = tuple(row.outcome for row in db.session.query(Job))
        written = db.session.query(Throttle).filter_by(key=KIND).count()
    assert written == outcomes.count("done")
    return outcomes


def lives(app: Flask) -> bool:
    with reading(app):
        return bool(db.session.query(WorkerLife).filter_by(stopped_at=None).count())


def goes_on(app: Flask, worker: Worker) -> None:
    """All works again: it lives and the work is done, once."""
    assert turns(app, worker) == ("done",)
    assert lives(app)


@contextmanager
def locked(database: Database) -> Iterator[None]:
    with outside(database) as locker:
        if isinstance(database, SqliteDatabase):
            locker.execute("BEGIN IMMEDIATE")
        else:
            locker.execute("LOCK TABLE job, worker_life IN EXCLUSIVE MODE")
        yield


@ALL_THREE
@pytest.mark.usefixtures("hasty", "waiting")
def test_somebody_else_writes_and_stays(
    app: Flask, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    worker = Worker(app)
    with locked(database), caplog.at_level(logging.ERROR, "deelwijs"):
        assert turns(app, worker) == (None,)
        assert not lives(app)
    assert {"_beat", "work"} <= {
        getattr(record, "references", {}).get("turn") for record in caplog.records
    }
    goes_on(app, worker)


@BOTH_SQLITES
@pytest.mark.usefixtures("waiting")
def test_the_disk_is_full(app: Flask, database: SqliteDatabase) -> None:
    worker = Worker(app)
    log = database.path.with_name(database.path.name + "-wal")
    with full_disk(log.stat().st_size if log.exists() else 0):
        assert turns(app, worker) == (None,)
    goes_on(app, worker)


@pytest.mark.usefixtures("waiting")
def test_it_may_only_read(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a standby, or with a file that turned read-only."""
    worker = Worker(app)
    with monkeypatch.context() as patched:
        patched.setattr(transaction, "commit", _refused(app))
        assert turns(app, worker) == (None,)
    goes_on(app, worker)


def _refused(app: Flask) -> Callable[[], None]:
    with app.app_context():
        driver: Any = db.engine.dialect.loaded_dbapi

    def commit() -> None:
        transaction.rollback()
        raise driver.OperationalError("attempt to write a readonly database")

    return commit


@pytest.mark.parametrize("asked_before", [0, 1, 2, 4, 6, 8])
@pytest.mark.usefixtures("waiting")
def test_it_goes_away_in_the_middle(
    app: Flask, monkeypatch: pytest.MonkeyPatch, asked_before: int
) -> None:
    with app.app_context():
        dialect: Any = db.engine.dialect
    usual, asked = dialect.do_execute, iter(range(asked_before))

    def execute(*args: Any) -> None:
        if next(asked, None) is None:
            raise dialect.loaded_dbapi.OperationalError("gone")
        usual(*args)

    worker = Worker(app)
    with monkeypatch.context() as patched:
        patched.setattr(dialect, "do_execute", execute)
        worker.turn(worker._beat)
        worker.turn(worker.work)
    later = clock.now() + timedelta(hours=1)  # the lease of what broke off is over
    worker._began = later - timedelta(seconds=loop._seconds() - worker._zero)
    monkeypatch.setattr(clock, "now", lambda: later)
    monkeypatch.setattr(loop.workers, "database_clock", lambda: None)
    goes_on(app, worker)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("session")
def test_a_clock_is_doubted_as_soon_as_the_database_is_back(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who begins while the database is away still hears that workers were seen later than now."""
    monkeypatch.setattr(loop, "REST", 0)
    with app.app_context():
        loop.workers.seen("ander", clock.now(), clock.now() + timedelta(days=99), None)
        transaction.commit()
        dialect: Any = db.engine.dialect
    worker = Worker(app)
    worker.stop.set()  # only its first turns
    with monkeypatch.context() as patched:
        patched.setattr(dialect, "do_execute", _gone(dialect))
        worker.run()
    worker.turn(worker._beat)
    assert worker.trouble == "behind"


def _gone(dialect: Any) -> Callable[..., None]:
    def execute(*_args: Any) -> None:
        raise dialect.loaded_dbapi.OperationalError("gone")

    return execute


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("waiting")
def test_who_plans_it_hears_that_it_could_not(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """`flask worker --once` from a timetable: its exit code says it."""
    runner = app.test_cli_runner()
    with app.app_context():
        dialect: Any = db.engine.dialect
    with monkeypatch.context() as patched:
        patched.setattr(dialect, "do_execute", _gone(dialect))
        failed = runner.invoke(command.group, ["--once"])
    release(app)
    assert failed.exit_code == 1
    done = runner.invoke(command.group, ["--once"])
    assert (done.exit_code, done.output) == (0, "1 gedaan\n")


@pytest.mark.usefixtures("session")
def test_a_clock_that_ran_ahead_gave_no_sign_of_life(app: Flask) -> None:
    with app.app_context():
        now = clock.now()
        loop.workers.seen("vooruit", now, now + timedelta(days=400), None)
        assert not loop.workers.one_lives(now)
        loop.workers.seen("nu", now, now, None)
        assert loop.workers.one_lives(now)
        transaction.rollback()
