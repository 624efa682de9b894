"""Times as people say them."""

from __future__ import annotations

import pytest

from course.web.page.formats import minutes


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "geen tijd"),
        (0.2, "ongeveer 1 minuut"),
        (1, "ongeveer 1 minuut"),
        (2.5, "ongeveer 3 minuten"),
        (59.4, "ongeveer 59 minuten"),
        (59.5, "ongeveer 1 uur"),
        (61, "ongeveer 1 uur en 1 minuut"),
        (94, "ongeveer 1 uur en 34 minuten"),
        (120, "ongeveer 2 uur"),
    ],
)
def test_minutes_in_words(number: float, words: str) -> None:
    assert minutes(number) == words
