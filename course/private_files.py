"""Files that only the account of the application may read: 0600 in a folder 0700.

Windows has rules of its own.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from course.config import Config

FOLDER, FILE = 0o700, 0o600
_OTHERS = 0o077
# what SQLite keeps next to its file; it gives them the rights of that file
BESIDE = ("", "-wal", "-shm", "-journal")


def paths_of(config: Config) -> Iterator[Path]:
    """Everything of an installation that others have no business with: data, key and backups."""
    yield config.data_dir
    yield config.data_dir / "secret-key"
    yield config.data_dir / "badge-keys.json"
    if config.database_file is not None:
        yield config.database_file.parent
        yield from (Path(f"{config.database_file}{end}") for end in BESIDE)
    yield config.backup_dir
    if config.backup_dir.is_dir():
        yield from config.backup_dir.iterdir()


def make_folder(path: Path) -> None:
    """A folder for our own eyes; one that is there already stays as it is. Errors: OSError."""
    path.mkdir(mode=FOLDER, parents=True, exist_ok=True)


def make_file(path: Path) -> None:
    """An empty file for our own eyes, so that whoever fills it need not think of it.

    One that is there stays.
    """
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE))


def close_up(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Take the rights of others away where these paths are ours. Returns the ones that others can
    still open.

    A folder that holds anything else as well may be shared on purpose, so it is named and left as
    it is.
    """
    if os.name == "nt":
        return ()
    found = set(filter(Path.exists, paths))
    for path in filter(_is_open, found):
        with suppress(OSError):
            if path.stat().st_uid == os.geteuid() and _holds_only(path, found):
                path.chmod(FOLDER if path.is_dir() else FILE)
    return tuple(sorted(filter(_is_open, found)))


def _is_open(path: Path) -> bool:
    return bool(stat.S_IMODE(path.stat().st_mode) & _OTHERS)


def _holds_only(path: Path, known: set[Path]) -> bool:
    return not path.is_dir() or known.issuperset(path.iterdir())
