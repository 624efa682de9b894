"""Where transactions end. Nothing else commits or rolls back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError

from course.models import db
from course.models.engines import in_batches, writing

DatabaseFault = DBAPIError  # anything that the database refuses
DatabaseAway = OperationalError  # locked, full or gone: what the outer floors answer with 503


def commit() -> None:
    """Make everything since the last commit last. An answer is acknowledged only after this."""
    db.session.commit()


def rollback() -> None:
    """Forget everything since the last commit, and let go of the connection."""
    db.session.rollback()


def begin(*, may_write: bool) -> None:
    """Say what the coming transaction is for. The one before it ends; a write in one that may not is an error."""
    if db.session.registry.has():
        db.session.rollback()
    writing.set(may_write)


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
