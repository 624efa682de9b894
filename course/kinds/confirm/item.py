"""A confirmation that somebody read something, on a day. No signature, and never graded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from course.kinds.item import Item
from course.kinds.parsing import common, needed_note, open_block
from course.kinds.registry import item_kind
from course.text.plain import Html
from course.text.source import Draft, RawBlock


@dataclass(frozen=True, kw_only=True)
class ConfirmItem(Item):
    """One box to tick. `after` says what the confirmation does not mean."""

    kind: ClassVar[str] = "confirm"
    graded: ClassVar[bool] = False
    compulsory: ClassVar[bool] = False
    statement: Html
    after: Html


@item_kind(ConfirmItem)
def parse_confirm(block: RawBlock, draft: Draft) -> ConfirmItem:
    """Read a `::: confirm` block: one entry to tick, and what it does not mean."""
    parts = open_block(block, draft, entries=False)
    draft.expect(
        len(parts.entries) == 1,
        block.line,
        "entry",
        "Geef precies één regel om aan te vinken: ‘- a. Ik heb … gelezen’.",
    )
    why = "Schrijf onder de regel een ‘after: …’: wat dit vinkje niet betekent."
    after = needed_note(parts, "after", "no-after", why, draft)
    statement = draft.inline("".join(entry.text for entry in parts.entries[:1]))
    return ConfirmItem(**common(block, parts, draft), statement=statement, after=after)
