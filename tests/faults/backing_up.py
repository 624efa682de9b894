"""What the commands for backups make, and what a database holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import Engine, NullPool, create_engine, text

from course.models import db, sqlite_library
from course.store.upkeep.backups import files
from tests import builders

ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
ON_POSTGRESQL = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=list(words))


def made_by(app: Flask, *words: str) -> Path:
    """The backup that the command makes."""
    done = run(app, "backup", *words)
    assert done.exit_code == 0, f"{done.output} {done.exception!r}"
    return files.listed(app.config["DEELWIJS"].backup_dir)[0].path


def fill(app: Flask, people: int = 50) -> int:
    """A school with people; its id."""
    with app.app_context():
        school = builders.school(db.session, code="brug")
        for number in range(people):
            person = builders.person(db.session, "Zoë 'Łukasz'", f"{number}@voorbeeld.example")
            builders.membership(db.session, person, school)
        db.session.commit()
        return int(school.id)


def engine_on(url: str) -> Engine:
    """Another way in, by the same SQLite: two libraries on one file in one process undo each
    other's locks.
    """
    driver = {"module": sqlite_library.choose().driver} if url.startswith("sqlite") else {}
    return create_engine(url, poolclass=NullPool, **driver)


def everything_in(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    engine = engine_on(url)
    with engine.connect() as connection:
        names = sorted(db.metadata.tables)
        return {
            name: sorted(map(tuple, connection.execute(text(f'SELECT * FROM "{name}"'))), key=repr)
            for name in names
        }


def nothing_new(folder: Path) -> bool:
    """Whether the folder holds the lock and nothing else."""
    return [path.name for path in folder.iterdir()] == [files.LOCK]
