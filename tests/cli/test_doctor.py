"""What `flask doctor` names of the database."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskCliRunner

from tests.databases import Database, PostgresDatabase, release

TURNING = "rekent op een draaiende schijf"


def test_a_disk_that_turns_is_asked_about(
    app: Flask, database: Database, runner: FlaskCliRunner
) -> None:
    """Of PostgreSQL, until it is told otherwise; SQLite does not reckon with it."""
    said = runner.invoke(args=["doctor"]).output
    assert (TURNING in said) is (database.name == "postgresql"), said
    if not isinstance(database, PostgresDatabase):
        return
    name = database.connection.info.dbname
    for change, asked in (("SET random_page_cost = 1.1", False), ("RESET random_page_cost", True)):
        database.connection.execute(f'ALTER DATABASE "{name}" {change}')  # type: ignore[arg-type]
        release(app)  # a connection that is there keeps what it began with
        assert (TURNING in runner.invoke(args=["doctor"]).output) is asked
