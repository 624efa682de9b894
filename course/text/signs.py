"""Which signs nobody sees."""

from __future__ import annotations

import unicodedata

_UNSEEN = frozenset({"Cc", "Cf", "Cs"})


def is_unseen(sign: str) -> bool:
    """A control sign, a mark for direction, a sign without width, half of a sign, or a number that
    is no sign and never will be: no page and no spreadsheet may hold one.

    Source: the Unicode Standard, section 23.7, noncharacters.
    """
    number = ord(sign)
    never = number & 0xFFFE == 0xFFFE or 0xFDD0 <= number <= 0xFDEF
    return never or unicodedata.category(sign) in _UNSEEN


def seen(text: str, kept: str) -> str:
    """The text without those, but for the ones that are kept."""
    plain = text
    for sign in kept:
        plain = plain.replace(sign, "")
    if plain.isprintable():
        return text
    return "".join(sign for sign in text if sign in kept or not is_unseen(sign))
