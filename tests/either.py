"""Pages ask the database through `store/`, whose own tests run on both. A test of a page therefore
runs on one of the two, the same each time; half of them on each. What surrounds every request
(`http/`) and the number of queries stay on both, and `@pytest.mark.either` is for tests elsewhere.
"""

from __future__ import annotations

import os
from pathlib import Path
from zlib import crc32

import pytest

BOTH = "DEELWIJS_TEST_BOTH"  # set: pages too are tried on both databases
PAGES = f"{Path(__file__).parent}{os.sep}web{os.sep}"  # compared with many paths, quickly
ON_BOTH = (f"{PAGES}http{os.sep}", f"{PAGES}test_queries.py")


def leave_out(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Takes out the other database, unless somebody asks for one by name or for everything."""
    asked = config.option.keyword
    if os.environ.get(BOTH) or "sqlite" in asked or "postgresql" in asked:
        return
    spare = set(filter(_is_spare, items))
    if spare:
        config.hook.pytest_deselected(items=list(spare))
        items[:] = [item for item in items if item not in spare]


def _is_spare(item: pytest.Item) -> bool:
    if not _is_of_pages(item):
        return False
    if any(mark.args[0] == "database" for mark in item.iter_markers("parametrize")):
        return False  # the test says itself where it runs
    found = getattr(item, "callspec", None)
    database = found.params.get("database") if found else None
    return database is not None and database != _chosen(item)


def _is_of_pages(item: pytest.Item) -> bool:
    path = str(item.path)
    of_pages = path.startswith(PAGES) and not path.startswith(ON_BOTH)
    return of_pages or item.get_closest_marker("either") is not None


def _chosen(item: pytest.Item) -> str:
    """By the name of the test and its other parameters, so that each half is a fair sample."""
    name = item.nodeid.replace("postgresql", "sqlite")
    return ("sqlite", "postgresql")[crc32(name.encode()) % 2]
