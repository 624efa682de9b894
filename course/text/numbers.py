"""Whole numbers as people write them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

_NUMBER = re.compile(
    r"(?P<before>[^0-9+−-]*)(?P<sign>[+−-]?)\s*"
    r"(?P<digits>[0-9]{1,3}(?:[.\s][0-9]{3}){1,2}|[0-9]{1,9})(?:,(?:0+|[–-])|\.0(?![0-9]))?"
    r"(?P<after>[^0-9,]*)"
)
_GLUED = re.compile(r"[^\W\d_][0-9]|[0-9][^\W\d_]")
SHORTEST = 2  # letters of a unit that is written short
UNITS = ("nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen")
TEENS = (
    *("tien", "elf", "twaalf", "dertien", "veertien"),
    *("vijftien", "zestien", "zeventien", "achttien", "negentien"),
)
TENS = ("twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig")
# what people put round a number without meaning another: "ongeveer 20", "vanaf 13 jaar", "13+"
AROUND = frozenset(
    (
        *("ongeveer", "circa", "ca", "zo’n", "zo'n", "±", "~", "minstens", "minimaal", "vanaf"),
        *("oud", "+"),
    )
)
SHORT = {
    **{"jr": "jaar", "j": "jaar", "jaren": "jaar", "u": "uur", "uren": "uur", "mnd": "maanden"},
    **{"wk": "weken", "€": "euro", "eur": "euro", "%": "procent", "pct": "procent"},
}


def _spelled_out() -> dict[str, str]:
    """Every number up to a hundred as a word. ‘Een’ without accents is an article, so it is none."""
    words = [*UNITS, *TEENS]
    before = ["eenen", "tweeën", "drieën", *(f"{one}en" for one in UNITS[4:])]
    for ten in TENS:
        words += [ten, *(f"{one}{ten}" for one in before)]
    return {word: str(number) for number, word in enumerate([*words, "honderd"])}


WORDS = _spelled_out()


def whole_number(typed: str, units: Iterable[str] = ()) -> int | None:
    """The whole number in a text; None when there is none, or when there is more than that.

    13, dertien, 1.000, 1 000, +5, −5, 20,0 and 20,- are whole; 1.5 and 20,5 are not. What is
    counted may stand before or after it, also written short, when it is one of `units`: ‘13 jaar’,
    ‘€ 20’, ‘20 dagen’ where days are asked. So may what does not change it: ‘ongeveer 20’.
    """
    match = _matched(typed)
    known = [_long(unit) for unit in units]
    if match is None or not all(_is_unit(match[side], known) for side in ("before", "after")):
        return None
    number = int(re.sub(r"\D", "", match["digits"]))
    return -number if match["sign"] in ("-", "−") else number


def own_units(text: str) -> tuple[str, ...]:
    """What stands with the number in a text that is one: of ‘72 uur’ that is ‘uur’.

    Nothing when they are one word, such as 2FA or A4.
    """
    match = _matched(text)
    if match is None or _GLUED.search(text):
        return ()
    return tuple(unit for side in ("before", "after") if (unit := _long(match[side])))


def _matched(text: str) -> re.Match[str] | None:
    words = (WORDS.get(word.casefold(), word) for word in text.split())
    return _NUMBER.fullmatch(" ".join(words))


def _long(text: str) -> str:
    """What is counted, written in full and without what may stand round any number."""
    words = (word.strip(".") for word in text.casefold().removesuffix(" of ouder").split())
    return " ".join(SHORT.get(word, word) for word in words if word and word not in AROUND)


def _is_unit(text: str, units: Collection[str]) -> bool:
    word = _long(text)
    if not word or word in units:
        return True
    return len(word) >= SHORTEST and any(_is_short_for(word, unit) for unit in filter(None, units))


def _is_short_for(one: str, other: str) -> bool:
    """Whether either of two words is how the other begins."""
    return one.startswith(other) or other.startswith(one)
