"""Words that a school fills in: its ICT service, its code of conduct, its help desk. Found, checked
and filled.

A text names one as `{{naam_ict_dienst}}`, or as `{{naam_ict_dienst: de ict-dienst}}` with the
author's own words for a school that left it empty. What a school left empty is never invented.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from html import escape
from itertools import chain
from typing import Any, TypeVar, cast

from course.text.plain import Html

USE = re.compile(r"\{\{ *([a-z0-9_]+) *(?:: *([^{}]*?) *)?\}\}")
# Where the fixed words read as a sentence: alone, or last after a colon.
_APART = re.compile(r"(?:.*: *)?\{\{ *[a-z0-9_]+ *\}\}\.?", re.DOTALL)
EMPTY = "Vraag dit na bij uw leidinggevende"
T = TypeVar("T")


def used(texts: Iterable[str]) -> tuple[str, ...]:
    """The names used in these texts, in order of first use."""
    found = chain.from_iterable(map(USE.finditer, texts))
    return tuple(dict.fromkeys(match[1] for match in found))


def wordless(text: str) -> tuple[str, ...]:
    """The names in one paragraph, item or cell that an empty word would make nonsense of: in the
    middle of a sentence, without words of the author for that case.
    """
    bare = [name for name, own in USE.findall(text) if not own]
    if len(bare) == 1 and _APART.fullmatch(text.strip()):
        return ()
    return tuple(bare)


def fill(html: Html, values: Mapping[str, str]) -> Html:
    """The text with each variable replaced by the school's value, escaped; by the author's words
    for an empty one, or else by the fixed ones.
    """

    def value(match: re.Match[str]) -> str:
        text = _own(match[1], values)
        if not text:
            return match[2] or f'<em class="school-value" data-state="empty">{EMPTY}</em>'
        if text.startswith("https://"):
            address = escape(text, quote=True)
            return f'<a class="school-value" href="{address}" rel="noopener">{address}</a>'
        return f'<span class="school-value">{escape(text)}</span>'

    return Html(USE.sub(value, html))


def _own(name: str, values: Mapping[str, str]) -> str:
    """What the school wrote; what it wrote on several lines is told as one, with a sign between."""
    lines = map(str.strip, values.get(name, "").splitlines())
    return "; ".join(filter(None, lines))


def fill_in(value: T, values: Mapping[str, str]) -> T:
    """A lesson, an item or any part of one with every text filled in:

    HTML as HTML, plain words as plain words.
    """
    return cast(T, _fill_in(value, values, html=False))


def _fill_in(value: Any, values: Mapping[str, str], *, html: bool) -> Any:
    if isinstance(value, str):
        return _fill_text(value, values, html=html)
    if isinstance(value, tuple):
        return tuple(_fill_in(part, values, html=html) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        return _fill_fields(value, values)
    return value


def _fill_text(text: str, values: Mapping[str, str], *, html: bool) -> str:
    if "{{" not in text:
        return text
    if html:
        return fill(Html(text), values)
    return USE.sub(lambda match: _own(match[1], values) or match[2] or EMPTY, text)


def _fill_fields(whole: Any, values: Mapping[str, str]) -> Any:
    """The dataclass with its fields filled in: the type of a field says which of them are HTML."""
    changed = {}
    for field in fields(whole):
        part = getattr(whole, field.name)
        filled = _fill_in(part, values, html="Html" in str(field.type))
        if filled is not part:
            changed[field.name] = filled
    return replace(whole, **changed)
