"""Cards with several small questions each, dealt one at a time: the response is every answer so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from course.kinds.cards.item import Answer, CardsItem, Facet, FacetCard, Scoring
from course.kinds.marking import UNKNOWN, Examples, Form, Kind, NotGradable, Remark, Response, Score, first
from course.kinds.registry import rules
from course.text.plain import NO_TEXT, Html, text_as_html

OWN = "eigen"  # the facet that stands for a card's own last question
Given = Mapping[str, str]  # `card.facet` to the choice for it


@dataclass(frozen=True)
class Asked:
    """One question of one card, with what was chosen. `marked` is False when this card does not ask it."""

    field: str
    label: str
    choices: tuple[tuple[str, Html], ...]  # what is sent, and the words for it
    given: str
    right: tuple[str, ...]
    half: tuple[str, ...] = ()
    only_for: tuple[str, ...] = ()  # answers to the first question after which this one counts; empty: all of them
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
    """A card on the table, with all its questions. Its own last question may come `own_apart`, after the others."""

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
        marked = [one for dealt in self.cards for one in dealt.questions if one.marked]
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

    The card to answer is the first without all of its answers, or the first that must be right and is not.
    Errors: ValueError for a card or a question that the item does not have.
    """
    given = _given(item, response)
    cards = tuple(_dealt(item, number, card, given) for number, card in enumerate(item.cards, start=1))
    now = next((one for one in cards if one.again or not one.complete), None)
    key = response[-1].partition(".")[0] if response else ""
    last = next((one for one in cards if one.card.key == key and one.complete), None)
    if now is not None and now.again:
        last = now
    return Deck(tuple((_field(name), value) for name, value in given.items()), cards, now, last)


def _dealt(item: CardsItem, number: int, card: FacetCard, given: Given) -> Dealt:
    facets = tuple(_facet_question(item, card, facet, given) for facet in item.facets)
    own = (_own_question(item, card, given),) if card.own else ()
    missing = _missing(item, card, given)
    earned, possible = card_points(item, card, given)
    return Dealt(
        number=number,
        card=card,
        questions=(*facets, *own),
        own_apart=bool(item.own_after),
        asks_own=bool(item.own_after) and missing == _field(f"{card.key}.{OWN}"),
        earned=earned,
        possible=possible,
        complete=not missing,
    )


def _facet_question(item: CardsItem, card: FacetCard, facet: Facet, given: Given) -> Asked:
    name = f"{card.key}.{facet.key}"
    answer = card.answer(facet.key) or Answer(facet.key, ())
    choices = tuple((choice, text_as_html(choice)) for choice in facet.choices)
    return Asked(
        _field(name), facet.label, choices, given.get(name, ""), answer.right, answer.half, _only_for(item, facet)
    )


def _own_question(item: CardsItem, card: FacetCard, given: Given) -> Asked:
    name = f"{card.key}.{OWN}"
    chosen = given.get(name, "")
    told = next((option.feedback for option in card.own if option.key == chosen), NO_TEXT)
    choices = tuple((option.key, option.text) for option in card.own)
    right = (card.own_right,) if card.own_right else ()
    return Asked(_field(name), item.own_label, choices, chosen, right, told=told, is_own=True)


def card_points(item: CardsItem, card: FacetCard, given: Given) -> tuple[int, int]:
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


def card_is_right(item: CardsItem, card: FacetCard, given: Given) -> bool:
    """Whether all of a card is right; a second right way is not."""
    earned, possible = card_points(item, card, given)
    return earned == possible


