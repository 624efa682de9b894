"""Cards that each get a place: what matching and categorising share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from course.kinds.item import Item, Option
from course.kinds.kind import Kind, Printed
from course.kinds.marking import (
    Examples,
    Form,
    Remark,
    Response,
    Score,
    by_key,
    by_part,
    first,
    keys_of,
    picked,
    total,
)
from course.kinds.pace import Pace, always_read, options_read
from course.kinds.parsing import marked, options_of, pair
from course.text.plain import NO_TEXT, Html, text_as_html
from course.text.readability import count_words
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


def parse_cards(entries: Iterable[Entry], draft: Draft) -> tuple[Card, ...]:
    """The entries as cards, without those that have a problem."""
    found = [_card(entry, draft) for entry in entries]
    return tuple(filter(None, found))


def _card(entry: Entry, draft: Draft) -> Card | None:
    """`- a. kaart = plaats`, with conditions below it; None with a problem."""
    sides = pair(entry, draft)
    if sides is None:
        return None
    right = [*marked(entry.children), None]  # a card without conditions has no right one
    if entry.children and len(right) != 2:
        draft.error(entry.line, "one-right", "Zet bij precies één voorwaarde [x].")
        return None
    return Card(
        key=entry.key,
        text=draft.inline(sides[0]),
        place=sides[1],
        feedback=draft.html(entry.feedback),
        misconception=entry.code,
        conditions=options_of(entry.children, draft),
        condition=right[0],
    )


@dataclass(frozen=True)
class Laid:
    """A card with what was chosen for it; an empty string where nothing was."""

    card: Card
    place: str
    condition: str

    @property
    def placed(self) -> bool:
        """Whether it lies where it belongs."""
        return self.place == self.card.place

    @property
    def score(self) -> Score:
        """A point for its place, and one for the right condition of a card in its place.

        Two are possible for a card with conditions, else one.
        """
        possible = 1 + (self.card.condition is not None)
        return Score(self.placed * (1 + (self.condition == self.card.condition)), possible)


def lay(item: SortingItem, response: Response) -> list[Laid]:
    """Every card with what was chosen for it.

    Errors: ValueError for a card that the item does not have.
    """
    given = by_part(response)
    laid: list[Laid] = []
    for card in item.cards:
        place = given.pop(card.key, "")
        laid.append(Laid(card, place, given.pop(f"{card.key}.voorwaarde", "")))
    if given:
        raise ValueError(f"no card {', '.join(sorted(given))}")
    return laid


class SortingKind(Kind[SortingItem]):
    """`card=place` for every card, and `card.voorwaarde=key` where a condition was asked."""

    compares = True

    def given(self, item: SortingItem, form: Form) -> Response:
        """Places are sent as `kaart-<key>`; conditions as `voorwaarde-<key>`, asked of who chose
        the right place.
        """
        given: list[str] = []
        for card in item.cards:
            given.append(f"{card.key}={picked(form, f'kaart-{card.key}', item.places)}")
            field = f"voorwaarde-{card.key}"
            if card.conditions and first(form, field):
                condition = picked(form, field, keys_of(card.conditions))
                given.append(f"{card.key}.voorwaarde={condition}")
        return tuple(given)

    def fields(self, item: SortingItem, response: Response) -> Form:
        form: dict[str, list[str]] = {}
        for one in lay(item, response):
            form[f"kaart-{one.card.key}"] = [one.place]
            if one.condition:
                form[f"voorwaarde-{one.card.key}"] = [one.condition]
        return form

    def words(self, item: SortingItem, response: Response) -> Sequence[Html]:
        words = []
        for one in lay(item, response):
            words.append(Html(f"{one.card.text}: {text_as_html(one.place)}"))
        return words

    def grade(self, item: SortingItem, response: Response) -> Score:
        """One point for each card in its place, and one for each right condition.

        Units:  whole points; `possible` counts cards and conditions.
        Errors: ValueError for a card the item does not have.
        """
        return total(one.score for one in lay(item, response))

    def verdicts(self, item: SortingItem, response: Response) -> Mapping[str, bool]:
        return {one.card.key: one.score.is_right for one in lay(item, response)}

    def part_name(self, item: SortingItem, part: str) -> Html:
        texts = {card.key: card.text for card in item.cards}
        return texts.get(part, NO_TEXT)

    def remarks(self, item: SortingItem, response: Response, *, full: bool) -> Sequence[Remark]:
        said: list[Remark] = []
        for one in lay(item, response):
            said += _place_remarks(one, full=full)
            if one.placed:
                said += _condition_remarks(one.card, one.condition, full=full)
        return said

    def examples(self, item: SortingItem) -> Examples:
        right: dict[str, list[str]] = {}
        wrong: dict[str, list[str]] = {}
        for card in item.cards:
            right[f"kaart-{card.key}"] = [card.place]
            elsewhere = [place for place in item.places if place != card.place]
            wrong[f"kaart-{card.key}"] = elsewhere[:1]
            if card.condition:
                right[f"voorwaarde-{card.key}"] = [card.condition]
        *others, _ = item.cards
        unfinished = {f"kaart-{card.key}": [card.place] for card in others}
        return Examples(right, wrong, unfinished)

    def solution(self, item: SortingItem) -> Mapping[str, object]:
        return {card.key: (card.place, card.condition) for card in item.cards}

    def stored_keys(self, item: SortingItem) -> Iterable[str]:
        """Cards, conditions and places: a place is kept in its words."""
        kept = [*keys_of(item.cards), *item.places]
        for card in item.cards:
            kept += keys_of(card.conditions)
        return kept

    def pace(self, item: SortingItem) -> Pace:
        words: float = always_read(item)
        decisions = 0
        for card in item.cards:
            words += count_words(card.text) + count_words(card.feedback)
            words += options_read(card.conditions, 1)
            decisions += 1 + bool(card.conditions)
        return Pace(words, decisions)

    def printed(self, item: SortingItem) -> Printed:
        places = tuple(sorted(item.places, key=str.casefold))
        return Printed(item.question, tuple(card.text for card in item.cards), places)

    def labels(self, item: SortingItem) -> Iterable[str]:
        return item.places


def _place_remarks(one: Laid, *, full: bool) -> list[Remark]:
    """What is said about the place of a card; of a right one only after the last try."""
    card = one.card
    if not one.placed:
        return [Remark(card.feedback, False, card.text, text_as_html(card.place * full))]
    if full and card.feedback:
        return [Remark(card.feedback, True, card.text)]
    return []


def _condition_remarks(card: Card, chosen: str, *, full: bool) -> list[Remark]:
    """What is said about the chosen condition; after the last try also about the right one."""
    known = by_key(card.conditions)
    said: list[Remark] = []
    if chosen in known:
        said.append(Remark(known[chosen].feedback, chosen == card.condition, card.text))
    if full and card.condition in known and chosen != card.condition:
        right = known[card.condition]
        said.append(Remark(right.feedback, True, card.text, right.text))
    return said
