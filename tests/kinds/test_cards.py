"""Cards, one at a time. What is asked must not give away what is right."""

from __future__ import annotations

import pytest

from course.kinds.cards.deck import Deck
from course.kinds.cards.item import CardsItem
from course.kinds.item import Item
from course.kinds.marking import NotGradable, Reason, Score
from course.kinds.registry import kind_of
from tests.content.reading import item

CARDS = item(
    """
::: cards soort
facet-soort: Sociale media? | ja | nee
facet-vorm: Welke vorm? | tekst | beeld
scoring: all-or-first

Kies per kaart.

- a. Een reactie onder een filmpje = soort: ja; vorm: tekst
  > Iedereen kan dit lezen.
- b. Een brief op papier = soort: nee
  > Papier staat niet op internet.
:::
"""
)
KIND = kind_of(CARDS)


def form(**fields: str) -> dict[str, list[str]]:
    """Fields such as a_soort."""
    return {f"kaart-{name.replace('_', '-')}": [value] for name, value in fields.items()}


@pytest.mark.parametrize(
    ("fields", "points"),
    [
        ({"a_soort": "ja", "a_vorm": "tekst", "b_soort": "nee"}, 4),
        (
            {"a_soort": "ja", "a_vorm": "beeld", "b_soort": "nee"},
            3,
        ),  # only the first is right: half
        ({"a_soort": "nee", "b_soort": "nee"}, 2),
        ({"a_soort": "ja", "a_vorm": "tekst", "b_soort": "ja", "b_vorm": "tekst"}, 2),
    ],
)
def test_points_for_whole_and_half_cards(fields: dict[str, str], points: int) -> None:
    response = KIND.read(CARDS, form(**fields))
    assert not isinstance(response, NotGradable)
    assert KIND.grade(CARDS, response) == Score(points, 4)


@pytest.mark.parametrize("card", ["a", "b"])
def test_who_says_no_is_asked_no_more_on_any_card_and_who_says_yes_is_on_every_card(
    card: str,
) -> None:
    whole = {"a_soort": "ja", "a_vorm": "tekst", "b_soort": "ja", "b_vorm": "tekst"}
    no = {**whole, f"{card}_soort": "nee", f"{card}_vorm": ""}
    yes = {**whole, f"{card}_vorm": ""}
    assert not isinstance(KIND.read(CARDS, form(**no)), NotGradable)
    missed = KIND.read(CARDS, form(**yes))
    assert isinstance(missed, NotGradable)
    assert missed.field == f"kaart-{card}-vorm"


def dealt(response: tuple[str, ...], cards: Item = CARDS) -> Deck:
    state = kind_of(cards).state(cards, response)
    assert isinstance(state, Deck)
    return state


def play(cards: Item, response: tuple[str, ...], card: str, **chosen: str) -> tuple[str, ...]:
    """Answer the card on the table, with every earlier answer in the form, as the page does."""
    key = card.partition(".")[0]
    sent = {f"kaart-{key}-{name}": [value] for name, value in chosen.items()}
    given = {
        name: value
        for name, value in kind_of(cards).fields(cards, response).items()
        if name != "opnieuw"
    }
    answer = kind_of(cards).read(cards, {**given, **sent, "kaart": [card]})
    assert not isinstance(answer, NotGradable)
    return answer


def on_table(deck: Deck) -> str:
    return deck.now.card.key if deck.now else ""


def test_one_card_after_another() -> None:
    assert (on_table(dealt(())), dealt(()).last) == ("a", None)
    one = play(CARDS, (), "a", soort="ja", vorm="beeld")
    deck = dealt(one)
    assert (on_table(deck), deck.last and deck.last.score.earned, deck.score.earned) == ("b", 1, 1)
    assert not KIND.settles(CARDS, one, earlier=0)
    two = play(CARDS, one, "b", soort="nee")
    assert dealt(two).now is None
    assert KIND.settles(CARDS, two, earlier=0)
    assert [(tally.right, tally.asked) for tally in dealt(two).tallies] == [(2, 2), (0, 1)]


def test_a_card_without_an_answer_is_sent_back_and_keeps_the_path() -> None:
    one = play(CARDS, (), "a", soort="ja", vorm="beeld")
    missed = KIND.read(CARDS, {**KIND.fields(CARDS, one), "kaart": ["b"]})
    assert missed == NotGradable(Reason.NOTHING_CHOSEN, "kaart-b-soort")


