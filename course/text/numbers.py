"""Whole numbers as people write them, and the one way in which figures are rounded."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence

_NUMBER = re.compile(
    r"(?P<before>[^0-9+–−-]*)(?P<sign>[+–−-]?)\s*"
    r"(?P<digits>[0-9]{1,3}(?:[.\s'’][0-9]{3}){1,2}|[0-9]{1,9})"
    r"(?:,(?:0{1,2}(?![0-9])|[–=-]{1,2})|\.0(?![0-9]))?"
    r"(?P<after>[^0-9,]*)"
)
_NEGATIVE = dict.fromkeys("-–−", -1)
_GLUED = re.compile(r"[^\W\d_][0-9]|[0-9][^\W\d_]")
_MORE_OR_LESS = re.compile(r"\+\s*/?\s*[-–−]")
ROUND_IT = " .,;:!?=()[]\"'“”‘’„«»"  # punctuation that says nothing about a number
# digits as wide as a Chinese sign, which some keyboards of phones give
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
LONGEST = 80  # signs: who writes more, writes more than a number
SHORTEST = 2  # letters of a unit that is written short
UNITS = ("nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen")
TEENS = (
    *("tien", "elf", "twaalf", "dertien", "veertien"),
    *("vijftien", "zestien", "zeventien", "achttien", "negentien"),
)
TENS = ("twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig")
# what people put round a number without meaning another: "ongeveer 20", "vanaf 13 jaar", "13+"
AROUND = frozenset(
    (
        *("ongeveer", "circa", "ca", "c.a", "zo’n", "zo'n", "plusminus", "plm", "rond", "±", "~"),
        *("minstens", "minimaal", "min.", "vanaf", "≥", ">="),
        *("hooguit", "hoogstens", "maximaal", "max", "≤", "<="),
        *("oud", "plus", "+"),
    )
)
SHORT = {
    "jr": "jaar",
    "j": "jaar",
    "jarig": "jaar",
    "jarige": "jaar",
    "jarigen": "jaar",
    "u": "uur",
    "h": "uur",
    "dgn": "dagen",
    "mnd": "maanden",
    "wk": "weken",
    "wkn": "weken",
    "x": "keer",
    "maal": "keer",
    "€": "euro",
    "eur": "euro",
    "%": "procent",
    "pct": "procent",
    "percent": "procent",
}
# how a word for one differs from the word for several, once "weeken" is written as "weken"
_ENDING = r"(?:e?n|e|'?s|\s.*)?"
_DOUBLED = re.compile(r"([aeou])\1")


def half_up(part: float, whole: int = 1) -> int:
    """The quotient as a whole number, rounded up from ,5 as people expect.

    Errors: ZeroDivisionError for a whole of 0. Neither may be negative.
    """
    return int((2 * part + whole) // (2 * whole))


def percent(part: int, total: int) -> int:
    """A share in whole per cent. It is 100 only when it is all, and 0 only when it is none.

    Units:  `total` is at least 1, `part` from 0 up to `total`.
    """
    if part == 0:
        return 0
    if part == total:
        return 100
    return min(99, max(1, half_up(100 * part, total)))


def percents(parts: Sequence[int], total: int) -> list[int]:
    """The share of each part. Parts that together are the whole add up to 100.

    What is over goes to the shares that lost most by rounding down; no part that is there gets 0.
    """
    if sum(parts) != total or total == 0:
        return [percent(part, total) for part in parts]
    shares = [max(int(part > 0), 100 * part // total) for part in parts]
    by_loss = sorted(range(len(parts)), key=lambda n: (100 * parts[n] - total * shares[n], -n))
    while sum(shares) < 100:
        shares[by_loss.pop()] += 1
    while sum(shares) > 100:
        largest = max(shares)
        shares[shares.index(largest)] -= 1
    return shares


def _small_numbers() -> dict[str, int]:
    """Every number under a hundred as a word, without accents."""
    words = [*UNITS, *TEENS]
    for ten in TENS:
        words += [ten, *(f"{one}en{ten}" for one in UNITS[1:])]
    return {word: number for number, word in enumerate(words)}


SMALL = _small_numbers()


def _number_in_words() -> re.Pattern[str]:
    """A number up to 99.999, in one word or in several: ‘tweehonderd vijf en twintig’."""
    space = r"[\s-]*"
    compound = f"(?:{'|'.join(UNITS[1:])}){space}en{space}(?:{'|'.join(TENS)})"
    small = "|".join([compound, *sorted(SMALL, key=len, reverse=True)])
    return re.compile(
        rf"\b(?=\w)(?:(?P<thousands>{small})?{space}duizend)?{space}(?:en{space})?"
        rf"(?:(?P<hundreds>{small})?{space}honderd)?{space}(?:en{space})?(?P<rest>{small})?\b"
    )


IN_WORDS = _number_in_words()


def whole_number(typed: str, units: Iterable[str] = ()) -> int | None:
    """The whole number in a text; None when there is none, or when there is more than that.

    13, dertien, 1.000, 1 000, +5, −5, 20,0 and 20,- are whole; 1.5 and 20,5 are not. 1,000 is one
    or a thousand, so it is neither. What is counted may stand before or after it, also written
    short, when it is one of `units`: ‘13 jaar’, ‘€ 20’, ‘20 dagen’ where days are asked. So may
    what does not change it: ‘ongeveer 20’.
    """
    match = _matched(typed)
    if match is None:
        return None
    known = [_long(_folded(unit)) for unit in units]
    if not (_is_unit(match["before"], known) and _is_unit(match["after"], known)):
        return None
    number = int(re.sub(r"\D", "", match["digits"]))
    return _NEGATIVE.get(match["sign"], 1) * number


def own_units(text: str) -> tuple[str, ...]:
    """What stands with the number in a text that is one: of ‘72 uur’ that is ‘uur’.

    Nothing when they are one word, such as 2FA or A4, and after an article: ‘een foto’.
    """
    match = _matched(text)
    if match is None or _GLUED.search(text) or text.casefold().startswith("een "):
        return ()
    return tuple(filter(None, map(_long, match.group("before", "after"))))


def _matched(text: str) -> re.Match[str] | None:
    if len(text) > LONGEST:
        return None
    return _NUMBER.fullmatch(_in_digits(text))


def _folded(text: str) -> str:
    """On one line without capitals, accents and what nobody sees, and with our own digits."""
    plain = unicodedata.normalize("NFD", text.casefold().translate(_DIGITS))
    seen = (sign for sign in plain if unicodedata.category(sign) not in ("Mn", "Cf"))
    return " ".join("".join(seen).split())


def _in_digits(text: str) -> str:
    """A number in words as digits, without the punctuation round it."""
    plain = _MORE_OR_LESS.sub("±", _folded(text).strip(ROUND_IT))
    return IN_WORDS.sub(_as_digits, plain)


def _as_digits(match: re.Match[str]) -> str:
    """What one number in words is; the text itself when it holds no number."""
    text = re.sub(r"[\s-]", "", match[0])
    if not text or text == "en":
        return match[0]
    parts = match.groupdict("")
    number = _small(parts["rest"])
    if "honderd" in text:
        number += 100 * (_small(parts["hundreds"]) or 1)
    if "duizend" in text:
        number += 1000 * (_small(parts["thousands"]) or 1)
    return str(number) + match[0][len(match[0].rstrip()) :]


def _small(words: str) -> int:
    return SMALL.get(re.sub(r"[\s-]", "", words), 0)


def _long(text: str) -> str:
    """What is counted, written in full and without what may stand round any number."""
    words = []
    for given in text.removesuffix(" of ouder").split():
        word = given.strip(".-:")
        if word and AROUND.isdisjoint((given, word)):
            words.append(SHORT.get(word, word))
    return " ".join(words)


def _is_unit(text: str, units: Collection[str]) -> bool:
    word = _long(text)
    if not word or word in units:
        return True
    if len(word) < SHORTEST:
        return False
    return any(_is_short_for(word, unit) for unit in filter(None, units))


def _is_short_for(given: str, unit: str) -> bool:
    """Whether a word is how the unit begins, or the unit with the ending of one or of several."""
    if unit.startswith(given):
        return True
    one, other = sorted((_DOUBLED.sub(r"\1", given), _DOUBLED.sub(r"\1", unit)), key=len)
    return re.fullmatch(re.escape(one) + _ENDING, other) is not None
