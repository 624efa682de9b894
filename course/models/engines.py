"""How a connection is set up and how a transaction starts, on each database.

A request that may not write gets read-only transactions, so that a GET that writes fails in every test.
"""

from __future__ import annotations

import select
import sqlite3
from contextvars import ContextVar
from threading import Lock
from time import monotonic
from typing import Any, cast

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import InvalidatePoolError, OperationalError

writing: ContextVar[bool] = ContextVar("writing", default=True)  # safe methods set it to False
in_batches: ContextVar[bool] = ContextVar("in_batches", default=False)  # rows are fetched while they are sent

PATIENCE = 10.0  # seconds that a writer waits for another one
patience: ContextVar[float] = ContextVar("patience", default=PATIENCE)  # shorter for what may be left out
SILENCE = 30  # seconds after which a connection is asked whether it still lives
_PRAGMAS = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA synchronous=FULL",
    f"PRAGMA busy_timeout={int(1000 * PATIENCE)}",
    "PRAGMA secure_delete=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA mmap_size=0",
)


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Whether this SQLite keeps committed writes in write-ahead mode: 3.51.3, or 3.50.7 and 3.44.6 in their lines."""
    if version[:2] == (3, 50):
        return version >= (3, 50, 7)
    if version[:2] == (3, 44):
        return version >= (3, 44, 6)
    return version >= (3, 51, 3)


def prepare_engine(engine: Engine) -> None:
    """Attach the settings of this project to an engine. Safe to call once per engine."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _connect_sqlite)
        queue = WriterQueue()
        event.listen(engine, "begin", queue.begin)
        event.listen(engine, "checkin", queue.leave)
    else:
        event.listen(engine, "connect", _connect_postgresql)
        event.listen(engine, "begin", _begin_postgresql)
        pulse = Pulse(engine)
        event.listen(engine, "checkin", pulse.note)
        event.listen(engine, "checkout", pulse.check)


def _connect_sqlite(connection: Any, record: Any) -> None:
    connection.isolation_level = None  # the driver's own transactions are off: it would begin too late
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    mode = "WAL" if wal_is_safe(sqlite3.sqlite_version_info) else "TRUNCATE"
    cursor.execute(f"PRAGMA journal_mode={mode}")
    cursor.close()
    record.info.update(read_only=False, patience=PATIENCE)


class WriterQueue:
    """SQLite has one writer at a time. Threads of this process wait here for their turn.

    SQLite itself would have them sleep and try again, ever longer: with eight at once the slowest waited a second for
    a commit of two milliseconds. Other processes, such as a command, still meet at SQLite's own lock.
    """

    def __init__(self) -> None:
        self._turn = Lock()

    def begin(self, connection: Connection) -> None:
        """Start a transaction of the kind that `writing` asks for."""
        read_only = not writing.get()
        if connection.info["read_only"] is not read_only:
            connection.exec_driver_sql(f"PRAGMA query_only={'ON' if read_only else 'OFF'}")
            connection.info["read_only"] = read_only
        if read_only:
            connection.connection.cursor().execute("BEGIN")  # takes no lock, so it cannot fail; every page pays for it
            return
        mine = cast(dict[str, bool], connection.connection.record_info)  # lives as long as the connection
        if not mine.get("writes"):
            if not self._turn.acquire(timeout=patience.get()):
                raise OperationalError("BEGIN IMMEDIATE", None, sqlite3.OperationalError("database is locked"))
            mine["writes"] = True
        if connection.info["patience"] != patience.get():
            connection.info["patience"] = patience.get()
            connection.exec_driver_sql(f"PRAGMA busy_timeout={int(1000 * patience.get())}")
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    def leave(self, _driver: Any, record: Any) -> None:
        """A connection goes back to the pool, after its commit or rollback, also after an error."""
        if record.record_info.pop("writes", False):
            self._turn.release()


class Pulse:
    """Whether a PostgreSQL connection still lives, before a request uses it again. A dead one is replaced unseen.

    SQLAlchemy's `pool_pre_ping` asks the server each time, a fifth of what an answer costs. But a server that goes away
    closes its end, and our system knows that without asking: the socket has something to read, which an idle one never
    has. So we ask then, and after a while of silence, for a network that was cut says nothing.
    """

    def __init__(self, engine: Engine) -> None:
        self._dialect = engine.dialect

    def note(self, _driver: Any, record: Any) -> None:
        """A connection goes back to the pool."""
        record.info["used"] = monotonic()

    def check(self, driver: Any, record: Any, _fairy: Any) -> None:
        """A connection leaves the pool. Errors: InvalidatePoolError, upon which the pool makes new ones."""
        used = record.info.get("used")
        if used is None or (monotonic() - used < SILENCE and not _has_news(driver.pgconn.socket)):
            return
        try:
            self._dialect.do_ping(driver)
        except driver.Error as error:
            raise InvalidatePoolError("the server went away") from error


def _has_news(socket: int) -> bool:
    if not hasattr(select, "poll"):
        return True  # Windows: always ask
    poll = select.poll()
    poll.register(socket, select.POLLIN)
    return bool(poll.poll(0))


def _connect_postgresql(connection: Any, _record: Any) -> None:
    """Nothing can be written but in a transaction that says it writes: BEGIN READ WRITE."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = '15s'")
        cursor.execute("SET lock_timeout = '5s'")
        cursor.execute("SET idle_in_transaction_session_timeout = '60s'")
        cursor.execute("SET synchronous_commit = on")
        cursor.execute("SET jit = off")  # no statement here runs so long that compiling it pays
        cursor.execute("SET default_transaction_read_only = on")
    connection.commit()


def _begin_postgresql(connection: Connection) -> None:
    """Who only reads lets each statement be a transaction by itself, which saves two round trips, BEGIN and ROLLBACK.

    Under READ COMMITTED each statement sees what was committed before it, in a transaction or not. Only rows that come
    in batches need one that stays open. What is set here stays on our side: it costs no round trip either.
    """
    driver: Any = connection.connection.dbapi_connection
    read_only = not writing.get()
    alone = read_only and not in_batches.get()
    if driver.read_only is not read_only:
        driver.read_only = read_only
    if driver.autocommit is not alone:
        driver.autocommit = alone
