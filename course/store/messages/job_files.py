"""Files that work was given, or that it made: in pieces, so that nobody holds all of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count
from typing import Literal

from sqlalchemy import delete, select

from course.models import Job, JobPiece, db
from course.store.messages.jobs import TakenJob

PIECE = 256 * 1024  # bytes
Role = Literal["given", "made"]


def give(ref: str, content: Iterable[bytes]) -> None:
    """Put a file with work that was queued in this same transaction."""
    job_id = db.session.scalars(select(Job.id).where(Job.ref == ref)).one()
    _store(job_id, "given", content)


def given(taken: TakenJob) -> Iterator[bytes]:
    """The file that work was given, piece by piece."""
    return _pieces(taken.id, "given")


def make(taken: TakenJob, content: Iterable[bytes]) -> None:
    """Put down the file that was made; what an earlier attempt made goes."""
    role: Role = "made"
    db.session.execute(delete(JobPiece).where(JobPiece.job_id == taken.id, JobPiece.role == role))
    _store(taken.id, role, content)


def made(job_id: int) -> Iterator[bytes]:
    """The file that was made, piece by piece."""
    return _pieces(job_id, "made")


def _store(job_id: int, role: Role, content: Iterable[bytes]) -> None:
    for number, piece in enumerate(_cut(content)):
        row = {"job_id": job_id, "role": role, "number": number, "content": piece}
        db.session.execute(JobPiece.__table__.insert(), row)  # type: ignore[attr-defined]


def _cut(content: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, in pieces of one size."""
    waiting = bytearray()
    for part in content:
        waiting += part
        while len(waiting) >= PIECE:
            yield bytes(waiting[:PIECE])
            del waiting[:PIECE]
    if waiting:
        yield bytes(waiting)


def _pieces(job_id: int, role: Role) -> Iterator[bytes]:
    for number in count():
        piece = db.session.scalar(
            select(JobPiece.content).where(
                JobPiece.job_id == job_id, JobPiece.role == role, JobPiece.number == number
            )
        )
        if piece is None:
            return
        yield piece
