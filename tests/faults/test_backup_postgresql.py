"""A backup of PostgreSQL is made and put back by its own programs, and in one moment of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, text
from sqlalchemy.engine import make_url

from course.models import Board
from course.store.upkeep.backups import files, postgres
from tests import machine
from tests.databases import Database, MakeApp
from tests.faults.backing_up import (
    engine_on,
    everything_in,
    fill,
    made_by,
    nothing_new,
    run,
)

pytestmark = [
    pytest.mark.empty("it counts the rows of a whole database, and replaces them"),
    pytest.mark.parametrize("database", ["postgresql"], indirect=True),
]


@pytest.fixture
def impatient(database: Database) -> Iterator[None]:
    """A PostgreSQL that its owner made impatient."""
    name = make_url(database.url).database
    limits = ("statement_timeout", "idle_in_transaction_session_timeout")
    by_hand = engine_on(database.url).execution_options(isolation_level="AUTOCOMMIT")
    with by_hand.connect() as connection:
        for limit in limits:
            connection.execute(text(f"ALTER DATABASE \"{name}\" SET {limit} = '9s'"))
        yield
        for limit in limits:
            connection.execute(text(f'ALTER DATABASE "{name}" RESET {limit}'))


@pytest.mark.usefixtures("impatient")
def test_a_copy_is_of_the_moment_in_which_its_rows_were_counted(
    installation: Flask, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long it takes: what comes in between is in the next one."""
    fill(installation, 2)
    counted = postgres.counted

    def counted_and_then(connection: Any) -> Any:
        limits = ("statement_timeout", "idle_in_transaction_session_timeout")
        assert [connection.scalar(text(f"SHOW {name}")) for name in limits] == ["0", "0"]
        rows = counted(connection)
        with engine_on(database.url).begin() as other:
            other.execute(insert(Board).values(code="later", name="Stichting Later"))
        return rows

    monkeypatch.setattr(postgres, "counted", counted_and_then)
    made_by(installation)


def test_without_the_programs_of_postgresql_it_says_what_to_install(
    make_app: MakeApp, tmp_path: Path, backups: Path
) -> None:
    app = make_app(backup_dir=backups, postgres_bin=str(tmp_path))
    done = run(app, "backup")
    assert done.exit_code == 1
    assert "postgresql-client" in done.output
    assert "DEELWIJS_POSTGRES_BIN" in done.output
    assert nothing_new(backups)


def test_a_program_that_fails_is_told_and_its_password_is_in_no_command(
    make_app: MakeApp, database: Database, tmp_path: Path, backups: Path
) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    seen = tmp_path / "seen"
    dump = programs / "pg_dump"
    dump.write_text(
        f'#!/bin/sh\necho "$@" > {seen}\necho "pg_dump: error: server version mismatch" '
        ">&2\nexit 1\n"
    )
    dump.chmod(0o755)
    url = make_url(database.url).set(password="heel-geheim").render_as_string(hide_password=False)
    app = make_app(backup_dir=backups, postgres_bin=str(programs))
    app.config["DEELWIJS"] = replace(app.config["DEELWIJS"], database_url=url)
    done = run(app, "backup")
    assert done.exit_code == 1
    assert "server version mismatch" in done.output
    assert "heel-geheim" not in seen.read_text() + done.output
    assert nothing_new(backups)


@pytest.mark.parametrize(
    ("name", "does"),
    [
        ("psql", 'cat > /dev/null; echo "psql: error: geen plaats" >&2; exit 3'),
        ("psql", 'echo "psql: error: geen plaats" >&2; exit 3'),  # it reads nothing
        ("pg_restore", 'echo "SELECT 1;"; exit 1'),  # what it wrote looks whole
    ],
)
def test_when_one_of_both_programs_fails_nothing_changes_and_it_says_so(
    installation: Flask, database: Database, tmp_path: Path, name: str, does: str
) -> None:
    fill(installation, 3)
    path = made_by(installation)
    before = everything_in(database.url)
    programs, whole = tmp_path / "bin", Path(machine.postgres_programs())
    programs.mkdir()
    for one in ("psql", "pg_restore", "pg_dump"):
        (programs / one).symlink_to(whole / one)
    (programs / name).unlink()
    (programs / name).write_text(f"#!/bin/sh\n{does}\n")
    (programs / name).chmod(0o755)
    with pytest.raises(files.BackupError) as failed:
        postgres.put_back(path, database.url, str(programs))
    assert "Het herstel is niet gelukt en er is niets veranderd." in str(failed.value)
    assert ("geen plaats" in str(failed.value)) is (name == "psql")
    assert everything_in(database.url) == before
