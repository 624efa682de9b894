"""Which passwords we take: long enough, and not one that an attacker tries first.

No other rules, and no expiry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache
from itertools import chain, pairwise
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
_NEIGHBOURS = frozenset(chain.from_iterable(map(pairwise, (*_ROWS, *(row[::-1] for row in _ROWS)))))
_NAME = re.compile(r"[^\W\d_]{2,}")  # letters in a row
_SIGNS = re.compile(r"[\W\d_]+")  # what is no letter
_EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")


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
    folded = password.casefold()
    known = refused_words().union(*(_NAME.findall(text.casefold()) for text in about))
    if _is_pattern(folded) or any(_is_made_of(letters, known) for letters in _readings(folded)):
        return Weakness.COMMON
    return None


def _readings(folded: str) -> Iterator[str]:
    """The letters that may be read in a password: as they stand, and behind signs that look like
    them.
    """
    core = _EDGES.sub("", folded)  # a year at the end is a year, not letters in disguise
    for shape in (folded, folded.translate(_LOOKALIKES), core.translate(_LOOKALIKES)):
        yield _SIGNS.sub("", shape)


@cache
def refused_words() -> frozenset[str]:
    """The bundled list: one word a line, lower case."""
    lines = _WORDS.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in map(str.strip, lines) if line[:1] not in ("", "#"))


def _is_made_of(letters: str, words: frozenset[str]) -> bool:
    """Whether these letters are nothing but refused words in a row.

    No letters at all is not a word.
    """
    reached = [0]  # the places to which words lead
    for end in range(1, len(letters) + 1):
        if any(letters[start:end] in words for start in reached):
            reached.append(end)
    return reached[-1] == len(letters) > 0


def _is_pattern(text: str) -> bool:
    """A few characters over and over, or keys that lie in a row."""
    if len(set(text)) <= 4:
        return True
    steps = list(pairwise(text))
    in_a_row = list(filter(_NEIGHBOURS.__contains__, steps))
    return len(in_a_row) >= 0.8 * len(steps)
