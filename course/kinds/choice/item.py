"""Single choice: one option is right. Also true or false, where each option gives its reason."""

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
class ChoiceItem(Item):
    """`right` is the key of the one right option."""

    kind: ClassVar[str] = "choice"
    options: tuple[Option, ...]
    right: str

    def texts(self) -> Iterator[Html]:
        yield from super().texts()
        for choice in self.options:
            yield choice.text
            yield choice.feedback


@item_kind(ChoiceItem)
def parse_choice(block: RawBlock, draft: Draft) -> ChoiceItem | None:
    """Read a `::: choice` block."""
    parts = open_block(block, draft)
    check_marks(parts, "x ", draft)
    right = [entry.key for entry in parts.entries if entry.mark == "x"]
    if len(right) != 1:
        draft.error(
            block.line, "one-right", f"Zet bij precies één keuze [x]. Nu zijn het er {len(right)}."
        )
        return None
    return ChoiceItem(
        **common(block, parts, draft),
        options=tuple(option(entry, draft) for entry in parts.entries),
        right=right[0],
    )
