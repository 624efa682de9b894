"""What a connection promises: nothing is written by who only reads, and a server that came back is
found again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from course.models import Board, db
from course.store import transaction as transactions
from tests.databases import PostgresDatabase, release

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


@pytest.fixture
def reading(session: Any) -> Iterator[Any]:
    """A session as a safe request has it."""
    transactions.begin(may_write=False)
    yield session
    transactions.begin(may_write=True)


@pytest.mark.parametrize("again", [False, True])
def test_who_only_reads_cannot_write(reading: Any, again: bool) -> None:
    if again:  # the second transaction on the same connection too
        reading.execute(text("SELECT 1"))
        reading.rollback()
    with pytest.raises(DBAPIError, match=r"read-?only"):
        reading.execute(text("DELETE FROM board"))


def test_who_wrote_reads_only_afterwards(session: Any) -> None:
    session.add(Board(code="b", name="Bestuur"))
    transactions.commit()
    transactions.begin(may_write=False)
    with pytest.raises(DBAPIError, match=r"read-?only"):
        session.execute(text("DELETE FROM board WHERE code = 'b'"))
    transactions.begin(may_write=True)
    session.execute(text("DELETE FROM board WHERE code = 'b'"))


def test_batches_cannot_write_either(reading: Any) -> None:
    with transactions.batches(), pytest.raises(DBAPIError, match=r"read-?only"):
        reading.execute(text("DELETE FROM board"))


def test_rows_in_batches_come_from_one_moment(reading: Any) -> None:
    series = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) SELECT i "
        "FROM n"
    )
    with transactions.batches():
        rows = reading.execute(text(series), execution_options={"yield_per": 500})
        assert sum(1 for _ in rows) == 2000


@on_sqlite
def test_what_was_prepared_stays_so_whoever_reads_or_writes(app: Flask) -> None:
    """Telling a connection that it may write, or no more, makes SQLite prepare all anew."""
    told: list[str] = []
    release(app)  # one connection of each kind, from here on
    with app.app_context():
        for may_write in (False, True, False):
            transactions.begin(may_write=may_write)
            driver: Any = db.connection().connection.dbapi_connection
            db.connection().execute(text("SELECT 1"))
            driver.set_trace_callback(told.append)
        for _ in range(3):
            transactions.begin(may_write=False)
            db.connection().execute(text("SELECT count(*) FROM board"))
            transactions.begin(may_write=True)
            db.connection().execute(text("DELETE FROM board WHERE id = 0"))
            transactions.commit()
    release(app)
    assert sum(statement.startswith("SELECT count") for statement in told) == 3
    assert sum(statement.startswith("DELETE") for statement in told) == 3
    assert [statement for statement in told if statement.startswith("PRAGMA")] == []


@on_sqlite
def test_who_asks_past_the_connection_of_a_request_cannot_write_either(app: Flask) -> None:
    with app.app_context():
        transactions.begin(may_write=False)
        with db.engine.connect() as own, pytest.raises(DBAPIError, match="readonly"):
            own.execute(text("DELETE FROM board WHERE id = 0"))
        transactions.begin(may_write=True)
        with db.engine.begin() as own:
            own.execute(text("DELETE FROM board WHERE id = 0"))


@on_postgresql
def test_reading_and_writing_is_one_connection_there(app: Flask) -> None:
    """It says what it may on our side of the connection, which costs nothing."""
    with app.app_context():
        transactions.begin(may_write=False)
        asked = db.connection()
        transactions.begin(may_write=True)
        assert db.connection() is asked


@on_postgresql
def test_a_server_that_restarted_is_not_noticed(session: Any, database: PostgresDatabase) -> None:
    for _ in range(2):
        session.execute(text("SELECT 1"))
        session.rollback()
        database.end_connections()
    assert session.scalar(text("SELECT 2")) == 2
