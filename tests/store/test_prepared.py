"""What goes to the driver itself comes back as by way of SQLAlchemy, also when it fails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import bindparam, func, insert, literal, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, ProgrammingError

from course.models import Board, Enrolment, Progress, School, Sitting, db
from course.models.base import insert_new_row, upsert_row
from course.store import transaction
from course.store.prepared import PreparedStatement, prepared
from tests import builders, learning
from tests.store.statements import heard

pytestmark = pytest.mark.usefixtures("inside")
NOW = datetime(2026, 10, 5, 12, 30, 15, 250_000, tzinfo=timezone(timedelta(hours=2)))
ROW = {
    "enrolment_id": 1,
    "done": 1,
    "total": 4,
    "lessons": ["delen/één", "delen/'); DROP TABLE person --"],
    "short": [],
    "started_on": date(2026, 10, 5),
    "completed_at": NOW,
    "completed_on": None,
    "valid_until": None,
    "recorded_at": NOW,
}
_ALL = select(*(Progress.__table__.c[name] for name in ROW))
OF_ENROLMENT = _ALL.where(Progress.enrolment_id == bindparam("enrolment_id"))


@dataclass(frozen=True)
class Code:
    """Its fields stand in another order than the columns."""

    name: tuple[str, ...]
    code: str


@pytest.fixture
def inside(app: Flask) -> Iterator[None]:
    with app.app_context():
        transaction.begin(may_write=True)
        yield
        transaction.rollback()


@pytest.fixture
def row(session: Any, tmp_path: Path) -> dict[str, Any]:
    """Progress of somebody who began nothing yet."""
    learning.publish(tmp_path)
    who = learning.learner(session)
    transaction.begin(may_write=True)
    return ROW | {"enrolment_id": who.enrolment_id}


def test_each_kind_of_value_goes_in_and_comes_out_as_by_sqlalchemy(row: dict[str, Any]) -> None:
    assert prepared(insert, Progress).run(row) == 1
    (found,) = PreparedStatement[Any](OF_ENROLMENT).all(row)
    (usual,) = db.connection().execute(OF_ENROLMENT, row)
    assert tuple(found) == tuple(usual)
    assert found._asdict() == {**row, "completed_at": NOW, "recorded_at": NOW}
    assert found.completed_at.tzinfo is UTC or found.completed_at.utcoffset() == timedelta(0)


def test_who_looks_at_statements_hears_of_them_and_sees_the_same(
    session: Any, row: dict[str, Any]
) -> None:
    question = PreparedStatement[Any](OF_ENROLMENT)
    prepared(insert, Progress).run(row)
    alone = question.all(row)
    with heard(session) as asked:
        assert question.all(row) == alone
        assert prepared(upsert_row, Progress, ("enrolment_id",), ("done",)).run(row) == 1
    assert [statement.split()[0] for statement, _ in asked] == ["SELECT", "INSERT"]


def test_a_row_is_a_kind_by_its_labels(session: Any) -> None:
    board = builders.board(session)
    query = select(Board.code, Board.name).where(Board.id == bindparam("id"))
    made = PreparedStatement(query, Code, name=tuple)
    assert made.all({"id": board.id}) == [Code(tuple(board.name), board.code)]
    assert made.first({"id": board.id}) == Code(tuple(board.name), board.code)
    assert made.first({"id": -1}) is None
    with pytest.raises(TypeError):
        PreparedStatement(select(Board.code), Code)


@pytest.mark.usefixtures("row")
def test_a_value_alone_and_what_stands_fixed_in_the_statement(session: Any) -> None:
    board = builders.board(session)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    count = select(func.count(Board.id), literal("vast").label("fixed")).where(
        Board.id == bindparam("id"), select(Enrolment.id).where(Enrolment.enrolled_at > at).exists()
    )
    assert PreparedStatement[Any](count).value({"id": board.id}) == 1
    assert PreparedStatement[Any](count).first({"id": board.id})[1] == "vast"
    assert PreparedStatement[Any](select(Board.id).where(Board.id == -1)).value({}) is None


def test_an_instant_that_stands_fixed_is_kept_as_one_that_is_given(row: dict[str, Any]) -> None:
    """Also in another zone, and on a database that knows none."""
    prepared(insert, Progress).run(row)
    mine = Progress.enrolment_id == bindparam("enrolment_id")
    question = select(Progress.total).where(mine, Progress.recorded_at == NOW)
    assert PreparedStatement[Any](question).value(row) == row["total"]


def test_a_transaction_begins_with_the_first_statement() -> None:
    transaction.rollback()
    assert not db.connection().in_transaction()
    PreparedStatement[Any](select(func.count(Board.id))).value({})
    assert db.connection().in_transaction()


def test_what_is_given_decides_which_columns_are_written(row: dict[str, Any]) -> None:
    again = prepared(upsert_row, Progress, ("enrolment_id",), ("done", "lessons"))
    assert again.run(row) == 1
    assert again.run(row | {"done": 3, "lessons": []}) == 1
    less = {name: row[name] for name in row if name not in {"completed_at", "valid_until"}}
    assert again.run(less | {"done": 2}) == 1
    (found,) = PreparedStatement[Any](OF_ENROLMENT).all(row)
    assert (found.done, found.lessons, found.completed_at) == (2, row["lessons"], NOW)


def test_a_row_that_is_there_brings_nothing_back(row: dict[str, Any]) -> None:
    where = {"enrolment_id": row["enrolment_id"], "module": "delen", "lesson": "toets"}
    sitting = where | {"ref": "een", "items": ["a"], "opened_at": NOW}
    added = prepared(insert_new_row, Sitting, "id")
    assert added.first(sitting) is not None
    assert added.first(sitting) is None
    assert added.run(sitting) == 0


def test_how_many_rows_were_changed(session: Any) -> None:
    builders.board(session, code="een")
    builders.board(session, code="twee")
    change = update(Board).where(Board.code == bindparam("which")).values(name="Stichting Demo")
    assert [PreparedStatement[Any](change).run({"which": one}) for one in ("een", "drie")] == [1, 0]


def test_a_column_that_is_filled_in_by_itself_must_be_given(session: Any) -> None:
    row = {"code": "brug", "name": "De Brug", "board_id": builders.board(session).id}
    row |= {"sector": "po", "region": "noord"}
    with pytest.raises(TypeError):
        prepared(insert, School).run(row)
    assert prepared(insert, School).run(row | {"entry_test": True}) == 1
    kept = select(School.entry_test).where(School.code == "brug")
    assert PreparedStatement[Any](kept).value({}) is True


def test_a_list_of_values_is_not_for_this() -> None:
    query = select(Board.id).where(Board.code.in_(bindparam("codes", expanding=True)))
    with pytest.raises(TypeError):
        PreparedStatement[Any](query).all({"codes": ["een"]})


def test_what_the_driver_refuses_is_said_as_sqlalchemy_says_it(session: Any) -> None:
    builders.board(session, code="een")
    session.commit()
    transaction.begin(may_write=True)
    row = {"code": "een", "name": "Stichting Geheim"}
    with pytest.raises(IntegrityError) as usual:
        db.connection().execute(insert(Board), row)
    transaction.rollback()
    transaction.begin(may_write=True)
    with pytest.raises(IntegrityError) as found:
        prepared(insert, Board).run(row)
    transaction.rollback()
    assert type(found.value.orig) is type(usual.value.orig)
    assert "Geheim" not in str(found.value)
    assert (
        PreparedStatement[Any](select(func.count(Board.id)).where(Board.code == "een")).value({})
        == 1
    )


def test_a_reader_cannot_write_by_it() -> None:
    transaction.begin(may_write=False)
    with pytest.raises(DBAPIError):
        prepared(insert, Board).run({"code": "een", "name": "Stichting Demo"})


def test_a_column_that_is_gone_is_an_error_of_the_database() -> None:
    from sqlalchemy import column, table

    missing = select(column("nergens")).select_from(table("board"))
    with pytest.raises((OperationalError, ProgrammingError)):
        PreparedStatement[Any](missing).all({})


def test_a_connection_that_is_lost_is_given_up(
    session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = PreparedStatement[Any](select(func.count(Board.id)))
    before = question.value({})
    session.commit()
    connection = db.connection()
    with monkeypatch.context() as patched:
        patched.setattr(connection.dialect, "is_disconnect", lambda *_: True)
        with pytest.raises(DBAPIError) as lost:
            PreparedStatement[Any](select(func.no_such_function())).all({})
    assert lost.value.connection_invalidated
    assert connection.invalidated
    transaction.rollback()
    assert question.value({}) == before
