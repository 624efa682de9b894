"""The outcome of marking one response."""

from __future__ import annotations

from dataclasses import dataclass

from course.text.plain import NO_TEXT, Html


@dataclass(frozen=True)
class Score:
    """Points earned out of those possible; whole numbers. Both are 0 for what is never marked.

    Errors: ValueError when earned is not between 0 and possible.
    """

    earned: int
    possible: int

    def __post_init__(self) -> None:
        if not 0 <= self.earned <= self.possible:
            raise ValueError(f"{self.earned} of {self.possible} points")

    @property
    def is_right(self) -> bool:
        """Wholly right. Part of the points is not."""
        return self.possible > 0 and self.earned == self.possible


UNMARKED = Score(0, 0)


@dataclass(frozen=True)
class Remark:
    """A sentence or two about one part of a response. `about` names the part when there are more."""

    text: Html
    is_right: bool
    about: Html = NO_TEXT


def require_known(item: str, given: set[str], known: set[str]) -> None:
    """ValueError when a response names an option that the item does not have: another release or a forged form."""
    if unknown := given - known:
        raise ValueError(f"item {item} has no option {', '.join(sorted(unknown))}")
