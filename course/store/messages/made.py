"""Files that work made for somebody: they wait for them alone, and not for long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from course.domain.messages.attempts import JobOutcome
from course.models import Job, JobPiece, db
from course.store import rows
from course.store.messages import overview


@dataclass(frozen=True)
class MadeFile:
    """What a file was asked with, and what its work wrote down about it."""

    kind: str
    owner_id: int
    arguments: Mapping[str, Any]
    place: Mapping[str, Any]


@dataclass(frozen=True)
class AskedFile:
    """A file that somebody asked for, in their list."""

    ref: str
    kind: str
    arguments: Mapping[str, Any]
    queued_at: datetime
    ended_at: datetime | None
    outcome: JobOutcome | None


def of(owner_id: int, ref: str) -> MadeFile | None:
    """What is known of a file of this person."""
    query = select(Job.kind, Job.owner_id, Job.arguments, Job.place)
    mine = query.where(Job.ref == ref, Job.owner_id == owner_id)
    return rows.first(MadeFile, db.session.execute(mine))


def ref_of(key: str) -> str | None:
    """The work that was queued under a key."""
    return db.session.scalar(select(Job.ref).where(Job.key == key))


def asked_by(owner_id: int, kinds: Sequence[str], since: datetime) -> Sequence[AskedFile]:
    """What somebody asked for of these kinds, the newest first: what is not over, and what
    ended since an instant.
    """
    query = select(Job.ref, Job.kind, Job.arguments, Job.queued_at, Job.ended_at, Job.outcome)
    mine = query.where(Job.owner_id == owner_id, Job.kind.in_(kinds))
    late = mine.where(Job.ended_at.is_(None) | (Job.ended_at > since)).order_by(Job.id.desc())
    return rows.read(AskedFile, db.session.execute(late), outcome=overview.outcome_of)


def forget(before: datetime) -> None:
    """Take away files that were made before this; that they were made is known for longer."""
    old = select(Job.id).where(Job.ended_at <= before)
    gone = delete(JobPiece).where(JobPiece.role == "made", JobPiece.job_id.in_(old))
    db.session.execute(gone, execution_options={"synchronize_session": False})
