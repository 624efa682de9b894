"""The questions of a card, with what was answered to each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from course.kinds.cards.item import CardsItem, Facet, FacetAnswer, FacetCard
from course.kinds.marking import UNMARKED, Response, Score, by_part, kept_as
from course.text.plain import NO_TEXT, Html, text_as_html

OWN = "eigen"  # the facet that stands for a card's own last question
Given = Mapping[str, str]  # `card.facet` to the choice for it
NOTHING: Given = {}


@dataclass(frozen=True)
class Asked:
    """One question of one card, with what was chosen."""

    name: str  # as it is kept: `7.rol`
    label: str
    choices: Mapping[str, Html]  # what is sent, and the words for it
    given: str
    right: tuple[str, ...]
    half: tuple[str, ...] = ()  # a second right way
    points: int = 1
    due: bool = True  # whether it is asked, after what was answered before it
    # answers to the first question after which this one counts; empty: all of them
    only_for: tuple[str, ...] = ()
    told: Html = NO_TEXT  # what is said about the choice itself

    @property
    def field(self) -> str:
        """Its form field."""
        return field_of(self.name)

    @property
    def marked(self) -> bool:
        """Whether there is a right choice; False when this card does not ask it."""
        return bool(self.right)

    @property
    def is_right(self) -> bool:
        """Wholly right; a second right way is not."""
        return self.given in self.right

    @property
    def is_half(self) -> bool:
        """A second right way."""
        return self.given in self.half

    @property
    def differs(self) -> bool:
        """Answered otherwise than is right."""
        return self.marked and bool(self.given) and not self.is_right

    @property
    def score(self) -> Score:
        """Its points when it is right, half of them (rounded down) for a second right way."""
        if not self.marked:
            return UNMARKED
        if self.is_right:
            return Score(self.points, self.points)
        return Score(self.points // 2 * self.is_half, self.points)

    @property
    def given_words(self) -> Html:
        """The choice as people read it."""
        return self.choices.get(self.given, NO_TEXT)

    @property
    def right_words(self) -> tuple[Html, ...]:
        """What is right, as people read it, in the order of the choices."""
        return tuple(words for key, words in self.choices.items() if key in self.right)


def field_of(name: str) -> str:
    """The form field of a question: `7.rol` is sent as `kaart-7-rol`."""
    return f"kaart-{name.replace('.', '-', 1)}"


def questions_of(item: CardsItem, card: FacetCard, given: Given = NOTHING) -> tuple[Asked, ...]:
    """All questions of a card, its own last."""
    asked: list[Asked] = []
    for facet in item.facets:
        asked.append(_facet_question(item, card, facet, given))
    if card.own:
        asked.append(_own_question(item, card, given))
    return tuple(asked)


def all_questions(item: CardsItem) -> list[Asked]:
    """All questions of all cards, with nothing answered."""
    asked: list[Asked] = []
    for card in item.cards:
        asked += questions_of(item, card)
    return asked


def _facet_question(item: CardsItem, card: FacetCard, facet: Facet, given: Given) -> Asked:
    name = f"{card.key}.{facet.key}"
    answer = card.answer(facet.key) or FacetAnswer(facet.key, ())
    first_answer = given.get(f"{card.key}.{item.facets[0].key}", "")
    only_for = _only_for(item, facet)
    return Asked(
        name=name,
        label=facet.label,
        choices=dict(zip(facet.choices, map(text_as_html, facet.choices), strict=True)),
        given=given.get(name, ""),
        right=answer.right,
        half=answer.half,
        points=facet.points,
        due=not only_for or first_answer in only_for,
        only_for=only_for,
    )


def _own_question(item: CardsItem, card: FacetCard, given: Given) -> Asked:
    name = f"{card.key}.{OWN}"
    chosen = given.get(name, "")
    answers = [given.get(f"{card.key}.{facet.key}", "") for facet in item.facets]
    choices: dict[str, Html] = {}
    told = NO_TEXT
    for option in card.own:
        choices[option.key] = option.text
        if option.key == chosen:
            told = option.feedback
    return Asked(
        name=name,
        label=item.own_label,
        choices=choices,
        given=chosen,
        right=tuple(filter(None, [card.own_right])),
        due=item.own_after in ("", *answers),
        told=told,
    )


def _only_for(item: CardsItem, facet: Facet) -> tuple[str, ...]:
    """After which answers to the first question this one is asked too; empty for all of them.

    It goes by the answer given, never by the card, so that what is asked does not give away what is
    right.
    """
    choices = item.facets[0].choices
    asking = tuple(choice for choice in choices if _asks_after(item, facet, choice))
    if asking == choices:
        return ()
    return asking


def _asks_after(item: CardsItem, facet: Facet, choice: str) -> bool:
    """Whether any card for which this opening choice is right asks the facet; true when there is no
    such card.
    """
    opening = item.facets[0].key
    such = [card for card in item.cards if choice in card.right_for(opening)]
    asked = [card.answer(facet.key) for card in such]
    return not such or any(asked)


def given_in(item: CardsItem, response: Response) -> dict[str, str]:
    """`card.facet` to the choice for it.

    Errors: ValueError for a card, a question or a choice that the item does not have.
    """
    given = by_part(response)
    known = set(kept_in(item))
    for name, value in given.items():
        if f"{name}={value}" not in known:
            raise ValueError(f"item {item.key} has no card {name} with the choice {value}")
    return given


def kept_in(item: CardsItem) -> list[str]:
    """Every answer as it is kept: a facet is kept in the words of the choice."""
    kept: list[str] = []
    for one in all_questions(item):
        kept += kept_as(one.name, one.choices)
    return kept
