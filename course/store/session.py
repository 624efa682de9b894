"""Where transactions end. Nothing else commits or rolls back."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from course.models import db
from course.models.engines import in_batches, patience, writing
from course.store.away import is_away

BRIEFLY = 0.25  # seconds that a page waits for who is writing, when it would only note something beside it
DoneT = TypeVar("DoneT")
log = logging.getLogger("deelwijs")


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


def beside(what: str, write: Callable[[], DoneT]) -> DoneT | None:
    """A short write beside a page that reads: somebody's place in a course, their last sign of life.

    It may be left out: when it cannot be written now, that is logged, None comes back, and the page is shown. Nobody
    waits for it either: who writes for long would else keep everybody from reading.
    """
    try:
        with on_trial():
            done = write()
            commit()
            return done
    except Exception as error:
        if not is_away(error):
            raise
        log.warning("not written: %s (%s)", what, type(error).__name__, extra={"left_out": what})
        return None


@contextmanager
def on_trial() -> Iterator[None]:
    """A write that waits briefly only, and is taken back unless it is committed."""
    rollback()
    tokens = writing.set(True), patience.set(BRIEFLY)
    try:
        if db.engine.dialect.name == "postgresql":  # there it is said in the transaction, on SQLite by the connection
            db.session.execute(select(func.set_config("lock_timeout", f"{round(1000 * BRIEFLY)}ms", True)))
        yield
    finally:
        rollback()
        writing.reset(tokens[0])
        patience.reset(tokens[1])


@contextmanager
def batches() -> Iterator[None]:
    """One transaction in which a long list is fetched a batch at a time. Nothing may wait for a reader inside it."""
    rollback()
    token = in_batches.set(True)
    try:
        yield
    finally:
        rollback()
        in_batches.reset(token)
