"""Cards that each get a place: what matching and categorising share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from course.kinds.item import Item, Option
from course.kinds.kind import Kind, Printed
from course.kinds.marking import (
    Examples,
    Form,
    NotGradable,
    Reason,
    Remark,
    Response,
    Score,
    by_key,
    first,
)
from course.kinds.options import keys_of
from course.kinds.pace import Pace, always_read, count, options_read
from course.kinds.parsing import option, pair
from course.text.plain import NO_TEXT, Html, text_as_html
from course.text.source import Draft, Entry


@dataclass(frozen=True)
class Card:
    """A card and the one place where it belongs.

    `conditions` ask a second, smaller question about it.
    """

    key: str
    text: Html
    place: str
    feedback: Html
    misconception: str | None = None
    conditions: tuple[Option, ...] = ()
    condition: str | None = None  # the key of the right condition


@dataclass(frozen=True, kw_only=True)
class SortingItem(Item):
    """Cards, and the places that a reader may choose from."""

    cards: tuple[Card, ...]
    places: tuple[str, ...]

    def texts(self) -> Iterator[Html]:
        yield from super().texts()
        for card in self.cards:
            yield card.text
            yield card.feedback
            for condition in card.conditions:
                yield condition.text
                yield condition.feedback


def parse_card(entry: Entry, draft: Draft) -> Card | None:
    """`- a. kaart = plaats`, with conditions below it; None with a problem."""
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


def fields_of(cards: Sequence[Card], response: Response) -> dict[str, str]:
    """Card key (or `key.voorwaarde`) to what was chosen for it.

    ValueError for a card that is not there.
    """
    given = dict(part.split("=", 1) for part in response)
    known = {card.key for card in cards} | {f"{card.key}.voorwaarde" for card in cards}
    if unknown := given.keys() - known:
        raise ValueError(f"no card {', '.join(sorted(unknown))}")
    return given


def grade_cards(item: SortingItem, response: Response) -> Score:
    """One point for each card in its place, and one for each right condition.

    Units:  whole points; `possible` counts cards and conditions.
    Errors: ValueError for a card the item does not have.
    """
    given = fields_of(item.cards, response)
    earned = sum(given.get(card.key) == card.place for card in item.cards)
    earned += sum(
        card.condition is not None
        and given.get(card.key) == card.place
        and given.get(f"{card.key}.voorwaarde") == card.condition
        for card in item.cards
    )
    return Score(earned, len(item.cards) + sum(card.condition is not None for card in item.cards))


class SortingRules(Kind[SortingItem]):
    """`card=place` for every card, and `card.voorwaarde=key` where a condition was asked."""

    compares = True

    def read(self, item: SortingItem, form: Form) -> Response | NotGradable:
        """Places are sent as `kaart-<key>`; conditions as `voorwaarde-<key>`, asked of who chose
        the right place.
        """
        given: list[str] = []
        for card in item.cards:
            place = first(form, f"kaart-{card.key}")
            if not place:
                return NotGradable(Reason.NOTHING_CHOSEN, f"kaart-{card.key}")
            if place not in item.places:
                return NotGradable(Reason.UNKNOWN, f"kaart-{card.key}")
            given.append(f"{card.key}={place}")
            condition = first(form, f"voorwaarde-{card.key}")
            if condition and card.conditions:
                if condition not in {option.key for option in card.conditions}:
                    return NotGradable(Reason.UNKNOWN, f"voorwaarde-{card.key}")
                given.append(f"{card.key}.voorwaarde={condition}")
        return tuple(given)

    def fields(self, item: SortingItem, response: Response) -> Form:
        form: dict[str, list[str]] = {}
        for name, value in fields_of(item.cards, response).items():
            key, _, condition = name.partition(".")
            form[f"voorwaarde-{key}" if condition else f"kaart-{key}"] = [value]
        return form

    def words(self, item: SortingItem, response: Response) -> Sequence[Html]:
        given = fields_of(item.cards, response)
        return [
            Html(f"{card.text}: {text_as_html(given.get(card.key, ''))}") for card in item.cards
        ]

    def grade(self, item: SortingItem, response: Response) -> Score:
        return grade_cards(item, response)

    def verdicts(self, item: SortingItem, response: Response) -> Mapping[str, bool]:
        given = fields_of(item.cards, response)
        return {
            card.key: given.get(card.key) == card.place
            and (card.condition is None or given.get(f"{card.key}.voorwaarde") == card.condition)
            for card in item.cards
        }

    def part_name(self, item: SortingItem, part: str) -> Html:
        return next((card.text for card in item.cards if card.key == part), NO_TEXT)

    def remarks(self, item: SortingItem, response: Response, *, full: bool) -> Sequence[Remark]:
        given = fields_of(item.cards, response)
        said: list[Remark] = []
        for card in item.cards:
            placed = given.get(card.key) == card.place
            if not placed:
                key = text_as_html(card.place) if full else NO_TEXT
                said.append(Remark(card.feedback, False, card.text, key))
            elif full and card.feedback:
                said.append(Remark(card.feedback, True, card.text))
            if placed and card.conditions:
                said += _condition_remarks(card, given.get(f"{card.key}.voorwaarde"), full=full)
        return said

    def examples(self, item: SortingItem) -> Examples:
        right = {f"kaart-{card.key}": [card.place] for card in item.cards}
        right |= {
            f"voorwaarde-{card.key}": [card.condition] for card in item.cards if card.condition
        }
        wrong = {
            f"kaart-{card.key}": [next(place for place in item.places if place != card.place)]
            for card in item.cards
        }
        return Examples(
            right,
            wrong,
            {f"kaart-{item.cards[0].key}": [item.cards[0].place]} if item.cards[1:] else {},
        )

    def solution(self, item: SortingItem) -> Mapping[str, object]:
        return {card.key: (card.place, card.condition) for card in item.cards}

    def stored_keys(self, item: SortingItem) -> Iterable[str]:
        """Cards, conditions and places: a place is kept in its words."""
        own = chain.from_iterable(keys_of(card.conditions) for card in item.cards)
        return chain((card.key for card in item.cards), own, item.places)

    def pace(self, item: SortingItem) -> Pace:
        read = sum(count(card.text) + count(card.feedback) for card in item.cards)
        own = sum(options_read(card.conditions, 1) for card in item.cards)
        return Pace(
            always_read(item) + read + own, sum(1 + bool(card.conditions) for card in item.cards)
        )

    def printed(self, item: SortingItem) -> Printed:
        places = tuple(sorted(item.places, key=str.casefold))
        return Printed(item.question, tuple(card.text for card in item.cards), places)

    def labels(self, item: SortingItem) -> Iterable[str]:
        return item.places


def _condition_remarks(card: Card, chosen: str | None, *, full: bool) -> list[Remark]:
    """What is said about the chosen condition; after the last try also about the right one."""
    known = by_key(card.conditions)
    said: list[Remark] = []
    if chosen in known:
        said.append(Remark(known[chosen].feedback, chosen == card.condition, card.text))
    if full and card.condition in known and chosen != card.condition:
        right = known[card.condition]
        said.append(Remark(right.feedback, True, card.text, right.text))
    return said
