"""Every step goes up, down and up again with rows in the tables, and ends at what the models
say.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from click import ClickException
from flask import Flask
from flask_migrate import downgrade
from sqlalchemy import inspect, text

from course.cli.db import offer, upgrade
from course.models import db
from course.store import transaction
from course.store.upkeep import condition
from tests import builders


@pytest.fixture(autouse=True)
def offered(app: Flask) -> None:
    """Who takes steps has the library for it at hand."""
    offer(app)


@pytest.mark.empty  # what is there is counted by hand, below the models
def test_the_last_step_goes_down_and_up_again_and_loses_nothing(app: Flask, session: Any) -> None:
    school = builders.school(session, code="brug")
    builders.membership(session, builders.person(session), school)
    session.commit()
    session.remove()
    try:
        downgrade(revision="0002", x_arg="gegevens-weg")  # of the names that people had before
    finally:
        upgrade()
    with db.engine.connect() as connection:
        rows = connection.execute(text("SELECT code, entry_test FROM school")).all()
        assert [(row.code, bool(row.entry_test)) for row in rows] == [("brug", False)]
        assert connection.execute(text("SELECT count(*) FROM membership")).scalar() == 1


def test_the_steps_make_what_the_models_say(session: Any) -> None:
    session.rollback()
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []


@pytest.fixture
def filled(app: Flask, session: Any) -> Iterator[Flask]:
    """A school that turned its entry test on, and is back at the newest step afterwards."""
    builders.school(session, code="brug", entry_test=True)
    session.commit()
    session.remove()
    yield app
    upgrade()


@pytest.mark.empty
def test_a_step_says_itself_that_it_writes(app: Flask, session: Any) -> None:
    """Also in a process that has only read until then."""
    session.remove()
    for step in (lambda: downgrade(revision="-1", x_arg="gegevens-weg"), upgrade):
        transaction.begin(may_write=False)
        step()
    assert versions() == {condition.newest(app.config["DEELWIJS"].migrations_dir)}


def versions() -> set[str]:
    with db.engine.connect() as connection:
        return set(connection.scalars(text("SELECT version_num FROM alembic_version")))


def test_a_step_down_that_throws_something_away_stops_and_names_it(filled: Flask) -> None:
    newest = versions()
    with pytest.raises(ClickException) as refused:
        downgrade(revision="base")
    assert "tabel school" in refused.value.message
    assert "-x gegevens-weg" in refused.value.message
    with pytest.raises(ClickException, match=r"kolom school\.entry_test"):
        downgrade(revision="0002")
    assert versions() == newest
    with db.engine.connect() as connection:
        assert (
            connection.execute(text("SELECT code FROM school WHERE entry_test")).scalar() == "brug"
        )


@pytest.mark.stirs("the tables of the last step go, with what the neighbours have in them")
def test_the_command_says_it_on_one_line_and_does_it_when_it_is_meant(filled: Flask) -> None:
    runner = filled.test_cli_runner()
    refused = runner.invoke(args=["db", "downgrade", "0002"])
    assert refused.exit_code == 1
    assert len(refused.output.strip().splitlines()) == 1
    done = runner.invoke(args=["db", "downgrade", "-x", "gegevens-weg", "0002"])
    assert done.exit_code == 0, done.output
    with db.engine.connect() as connection:
        assert "entry_test" not in {
            one["name"] for one in inspect(connection).get_columns("school")
        }


TODAYS = """
INSERT INTO board (id, code, name) VALUES (1, 'b', 'B');
INSERT INTO school (id, code, name, board_id, sector, region, entry_test)
  VALUES (1, 's', 'S', 1, 'po', 'midden', false);
INSERT INTO person (id, ref, name, sort_name, email, email_key, audience, is_demo)
  VALUES (1, 'r1', 'Ada Bos', 'bos, ada', 'ada@a.nl', 'ada@a.nl', 'leader', false),
         (2, 'r2', 'Bob Bos', 'bos, bob', 'bob@a.nl', 'bob@a.nl', 'teaching', false);
INSERT INTO membership (person_id, school_id, starts_on, ends_on)
  VALUES (1, 1, '2025-08-01', NULL), (2, 1, '2025-08-01', '2025-09-01');
