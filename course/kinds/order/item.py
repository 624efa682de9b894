"""Ordering: put steps in their right order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from course.kinds.item import Item, Option
from course.kinds.parsing import check_marks, common, open_block, option
from course.kinds.registry import item_kind
from course.text.plain import Html
from course.text.source import Draft, RawBlock


@dataclass(frozen=True, kw_only=True)
class OrderItem(Item):
    """`options` stand in the right order. `after` explains the order as a whole."""

    kind: ClassVar[str] = "order"
    options: tuple[Option, ...]
    after: Html

    def texts(self) -> Iterator[Html]:
        yield from super().texts()
        yield self.after
        for step in self.options:
            yield step.text
            yield step.feedback


@item_kind(OrderItem)
def parse_order(block: RawBlock, draft: Draft) -> OrderItem:
    """Read a `::: order` block. A code in braces is for the step that people misplace."""
    parts = open_block(block, draft)
    check_marks(parts, " ", draft)
    after = draft.note(parts, "after")
    if not after:
        draft.error(
            block.line,
            "no-after",
            "Leg onder de stappen uit waarom dit de volgorde is: ‘after: …’.",
        )
    return OrderItem(
        **common(block, parts, draft),
        options=tuple(option(entry, draft) for entry in parts.entries),
        after=after,
    )
