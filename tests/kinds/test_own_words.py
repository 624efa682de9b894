"""What is kept as given and never marked: a plan, a reflection, a confirmation."""

from __future__ import annotations

from typing import Any

import pytest

from course.kinds.marking import UNMARKED, NotGradable
from course.kinds.plan.item import MAX_CLAUSE
from course.kinds.reflection.item import MAX_REFLECTION
from course.kinds.registry import kind_of
from tests.content.reading import item
from tests.kinds.telling import pace, refused, told

PLAN: Any = item("""
::: plan p
Maak een plan.

- a. Als ik twijfel = dan vraag ik het.
- b. Als het druk is = dan wacht ik.
:::""")
REFLECTION: Any = item("::: reflection r\nWat deed u?\n\nexample: Ik deelde iets.\n:::")
CONFIRMED: Any = item("::: confirm b\nLeg vast.\n\n- a. Ik las het\n\nafter: Meer niet.\n:::")


def test_a_plan_has_two_clauses_or_is_an_example() -> None:
    kind = kind_of(PLAN)
    own = {"als": [" ik schrik "], "dan": ["bel ik"]}
    assert kind.read(PLAN, own) == ("ik schrik", "bel ik")
    assert kind.read(PLAN, {"voorbeeld": ["1"]}) == ("het druk is", "wacht ik.")
    assert kind.read(PLAN, own | {"voorbeeld": ["0"]}) == ("ik twijfel", "vraag ik het.")
    assert kind.fields(PLAN, ("a", "b")) == {"als": ("a",), "dan": ("b",)}
    assert kind.shown_back


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({}, ("nothing-written", "als")),
        ({"als": ["a"]}, ("nothing-written", "dan")),
        ({"dan": ["a"]}, ("nothing-written", "als")),
        ({"voorbeeld": ["2"]}, ("unknown", "als")),
        ({"voorbeeld": ["-1"]}, ("unknown", "als")),
        ({"als": ["x" * (MAX_CLAUSE + 1)], "dan": ["a"]}, ("too-long", "als")),
        ({"als": ["a"], "dan": ["x" * (MAX_CLAUSE + 1)]}, ("too-long", "als")),
    ],
)
def test_half_a_plan_is_sent_back(form: Any, why: tuple[str, str]) -> None:
    assert refused(PLAN, form) == why


def test_a_plan_of_the_longest_clauses_is_kept() -> None:
    longest = ("x" * MAX_CLAUSE, "y" * MAX_CLAUSE)
    form = {"als": longest[:1], "dan": longest[1:]}
    assert kind_of(PLAN).read(PLAN, form) == longest


def test_a_reflection_is_one_text() -> None:
    kind = kind_of(REFLECTION)
    longest = "x" * MAX_REFLECTION
    assert kind.read(REFLECTION, {"antwoord": [longest]}) == (longest,)
    assert refused(REFLECTION, {"antwoord": [longest + "x"]}) == ("too-long", "antwoord")
    assert refused(REFLECTION, {"antwoord": [" "]}) == ("nothing-written", "antwoord")
    assert kind.recalls(REFLECTION)


def test_a_confirmation_is_ticked_and_says_what_it_does_not_mean() -> None:
    kind = kind_of(CONFIRMED)
    assert kind.read(CONFIRMED, {"antwoord": ["gelezen"]}) == ("gelezen",)
    assert refused(CONFIRMED, {}) == ("nothing-chosen", "antwoord")
    assert told(CONFIRMED, ("gelezen",), full=False) == [("Meer niet.", True, "", "", "key")]
    assert kind.words(CONFIRMED, ("gelezen",)) == ["Ik las het"]
    assert kind.pace(CONFIRMED) is None


@pytest.mark.parametrize(
    "one", [PLAN, REFLECTION, CONFIRMED], ids=["plan", "reflection", "confirm"]
)
def test_nothing_of_ones_own_is_right_or_wrong(one: Any) -> None:
    kind = kind_of(one)
    response = kind.read(one, kind.examples(one).right)
    assert not isinstance(response, NotGradable)
    assert kind.grade(one, response) == UNMARKED
    assert kind.settles(one, response, 0)
    assert kind.solution(one) == {}
    assert list(kind.stored_keys(one)) == []
    assert kind.printed(one).text == one.question
    assert not kind.needs_goal(one)
    assert kind.times_asked(one, studied=True) == 0


def test_writing_takes_a_text_and_no_decision() -> None:
    assert pace(PLAN) == (3, 0, 1)
    assert pace(REFLECTION) == (3, 0, 1)
