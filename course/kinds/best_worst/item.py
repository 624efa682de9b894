"""Best and worst: choose the best and the worst reaction to a situation."""

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
class BestWorstItem(Item):
    """`best` and `worst` are option keys; the options between are neither."""

    kind: ClassVar[str] = "best-worst"
    options: tuple[Option, ...]
    best: str
    worst: str

    def texts(self) -> Iterator[Html]:
        yield from super().texts()
        for choice in self.options:
            yield choice.text
            yield choice.feedback


@item_kind(BestWorstItem)
def parse_best_worst(block: RawBlock, draft: Draft) -> BestWorstItem | None:
    """Read a `::: best-worst` block: one entry [+], one [-], and one or two in between."""
    parts = open_block(block, draft)
    check_marks(parts, "+- ", draft)
    best = [entry.key for entry in parts.entries if entry.mark == "+"]
    worst = [entry.key for entry in parts.entries if entry.mark == "-"]
    if len(best) != 1 or len(worst) != 1:
        draft.error(
            block.line, "one-right", "Zet bij precies één reactie [+] en bij precies één [-]."
        )
        return None
    if len(parts.entries) < 3:
        draft.error(
            block.line, "few-options", "Geef ook een of twee reacties die er tussenin liggen."
        )
    return BestWorstItem(
        **common(block, parts, draft),
        options=tuple(option(entry, draft) for entry in parts.entries),
        best=best[0],
        worst=worst[0],
    )
