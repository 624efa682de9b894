"""The table of the Normenkader: norms in words of others, and which of our figures answers each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class NormFigure(StrEnum):
    """What we know that says something about a norm. A code lasts: rows of years ago hold it."""

    DONE = "done"
    LATE = "late"
    WITHOUT_DUTY = "without-duty"
    CONDUCT = "conduct"  # which version of the code of conduct holds
    SIGNED = "signed"  # who answered it
    MAILED = "mailed"
    SIGHT = "sight"  # what managers see
    NONE = "none"  # we know nothing about it


@dataclass(frozen=True)
class NormDraft:
    """One line of the table. `checked_on`: when somebody compared it with the site; None: never."""

    norm: str  # its number there
    wording: str
    level: str
    figure: NormFigure
    checked_on: date | None


LONGEST_NORM, LONGEST_LEVEL, LONGEST_WORDING = 40, 40, 2000  # signs
_NORM = re.compile(rf"[\w.:-]{{1,{LONGEST_NORM}}}")


def is_norm(text: str) -> bool:
    """Whether this can be the number of a norm: letters, digits, points and lines."""
    return _NORM.fullmatch(text) is not None


def by_number(norm: str) -> tuple[tuple[int, str], ...]:
    """What norms are ordered by: GO.2 before GO.10."""
    parts = re.findall(r"\d+|\D+", norm.casefold())
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts)
