"""Work that waits for a worker.

`queue` writes it down in the transaction of the deed that asks for it. A worker takes it with a
lease; every write for it goes through `keep` or `end`, in the same transaction as what was done, so
that a worker that lost its lease writes nothing, and work that is done twice is stored once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update

from course.domain.messages.attempts import LEASE, MOST_ATTEMPTS, JobOutcome, wait_after
from course.domain.signing_in.instants import SKEW
from course.models import Job, db
from course.models.base import insert_new, new_token
from course.store import rows

_PAST_THE_SESSION = {"synchronize_session": False}
LONGEST_WAIT = timedelta(days=400)  # nothing is planned further ahead


class LeaseLostError(RuntimeError):
    """Another worker has this work now. What was done since the last commit must not stay."""


@dataclass(frozen=True)
class TakenJob:
    """Work that this worker holds. `attempts` counts this one too."""

    id: int
    ref: str
    kind: str
    arguments: Mapping[str, Any]
    owner_id: int | None
    lease: str
    attempts: int
    queued_at: datetime
    done: int
    total: int | None
    place: Mapping[str, Any]


@dataclass(frozen=True)
class JobEnding:
    """What the owner finds when work is over."""

    outcome: JobOutcome = JobOutcome.DONE
    message: str | None = None
    error: str | None = None
    file_name: str | None = None
    file_type: str | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)


def queue(
    kind: str,
    arguments: Mapping[str, Any],
    now: datetime,
    *,
    owner_id: int | None = None,
    key: str | None = None,
    run_at: datetime | None = None,
) -> str | None:
    """Write work down; its ref comes back. None when there was work with this key already.

    `arguments` is what JSON can hold. Files of it go in with `files.give`. Commit with the deed.
    """
    row = {
        "ref": new_token(),
        "kind": kind,
        "key": key,
        "arguments": dict(arguments),
        "owner_id": owner_id,
        "queued_at": now,
        "run_at": run_at or now,
        "attempts": 0,
        "done": 0,
        "place": {},
    }
    ref: str | None = db.session.scalar(insert_new(Job, [row]).returning(Job.ref))
    return ref


def unknown(keys: Iterable[str]) -> set[str]:
    """Those of these keys under which nothing was ever queued."""
    asked = set(keys)
    return asked - set(db.session.scalars(select(Job.key).where(Job.key.in_(asked))))


def outcome_of(key: str) -> JobOutcome | None:
    """How the work with this key ended; None when it did not, or is not there."""
    found = db.session.scalar(select(Job.outcome).where(Job.key == key))
    return None if found is None else JobOutcome(found)


def is_due(kinds: Iterable[str], now: datetime) -> bool:
    """Whether there is work for who can do these kinds. Reads only."""
    return db.session.scalar(select(Job.id).where(*_due(kinds, now)).limit(1)) is not None


def claim(kinds: Iterable[str], now: datetime) -> TakenJob | None:
    """The work that waited longest, taken with a lease. Commit before you begin."""
    due = _due(kinds, now)
    oldest = select(Job.id).where(*due).order_by(Job.run_at, Job.id).limit(1)
    taken = (
        update(Job)
        .where(Job.id == oldest.with_for_update(skip_locked=True).scalar_subquery(), *due)
        .values(
            lease=new_token(),
            leased_until=now + LEASE,
            attempts=Job.attempts + 1,
            started_at=func.coalesce(Job.started_at, now),
        )
        .returning(
            Job.id,
            Job.ref,
            Job.kind,
            Job.arguments,
            Job.owner_id,
            Job.lease,
            Job.attempts,
            Job.queued_at,
            Job.done,
            Job.total,
            Job.place,
        )
    )
    return rows.first(TakenJob, db.session.execute(taken, execution_options=_PAST_THE_SESSION))


def renew(taken: TakenJob, now: datetime) -> bool:
    """A sign of life of who works on it. False when another has it."""
    return _write(taken, leased_until=now + LEASE)


def keep(
    taken: TakenJob, now: datetime, *, done: int, total: int | None, place: Mapping[str, Any]
) -> None:
    """How far it is; commits with what was done for it. Errors: LeaseLostError."""
    values = {"done": done, "total": total, "place": dict(place), "attempts": 1}
    _must(_write(taken, leased_until=now + LEASE, **values))


def end(taken: TakenJob, ending: JobEnding, now: datetime) -> None:
    """It is over; commits with what was done for it last. Errors: LeaseLostError."""
    values = {
        "ended_at": now,
        "outcome": ending.outcome,
        "message": ending.message,
        "error": ending.error,
        "file_name": ending.file_name,
        "file_type": ending.file_type,
        "lease": None,
        "leased_until": None,
    }
    _must(_write(taken, **values, **ending.changes))


def put_back(taken: TakenJob, now: datetime) -> None:
    """The worker stops before it is over: another goes on at once."""
    _write(taken, lease=None, leased_until=None, run_at=now, attempts=taken.attempts - 1)


def went_wrong(taken: TakenJob, error: str, now: datetime) -> JobOutcome | None:
    """Try again later, or end it when it was tried often enough. What it says is how it ended."""
    wait = wait_after(taken.attempts)
    if wait is not None:
        _write(taken, lease=None, leased_until=None, run_at=now + wait, error=error[:200])
        return None
    end(taken, JobEnding(JobOutcome.FAILED, error=error[:200]), now)
    return JobOutcome.FAILED


def end_what_kills(now: datetime) -> int:
    """End work whose worker died at each attempt. How many that were comes back."""
    dead = (*_open(now), Job.attempts >= MOST_ATTEMPTS)
    values = {"ended_at": now, "outcome": JobOutcome.FAILED, "lease": None, "error": "worker died"}
    ended = update(Job).where(*dead).values(**values).returning(Job.id)
    return len(db.session.execute(ended, execution_options=_PAST_THE_SESSION).all())


def forget(before: datetime) -> None:
    """Take away what ended before this, with its files."""
    old = delete(Job).where(Job.ended_at <= before)
    db.session.execute(old, execution_options=_PAST_THE_SESSION)


def _open(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """What is not over and not held. A wait or a lease that is too long was written by a clock that
    ran ahead.
    """
    free = or_(Job.leased_until <= now, Job.leased_until > now + LEASE + SKEW)
    may_begin = or_(Job.run_at <= now, Job.run_at > now + LONGEST_WAIT)
    return Job.ended_at.is_(None), or_(and_(Job.leased_until.is_(None), may_begin), free)


def _due(kinds: Iterable[str], now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (*_open(now), Job.kind.in_(sorted(kinds)), Job.attempts < MOST_ATTEMPTS)


def _write(taken: TakenJob, **values: object) -> bool:
    mine = (Job.id == taken.id, Job.lease == taken.lease, Job.ended_at.is_(None))
    written = update(Job).where(*mine).values(**values).returning(Job.id)
    return db.session.execute(written, execution_options=_PAST_THE_SESSION).first() is not None


def _must(written: bool) -> None:
    if not written:
        raise LeaseLostError("another worker has this work now")
