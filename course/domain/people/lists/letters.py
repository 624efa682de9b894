"""The bytes of a list as text, read rightly or not at all.

Almost any bytes can be read as Windows-1252, also what Excel for Mac (Mac Roman) or "MS-DOS CSV"
(code page 850) wrote: then Zoë becomes `Zo‘`. So each reading is judged by where its letters stand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from course.domain.people.roster_problems import Fault

_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
_ALIEN = 2
_OLD = ("cp1252", "mac_roman", "cp850")
_COMMON = frozenset("éëïöüèáóçêúñäàôíÉËÏÖÜÇ")  # in Dutch lists
_SELDOM = frozenset("îûâãåšžøœßýÿÅØŠŽÁÓÈÀÂÊÔÎÑÚÍÄ")  # in names from elsewhere; the rest is alien
_APOSTROPHES, _DASHES = "’‘", "–—"
_FREE = frozenset("€°§©®»”…·\xa0")
# UTF-8 that was once read as Windows-1252 and stored again
_TWICE = re.compile("[ÃÅ][\x80-\xbf©«¨¶¼³‡Ÿ‰–„]|â€")
_ODD = re.compile(r"[^\x00-\x7f]")


@dataclass(frozen=True)
class _Decoding:
    """The text in one encoding: whether a sign cannot be meant so, and how odd the oddest is."""

    text: str
    wrong: bool
    oddness: int


def decoded(data: bytes) -> str | Fault:
    """The text of a file."""
    text = _in_unicode(data)
    if text is None:
        text = _in_old_letters(data)
    if isinstance(text, Fault):
        return text
    if "\0" in text:
        return Fault.UNREADABLE
    return Fault.LETTERS if "\ufffd" in text or _TWICE.search(text) else text


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
    possible = {name: found for name in _OLD if (found := _read(data, name)) and not found.wrong}
    windows = possible.pop("cp1252", None)
    likely = [one for one in possible.values() if one.oddness < _ALIEN]
    if windows and (not windows.oddness or not possible):
        return windows.text
    if windows and (likely or windows.oddness == _ALIEN):
        return Fault.LETTERS
    meant = [windows] if windows else likely or [*possible.values()]
    return meant[0].text if len(meant) == 1 else Fault.LETTERS


def _read(data: bytes, encoding: str) -> _Decoding | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    found = {_Place.of(text, at.start()) for at in _ODD.finditer(text)}
    wrong = any(place.cannot_be for place in found)
    return _Decoding(text, wrong, max((place.oddness for place in found), default=0))


@dataclass(frozen=True)
class _Place:
    """One sign with the two before it and after it."""

    before: str
    sign: str
    after: str

    @classmethod
    def of(cls, text: str, at: int) -> _Place:
        return cls(text[max(at - 2, 0) : at], text[at], text[at + 1 : at + 3])

    @property
    def oddness(self) -> int:
        """How unlikely this letter is in a Dutch list."""
        if not self.sign.isalpha() or self.sign in _COMMON:
            return 0
        return 1 if self.sign in _SELDOM else _ALIEN

    @property
    def cannot_be(self) -> bool:
        """Whether nobody writes this sign between these others."""
        last, then = self.before[-1:], self.after[:1]
        if self.sign.isalpha():
            return self._is_odd_capital if self.sign.isupper() else self._is_odd_small
        if self.sign in _APOSTROPHES:
            return self._is_odd_quote
        if self.sign in _DASHES:
            return last.isalpha() and then.islower()
        return self.sign not in _FREE or then.isalpha()

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
