"""Which database it is and what does not work now, for who watches.

Cheap enough for each second; nothing stays.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from enum import Enum
from pathlib import Path

from sqlalchemy import insert, literal, select
from sqlalchemy.exc import SQLAlchemyError

from course import clock
from course.models import Throttle, db, engines
from course.models.base import new_token
from course.store import transaction
from course.store.away import is_away
from course.store.upkeep.condition import VERSION, newest

SPACE_NEEDED = 100_000_000  # bytes free: with less a journal or a back-up may not fit


class Trouble(Enum):
    """Something that does not work."""

    READING = "reading"
    WRITING = "writing"
    MIGRATION = "migration"
    SPACE = "space"


def troubles(folder: Path, migrations: Path) -> list[Trouble]:
    """Everything that does not work; empty when all does.

    `folder` is where the data lives, `migrations` the scripts that say what the newest form of the
    database is.
    """
    return list(_troubles(folder, migrations))


def described() -> str:
    """The database that is used, in a few words: `SQLite 3.53.4 (pysqlite3), journal WAL`."""
    try:
        return engines.describe(db.engine)
    except SQLAlchemyError:
        return "antwoordt nu niet"


def _troubles(folder: Path, migrations: Path) -> Iterator[Trouble]:
    transaction.begin(may_write=False)
    if _works(_read):
        if not _works(_write):
            yield Trouble.WRITING
        if not _works(lambda: _is_newest(migrations)):
            yield Trouble.MIGRATION
    else:
        yield Trouble.READING  # of writing and form nothing can be said then
    if _free(folder) < SPACE_NEEDED:
        yield Trouble.SPACE


def _works(question: Callable[[], bool]) -> bool:
    try:
        return question()
    except Exception as error:
        if not isinstance(error, SQLAlchemyError) and not is_away(error):
            raise
        return False
    finally:
        transaction.rollback()


def _read() -> bool:
    return db.session.scalar(select(literal(1))) == 1


def _write() -> bool:
    """A real row, in a transaction that is taken back."""
    with transaction.on_trial():
        db.session.execute(insert(Throttle).values(key=new_token(), misses=0, since=clock.now()))
    return True


def _is_newest(migrations: Path) -> bool:
    return db.session.scalar(VERSION) == newest(migrations)


def _free(folder: Path) -> int:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return 0
