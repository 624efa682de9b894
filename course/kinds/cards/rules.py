"""Cards with several small questions each, dealt one at a time: the response is every answer so
far.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from course.kinds.cards.deck import Deck, deal
from course.kinds.cards.item import CardsItem, Facet, FacetCard
from course.kinds.cards.points import (
    OWN,
    Given,
    card_is_right,
    card_points,
    choices_of,
    field_of,
    given_in,
    missing_in,
    own_is_due,
    right_answers,
)
from course.kinds.kind import Kind, Printed
from course.kinds.marking import (
    Examples,
    Form,
    Reason,
    Refused,
    Remark,
    Response,
    Score,
    first,
    keys_of,
)
from course.kinds.pace import Pace, always_read, count, options_read
from course.kinds.registry import rules
from course.text.plain import Html, text_as_html


@rules
class CardsRules(Kind[CardsItem]):
    """`card.facet=choice` for every facet, and `card.eigen=key` for a card's own question; the
    newest card is last.

    The form holds every answer so far as `kaart-<card>-<facet>`. `kaart` names the card that is
    answered, `terug` one to draw again, `opnieuw` starts again.
    """

    item_class = CardsItem
    compares = True

    def adjust(self, item: CardsItem, form: Form) -> Form | None:
        back = first(form, "terug")
        return {**form, "kaart": [back]} if back in keys_of(item.cards) else None

    def given(self, item: CardsItem, form: Form) -> Response:
        if first(form, "opnieuw"):
            return ()
        given = _sent(item, form)
        now = first(form, "kaart").partition(".")[0]
        if now and now not in keys_of(item.cards):
            raise Refused(Reason.UNKNOWN, "kaart")
        if missing := _still_missing(item, form, given):
            raise Refused(Reason.NOTHING_CHOSEN, missing)
        names = sorted(given, key=lambda name: name.startswith(f"{now}."))  # the newest card last
        return tuple(f"{name}={given[name]}" for name in names)

    def fields(self, item: CardsItem, response: Response) -> Form:
        if not response:
            return {"opnieuw": ["ja"]}
        sent = {field_of(name): [value] for name, value in given_in(item, response).items()}
        return {**sent, "kaart": [response[-1].partition(".")[0]]}

    def grade(self, item: CardsItem, response: Response) -> Score:
        given = given_in(item, response)
        points = [card_points(item, card, given) for card in item.cards]
        return Score(sum(earned for earned, _ in points), sum(possible for _, possible in points))

    def state(self, item: CardsItem, response: Response) -> Deck:
        return deal(item, response)

    def settles(self, item: CardsItem, response: Response, earlier: int) -> bool:  # noqa: ARG002
        """An exercise is done, not marked; but cards that must be right must be."""
        return deal(item, response).now is None

    def part_name(self, item: CardsItem, part: str) -> Html:
        key, _, facet = part.partition(".")
        texts = [card.text for card in item.cards if card.key == key]
        labels = (text_as_html(one.label) for one in item.facets if one.key == facet)
        return Html(" ".join([*texts, *labels]))

    def remarks(self, item: CardsItem, response: Response, *, full: bool) -> Sequence[Remark]:
        given = given_in(item, response)
        said: list[Remark] = []
        for card in item.cards:
            right = card_is_right(item, card, given)
            if full or not right:
                said.append(Remark(card.feedback, right, card.text))
            said += _own_remarks(card, given)
        if full and item.after:
            said.append(Remark(item.after, True))
        return said

    def examples(self, item: CardsItem) -> Examples:
        return Examples(_fill(item, right=True), _fill(item, right=False), {})

    def solution(self, item: CardsItem) -> Mapping[str, object]:
        cards = {
            f"card {card.key}": (right_answers(card), card.own_right, card.must)
            for card in item.cards
        }
        points = {f"facet {facet.key}": facet.points for facet in item.facets}
        return {**cards, **points, "scoring": item.scoring, "own-after": item.own_after}

    def stored_keys(self, item: CardsItem) -> Iterable[str]:
        """Every answer as it is kept: a facet is kept in the words of the choice."""
        answers: list[str] = []
        for card in item.cards:
            for name, choices in choices_of(item, card).items():
                answers += (f"{name}={choice}" for choice in choices)
        return answers

    def pace(self, item: CardsItem) -> Pace:
        read = sum(count(card.text) + count(card.feedback) for card in item.cards)
        own = sum(options_read(card.own, 1) for card in item.cards)
        decisions = sum(len(card.answers) + bool(card.own) for card in item.cards)
        return Pace(always_read(item) + read + own, decisions)

    def printed(self, item: CardsItem) -> Printed:
        return Printed(item.question)

    def labels(self, item: CardsItem) -> Iterable[str]:
        facets = chain.from_iterable((facet.label, *facet.choices) for facet in item.facets)
        return (*facets, item.own_label)


def _sent(item: CardsItem, form: Form) -> dict[str, str]:
    """Every answer in this form, in the order of the cards; a card's own question only where it
    counts.
    """
    given: dict[str, str] = {}
    for card in item.cards:
        for name, choices in choices_of(item, card).items():
            value = first(form, field_of(name))
            if value and value not in choices:
                raise Refused(Reason.UNKNOWN, field_of(name))
            counts = not name.endswith(f".{OWN}") or own_is_due(item, card, given)
            if value and counts:
                given[name] = value
    return given


def _still_missing(item: CardsItem, form: Form, given: Given) -> str:
    """The field to mend: of the card that is answered, or of one that was begun; empty when there
    is none.

    A card's own question may be asked apart, once the rest is known; `kaart` then ends in `.eigen`.
    """
    now, _, own_asked = first(form, "kaart").partition(".")
    answered = now or item.cards[0].key
    for card in item.cards:
        missing = missing_in(item, card, given)
        waits = item.own_after and missing == field_of(f"{card.key}.{OWN}")
        if waits and not (own_asked and card.key == now):
            continue
        if missing and (card.key == answered or _is_begun(item, card, given)):
            return missing
    return ""


def _is_begun(item: CardsItem, card: FacetCard, given: Given) -> bool:
    return any(f"{card.key}.{facet.key}" in given for facet in item.facets)


def _own_remarks(card: FacetCard, given: Given) -> list[Remark]:
    """What is said about a wrong choice at a card's own question."""
    chosen = given.get(f"{card.key}.{OWN}")
    wrong = [option for option in card.own if option.key == chosen != card.own_right]
    return [Remark(option.feedback, False, card.text) for option in wrong]


def _fill(item: CardsItem, *, right: bool) -> dict[str, list[str]]:
    form: dict[str, list[str]] = {}
    for card in item.cards:
        for facet in item.facets:
            form[field_of(f"{card.key}.{facet.key}")] = [_choice(card, facet, right=right)]
        if card.own:
            keys = keys_of(card.own)
            good = card.own_right or keys[0]
            bad = next((key for key in keys if key != card.own_right), good)
            form[field_of(f"{card.key}.{OWN}")] = [good if right else bad]
    return form


def _choice(card: FacetCard, facet: Facet, *, right: bool) -> str:
    """A right or a wrong choice; any will do for what the card does not ask."""
    answer = card.answer(facet.key)
    if answer is None:
        return facet.choices[0]
    good = answer.right[0]
    wrong = (choice for choice in facet.choices if choice not in (*answer.right, *answer.half))
    return good if right else next(wrong, good)
