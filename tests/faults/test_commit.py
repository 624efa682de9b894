"""Whatever goes wrong at COMMIT: nothing was acknowledged, nothing stays open, and the next request
works.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from course.models import Board, School, db
from course.store import transaction as transactions
from tests.databases import ALL_THREE, BOTH_SQLITES, PostgresDatabase, SqliteDatabase, release
from tests.faults.conftest import World

on_postgresql = pytest.mark.parametrize("database", ["postgresql"], indirect=True)
OWN = (MemoryError, KeyboardInterrupt, SystemExit)
OF_THE_DRIVER = (
    "OperationalError",
    "IntegrityError",
    "InternalError",
    "DatabaseError",
    "InterfaceError",
)
# What PostgreSQL itself may say at COMMIT, and how the request ends.
STATES = {
    "23503": 500,  # a deferred foreign key: our mistake
    "23505": 500,  # a deferred UNIQUE: our mistake
    "40001": 503,  # serialization failure
    "40P01": 503,  # deadlock
    "53100": 503,  # disk full
    "53200": 503,  # out of memory
    "57014": 503,  # cancelled, also by statement_timeout
    "57P01": 503,  # the server is going down
    "58030": 503,  # the disk gives errors
    "25006": 503,  # it takes no writes any more
}


@contextmanager
def failing(app: Flask, error: BaseException) -> Iterator[None]:
    """COMMIT is refused before it reaches the database, so that the transaction is still open."""

    def refuse(_connection: object) -> None:
        raise error

    with app.app_context():
        dialect: Any = db.engine.dialect
        before = dialect.do_commit
        dialect.do_commit = refuse
        try:
            yield
        finally:
            dialect.do_commit = before


def board() -> Board:
    return Board(code="bestuur-van-commit", name="Bestuur")


@ALL_THREE
@pytest.mark.parametrize("name", OF_THE_DRIVER)
def test_an_answer_that_is_not_committed_leaves_nothing_open(world: World, name: str) -> None:
    with world.app.app_context():
        error: BaseException = getattr(db.engine.dialect.dbapi, name)("COMMIT failed")
    with failing(world.app, error):
        assert world.answer() in (500, 503)
    assert world.stored() == 0
    world.works()


@ALL_THREE
@pytest.mark.parametrize("kind", OWN)
def test_also_when_the_process_is_asked_to_stop(world: World, kind: type[BaseException]) -> None:
    with failing(world.app, kind("in the middle")), world.app.app_context():
        db.session.add(board())
        with pytest.raises(kind):
            transactions.commit()
        assert world.open_transactions() == 0  # at once, not when the request ends
    world.works()


@ALL_THREE
def test_also_when_nobody_rolls_back(world: World) -> None:
    """SQLAlchemy skips the pool's own ROLLBACK for a transaction whose COMMIT was tried."""
    with failing(world.app, MemoryError()), world.app.app_context():
        db.session.add(board())
        with pytest.raises(MemoryError):
            db.session.commit()
        db.session.close()
    world.works()


@ALL_THREE
def test_a_connection_that_cannot_roll_back_is_thrown_away(world: World) -> None:
    with world.app.app_context():
        driver: Any = db.engine.dialect.dbapi
        with failing(world.app, driver.OperationalError("COMMIT failed")):
            db.session.add(board())
            raw: Any = db.session.connection().connection.dbapi_connection
            with _unable_to_roll_back(raw), pytest.raises(DBAPIError):
                transactions.commit()
    world.works()


@contextmanager
def _unable_to_roll_back(raw: Any) -> Iterator[None]:
    """The connection is closed behind our back: every call on it fails from now on, COMMIT and
    ROLLBACK too.
    """
    raw.close()
    yield


@BOTH_SQLITES
def test_a_deferred_foreign_key_on_sqlite(world: World) -> None:
    with world.app.app_context():
        db.session.execute(text("PRAGMA defer_foreign_keys=ON"))
        db.session.add(
            School(code="x", name="School", board_id=987654, sector="vo", region="midden")
        )
        with pytest.raises(DBAPIError, match="FOREIGN KEY"):
            transactions.commit()
    world.works()


@on_postgresql
@pytest.mark.parametrize(("state", "status"), STATES.items())
def test_what_postgresql_says_at_commit(
    world: World, refusing: Callable[[str], None], state: str, status: int
) -> None:
    refusing(f"RAISE EXCEPTION 'at commit' USING ERRCODE = '{state}'")
    assert world.answer("inzending-van-noor") == status
    assert world.stored() == 0
    assert world.client.get("/leren").status_code == 200
    refusing("RETURN NEW")
    assert world.answer("inzending-van-noor") == 303  # the same form again is one answer
    assert world.stored() == 1
    world.works()


@on_postgresql
def test_the_backend_ends_during_commit(world: World, refusing: Callable[[str], None]) -> None:
    refusing("PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(1); RETURN NEW")
    assert world.answer("inzending-van-noor") == 503
    refusing("RETURN NEW")
    assert world.answer("inzending-van-noor") == 303
    assert world.stored() == 1
    world.works()


@pytest.fixture
def refusing(database: PostgresDatabase) -> Iterator[Callable[[str], None]]:
    """`refusing(body)`: from now on COMMIT of an answer runs this PL/pgSQL, in a trigger that waits
    until then.
    """

    def become(body: str) -> None:
        database.connection.execute(
            "CREATE OR REPLACE FUNCTION at_commit() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN {body}; END $$"
        )

    become("RETURN NEW")
    database.connection.execute(
        "CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON attempt DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW EXECUTE FUNCTION at_commit()"
    )
    yield become
    database.connection.execute("DROP TRIGGER at_commit ON attempt; DROP FUNCTION at_commit()")


@ALL_THREE
def test_the_connection_is_lost_just_before_commit(
    world: World, database: SqliteDatabase | PostgresDatabase
) -> None:
    def lose(connection: Any) -> None:
        if isinstance(database, PostgresDatabase):
            database.end_connections()
        else:
            connection.connection.dbapi_connection.close()

    with world.app.app_context():
        event.listen(db.engine, "commit", lose)
        try:
            assert world.answer("inzending-van-noor") in (500, 503)
        finally:
            event.remove(db.engine, "commit", lose)
    assert world.answer("inzending-van-noor") == 303
    assert world.stored() == 1
    world.works()


@on_postgresql
def test_the_server_goes_away_after_all_was_asked(world: World, database: PostgresDatabase) -> None:
    """A request that was refused and wrote nothing still ends its transaction, and its page is
    there already.
    """
    with world.app.app_context():
        transactions.begin(may_write=True)
        db.session.execute(text("SELECT 1"))
        database.end_connections()
        transactions.let_go()
    world.works()


@ALL_THREE
def test_every_connection_of_the_pool_survives(world: World) -> None:
    """As many failures as there are connections: in the old days each of them poisoned one."""
    with world.app.app_context():
        error = db.engine.dialect.dbapi.OperationalError("COMMIT failed")
    with failing(world.app, error):
        assert {world.answer() for _ in range(12)} == {503}
    release(world.app)
    world.works()
