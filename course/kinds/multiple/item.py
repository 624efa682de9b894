"""Multiple choice: choose all that apply."""

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
class MultipleItem(Item):
    """`right` holds the keys of all right options."""

    kind: ClassVar[str] = "multiple"
    options: tuple[Option, ...]
    right: frozenset[str]

    def texts(self) -> Iterator[Html]:
        yield from super().texts()
        for choice in self.options:
            yield choice.text
            yield choice.feedback


@item_kind(MultipleItem)
def parse_multiple(block: RawBlock, draft: Draft) -> MultipleItem | None:
    """Read a `::: multiple` block."""
    parts = open_block(block, draft)
    check_marks(parts, "x ", draft)
    right = frozenset(entry.key for entry in parts.entries if entry.mark == "x")
    if not right:
        draft.error(block.line, "one-right", "Zet bij minstens één keuze [x].")
        return None
    return MultipleItem(
        **common(block, parts, draft),
        options=tuple(option(entry, draft) for entry in parts.entries),
        right=right,
    )
