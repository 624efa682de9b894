"""Cards on the table: what was answered to each, and what it earns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from course.kinds.cards.item import CardsItem, Facet, FacetAnswer, FacetCard
from course.kinds.cards.points import (
    OWN,
    Given,
    card_points,
    field_of,
    given_in,
    missing_in,
    only_for,
)
from course.kinds.marking import Response
from course.text.plain import NO_TEXT, Html, text_as_html


@dataclass(frozen=True)
class Asked:
    """One question of one card, with what was chosen.

    `marked` is False when this card does not ask it.
    """

    field: str
    label: str
    choices: tuple[tuple[str, Html], ...]  # what is sent, and the words for it
    given: str
    right: tuple[str, ...]
    half: tuple[str, ...] = ()
    # answers to the first question after which this one counts; empty: all of them
    only_for: tuple[str, ...] = ()
    told: Html = NO_TEXT  # what is said about the choice itself
    is_own: bool = False  # a question of this card alone

    @property
    def marked(self) -> bool:
        """Whether there is a right choice."""
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
    def given_words(self) -> Html:
        """The choice as people read it."""
        return dict(self.choices).get(self.given, NO_TEXT)

    @property
    def right_words(self) -> tuple[Html, ...]:
        """What is right, as people read it."""
        return tuple(words for key, words in self.choices if key in self.right)


@dataclass(frozen=True)
class Dealt:
    """A card on the table, with all its questions.

    Its own last question may come `own_apart`, after the others.
    """

    number: int
    card: FacetCard
    questions: tuple[Asked, ...]
    own_apart: bool
    asks_own: bool  # the others are answered, and that last question is still open
    earned: int
    possible: int
    complete: bool  # it has every answer

    @property
    def is_right(self) -> bool:
        """Whether all of it is right."""
        return self.earned == self.possible

    @property
    def asks(self) -> tuple[Asked, ...]:
        """The questions of the form that is open now."""
        if self.asks_own:
            return self.questions[-1:]
        return tuple(one for one in self.questions if not (self.own_apart and one.is_own))

    @property
    def again(self) -> bool:
        """Answered, and to be tried again: it must be right and is not."""
        return self.complete and self.card.must and not self.is_right

    @property
    def differing(self) -> tuple[Asked, ...]:
        """The questions that were answered otherwise than is right."""
        return tuple(one for one in self.questions if one.marked and one.given and not one.is_right)


@dataclass(frozen=True)
class Tally:
    """How often one question was answered right, over all cards that ask it."""

    label: str
    right: int
    asked: int


@dataclass(frozen=True)
class Deck:
    """Where the exercise stands: `now` is the card to answer, `last` the one answered before it."""

    path: tuple[tuple[str, str], ...]  # every answer so far, as form fields
    cards: tuple[Dealt, ...]
    now: Dealt | None
    last: Dealt | None

    @property
    def total(self) -> int:
        """How many cards there are."""
        return len(self.cards)

    @property
    def earned(self) -> int:
        """Points so far."""
        return sum(one.earned for one in self.cards)

    @property
    def possible(self) -> int:
        """Points for everything."""
        return sum(one.possible for one in self.cards)

    @property
    def differing(self) -> tuple[Dealt, ...]:
        """The cards that are not wholly right."""
        return tuple(one for one in self.cards if not one.is_right)

    @property
    def right(self) -> tuple[Dealt, ...]:
        """The cards that are."""
        return tuple(one for one in self.cards if one.is_right)

    @property
    def tallies(self) -> tuple[Tally, ...]:
        """The score by question, in the order in which they are asked."""
        asked = chain.from_iterable(dealt.questions for dealt in self.cards)
        marked = [one for one in asked if one.marked]
        labels = dict.fromkeys(one.label for one in marked)
        return tuple(
            Tally(
                label,
                sum(one.is_right for one in marked if one.label == label),
                sum(one.label == label for one in marked),
            )
            for label in labels
        )

    def at(self, key: str) -> Dealt | None:
        """The card with this key; the card to answer when there is none."""
        return next((one for one in self.cards if one.card.key == key), self.now)

    def before(self, dealt: Dealt) -> Dealt | None:
        """The card to go back to from this one."""
        return self.cards[dealt.number - 2] if dealt.number > 1 else None


def deal(item: CardsItem, response: Response) -> Deck:
    """Lay these answers on the cards.

    The card to answer is the first without all of its answers, or the first that must be right and
    is not.
    Errors: ValueError for a card or a question that the item does not have.
    """
    given = given_in(item, response)
    cards = tuple(
        _dealt(item, number, card, given) for number, card in enumerate(item.cards, start=1)
    )
    now = next((one for one in cards if one.again or not one.complete), None)
    last = now if now is not None and now.again else _answered_last(cards, response)
    return Deck(tuple((field_of(name), value) for name, value in given.items()), cards, now, last)


def _answered_last(cards: Sequence[Dealt], response: Response) -> Dealt | None:
    """The card of the newest answer; none before the first, and while it is not complete."""
    newest = "".join(response[-1:]).partition(".")[0]
    return next((one for one in cards if one.card.key == newest and one.complete), None)


def _dealt(item: CardsItem, number: int, card: FacetCard, given: Given) -> Dealt:
    facets = tuple(_facet_question(item, card, facet, given) for facet in item.facets)
    own = (_own_question(item, card, given),) if card.own else ()
    missing = missing_in(item, card, given)
    earned, possible = card_points(item, card, given)
    return Dealt(
        number=number,
        card=card,
        questions=(*facets, *own),
        own_apart=bool(item.own_after),
        asks_own=bool(item.own_after) and missing == field_of(f"{card.key}.{OWN}"),
        earned=earned,
        possible=possible,
        complete=not missing,
    )


def _facet_question(item: CardsItem, card: FacetCard, facet: Facet, given: Given) -> Asked:
    name = f"{card.key}.{facet.key}"
    answer = card.answer(facet.key) or FacetAnswer(facet.key, ())
    choices = tuple((choice, text_as_html(choice)) for choice in facet.choices)
    return Asked(
        field_of(name),
        facet.label,
        choices,
        given.get(name, ""),
        answer.right,
        answer.half,
        only_for(item, facet),
    )


def _own_question(item: CardsItem, card: FacetCard, given: Given) -> Asked:
    name = f"{card.key}.{OWN}"
    chosen = given.get(name, "")
    told = next((option.feedback for option in card.own if option.key == chosen), NO_TEXT)
    choices = tuple((option.key, option.text) for option in card.own)
    right = (card.own_right,) if card.own_right else ()
    return Asked(field_of(name), item.own_label, choices, chosen, right, told=told, is_own=True)