@rules
class CardsRules(Kind[CardsItem]):
    """`card.facet=choice` for every facet, and `card.eigen=key` for a card's own question; the newest card is last.

    The form holds every answer so far as `kaart-<card>-<facet>`. `kaart` names the card that is answered, `terug` one
    to draw again, `opnieuw` starts again.
    """

    item_class = CardsItem
    compares = True

    def adjust(self, item: CardsItem, form: Form) -> Form | None:
        back = first(form, "terug")
        return {**form, "kaart": [back]} if back in {card.key for card in item.cards} else None

    def read(self, item: CardsItem, form: Form) -> Response | NotGradable:
        if first(form, "opnieuw"):
            return ()
        given = _sent(item, form)
        if isinstance(given, NotGradable):
            return given
        now, _, own_asked = first(form, "kaart").partition(".")
        if now and now not in {card.key for card in item.cards}:
            return NotGradable(UNKNOWN, "kaart")
        for card in item.cards:
            missing = _missing(item, card, given)
            waits = item.own_after and missing == _field(f"{card.key}.{OWN}")  # asked once the rest is known
            asked = card.key == now or (not now and card is item.cards[0]) or _is_begun(item, card, given)
            if missing and asked and not (waits and not (own_asked and card.key == now)):
                return NotGradable("Maak bij elke vraag een keuze.", missing)
        newest = [name for name in given if name.partition(".")[0] == now]
        names = [name for name in given if name not in newest] + newest
        return tuple(f"{name}={given[name]}" for name in names)

    def fields(self, item: CardsItem, response: Response) -> Form:
        if not response:
            return {"opnieuw": ["ja"]}
        sent = {_field(name): [value] for name, value in _given(item, response).items()}
        return {**sent, "kaart": [response[-1].partition(".")[0]]}

    def grade(self, item: CardsItem, response: Response) -> Score:
        given = _given(item, response)
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
        return Html(" ".join([*texts, *(text_as_html(one.label) for one in item.facets if one.key == facet)]))

    def remarks(self, item: CardsItem, response: Response, *, full: bool) -> Sequence[Remark]:
        given = _given(item, response)
        said: list[Remark] = []
        for card in item.cards:
            right = card_is_right(item, card, given)
            if full or not right:
                said.append(Remark(card.feedback, right, card.text))
            own = next((option for option in card.own if option.key == given.get(f"{card.key}.{OWN}")), None)
            if own is not None and own.key != card.own_right:
                said.append(Remark(own.feedback, False, card.text))
        if full and item.after:
            said.append(Remark(item.after, True))
        return said

    def examples(self, item: CardsItem) -> Examples:
        return Examples(_fill(item, right=True), _fill(item, right=False), {})


def _field(name: str) -> str:
    return f"kaart-{name.replace('.', '-', 1)}"


def _sent(item: CardsItem, form: Form) -> dict[str, str] | NotGradable:
    """Every answer in this form, in the order of the cards; a card's own question only where it counts."""
    given: dict[str, str] = {}
    for card in item.cards:
        for name, choices in _choices(item, card).items():
            value = first(form, _field(name))
            if value and value not in choices:
                return NotGradable(UNKNOWN, _field(name))
            if value and (not name.endswith(f".{OWN}") or _own_is_due(item, card, given)):
                given[name] = value
    return given


def _choices(item: CardsItem, card: FacetCard) -> dict[str, tuple[str, ...]]:
    """What may be answered to each question of a card."""
    known = {f"{card.key}.{facet.key}": facet.choices for facet in item.facets}
    return {**known, f"{card.key}.{OWN}": tuple(option.key for option in card.own)} if card.own else known


def _missing(item: CardsItem, card: FacetCard, given: Given) -> str:
    """The field of the first question of this card that still needs an answer; empty when it has them all."""
    first_answer: str | None = None
    for facet in item.facets:
        value = given.get(f"{card.key}.{facet.key}")
        only_for = _only_for(item, facet)
        if value is None and (first_answer is None or not only_for or first_answer in only_for):
            return _field(f"{card.key}.{facet.key}")
        first_answer = first_answer or value
    name = f"{card.key}.{OWN}"
    return _field(name) if _own_is_due(item, card, given) and name not in given else ""


def _is_begun(item: CardsItem, card: FacetCard, given: Given) -> bool:
    return any(f"{card.key}.{facet.key}" in given for facet in item.facets)


def _own_is_due(item: CardsItem, card: FacetCard, given: Given) -> bool:
    answers = {given.get(f"{card.key}.{facet.key}") for facet in item.facets}
    return bool(card.own) and (not item.own_after or item.own_after in answers)


def _only_for(item: CardsItem, facet: Facet) -> tuple[str, ...]:
    """After which answers to the first question this one is asked too; empty for all of them.

    It goes by the answer given, never by the card, so that what is asked does not give away what is right.
    """
    opening = item.facets[0]
    asking = {
        choice
        for choice in opening.choices
        if not (such := [card for card in item.cards if (a := card.answer(opening.key)) and choice in a.right])
        or any(card.answer(facet.key) is not None for card in such)
    }
    return () if asking == set(opening.choices) else tuple(choice for choice in opening.choices if choice in asking)


def _given(item: CardsItem, response: Response) -> dict[str, str]:
    given = dict(part.split("=", 1) for part in response)
    known = {name: choices for card in item.cards for name, choices in _choices(item, card).items()}
    for name, value in given.items():
        if name not in known:
            raise ValueError(f"item {item.key} has no card {name}")
        if value not in known[name]:
            raise ValueError(f"item {item.key} has no choice {value} at {name}")
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
