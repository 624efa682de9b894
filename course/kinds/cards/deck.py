"""Cards on the table: what was answered to each, and what it earns."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import chain

from course.kinds.cards.asking import Asked, Given, field_of, given_in, questions_of
from course.kinds.cards.item import CardsItem, FacetCard, Scoring
from course.kinds.marking import Response, by_part


@dataclass(frozen=True)
class Dealt:
    """A card on the table, with all its questions.

    Its own last question may come `own_apart`, after the others.
    """

    item: CardsItem
    number: int
    card: FacetCard
    questions: tuple[Asked, ...]

    @property
    def facets(self) -> tuple[Asked, ...]:
        """The questions that are asked of every card."""
        return self.questions[: len(self.item.facets)]

    @property
    def own(self) -> tuple[Asked, ...]:
        """The card's own question, if it has one."""
        return self.questions[len(self.item.facets) :]

    @property
    def own_apart(self) -> bool:
        """Whether its own question comes after the others."""
        return bool(self.item.own_after)

    @property
    def own_is_due(self) -> bool:
        """Whether its own question counts: it has one, and what that waits for was answered."""
        answers = [one.given for one in self.facets]
        return bool(self.own) and (not self.own_apart or self.item.own_after in answers)

    @property
    def missing(self) -> str:
        """The field of the first question that still needs an answer; empty when it has them
        all.
        """
        opening, others = self.facets[:1], self.facets[1:]
        first_answer = "".join(one.given for one in opening)
        asked = [*opening, *(one for one in others if one.counts_after(first_answer))]
        if self.own_is_due:
            asked += self.own
        return next((one.field for one in asked if not one.given), "")

    @property
    def asks_own(self) -> bool:
        """Whether the others are answered, and its own question, which comes apart, is open."""
        return self.own_apart and self.missing in [one.field for one in self.own]

    @property
    def complete(self) -> bool:
        """Whether it has every answer."""
        return not self.missing

    @property
    def is_begun(self) -> bool:
        """Whether any question that is asked of every card was answered."""
        return any(one.given for one in self.facets)

    @property
    def earned(self) -> int:
        """Points for this card.

        Units:  whole points. `each`: those of every question. `all-or-first`: 2 when all is right,
                1 when only the first is.
        """
        if self.item.scoring is Scoring.EACH:
            return sum(one.earned for one in self._marked)
        right = [one.is_right for one in self.facets if one.marked]
        return 2 if all(right) else int(right[0])

    @property
    def possible(self) -> int:
        """Points for all of it."""
        if self.item.scoring is Scoring.EACH:
            return sum(one.points for one in self._marked)
        return 2

    @property
    def _marked(self) -> list[Asked]:
        return [one for one in self.questions if one.marked]

    @property
    def is_right(self) -> bool:
        """Whether all of it is right; a second right way is not."""
        return self.earned == self.possible

    @property
    def asks(self) -> tuple[Asked, ...]:
        """The questions of the form that is open now."""
        if self.asks_own:
            return self.own
        return self.facets if self.own_apart else self.questions

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
        asked: Counter[str] = Counter()
        right: Counter[str] = Counter()
        for one in chain.from_iterable(dealt.questions for dealt in self.cards):
            asked[one.label] += one.marked
            right[one.label] += one.marked and one.is_right
        return tuple(Tally(label, right[label], count) for label, count in asked.items() if count)

    def at(self, key: str) -> Dealt | None:
        """The card with this key; the card to answer when there is none."""
        return next((one for one in self.cards if one.card.key == key), self.now)

    def before(self, dealt: Dealt) -> Dealt | None:
        """The card to go back to from this one."""
        return self.cards[dealt.number - 2] if dealt.number > 1 else None


def lay(item: CardsItem, given: Given) -> tuple[Dealt, ...]:
    """Every card with these answers."""
    return tuple(
        Dealt(item, number, card, questions_of(item, card, given))
        for number, card in enumerate(item.cards, start=1)
    )


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
    return next((one for one in cards if one.card.key == newest and one.complete), None)
