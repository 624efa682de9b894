"""The folder with backups: what a file is, what is known of it, and one command at a time."""

from __future__ import annotations

import json
import os
import stat
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from course.config import Config
from course.domain.upkeep import Keep
from course.store.upkeep.backups import files, taking
from course.store.upkeep.backups.files import BackupError, BackupKind, Manifest
from tests.databases import config_on

NOW = datetime(2026, 3, 12, 14, 5, 6, 789, UTC)
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has rights of its own")


def backup(folder: Path, moment: datetime, content: bytes = b"SQLite format 3\0") -> Path:
    path = files.new_path(folder, BackupKind.SQLITE, moment)
    path.write_bytes(content)
    return path


def published(folder: Path) -> Path:
    """A backup with what is known of it."""
    path = files.new_path(folder, BackupKind.SQLITE, NOW)
    partial = path.with_name(path.name + files.PARTIAL)
    partial.write_bytes(b"SQLite format 3\0 en meer")
    manifest = files.describe(partial, BackupKind.SQLITE, {"person": 3}, NOW)
    files.publish(partial, path, manifest)
    assert not partial.exists()
    return path


def test_a_name_says_when_in_utc_and_of_which_database(tmp_path: Path) -> None:
    evening = datetime(2026, 3, 12, 23, 30, tzinfo=timezone(timedelta(hours=-3)))
    path = files.new_path(tmp_path, BackupKind.SQLITE, evening)
    assert path.name == "deelwijs-20260313T023000000000Z.sqlite3"
    assert files.new_path(tmp_path, BackupKind.POSTGRESQL, NOW).name == (
        "deelwijs-20260312T140506000789Z.pgdump"
    )


def test_the_list_is_newest_first_and_sees_nothing_else(tmp_path: Path) -> None:
    assert files.listed(tmp_path) == []
    moments = [NOW, NOW + timedelta(days=3), NOW - timedelta(microseconds=1)]
    for moment in moments:
        path = backup(tmp_path, moment)
        files.manifest_path(path).write_text("{}")
        path.with_name(path.name + files.PARTIAL).write_bytes(b"")
    (tmp_path / "deelwijs-gisteren.sqlite3").write_bytes(b"")
    found = files.listed(tmp_path)
    assert [one.made_at for one in found] == sorted(moments, reverse=True)
    assert found[0].path == files.new_path(tmp_path, BackupKind.SQLITE, moments[1])


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"SQLite format 3\0" + b"rest" * 9, BackupKind.SQLITE),
        (b"PGDMP" + b"rest" * 9, BackupKind.POSTGRESQL),
        (b"SQLite format 2\0", None),
        (b"naam;adres", None),
        (b"", None),
    ],
)
def test_which_backup_it_is_stands_in_it(
    tmp_path: Path, content: bytes, kind: BackupKind | None
) -> None:
    path = tmp_path / "x"
    path.write_bytes(content)
    if kind is None:
        with pytest.raises(BackupError, match="x is geen back-up van Deelwijs"):
            files.kind_of(path)
    else:
        assert files.kind_of(path) is kind


def test_what_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="weg is niet te lezen"):
        files.kind_of(tmp_path / "weg")


def test_what_is_known_of_a_backup_lies_beside_it(tmp_path: Path) -> None:
    path = published(tmp_path)
    size = path.stat().st_size
    digest = files.digest(path)
    kept = Manifest(NOW.isoformat(), BackupKind.SQLITE, {"person": 3}, size, digest)
    assert files.read_manifest(path) == kept
    assert len(digest) == 64
    assert json.loads(files.manifest_path(path).read_text("utf-8"))["rows"] == {"person": 3}


