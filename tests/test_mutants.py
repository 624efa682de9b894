"""The lists of `tests.mutants` speak of files that are there."""

from __future__ import annotations

import tomllib

import pytest

from course.domain.people import roles
from tests.mutants.__main__ import STRICT_PLACES, SURVIVORS, everything
from tests.mutants.running import _methods

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
