"""How a connection is set up, how a transaction starts, and that none is left behind, on each
database.

A request that may not write gets read-only transactions, so that a GET that writes fails in every
test.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from functools import partial
from threading import Lock
from typing import Any, cast

from sqlalchemy import Engine, PoolProxiedConnection, event

from course.models.sqlite_library import ROLLBACK, Sqlite

writing: ContextVar[bool] = ContextVar("writing", default=True)  # safe methods set it to False
# a long list is fetched piece by piece
in_batches: ContextVar[bool] = ContextVar("in_batches", default=False)

READING = "reading"  # the engine of who reads, where that is another one
PATIENCE = 10  # seconds that a writer waits for another one
# another one, for what may be left out
patience: ContextVar[float | None] = ContextVar("patience", default=None)
LOCK_PATIENCE = (
    5  # seconds that a statement waits for a row or a table that another holds, on PostgreSQL
)
_IDLE = 0  # PQTRANS_IDLE of libpq: no transaction is open
_PRAGMAS = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA mmap_size=0",
    # Bytes that the write-ahead log keeps on disk once it was written back.
    "PRAGMA journal_size_limit=67108864",
)


def prepare_engine(engine: Engine, sqlite: Sqlite) -> None:
    """Attach the settings of this project to an engine; `sqlite` is what it was made with.

    Once per engine.
    """
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", partial(_connect_sqlite, sqlite))
        event.listen(engine, "reset", _reset_sqlite)
        queue = WriterQueue(sqlite.driver)
        _begin_by(engine, queue.begin)
        event.listen(engine, "checkin", queue.leave)
    else:
        event.listen(engine, "connect", _connect_postgresql)
        event.listen(engine, "reset", _reset_postgresql)
        _begin_by(engine, _begin_postgresql)


def _begin_by(engine: Engine, begin: Callable[[PoolProxiedConnection], None]) -> None:
    """Not by an event: SQLAlchemy would look for who listens around each statement.

    What the driver raises in it is wrapped as for a statement.
    """
    engine.dialect.do_begin = begin  # type: ignore[method-assign,assignment]


def describe(engine: Engine) -> str:
    """The database in a few words, as it turns out to be: `SQLite 3.53.4 (pysqlite3), journal WAL`.

    Errors: SQLAlchemyError when it does not answer.
    """
    with engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            return f"PostgreSQL {connection.exec_driver_sql('SHOW server_version').scalar()}"
        journal = str(connection.exec_driver_sql("PRAGMA journal_mode").scalar())
        driver: Any = engine.dialect.dbapi
        return f"{Sqlite(driver, journal).name}, journal {journal.upper()}"


def waits() -> float:
    """Seconds that the coming transaction waits for who is writing."""
    chosen = patience.get()
    return PATIENCE if chosen is None else chosen


def _connect_sqlite(sqlite: Sqlite, connection: Any, record: Any) -> None:
    connection.isolation_level = (
        None  # the driver's own transactions are off: it would begin too late
    )
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={round(1000 * PATIENCE)}")
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    _set_journal(sqlite, cursor)
    cursor.close()
    record.info.update(read_only=False, waits=PATIENCE)


def _set_journal(sqlite: Sqlite, cursor: Any) -> None:
    """The journal is kept in the file, so this changes it once. To WAL can wait while somebody
    reads; from WAL cannot.

    Errors: the driver's OperationalError when others have the file open in WAL and this library is
            too old for it.
    """
    try:
        cursor.execute(f"PRAGMA journal_mode={sqlite.journal}")
    except sqlite.driver.OperationalError:
        if sqlite.journal == ROLLBACK:
            raise


def _reset_sqlite(driver: Any, _record: Any, _state: Any) -> None:
    """A connection goes back to the pool. A commit that failed left its transaction open, and here
    that ends.

    SQLAlchemy calls a transaction ended once its COMMIT was tried, whatever became of it, and may
    skip the pool's own ROLLBACK. What the driver says is free and true. When this fails, the pool
    throws the connection away.
    """
    if driver.in_transaction:
        driver.rollback()


class WriterQueue:
    """SQLite has one writer at a time. Threads of this process wait here for their turn.

    SQLite itself would have them sleep and try again, ever longer: with eight at once the slowest
    waited a second for a commit of two milliseconds. Other processes, such as a command, still meet
    at SQLite's own lock.
    """

    def __init__(self, driver: Any) -> None:
        self._turn = Lock()
        self._driver = driver

    def begin(self, connection: PoolProxiedConnection) -> None:
        """Start a transaction of the kind that `writing` asks for."""
        read_only, info = not writing.get(), connection.info
        driver: Any = connection.dbapi_connection
        if info["read_only"] is not read_only:
            driver.execute(f"PRAGMA query_only={'ON' if read_only else 'OFF'}")
            info["read_only"] = read_only
        if read_only:
            driver.execute("BEGIN")  # takes no lock, so it cannot fail; every page pays for it
            return
        self._wait(cast(dict[str, bool], connection.record_info))
        if info["waits"] != waits():
            info["waits"] = waits()
            driver.execute(f"PRAGMA busy_timeout={round(1000 * waits())}")
        driver.execute("BEGIN IMMEDIATE")

    def _wait(self, mine: dict[str, bool]) -> None:
        """`mine` lives as long as the connection, and says whether it is its turn already."""
        if mine.get("writes"):
            return
        if not self._turn.acquire(timeout=waits()):
            raise self._driver.OperationalError("database is locked")
        mine["writes"] = True

    def leave(self, _driver: Any, record: Any) -> None:
        """A connection goes back to the pool, after its commit or rollback, also after an error."""
        if record.record_info.pop("writes", False):
            self._turn.release()


def _connect_postgresql(connection: Any, _record: Any) -> None:
    """Nothing can be written but in a transaction that says it writes: BEGIN READ WRITE."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = '15s'")
        cursor.execute(f"SET lock_timeout = {round(1000 * LOCK_PATIENCE)}")
        cursor.execute("SET idle_in_transaction_session_timeout = '60s'")
        cursor.execute("SET synchronous_commit = on")
        cursor.execute("SET jit = off")  # no statement here runs so long that compiling it pays
        cursor.execute("SET default_transaction_read_only = on")
    connection.commit()


def _reset_postgresql(driver: Any, _record: Any, _state: Any) -> None:
    """The same, by what our side of the connection knows: no round trip when all is well."""
    if driver.pgconn.transaction_status != _IDLE:
        driver.rollback()


def _begin_postgresql(connection: PoolProxiedConnection) -> None:
    """Who only reads lets each statement be a transaction by itself, which saves two round trips,
    BEGIN and ROLLBACK.

    Under READ COMMITTED each statement sees what was committed before it, in a transaction or not.
    Only rows that come in batches need one that stays open. What is set here stays on our side: it
    costs no round trip either.
    """
    driver: Any = connection.dbapi_connection
    read_only = not writing.get()
    alone = read_only and not in_batches.get()
    if driver.read_only is not read_only:
        driver.read_only = read_only
    if driver.autocommit is not alone:
        driver.autocommit = alone
