"""Categorising: give every card its bin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from course.kinds.parsing import common, entries_by_key, open_block, phrases
from course.kinds.registry import item_kind
from course.kinds.sorting import SortingItem, parse_cards
from course.text.source import Draft, RawBlock


@dataclass(frozen=True, kw_only=True)
class CategoriseItem(SortingItem):
    """A few bins and more cards than bins."""

    kind: ClassVar[str] = "categorise"


@item_kind(CategoriseItem)
def parse_categorise(block: RawBlock, draft: Draft) -> CategoriseItem:
    """Read a `::: categorise` block: `bins: een | twee`, and entries `- a. kaart = een`."""
    parts = open_block(block, draft, "bins")
    places = phrases(parts, "bins")
    draft.expect(
        len(places) >= 2,
        block.line,
        "bins",
        "Noem minstens twee bakken: ‘bins: toestemming | overeenkomst’.",
    )
    cards = parse_cards(parts.entries, draft)
    entries = entries_by_key(parts)
    for card in cards:
        draft.expect(
            not places or card.place in places,
            entries[card.key].line,
            "bins",
            f"Bak ‘{card.place}’ staat niet bij ‘bins:’.",
        )
    return CategoriseItem(**common(block, parts, draft), cards=cards, places=places)
