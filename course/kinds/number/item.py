"""A numeric estimate: type a whole number; close enough is right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from course.kinds.item import Item
from course.kinds.parsing import attribute, common, needed_attribute, open_block, whole
from course.kinds.registry import item_kind
from course.text.plain import Html
from course.text.source import Draft, RawBlock


@dataclass(frozen=True, kw_only=True)
class NumberItem(Item):
    """Right when at most `within` away from `answer`.

    Feedback differs for too low, right and too high.
    """

    kind: ClassVar[str] = "number"
    answer: int
    within: int
    unit: str
    right: Html
    low: Html
    high: Html


@item_kind(NumberItem)
def parse_number(block: RawBlock, draft: Draft) -> NumberItem:
    """Read a `::: number` block: `answer: 20`, `unit: werkdagen`, and the notes `low:`, `high:` and
    `after:`.
    """
    parts = open_block(block, draft, "answer", "within", "unit", entries=False)
    needed_attribute(parts, "answer", "answer", "Geef het goede getal: ‘answer: 20’.", draft)
    return NumberItem(
        **common(block, parts, draft),
        answer=whole(parts, "answer", 0, draft),
        within=whole(parts, "within", 0, draft),
        unit=attribute(parts, "unit"),
        right=draft.note(parts, "after"),
        low=draft.note(parts, "low"),
        high=draft.note(parts, "high"),
    )
