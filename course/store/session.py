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
    """Make everything since the last commit last. An answer is acknowledged only after this.

    When it fails, whatever the reason, nothing of it stays and the next one in the queue can write.
    """
    try:
        db.session.commit()
    except BaseException:
        rollback()
        raise


def rollback() -> None:
    """Forget everything since the last commit, and let go of the connection; a broken one is thrown away."""
    try:
        db.session.rollback()
    except DBAPIError:
        db.session().invalidate()


def let_go(_error: BaseException | None = None) -> None:
    """The end of every request and command. All is answered by then, so a server that went away is no error."""
    if db.session.registry.has():
        rollback()


def begin(*, may_write: bool) -> None:
    """Say what the coming transaction is for. The one before it ends; a write in one that may not is an error."""
    let_go()
    writing.set(may_write)


@contextmanager
def apart() -> Iterator[None]:
    """A short write of its own, after a request that only read: the place in a course, the last sign of life."""
    rollback()
    token = writing.set(True)
    try:
        yield
        commit()
    finally:
        rollback()
        writing.reset(token)


@contextmanager
def batches() -> Iterator[None]:
    """One transaction that stays open while a long list is fetched and sent, a batch at a time."""
    rollback()
    token = in_batches.set(True)
    try:
        yield
    finally:
        rollback()
        in_batches.reset(token)
