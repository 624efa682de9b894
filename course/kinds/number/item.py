"""A numeric estimate: type a whole number; close enough is right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from course.kinds.item import Item
from course.kinds.parsing import common, open_block, whole
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

    def texts(self) -> Iterator[Html]:
        yield from super().texts()
        yield from (self.right, self.low, self.high)


@item_kind(NumberItem)
def parse_number(block: RawBlock, draft: Draft) -> NumberItem:
    """Read a `::: number` block: `answer: 20`, `unit: werkdagen`, and the notes `low:`, `high:` and
    `after:`.
    """
    parts = open_block(block, draft, "answer", "within", "unit", entries=False)
    if "answer" not in parts.attributes:
        draft.error(block.line, "answer", "Geef het goede getal: ‘answer: 20’.")
    return NumberItem(
        **common(block, parts, draft),
        answer=whole(parts, "answer", 0, draft),
        within=whole(parts, "within", 0, draft),
        unit=parts.attributes["unit"].text if "unit" in parts.attributes else "",
        right=draft.note(parts, "after"),
        low=draft.note(parts, "low"),
        high=draft.note(parts, "high"),
    )
