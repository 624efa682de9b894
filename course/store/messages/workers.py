"""The workers of this installation: who lives, since when, and what the database's clock says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update

from course.domain.messages.attempts import SILENT
from course.models import WorkerLife, db
from course.models.base import upsert


def seen(name: str, started_at: datetime, now: datetime, trouble: str | None) -> None:
    """A sign of life."""
    row = {
        "name": name,
        "started_at": started_at,
        "seen_at": now,
        "stopped_at": None,
        "trouble": trouble,
    }
    db.session.execute(upsert(WorkerLife, row, ["name"], ["seen_at", "trouble"]))


def stopped(name: str, now: datetime) -> None:
    """It ended by itself."""
    db.session.execute(update(WorkerLife).where(WorkerLife.name == name).values(stopped_at=now))


def last_seen() -> datetime | None:
    """The last sign of life of any worker that believed its clock, ever."""
    sure = WorkerLife.trouble.is_(None)
    return db.session.scalar(select(func.max(WorkerLife.seen_at)).where(sure))


def one_lives(now: datetime) -> bool:
    """Whether a worker that does something gave a sign of life lately."""
    living = (
        WorkerLife.seen_at > now - SILENT,
        WorkerLife.seen_at < now + SILENT,  # a clock that ran ahead gave no sign
        WorkerLife.stopped_at.is_(None),
        WorkerLife.trouble.is_(None),
    )
    return db.session.scalar(select(WorkerLife.name).where(*living).limit(1)) is not None


def lives(life: WorkerLife, now: datetime) -> bool:
    """Whether this one gave a sign of life lately; a clock that ran ahead gave none."""
    return life.stopped_at is None and abs(now - life.seen_at) < SILENT


def latest(at_most: int) -> Sequence[WorkerLife]:
    """Workers, the one that was seen last first."""
    newest = select(WorkerLife).order_by(WorkerLife.seen_at.desc(), WorkerLife.name)
    return db.session.scalars(newest.limit(at_most)).all()


def database_clock() -> datetime | None:
    """What time it is for all workers together; None where they share the clock of one machine."""
    if db.engine.dialect.name == "sqlite":
        return None
    return db.session.scalar(select(func.clock_timestamp()))


def forget(before: datetime) -> None:
    """Take away workers that were not seen since."""
    db.session.execute(delete(WorkerLife).where(WorkerLife.seen_at <= before))
