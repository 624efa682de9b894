"""The if-then plan. Saved, never graded, the learner's alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from course.kinds.item import Item
from course.kinds.parsing import common, open_block
from course.kinds.registry import item_kind
from course.text.source import Draft, RawBlock

MAX_CLAUSE = 300  # characters


@dataclass(frozen=True, kw_only=True)
class PlanItem(Item):
    """One sentence: if this happens, then I do that.

    `examples` are (if, then) pairs to choose from or rewrite.
    """

    kind: ClassVar[str] = "plan"
    graded: ClassVar[bool] = False
    examples: tuple[tuple[str, str], ...]


@item_kind(PlanItem)
def parse_plan(block: RawBlock, draft: Draft) -> PlanItem:
    """Read a `::: plan` block. Each entry is an example, written as `- a. Als … = dan …`."""
    parts = open_block(block, draft, entries=False)
    examples: list[tuple[str, str]] = []
    for entry in parts.entries:
        when, separator, then = entry.text.partition(" = ")
        if not separator or not when.startswith("Als ") or not then.startswith("dan "):
            draft.error(
                entry.line, "pair", "Schrijf een voorbeeld als ‘- a. Als ik … = dan doe ik …’."
            )
        else:
            examples.append((when.removeprefix("Als "), then.removeprefix("dan ")))
    draft.expect(
        parts.entries,
        block.line,
        "no-example",
        "Geef minstens één voorbeeld: ‘- a. Als … = dan …’.",
    )
    return PlanItem(**common(block, parts, draft), examples=tuple(examples))
