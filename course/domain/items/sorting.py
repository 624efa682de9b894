"""Matching and categorising."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from course.content.items.sorting import Card, CategoriseItem, MatchItem
from course.domain.grading import Remark, Score
from course.domain.items import Examples, Kind, rules
from course.domain.responses import UNKNOWN, Form, NotGradable, Response, first
from course.text.plain import NO_TEXT, Html, text_as_html

SortingItem = MatchItem | CategoriseItem


def fields_of(cards: Sequence[Card], response: Response) -> dict[str, str]:
    """Card key (or `key.voorwaarde`) to what was chosen for it."""
    given = dict(part.split("=", 1) for part in response)
    known = {card.key for card in cards} | {f"{card.key}.voorwaarde" for card in cards}
    if unknown := given.keys() - known:
        raise ValueError(f"no card {', '.join(sorted(unknown))}")
    return given


def _read(item: SortingItem, form: Form) -> Response | NotGradable:
    """Places are sent as `kaart-<key>`; conditions as `voorwaarde-<key>`, asked of who chose the right place."""
    given: list[str] = []
    for card in item.cards:
        place = first(form, f"kaart-{card.key}")
        if not place:
            return NotGradable("Geef elke kaart een plaats.", f"kaart-{card.key}")
        if place not in item.places:
            return NotGradable(UNKNOWN, f"kaart-{card.key}")
        given.append(f"{card.key}={place}")
        condition = first(form, f"voorwaarde-{card.key}")
        if condition and card.conditions:
            if condition not in {option.key for option in card.conditions}:
                return NotGradable(UNKNOWN, f"voorwaarde-{card.key}")
            given.append(f"{card.key}.voorwaarde={condition}")
    return tuple(given)


def _fields(item: SortingItem, response: Response) -> Form:
    form: dict[str, list[str]] = {}
    for name, value in fields_of(item.cards, response).items():
        key, _, condition = name.partition(".")
        form[f"voorwaarde-{key}" if condition else f"kaart-{key}"] = [value]
    return form


def _words(item: SortingItem, response: Response) -> Sequence[Html]:
    given = fields_of(item.cards, response)
    return [Html(f"{card.text}: {text_as_html(given.get(card.key, ''))}") for card in item.cards]


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


def _verdicts(item: SortingItem, response: Response) -> Mapping[str, bool]:
    given = fields_of(item.cards, response)
    return {
        card.key: given.get(card.key) == card.place
        and (card.condition is None or given.get(f"{card.key}.voorwaarde") == card.condition)
        for card in item.cards
    }


def _card_text(item: SortingItem, part: str) -> Html:
    return next((card.text for card in item.cards if card.key == part), NO_TEXT)


def _remarks(item: SortingItem, response: Response, full: bool) -> Sequence[Remark]:
    given = fields_of(item.cards, response)
    said: list[Remark] = []
    for card in item.cards:
        placed = given.get(card.key) == card.place
        if not placed or (full and card.feedback):
            said.append(Remark(card.feedback, placed, card.text))
        chosen = next((o for o in card.conditions if o.key == given.get(f"{card.key}.voorwaarde")), None)
        if placed and chosen is not None:
            said.append(Remark(chosen.feedback, chosen.key == card.condition, card.text))
    return said


def _examples(item: SortingItem) -> Examples:
    right = {f"kaart-{card.key}": [card.place] for card in item.cards}
    right |= {f"voorwaarde-{card.key}": [card.condition] for card in item.cards if card.condition}
    wrong = {f"kaart-{card.key}": [next(place for place in item.places if place != card.place)] for card in item.cards}
    return Examples(right, wrong, {f"kaart-{item.cards[0].key}": [item.cards[0].place]} if item.cards[1:] else {})


@rules
class MatchRules(Kind[MatchItem]):
    """`card=place` for every card."""

    item_class = MatchItem
    compares = True

    def read(self, item: MatchItem, form: Form) -> Response | NotGradable:
        return _read(item, form)

    def fields(self, item: MatchItem, response: Response) -> Form:
        return _fields(item, response)

    def words(self, item: MatchItem, response: Response) -> Sequence[Html]:
        return _words(item, response)

    def grade(self, item: MatchItem, response: Response) -> Score:
        return grade_cards(item, response)

    def verdicts(self, item: MatchItem, response: Response) -> Mapping[str, bool]:
        return _verdicts(item, response)

    def part_name(self, item: MatchItem, part: str) -> Html:
        return _card_text(item, part)

    def remarks(self, item: MatchItem, response: Response, *, full: bool) -> Sequence[Remark]:
        return _remarks(item, response, full)

    def examples(self, item: MatchItem) -> Examples:
        return _examples(item)


@rules
class CategoriseRules(Kind[CategoriseItem]):
    """`card=bin` for every card, and `card.voorwaarde=key` where a condition was asked."""

    item_class = CategoriseItem
    compares = True

    def read(self, item: CategoriseItem, form: Form) -> Response | NotGradable:
        return _read(item, form)

    def fields(self, item: CategoriseItem, response: Response) -> Form:
        return _fields(item, response)

    def words(self, item: CategoriseItem, response: Response) -> Sequence[Html]:
        return _words(item, response)

    def grade(self, item: CategoriseItem, response: Response) -> Score:
        return grade_cards(item, response)

    def verdicts(self, item: CategoriseItem, response: Response) -> Mapping[str, bool]:
        return _verdicts(item, response)

    def part_name(self, item: CategoriseItem, part: str) -> Html:
        return _card_text(item, part)

    def remarks(self, item: CategoriseItem, response: Response, *, full: bool) -> Sequence[Remark]:
        return _remarks(item, response, full)

    def examples(self, item: CategoriseItem) -> Examples:
        return _examples(item)
