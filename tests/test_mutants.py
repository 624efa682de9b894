"""The lists of `tests.mutants` speak of files that are there, and a fault reaches what was made
before it.
"""

from __future__ import annotations

import ast
import tomllib
from math import inf
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from course.domain.people import roles
from course.store import rows
from course.store.duties import assignments
from course.store.learning import keeping, marks, sittings, statistics
from tests.mutants.__main__ import STRICT_PLACES, SURVIVORS, everything
from tests.mutants.depending import again
from tests.mutants.running import NOTICED, UNNOTICED, Runner, _methods, planted

MODULES = everything()
LISTED = tomllib.loads(SURVIVORS.read_text("utf-8"))["survivor"]


@pytest.mark.parametrize("place", STRICT_PLACES)
def test_every_place_that_is_tried_more_strictly_is_there(place: str) -> None:
    assert any(module.startswith(place) for module in MODULES)


def test_every_listed_survivor_is_of_a_module_that_is_tried_and_says_why_it_is_harmless() -> None:
    assert {row["file"] for row in LISTED} <= set(MODULES)
    names = [(row["file"], row["name"]) for row in LISTED]
    assert len(names) == len(set(names))
    assert all(row["why"].endswith(".") for row in LISTED)


def test_every_function_of_a_module_may_use_a_value_of_it() -> None:
    """Also a property, and one that is worked out once."""
    names = {name for name, _ in _methods(roles)}
    assert {"Actor.may", "Actor.roles", "Actor.permissions", "Grant.everywhere"} <= names


def made_again(module: ModuleType, function: str, place: int = 0) -> list[tuple[str, str]]:
    """The names that have another value after a fault, with their modules."""
    tree = ast.parse(Path(str(module.__file__)).read_text("utf-8"))
    found = again(module, tree, function, tree.body[place])
    return [(one.module.__name__, name) for one in found for name in sorted(one.names)]


def test_a_query_that_was_made_of_a_function_is_made_again_wherever_it_stands() -> None:
    """Also what another module made of it, after that on which it rests."""
    found = made_again(marks, "_last")
    here, there = (marks.__name__, "EARNED"), (sittings.__name__, "_IN_TESTS")
    assert found.index(here) < found.index((sittings.__name__, "EARNED")) < found.index(there)
    assert len(found) == len(set(found))
    assert made_again(keeping, "_kept")[:2] == [
        (keeping.__name__, "_KEEP_WHOLE"),
        (keeping.__name__, "_KEEP_MODULE"),
    ]
    assert made_again(keeping, "keep") == []
    assert made_again(statistics, "_scored") == []


def test_who_imports_a_whole_module_has_what_it_says_by_now() -> None:
    tree = ast.parse(Path(str(rows.__file__)).read_text("utf-8"))
    (place,) = (
        number for number, one in enumerate(tree.body) if ast.unparse(one).startswith("ALL_ROWS =")
    )
    found = made_again(rows, "", place)
    assert found[0] == (rows.__name__, "ALL_ROWS")
    assert (assignments.__name__, "rows.ALL_ROWS") in found


def test_a_fault_that_many_tests_pass_over_is_not_noticed_by_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Else who waits for a child that says in which test it is would wait for ever."""
    runner = Runner([], {}, None, inf)
    monkeypatch.setattr(runner, "_run", lambda _item: False)
    tests: Any = [SimpleNamespace(nodeid=f"{number}".rjust(200)) for number in range(1000)]
    fault = planted("course/store/rows.py")[0]
    runner.seconds.update((one.nodeid, 0) for one in tests)
    assert runner._try(rows, fault, tests) == (UNNOTICED, "")
    monkeypatch.setattr(runner, "_run", lambda item: item is tests[-1])
    assert runner._try(rows, fault, tests) == (NOTICED, tests[-1].nodeid)
