"""Names and mail addresses of people: how they sort, and when two are the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import filterfalse

from course.text.signs import is_unseen
from course.text.surnames import NameParts, is_turned, joined, split_name, split_surname

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
_APOSTROPHES = re.compile(r"['‘’`´]")
_EMAIL = re.compile(r"[^@\s<>()\[\],;:\"\\]+@[^@\s<>()\[\],;:\"\\.]+(\.[^@\s<>()\[\],;:\"\\.]+)+")
MAX_LENGTH = 200  # of a name and of a mail address
# on one letter: no language has more, and putting long rows of them in order takes quadratic time
MOST_MARKS = 8
_KEPT = frozenset("\t\n\r")
_JOINER = "\u200d"
_JOINED = {(before, "Cf", "So") for before in ("So", "Sk", "Mn")}  # what it stands between
_LINE_ENDS = dict.fromkeys(map(ord, "\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029"), "\n")


def sort_name(name: str) -> str:
    """What a full name is ordered by: the surname without its prefix, then the rest; without
    accents and capitals.

    "Noor van den Berg" and "Berg, Noor van den" both give "berg, noor van den". A name of one word
    is its own surname.
    """
    return _key(split_name(tidy(name)))


def sort_key(first: str, prefix: str, surname: str) -> str:
    """The same for a name that is known in parts. Every part but one may be empty."""
    own = split_surname(joined(tidy(surname)))
    return _key(NameParts(tidy(first), tidy(f"{prefix} {own.prefix}"), own.surname))


def full_name(first: str, prefix: str, surname: str) -> str:
    """The parts of a name as people say it."""
    return joined(tidy(f"{first} {prefix} {surname}"))


def said_name(name: str) -> str:
    """A whole name as people say it, also when a list has it turned."""
    name = tidy(name)
    if not is_turned(name):
        return joined(name)
    parts = split_name(name)
    stuck = parts.prefix.endswith(("'", "’", "-"))
    surname = f"{parts.prefix}{'' if stuck else ' '}{parts.surname}"
    return tidy(f"{parts.first} {surname}")


def _key(parts: NameParts) -> str:
    """A key that sorts as it should by its signs alone, so that both databases and Python agree.

    A comma sorts before the line that joins words of a surname: all of Berg, then Berg-Smit.
    """
    surname = "-".join(key_words(parts.surname))
    rest = " ".join(key_words(f"{parts.first} {parts.prefix}"))
    whole = ", ".join(filter(None, (surname, rest)))
    return (whole or fold(tidy(f"{parts.first} {parts.surname}")))[:MAX_LENGTH]


def key_words(text: str) -> list[str]:
    """The words that a key is made of: letters and digits, without accents and capitals.

    An apostrophe inside a word is passed over, so that O'Brien stands with Obrien.
    """
    plain = _APOSTROPHES.sub("", fold(text))
    return "".join(" " if _is_mark(sign) else sign for sign in plain).split()


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "PSZC"


def fold(text: str) -> str:
    """Letters without accents and capitals, so that Özdemir stands between Oosten and Pas, and é
    finds e.
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(filterfalse(unicodedata.combining, plain))


def tidy(text: str) -> str:
    """Text of one line from a form or a file: as `clean`, with one space between words."""
    return re.sub(r"\s+", " ", clean(text)).strip()


def clean(text: str) -> str:
    """Text without what nobody sees, letters in one form, line ends and tabs kept.

    Gone are control signs, marks for direction, signs without width, halves of signs and what is
    no sign. What ends a line in a word processor ends one here. A joiner stays where it makes one
    picture out of two.
    """
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", "".join(_visible(text.translate(_LINE_ENDS))))


def _visible(text: str) -> Iterator[str]:
    marks = 0
    kinds = [unicodedata.category(sign) for sign in text]
    for place, sign in enumerate(text):
        if is_unseen(sign) and sign not in _KEPT:
            between = tuple(kinds[max(place - 1, 0) : place + 2])
            if sign != _JOINER or between not in _JOINED:
                continue
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks <= MOST_MARKS:
            yield sign


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
