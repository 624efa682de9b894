"""In what condition the database is, before anything is asked of it: there, filled in, and of this
version.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from pathlib import Path

from sqlalchemy import Engine, column, inspect, select, table, text
from sqlalchemy.exc import DBAPIError, OperationalError

from course.models import db

VERSION = select(table("alembic_version", column("version_num")).c.version_num)
SSD = 2.0  # random_page_cost; PostgreSQL comes with 4.0, and 1.1 is usual without moving parts


class Condition(StrEnum):
    """What somebody who starts the application should know."""

    READY = "ready"
    AWAY = "away"  # no server, no right to open it, or locked all the time
    DAMAGED = "damaged"  # a file, but no database
    EMPTY = "empty"  # no tables of ours
    BEHIND = "behind"  # migrations are waiting
    AHEAD = "ahead"  # migrated by a newer version of the application


# For who runs it, on a terminal and at start.
SENTENCES = {
    Condition.AWAY: "de database is niet te bereiken: kijk of die draait en of "
    "DEELWIJS_DATABASE_URL klopt",
    Condition.DAMAGED: "het databasebestand is geen database of is beschadigd: zet een back-up "
    "terug (flask restore)",
    Condition.EMPTY: "de database is nog niet ingericht: geef `flask --app course db upgrade`",
    Condition.BEHIND: "de database is ouder dan deze versie: maak een back-up en geef `flask "
    "--app course db upgrade`",
    Condition.AHEAD: "de database is van een nieuwere versie van Deelwijs: installeer die, of "
    "zet een back-up terug",
}


def condition_of(engine: Engine, migrations_dir: Path) -> Condition:
    """The condition of the database that this engine leads to.

    A SQLite file that is not there is not made.
    """
    path = engine.url.database or ""
    if engine.dialect.name == "sqlite" and (
        not Path(path).exists() or not Path(path).stat().st_size
    ):
        return Condition.EMPTY
    try:
        with engine.connect() as connection:
            there = inspect(connection).has_table("alembic_version")
            found = connection.scalar(VERSION) if there else None
    except OperationalError:
        return Condition.AWAY
    except DBAPIError:
        return Condition.DAMAGED
    return _compared(found, migrations_dir)


def current(migrations_dir: Path) -> Condition:
    """The same for the database of this application."""
    return condition_of(db.engine, migrations_dir)


def reads_from_a_turning_disk() -> bool:
    """Whether PostgreSQL reckons that a row elsewhere costs as much as many in a row: it then reads
    a whole table for the people of one large school.
    """
    if db.engine.dialect.name != "postgresql":
        return False
    with db.engine.connect() as connection:
        return float(connection.scalar(text("SHOW random_page_cost")) or 0) > SSD


def newest(migrations_dir: Path) -> str:
    """The form of the database that this version of the application was written for."""
    return max(_steps(migrations_dir))


@cache
def _steps(migrations_dir: Path) -> frozenset[str]:
    """The names of all steps: each file begins with its own, a number."""
    files = (migrations_dir / "versions").glob("[0-9]*_*.py")
    return frozenset(file.name.partition("_")[0] for file in files)


def _compared(found: str | None, migrations_dir: Path) -> Condition:
    if found is None:
        return Condition.EMPTY
    if found == newest(migrations_dir):
        return Condition.READY
    return Condition.BEHIND if found in _steps(migrations_dir) else Condition.AHEAD