INSERT INTO role_grant (person_id, role, school_id, starts_on) VALUES (1, 'manager', 1, '2025-08-01');
INSERT INTO school_value (school_id, key, text) VALUES (1, 'naam_fg', 'Fatima');
INSERT INTO assignment (id, ref, course, school_id, due_on, made_by, made_at, submission)
  VALUES (1, 'x', 'c', 1, '2025-10-01', 1, '2025-08-05 10:00:00.000000', 's1'),
         (2, 'y', 'c', 1, '2025-10-01', 1, '2025-08-05 10:00:00.000000', 's2');
INSERT INTO duty (id, ref, person_id, school_id, course) VALUES (1, 'd1', 1, 1, 'c'), (2, 'd2', 2, 1, 'c');
INSERT INTO duty_reason (duty_id, assignment_id, due_on, starts_on, ends_on)
  VALUES (1, 1, '2025-10-01', '2025-08-05', NULL), (2, 1, '2025-10-01', '2025-08-05', '2025-09-02'),
         (1, 2, '2025-10-01', '2025-08-05', '2025-08-05');
INSERT INTO release (hash, course, title, edition, renderer, published_at, outline)
  VALUES ('h', 'c', 'C', 1, 'r', '2025-08-01 00:00:00.000000', '{}');
INSERT INTO enrolment (id, person_id, course, cycle, release, enrolled_at)
  VALUES (1, 1, 'c', 1, 'h', '2025-08-05 10:00:00.000000');
INSERT INTO progress (enrolment_id, done, total, lessons, short, started_on)
  VALUES (1, 3, 5, '[]', '[]', '2025-08-10');
INSERT INTO module_progress (enrolment_id, module, done, total, completed_at, completed_on)
  VALUES (1, 'een', 2, 2, '2025-08-20 10:00:00.000000', '2025-08-20'), (1, 'twee', 1, 3, NULL, NULL);
INSERT INTO lesson_completion (enrolment_id, module, lesson, required, completed_at, completed_on)
  VALUES (1, 'een', 'a', true, '2025-08-11 10:00:00.000000', '2025-08-11'),
         (1, 'een', 'b', true, '2025-08-20 10:00:00.000000', '2025-08-20'),
         (1, 'twee', 'c', true, '2025-08-25 10:00:00.000000', '2025-08-25')
"""


def days(connection: Any, query: str) -> list[tuple[str, ...]]:
    """The rows of a query as text, an instant by its day."""
    rows = connection.execute(text(query)).all()
    return [tuple(str(value)[:10] for value in row) for row in rows]


@pytest.mark.empty  # a database of before, filled by hand
def test_a_database_of_before_says_the_same_of_every_earlier_day(app: Flask, session: Any) -> None:
    """What was there counts as known since its first day, so that no report changes."""
    session.remove()
    downgrade(revision="0004")
    try:
        with db.engine.begin() as connection:
            for statement in TODAYS.split(";"):
                connection.execute(text(statement))
    finally:
        upgrade()
    with db.engine.connect() as connection:
        dated = "starts_on, ends_on, recorded_at, replaced_at"
        first, none = "2025-08-01", "None"
        members = days(connection, f"SELECT person_id, {dated} FROM membership ORDER BY person_id")
        assert members == [
            ("1", first, none, first, none),
            ("2", first, "2025-09-01", first, none),
        ]
        reasons = days(connection, f"SELECT duty_id, {dated} FROM duty_reason ORDER BY id")
        given = "2025-08-05"
        assert reasons == [
            ("1", given, none, given, none),
            ("2", given, "2025-09-01", given, none),  # the last day on which it held
            ("1", given, given, given, given),  # taken away on its first day: never known
        ]
        assert days(connection, "SELECT key, text, ends_on FROM school_value") == [
            ("naam_fg", "Fatima", none)
        ]
        assert days(connection, "SELECT name, audience FROM person_details ORDER BY person_id") == [
            ("Ada Bos", "leader"),
            ("Bob Bos", "teaching"),
        ]
        past = "SELECT done, total, recorded_at, replaced_at FROM past_progress ORDER BY done"
        assert days(connection, past) == [
            ("0", "5", "2025-08-10", "2025-08-11"),
            ("1", "5", "2025-08-11", "2025-08-20"),
            ("2", "5", "2025-08-20", "2025-08-25"),
        ]
        assert days(connection, "SELECT done, recorded_at FROM progress") == [("3", "2025-08-25")]
        module = "SELECT module, done, recorded_at, replaced_at FROM past_module_progress"
        assert days(connection, module) == [("een", "1", "2025-08-11", "2025-08-20")]
