"""Rules about the questions of a module together, right at their border."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.content.made_lessons import HEAD, PROSE, bank, choice, kind, stories
from tests.content.test_check_close import said

LONG = "De eerste en verreweg de langste keuze"
BARE = HEAD + PROSE
TELLS = "De hint noemt het antwoord: ‘overleg’."


def hinted(right: str, hint: str) -> str:
    """A question with this right choice and this hint."""
    return choice("p1", right=right).replace("Lees nog eens.", hint)


@pytest.mark.parametrize(
    ("rule", "lessons", "told"),
    [
        ("longest-key", {"toets": bank().replace("De eerste", LONG, 3)}, None),  # half is no more
        (
            "longest-key",
            {"toets": bank().replace("De eerste", LONG, 4)},
            "Bij 4 van de 6 vragen is het goede antwoord het langst: t0, t1, t2, t3.",
        ),
        ("longest-key", {"les": BARE + choice("p1", right=LONG)}, None),  # a page is no test
        ("key-place", {"toets": bank(places="000121")}, None),
        (
            "key-place",
            {"toets": bank(places="000012")},
            "Bij 4 van de 6 vragen staat het goede antwoord op plaats 1.",
        ),
        ("key-place", {"toets": bank(places="00000")}, None),  # five say nothing yet
        ("key-place", {"toets": bank(places="0000"), "les": BARE + choice("p1")}, None),
        ("goal-items", {"les": BARE + choice("p1"), "toets": kind("test", choice("q1"))}, None),
        (
            "goal-items",
            {"les": BARE + choice("p1"), "later": kind("refresher", choice("q1"))},
            "Leerdoel ‘L1’ heeft 1 vragen. Stel er minstens twee.",
        ),
        (
            "scene-place",
            {"verhaal": stories()},
            "In 6 van de 6 scènes staat de beste keuze op plaats 1.",
        ),
        (
            "absolute-words",  # one wrong choice of two: half are guessed
            {"toets": bank().replace("derde keuze", "keuze, altijd")},
            None,
        ),
        ("hint-key", {"les": BARE + hinted("Eerst overleg", "Overleg: lees.")}, TELLS),
        ("hint-key", {"les": BARE + hinted("Eerst vragen", "Nogmaals lezen.")}, None),
        ("hint-key", {"les": BARE + hinted("Eerst vragen", "Vragen: lees.")}, None),  # six letters
    ],
)
def test_what_is_a_pattern_and_what_is_not_yet(
    rule: str, lessons: dict[str, str], told: str | None, tmp_path: Path
) -> None:
    assert said(tmp_path, rule, {"les": BARE, **lessons}) == ([told] if told else [])
