"""What was answered to each question of a card, what is still to be answered, and what it earns."""

from __future__ import annotations

from collections.abc import Mapping

from course.kinds.cards.item import CardsItem, Facet, FacetAnswer, FacetCard, Scoring
from course.kinds.marking import Response

OWN = "eigen"  # the facet that stands for a card's own last question
Given = Mapping[str, str]  # `card.facet` to the choice for it


def card_points(item: CardsItem, card: FacetCard, given: Given) -> tuple[int, int]:
    """Points for one card, and what is possible.

    Units:  whole points. `each`: the points of every facet that is right, half of them (rounded
            down) for a second right way, one for the card's own question. `all-or-first`: 2 when
            all is right, 1 when only the first is.
    """
    asked = [
        (facet, answer) for facet in item.facets if (answer := card.answer(facet.key)) is not None
    ]
    right = [given.get(f"{card.key}.{facet.key}") in answer.right for facet, answer in asked]
    own_right = card.own_right is not None and given.get(f"{card.key}.{OWN}") == card.own_right
    if item.scoring is Scoring.ALL_OR_FIRST:
        return (2 if all(right) else int(bool(right) and right[0])), 2
    earned = sum(
        _facet_points(facet, answer, given.get(f"{card.key}.{facet.key}", ""))
        for facet, answer in asked
    )
    possible = sum(facet.points for facet, _ in asked)
    return earned + int(own_right), possible + int(card.own_right is not None)


def _facet_points(facet: Facet, answer: FacetAnswer, given: str) -> int:
    if given in answer.right:
        return facet.points
    return facet.points // 2 if given in answer.half else 0


def right_answers(card: FacetCard) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """What is right, and what is half right, for each facet that a card asks."""
    return {one.facet: (frozenset(one.right), frozenset(one.half)) for one in card.answers}


def card_is_right(item: CardsItem, card: FacetCard, given: Given) -> bool:
    """Whether all of a card is right; a second right way is not."""
    earned, possible = card_points(item, card, given)
    return earned == possible


def field_of(name: str) -> str:
    """The form field of a question: `7.rol` is sent as `kaart-7-rol`."""
    return f"kaart-{name.replace('.', '-', 1)}"


def choices_of(item: CardsItem, card: FacetCard) -> dict[str, tuple[str, ...]]:
    """What may be answered to each question of a card."""
    known = {f"{card.key}.{facet.key}": facet.choices for facet in item.facets}
    if not card.own:
        return known
    return {**known, f"{card.key}.{OWN}": tuple(option.key for option in card.own)}


def missing_in(item: CardsItem, card: FacetCard, given: Given) -> str:
    """The field of the first question of this card that still needs an answer; empty when it has
    them all.
    """
    first_answer: str | None = None
    for facet in item.facets:
        value = given.get(f"{card.key}.{facet.key}")
        after = only_for(item, facet)
        is_asked = first_answer is None or not after or first_answer in after
        if value is None and is_asked:
            return field_of(f"{card.key}.{facet.key}")
        first_answer = first_answer or value
    name = f"{card.key}.{OWN}"
    return field_of(name) if own_is_due(item, card, given) and name not in given else ""


def own_is_due(item: CardsItem, card: FacetCard, given: Given) -> bool:
    """Whether a card's own question counts: it has one, and what it waits for was answered."""
    answers = {given.get(f"{card.key}.{facet.key}") for facet in item.facets}
    return bool(card.own) and (not item.own_after or item.own_after in answers)


def only_for(item: CardsItem, facet: Facet) -> tuple[str, ...]:
    """After which answers to the first question this one is asked too; empty for all of them.

    It goes by the answer given, never by the card, so that what is asked does not give away what is
    right.
    """
    opening = item.facets[0]
    asking = tuple(choice for choice in opening.choices if _asks_after(item, facet, choice))
    return () if len(asking) == len(opening.choices) else asking


def _asks_after(item: CardsItem, facet: Facet, choice: str) -> bool:
    """Whether any card for which this opening choice is right asks the facet; true when there is no
    such card.
    """
    opening = item.facets[0].key
    such = [card for card in item.cards if choice in card.right_for(opening)]
    return not such or any(card.answer(facet.key) is not None for card in such)


def given_in(item: CardsItem, response: Response) -> dict[str, str]:
    """`card.facet` to the choice for it.

    Errors: ValueError for a card, a question or a choice that the item does not have.
    """
    known: dict[str, tuple[str, ...]] = {}
    for card in item.cards:
        known |= choices_of(item, card)
    given = dict(part.split("=", 1) for part in response)
    for name, value in given.items():
        if name not in known:
            raise ValueError(f"item {item.key} has no card {name}")
        if value not in known[name]:
            raise ValueError(f"item {item.key} has no choice {value} at {name}")
    return given
