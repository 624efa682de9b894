"""Cards with several small questions each, dealt one at a time: the response is every answer so
far.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from course.kinds.cards.asking import Asked, Given, all_questions, kept_in
from course.kinds.cards.deck import Deck, deal, lay
from course.kinds.cards.item import CardsItem
from course.kinds.kind import Kind, Printed
from course.kinds.marking import (
    Examples,
    Form,
    Reason,
    Refused,
    Remark,
    Response,
    Score,
    by_key,
    first,
    keys_of,
    picked,
)
from course.kinds.pace import Pace, always_read, options_read
from course.kinds.registry import rules
from course.text.plain import Html, text_as_html
from course.text.readability import count_words


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
        if back not in keys_of(item.cards):
            return None
        return {**form, "kaart": [back]}

    def given(self, item: CardsItem, form: Form) -> Response:
        if first(form, "opnieuw"):
            return ()
        given = _sent(item, form)
        now = first(form, "kaart").partition(".")[0]
        if now and now not in keys_of(item.cards):
            raise Refused(Reason.UNKNOWN, "kaart")
        if missing := _still_missing(item, form, given):
            raise Refused(Reason.NOTHING_CHOSEN, missing)
        before: list[str] = []
        newest: list[str] = []  # the answers to the newest card are last
        for name, choice in given.items():
            if name.startswith(f"{now}."):
                newest.append(f"{name}={choice}")
            else:
                before.append(f"{name}={choice}")
        return (*before, *newest)

    def fields(self, item: CardsItem, response: Response) -> Form:
        if not response:
            return {"opnieuw": ["ja"]}
        sent = {field: [value] for field, value in deal(item, response).path}
        return {**sent, "kaart": [response[-1].partition(".")[0]]}

    def grade(self, item: CardsItem, response: Response) -> Score:
        return deal(item, response).score

    def state(self, item: CardsItem, response: Response) -> Deck:
        return deal(item, response)

    def settles(self, item: CardsItem, response: Response, earlier: int) -> bool:
        """An exercise is done, not marked; but cards that must be right must be."""
        return deal(item, response).now is None

    def part_name(self, item: CardsItem, part: str) -> Html:
        key, _, facet = part.partition(".")
        cards, facets = by_key(item.cards), by_key(item.facets)
        told: list[str] = []
        if key in cards:
            told.append(cards[key].text)
        if facet in facets:
            told.append(text_as_html(facets[facet].label))
        return Html(" ".join(told))

    def remarks(self, item: CardsItem, response: Response, *, full: bool) -> Sequence[Remark]:
        said: list[Remark] = []
        for dealt in deal(item, response).cards:
            card = dealt.card
            if full or not dealt.is_right:
                said.append(Remark(card.feedback, dealt.is_right, card.text))
            for one in dealt.own:
                if one.differs:
                    said.append(Remark(one.told, False, card.text))
        if full and item.after:
            said.append(Remark(item.after, True))
        return said

    def examples(self, item: CardsItem) -> Examples:
        return Examples(_fill(item, right=True), _fill(item, right=False), {})

    def solution(self, item: CardsItem) -> Mapping[str, object]:
        found: dict[str, object] = {"scoring": item.scoring, "own-after": item.own_after}
        for card in item.cards:
            right = {}
            for one in card.answers:
                right[one.facet] = frozenset(one.right), frozenset(one.half)
            found[f"card {card.key}"] = (right, card.own_right, card.must)
        for facet in item.facets:
            found[f"facet {facet.key}"] = facet.points
        return found

    def stored_keys(self, item: CardsItem) -> Iterable[str]:
        return kept_in(item)

    def pace(self, item: CardsItem) -> Pace:
        words: float = always_read(item)
        decisions = 0
        for card in item.cards:
            words += count_words(card.text) + count_words(card.feedback) + options_read(card.own, 1)
            decisions += len(card.answers) + bool(card.own)
        return Pace(words, decisions)

    def printed(self, item: CardsItem) -> Printed:
        return Printed(item.question)

    def labels(self, item: CardsItem) -> Iterable[str]:
        words: list[str] = []
        for facet in item.facets:
            words += (facet.label, *facet.choices)
        return (*words, item.own_label)


def _sent(item: CardsItem, form: Form) -> dict[str, str]:
    """Every answer in this form, in the order of the cards; a card's own question only where it
    counts.
    """
    given: dict[str, str] = {}
    for one in all_questions(item):
        if first(form, one.field):
            given[one.name] = picked(form, one.field, one.choices)
    for dealt in lay(item, given):
        for one in dealt.own:
            if not one.due:
                given.pop(one.name, None)
    return given


def _still_missing(item: CardsItem, form: Form, given: Given) -> str:
    """The field to mend: of the card that is answered, or of one that was begun; empty when there
    is none.

    A card's own question may be asked apart, once the rest is known; `kaart` then ends in `.eigen`.
    """
    now, _, own_asked = first(form, "kaart").partition(".")
    answered = now or item.cards[0].key
    for dealt in lay(item, given):
        key = dealt.card.key
        is_begun = any(one.given for one in dealt.facets)
        own_waits = dealt.asks_own and not (own_asked and key == now)
        if dealt.missing is None or own_waits:
            continue
        if key == answered or is_begun:
            return dealt.missing.field
    return ""


def _fill(item: CardsItem, *, right: bool) -> dict[str, list[str]]:
    return {one.field: [_choice(one, right=right)] for one in all_questions(item)}


def _choice(asked: Asked, *, right: bool) -> str:
    """A right or a wrong choice; any will do for what the card does not ask."""
    good = [*asked.right, *asked.choices][0]
    if right:
        return good
    for key in asked.choices:
        if key not in (*asked.right, *asked.half):
            return key
    return good
