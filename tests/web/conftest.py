"""Pages ask the database through `store/`, whose own tests run on both. A test of a page therefore
runs on one of the two, the same each time; half of them on each. What surrounds every request
(`http/`) and the number of queries stay on both.
"""

from __future__ import annotations

import os
from typing import Any
from zlib import crc32

import pytest

from course import clock
from tests.conftest import BOTH
from tests.staff import World

HERE = os.path.dirname(__file__)  # noqa: PTH120 compared with many paths, quickly
ON_BOTH = (f"{HERE}{os.sep}http{os.sep}", f"{HERE}{os.sep}test_queries.py")


@pytest.fixture
def world(session: Any) -> World:
    """Schools as they are today, empty until a test fills them."""
    return World(session, clock.today())


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out the other database, unless somebody asks for one by name or for everything."""
    asked = config.option.keyword
    if os.environ.get(BOTH) or "sqlite" in asked or "postgresql" in asked:
        return
    spare = [item for item in items if _is_spare(item)]
    if spare:
        config.hook.pytest_deselected(items=spare)
        items[:] = [item for item in items if item not in set(spare)]


def _is_spare(item: pytest.Item) -> bool:
    path = str(item.path)
    if not path.startswith(HERE) or path.startswith(ON_BOTH):
        return False
    if any(mark.args[0] == "database" for mark in item.iter_markers("parametrize")):
        return False  # the test says itself where it runs
    found = getattr(item, "callspec", None)
    database = found.params.get("database") if found else None
    return database is not None and database != _chosen(item)


def _chosen(item: pytest.Item) -> str:
    """By the name of the test and its other parameters, so that each half is a fair sample."""
    name = item.nodeid.replace("postgresql", "sqlite")
    return ("sqlite", "postgresql")[crc32(name.encode()) % 2]
