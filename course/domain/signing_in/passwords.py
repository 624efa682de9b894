"""Which passwords we take: long enough, and not one that an attacker tries first.

No other rules, and no expiry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from itertools import pairwise
from pathlib import Path

SHORTEST = 12
LONGEST = 128
_WORDS = Path(__file__).with_name("refused_words.txt")
_LOOKALIKES = str.maketrans("013457@$!", "oieastasi")
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "azertyuiop",
    "qwertzuiop",
)


class Weakness(StrEnum):
    """Why a password is refused."""

    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"
    COMMON = "common"


def weakness(password: str, about: Iterable[str] = ()) -> Weakness | None:
    """What is wrong with a new password; None when it is fine.

    `about` are words that others know of this person and place: name, mail address, school, the
    name of the site.

    Units:  12 to 128 characters, any characters, counted as typed.
    Source: OWASP ASVS 5.0, 6.2.1 to 6.2.12.
    """
    if len(password) < SHORTEST:
        return Weakness.TOO_SHORT
    if len(password) > LONGEST:
        return Weakness.TOO_LONG
    known = refused_words() | {
        part for text in about for part in re.split(r"[\W\d_]+", text.casefold()) if part[1:]
    }
    folded = password.casefold()
    core = re.sub(
        r"^[\W\d_]+|[\W\d_]+$", "", folded
    )  # a year at the end is a year, not letters in disguise
    shapes = (folded, folded.translate(_LOOKALIKES), core.translate(_LOOKALIKES))
    if any(_is_made_of(re.sub(r"[\W\d_]+", "", shape), known) for shape in shapes) or _is_pattern(
        folded
    ):
        return Weakness.COMMON
    return None


@cache
def refused_words() -> frozenset[str]:
    """The bundled list: one word a line, lower case."""
    lines = _WORDS.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in map(str.strip, lines) if line and not line.startswith("#"))


def _is_made_of(letters: str, words: Iterable[str]) -> bool:
    """Whether these letters are nothing but refused words in a row.

    No letters at all is not a word.
    """
    reached = {0}
    by_length = sorted({len(word) for word in words})
    lookup = frozenset(words)
    for end in range(1, len(letters) + 1):
        if any(
            end - size in reached and letters[end - size : end] in lookup
            for size in by_length
            if size <= end
        ):
            reached.add(end)
    return bool(letters) and len(letters) in reached


def _is_pattern(text: str) -> bool:
    """A few characters over and over, or keys that lie in a row."""
    if len(set(text)) <= 4 or any(
        text == (text[:size] * len(text))[: len(text)] for size in range(1, 5)
    ):
        return True
    steps = list(pairwise(text))
    rows = [row for line in _ROWS for row in (line, line[::-1])]
    in_row = sum(any(first + second in row for row in rows) for first, second in steps)
    return in_row >= 0.8 * len(steps)
