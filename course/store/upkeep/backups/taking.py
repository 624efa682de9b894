"""Taking a backup while people work, and keeping the folder in hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from course import private_files
from course.config import Config
from course.domain.upkeep import Keep, superfluous
from course.store.upkeep.backups import files, postgres, sqlite
from course.store.upkeep.backups.files import Backup, BackupError, BackupKind


@dataclass(frozen=True)
class Taken:
    """A backup that was made, checked and given its name."""

    path: Path
    tables: int
    rows: int
    bytes: int


def take(config: Config, now: datetime, patience: float) -> Taken:
    """Copy the database of this installation to the folder with backups, when no other command is
    busy there.

    Errors: BackupError; then nothing is left behind but what was there.
    """
    with files.alone(config.backup_dir, patience):
        files.sweep(config.backup_dir)
        return copy_aside(config, config.database_url, now)


def copy_aside(config: Config, url: str, now: datetime) -> Taken:
    """The same for the database at this address, by who holds the folder."""
    file = sqlite_file(url)
    kind = BackupKind.POSTGRESQL if file is None else BackupKind.SQLITE
    path = files.new_path(config.backup_dir, kind, now)
    partial = path.with_name(path.name + files.PARTIAL)
    with sqlite.failures("De back-up"):
        private_files.make_file(partial)
        try:
            if file is None:
                rows = postgres.copy(url, partial, config.postgres_bin)
                compare(rows, postgres.check(partial, config.postgres_bin))
            else:
                if not file.exists():
                    raise BackupError(f"Er is geen database op {file}.")
                rows = sqlite.copy(file, partial)
                compare(rows, sqlite.check(partial))
            files.publish(partial, path, files.describe(partial, kind, rows, now))
        except BaseException:
            files.remove(path)
            raise
        finally:
            for end in private_files.BESIDE:
                Path(f"{partial}{end}").unlink(missing_ok=True)
    return Taken(path, len(rows), sum(rows.values()), path.stat().st_size)


def thin(config: Config, now: datetime, keep: Keep) -> list[Backup]:
    """Remove the backups that have had their time; which they were."""
    with files.alone(config.backup_dir, 0):
        backups = files.listed(config.backup_dir)
        gone = superfluous((backup.made_at for backup in backups), now, keep)
        removed = [backup for backup in backups if backup.made_at in gone]
        for backup in removed:
            files.remove(backup.path)
    return removed


def newest(config: Config) -> Backup | None:
    """The last backup there is."""
    return next(iter(files.listed(config.backup_dir)), None)


def compare(wanted: Mapping[str, int], found: Mapping[str, int]) -> None:
    """Errors: BackupError when a copy has other tables or another number of rows."""
    different = sorted(name for name in {*wanted, *found} if wanted.get(name) != found.get(name))
    if different:
        raise BackupError(f"De kopie klopt niet: andere aantallen in {', '.join(different[:5])}.")


def sqlite_file(url: str) -> Path | None:
    """The file of an address of SQLite; None for one of PostgreSQL."""
    _, mark, path = url.partition("sqlite:///")
    return Path(path.partition("?")[0]).resolve() if mark else None
