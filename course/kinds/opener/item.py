"""The ungraded question beforehand: choose one or more, or type a guess, and read on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from course.kinds.options import OptionsItem
from course.kinds.parsing import common, needed_note, open_block, options_of, yes
from course.kinds.registry import item_kind
from course.text.plain import Html
from course.text.source import Draft, RawBlock


@dataclass(frozen=True, kw_only=True)
class OpenerItem(OptionsItem):
    """Without options it asks for a few words. `after` is shown to all, whatever they chose."""

    kind: ClassVar[str] = "opener"
    graded: ClassVar[bool] = False
    several: bool
    after: Html


@item_kind(OpenerItem)
def parse_opener(block: RawBlock, draft: Draft) -> OpenerItem:
    """Read a `::: opener` block. Feedback per option is optional here; the `after:` text is not."""
    parts = open_block(block, draft, "several", entries=False)
    why = "Schrijf onder de keuzes een ‘after: …’: wat de deelnemer hierna leest."
    return OpenerItem(
        **common(block, parts, draft),
        options=options_of(parts.entries, draft),
        several=yes(parts, "several", draft),
        after=needed_note(parts, "after", "no-after", why, draft),
    )
