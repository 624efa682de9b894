"""Facts that a test takes away although nothing else may: what would go wrong if they were."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import text

_OF_TABLE = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table")


@contextmanager
def untriggered(session: Any, *tables: str) -> Iterator[None]:
    """Within it, rows of these tables may be changed and deleted."""
    session.flush()
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        for table in tables:
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        yield
        session.flush()
        for table in tables:
            connection.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))
        return
    found = [row for table in tables for row in connection.execute(_OF_TABLE, {"table": table})]
    for trigger in found:
        connection.execute(text(f"DROP TRIGGER {trigger.name}"))
    yield
    session.flush()
    for trigger in found:
        connection.exec_driver_sql(trigger.sql)
