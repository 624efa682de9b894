"""The bytes of a list as text, read rightly or not at all.

Almost any bytes can be read as Windows-1252, also what Excel for Mac (Mac Roman) or "MS-DOS CSV"
(code page 850) wrote: then Zoë becomes `Zo‘`. So each reading is judged by where its letters stand.
Windows of other countries (`abroad`) is told apart in the same way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from course.domain.people.lists import abroad
from course.domain.people.lists.abroad import CENTRAL, TURKISH, Abroad
from course.domain.people.roster_problems import Fault

_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
_WINDOWS, _OLDER = "cp1252", ("mac_roman", "cp850")
_COMMON_SMALL, _COMMON = "éëïöüèáóçêúñäàôí", "éëïöüèáóçêúñäàôíÉËÏÖÜÇ"  # in Dutch lists
# in names from elsewhere; the rest is alien
_SELDOM = "îûâãåšžøœßýÿæòõÅØŠŽÁÓÈÀÂÊÔÎÑÚÍÄÆÒÕ"
_FREE = "€°§©®»”…·\xa0"
# what was no text, and UTF-8 that was once read as Windows-1252 and stored again
_BROKEN = re.compile("\ufffd|[ÃÅ][\x80-\xbf©«¨¶¼³‡Ÿ‰–„]|â€")
# letters of two scripts in one word, as old bytes give that happen to be UTF-8
_MIXED = re.compile("[A-Za-z][\u0370-\u07ff]|[\u0300-\u07ff][A-Za-z]")
# a sign that ends a word and is no genitive (Jans’): the ı and í of code page 850, in Mac Roman
_LAST_SIGN = re.compile(r"[^\W\d_](?:(?<![sxz])’|[^\x00-\x7f\w’])(?!\w)")


def _signs(fits: Callable[[str], bool]) -> str:
    """All signs of one kind that any of these encodings has."""
    every: set[str] = set()
    for encoding in (_WINDOWS, *_OLDER, CENTRAL.encoding, TURKISH.encoding):
        every.update(bytes(range(256)).decode(encoding, "ignore"))
    return "".join(sorted(filter(fits, every)))


_LETTERS, _CAPITALS, _SMALL = _signs(str.isalpha), _signs(str.isupper), _signs(str.islower)
_DIGITS = _signs(str.isdigit)

# Each begins with the sign that is judged, and then looks at what stands round it.
# A sign that nobody writes between these others:
_NEVER = re.compile(
    rf"""[^\x00-\x7f](?:
      (?<=[{_SMALL}][{_CAPITALS}])  # a capital after a small letter
    | (?<=[{_CAPITALS}]{{2}})(?=[{_SMALL}])
    | (?<=[{_LETTERS}])(?<![{_CAPITALS}])(?=[{_CAPITALS}])  # a small letter before a capital
    | (?<=[{_CAPITALS}]{{2}}[{_LETTERS}])(?<![{_CAPITALS}])
    | (?<=[’‘])(?<![{_LETTERS}].)(?![{_LETTERS}])  # a quote without a word
    | (?<=[{_LETTERS}]‘)
    | (?<=[{_LETTERS}]’)(?=\Z|(?![st](?![{_LETTERS}]))[{_SMALL}])  # foto’s may be, foto’tje not
    | (?<=[{_LETTERS}][–—])(?![{_CAPITALS}{_DIGITS}])
    | (?<=[{_FREE}])(?=[{_LETTERS}])
    | (?<=[{_LETTERS}][§®])
    | (?<=[^{_LETTERS}{_FREE}’‘–—])
    )""",
    re.VERBOSE,
)
# A letter that is in no name here, also an æ, ò or õ after a vowel and an æ that ends a word:
_ALIEN = re.compile(
    rf"""[^\x00-\x7f](?:
      (?<=[{_LETTERS}])(?<![{_COMMON}{_SELDOM}])
    | (?<=[aeiouAEIOU][æÆòÒõÕ])
    | (?<=[æÆ])(?![{_LETTERS}])
    )""",
    re.VERBOSE,
)
# What is unlikely in a Dutch list:
_ODD = re.compile(
    rf"""[^\x00-\x7f](?:
      (?<=[{_LETTERS}])(?<![{_COMMON}])
    | (?<=[{_COMMON_SMALL}])(?<![{_LETTERS}].)  # a letter that seldom stands first
    | (?<=[aeiou]á)(?![{_LETTERS}])
    | (?<=[{_LETTERS}]…)  # elsewhere the à of Jordà has this byte
    | (?<=[{_LETTERS}]’)(?=[{_LETTERS}](?![{_LETTERS}]))  # and the í of Luís this one
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class _Decoding:
    """The text in an encoding in which it can be meant.

    `is_likely`: all its letters are of names that occur here; `is_odd`: not all in their places.
    """

    text: str
    is_likely: bool
    is_odd: bool


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
    if _BROKEN.search(text) or _MIXED.search(composed):
        return Fault.LETTERS
    return text


def _in_unicode(data: bytes) -> str | Fault | None:
    """None: it is no kind of Unicode."""
    named = _marked(data)
    try:
        return data.decode(named or "utf-8")
    except UnicodeDecodeError:
        return Fault.UNREADABLE if named else None


def _marked(data: bytes) -> str | None:
    """The kind of Unicode that a file says it is, by its mark or by its many zeros."""
    for mark, name in _MARKS.items():
        if data.startswith(mark):
            return name
    start = data[:200]
    if start.count(0) <= len(start) // 4:
        return None
    return "utf-16-le" if start[1:2] == b"\0" else "utf-16-be"


def _in_old_letters(data: bytes) -> str | Fault:
    """The one way in which the letters can be meant."""
    others = list(filter(None, map(partial(_possible, data), _OLDER)))
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
    central, turkish = _meant_in(CENTRAL, data), _meant_in(TURKISH, data)
    if turkish and abroad.is_surely_turkish(turkish.text):
        return [turkish]
    return list(filter(None, (central, turkish)))


def _meant_in(where: Abroad, data: bytes) -> _Decoding | None:
    found = _possible(data, where.encoding, where.letters)
    if found and found.is_likely and where.is_meant(found.text):
        return found
    return None


def _windows_against(windows: _Decoding, others: Sequence[_Decoding]) -> str | Fault:
    """The text as Windows wrote it, unless that is odd and another way is as good."""
    if not others or not windows.is_odd:
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


def _possible(data: bytes, encoding: str, own: str = "") -> _Decoding | None:
    """The text in an encoding; None when it cannot be meant so. `own`: letters that are not odd in
    it.
    """
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    if _NEVER.search(text):
        return None
    at_home = {*own, *own.upper()}
    return _Decoding(
        text,
        is_likely=at_home.issuperset(_ALIEN.findall(text)),
        is_odd=not at_home.issuperset(_ODD.findall(text)),
    )
