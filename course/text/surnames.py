"""Where the surname of a Dutch name begins: prefixes, double names, and names that are turned.

Takes text that is tidied already; `names.py` has what others ask.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

_DUTCH = (
    "'s 't aan af bij d' de den der des het in op onder over t te ten ter tot uijt uit van vande"
    " vanden vander vd ver voor"
)
_OTHERS = "am auf da dal dalla del della di do dos du en im l' la las le les lo los"
_ARABIC = "al ben bin bint el ibn"
_GERMAN = "und vom von vor zu zum zur"
PREFIXES = frozenset(f"{_DUTCH} {_OTHERS} {_ARABIC} {_GERMAN}".split())
# with one of these a name can begin that has no first name; the others are first names too
_LEADING = "'s 't d' de den der des het t te ten ter van vande vanden vander vd"
_NEVER_FIRST = frozenset(_LEADING.split())
# with one of these a surname begins that is sorted by it: Ó Briain beside O'Neill
_BEGINNINGS = frozenset(("ó", "ní", "nic", "mac", "mc", "ui", "uí", "fitz"))
_STUCK = re.compile(r"('[st]-|[dl]')(?=\w)", re.IGNORECASE)  # 's-Gravesande, d'Ancona
_DASH = re.compile(r"\s*[‐‑–—-]\s*")
_ASIDE = re.compile(r"\([^()]*\)")
_TITLES = frozenset(
    (
        "ba",
        "bed",
        "bsc",
        "drs",
        "ing",
        "ir",
        "jr",
        "llm",
        "ma",
        "mba",
        "med",
        "mr",
        "msc",
        "phd",
        "ra",
    )
)


@dataclass(frozen=True)
class NameParts:
    """A name as people say it, in three parts. Every part but one may be empty."""

    first: str
    prefix: str
    surname: str


def split_name(name: str) -> NameParts:
    """A whole name in its parts, also one that is turned: "Berg, Noor van den"."""
    name = joined(name)
    begin, rest = _at_comma(name)
    if rest and not _is_title(rest):
        return _turned(begin, rest)
    words = _ASIDE.sub("", begin or name).split() or [name]
    start = _surname_begins(words)
    parts = split_surname(" ".join(words[start:]))
    return NameParts(" ".join(words[:start]), parts.prefix, parts.surname)


def is_turned(name: str) -> bool:
    """Whether a whole name has its surname first."""
    _, rest = _at_comma(name)
    return bool(rest) and not _is_title(rest)


def split_surname(surname: str) -> NameParts:
    """A surname with its prefix in front, as many systems write it. The first name is empty."""
    words = surname.split(" ")
    prefix = [*takewhile(is_prefix, words[:-1])]
    rest = " ".join(words[len(prefix) :])
    stuck = _STUCK.match(_straight(rest))
    if stuck:
        prefix.append(rest[: stuck.end()])
        rest = rest[stuck.end() :]
    return NameParts("", " ".join(prefix), rest)


def joined(name: str) -> str:
    """A double name without spaces round its line: Jansen-de Vries."""
    return _DASH.sub("-", name).strip("-")


def is_prefix(word: str) -> bool:
    """Whether a word may stand between a first name and a surname."""
    return _straight(word).lower() in PREFIXES


def _at_comma(name: str) -> tuple[str, str]:
    """What stands before the first comma and after it; nothing when one of them is empty."""
    begin, _, rest = name.partition(",")
    begin, rest = begin.strip(), rest.strip()
    return (begin, rest) if begin and rest else ("", "")


def _turned(surname: str, rest: str) -> NameParts:
    """What stood before and after the first comma."""
    own = split_surname(_prefix_in_front(surname))
    words = rest.replace(",", " ").split()
    if all(map(is_prefix, words)):  # "Vries, de": nobody is called de
        return NameParts("", " ".join([*words, own.prefix]).strip(), own.surname)
    place = 0 if is_prefix(words[0]) and "," in rest else 1
    after = [*takewhile(is_prefix, reversed(words[place:]))][::-1]
    first = words[: len(words) - len(after)]
    before = [*takewhile(is_prefix, first[:-1])] if not place else []  # "Vries, de, Jan"
    prefix = " ".join([*before, *after, own.prefix]).strip()
    return NameParts(" ".join(first[len(before) :]), prefix, own.surname)


def _prefix_in_front(surname: str) -> str:
    """Some lists have it behind: "Berg van den, Noor"."""
    words = surname.split()
    behind = [*takewhile(_is_never_first, reversed(words[1:]))][::-1]
    return " ".join([*behind, *words[: len(words) - len(behind)]])


def _is_never_first(word: str) -> bool:
    return _straight(word).lower() in _NEVER_FIRST


def _surname_begins(words: Sequence[str]) -> int:
    """The place of the first prefix after a first name, or of the first half of a double name;
    else the last word is the surname.
    """
    if _is_never_first(words[0]):
        return 0
    for place in range(1, len(words)):
        if _begins_surname(words[place]):
            return place
    return max(len(words) - 1, 0)


def _begins_surname(word: str) -> bool:
    return is_prefix(word) or word.lower() in _BEGINNINGS or _ends_in_prefix(word)


def _ends_in_prefix(word: str) -> bool:
    """Whether a double name goes on in the next word: Jansen-van."""
    half, _, last = word.rpartition("-")
    return half != "" and is_prefix(last)


def _is_title(text: str) -> bool:
    return all(word.strip(".").lower() in _TITLES for word in text.replace(",", " ").split())


def _straight(word: str) -> str:
    return word.replace("’", "'").replace("‘", "'").replace("`", "'")
