"""Words that a school fills in: its ICT service, its code of conduct, its help desk. Found, checked and filled.

A text names one as `{{naam_ict_dienst}}`. What a school left empty is never invented.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape

from course.content.types import Html

_USE = re.compile(r"\{\{ *([a-z0-9_]+) *\}\}")
EMPTY = "Vraag dit na bij uw leidinggevende"


def used(texts: Iterable[str]) -> tuple[str, ...]:
    """The names used in these texts, in order of first use."""
    return tuple(dict.fromkeys(name for text in texts for name in _USE.findall(text)))


def fill(html: Html, values: Mapping[str, str]) -> Html:
    """The text with each variable replaced by the school's value, escaped, or by the fixed words for an empty one."""

    def value(match: re.Match[str]) -> str:
        text = values.get(match[1], "").strip()
        if not text:
            return f'<em class="school-value" data-state="empty">{EMPTY}</em>'
        if text.startswith("https://"):
            address = escape(text, quote=True)
            return f'<a class="school-value" href="{address}" rel="noopener">{address}</a>'
        return f'<span class="school-value">{escape(text)}</span>'

    return Html(_USE.sub(value, html))
