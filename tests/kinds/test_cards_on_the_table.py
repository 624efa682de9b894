"""Cards on the table: which questions are open, what was said last, and what still counts."""

from __future__ import annotations

import pytest

from course.kinds.cards.asking import field_of
from course.kinds.cards.deck import Deck
from course.kinds.cards.item import CardsItem
from course.kinds.item import Item
from course.kinds.marking import NotGradable, Reason, Remark
from course.kinds.registry import kind_of
from tests.content.reading import documented_items, item
from tests.kinds.test_cards import BINS, CARDS, URGENT, dealt, play

SHOWN = next(one for one in documented_items() if one.key == "8-meldwijzer")
APART = item(
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
- b. Een groepsapp = bak: Hangt ervan af
  > Regel het vooraf.
  - [x] b1. Van de leden
    > Kijk wie erin zit.
:::
"""
)
MIXED = item(
    """
::: cards gemengd
facet-soort: Sociale media? | ja | nee
facet-vorm: Welke vorm? | tekst | beeld

Kies per kaart.

- a. Een reactie = soort: ja; vorm: tekst
  > Iedereen leest mee.
- b. Een livestream = soort: ja
  > Iedereen kijkt mee.
- c. Een brief = soort: nee
  > Papier is papier.
:::
"""
)


def field_missed(cards: Item, **form: list[str]) -> str:
    """What a form is sent back for; empty when it is taken."""
    sent = {name.replace("_", "-"): value for name, value in form.items()}
    answer = kind_of(cards).read(cards, sent)
    if not isinstance(answer, NotGradable):
        return ""
    assert answer.reason is Reason.NOTHING_CHOSEN
    return answer.field


def now(deck: Deck) -> tuple[list[str], bool]:
    """The questions of the form that is open, and whether that is a card's own alone."""
    assert deck.now is not None
    return [one.name for one in deck.now.asks], deck.now.asks_own


def test_which_questions_are_open() -> None:
    assert now(dealt(())) == (["a.soort", "a.vorm"], False)
    second = dealt(play(URGENT, (), "1", wie="112"), URGENT)
    assert now(second) == (["2.wie", "2.eigen"], False), "its own question comes with the others"
    half = dealt(("1.wie=112", "2.wie=leider"), URGENT)
    assert now(half) == (["2.wie", "2.eigen"], False)
    assert now(dealt((), BINS)) == (["a.bak"], False)
    assert now(dealt(("a.bak=Hangt ervan af",), BINS)) == (["a.eigen"], True)


def test_what_a_form_still_misses() -> None:
    assert field_missed(CARDS) == "kaart-a-soort", "with nothing in it, it is about the first card"
    one = {"kaart_1_wie": ["112"], "kaart_2_wie": ["leider"]}
    assert field_missed(URGENT, **one, kaart=["2"]) == "kaart-2-eigen"
    assert field_missed(URGENT, **one, kaart=["2"], kaart_2_eigen=["2b"]) == ""
    assert field_missed(SHOWN, kaart_1_contact=["FG"], kaart=["1"]) == "kaart-1-tempo"
    two = {"kaart_a_bak": ["Hangt ervan af"], "kaart_b_bak": ["Valkuil"]}
    assert field_missed(APART, **two, kaart=["b.eigen"]) == "", "that of another card waits"
    assert field_missed(APART, **two, kaart=["a.eigen"]) == "kaart-a-eigen"


def test_after_which_answers_a_question_is_asked() -> None:
    def only_for(cards: Item) -> list[tuple[str, ...]]:
        return [one.only_for for one in dealt((), cards).cards[0].questions]

    assert only_for(MIXED) == [(), ("ja",)], "one of the cards for which yes is right asks it"
    assert only_for(SHOWN) == [(), (), ()], "nobody is told by it that an answer is wrong"


def test_the_card_that_is_talked_about_is_that_of_the_newest_answer_once_it_is_whole() -> None:
    def last(*response: str, cards: Item = CARDS) -> str:
        found = dealt(response, cards).last
        return found.card.key if found else ""

    assert last("a.soort=ja") == ""
    assert last("a.soort=ja", "a.vorm=tekst") == "a"
    assert last("a.soort=ja", "a.vorm=tekst", "b.soort=ja") == ""
    assert last("a.soort=ja", "a.vorm=tekst", "b.soort=nee") == "b"
    assert last(cards=URGENT) == "", "what was not answered yet is not wrong yet"
    assert last("1.wie=leider", cards=URGENT) == "1"


def test_what_went_otherwise_is_told_in_words() -> None:
    deck = dealt(("a.soort=ja", "a.vorm=beeld", "b.soort=nee", "b.vorm=beeld"))
    first, second = deck.cards
    assert (deck.differing, deck.right) == ((first,), (second,))
    assert [one.name for one in first.differing] == ["a.vorm"]
    assert second.differing == (), "the form of a letter is asked of nobody"
    assert first.differing[0].right_words == ("tekst",)
    assert first.differing[0].given_words == "beeld"
    assert dealt(()).cards[0].differing == (), "nothing was answered"
    assert (deck.before(first), deck.before(second)) == (None, first)
    assert [(one.right, one.asked) for one in deck.tallies] == [(2, 2), (0, 1)]


def test_the_words_afterwards_are_only_there_when_they_were_written() -> None:
    def said(cards: Item, *, full: bool) -> list[Remark]:
        right = kind_of(cards).read(cards, kind_of(cards).examples(cards).right)
        assert not isinstance(right, NotGradable)
        return list(kind_of(cards).remarks(cards, right, full=full))

    assert len(said(CARDS, full=True)) == 2
    assert [one.text for one in said(SHOWN, full=True)][2:] == [SHOWN.after]  # type: ignore[attr-defined]
    assert said(SHOWN, full=False) == []


@pytest.mark.parametrize(
    ("cards", "least"),
    # where a card has only a right and a half right choice, the right one stands for a wrong one
    [(CARDS, 0), (URGENT, 1), (BINS, 0), (SHOWN, 0), (MIXED, 0)],
)
def test_the_examples_earn_everything_and_as_little_as_can_be(cards: Item, least: int) -> None:
    kind = kind_of(cards)
    shown = kind.examples(cards)
    right, wrong = kind.read(cards, shown.right), kind.read(cards, shown.wrong)
    assert not isinstance(right, NotGradable)
    assert not isinstance(wrong, NotGradable)
    assert kind.grade(cards, right).earned == kind.grade(cards, right).possible > 0
    assert kind.grade(cards, wrong).earned == least


def test_an_answer_that_no_card_has_is_refused() -> None:
    for part in ("a.soort=misschien", "z.soort=ja", "a.kleur=rood", "a.eigen=a1"):
        with pytest.raises(ValueError, match="has no card"):
            dealt((part,))
    assert field_of("7.rol") == "kaart-7-rol"
    assert field_of("7.rol.twee") == "kaart-7-rol.twee"


def test_the_clock_and_what_must_be_right() -> None:
    assert isinstance(CARDS, CardsItem)
    assert isinstance(URGENT, CardsItem)
    assert (CARDS.clock_hours, URGENT.clock_hours) == (0, 72)
    assert [card.must for card in URGENT.cards] == [True, False]
    assert isinstance(MIXED, CardsItem)
    assert isinstance(SHOWN, CardsItem)
    assert [one.points for one in MIXED.facets] == [1, 1]
    assert [one.points for one in SHOWN.facets] == [2, 1]
