"""SQLite: a copy through the library itself, in one step.

In several steps it would begin anew after each write.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from course import private_files
from course.models import db, sqlite_library
from course.store.upkeep.backups.files import BackupError

PATIENCE = 30  # seconds to wait for who writes
_BUSY, _LOCKED = 5, 6


def copy(source: Path, target: Path) -> Mapping[str, int]:
    """Copy a database that is in use. Returns the rows by table, counted in the same moment that is
    copied.

    Errors: BackupError when the source stays locked; the driver's own when it is damaged or the
            disk is full.
    """
    with closing(_open(source)) as here:
        # from the first question on, everything is read as it was at this moment
        here.execute("BEGIN")
        rows = counted(here)
        _transfer(here, target)
    with closing(_open(target)) as there:
        # so that the copy is one file, whatever the source keeps beside it
        there.execute("PRAGMA journal_mode=DELETE")
    return rows


def put_back(file: Path, target: Path) -> None:
    """Fill a database with a backup.

    All of it or nothing, also when the power goes: it is one transaction.
    """
    with closing(_open(file)) as here:
        _transfer(here, target)


def check(path: Path) -> Mapping[str, int]:
    """The rows of a file by table, once it was found whole. Errors: BackupError."""
    try:
        with closing(_open(path)) as here:
            verdict = [row[0] for row in here.execute("PRAGMA integrity_check(1)")]
            if verdict != ["ok"]:
                raise BackupError(f"{path.name} is beschadigd (integrity_check).")
            if here.execute("PRAGMA foreign_key_check").fetchone():
                raise BackupError(f"In {path.name} verwijzen rijen naar niets (foreign_key_check).")
            return counted(here)
    except _driver().Error as error:
        raise BackupError(
            f"{path.name} is geen database of is beschadigd ({type(error).__name__})."
        ) from None


def counted(connection: Any) -> dict[str, int]:
    """Rows by table."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER "
        "BY name"
    )
    names = [row[0] for row in connection.execute(query).fetchall()]
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names
    }


@contextmanager
def failures(deed: str) -> Iterator[None]:
    """What the library or the disk refuses, in words. Errors: BackupError."""
    try:
        yield
    except (_driver().Error, OSError) as error:
        name = getattr(error, "sqlite_errorname", None) or type(error).__name__
        raise BackupError(
            f"{deed} is niet gelukt ({name}). Is de schijf vol, of de database bezet?"
        ) from error


def _transfer(here: Any, target: Path) -> None:
    private_files.make_file(target)
    with closing(_open(target)) as there:
        here.backup(there, progress=_refuse_busy)


def _refuse_busy(status: int, _remaining: int, _total: int) -> None:
    """SQLite says so once it waited for `PATIENCE` itself; asked again, it would wait for ever."""
    if status in (_BUSY, _LOCKED):
        raise BackupError("De database bleef in gebruik. Stop Deelwijs en probeer het opnieuw.")


def _open(path: Path) -> Any:
    return _driver().connect(str(path), isolation_level=None, timeout=PATIENCE)


def _driver() -> Any:
    """The SQLite of the whole application: two libraries on one file undo each other's locks."""
    dialect = db.engine.dialect
    return dialect.dbapi if dialect.name == "sqlite" else sqlite_library.choose().driver
