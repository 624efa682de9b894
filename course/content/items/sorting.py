"""Matching and categorising: give every card its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from course.content.items import common, item_kind, open_block, option, pair, phrases
from course.content.types import Item, Option
from course.text.plain import Html
from course.text.source import Draft, Entry, RawBlock


@dataclass(frozen=True)
class Card:
    """A card and the one place where it belongs. `conditions` ask a second, smaller question about it."""

    key: str
    text: Html
    place: str
    feedback: Html
    misconception: str | None = None
    conditions: tuple[Option, ...] = ()
    condition: str | None = None  # the key of the right condition


@dataclass(frozen=True, kw_only=True)
class MatchItem(Item):
    """Every card has a place of its own, chosen from one list. `places` may hold some that fit no card."""

    kind: ClassVar[str] = "match"
    cards: tuple[Card, ...]
    places: tuple[str, ...]

    def texts(self) -> Iterator[Html]:
        yield from super().texts()
        yield from card_texts(self.cards)

    def misconceptions(self) -> frozenset[str]:
        return frozenset(card.misconception for card in self.cards if card.misconception)


@dataclass(frozen=True, kw_only=True)
class CategoriseItem(Item):
    """A few bins and more cards than bins."""

    kind: ClassVar[str] = "categorise"
    cards: tuple[Card, ...]
    places: tuple[str, ...]

    def texts(self) -> Iterator[Html]:
        yield from super().texts()
        yield from card_texts(self.cards)

    def misconceptions(self) -> frozenset[str]:
        return frozenset(card.misconception for card in self.cards if card.misconception)


def card_texts(cards: tuple[Card, ...]) -> Iterator[Html]:
    """Every text on these cards."""
    for card in cards:
        yield card.text
        yield card.feedback
        for condition in card.conditions:
            yield condition.text
            yield condition.feedback


@item_kind(MatchItem)
def parse_match(block: RawBlock, draft: Draft) -> MatchItem:
    """Read a `::: match` block: entries written as `- a. kaart = plaats`."""
    parts = open_block(block, draft, "extra")
    cards = tuple(card for entry in parts.entries if (card := _card(entry, draft)))
    places = {card.place: None for card in cards} | dict.fromkeys(phrases(parts, "extra"))
    return MatchItem(**common(block, parts, draft), cards=cards, places=tuple(sorted(places, key=str.casefold)))


@item_kind(CategoriseItem)
def parse_categorise(block: RawBlock, draft: Draft) -> CategoriseItem:
    """Read a `::: categorise` block: `bins: een | twee`, and entries written as `- a. kaart = een`."""
    parts = open_block(block, draft, "bins")
    places = phrases(parts, "bins")
    if len(places) < 2:
        draft.error(block.line, "bins", "Noem minstens twee bakken: ‘bins: toestemming | overeenkomst’.")
    cards = tuple(card for entry in parts.entries if (card := _card(entry, draft)))
    lines = {entry.key: entry.line for entry in parts.entries}
    for card in cards:
        if places and card.place not in places:
            draft.error(lines[card.key], "bins", f"Bak ‘{card.place}’ staat niet bij ‘bins:’.")
    return CategoriseItem(**common(block, parts, draft), cards=cards, places=places)


def _card(entry: Entry, draft: Draft) -> Card | None:
    found = pair(entry, draft)
    if found is None:
        return None
    right = [child.key for child in entry.children if child.mark == "x"]
    if entry.children and len(right) != 1:
        draft.error(entry.line, "one-right", "Zet bij precies één voorwaarde [x].")
        return None
    return Card(
        key=entry.key,
        text=draft.inline(found[0]),
        place=found[1],
        feedback=draft.html(entry.feedback),
        misconception=entry.code,
        conditions=tuple(option(child, draft) for child in entry.children),
        condition=right[0] if right else None,
    )
