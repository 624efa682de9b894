"""A backup under load holds what was acknowledged and nothing by halves; a restore gives back the
same rows.
"""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from course import clock, create_app
from course.cli.db import upgrade
from course.models import School, db, sqlite_library
from course.store.upkeep.backups import files, taking
from tests import builders
from tests.databases import Database, config_on, migrate, release
from tests.faults.backing_up import (
    ON_SQLITE,
    engine_on,
    everything_in,
    fill,
    made_by,
    nothing_new,
    run,
)

DRIVER = sqlite_library.choose().driver
pytestmark = pytest.mark.empty("it counts the rows of a whole database, and replaces them")
A_SECOND = 40  # answers
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has rights of its own")


@dataclass
class Writers:
    """Four people who answer, forty times a second together.

    Each answer is two rows in one transaction.
    """

    app: Flask
    school_id: int
    acknowledged: list[tuple[float, str]] = field(default_factory=list)
    slowest: float = 0
    failures: list[str] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)

    def write(self, number: int) -> None:
        while not self.stopped.wait(4 / A_SECOND):
            email = f"{number}-{time.monotonic_ns()}@voorbeeld.example"
            started = time.monotonic()
            try:
                with self.app.app_context():
                    person = builders.person(db.session, "Zoë Proef", email)
                    builders.membership(db.session, person, db.session.get(School, self.school_id))
                    db.session.commit()
            except Exception as error:
                self.failures.append(repr(error))
                continue
            self.slowest = max(self.slowest, time.monotonic() - started)
            self.acknowledged.append((time.monotonic(), email))

    def __enter__(self) -> Writers:
        self.threads = [threading.Thread(target=self.write, args=(number,)) for number in range(4)]
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        for thread in self.threads:
            thread.join()


def test_a_backup_under_load_holds_all_that_was_acknowledged_and_nothing_by_halves(
    installation: Flask, fresh: str
) -> None:
    with Writers(installation, fill(installation)) as writers:
        time.sleep(1)
        begun = time.monotonic()
        path = made_by(installation)
        ended = time.monotonic()
        time.sleep(0.5)
    assert writers.failures == []
    assert writers.slowest < 2
    assert sum(begun < moment for moment, _ in writers.acknowledged) > 5  # they went on meanwhile
    assert run(installation, "restore", str(path), "--to", fresh).exit_code == 0
    engine = engine_on(fresh)
    with engine.connect() as connection:
        kept = set(connection.scalars(text("SELECT email FROM person")))
        halves = connection.scalar(
            text("SELECT count(*) FROM person WHERE id NOT IN (SELECT person_id FROM membership)")
        )
    assert {email for moment, email in writers.acknowledged if moment < begun} <= kept
    assert not {email for moment, email in writers.acknowledged if moment > ended + 0.1} & kept
    assert halves == 0


def test_a_restored_database_holds_the_same_rows(
    installation: Flask, database: Database, fresh: str
) -> None:
    fill(installation)
    before = everything_in(database.url)
    path = made_by(installation)
    done = run(installation, "restore", str(path), "--to", fresh)
    assert done.exit_code == 0, done.output
    # and the version of the tables
    assert f"{sum(map(len, before.values())) + 1} rijen" in done.output
    assert everything_in(fresh) == before


def test_what_is_filled_is_replaced_only_when_asked_and_kept_aside(
    installation: Flask, database: Database, backups: Path
) -> None:
    fill(installation, 3)
    path = made_by(installation)
    with installation.app_context():
        builders.person(db.session, "Later", "later@voorbeeld.example")
        db.session.commit()
    release(installation)
    later = everything_in(database.url)
    refused = run(installation, "restore", str(path))
    assert refused.exit_code == 1
    assert "--overwrite" in refused.output
    assert everything_in(database.url) == later
    done = run(installation, "restore", str(path), "--overwrite")
    assert done.exit_code == 0, done.output
    assert len(everything_in(database.url)["person"]) == 3
    aside = files.listed(backups)[0].path
    assert str(aside) in done.output
    assert run(installation, "restore", str(aside), "--overwrite").exit_code == 0
    assert everything_in(database.url) == later


