"""Between plain text and safe HTML. Needs no library, so every floor may use it."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import NewType

Html = NewType("Html", str)
NO_TEXT = Html("")
_TAG = re.compile(r"<[^>]+>")


def plain(html: Html) -> str:
    """The text of safe HTML, without its tags, on one line."""
    return " ".join(unescape(_TAG.sub(" ", html)).split())


def text_as_html(text: str) -> Html:
    """Plain text made safe to place in HTML."""
    return Html(escape(text))
