"""Every step goes up, down and up again with rows in the tables, and ends at what the models say."""

from __future__ import annotations

from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

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
