"""Cards that each get a place, some with a second question."""

from __future__ import annotations

from typing import Any

import pytest

from course.kinds.marking import Score
from course.kinds.registry import kind_of
from tests.content.reading import item, parse
from tests.kinds.telling import pace, refused, told

BINS: Any = item("""
::: categorise s
bins: Valkuil | Voordeel | Beide

Wat is dit?

- a. vakgenoten volgen = Voordeel
  > u leert
- b. foto plaatsen = Beide
  > eerst regelen
  - [x] b1. met toestemming
    > zo kan het
  - [ ] b2. het is leuk {T5}
    > dat telt niet mee
:::""")
KIND = kind_of(BINS)
RIGHT = ("a=Voordeel", "b=Beide", "b.voorwaarde=b1")


@pytest.mark.parametrize(
    ("response", "earned", "verdicts"),
    [
        (RIGHT, 3, {"a": True, "b": True}),
        (("a=Voordeel", "b=Beide", "b.voorwaarde=b2"), 2, {"a": True, "b": False}),
        (("a=Voordeel", "b=Beide"), 2, {"a": True, "b": False}),
        # a right condition of a card in the wrong place is worth nothing
        (("a=Voordeel", "b=Valkuil", "b.voorwaarde=b1"), 1, {"a": True, "b": False}),
        (("a=Beide", "b=Valkuil"), 0, {"a": False, "b": False}),
        (("b=Beide",), 1, {"a": False, "b": False}),
    ],
)
def test_a_point_for_each_card_and_each_condition(
    response: Any, earned: int, verdicts: dict[str, bool]
) -> None:
    assert KIND.grade(BINS, response) == Score(earned, 3)
    assert KIND.verdicts(BINS, response) == verdicts


def test_a_card_of_another_release_is_no_mistake() -> None:
    with pytest.raises(ValueError, match=r"no card a\.voorwaarde\.x, z"):
        KIND.grade(BINS, (*RIGHT, "z=Beide", "a.voorwaarde.x=1"))


def test_a_card_in_the_wrong_place_hears_why_and_at_last_where() -> None:
    astray = ("a=Beide", "b=Valkuil")
    assert told(BINS, astray, full=False) == [
        ("u leert", False, "vakgenoten volgen", "", "key"),
        ("eerst regelen", False, "foto plaatsen", "", "key"),
    ]
    assert told(BINS, astray, full=True) == [
        ("u leert", False, "vakgenoten volgen", "Voordeel", "key"),
        ("eerst regelen", False, "foto plaatsen", "Beide", "key"),
    ]


def test_a_card_in_its_place_hears_of_its_condition() -> None:
    condition = ("dat telt niet mee", False, "foto plaatsen", "", "key")
    half = ("a=Voordeel", "b=Beide", "b.voorwaarde=b2")
    assert told(BINS, half, full=False) == [condition]
    assert told(BINS, half, full=True) == [
        ("u leert", True, "vakgenoten volgen", "", "key"),
        ("eerst regelen", True, "foto plaatsen", "", "key"),
        condition,
        ("zo kan het", True, "foto plaatsen", "met toestemming", "key"),
    ]
    assert told(BINS, RIGHT, full=False) == [("zo kan het", True, "foto plaatsen", "", "key")]
    assert len(told(BINS, RIGHT, full=True)) == 3


def test_a_card_of_which_nothing_is_told_hears_nothing_in_its_place() -> None:
    quiet = item("::: match m\nWat hoort bij wat?\n\n- a. Kat = miauw\n- b. Hond = waf\n:::")
    assert told(quiet, ("a=miauw", "b=miauw"), full=True) == [("", False, "Hond", "waf", "key")]


def test_every_card_needs_a_place_that_is_there() -> None:
    assert refused(BINS, {}) == ("nothing-chosen", "kaart-a")
    assert refused(BINS, {"kaart-a": ["Beide"]}) == ("nothing-chosen", "kaart-b")
    assert refused(BINS, {"kaart-a": ["Elders"]}) == ("unknown", "kaart-a")
    whole = {"kaart-a": ["Beide"], "kaart-b": ["Beide"]}
    assert refused(BINS, whole | {"voorwaarde-b": ["b9"]}) == ("unknown", "voorwaarde-b")
    # a condition of a card that has none is nobody's
    assert KIND.read(BINS, whole | {"voorwaarde-a": ["b1"]}) == ("a=Beide", "b=Beide")


def test_cards_keep_their_places() -> None:
    assert KIND.solution(BINS) == {"a": ("Voordeel", None), "b": ("Beide", "b1")}
    kept = ["a", "b", "Valkuil", "Voordeel", "Beide", "b1", "b2"]
    assert list(KIND.stored_keys(BINS)) == kept
    assert KIND.fields(BINS, RIGHT) == {
        "kaart-a": ["Voordeel"],
        "kaart-b": ["Beide"],
        "voorwaarde-b": ["b1"],
    }
    assert KIND.fields(BINS, RIGHT[:2]) == {"kaart-a": ["Voordeel"], "kaart-b": ["Beide"]}
    assert KIND.words(BINS, RIGHT) == ["vakgenoten volgen: Voordeel", "foto plaatsen: Beide"]
    assert KIND.part_name(BINS, "a") == "vakgenoten volgen"
    assert KIND.part_name(BINS, "z") == ""
    assert tuple(KIND.labels(BINS)) == ("Valkuil", "Voordeel", "Beide")
    assert KIND.compares


def test_cards_on_paper_stand_beside_places_in_the_order_of_the_alphabet() -> None:
    paper = KIND.printed(BINS)
    assert paper.choices == ("vakgenoten volgen", "foto plaatsen")
    assert paper.places == ("Beide", "Valkuil", "Voordeel")


def test_cards_make_examples_of_themselves() -> None:
    examples = KIND.examples(BINS)
    assert KIND.read(BINS, examples.right) == RIGHT
    assert examples.wrong == {"kaart-a": ["Valkuil"], "kaart-b": ["Valkuil"]}
    assert examples.unusable == {"kaart-a": ["Voordeel"]}


def test_cards_take_a_decision_each_and_one_for_a_condition() -> None:
    told_of_one = (3 + 4) / 2  # of its conditions one is told, as we cannot know which
    words = 3 + (2 + 2) + (2 + 2) + (2 + 3) + told_of_one
    assert pace(BINS) == (words, 3, 0)


@pytest.mark.parametrize("marks", ["  ", "xx"])
def test_exactly_one_condition_is_right(marks: str) -> None:
    block = (
        "::: categorise s\nbins: Ja | Nee\n\nWat?\n\n- a. een = Ja\n"
        f"  - [{marks[0]}] a1. zo\n  - [{marks[1]}] a2. zus\n- b. twee = Nee\n:::"
    )
    _, problems = parse(block)
    assert "one-right" in [problem.rule for problem in problems]
