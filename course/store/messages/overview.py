"""Work as it is shown: to who asked for it, and to who runs this installation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from course.domain.messages.attempts import JobOutcome
from course.models import Job, Mail, db
from course.store import rows
from course.store.messages.outbox import MOST_ATTEMPTS, UNKNOWN
from course.store.rows import ALL_ROWS, ListPart


@dataclass(frozen=True)
class JobRow:
    """One piece of work, without what it was about or whose it is."""

    kind: str
    queued_at: datetime
    run_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    outcome: JobOutcome | None
    held: bool  # a worker has it now
    attempts: int
    done: int
    total: int | None
    error: str | None


@dataclass(frozen=True)
class OwnJob:
    """One piece of work for who asked for it."""

    id: int
    kind: str
    queued_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    outcome: JobOutcome | None
    done: int
    total: int | None
    message: str | None
    file_name: str | None
    file_type: str | None


@dataclass(frozen=True)
class OutboxCounts:
    """How many messages wait, how many never went out, and of how many nobody knows."""

    waiting: int
    given_up: int
    unknown: int
    oldest: datetime | None  # of those that wait


def recent(limit: int, offset: int = 0) -> ListPart[JobRow]:
    """What is done and what waits, the last queued first."""
    held: ColumnElement[bool] = Job.lease.is_not(None)
    query = select(
        Job.kind,
        Job.queued_at,
        Job.run_at,
        Job.started_at,
        Job.ended_at,
        Job.outcome,
        held.label("held"),
        Job.attempts,
        Job.done,
        Job.total,
        Job.error,
        ALL_ROWS,
    )
    newest = query.order_by(Job.id.desc()).limit(limit).offset(offset)
    return rows.part(JobRow, db.session.execute(newest), outcome=outcome_of)


def own(owner_id: int, ref: str) -> OwnJob | None:
    """What this person asked for; None when it is not there, or of somebody else."""
    query = select(
        Job.id,
        Job.kind,
        Job.queued_at,
        Job.started_at,
        Job.ended_at,
        Job.outcome,
        Job.done,
        Job.total,
        Job.message,
        Job.file_name,
        Job.file_type,
    )
    mine = query.where(Job.ref == ref, Job.owner_id == owner_id)
    return rows.first(OwnJob, db.session.execute(mine), outcome=outcome_of)


def outbox_counts() -> OutboxCounts:
    """How the outbox is."""
    unsent = Mail.sent_at.is_(None)
    waits = unsent & (Mail.attempts < MOST_ATTEMPTS)
    why = func.coalesce(Mail.error, "")
    query = select(
        func.count().filter(waits).label("waiting"),
        func.count().filter(unsent & ~waits & (why != UNKNOWN)).label("given_up"),
        func.count().filter(unsent & (why == UNKNOWN)).label("unknown"),
        func.min(Mail.created_at).filter(waits).label("oldest"),
    )
    return rows.read(OutboxCounts, db.session.execute(query))[0]


def outcome_of(value: str | None) -> JobOutcome | None:
    """None for what is not over."""
    return None if value is None else JobOutcome(value)
