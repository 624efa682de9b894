"""Single choice: one option is right. Also true or false, where each option gives its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from course.kinds.options import OptionsItem
from course.kinds.parsing import check_marks, common, marked, open_block, options_of
from course.kinds.registry import item_kind
from course.text.source import Draft, RawBlock


@dataclass(frozen=True, kw_only=True)
class ChoiceItem(OptionsItem):
    """`right` is the key of the one right option."""

    kind: ClassVar[str] = "choice"
    right: str


@item_kind(ChoiceItem)
def parse_choice(block: RawBlock, draft: Draft) -> ChoiceItem | None:
    """Read a `::: choice` block."""
    parts = open_block(block, draft)
    check_marks(parts, "x ", draft)
    right = marked(parts.entries)
    if len(right) != 1:
        draft.error(
            block.line, "one-right", f"Zet bij precies één keuze [x]. Nu zijn het er {len(right)}."
        )
        return None
    return ChoiceItem(
        **common(block, parts, draft),
        options=options_of(parts.entries, draft),
        right=right[0],
    )
