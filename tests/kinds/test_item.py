"""What every item is, whatever its kind: for whom, and which texts it has."""

from __future__ import annotations

import pytest

from course.kinds.item import meant_for
from tests.content.reading import item


@pytest.mark.parametrize(
    ("some", "own", "expected"),
    [
        (["po", "vo"], ["vo"], True),
        (["po", "vo"], ["vo", "mbo"], True),  # somebody at two kinds of school
        (["po", "vo"], ["mbo"], False),
        (["po"], [], False),  # of whom nothing is known
        ([], ["mbo"], True),
        ([], [], True),
    ],
)
def test_a_text_is_for_some_or_for_everyone(
    some: list[str], own: list[str], expected: bool
) -> None:
    assert meant_for(some, own) is expected


def test_the_texts_of_an_item_are_all_that_it_has_to_say() -> None:
    """What is empty is no text: nobody counts, checks or fills it in."""
    found = item(
        "::: choice v\nWat klopt?\n\n- [x] a. Dit\n  > Dit klopt.\n- [ ] b. Dat\n"
        "  > Dat klopt niet.\n:::"
    )
    assert found.hint == found.refutation == ""
    options = ["Dit", "<p>Dit klopt.</p>", "Dat", "<p>Dat klopt niet.</p>"]
    assert list(found.texts()) == ["<p>Wat klopt?</p>", *options]
