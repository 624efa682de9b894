"""Names and mail addresses of people: how they sort, and when two are the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import takewhile

_PREFIXES = frozenset(
    (
        *(
            "'s",
            "'s-",
            "'t",
            "aan",
            "af",
            "al",
            "ben",
            "bij",
            "d'",
            "da",
            "dal",
            "dalla",
            "de",
            "del",
            "della",
            "den",
        ),
        *(
            "der",
            "des",
            "di",
            "do",
            "dos",
            "du",
            "el",
            "en",
            "het",
            "im",
            "in",
            "l'",
            "la",
            "las",
            "le",
            "les",
            "lo",
        ),
        *(
            "los",
            "onder",
            "op",
            "over",
            "t",
            "te",
            "ten",
            "ter",
            "tot",
            "uijt",
            "uit",
            "van",
            "vande",
            "vanden",
        ),
        *("vander", "vd", "ver", "vom", "von", "voor", "vor", "zu", "zum", "zur"),
    )
)
_LETTERS = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ħ": "h",
    }
)
_EMAIL = re.compile(r"[^@\s<>()\[\],;:\"\\]+@[^@\s<>()\[\],;:\"\\.]+(\.[^@\s<>()\[\],;:\"\\.]+)+")
MAX_LENGTH = 200  # of a name and of a mail address
# on one letter: no language has more, and putting long rows of them in order takes quadratic time
MOST_MARKS = 8
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})
_KEPT = frozenset("\t\n\r")
_JOINER = "\u200d"
_LINE_ENDS = dict.fromkeys(map(ord, "\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029"), "\n")


def sort_name(name: str) -> str:
    """What a full name is ordered by: the surname without its prefix, then the rest; without
    accents and capitals.

    "Noor van den Berg" gives "berg, noor van den". A name of one word is its own surname.
    """
    words = tidy(name).split(" ")
    start = _surname_begins(words)
    prefix = [*takewhile(_is_prefix, words[start:-1])]
    end = start + len(prefix)
    return sort_key(" ".join(words[:start]), " ".join(prefix), " ".join(words[end:]))


def _surname_begins(words: Sequence[str]) -> int:
    """The place of the first prefix after a first name; else the last word is the surname."""
    for place in range(1, len(words)):
        if _is_prefix(words[place]):
            return place
    return 0 if _is_prefix(words[0]) else len(words) - 1


def sort_key(first: str, prefix: str, surname: str) -> str:
    """The same for a name that is known in parts. Every part but one may be empty."""
    rest = tidy(f"{first} {prefix}")
    whole = f"{tidy(surname)}, {rest}" if rest and surname.strip() else tidy(surname) or rest
    return fold(whole)[:MAX_LENGTH]


def full_name(first: str, prefix: str, surname: str) -> str:
    """The parts of a name as people say it."""
    return tidy(f"{first} {prefix} {surname}")


def fold(text: str) -> str:
    """Letters without accents and capitals, so that Özdemir stands between Oosten and Pas, and é
    finds e.
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def tidy(text: str) -> str:
    """Text of one line from a form or a file: as `clean`, with one space between words."""
    return re.sub(r"\s+", " ", clean(text)).strip()


def clean(text: str) -> str:
    """Text without what nobody sees, letters in one form, line ends and tabs kept.

    Gone are control signs, marks for direction, signs without width and halves of signs. What ends
    a line in a word processor ends one here. A joiner stays where it makes one picture out of two.
    """
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", "".join(_visible(text.translate(_LINE_ENDS))))


def _visible(text: str) -> Iterator[str]:
    marks = 0
    for place, sign in enumerate(text):
        if (
            unicodedata.category(sign) in _UNSEEN
            and sign not in _KEPT
            and not _joins_pictures(text, place)
        ):
            continue
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks <= MOST_MARKS:
            yield sign


def _joins_pictures(text: str, place: int) -> bool:
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    return (
        text[place] == _JOINER
        and bool(before and after)
        and unicodedata.category(before) in ("So", "Sk", "Mn")
        and unicodedata.category(after) == "So"
    )


def fold_email(address: str) -> str:
    """What a mail address is known by.

    Nobody in practice has two addresses that differ in capitals only.
    """
    return clean(tidy(address).lower())


def is_email(address: str) -> bool:
    """Whether this could be a mail address, also as it is folded.

    Whether it works, only a mail can tell.
    """
    longest = max(len(address), len(fold_email(address[: MAX_LENGTH + 1])))
    return longest <= MAX_LENGTH and _EMAIL.fullmatch(address) is not None


def _is_prefix(word: str) -> bool:
    return word.lower().replace("’", "'") in _PREFIXES
