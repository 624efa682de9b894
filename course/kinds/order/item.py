"""Ordering: put steps in their right order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from course.kinds.options import OptionsItem
from course.kinds.parsing import check_marks, common, needed_note, open_block, options_of
from course.kinds.registry import item_kind
from course.text.plain import Html
from course.text.source import Draft, RawBlock


@dataclass(frozen=True, kw_only=True)
class OrderItem(OptionsItem):
    """`options` stand in the right order. `after` explains the order as a whole."""

    kind: ClassVar[str] = "order"
    after: Html


@item_kind(OrderItem)
def parse_order(block: RawBlock, draft: Draft) -> OrderItem:
    """Read a `::: order` block. A code in braces is for the step that people misplace."""
    parts = open_block(block, draft)
    check_marks(parts, " ", draft)
    why = "Leg onder de stappen uit waarom dit de volgorde is: ‘after: …’."
    return OrderItem(
        **common(block, parts, draft),
        options=options_of(parts.entries, draft),
        after=needed_note(parts, "after", "no-after", why, draft),
    )
