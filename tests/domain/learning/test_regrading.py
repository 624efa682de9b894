"""A later mark goes up, down or nowhere, as a share of what could be earned."""

from __future__ import annotations

import pytest

from course.domain.learning.regrading import MarkedElsewhere, Way, way_of
from course.kinds.marking import Score


@pytest.mark.parametrize(
    ("before", "after", "way"),
    [
        (Score(0, 1), Score(1, 1), Way.UP),
        (Score(1, 1), Score(0, 1), Way.DOWN),
        (Score(1, 2), Score(2, 4), Way.SAME),
        (Score(1, 2), Score(2, 3), Way.UP),
        (Score(2, 3), Score(1, 2), Way.DOWN),
        (Score(0, 1), Score(0, 3), Way.SAME),
        (Score(1, 1), Score(3, 3), Way.SAME),
        (Score(0, 0), Score(1, 1), Way.SAME),  # what was never marked stays so
        (Score(1, 1), Score(0, 0), Way.SAME),
    ],
)
def test_a_mark_is_compared_as_a_share(before: Score, after: Score, way: Way) -> None:
    assert way_of(before, after) is way


@pytest.mark.parametrize(
    ("before", "after", "way"),
    [
        (Score(1, 1), Score(0, 0), Way.DOWN),  # there is nothing to earn any more
        (Score(0, 1), Score(0, 0), Way.UP),
        (Score(0, 0), Score(0, 0), Way.SAME),
        (Score(0, 1), Score(1, 1), Way.UP),
        (Score(1, 1), Score(0, 1), Way.DOWN),
    ],
)
def test_outside_lessons_a_question_that_counts_no_more_was_right_or_is_forgiven(
    before: Score, after: Score, way: Way
) -> None:
    assert MarkedElsewhere(1, 1, before, after).way is way


def test_what_is_marked_as_before_stays_the_same_elsewhere_too() -> None:
    for score in (Score(0, 2), Score(1, 2), Score(2, 2)):
        assert MarkedElsewhere(1, 1, score, score).way is Way.SAME
    assert MarkedElsewhere(1, 1, Score(2, 2), Score(1, 2)).way is Way.DOWN
