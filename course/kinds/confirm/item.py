"""A confirmation that somebody read something, on a day. No signature, and never graded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from course.kinds.item import Item
from course.kinds.parsing import common, open_block
from course.kinds.registry import item_kind
from course.text.plain import NO_TEXT, Html
from course.text.source import Draft, RawBlock


@dataclass(frozen=True, kw_only=True)
class ConfirmItem(Item):
    """One box to tick. `after` says what the confirmation does not mean."""

    kind: ClassVar[str] = "confirm"
    graded: ClassVar[bool] = False
    compulsory: ClassVar[bool] = False
    statement: Html
    after: Html

    def texts(self) -> Iterator[Html]:
        yield from super().texts()
        yield self.statement
        yield self.after


@item_kind(ConfirmItem)
def parse_confirm(block: RawBlock, draft: Draft) -> ConfirmItem:
    """Read a `::: confirm` block: one entry to tick, and what it does not mean."""
    parts = open_block(block, draft, entries=False)
    after = draft.note(parts, "after")
    if len(parts.entries) != 1:
        draft.error(
            block.line, "entry", "Geef precies één regel om aan te vinken: ‘- a. Ik heb … gelezen’."
        )
    if not after:
        draft.error(
            block.line,
            "no-after",
            "Schrijf onder de regel een ‘after: …’: wat dit vinkje niet betekent.",
        )
    statement = draft.inline(parts.entries[0].text) if parts.entries else NO_TEXT
    return ConfirmItem(**common(block, parts, draft), statement=statement, after=after)
