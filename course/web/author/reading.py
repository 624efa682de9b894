"""The lessons of this installation as they stand in their folder, looked through by the linter."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from course.content.check import check_folder
from course.content.types import Catalog
from course.web.http.settings import settings


def lessons() -> Catalog:
    """What is in the folder now.

    It takes seconds, so it is kept until a file in it changes.
    """
    folder = settings().modules_dir
    return _lessons(folder, _state(folder))


def _state(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Which files there are, and since when."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    stats = [(path, path.stat()) for path in files]
    return tuple((str(path), stat.st_mtime_ns, stat.st_size) for path, stat in stats)


@lru_cache(maxsize=1)
def _lessons(folder: Path, _files: tuple[tuple[str, int, int], ...]) -> Catalog:
    return check_folder(folder)
