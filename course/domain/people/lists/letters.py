"""The bytes of a list as text, read rightly or not at all.

Almost any bytes can be read as Windows-1252, also what Excel for Mac (Mac Roman) or "MS-DOS CSV"
(code page 850) wrote: then Zoë becomes `Zo‘`. So each reading is judged by where its letters stand.
Windows of other countries (`abroad`) is told apart in the same way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from course.domain.people.lists import abroad
from course.domain.people.lists.abroad import CENTRAL, TURKISH, Abroad
from course.domain.people.roster_problems import Fault

_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
_ALIEN = 2
_WINDOWS, _OLDER = "cp1252", ("mac_roman", "cp850")
_COMMON = frozenset("éëïöüèáóçêúñäàôíÉËÏÖÜÇ")  # in Dutch lists
# in names from elsewhere; the rest is alien
_SELDOM = frozenset("îûâãåšžøœßýÿæòõÅØŠŽÁÓÈÀÂÊÔÎÑÚÍÄÆÒÕ")
_APOSTROPHES, _DASHES = "’‘", "–—"
_FREE = frozenset("€°§©®»”…·\xa0")
# UTF-8 that was once read as Windows-1252 and stored again
_TWICE = re.compile("[ÃÅ][\x80-\xbf©«¨¶¼³‡Ÿ‰–„]|â€")
# letters of two scripts in one word, as old bytes give that happen to be UTF-8
_MIXED = re.compile("[A-Za-z][\u0370-\u07ff]|[\u0300-\u07ff][A-Za-z]")
# a sign that ends a word and is no genitive (Jans’): the ı and í of code page 850, in Mac Roman
_LAST_SIGN = re.compile(r"[^\W\d_](?:(?<![sxz])’|[^\x00-\x7f\w’])(?!\w)")
_ODD = re.compile(r"[^\x00-\x7f]")


@dataclass(frozen=True)
class _Decoding:
    """The text in an encoding in which it can be meant, and how odd its oddest sign is."""

    text: str
    oddness: int

    @property
    def is_likely(self) -> bool:
        """Whether all its letters are of names that occur here."""
        return self.oddness < _ALIEN


def decoded(data: bytes) -> str | Fault:
    """The text of a file."""
    text = _in_unicode(data)
    if text is None:
        text = _in_old_letters(data)
    if isinstance(text, Fault):
        return text
    if "\0" in text:
        return Fault.UNREADABLE
    composed = unicodedata.normalize("NFC", text)
    is_odd = "\ufffd" in text or _TWICE.search(text) or _MIXED.search(composed)
    return Fault.LETTERS if is_odd else text


def _in_unicode(data: bytes) -> str | Fault | None:
    """None: it is no kind of Unicode."""
    named = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "")
    if not named and data[:200].count(0) > len(data[:200]) // 4:
        named = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
    try:
        return data.decode(named or "utf-8")
    except UnicodeDecodeError:
        return Fault.UNREADABLE if named else None


def _in_old_letters(data: bytes) -> str | Fault:
    """The one way in which the letters can be meant."""
    others = [found for name in _OLDER if (found := _possible(data, name))]
    foreign = _abroad(data)
    windows = _possible(data, _WINDOWS)
    if windows is None or _is_surely_foreign(windows, foreign):
        return _without_windows([*others, *foreign])
    if foreign and abroad.may_be_otherwise(windows.text):
        return Fault.LETTERS
    return _windows_against(windows, others)


def _is_surely_foreign(windows: _Decoding, foreign: Sequence[_Decoding]) -> bool:
    turkish = any(abroad.is_surely_turkish(one.text) for one in foreign)
    return turkish or abroad.is_never(windows.text)


def _abroad(data: bytes) -> list[_Decoding]:
    """The ways in which Windows in another country can have meant it."""
    central, turkish = (
        _possible(data, CENTRAL.encoding, CENTRAL),
        _possible(data, TURKISH.encoding, TURKISH),
    )
    found = [one for one in (central,) if one and _is_meant(one, CENTRAL)]
    if turkish is None or not _is_meant(turkish, TURKISH) or abroad.is_never(turkish.text):
        return found
    return [turkish] if abroad.is_surely_turkish(turkish.text) else [*found, turkish]


def _is_meant(found: _Decoding, where: Abroad) -> bool:
    return found.is_likely and where.is_meant(found.text)


def _windows_against(windows: _Decoding, others: Sequence[_Decoding]) -> str | Fault:
    """The text as Windows wrote it, unless that is odd and another way is as good."""
    if not others or not windows.oddness:
        return windows.text
    if not windows.is_likely or any(one.is_likely for one in others):
        return Fault.LETTERS
    return windows.text


def _without_windows(others: Sequence[_Decoding]) -> str | Fault:
    """The text of the only way that is likely, or that there is."""
    meant = [one for one in others if one.is_likely] or others
    if len(meant) != 1 or (len(others) > 1 and _LAST_SIGN.search(meant[0].text)):
        return Fault.LETTERS
    return meant[0].text


def _possible(data: bytes, encoding: str, where: Abroad | None = None) -> _Decoding | None:
    """The text in an encoding; None when it cannot be meant so. `where`: whose letters are not odd
    in it.
    """
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    found = _places(text)
    if any(place.cannot_be for place in found):
        return None
    odd = (place for place in found if not (where and where.at_home(place.sign)))
    return _Decoding(text, max((place.oddness for place in odd), default=0))


def _places(text: str) -> list[_Place]:
    """Every odd sign with what stands around it, each once."""
    starts = (at.start() for at in _ODD.finditer(text))
    found = {(text[max(at - 2, 0) : at], text[at], text[at + 1 : at + 3]) for at in starts}
    return [_Place(*one) for one in found]


@dataclass(frozen=True)
class _Place:
    """One sign with the two before it and after it."""

    before: str
    sign: str
    after: str

    @property
    def oddness(self) -> int:
        """How unlikely this sign is in a Dutch list."""
        if not self.sign.isalpha():
            return int(self._may_be_a_letter)
        if self.sign in _COMMON and not self._is_out_of_place:
            return 0
        if self.sign in _COMMON:
            return 1
        return 1 if self.sign in _SELDOM and not self._is_no_vowel_here else _ALIEN

    @property
    def cannot_be(self) -> bool:
        """Whether nobody writes this sign between these others."""
        last, then = self.before[-1:], self.after[:1]
        if self.sign.isalpha():
            return self._is_odd_capital if self.sign.isupper() else self._is_odd_small
        if self.sign in _APOSTROPHES:
            return self._is_odd_quote
        if self.sign in _DASHES:
            return last.isalpha() and not (then.isupper() or then.isdigit())
        return self.sign not in _FREE or then.isalpha() or (self.sign in "§®" and last.isalpha())

    @property
    def _is_out_of_place(self) -> bool:
        """Whether a common letter stands where it seldom does: first in a word, or á last."""
        last, then = self.before[-1:], self.after[:1]
        begins = self.sign.islower() and not last.isalpha()
        return begins or (self.sign == "á" and last in tuple("aeiou") and not then.isalpha())

    @property
    def _is_no_vowel_here(self) -> bool:
        """Whether an æ, ò or õ follows a vowel, or an æ ends a word, as in no name."""
        last, then = self.before[-1:], self.after[:1]
        if self.sign.lower() not in "æòõ":
            return False
        return last.lower() in tuple("aeiou") or (self.sign in "æÆ" and not then.isalpha())

    @property
    def _may_be_a_letter(self) -> bool:
        """Whether a sign stands where elsewhere the í of Luís or the à of Jordà has its byte."""
        in_word = self.sign == "’" and self.after[:1].isalpha() and not self.after[1:2].isalpha()
        return self.before[-1:].isalpha() and (self.sign == "…" or in_word)

    @property
    def _is_odd_capital(self) -> bool:
        last, then = self.before[-1:], self.after[:1]
        return last.islower() or (last.isupper() and then.islower())

    @property
    def _is_odd_small(self) -> bool:
        in_capitals = len(self.before) == 2 and self.before.isalpha() and self.before.isupper()
        return self.after[:1].isupper() or in_capitals

    @property
    def _is_odd_quote(self) -> bool:
        then, later = self.after[:1], self.after[1:2]
        if not self.before[-1:].isalpha():
            return not then.isalpha()
        if self.sign == "‘":
            return True
        return not then or (then.islower() and not (then in "st" and not later.isalpha()))
