"""Words that a school fills in: its ICT service, its code of conduct, its help desk. Found, checked
and filled.

A text names one as `{{naam_ict_dienst}}`. What a school left empty is never invented.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from html import escape
from typing import Any, TypeVar, cast

from course.text.plain import Html

_USE = re.compile(r"\{\{ *([a-z0-9_]+) *\}\}")
EMPTY = "Vraag dit na bij uw leidinggevende"
T = TypeVar("T")


def used(texts: Iterable[str]) -> tuple[str, ...]:
    """The names used in these texts, in order of first use."""
    return tuple(dict.fromkeys(name for text in texts for name in _USE.findall(text)))


def fill(html: Html, values: Mapping[str, str]) -> Html:
    """The text with each variable replaced by the school's value, escaped, or by the fixed words
    for an empty one.
    """

    def value(match: re.Match[str]) -> str:
        text = values.get(match[1], "").strip()
        if not text:
            return f'<em class="school-value" data-state="empty">{EMPTY}</em>'
        if text.startswith("https://"):
            address = escape(text, quote=True)
            return f'<a class="school-value" href="{address}" rel="noopener">{address}</a>'
        return f'<span class="school-value">{escape(text)}</span>'

    return Html(_USE.sub(value, html))


def fill_in(value: T, values: Mapping[str, str]) -> T:
    """A lesson, an item or any part of one with every text filled in:

    HTML as HTML, plain words as plain words.
    """
    return cast(T, _fill_in(value, values, html=False))


def _fill_in(value: Any, values: Mapping[str, str], *, html: bool) -> Any:
    if isinstance(value, str):
        if "{{" not in value:
            return value
        return (
            fill(Html(value), values)
            if html
            else _USE.sub(lambda m: values.get(m[1], "").strip() or EMPTY, value)
        )
    if isinstance(value, tuple):
        return tuple(_fill_in(part, values, html=html) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        parts = {
            field.name: (getattr(value, field.name), "Html" in str(field.type))
            for field in fields(value)
        }
        filled = {
            name: _fill_in(part, values, html=is_html) for name, (part, is_html) in parts.items()
        }
        return replace(
            value, **{name: part for name, part in filled.items() if part is not parts[name][0]}
        )
    return value
