"""A place on a scale from 1 to 5."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from course.kinds.item import Item
from course.kinds.parsing import common, open_block, whole
from course.kinds.registry import item_kind
from course.text.plain import Html
from course.text.source import Draft, RawBlock

STEPS = ("1", "2", "3", "4", "5")


@dataclass(frozen=True, kw_only=True)
class ScaleItem(Item):
    """`answer` is the right step."""

    kind: ClassVar[str] = "scale"
    answer: int
    after: Html


@item_kind(ScaleItem)
def parse_scale(block: RawBlock, draft: Draft) -> ScaleItem:
    """Read a `::: scale` block: `answer: 4`, the question and an `after:`."""
    parts = open_block(block, draft, "answer", entries=False)
    answer = whole(parts, "answer", 1, draft)
    return ScaleItem(**common(block, parts, draft), answer=answer, after=draft.note(parts, "after"))
