"""The ungraded question beforehand: choose one or more, or type a guess, and read on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from course.kinds.item import Item, Option
from course.kinds.parsing import common, open_block, option, yes
from course.kinds.registry import item_kind
from course.text.plain import Html
from course.text.source import Draft, RawBlock


@dataclass(frozen=True, kw_only=True)
class OpenerItem(Item):
    """Without options it asks for a few words. `after` is shown to all, whatever they chose."""

    kind: ClassVar[str] = "opener"
    graded: ClassVar[bool] = False
    options: tuple[Option, ...]
    several: bool
    after: Html

    def texts(self) -> Iterator[Html]:
        yield from super().texts()
        yield self.after
        for choice in self.options:
            yield choice.text
            yield choice.feedback


@item_kind(OpenerItem)
def parse_opener(block: RawBlock, draft: Draft) -> OpenerItem:
    """Read a `::: opener` block. Feedback per option is optional here; the `after:` text is not."""
    parts = open_block(block, draft, "several", entries=False)
    after = draft.note(parts, "after")
    if not after:
        draft.error(
            block.line,
            "no-after",
            "Schrijf onder de keuzes een ‘after: …’: wat de deelnemer hierna leest.",
        )
    return OpenerItem(
        **common(block, parts, draft),
        options=tuple(option(entry, draft) for entry in parts.entries),
        several=yes(parts, "several", draft),
        after=after,
    )
