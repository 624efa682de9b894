"""The card exercises of our own course keep the points of the curriculum, and their old answers do
not break.
"""

from __future__ import annotations

import pytest

from course.config import ROOT
from course.content.lesson import read_lesson
from course.kinds.cards.deck import Deck
from course.kinds.cards.item import CardsItem
from course.kinds.registry import kind_of


def cards(module: str, key: str) -> CardsItem:
    path = next((ROOT / "modules" / module).glob("*-oefening.md"))
    lesson, _ = read_lesson(path, path.name, "oefening")
    found = lesson.item(key) if lesson else None
    assert isinstance(found, CardsItem)
    return found


@pytest.mark.parametrize(
    ("module", "key", "count", "points"),
    [
        (
            "kennismaken",
            "1-herken",
            12,
            24,
        ),  # a point for each card, half a point counted as one of two
        ("rol", "4-rolkiezer-2", 10, 19),
        ("valkuilen", "5-sorteren-2", 14, 19),  # fourteen bins and five conditions
        ("melden", "8-meldwijzer-2", 11, 44),
    ],
)
def test_cards_and_points(module: str, key: str, count: int, points: int) -> None:
    item = cards(module, key)
    assert (len(item.cards), kind_of(item).grade(item, ()).possible) == (count, points)


def test_the_urgent_cards_and_the_clock_of_reporting() -> None:
    item = cards("melden", "8-meldwijzer-2")
    assert [card.key for card in item.cards if card.must] == [
        "1",
        "2",
        "3",
        "5",
        "6",
        "7",
        "11",
    ]
    assert (item.clock_card, [step.hours for step in item.clock]) == ("1", [0, 24, 72])


def test_conditions_are_asked_of_five_cards() -> None:
    item = cards("valkuilen", "5-sorteren-2")
    assert [card.key for card in item.cards if card.own] == ["c", "d", "h", "k", "m"]


def test_answers_from_when_the_pitfalls_were_sorted_on_one_page_are_of_another_shape() -> None:
    """The page then starts from the first card; see `_step` in `web/learn/items.py`."""
    item = cards("valkuilen", "5-sorteren-2")
    with pytest.raises(ValueError, match="no card a"):
        kind_of(item).state(
            item, ("a=Voordeel", "b=Valkuil", "c=Hangt ervan af", "c.voorwaarde=c2")
        )
    start = kind_of(item).state(item, ())
    assert isinstance(start, Deck)
    assert start.now == start.cards[0]
