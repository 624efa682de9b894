"""A backup of a database in which every table has rows: all of them come back, and what may not be
changed still cannot.
"""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.databases import Database, release
from tests.faults.backing_up import (
    engine_on,
    everything_in,
    made_by,
    run,
)

FOR_EVER = ("audit_entry", "certificate", "conduct_signature", "publication")


def test_every_table_comes_back(
    installation: Flask,
    database: Database,
    fresh: str,
) -> None:
    before = everything_in(database.url)
    assert [name for name, rows in before.items() if not rows] == []
    path = made_by(installation)
    release(installation)
    done = run(installation, "restore", str(path), "--to", fresh)
    assert done.exit_code == 0, done.output
    assert everything_in(fresh) == before
    engine = engine_on(fresh)
    for name in FOR_EVER:
        with engine.connect() as connection, pytest.raises(DBAPIError):
            connection.execute(text(f'DELETE FROM "{name}"'))
