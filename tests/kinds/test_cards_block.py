"""What an author may get wrong about cards."""

from __future__ import annotations

from pathlib import Path

import pytest

from course.content.catalog import read_catalog
from tests.content.reading import parse, write_folder

CARDS = """::: cards k1
facet-bak: Wat is het? | Valkuil | Hangt ervan af
own: Waarvan?
own-after: Hangt ervan af
clock: a
clock-24: Na een dag | Het kan nog.

Leg elke kaart in een bak.

- a. Een livestream = bak: Hangt ervan af
  > Regel het vooraf.
  - [x] a1. Van toestemming
    > Die is eerst nodig.
  - [ ] a2. Van het weer
    > Dat maakt niet uit.
- b. Leerlingen volgen = bak: Valkuil
  > Houd afstand.
:::
"""


def test_these_cards_are_sound() -> None:
    assert parse(CARDS)[1] == []


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("own-after: Hangt ervan af", "own-after: Soms", "attribute"),
        ("clock: a", "clock: z", "attribute"),
        ("clock-24: Na een dag | Het kan nog.", "clock-24: Na een dag", "clock"),
        ("clock-24:", "clock-dag:", "clock"),
    ],
)
def test_what_is_not_there_is_named_at_its_line(old: str, new: str, rule: str) -> None:
    text = CARDS.replace(old, new)
    line = (
        text.splitlines().index(next(one for one in text.splitlines() if one.startswith(new))) + 1
    )
    assert [(problem.rule, problem.line) for problem in parse(text)[1]] == [(rule, line)]


def test_what_goes_in_steps_has_no_place_in_a_test(tmp_path: Path) -> None:
    lesson = '+++\ntitle = "Toets"\nkind = "test"\ndraw = 1\n+++\n\n' + CARDS
    problems = read_catalog(write_folder(tmp_path, toets=lesson)).problems
    assert [(problem.rule, problem.file) for problem in problems] == [
        ("test-item", "een/01-toets.md")
    ]
