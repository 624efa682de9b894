"""The words around an item: what each part of a response is called."""

from __future__ import annotations

import pytest

from course.kinds.registry import words_of
from course.kinds.wording import Wording
from course.text.plain import Html
from tests.content.reading import item

EXTREMES = item(
    "::: best-worst s\nWat doet u?\n\n- [+] a. Helpen\n- [ ] b. Kijken\n- [-] c. Lachen\n:::"
)


def test_each_part_of_a_response_is_called_what_it_is() -> None:
    """Who checks a test reads which of both was the best."""
    assert words_of(EXTREMES, ("a", "c")) == ["Beste: Helpen", "Slechtste: Lachen"]


def test_a_part_without_a_name_is_a_bug_and_not_left_out() -> None:
    wording = Wording(kicker="kies", on_paper="", roles=("Beste",))
    with pytest.raises(ValueError, match="zip"):
        wording.named([Html("Helpen"), Html("Lachen")])
