"""Data, key and backups are for the account of the application alone, and it says so where that is
not so.
"""

from __future__ import annotations

import logging
import os
import stat
from pathlib import Path

import pytest

from course import create_app
from tests.databases import config_on, migrate, release

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has rights of its own")


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_what_is_made_is_closed_whatever_the_account_is_used_to(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    usual = os.umask(0o000)
    try:
        app = create_app(config_on(f"sqlite:///{folder / 'deelwijs.sqlite3'}", folder))
        migrate(app)
        with app.app_context():
            from course.models import db

            with db.engine.connect() as connection:
                connection.exec_driver_sql("SELECT 1")
                made = {path.name: rights(path) for path in folder.iterdir()}
        release(app)
    finally:
        os.umask(usual)
    assert rights(folder) == 0o700
    assert "deelwijs.sqlite3" in made
    assert set(made.values()) == {0o600}


def test_what_others_could_open_is_closed_at_the_next_start(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    names = ("deelwijs.sqlite3", "deelwijs.sqlite3-wal", "deelwijs.sqlite3-journal", "secret-key")
    (folder / "backups").mkdir(parents=True)
    for path in [*(folder / name for name in names), folder / "backups" / "deelwijs-x.sqlite3"]:
        path.write_bytes(b"")
        path.chmod(0o644)
    for path in (folder, folder / "backups"):
        path.chmod(0o755)
    release(create_app(config_on(f"sqlite:///{folder / 'deelwijs.sqlite3'}", folder)))
    assert {rights(path) for path in folder.rglob("*") if path.is_file()} == {0o600}
    assert {rights(folder), rights(folder / "backups")} == {0o700}


def test_a_folder_that_is_shared_is_left_alone_and_named(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "gedeeld"
    folder.mkdir()
    (folder / "van-een-ander.txt").write_text("")
    folder.chmod(0o755)
    with caplog.at_level(logging.WARNING, "deelwijs"):
        release(create_app(config_on(f"sqlite:///{folder / 'deelwijs.sqlite3'}", folder)))
    assert rights(folder) == 0o755
    assert rights(folder / "deelwijs.sqlite3") == 0o600
    # type: ignore[attr-defined]
    named = [
        record.references["path"]
        for record in caplog.records
        if record.msg == "others can open this"
    ]
    assert named == ["gedeeld"]
