"""Cards on the table: what was answered to each, and what it earns."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from course.kinds.cards.asking import Asked, Given, field_of, given_in, questions_of
from course.kinds.cards.item import CardsItem, FacetCard, Scoring
from course.kinds.marking import Response, Score, by_part, total


@dataclass(frozen=True)
class Dealt:
    """A card on the table.

    `facets` are the questions that are asked of every card, `own` is the card's own, if it has one.
    """

    item: CardsItem
    number: int
    card: FacetCard
    facets: tuple[Asked, ...]
    own: tuple[Asked, ...]

    @property
    def questions(self) -> tuple[Asked, ...]:
        """All its questions, its own last."""
        return (*self.facets, *self.own)

    @cached_property
    def missing(self) -> Asked | None:
        """The first question that still needs an answer; None when it has them all."""
        for one in self.questions:
            if one.due and not one.given:
                return one
        return None

    @property
    def asks_own(self) -> bool:
        """Whether the others are answered, and its own question, which comes apart, is open."""
        return bool(self.item.own_after) and self.missing in self.own

    @property
    def complete(self) -> bool:
        """Whether it has every answer."""
        return self.missing is None

    @cached_property
    def score(self) -> Score:
        """Points for this card.

        Units:  whole points. `each`: those of every question. `all-or-first`: 2 when all is right,
                1 when only the first is.
        """
        if self.item.scoring is Scoring.EACH:
            return total(one.score for one in self.questions)
        right = [one.is_right for one in self.facets if one.marked]
        if all(right):
            return Score(2, 2)
        return Score(int(right[0]), 2)

    @property
    def is_right(self) -> bool:
        """Whether all of it is right; a second right way is not."""
        return self.score.earned == self.score.possible

    @property
    def asks(self) -> tuple[Asked, ...]:
        """The questions of the form that is open now."""
        if self.asks_own:
            return self.own
        if self.item.own_after:
            return self.facets
        return self.questions

    @property
    def again(self) -> bool:
        """Answered, and to be tried again: it must be right and is not."""
        return self.complete and self.card.must and not self.is_right

    @property
    def open(self) -> bool:
        """Whether it is to be answered, for the first time or again."""
        return self.again or not self.complete

    @property
    def differing(self) -> tuple[Asked, ...]:
        """The questions that were answered otherwise than is right."""
        return tuple(one for one in self.questions if one.differs)


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
    def score(self) -> Score:
        """Points so far, of those for everything."""
        return total(one.score for one in self.cards)

    @property
    def differing(self) -> tuple[Dealt, ...]:
        """The cards that are not wholly right."""
        return tuple(one for one in self.cards if not one.is_right)

    @property
    def right(self) -> tuple[Dealt, ...]:
        """The cards that are."""
        return tuple(one for one in self.cards if one.is_right)

    @property
    def tallies(self) -> list[Tally]:
        """The score by question, in the order in which they are asked."""
        asked: Counter[str] = Counter()
        right: Counter[str] = Counter()
        for dealt in self.cards:
            for one in dealt.questions:
                asked[one.label] += one.marked
                right[one.label] += one.marked and one.is_right
        tallies = []
        for label, count in asked.items():
            if count:
                tallies.append(Tally(label, right[label], count))
        return tallies

    def at(self, key: str) -> Dealt | None:
        """The card with this key; the card to answer when there is none."""
        for one in self.cards:
            if one.card.key == key:
                return one
        return self.now

    def before(self, dealt: Dealt) -> Dealt | None:
        """The card to go back to from this one."""
        if dealt.number == 1:
            return None
        return self.cards[dealt.number - 2]


def lay(item: CardsItem, given: Given) -> tuple[Dealt, ...]:
    """Every card with these answers."""
    laid = []
    for number, card in enumerate(item.cards, start=1):
        asked = questions_of(item, card, given)
        facets, own = asked[: len(item.facets)], asked[len(item.facets) :]
        laid.append(Dealt(item, number, card, facets, own))
    return tuple(laid)


def deal(item: CardsItem, response: Response) -> Deck:
    """Lay these answers on the cards.

    The card to answer is the first without all of its answers, or the first that must be right and
    is not; the last answered is that of the newest answer, once that card is complete.
    Errors: ValueError for a card or a question that the item does not have.
    """
    cards = lay(item, given_in(item, response))
    now = next((one for one in cards if one.open), None)
    path = tuple((field_of(name), value) for name, value in by_part(response).items())
    return Deck(path, cards, now, _last_answered(cards, now, response))


def _last_answered(cards: tuple[Dealt, ...], now: Dealt | None, response: Response) -> Dealt | None:
    """The card to talk about: the one to try again, else that of the newest answer."""
    if now is not None and now.again:
        return now
    newest = "".join(response[-1:]).partition(".")[0]
    for one in cards:
        if one.card.key == newest and one.complete:
            return one
    return None
