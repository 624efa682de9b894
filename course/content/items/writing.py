"""Items in which the learner writes: a reflection, and the if-then plan. Saved, never graded, the learner's alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from course.content.items import common, item_kind, open_block
from course.content.types import Item
from course.text.plain import Html
from course.text.source import Draft, RawBlock


@dataclass(frozen=True, kw_only=True)
class ReflectionItem(Item):
    """A short text of one's own. `example` shows what such a text may look like."""

    kind: ClassVar[str] = "reflection"
    graded: ClassVar[bool] = False
    compulsory: ClassVar[bool] = False
    example: Html

    def texts(self) -> Iterator[Html]:
        yield from super().texts()
        yield self.example


@dataclass(frozen=True, kw_only=True)
class PlanItem(Item):
    """One sentence: if this happens, then I do that. `examples` are (if, then) pairs to choose from or rewrite."""

    kind: ClassVar[str] = "plan"
    graded: ClassVar[bool] = False
    examples: tuple[tuple[str, str], ...]


@item_kind(ReflectionItem)
def parse_reflection(block: RawBlock, draft: Draft) -> ReflectionItem:
    """Read a `::: reflection` block."""
    parts = open_block(block, draft, entries=False)
    example = draft.note(parts, "example")
    if not example:
        draft.error(block.line, "no-example", "Geef een voorbeeld: ‘example: …’.")
    return ReflectionItem(**common(block, parts, draft), example=example)


@item_kind(PlanItem)
def parse_plan(block: RawBlock, draft: Draft) -> PlanItem:
    """Read a `::: plan` block. Each entry is an example, written as `- a. Als … = dan …`."""
    parts = open_block(block, draft, entries=False)
    examples: list[tuple[str, str]] = []
    for entry in parts.entries:
        when, separator, then = entry.text.partition(" = ")
        if not separator or not when.startswith("Als ") or not then.startswith("dan "):
            draft.error(entry.line, "pair", "Schrijf een voorbeeld als ‘- a. Als ik … = dan doe ik …’.")
        else:
            examples.append((when.removeprefix("Als "), then.removeprefix("dan ")))
    if not parts.entries:
        draft.error(block.line, "no-example", "Geef minstens één voorbeeld: ‘- a. Als … = dan …’.")
    return PlanItem(**common(block, parts, draft), examples=tuple(examples))
