"""Cards on the table: what was answered to each, and what it earns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from course.kinds.cards.item import CardsItem, Facet, FacetAnswer, FacetCard, Scoring
from course.kinds.marking import Response
from course.text.plain import NO_TEXT, Html, text_as_html

OWN = "eigen"  # the facet that stands for a card's own last question
Given = Mapping[str, str]  # `card.facet` to the choice for it


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
        _only_for(item, facet),
    )


def _own_question(item: CardsItem, card: FacetCard, given: Given) -> Asked:
    name = f"{card.key}.{OWN}"
    chosen = given.get(name, "")
    told = next((option.feedback for option in card.own if option.key == chosen), NO_TEXT)
    choices = tuple((option.key, option.text) for option in card.own)
    right = (card.own_right,) if card.own_right else ()
    return Asked(field_of(name), item.own_label, choices, chosen, right, told=told, is_own=True)


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
        only_for = _only_for(item, facet)
        is_asked = first_answer is None or not only_for or first_answer in only_for
        if value is None and is_asked:
            return field_of(f"{card.key}.{facet.key}")
        first_answer = first_answer or value
    name = f"{card.key}.{OWN}"
    return field_of(name) if own_is_due(item, card, given) and name not in given else ""


def own_is_due(item: CardsItem, card: FacetCard, given: Given) -> bool:
    """Whether a card's own question counts: it has one, and what it waits for was answered."""
    answers = {given.get(f"{card.key}.{facet.key}") for facet in item.facets}
    return bool(card.own) and (not item.own_after or item.own_after in answers)


def _only_for(item: CardsItem, facet: Facet) -> tuple[str, ...]:
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