@ON_SQLITE
def test_an_empty_file_is_an_empty_place(installation: Flask, tmp_path: Path) -> None:
    """A start that went wrong leaves one: closed, and with nothing in it."""
    fill(installation, 1)
    path, target = made_by(installation), tmp_path / "leeg.sqlite3"
    target.touch()
    done = run(installation, "restore", str(path), "--to", f"sqlite:///{target}")
    assert done.exit_code == 0, done.output
    assert everything_in(f"sqlite:///{target}")["school"]


def test_tables_of_a_newer_version_go_when_an_older_backup_comes_back(
    installation: Flask, database: Database
) -> None:
    fill(installation, 1)
    path = made_by(installation)
    engine = engine_on(database.url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE newer (person_id BIGINT REFERENCES person (id))"))
        connection.execute(text("INSERT INTO newer SELECT id FROM person"))
    done = run(installation, "restore", str(path), "--overwrite")
    assert done.exit_code == 0, done.output
    with engine.connect() as connection:
        assert not engine.dialect.has_table(connection, "newer")


def test_it_waits_for_one_that_is_busy_and_gives_up_in_words(
    installation: Flask, backups: Path
) -> None:
    fill(installation, 1)
    let_go = threading.Event()
    held = threading.Event()

    def hold() -> None:
        with files.alone(backups, 0):
            held.set()
            let_go.wait(30)

    other = threading.Thread(target=hold)
    other.start()
    held.wait()
    refused = run(installation, "backup", "--wait", "0")
    assert refused.exit_code == 1
    assert "loopt al" in refused.output
    threading.Timer(0.5, let_go.set).start()
    started = time.monotonic()
    made_by(installation, "--wait", "20")
    assert time.monotonic() - started > 0.4
    other.join()


@posix
def test_only_the_owner_can_read_it(installation: Flask, backups: Path) -> None:
    fill(installation, 1)
    made_by(installation)
    assert stat.S_IMODE(backups.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in backups.iterdir()} == {0o600}


def test_what_a_killed_command_left_is_swept_and_never_taken_for_a_backup(
    installation: Flask, backups: Path
) -> None:
    fill(installation, 1)
    path = made_by(installation)
    half = path.with_name(path.name + files.PARTIAL)
    half.write_bytes(b"SQLite format 3\0half")
    assert [backup.path for backup in files.listed(backups)] == [path]
    made_by(installation)
    assert not half.exists()


def test_a_copy_that_differs_is_no_backup(
    installation: Flask, backups: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(installation, 3)
    for module in (taking.sqlite, taking.postgres):
        real: Callable[..., Any] = module.check
        monkeypatch.setattr(
            module, "check", lambda *words, real=real: {**real(*words), "person": 2}
        )
    done = run(installation, "backup")
    assert done.exit_code == 1
    assert "andere aantallen in person" in done.output
    assert nothing_new(backups)


@ON_SQLITE
def test_a_damaged_database_is_no_backup(
    installation: Flask, database: Database, tmp_path: Path
) -> None:
    damaged = tmp_path / "kapot.sqlite3"
    other = installation.config["DEELWIJS"]
    fill(installation, 400)
    release(installation)
    with DRIVER.connect(database.url.removeprefix("sqlite:///")) as source:
        size = source.execute("PRAGMA page_size").fetchone()[0]
        with DRIVER.connect(damaged) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
        target.close()
    source.close()
    content = bytearray(damaged.read_bytes())
    for page in range(10, len(content) // size, 2):
        content[page * size : page * size + 64] = b"\xff" * 64
    damaged.write_bytes(content)
    with installation.app_context(), pytest.raises(files.BackupError):
        taking.take(replace(other, database_url=f"sqlite:///{damaged}"), clock.now(), 0)
    assert nothing_new(other.backup_dir)


@posix
@ON_SQLITE
def test_a_full_disk_leaves_nothing_under_the_final_name(
    installation: Flask, database: Database, tmp_path: Path, backups: Path
) -> None:
    """A limit on the size of files stands for the disk: the same error, without a file system of
    its own.
    """
    fill(installation, 2000)
    release(installation)
    script = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000));"
    script += (
        "sys.argv = ['flask', '--app', 'course', 'backup']; from flask.cli import main; main()"
    )
    environ = {
        **os.environ,
        "DEELWIJS_MODE": "development",
        "DEELWIJS_DATABASE_URL": database.url,
        "DEELWIJS_DATA_DIR": str(tmp_path),
    }
    done = subprocess.run(
        [sys.executable, "-c", script], env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "De back-up is niet gelukt" in done.stderr
    assert "Traceback" not in done.stderr
    assert nothing_new(backups)


def test_a_backup_that_was_damaged_is_refused_and_nothing_changes(
    installation: Flask, database: Database, backups: Path
) -> None:
    fill(installation, 50)
    path = made_by(installation)
    before = everything_in(database.url)
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 200] = b"\xa5" * 200
    path.write_bytes(content)
    refused = run(installation, "restore", str(path), "--overwrite")
    assert refused.exit_code == 1
    assert "beschadigd" in refused.output
    files.manifest_path(path).unlink()
    cut = backups / "afgekapt"
    cut.write_bytes(content[: len(content) // 2])
    refused = run(installation, "restore", str(cut), "--overwrite")
    assert refused.exit_code == 1, refused.output
    assert everything_in(database.url) == before


def test_what_is_no_backup_or_of_the_other_database_is_refused(
    installation: Flask, database: Database, tmp_path: Path
) -> None:
    (tmp_path / "lijst.csv").write_text("naam;adres\n")
    assert "geen back-up" in run(installation, "restore", str(tmp_path / "lijst.csv")).output
    path = made_by(installation)
    other = (
        "sqlite:///" + str(tmp_path / "x.sqlite3")
        if database.name == "postgresql"
        else "postgresql://h/n"
    )
    refused = run(installation, "restore", str(path), "--to", other)
    assert refused.exit_code == 1
    assert "past niet" in refused.output


@ON_SQLITE
def test_a_database_that_is_damaged_makes_way_and_is_kept(
    installation: Flask, tmp_path: Path
) -> None:
    fill(installation, 5)
    path = made_by(installation)
    broken = tmp_path / "stuk" / "deelwijs.sqlite3"
    broken.parent.mkdir()
    broken.write_bytes(b"no database" * 1000)
    assert run(installation, "restore", str(path), "--to", str(broken)).exit_code == 1
    done = run(installation, "restore", str(path), "--to", str(broken.parent), "--overwrite")
    assert done.exit_code == 0, done.output
    assert len(everything_in(f"sqlite:///{broken}")["person"]) == 5
    assert any(
        one.read_bytes().startswith(b"no database") for one in broken.parent.glob("*.beschadigd-*")
    )


def test_old_ones_go_and_the_new_one_stays(
    installation: Flask, backups: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = datetime(2026, 3, 1, 1, tzinfo=UTC)
    backups.mkdir()
    for hours in range(0, 24 * 40, 8):
        stamp = first + timedelta(hours=hours)
        files.new_path(backups, files.BackupKind.SQLITE, stamp).write_bytes(b"")
    monkeypatch.setattr(clock, "now", lambda: first + timedelta(days=40))
    path = made_by(installation, "--all", "1", "--hourly", "1", "--daily", "10")
    kept = [backup.made_at for backup in files.listed(backups)]
    assert kept[0] == first + timedelta(days=40)
    assert files.listed(backups)[0].path == path
    assert len(kept) < 20
    assert min(kept) >= first + timedelta(days=30)
    assert files.manifest_path(path).exists()


@ON_SQLITE
def test_what_comes_back_of_an_older_version_says_to_migrate(
    installation: Flask, tmp_path: Path
) -> None:
    folder = tmp_path / "oud"
    old = installation.config["DEELWIJS"]
    earlier = create_app(
        config_on(f"sqlite:///{folder / 'oud.sqlite3'}", folder, backup_dir=old.backup_dir)
    )
    with earlier.app_context():
        upgrade("0002")
        release(earlier)
    path = made_by(earlier)
    place = create_app(
        config_on(
            f"sqlite:///{tmp_path / 'n' / 'n.sqlite3'}", tmp_path / "n", backup_dir=old.backup_dir
        )
    )
    done = run(place, "restore", str(path))
    assert done.exit_code == 0, done.output
    assert "db upgrade" in done.output
    migrate(place)
    release(place)
