"""Paths that come back to us from a form or an address, before we send somebody there."""

from __future__ import annotations

import re
from string import punctuation
from urllib.parse import quote, urlsplit

LONGEST = 2000  # signs, as a browser sends them: it goes into a header, and a proxy takes so much
UNREADABLE = "\ufffd"  # stands where bytes were no text
_PATH = re.compile(rf"/(?!/)[^\\ {UNREADABLE}]*")  # one slash, and no backslash or space


def own_path(text: str | None, otherwise: str = "/") -> str:
    """`text` when it is a path of this site, else `otherwise`. Parsed: no scheme, host, backslash
    or control character.

    A browser drops tabs and line ends, and takes a backslash for a slash; so `/\\t/elsewhere` would
    leave the site.
    """
    if not text or len(text) > LONGEST or not _PATH.fullmatch(text):
        return otherwise
    if not text.isprintable():  # control, format, unassigned, or another separator
        return otherwise
    if len(quote(text, safe=punctuation)) > LONGEST:  # what a browser sends as it is, counts once
        return otherwise
    try:
        elsewhere = urlsplit(text)[:2] != ("", "")
    except ValueError:
        return otherwise
    return otherwise if elsewhere else text
