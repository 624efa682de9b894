"""Multiple choice: choose all that apply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from course.kinds.options import OptionsItem
from course.kinds.parsing import check_marks, common, marked, open_block, options_of
from course.kinds.registry import item_kind
from course.text.source import Draft, RawBlock


@dataclass(frozen=True, kw_only=True)
class MultipleItem(OptionsItem):
    """`right` holds the keys of all right options."""

    kind: ClassVar[str] = "multiple"
    right: frozenset[str]


@item_kind(MultipleItem)
def parse_multiple(block: RawBlock, draft: Draft) -> MultipleItem | None:
    """Read a `::: multiple` block."""
    parts = open_block(block, draft)
    check_marks(parts, "x ", draft)
    right = frozenset(marked(parts.entries))
    if not right:
        draft.error(block.line, "one-right", "Zet bij minstens één keuze [x].")
        return None
    return MultipleItem(
        **common(block, parts, draft),
        options=options_of(parts.entries, draft),
        right=right,
    )
