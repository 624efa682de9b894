"""Whole numbers as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NUMBER = re.compile(
    r"(?P<before>[^0-9+−-]*)(?P<sign>[+−-]?)\s*"
    r"(?P<digits>[0-9]{1,3}(?:[.\s][0-9]{3}){1,2}|[0-9]{1,9})(?:,(?:0+|[–-]))?(?P<after>[^0-9,]*)"
)
SHORTEST = 2  # letters of a unit that is written short


def whole_number(typed: str, units: Iterable[str] = ()) -> int | None:
    """The whole number in a text; None when there is none, or when there is more than that.

    13, 1.000, 1 000, +5, −5, 20,0 and 20,- are whole; 1.5 and 20,5 are not. What is counted may
    stand before or after it, also written short, when it is one of `units`: ‘13 jaar’, ‘€ 20’, ‘20
    dagen’ where days are asked.
    """
    match = _NUMBER.fullmatch(" ".join(typed.split()))
    known = [unit.casefold().strip(" .") for unit in units]
    if match is None or not all(_is_unit(match[side], known) for side in ("before", "after")):
        return None
    number = int(re.sub(r"\D", "", match["digits"]))
    return -number if match["sign"] in ("-", "−") else number


def _is_unit(text: str, units: list[str]) -> bool:
    word = text.casefold().strip(" .")
    if not word or word in units:
        return True
    return len(word) >= SHORTEST and any(_is_short_for(word, unit) for unit in filter(None, units))


def _is_short_for(one: str, other: str) -> bool:
    """Whether either of two words is how the other begins."""
    return one.startswith(other) or other.startswith(one)
