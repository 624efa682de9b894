"""Cards whose later questions only some answers ask for: what is asked must not give away what is right."""

from __future__ import annotations

import pytest

from course.domain.grading import Score
from course.domain.items import kind_of
from course.domain.responses import NotGradable
from tests.content.reading import item

CARDS = item(
    """
::: cards soort
facet-soort: Sociale media? | ja | nee
facet-vorm: Welke vorm? | tekst | beeld
scoring: all-or-first

Kies per kaart.

- a. Een reactie onder een filmpje = soort: ja; vorm: tekst
  > Iedereen kan dit lezen.
- b. Een brief op papier = soort: nee
  > Papier staat niet op internet.
:::
"""
)
KIND = kind_of(CARDS)


def form(**fields: str) -> dict[str, list[str]]:
    """Fields such as a_soort."""
    return {f"kaart-{name.replace('_', '-')}": [value] for name, value in fields.items()}


@pytest.mark.parametrize(
    ("fields", "points"),
    [
        ({"a_soort": "ja", "a_vorm": "tekst", "b_soort": "nee"}, 4),
        ({"a_soort": "ja", "a_vorm": "beeld", "b_soort": "nee"}, 3),  # only the first is right: half
        ({"a_soort": "nee", "b_soort": "nee"}, 2),
        ({"a_soort": "ja", "a_vorm": "tekst", "b_soort": "ja", "b_vorm": "tekst"}, 2),
    ],
)
def test_points_for_whole_and_half_cards(fields: dict[str, str], points: int) -> None:
    response = KIND.read(CARDS, form(**fields))
    assert not isinstance(response, NotGradable)
    assert KIND.grade(CARDS, response) == Score(points, 4)


@pytest.mark.parametrize("card", ["a", "b"])
def test_who_says_no_is_asked_no_more_on_any_card_and_who_says_yes_is_on_every_card(card: str) -> None:
    whole = {"a_soort": "ja", "a_vorm": "tekst", "b_soort": "ja", "b_vorm": "tekst"}
    no = {**whole, f"{card}_soort": "nee", f"{card}_vorm": ""}
    yes = {**whole, f"{card}_vorm": ""}
    assert not isinstance(KIND.read(CARDS, form(**no)), NotGradable)
    missed = KIND.read(CARDS, form(**yes))
    assert isinstance(missed, NotGradable)
    assert missed.field == f"kaart-{card}-vorm"


def test_what_is_said_stands_at_its_card() -> None:
    response = KIND.read(CARDS, form(a_soort="nee", b_soort="nee"))
    assert not isinstance(response, NotGradable)
    assert [remark.part for remark in KIND.remarks(CARDS, response, full=True)] == ["a", "b"]
