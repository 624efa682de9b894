"""Names as a computer in another country writes them: Windows-1250 (Polish, Czech, Croatian) and
Windows-1254 (Turkish).

Their bytes are bytes of Windows-1252 too, so Dvořák becomes `Dvoøák` and Yıldız `Yýldýz`. What
tells them apart is where a letter stands: ř is a consonant, and ø, on the same byte, a vowel.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_V = "[aeiouyáéíóúýàâäèêëìîïòôöùûüąęěůőűăøı]"
_C = f"(?!{_V})[^\\W\\d_]"
_AFTER_C = "(?<=[bcdfghjklmnpqrstvwxzčćďłńňřśšťźżž])"
_IN_TURKISH = "ığşüöç"


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


@dataclass(frozen=True)
class Abroad:
    """An encoding with the letters that only it has, and where those cannot stand."""

    encoding: str
    letters: str
    wrong: re.Pattern[str]

    def is_meant(self, text: str) -> bool:
        """Whether a text has such letters, each in a place of its own language."""
        low = _low(text)
        return not set(self.letters).isdisjoint(low) and not self.wrong.search(low)


CENTRAL = Abroad(
    "cp1250",
    "ąćęłńśźżčřěůďťňőűăşđľ",
    _any(
        f"[ńśź]{_V}",  # written with an i: nia, sia, zia
        r"řy|\bťy",
        f"{_AFTER_C}[řżćś](?<!ść)(?!{_V})",
        f"{_AFTER_C}ź(?<!dź)",
        f"{_AFTER_C}[čďťňłńđľ](?!\\w)",
        f"(?<![rl]){_AFTER_C}č{_C}",  # Krčmář, but no Kčvin
        f"[čďťňđľř]{_C}(?!\\w)",  # nor Daničl
    ),
)
# What nobody writes in Windows-1252, nor in Turkish
_NOBODY = (f"{_V}[øèò]{_V}", f"ñ(?!{_V}|ch)", r"æ(?!\w)", f"{_V}æ", r"[ªº]\w")
_NEVER = _any(*_NOBODY)
TURKISH = Abroad(
    "cp1254",
    "ığşİ",
    _any(f"{_AFTER_C}ğ", r"[áéíóúèêñ]\w*[ığş]", r"[ığş]\w*[áéíóúèêñ]", *_NOBODY),
)

# What may be another letter, unless that one cannot stand there
_OTHERWISE = _any(
    f"{_V}ø",
    f"ø{_V}",
    f"[aeoáéíóúäëïöü]è|è(?!{_C}(?:{_C})?e)(?!\\b)|[rlviyu]è\\b",
    f"(?:i|{_AFTER_C})ê{_C}",
    f"{_V}ï{_V}|{_AFTER_C}ï{_V}",
    "(?<![jhrsldbm])û",
    "ã(?![oe])",
    "õ(?!e)",
    "ñch",
    "[ìùòðþœªº]",
    r"ý(?!\b)|(?<!sk)(?<!ck)(?<!tn)(?<!vn)(?<!dn)ý\b",
)
_WORD = re.compile(r"[^\W\d_]+")


def is_never(text: str) -> bool:
    """Whether a text that was read as Windows-1252 holds what nobody writes."""
    return _NEVER.search(_low(text)) is not None


def may_be_otherwise(text: str) -> bool:
    """Whether a letter of a text that was read as Windows-1252 is as likely another one."""
    return _OTHERWISE.search(_low(text)) is not None


def is_surely_turkish(text: str) -> bool:
    """Whether a word has two letters of Turkish, one of which no other language has. A last ı does
    not count: it may be the ý of Výborný.
    """
    return any(map(_is_turkish, _WORD.findall(_low(text))))


def _is_turkish(word: str) -> bool:
    found = [sign for sign in word.removesuffix("ı") if sign in _IN_TURKISH]
    return len(found) > 1 and not set(TURKISH.letters).isdisjoint(found)


def _low(text: str) -> str:
    """In small letters, each sign still one sign; a capital İ counts as ı."""
    return text.replace("İ", "ı").lower()
