"""Which SQLite the whole application uses: the newer of pysqlite3's and Python's own, and the
journal it is safe with.

Nothing else imports `sqlite3`: two libraries that open one file in one process undo each other's
locks. Whoever needs the driver asks the engine, `engine.dialect.dbapi`, also for the exceptions
that it raises.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from importlib import import_module
from typing import Any

_WHEEL = "pysqlite3.dbapi2"  # only where requirements.txt finds a wheel of it
# as SQLite calls them: TRUNCATE is a rollback journal that stays as an empty file
WAL, ROLLBACK = (
    "WAL",
    "TRUNCATE",
)


@dataclass(frozen=True)
class Sqlite:
    """A driver, and the journal that its SQLite keeps committed writes with."""

    driver: Any
    journal: str

    @property
    def name(self) -> str:
        """What start says: `SQLite 3.53.4 (pysqlite3)`."""
        source = self.driver.__name__.partition(".")[0]
        return f"SQLite {self.driver.sqlite_version} ({source})"


def choose(*, standard: bool = False) -> Sqlite:
    """The newest SQLite with the journal that it is safe with; `standard` asks for what an old
    computer has.

    That is Python's own library with the rollback journal, so that it can be tested everywhere.
    """
    if standard:
        return Sqlite(sqlite3, ROLLBACK)
    driver = max(_found(), key=lambda found: found.sqlite_version_info)
    return Sqlite(driver, WAL if wal_is_safe(driver.sqlite_version_info) else ROLLBACK)


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Whether this SQLite keeps committed writes in write-ahead mode.

    Source: sqlite.org/wal.html, "the WAL-reset bug": mended in 3.51.3, and in 3.50.7 and 3.44.6 in
            their lines.
    """
    if version[:2] == (3, 50):
        return version >= (3, 50, 7)
    if version[:2] == (3, 44):
        return version >= (3, 44, 6)
    return version >= (3, 51, 3)


def _found() -> list[Any]:
    try:
        return [sqlite3, import_module(_WHEEL)]
    except ImportError:
        return [sqlite3]
