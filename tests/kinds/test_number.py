"""A number: near enough is right, and whoever is not hears which way."""

from __future__ import annotations

from typing import Any

import pytest

from course.kinds.marking import Score
from course.kinds.registry import kind_of
from tests.content.reading import item
from tests.kinds.telling import pace, refused, told

DAYS: Any = item("""
::: number n
answer: 20
within: 2
unit: dagen

Hoeveel dagen?

after: twintig dus
low: te kort
high: te lang hoor
:::""")


@pytest.mark.parametrize(
    ("typed", "earned", "said"),
    [
        ("20", 1, "twintig dus"),
        ("18", 1, "twintig dus"),
        ("22", 1, "twintig dus"),
        ("17", 0, "te kort"),
        ("23", 0, "te lang hoor"),
        ("20 dagen", 1, "twintig dus"),
        ("-20", 0, "te kort"),
    ],
)
def test_near_enough_is_right(typed: str, earned: int, said: str) -> None:
    kind = kind_of(DAYS)
    response: Any = kind.read(DAYS, {"antwoord": [typed]})
    assert kind.grade(DAYS, response) == Score(earned, 1)
    first = (said, bool(earned), "", "", "key")
    assert told(DAYS, response, full=False) == [first]
    key = ("twintig dus", True, "", "20 dagen", "key")
    assert told(DAYS, response, full=True) == ([first] if earned else [first, key])


def test_what_is_no_number_costs_nothing() -> None:
    assert refused(DAYS, {"antwoord": [""]}) == ("nothing-written", "antwoord")
    for typed in ("veel", "20 weken", "2,5"):
        assert refused(DAYS, {"antwoord": [typed]}) == ("not-a-number", "antwoord")


def test_a_number_keeps_its_answer_and_names_nothing() -> None:
    kind = kind_of(DAYS)
    assert kind.solution(DAYS) == {"answer": 20, "within": 2}
    assert list(kind.stored_keys(DAYS)) == []
    assert pace(DAYS) == (2 + 2, 1, 0)
    assert kind.printed(DAYS).text == DAYS.question
    assert kind.examples(DAYS).wrong == {"antwoord": ["23"]}
    with pytest.raises(ValueError, match="nobody can vote"):
        kind.ballot(DAYS)


@pytest.mark.parametrize("missing", ["after: twintig dus", "low: te kort", "high: te lang hoor"])
def test_the_author_hears_which_way_has_no_words(missing: str) -> None:
    block = "::: number n\nanswer: 20\n\nHoeveel?\n\n{}:::"
    notes = "after: twintig dus\nlow: te kort\nhigh: te lang hoor\n"
    whole: Any = item(block.format(notes))
    assert list(kind_of(whole).advice(whole)) == []
    partly: Any = item(block.format(notes.replace(missing + "\n", "")))
    (advice,) = kind_of(partly).advice(partly)
    assert advice.rule == "option-feedback"
