"""A reflection: a few sentences of one's own. Saved, never graded, the learner's alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from course.kinds.item import Item
from course.kinds.parsing import common, needed_note, open_block
from course.kinds.registry import item_kind
from course.text.plain import Html
from course.text.source import Draft, RawBlock

MAX_REFLECTION = 2000  # characters


@dataclass(frozen=True, kw_only=True)
class ReflectionItem(Item):
    """A short text of one's own. `example` shows what such a text may look like."""

    kind: ClassVar[str] = "reflection"
    graded: ClassVar[bool] = False
    compulsory: ClassVar[bool] = False
    example: Html


@item_kind(ReflectionItem)
def parse_reflection(block: RawBlock, draft: Draft) -> ReflectionItem:
    """Read a `::: reflection` block."""
    parts = open_block(block, draft, entries=False)
    ask = "Geef een voorbeeld: ‘example: …’."
    example = needed_note(parts, "example", "no-example", ask, draft)
    return ReflectionItem(**common(block, parts, draft), example=example)
