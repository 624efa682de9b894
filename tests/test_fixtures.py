"""The fixtures themselves: what one test writes, the next does not find, on either database."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import OperationalError

from course.models import Board, Person, School, StudyVote
from course.models.base import Base
from tests.checking_client import CheckingClient
from tests.databases import TOWN, Database, MakeApp, release

PEOPLE = 4  # who live in `tests/town.py`


def add_board(session: Any) -> int:
    """One committed row; returns its id."""
    board = Board(code="proef", name="Bestuur voor de proef")
    session.add(board)
    session.flush()
    made: int = board.id
    session.commit()
    return made


@pytest.mark.parametrize("_", ["first", "again"])
def test_each_test_finds_the_same_people(session: Any, _: str) -> None:
    everybody = select(func.count()).select_from(Person)
    assert session.scalar(everybody) == PEOPLE
    assert session.query(Person).count() == 0, "a test counts its own"
    session.commit()
    assert add_board(session) == 4  # counters go on where they were, too


@pytest.mark.empty  # it is about emptiness
@pytest.mark.parametrize("_", ["first", "again"])
def test_a_database_may_be_empty(session: Any, _: str) -> None:
    for table in Base.metadata.tables.values():
        assert session.scalar(select(func.count()).select_from(table)) == 0
    session.commit()
    assert add_board(session) == 1


def test_every_table_has_rows_of_somebody_else(session: Any) -> None:
    for table in Base.metadata.tables.values():
        assert session.scalar(select(func.count()).select_from(table)) > 0, (
            f"nobody in the town has a {table.name}"
        )


@pytest.mark.stirs  # to see it noticed
def test_a_change_among_the_neighbours_is_noticed(database: Database, session: Any) -> None:
    assert database.changed() == []
    session.execute(update(School).values(name="Overal dezelfde"))
    session.execute(delete(StudyVote))
    session.commit()
    assert set(database.changed()) == {"school", "study_vote"}


def test_restore_takes_away_what_was_committed(
    app: Flask, database: Database, session: Any
) -> None:
    add_board(session)
    release(app)
    database.restore(TOWN)
    assert session.query(Board).count() == 0


def test_restore_does_not_wait_for_ever(
    database: Database, session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.databases.PATIENCE", 1)
    session.query(Board).count()  # holds a transaction: BEGIN IMMEDIATE
    if database.name == "sqlite":
        with pytest.raises(RuntimeError, match="still holds a transaction"):
            database.restore(TOWN)
    else:
        database.restore(TOWN)  # PostgreSQL ends the other connection
        with pytest.raises(OperationalError):
            session.query(Board).count()


def test_other_settings_same_database(make_app: MakeApp, session: Any) -> None:
    add_board(session)
    other = make_app(brand="Proef")
    assert other.config["DEELWIJS"].brand == "Proef"
    with other.app_context():
        from course.models import db

        assert db.session.query(Board).count() == 1


def test_request_while_the_test_holds_a_transaction_is_refused(
    client: CheckingClient, session: Any
) -> None:
    session.query(Board).count()
    with pytest.raises(RuntimeError, match="commit or roll back"):
        client.get("/")
