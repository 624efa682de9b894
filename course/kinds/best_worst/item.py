"""Best and worst: choose the best and the worst reaction to a situation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from course.kinds.options import OptionsItem
from course.kinds.parsing import check_marks, common, marked, open_block, options_of
from course.kinds.registry import item_kind
from course.text.source import Draft, RawBlock


@dataclass(frozen=True, kw_only=True)
class BestWorstItem(OptionsItem):
    """`best` and `worst` are option keys; the options between are neither."""

    kind: ClassVar[str] = "best-worst"
    best: str
    worst: str


@item_kind(BestWorstItem)
def parse_best_worst(block: RawBlock, draft: Draft) -> BestWorstItem | None:
    """Read a `::: best-worst` block: one entry [+], one [-], and one or two in between."""
    parts = open_block(block, draft)
    check_marks(parts, "+- ", draft)
    best, worst = marked(parts.entries, "+"), marked(parts.entries, "-")
    if len(best) != 1 or len(worst) != 1:
        draft.error(
            block.line, "one-right", "Zet bij precies één reactie [+] en bij precies één [-]."
        )
        return None
    draft.expect(
        len(parts.entries) >= 3,
        block.line,
        "few-options",
        "Geef ook een of twee reacties die er tussenin liggen.",
    )
    return BestWorstItem(
        **common(block, parts, draft),
        options=options_of(parts.entries, draft),
        best=best[0],
        worst=worst[0],
    )
