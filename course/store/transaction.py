"""Where transactions end. Nothing else commits or rolls back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from course import logs
from course.models import db
from course.models.engines import in_batches, patience, writing
from course.store.away import is_away

DatabaseFault = DBAPIError  # anything that the database refuses
# seconds that a page waits for who is writing, when it would only note something beside it
BRIEFLY = 0.25
DoneT = TypeVar("DoneT")
# once the transaction that writes has ended
_reads_again: ContextVar[bool] = ContextVar("reads_again", default=False)
# what each transaction of a request asks before it writes anything
_asked_first: ContextVar[Callable[[], None] | None] = ContextVar("asked_first", default=None)


def commit() -> None:
    """Make everything since the last commit last. An answer is acknowledged only after this.

    When it fails, whatever the reason, nothing of it stays and the next one in the queue can write.
    """
    try:
        if db.session.registry.has():
            db.session.commit()
        elif db.is_asked:  # nothing was asked but past the session
            db.connection().commit()
            db.free()
    except BaseException:
        rollback()
        raise
    _read_again()


def rollback() -> None:
    """Forget everything since the last commit, and let go of the connection. The pool throws a
    broken one away.
    """
    with suppress(DBAPIError):
        if db.session.registry.has():
            db.session.rollback()
        else:
            db.free()
    _read_again()


def let_go(_error: BaseException | None = None) -> None:
    """The end of every request and command.

    All is answered by then, so a server that went away is no error.
    """
    rollback()


def begin(*, may_write: bool) -> None:
    """Say what the coming transaction is for. The one before it ends; a write in one that may not
    is an error.

    A request reads until it says that it writes, as late as it can, because everybody else who
    writes waits until it commits. What takes time comes before or after: reading a file, hashing,
    composing mail, drawing a page. After the commit or the rollback it only reads again, so that a
    page drawn then holds nobody up.
    """
    says_so = _reads_again.get() or not writing.get()
    if writing.get() or db.session.registry.has():
        let_go()
    _reads_again.set(may_write and says_so)
    writing.set(may_write)
    db.rest()
    question = _asked_first.get()
    if may_write and question is not None:
        question()


def ask_first(question: Callable[[], None] | None) -> None:
    """From here on every transaction that writes asks this first, and holds what it rests on: what
    was looked at while only reading may be otherwise by then. None: nothing.
    """
    _asked_first.set(question)


def go_on_writing() -> None:
    """What follows writes; what was written since the last commit stays."""
    if not writing.get():
        begin(may_write=True)


def _read_again() -> None:
    """A command never said that it reads, so it may go on writing."""
    if _reads_again.get():
        _reads_again.set(False)
        writing.set(False)


def beside(what: str, write: Callable[[], DoneT]) -> DoneT | None:
    """A short write beside a page that reads: somebody's place in a course, their last sign of
    life.

    It may be left out: when it cannot be written now, that is logged, None comes back, and the page
    is shown. Nobody waits for it either: who writes for long would else keep everybody from
    reading.
    """
    try:
        with on_trial():
            done = write()
            commit()
            return done
    except Exception as error:
        if not is_away(error):
            raise
        logs.warn("not written", left_out=what, fault=type(error).__name__)
        return None


@contextmanager
def on_trial() -> Iterator[None]:
    """A write that waits briefly only, and is taken back unless it is committed."""
    rollback()
    tokens = writing.set(True), patience.set(BRIEFLY)
    try:
        if (
            db.engine.dialect.name == "postgresql"
        ):  # there it is said in the transaction, on SQLite by the connection
            db.session.execute(
                select(func.set_config("lock_timeout", f"{round(1000 * BRIEFLY)}ms", True))
            )
        yield
    finally:
        rollback()
        writing.reset(tokens[0])
        patience.reset(tokens[1])


@contextmanager
def batches() -> Iterator[None]:
    """One transaction in which a long list is fetched a batch at a time.

    Nothing may wait for a reader inside it.
    """
    rollback()
    token = in_batches.set(True)
    try:
        yield
    finally:
        rollback()
        in_batches.reset(token)
