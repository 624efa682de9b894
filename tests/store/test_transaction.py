"""What a transaction is for, where it ends, and what comes after it; on both databases."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextvars import Context
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError, OperationalError

from course.models import Board, db
from course.models.engines import in_batches, patience, writing
from course.store import transaction

pytestmark = pytest.mark.usefixtures("inside")


@pytest.fixture
def inside(app: Flask) -> Iterator[None]:
    """In a request that reads, as every request begins."""
    with app.app_context():
        transaction.begin(may_write=False)
        yield
        transaction.ask_first(None)
        transaction.rollback()


def add(code: str) -> None:
    db.session.add(Board(code=code, name="Stichting Voorbeeld"))
    db.session.flush()


def there(code: str) -> bool:
    found = db.session.scalar(select(func.count(Board.id)).where(Board.code == code))
    transaction.rollback()
    return bool(found)


def write(code: str) -> None:
    transaction.begin(may_write=True)
    add(code)
    transaction.commit()


def test_who_only_reads_cannot_write() -> None:
    with pytest.raises(DBAPIError):
        add("een")
    transaction.rollback()
    assert not there("een")


@pytest.mark.parametrize("end", [transaction.commit, transaction.rollback])
def test_after_a_write_it_only_reads_again(end: Any) -> None:
    transaction.begin(may_write=True)
    assert writing.get()
    add("een")
    end()
    assert not writing.get()
    assert there("een") is (end is transaction.commit)
    with pytest.raises(DBAPIError):
        add("twee")
    transaction.rollback()


def test_a_command_that_never_said_that_it_reads_goes_on_writing() -> None:
    writing.set(True)
    transaction.begin(may_write=True)
    add("een")
    transaction.commit()
    assert writing.get()
    add("twee")
    transaction.commit()
    assert (there("een"), there("twee")) == (True, True)


def test_a_command_writes_from_its_first_statement_on(app: Flask) -> None:
    def command() -> bool:
        with app.app_context():
            for code in ("een", "twee"):
                add(code)
                transaction.commit()
            return writing.get()

    assert Context().run(command), "as no command said anything before"


def test_a_reader_that_said_so_is_no_writer_after_it() -> None:
    writing.set(True)
    transaction.begin(may_write=False)
    assert not writing.get()
    transaction.rollback()
    assert not writing.get()


def test_beginning_again_ends_what_came_before() -> None:
    transaction.begin(may_write=True)
    add("een")
    transaction.begin(may_write=True)
    transaction.commit()
    assert not writing.get(), "twice is no reason to go on writing"
    assert not there("een")


def test_who_wrote_past_the_session_and_reads_on_holds_up_nobody() -> None:
    transaction.begin(may_write=True)
    db.connection().execute(text("DELETE FROM board WHERE code = 'een'"))
    transaction.begin(may_write=False)
    assert not db.is_asked, "who waits to write has the turn"


def test_who_read_past_the_session_writes_next() -> None:
    db.connection().execute(text("SELECT 1"))
    transaction.begin(may_write=True)
    insert = text("INSERT INTO board (code, name) VALUES ('een', 'Stichting')")
    db.connection().execute(insert)
    transaction.commit()
    assert there("een")


def test_who_reads_sees_what_others_wrote_once_it_begins_anew(session: Any) -> None:
    """What an object was before is not kept over the end of a transaction."""
    write("een")
    row = db.session.scalars(select(Board).where(Board.code == "een")).one()
    transaction.begin(may_write=True)
    db.session.execute(text("UPDATE board SET name = 'Anders' WHERE code = 'een'"))
    transaction.commit()
    transaction.begin(may_write=False)
    assert db.session.get(Board, row.id).name == "Anders"


def test_going_on_keeps_what_is_under_way() -> None:
    transaction.go_on_writing()
    add("een")
    transaction.go_on_writing()
    transaction.commit()
    assert there("een")


def test_a_question_is_asked_before_each_write_and_before_no_reading() -> None:
    asked: list[bool] = []
    transaction.ask_first(lambda: asked.append(writing.get()))
    transaction.begin(may_write=False)
    assert asked == []
    write("een")
    write("twee")
    transaction.go_on_writing()
    assert asked == [True] * 3
    transaction.rollback()
    transaction.ask_first(None)
    write("drie")
    assert len(asked) == 3


def test_a_question_that_refuses_keeps_everything_from_being_written() -> None:
    class NoError(Exception):
        pass

    def refuse() -> None:
        raise NoError

    transaction.ask_first(refuse)
    with pytest.raises(NoError):
        write("een")
    transaction.ask_first(None)
    transaction.rollback()
    assert not there("een")


def test_a_commit_that_fails_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    class LateError(BaseException):
        pass

    def fail() -> None:
        raise LateError

    transaction.begin(may_write=True)
    add("een")
    monkeypatch.setattr(db.session(), "commit", fail)
    with pytest.raises(LateError):
        transaction.commit()
    monkeypatch.undo()
    assert not writing.get()
    assert not there("een")


def test_what_is_written_past_the_session_is_committed_and_taken_back() -> None:
    for end, code in ((transaction.commit, "een"), (transaction.rollback, "twee")):
        transaction.begin(may_write=True)
        insert = text("INSERT INTO board (code, name) VALUES (:code, 'Stichting')")
        db.connection().execute(insert, {"code": code})
        assert not db.session.registry.has() or not db.session().in_transaction()
        end()
        assert not db.is_asked, "others may have the connection"
        assert there(code) is (end is transaction.commit)


def test_the_end_of_a_request_takes_back_what_was_not_committed() -> None:
    transaction.begin(may_write=True)
    add("een")
    transaction.let_go()
    assert not there("een")
    transaction.let_go()  # nothing was asked


def test_the_end_of_a_request_gives_the_connection_back_and_keeps_no_object_for_the_next() -> None:
    db.connection().execute(text("SELECT 1"))
    transaction.let_go()
    assert not db.is_asked
    db.session.add(Board(code="een", name="Stichting Voorbeeld"))  # not asked for yet
    transaction.let_go()
    transaction.begin(may_write=True)
    transaction.commit()
    assert not there("een")


# Beside a page


def waits() -> str:
    return str(db.session.scalar(text("SHOW lock_timeout")))


def test_what_is_written_beside_a_page_waits_briefly_and_stays() -> None:
    seen = []

    def note() -> str:
        seen.append((writing.get(), patience.get()))
        if db.engine.dialect.name == "postgresql":
            assert waits() == "250ms"
        add("een")
        return "klaar"

    patience.set(None)
    assert transaction.beside("proef", note) == "klaar"
    assert seen == [(True, transaction.BRIEFLY)]
    assert (writing.get(), patience.get()) == (False, None)
    assert there("een")
    if db.engine.dialect.name == "postgresql":
        assert waits() != "250ms", "only in that transaction"


def test_what_cannot_be_written_beside_a_page_is_left_out(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def away() -> None:
        add("een")
        raise OperationalError("", {}, _Away())

    with caplog.at_level(logging.WARNING, "deelwijs"):
        assert transaction.beside("proef", away) is None
    (line,) = caplog.records
    assert line.references["left_out"] == "proef"  # type: ignore[attr-defined]
    assert not there("een")
    assert not writing.get()


def test_any_other_fault_beside_a_page_is_one() -> None:
    def wrong() -> None:
        add("een")
        raise ValueError("fout")

    with pytest.raises(ValueError, match="fout"):
        transaction.beside("proef", wrong)
    assert not there("een")
    assert not writing.get()


class _Away(Exception):  # noqa: N818 - a stand-in for what a driver raises
    """The database is locked or gone, as either driver says."""

    sqlite_errorcode = 5
    sqlite_errorname = "SQLITE_BUSY"
    sqlstate = "55P03"


def test_on_trial_nothing_stays_that_was_not_committed() -> None:
    with transaction.on_trial():
        add("een")
    assert not there("een")
    with transaction.on_trial():
        add("een")
        transaction.commit()
    assert there("een")


def test_on_trial_one_writes_until_it_ends_whatever_was_read_or_written_before() -> None:
    write("een")
    assert db.session.scalar(select(func.count(Board.id)).where(Board.code == "een")) == 1
    with transaction.on_trial():
        for code in ("twee", "drie"):
            add(code)
            transaction.commit()
    assert (there("twee"), there("drie")) == (True, True)


def test_a_long_list_is_one_transaction_in_batches() -> None:
    transaction.begin(may_write=True)
    add("een")
    with transaction.batches():
        assert in_batches.get()
        assert db.session.scalar(select(func.count(Board.id)).where(Board.code == "een")) == 0
    assert not in_batches.get()
    assert not db.is_asked, "the transaction ends with the list"
    with pytest.raises(ValueError, match="fout"), transaction.batches():
        raise ValueError("fout")
    assert not in_batches.get()
