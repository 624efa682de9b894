"""Where transactions end. Nothing else commits or rolls back."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import func, select

from course.models import db
from course.models.engines import PATIENCE, in_batches, patience, writing
from course.store.away import is_away

BRIEFLY = 0.25  # seconds that a page waits for who is writing, when it would only note something beside it
DoneT = TypeVar("DoneT")
log = logging.getLogger("deelwijs")


def commit() -> None:
    """Make everything since the last commit last. An answer is acknowledged only after this."""
    db.session.commit()


def rollback() -> None:
    """Forget everything since the last commit, and let go of the connection."""
    db.session.rollback()


def forget() -> None:
    """The same after an error, when even that may fail: then the session itself is thrown away, with its connection."""
    try:
        db.session.rollback()
    except Exception as error:
        log.error("a transaction could not be taken back: %s", type(error).__name__)
        db.session().invalidate()
        db.session.registry.clear()


def begin(*, may_write: bool) -> None:
    """Say what the coming transaction is for. The one before it ends; a write in one that may not is an error."""
    if db.session.registry.has():
        db.session.rollback()
    writing.set(may_write)


@contextmanager
def apart() -> Iterator[None]:
    """A short write of its own, after a request that only read: the place in a course, the last sign of life."""
    with _writing(PATIENCE):
        yield
        db.session.commit()


def beside(what: str, write: Callable[[], DoneT]) -> DoneT | None:
    """The same for what may be left out: when it cannot be written now that is logged, None comes back, and the page
    is shown. Nobody waits for it either: who writes for long would else keep everybody from reading.
    """
    try:
        with _writing(BRIEFLY):
            _wait_briefly()
            done = write()
            db.session.commit()
            return done
    except Exception as error:
        if not is_away(error):
            raise
        log.warning("not written: %s (%s)", what, type(error).__name__, extra={"left_out": what})
        return None


@contextmanager
def on_trial() -> Iterator[None]:
    """A write that is taken back, to see whether it can be done."""
    with _writing(BRIEFLY):
        _wait_briefly()
        yield


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


@contextmanager
def _writing(seconds: float) -> Iterator[None]:
    db.session.rollback()
    tokens = writing.set(True), patience.set(seconds)
    try:
        yield
    finally:
        writing.reset(tokens[0])
        patience.reset(tokens[1])
        db.session.rollback()


def _wait_briefly() -> None:
    """SQLite is told by its connection; PostgreSQL waits for rows, and hears it in the transaction."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.set_config("lock_timeout", f"{int(1000 * patience.get())}ms", True)))
