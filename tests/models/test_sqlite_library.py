"""One SQLite for the whole application: the newest, in WAL where it keeps what was committed, and
start says so.
"""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from packaging.requirements import Requirement

from course.config import ROOT
from course.models import db, sqlite_library
from course.models.sqlite_library import ROLLBACK, WAL
from course.store.upkeep import health
from tests.databases import ALL_THREE, BOTH_SQLITES, ROLLBACK_SQLITE, SqliteDatabase


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 53, 4), True),
        ((3, 51, 3), True),
        ((3, 51, 2), False),
        ((3, 50, 7), True),
        ((3, 50, 6), False),
        ((3, 44, 6), True),
        ((3, 44, 5), False),
        ((3, 45, 9), False),
        ((3, 40, 1), False),
    ],
)
def test_wal_only_where_it_loses_nothing(
    monkeypatch: pytest.MonkeyPatch, version: tuple[int, ...], safe: bool
) -> None:
    class Driver:
        sqlite_version_info = version

    monkeypatch.setattr(sqlite_library, "_found", lambda: [Driver])
    assert sqlite_library.choose().journal == (WAL if safe else ROLLBACK)


def test_the_newest_is_chosen_and_without_a_wheel_pythons_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chosen = sqlite_library.choose()
    assert chosen.driver.sqlite_version_info == max(
        found.sqlite_version_info for found in sqlite_library._found()
    )
    monkeypatch.setattr(sqlite_library, "_WHEEL", "there.is.no.such.wheel")
    assert sqlite_library.choose().driver is sqlite3
    assert sqlite_library.choose(standard=True).journal == ROLLBACK


@BOTH_SQLITES
def test_the_file_has_the_journal_that_start_announces(
    session: Any, database: SqliteDatabase
) -> None:
    outside = database.outsider()
    journal = outside.execute("PRAGMA journal_mode").fetchone()[0]
    outside.close()
    wanted = sqlite_library.choose(standard=database.settings["standard_sqlite"])
    assert (journal == "wal") is (wanted.journal == WAL)
    # TRUNCATE is a habit of a connection; only WAL stands in the file.
    assert health.described() == f"{wanted.name}, journal {wanted.journal}"
    assert session.connection().exec_driver_sql("PRAGMA synchronous").scalar() == 2  # FULL


@ALL_THREE
def test_start_says_which_database_it_is(app: Flask) -> None:
    with app.app_context():
        said = health.described()
    assert re.fullmatch(
        r"SQLite [\d.]+ \((?:sqlite3|pysqlite3)\), journal (?:WAL|TRUNCATE)|PostgreSQL [\d.]+.*",
        said,
    )


@pytest.mark.parametrize("database", [ROLLBACK_SQLITE], indirect=True)
def test_every_error_is_one_of_the_chosen_library(app: Flask) -> None:
    with app.app_context():
        assert db.engine.dialect.dbapi is sqlite3


@pytest.mark.parametrize(
    ("system", "machine", "python", "wanted"),
    [
        ("linux", "x86_64", "3.11", True),
        ("win32", "AMD64", "3.14", True),
        ("darwin", "arm64", "3.13", True),
        ("linux", "aarch64", "3.13", False),
        ("win32", "ARM64", "3.13", False),
        ("darwin", "x86_64", "3.13", False),
        ("linux", "x86_64", "3.15", False),
    ],
)
def test_it_is_asked_for_only_where_there_is_a_wheel(
    system: str, machine: str, python: str, wanted: bool
) -> None:
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    marker = Requirement(next(line for line in lines if line.startswith("pysqlite3"))).marker
    assert marker is not None
    place = {"sys_platform": system, "platform_machine": machine, "python_version": python}
    assert marker.evaluate({**place, "platform_python_implementation": "CPython"}) is wanted


def test_nothing_else_opens_a_file_with_a_sqlite_of_its_own() -> None:
    """Two libraries in one process undo each other's locks.

    A test may name their errors, but open nothing by them.
    """
    imports, opens = (
        r"^\s*(?:import|from) (?:pysqlite3|sqlite3)\b",
        r"\bsqlite3(?:\.dbapi2)?\.connect\(",
    )
    patterns = {"course": imports, "bench": imports, "tools": imports, "tests": opens}
    found = [
        path.relative_to(ROOT)
        for folder, pattern in patterns.items()
        for path in (ROOT / folder).rglob("*.py")
        if re.search(pattern, path.read_text("utf-8"), re.MULTILINE)
    ]
    assert found == [Path("course/models/sqlite_library.py")]
