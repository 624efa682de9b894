"""Cards with several small questions each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from course.content.items.cards import Answer, CardsItem, Facet, FacetCard, Scoring
from course.content.text import text_as_html
from course.content.types import Html
from course.domain.grading import Remark, Score
from course.domain.items import Examples, Kind, rules
from course.domain.responses import UNKNOWN, Form, NotGradable, Response, first

OWN = "eigen"  # the facet that stands for a card's own last question


def card_points(item: CardsItem, card: FacetCard, given: dict[str, str]) -> tuple[int, int]:
    """Points for one card, and what is possible.

    Units:  whole points. `each`: the points of every facet that is right, half of them (rounded down) for a second
            right way, one for the card's own question. `all-or-first`: 2 when all is right, 1 when only the first is.
    """
    asked = [(facet, answer) for facet in item.facets if (answer := card.answer(facet.key)) is not None]
    right = [given.get(f"{card.key}.{facet.key}") in answer.right for facet, answer in asked]
    own_right = card.own_right is not None and given.get(f"{card.key}.{OWN}") == card.own_right
    if item.scoring is Scoring.ALL_OR_FIRST:
        return (2 if all(right) else int(bool(right) and right[0])), 2
    earned = sum(_facet_points(facet, answer, given.get(f"{card.key}.{facet.key}", "")) for facet, answer in asked)
    possible = sum(facet.points for facet, _ in asked)
    return earned + int(own_right), possible + int(card.own_right is not None)


def _facet_points(facet: Facet, answer: Answer, given: str) -> int:
    if given in answer.right:
        return facet.points
    return facet.points // 2 if given in answer.half else 0


def card_is_right(item: CardsItem, card: FacetCard, given: dict[str, str]) -> bool:
    """Whether all of a card is right; a second right way is not."""
    earned, possible = card_points(item, card, given)
    return earned == possible


@rules
class CardsRules(Kind[CardsItem]):
    """`card.facet=choice` for every facet that a card asks, and `card.eigen=key` for its own question."""

    item_class = CardsItem
    compares = True

    def read(self, item: CardsItem, form: Form) -> Response | NotGradable:
        given: list[str] = []
        for card in item.cards:
            first_answer: str | None = None
            for facet in item.facets:
                value = first(form, f"kaart-{card.key}-{facet.key}")
                if value and value not in facet.choices:
                    return NotGradable(UNKNOWN, f"kaart-{card.key}-{facet.key}")
                if not value and (first_answer is None or _asks(item, first_answer, facet)):
                    return NotGradable("Vul elke kaart helemaal in.", f"kaart-{card.key}-{facet.key}")
                first_answer = first_answer or value
                if value:
                    given.append(f"{card.key}.{facet.key}={value}")
            if card.own:
                value = first(form, f"kaart-{card.key}-{OWN}")
                if value not in {option.key for option in card.own}:
                    return NotGradable("Vul elke kaart helemaal in.", f"kaart-{card.key}-{OWN}")
                given.append(f"{card.key}.{OWN}={value}")
        return tuple(given)

    def fields(self, item: CardsItem, response: Response) -> Form:
        return {f"kaart-{name.replace('.', '-', 1)}": [value] for name, value in _given(item, response).items()}

    def grade(self, item: CardsItem, response: Response) -> Score:
        given = _given(item, response)
        points = [card_points(item, card, given) for card in item.cards]
        return Score(sum(earned for earned, _ in points), sum(possible for _, possible in points))

    def settles(self, item: CardsItem, response: Response, earlier: int) -> bool:  # noqa: ARG002
        """An exercise is done, not marked; but cards that must be right must be."""
        given = _given(item, response)
        return all(card_is_right(item, card, given) for card in item.cards if card.must)

    def verdicts(self, item: CardsItem, response: Response) -> Mapping[str, bool]:
        given = _given(item, response)
        return {card.key: card_is_right(item, card, given) for card in item.cards}

    def part_name(self, item: CardsItem, part: str) -> Html:
        key, _, facet = part.partition(".")
        texts = [card.text for card in item.cards if card.key == key]
        return Html(" ".join([*texts, *(text_as_html(one.label) for one in item.facets if one.key == facet)]))

    def remarks(self, item: CardsItem, response: Response, *, full: bool) -> Sequence[Remark]:
        given = _given(item, response)
        said: list[Remark] = []
        for card in item.cards:
            right = card_is_right(item, card, given)
            if full or not right:
                said.append(Remark(card.feedback, right, card.text, card.key))
            own = next((option for option in card.own if option.key == given.get(f"{card.key}.{OWN}")), None)
            if own is not None and own.key != card.own_right:
                said.append(Remark(own.feedback, False, card.text, card.key))
        if full and item.after:
            said.append(Remark(item.after, True))
        return said

    def examples(self, item: CardsItem) -> Examples:
        return Examples(_fill(item, right=True), _fill(item, right=False), {})


def _asks(item: CardsItem, first_answer: str, facet: Facet) -> bool:
    """Whether who answers the first facet so is asked for this one too: not when no card with that answer asks it.

    It goes by the answer given, never by the card, so that what is asked does not give away what is right.
    """
    such = [card for card in item.cards if (a := card.answer(item.facets[0].key)) and first_answer in a.right]
    return not such or any(card.answer(facet.key) is not None for card in such)


def _given(item: CardsItem, response: Response) -> dict[str, str]:
    given = dict(part.split("=", 1) for part in response)
    known = {f"{card.key}.{facet.key}" for card in item.cards for facet in item.facets}
    known |= {f"{card.key}.{OWN}" for card in item.cards}
    if unknown := given.keys() - known:
        raise ValueError(f"item {item.key} has no card {', '.join(sorted(unknown))}")
    return given


def _fill(item: CardsItem, *, right: bool) -> dict[str, list[str]]:
    form: dict[str, list[str]] = {}
    for card in item.cards:
        for facet in item.facets:
            answer = card.answer(facet.key)
            good = answer.right[0] if answer else facet.choices[0]
            bad = next((c for c in facet.choices if answer is None or c not in (*answer.right, *answer.half)), good)
            form[f"kaart-{card.key}-{facet.key}"] = [good if right else bad]
        if card.own:
            wrong = next((option.key for option in card.own if option.key != card.own_right), card.own[0].key)
            form[f"kaart-{card.key}-{OWN}"] = [card.own_right or card.own[0].key if right else wrong]
    return form
