"""A later mark for an answer whose question had a wrong key."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from course.kinds.marking import Score


class Way(StrEnum):
    """What marking an answer again does to it."""

    UP = "up"  # by itself
    DOWN = "down"  # only by a person, with a reason
    SAME = "same"


def way_of(before: Score, after: Score) -> Way:
    """Whether a mark is higher or lower than before, as a share of what could be earned.

    What is never marked, before or after, stays so: nothing of nothing is no more and no less.

    Units:  whole points; 1 of 2 is as much as 2 of 4.
    Source: product.md section 5, "upward by itself, downward only by a person".
    """
    more = after.earned * before.possible - before.earned * after.possible
    if more > 0:
        return Way.UP
    return Way.DOWN if more < 0 else Way.SAME


@dataclass(frozen=True)
class MarkedElsewhere:
    """One answer outside lessons and tests, with its mark and what that would be by the current
    text.
    """

    answer_id: int
    person_id: int
    before: Score
    after: Score

    @property
    def way(self) -> Way:
        """Up, down or the same. Nothing to earn any more: a full mark falls, another one rises."""
        if self.before.possible and not self.after.possible:
            return Way.DOWN if self.before.is_right else Way.UP
        return way_of(self.before, self.after)
