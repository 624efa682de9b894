"""Counting sentences, words and syllables in Dutch."""

from __future__ import annotations

import pytest

from course.text.html import render
from course.text.readability import measure, sentences, split_sentences, syllables


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("U deelt. U wist.", 2),
        ("Bel dhr. De Vries of J. Jansen, bijv. om 16.10 uur.", 1),  # abbreviations and an initial
        ("‘Mag dat?’ vraagt zij.", 1),  # the question is inside the sentence
        ("‘Mag dat?’ Zij wacht even.", 2),
        ("Het is 2,5 minuut voor 1.180 mensen.", 1),
        ("Dat zegt u. Sami’s moeder schrikt.", 2),  # u. is no initial
        ("Zeg eerlijk: ‘Ik deed het.’", 2),  # what is said after a colon
        ("Hij belt. ’s Avonds is het stil.", 2),
        ("Maak de zin af: want … Lukt dat?", 2),
        ("–", 0),
    ],
)
def test_sentences_are_counted(text: str, count: int) -> None:
    assert len(split_sentences(text)) == count


def test_list_items_and_cells_are_sentences() -> None:
    html = render(
        "Kop erboven\n\n- een ding\n- nog een ding\n\n| a | b |\n|---|---|\n| cel een | cel "
        "**twee** |"
    )
    assert sentences(html) == (
        "Kop erboven",
        "een ding",
        "nog een ding",
        "a",
        "b",
        "cel een",
        "cel twee",
    )


@pytest.mark.parametrize(
    ("word", "count"),
    [
        *(
            ("school", 1),
            ("foto’s", 2),
            ("sociale", 4),
            ("informatie", 4),
            ("toestemming", 3),
            ("beïnvloeden", 4),
        ),
        *(
            ("verwerkersovereenkomst", 7),
            ("nieuws", 1),
            ("privacy", 3),
            ("online", 2),
            ("teamapp", 2),
            ("AVG", 3),
        ),
        *(
            ("126.000", 1),
            ("leerling", 2),
            ("reünie", 3),
            ("eerlijk,", 2),
            ("quiz", 1),
            ("e-mail", 2),
            ("ict", 1),
        ),
    ],
)
def test_syllables_are_counted(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_figures_follow_their_formulas() -> None:
    found = measure(
        ["De kat zat op de mat.", "Zij sliep daar heerlijk."]
    )  # 10 words, 11 syllables, 2 sentences
    assert found is not None
    assert found.ease == pytest.approx(206.84 - 0.93 * 5 - 77 * 1.1)
    assert found.long_share == 10  # heerlijk


def test_nothing_to_count_gives_nothing() -> None:
    assert measure(["–"]) is None
