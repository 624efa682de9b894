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
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from course.models import db
from tests import builders


@pytest.mark.empty  # what is there is counted by hand, below the models
def test_the_last_step_goes_down_and_up_again_and_loses_nothing(app: Flask, session: Any) -> None:
    school = builders.school(session, code="brug")
    builders.membership(session, builders.person(session), school)
    session.commit()
    session.remove()
    try:
        downgrade(revision="0002")
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
