"""Where transactions end. Nothing else commits or rolls back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy.exc import OperationalError

from course.models import db
from course.models.engines import in_batches, writing

_reads_again: ContextVar[bool] = ContextVar("reads_again", default=False)  # once the transaction that writes has ended

DatabaseAway = OperationalError  # locked, full or gone: what the outer floors answer with 503


def commit() -> None:
    """Make everything since the last commit last. An answer is acknowledged only after this."""
    db.session.commit()
    _read_again()


def rollback() -> None:
    """Forget everything since the last commit, and let go of the connection."""
    db.session.rollback()
    _read_again()


def begin(*, may_write: bool) -> None:
    """Say what the coming transaction is for. The one before it ends; a write in one that may not is an error.

    A request reads until it says that it writes, as late as it can, because everybody else who writes waits until it
    commits. What takes time comes before or after: reading a file, hashing, composing mail, drawing a page. After the
    commit or the rollback it only reads again, so that a page drawn then holds nobody up.
    """
    if db.session.registry.has():
        db.session.rollback()
    _reads_again.set(may_write and (_reads_again.get() or not writing.get()))
    writing.set(may_write)


def _read_again() -> None:
    """A command never said that it reads, so it may go on writing."""
    if _reads_again.get():
        _reads_again.set(False)
        writing.set(False)


@contextmanager
def apart() -> Iterator[None]:
    """A short write of its own, after a request that only read: the place in a course, the last sign of life."""
    db.session.rollback()
    token = writing.set(True)
    try:
        yield
        db.session.commit()
    finally:
        db.session.rollback()
        writing.reset(token)


@contextmanager
def batches() -> Iterator[None]:
    """One transaction that stays open while a long list is fetched and sent, a batch at a time."""
    db.session.rollback()
    token = in_batches.set(True)
    try:
        yield
    finally:
        db.session.rollback()
        in_batches.reset(token)
