"""How a connection is set up and how a transaction starts, on each database.

A request that may not write gets a read-only transaction, so that a GET that writes fails in every test.
"""

from __future__ import annotations

import sqlite3
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Connection, Engine, event

writing: ContextVar[bool] = ContextVar("writing", default=True)  # safe methods set it to False

_PRAGMAS = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA synchronous=FULL",
    "PRAGMA busy_timeout=10000",
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
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "connect", _connect_postgresql)
        event.listen(engine, "begin", _begin_postgresql)


def _connect_sqlite(connection: Any, record: Any) -> None:
    connection.isolation_level = None  # the driver's own transactions are off: it would begin too late
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    mode = "WAL" if wal_is_safe(sqlite3.sqlite_version_info) else "TRUNCATE"
    cursor.execute(f"PRAGMA journal_mode={mode}")
    cursor.close()
    record.info["read_only"] = False


def _begin_sqlite(connection: Connection) -> None:
    read_only = not writing.get()
    if connection.info["read_only"] is not read_only:
        connection.exec_driver_sql(f"PRAGMA query_only={'ON' if read_only else 'OFF'}")
        connection.info["read_only"] = read_only
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


def _connect_postgresql(connection: Any, _record: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = '15s'")
        cursor.execute("SET lock_timeout = '5s'")
        cursor.execute("SET idle_in_transaction_session_timeout = '60s'")
        cursor.execute("SET synchronous_commit = on")
    connection.commit()


def _begin_postgresql(connection: Connection) -> None:
    """The driver sends its BEGIN with the first statement, so this costs no round trip."""
    driver = connection.connection.dbapi_connection
    read_only = not writing.get()
    if driver is not None and driver.read_only is not read_only:
        driver.read_only = read_only
