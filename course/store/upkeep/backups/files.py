"""The folder with backups: what a file is called, what is known of it, and one command at a
time.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from course import private_files

LOCK = "lock"
PARTIAL = ".partial"  # at the end of a file that is not done
_STAMP = "%Y%m%dT%H%M%S%fZ"
_NAME = re.compile(r"deelwijs-(\d{8}T\d{12}Z)\.(sqlite3|pgdump)")
_HEADS = {b"SQLite format 3\0": "sqlite", b"PGDMP": "postgresql"}


class BackupError(RuntimeError):
    """A backup could not be made or put back. The message says why, and what to do."""


class BackupKind(StrEnum):
    """Of which database a backup is, and with which it can be put back."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"

    @property
    def suffix(self) -> str:
        return ".sqlite3" if self is BackupKind.SQLITE else ".pgdump"


@dataclass(frozen=True)
class Manifest:
    """What is known of a backup. It lies beside the backup, as JSON."""

    made_at: str
    kind: BackupKind
    rows: Mapping[str, int]  # by table, counted in the database at the very moment of the copy
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Backup:
    """One backup in the folder."""

    path: Path
    made_at: datetime


def listed(folder: Path) -> list[Backup]:
    """What is in the folder, newest first. Files that are not ours are not seen."""
    found = [(path, _NAME.fullmatch(path.name)) for path in folder.glob("deelwijs-*")]
    backups = [Backup(path, _read_stamp(name[1])) for path, name in found if name]
    return sorted(backups, key=lambda backup: backup.made_at, reverse=True)


def new_path(folder: Path, kind: BackupKind, now: datetime) -> Path:
    """Where a backup of this moment goes."""
    return folder / f"deelwijs-{now.astimezone(UTC).strftime(_STAMP)}{kind.suffix}"


def kind_of(path: Path) -> BackupKind:
    """Which backup a file is, by what is in it. Errors: BackupError."""
    try:
        with path.open("rb") as file:
            start = file.read(max(map(len, _HEADS)))
    except OSError as error:
        raise BackupError(f"{path.name} is niet te lezen: {error.strerror}.") from None
    for head, kind in _HEADS.items():
        if start.startswith(head):
            return BackupKind(kind)
    raise BackupError(f"{path.name} is geen back-up van Deelwijs.")


def describe(path: Path, kind: BackupKind, rows: Mapping[str, int], now: datetime) -> Manifest:
    """The manifest of a file that is done."""
    return Manifest(now.isoformat(), kind, rows, path.stat().st_size, digest(path))


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def manifest_path(path: Path) -> Path:
    return path.with_name(path.name + ".json")


def read_manifest(path: Path) -> Manifest | None:
    """What is known of a backup; None when that got lost.

    Errors: BackupError when it is of another file.
    """
    try:
        manifest = Manifest(**json.loads(manifest_path(path).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    if manifest.sha256 != digest(path):
        raise BackupError(
            f"{path.name} is veranderd of beschadigd sinds de back-up. Neem een andere."
        )
    return manifest


def publish(partial: Path, path: Path, manifest: Manifest) -> None:
    """Give a backup that was checked its name.

    A file of that name is always whole, also after a power cut.
    """
    beside = manifest_path(path)
    private_files.make_file(beside)
    beside.write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")
    for file in (partial, beside):
        _flush(file)
    partial.replace(path)
    _flush(path.parent)


def remove(path: Path) -> None:
    """A backup with what lies beside it."""
    path.unlink(missing_ok=True)
    manifest_path(path).unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """What a command left behind that was ended halfway. Only while holding the lock."""
    for path in folder.glob(f"*{PARTIAL}*"):
        path.unlink()


@contextmanager
def alone(folder: Path, patience: float) -> Iterator[None]:
    """The folder for this command only; waits up to `patience` seconds for another one.

    The system lets go of the lock when a process ends, however it ends.

    Errors: BackupError when the folder cannot be used or the other goes on too long.
    """
    try:
        private_files.make_folder(folder)
        private_files.make_file(folder / LOCK)
        file = (folder / LOCK).open("r+b")
    except OSError as error:
        raise BackupError(f"In {folder} kan niet worden geschreven: {error.strerror}.") from None
    with file:
        until = time.monotonic() + patience
        while not _lock(file.fileno()):
            if time.monotonic() >= until:
                raise BackupError(
                    f"Er loopt al een back-up of herstel; na {patience:.0f} seconden wachten "
                    "gestopt."
                )
            time.sleep(0.1)
        yield


def _lock(number: int) -> bool:
    with suppress(OSError):
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(number, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def _flush(path: Path) -> None:
    """To the disk itself, the names in a folder too."""
    if os.name == "nt" and path.is_dir():
        return
    number = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _read_stamp(text: str) -> datetime:
    return datetime.strptime(text, _STAMP).replace(tzinfo=UTC)
