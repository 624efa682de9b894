"""Putting a backup back, in a fresh place or over what is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from course import private_files
from course.config import DATABASE_FILE, Config, ConfigError, read_database_url
from course.store.upkeep.backups import files, postgres, sqlite
from course.store.upkeep.backups.files import BackupError, BackupKind
from course.store.upkeep.backups.taking import Taken, compare, copy_aside, sqlite_file

VERSIONS = "alembic_version"  # the only table of ours with a row in it before anybody came


@dataclass(frozen=True)
class Restored:
    """What was put back, and where what was there before has gone."""

    tables: int
    rows: int
    counted: bool  # false when the manifest was lost, so that only the file itself could be checked
    before: Path | None


def restore(
    config: Config, file: Path, place: str, now: datetime, *, overwrite: bool, patience: float
) -> Restored:
    """Check a backup, put it back in `place`, and check that. `place` is empty for the database of
    the settings.

    What is there stays as it is unless `overwrite`; then it is backed up first.

    Errors: BackupError, and then nothing has changed unless the message says so.
    """
    kind = files.kind_of(file)
    url = _address(config, place)
    target = sqlite_file(url)
    if (target is None) != (kind is BackupKind.POSTGRESQL):
        raise BackupError(
            f"{file.name} is een back-up van {kind}; die past niet in een database van de andere "
            "soort."
        )
    with files.alone(config.backup_dir, patience):
        manifest = files.read_manifest(file)
        rows = _checked(config, file, kind)
        if manifest is not None:
            compare(manifest.rows, rows)
        before = _make_way(config, url, target, now, overwrite)
        with sqlite.failures("Het herstel"):
            if target is None:
                postgres.put_back(file, url, config.postgres_bin)
                compare(rows, postgres.rows_of(url))
            else:
                sqlite.put_back(file, target)
                compare(rows, sqlite.check(target))
    return Restored(len(rows), sum(rows.values()), manifest is not None, before)


def _address(config: Config, place: str) -> str:
    """The database that a place names: an address, a file, or a folder for a file with the usual
    name.
    """
    if not place:
        return config.database_url
    if "://" in place:
        try:
            return read_database_url(place)
        except ConfigError:
            raise BackupError(
                "--to: geef een bestand, een map, of postgresql://gebruiker:wachtwoord@server/naam."
            ) from None
    path = Path(place).resolve()
    is_folder = place.endswith("/") or path.is_dir()
    return f"sqlite:///{path / DATABASE_FILE if is_folder else path}"


def _checked(config: Config, file: Path, kind: BackupKind) -> Mapping[str, int]:
    return (
        sqlite.check(file)
        if kind is BackupKind.SQLITE
        else postgres.check(file, config.postgres_bin)
    )


def _make_way(
    config: Config, url: str, target: Path | None, now: datetime, overwrite: bool
) -> Path | None:
    """Room for the backup. Returns where the database that was there is kept."""
    try:
        if not _is_filled(url, target):
            return None
    except BackupError:
        if target is None or not overwrite:
            raise
        # no database any more: nothing to back up, but nothing to throw away either
        return _move_aside(target, now)
    if not overwrite:
        raise BackupError(
            "Daar staan al gegevens. Kies een lege plek met --to, of geef --overwrite."
        )
    kept: Taken = copy_aside(config, url, now)
    return kept.path


def _is_filled(url: str, target: Path | None) -> bool:
    if target is None:
        rows = postgres.rows_of(url)
    elif target.exists():
        rows = sqlite.check(target)
    else:
        private_files.make_folder(target.parent)
        return False
    return any(count for name, count in rows.items() if name != VERSIONS)


def _move_aside(target: Path, now: datetime) -> Path:
    aside = target.with_name(f"{target.name}.beschadigd-{now:%Y%m%dT%H%M%SZ}")
    for end in private_files.BESIDE:
        beside = Path(f"{target}{end}")
        if beside.exists():
            beside.rename(f"{aside}{end}")
    return aside