def test_a_card_may_be_done_again_and_the_rest_stays() -> None:
    two = play(CARDS, play(CARDS, (), "a", soort="ja", vorm="beeld"), "b", soort="nee")
    form = {**KIND.fields(CARDS, two), "terug": ["a"]}
    assert (KIND.adjust(CARDS, form) or {})["kaart"] == ["a"]
    better = play(CARDS, two, "a", soort="ja", vorm="tekst")
    assert dealt(better).score.earned == 4
    # what is said is about the card just answered
    assert dealt(better).last == dealt(better).at("a")
    assert KIND.adjust(CARDS, {"terug": ["z"]}) is None


def test_answers_of_one_long_page_stand_where_they_stood() -> None:
    """Before cards came one at a time, all answers were sent together, in the same words."""
    assert dealt(("a.soort=ja", "a.vorm=tekst", "b.soort=nee")).now is None


def test_what_is_asked_says_after_which_answer_it_counts() -> None:
    assert [one.only_for for one in dealt(()).cards[1].questions] == [(), ("ja",)]


URGENT = item(
    """
::: cards spoed
facet-wie: Wie belt u? | leider | 112
own: Wat doet u niet?
clock: 2
clock-0: Meteen | Alles kan nog.
clock-72: Na drie dagen | Het is te laat.

Kies per kaart.

- [!] 1. Direct gevaar. = wie: 112 ~ leider
  > Bij gevaar belt u 112.
- 2. Een mail ging verkeerd. = wie: leider
  > Bel meteen.
  - [x] 2a. Wachten
    > Wachten kost tijd.
  - [ ] 2b. Bellen
    > Bellen is goed.
:::
"""
)


def test_an_urgent_card_comes_back_until_it_is_wholly_right() -> None:
    wrong = play(URGENT, (), "1", wie="leider")
    deck = dealt(wrong, URGENT)
    assert (on_table(deck), deck.last) == ("1", deck.now)  # explained at once
    assert not kind_of(URGENT).settles(URGENT, wrong, earlier=5)
    assert on_table(dealt(play(URGENT, wrong, "1", wie="112"), URGENT)) == "2"


def test_an_urgent_card_from_an_earlier_page_is_the_one_to_do() -> None:
    """All answered, one urgent card wrong: that card comes back, and then it is over."""
    before = ("1.wie=leider", "2.wie=leider", "2.eigen=2a")
    assert on_table(dealt(before, URGENT)) == "1"
    assert dealt(play(URGENT, before, "1", wie="112"), URGENT).now is None


def test_the_clock_runs_along_with_its_card() -> None:
    assert isinstance(URGENT, CardsItem)
    assert (URGENT.clock_card, URGENT.clock_hours, len(URGENT.clock)) == ("2", 72, 2)


BINS = item(
    """
::: cards bakken
facet-bak: Wat is het? | Valkuil | Hangt ervan af
own: Waarvan?
own-after: Hangt ervan af

Leg elke kaart in een bak.

- a. Een livestream = bak: Hangt ervan af
  > Regel het vooraf.
  - [x] a1. Van toestemming
    > Die is eerst nodig.
  - [ ] a2. Van het weer {V4}
    > Dat maakt niet uit.
- b. Leerlingen volgen = bak: Valkuil {R6}
  > Houd afstand.
:::
"""
)


def test_a_condition_is_asked_after_its_bin_and_only_then() -> None:
    first = play(BINS, (), "a", bak="Hangt ervan af")
    deck = dealt(first, BINS)
    assert deck.now is not None
    assert (on_table(deck), deck.now.asks_own, deck.last) == ("a", True, None)
    missed = kind_of(BINS).read(BINS, {**kind_of(BINS).fields(BINS, first), "kaart": ["a.eigen"]})
    assert missed == NotGradable(Reason.NOTHING_CHOSEN, "kaart-a-eigen")
    second = play(BINS, first, "a.eigen", eigen="a1")
    assert (on_table(dealt(second, BINS)), dealt(second, BINS).score.earned) == ("b", 2)
    assert on_table(dealt(play(BINS, (), "a", bak="Valkuil"), BINS)) == "b"
    changed = play(BINS, second, "a", bak="Valkuil")  # another bin takes the condition with it
    assert "a.eigen=a1" not in changed
    assert BINS.misconceptions() == {"V4", "R6"}


def test_a_condition_costs_nothing_where_none_is_right() -> None:
    wrong = play(BINS, play(BINS, (), "a", bak="Valkuil"), "b", bak="Hangt ervan af")
    assert dealt(wrong, BINS).now is None
    assert kind_of(BINS).grade(BINS, wrong) == Score(0, 3)
