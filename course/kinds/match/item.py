"""Matching: give every card its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from course.kinds.parsing import common, open_block, phrases
from course.kinds.registry import item_kind
from course.kinds.sorting import SortingItem, parse_cards
from course.text.source import Draft, RawBlock


@dataclass(frozen=True, kw_only=True)
class MatchItem(SortingItem):
    """Every card has a place of its own, chosen from one list.

    `places` may hold some that fit no card.
    """

    kind: ClassVar[str] = "match"


@item_kind(MatchItem)
def parse_match(block: RawBlock, draft: Draft) -> MatchItem:
    """Read a `::: match` block: entries written as `- a. kaart = plaats`."""
    parts = open_block(block, draft, "extra")
    cards = parse_cards(parts.entries, draft)
    places = {*phrases(parts, "extra"), *(card.place for card in cards)}
    return MatchItem(
        **common(block, parts, draft), cards=cards, places=tuple(sorted(places, key=str.casefold))
    )
