"""Whole numbers as people write them, and the one way in which figures are rounded."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

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
    "jr": "jaar",
    "j": "jaar",
    "jaren": "jaar",
    "u": "uur",
    "uren": "uur",
    "mnd": "maanden",
    "wk": "weken",
    "€": "euro",
    "eur": "euro",
    "%": "procent",
    "pct": "procent",
}


def half_up(part: float, whole: int = 1) -> int:
    """The quotient as a whole number, rounded up from ,5 as people expect.

    Errors: ZeroDivisionError for a whole of 0. Neither may be negative.
    """
    return int((2 * part + whole) // (2 * whole))


def percent(part: int, total: int) -> int:
    """A share in whole per cent. It is 100 only when it is all, and 0 only when it is none.

    Units:  `total` is at least 1, `part` from 0 up to `total`.
    """
    if part in (0, total):
        return 100 if part else 0
    return min(99, max(1, half_up(100 * part, total)))


def percents(parts: Sequence[int], total: int) -> list[int]:
    """The share of each part. Parts that together are the whole add up to 100.

    What is over goes to the shares that lost most by rounding down; no part that is there gets 0.
    """
    if sum(parts) != total or total == 0:
        return [percent(part, total) for part in parts]
    shares = [max(int(part > 0), 100 * part // total) for part in parts]
    by_loss = sorted(range(len(parts)), key=lambda n: (100 * parts[n] - total * shares[n], -n))
    while sum(shares) != 100:
        step = 1 if sum(shares) < 100 else -1
        place = by_loss.pop() if step > 0 else max(range(len(parts)), key=shares.__getitem__)
        shares[place] += step
    return shares


def _spelled_out() -> dict[str, str]:
    """Every number up to a hundred as a word; ‘een’ without accents is an article."""
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
