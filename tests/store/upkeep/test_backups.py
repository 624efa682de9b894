"""One database file into another and back: what is refused, what makes way, and what stays."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from course.config import DATABASE_FILE, Config
from course.models import sqlite_library
from course.store.upkeep.backups import files, restoring, sqlite, taking
from course.store.upkeep.backups.files import BackupError
from course.store.upkeep.backups.restoring import Restored

DRIVER = sqlite_library.choose().driver
NOW = datetime(2026, 3, 12, 14, 5, 6, tzinfo=UTC)
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def written(path: Path, *names: str, tables: str = "") -> Path:
    """A database file with these people in it."""
    with closing(opened(path)) as found:
        found.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        found.execute("INSERT INTO alembic_version VALUES ('0001')")
        found.execute("CREATE TABLE person (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT)")
        for name in names:
            found.execute("INSERT INTO person (name) VALUES (?)", (name,))
        found.executescript(tables)
    return path


def opened(path: Path) -> Any:
    return DRIVER.connect(str(path), isolation_level=None)


def people(path: Path) -> list[str]:
    with closing(opened(path)) as found:
        return [name for (name,) in found.execute("SELECT name FROM person ORDER BY id")]


@pytest.fixture
def config(app: Flask, tmp_path: Path) -> Iterator[Config]:
    """An installation on a file of its own; the application is only there for its SQLite."""
    url = f"sqlite:///{tmp_path / 'hier.sqlite3'}"
    with app.app_context():
        yield replace(app.config["DEELWIJS"], database_url=url, backup_dir=tmp_path / "back-ups")


def restore(
    config: Config, file: Path, place: object = "", *, overwrite: bool = False, now: datetime = NOW
) -> Restored:
    return restoring.restore(config, file, str(place), now, overwrite=overwrite, patience=0)


def test_a_copy_is_of_the_moment_in_which_its_rows_were_counted(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = written(tmp_path / "bron.sqlite3", "Ada", "Bo")
    with closing(opened(source)) as other:
        other.execute("PRAGMA journal_mode=WAL")
        real = sqlite.counted

        def counted(connection: Any) -> dict[str, int]:
            rows = real(connection)
            other.execute("INSERT INTO person (name) VALUES ('Cas')")
            return rows

        monkeypatch.setattr(sqlite, "counted", counted)
        target = tmp_path / "doel.sqlite3"
        assert sqlite.copy(source, target) == {"alembic_version": 1, "person": 2}
        monkeypatch.undo()
        assert people(target) == ["Ada", "Bo"]
        assert people(source) == ["Ada", "Bo", "Cas"]
    assert target.read_bytes()[18:20] == b"\1\1", "one file, whatever the source keeps beside it"
    assert not list(tmp_path.glob("doel.sqlite3-*"))


def test_a_file_whose_rows_refer_to_nothing_is_refused(config: Config, tmp_path: Path) -> None:
    more = "CREATE TABLE link (person_id INTEGER REFERENCES person (id));"
    whole = written(tmp_path / "heel.sqlite3", "Ada", tables=f"{more}INSERT INTO link VALUES (1);")
    assert sqlite.check(whole) == {"alembic_version": 1, "link": 1, "person": 1}
    broken = written(tmp_path / "los.sqlite3", "Ada", tables=f"{more}INSERT INTO link VALUES (7);")
    with pytest.raises(BackupError, match="foreign_key_check"):
        sqlite.check(broken)


def test_a_file_that_is_damaged_is_refused(config: Config, tmp_path: Path) -> None:
    index = "CREATE INDEX by_name ON person (name);"
    path = written(tmp_path / "index.sqlite3", *("Ada", "Bo", "Cas"), tables=index)
    with closing(opened(path)) as found:
        found.execute("PRAGMA writable_schema=ON")
        found.execute("UPDATE sqlite_master SET sql = replace(sql, '(name)', '(id)')")
    with pytest.raises(BackupError, match="integrity_check"):
        sqlite.check(path)
    (tmp_path / "tekst").write_bytes(b"geen database" * 99)
    with pytest.raises(BackupError, match=r"geen database of is beschadigd \(DatabaseError\)"):
        sqlite.check(tmp_path / "tekst")


def test_what_is_in_use_is_waited_for_and_then_told(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, target = written(tmp_path / "a.sqlite3", "Ada"), written(tmp_path / "b.sqlite3", "Bo")
    monkeypatch.setattr(sqlite, "PATIENCE", 0.3)
    with closing(opened(target)) as other:
        other.execute("BEGIN EXCLUSIVE")
        begun = time.monotonic()
        with pytest.raises(BackupError, match="bleef in gebruik"):
            sqlite.put_back(file, target)
        assert 0.3 <= time.monotonic() - begun < 20
        other.execute("ROLLBACK")
    assert people(target) == ["Bo"]
    monkeypatch.setattr(sqlite, "PATIENCE", 0)
    sqlite.put_back(file, target)
    assert people(target) == ["Ada"], "what is not in use is never too late"


def test_a_failure_is_told_by_its_name(config: Config) -> None:
    told = r"^Het herstel is niet gelukt \(FileNotFoundError\)"
    with pytest.raises(BackupError, match=told), sqlite.failures("Het herstel"):
        raise FileNotFoundError
    error = DRIVER.OperationalError("vol")
    error.sqlite_errorname = "SQLITE_FULL"
    with pytest.raises(BackupError, match=r"\(SQLITE_FULL\)"), sqlite.failures("Het herstel"):
        raise error
    with pytest.raises(KeyError), sqlite.failures("Het herstel"):
        raise KeyError


def test_a_backup_has_its_name_once_it_was_checked(config: Config, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match=r"Er is geen database op .*hier\.sqlite3"):
        taking.take(config, NOW, 0)
    assert [path.name for path in config.backup_dir.iterdir()] == [files.LOCK]
    written(tmp_path / "hier.sqlite3", "Ada", "Bo")
    half = config.backup_dir / f"deelwijs-half{files.PARTIAL}"
    half.write_bytes(b"half")
    taken = taking.take(config, NOW, 0)
    assert (taken.tables, taken.rows) == (2, 3)
    assert taken.bytes == taken.path.stat().st_size
    assert people(taken.path) == ["Ada", "Bo"]
    assert not half.exists()
    assert taken.path == files.new_path(config.backup_dir, files.BackupKind.SQLITE, NOW)
    if os.name != "nt":
        assert stat.S_IMODE(taken.path.stat().st_mode) == 0o600
    manifest = files.read_manifest(taken.path)
    assert manifest is not None
    assert manifest.kind == "sqlite"
    assert (manifest.rows, manifest.bytes) == ({"alembic_version": 1, "person": 2}, taken.bytes)


@pytest.mark.parametrize("step", ["check", "_flush"])
def test_what_goes_wrong_leaves_nothing_behind(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    written(tmp_path / "hier.sqlite3", "Ada")

    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sqlite if step == "check" else files, step, full)
    with pytest.raises(BackupError, match=r"De back-up is niet gelukt \(OSError\)"):
        taking.take(config, NOW, 0)
    assert [path.name for path in config.backup_dir.iterdir()] == [files.LOCK]


def test_a_backup_comes_back_in_a_file_a_folder_or_the_place_of_the_settings(
    config: Config, tmp_path: Path
) -> None:
    file = written(tmp_path / "back-up.sqlite3", "Ada", "Bo")
    (tmp_path / "map").mkdir()
    places = {
        tmp_path / "nieuw" / "een.sqlite3": tmp_path / "nieuw" / "een.sqlite3",
        tmp_path / "map": tmp_path / "map" / DATABASE_FILE,
        f"{tmp_path / 'nog-niet'}/": tmp_path / "nog-niet" / DATABASE_FILE,
        f"sqlite:///{tmp_path / 'adres.sqlite3'}": tmp_path / "adres.sqlite3",
        "": tmp_path / "hier.sqlite3",
    }
    for place, target in places.items():
        assert restore(config, file, place) == Restored(2, 3, counted=False, before=None)
        assert people(target) == ["Ada", "Bo"]
        if os.name != "nt":
            assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with pytest.raises(BackupError, match="--to: geef een bestand"):
        restore(config, file, "mysql://server/naam")


def test_a_backup_fits_in_a_database_of_its_own_kind(config: Config, tmp_path: Path) -> None:
    file = written(tmp_path / "back-up.sqlite3", "Ada")
    with pytest.raises(BackupError, match="is een back-up van sqlite; die past niet"):
        restore(config, file, "postgresql://server/naam")
    dump = tmp_path / "dump"
    dump.write_bytes(b"PGDMP en meer")
    with pytest.raises(BackupError, match="is een back-up van postgresql; die past niet"):
        restore(config, dump)


def test_rows_that_are_there_make_way_only_when_asked_and_are_kept(
    config: Config, tmp_path: Path
) -> None:
    file = written(tmp_path / "back-up.sqlite3", "Ada")
    target = written(tmp_path / "hier.sqlite3", "Bo", tables="CREATE TABLE leeg (id INTEGER);")
    with pytest.raises(BackupError, match="--overwrite"):
        restore(config, file)
    assert people(target) == ["Bo"]
    done = restore(config, file, overwrite=True)
    assert people(target) == ["Ada"]
    assert done.before == files.listed(config.backup_dir)[0].path
    assert people(done.before) == ["Bo"]
    again = restore(config, done.before, overwrite=True, now=NOW + timedelta(seconds=1))
    assert (again.rows, again.counted) == (2, True)
    assert people(target) == ["Bo"]


def test_a_place_without_rows_is_empty(config: Config, tmp_path: Path) -> None:
    """No bytes, or no more than the tables and which version they are."""
    file = written(tmp_path / "back-up.sqlite3", "Ada")
    (tmp_path / "leeg.sqlite3").write_bytes(b"")
    written(tmp_path / "vers.sqlite3")
    for name in ("leeg", "vers"):
        assert restore(config, file, tmp_path / f"{name}.sqlite3").before is None
        assert people(tmp_path / f"{name}.sqlite3") == ["Ada"]


def test_what_is_no_database_any_more_is_put_aside_with_what_lies_beside_it(
    config: Config, tmp_path: Path
) -> None:
    file, target = written(tmp_path / "back-up.sqlite3", "Ada"), tmp_path / "stuk.sqlite3"
    target.write_bytes(b"geen database" * 99)
    (tmp_path / "stuk.sqlite3-shm").write_bytes(b"ernaast")
    with pytest.raises(BackupError, match="geen database of is beschadigd"):
        restore(config, file, target)
    done = restore(config, file, target, overwrite=True)
    aside = tmp_path / "stuk.sqlite3.beschadigd-20260312T140506Z"
    assert done.before == aside
    assert aside.read_bytes().startswith(b"geen database")
    assert Path(f"{aside}-shm").read_bytes() == b"ernaast"
    assert people(target) == ["Ada"]


def test_a_backup_with_other_rows_than_were_counted_is_refused(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path / "hier.sqlite3", "Ada")
    path = taking.take(config, NOW, 0).path
    manifest = files.read_manifest(path)
    assert manifest is not None
    wrong = replace(manifest, rows={**manifest.rows, "person": 9})
    monkeypatch.setattr(files, "read_manifest", lambda _path: wrong)
    with pytest.raises(BackupError, match="andere aantallen in person"):
        restore(config, path, tmp_path / "elders.sqlite3")
    assert not (tmp_path / "elders.sqlite3").exists()
    monkeypatch.undo()
    monkeypatch.setattr(sqlite, "put_back", lambda _file, target: written(target))
    with pytest.raises(BackupError, match="andere aantallen in person"):
        restore(config, path, tmp_path / "elders.sqlite3")