@posix
def test_it_is_on_the_disk_before_it_has_its_name_and_then_the_name_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a power cut a file of that name is whole."""
    flushed: list[tuple[int, bool]] = []
    opened: set[int] = set()
    named = files.new_path(tmp_path, BackupKind.SQLITE, NOW)

    def fsync(number: int) -> None:
        opened.add(number)
        flushed.append((os.fstat(number).st_ino, named.exists()))

    monkeypatch.setattr(os, "fsync", fsync)
    path = published(tmp_path)
    for number in opened:
        with pytest.raises(OSError, match="Errno 9"):
            os.fstat(number)  # it was closed
    numbers = [one.stat().st_ino for one in (path, files.manifest_path(path), tmp_path)]
    assert path == named
    assert flushed == list(zip(numbers, (False, False, True), strict=True))


@posix
def test_it_is_for_our_own_eyes(tmp_path: Path) -> None:
    beside = files.manifest_path(published(tmp_path))
    assert stat.S_IMODE(beside.stat().st_mode) == 0o600


@pytest.mark.parametrize("text", [None, "", "{", "[]", "{}", '{"made_at": "x", "meer": 1}'])
def test_what_got_lost_is_none(tmp_path: Path, text: str | None) -> None:
    path = published(tmp_path)
    if text is None:
        files.manifest_path(path).unlink()
    else:
        files.manifest_path(path).write_text(text)
    assert files.read_manifest(path) is None


def test_a_file_that_changed_is_no_backup(tmp_path: Path) -> None:
    path = published(tmp_path)
    path.write_bytes(path.read_bytes() + b"!")
    with pytest.raises(BackupError, match="veranderd of beschadigd"):
        files.read_manifest(path)


def test_it_goes_with_what_lies_beside_it_and_twice_is_once(tmp_path: Path) -> None:
    path, other = published(tmp_path), backup(tmp_path, NOW + timedelta(days=1))
    for _ in range(2):
        files.remove(path)
        assert list(tmp_path.iterdir()) == [other]


def test_only_what_is_not_done_is_swept(tmp_path: Path) -> None:
    path = published(tmp_path)
    for end in ("", "-journal"):
        path.with_name(f"{path.name}{files.PARTIAL}{end}").write_bytes(b"half")
    files.sweep(tmp_path)
    assert set(tmp_path.iterdir()) == {path, files.manifest_path(path)}


def test_the_folder_is_for_one_command(tmp_path: Path) -> None:
    folder = tmp_path / "nieuw" / "back-ups"
    begun = time.monotonic()
    with files.alone(folder, 0):
        with (
            pytest.raises(BackupError, match="na 0 seconden wachten gestopt"),
            files.alone(folder, 0),
        ):
            pass
        with pytest.raises(BackupError, match="na 1 seconden"), files.alone(folder, 0.6):
            pass
    assert time.monotonic() - begun >= 0.6
    with files.alone(folder, 0):
        assert (folder / files.LOCK).exists()


def test_it_waits_for_who_is_busy(tmp_path: Path) -> None:
    held, let_go = threading.Event(), threading.Event()

    def hold() -> None:
        with files.alone(tmp_path, 0):
            held.set()
            let_go.wait(30)

    other = threading.Thread(target=hold)
    other.start()
    held.wait(30)
    threading.Timer(0.3, let_go.set).start()
    with files.alone(tmp_path, 20):
        assert let_go.is_set()
    other.join()


def test_a_folder_where_nothing_can_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "bestand").write_bytes(b"")
    with (
        pytest.raises(BackupError, match="kan niet worden geschreven"),
        files.alone(tmp_path / "bestand", 0),
    ):
        pass


@pytest.fixture
def config(tmp_path: Path) -> Config:
    made = config_on(f"sqlite:///{tmp_path / 'd.sqlite3'}", tmp_path)
    return replace(made, backup_dir=tmp_path / "back-ups")


def test_old_ones_go_with_what_lies_beside_them(config: Config) -> None:
    assert taking.newest(config) is None
    config.backup_dir.mkdir()
    made = [NOW - timedelta(days=days) for days in range(12)]
    for moment in made:
        files.manifest_path(backup(config.backup_dir, moment)).write_text("{}")
    removed = taking.thin(config, NOW, Keep(all_hours=1, hourly_days=1, daily_days=9))
    assert [one.made_at for one in removed] == made[10:]
    assert [one.made_at for one in files.listed(config.backup_dir)] == made[:10]
    assert len(list(config.backup_dir.glob("*.json"))) == 10
    newest = taking.newest(config)
    assert newest is not None
    assert newest.made_at == NOW
    with files.alone(config.backup_dir, 0), pytest.raises(BackupError, match="na 0 seconden"):
        taking.thin(config, NOW, Keep())


def test_a_copy_has_as_many_rows_in_as_many_tables() -> None:
    taking.compare({"a": 1, "b": 0}, {"b": 0, "a": 1})
    for found in ({"a": 1}, {"a": 1, "b": 0, "c": 0}, {"a": 1, "b": 2}):
        with pytest.raises(BackupError, match=r"andere aantallen in [bc]\."):
            taking.compare({"a": 1, "b": 0}, found)
    with pytest.raises(BackupError, match=r"aantallen in a, b, c, d, e\.$"):
        taking.compare(dict.fromkeys("gfedcba", 1), {})


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:////var/lib/d.sqlite3", "/var/lib/d.sqlite3"),
        ("sqlite:////var/lib/d.sqlite3?timeout=3", "/var/lib/d.sqlite3"),
        ("postgresql+psycopg://h/n", None),
    ],
)
def test_which_file_an_address_names(url: str, path: str | None) -> None:
    found = taking.sqlite_file(url)
    assert found == (None if path is None else Path(path).resolve())
