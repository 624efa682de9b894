"""Points, by example and by property. Source: curriculum 3.9."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.kinds.best_worst.item import BestWorstItem
from course.kinds.cards.item import CardsItem
from course.kinds.categorise.item import CategoriseItem
from course.kinds.cloze.rules import same_word
from course.kinds.dilemma.item import DilemmaItem, Ending
from course.kinds.dilemma.story import costliest, ending_of, lowest_meter, moments, paths, walk
from course.kinds.marking import UNMARKED, Score, first
from course.kinds.multiple.item import MultipleItem
from course.kinds.multiple.rules import grade_multiple
from course.kinds.order.rules import grade_order, moved
from course.kinds.registry import kind_of
from tests.content.reading import item

FOUR = "::: multiple foto\nWat mag?\n\n- [x] a. A\n- [x] b. B\n- [ ] c. C\n- [ ] d. D\n:::"
PHOTOS = cast(MultipleItem, item(FOUR))


@pytest.mark.parametrize(("earned", "possible"), [(3, 2), (-1, 2)])
def test_points_lie_between_none_and_all(earned: int, possible: int) -> None:
    with pytest.raises(ValueError, match=f"{earned} of {possible} points"):
        Score(earned, possible)


def test_what_is_never_marked_is_never_right() -> None:
    assert not UNMARKED.is_right
    assert not Score(1, 2).is_right
    assert Score(2, 2).is_right


def test_of_a_field_that_was_sent_twice_the_first_counts() -> None:
    assert first({"keuze": [" a ", "b"]}, "keuze") == "a"
    assert first({"keuze": []}, "keuze") == first({}, "keuze") == ""


@pytest.mark.parametrize(
    ("chosen", "earned"),
    [
        ("ab", 2),  # the key itself is worth everything
        ("a", 1),
        ("abc", 1),  # one wrong option cancels one right one
        ("abcd", 0),
        ("cd", 0),  # never below zero
        ("", 0),  # an empty response is still a response
    ],
)
def test_multiple_counts_right_minus_wrong(chosen: str, earned: int) -> None:
    assert grade_multiple(frozenset(chosen), PHOTOS) == Score(earned, possible=2)


@given(st.sets(st.sampled_from("abcd")))
def test_multiple_is_right_only_when_exactly_the_key_is_chosen(chosen: set[str]) -> None:
    assert grade_multiple(frozenset(chosen), PHOTOS).is_right == (chosen == {"a", "b"})


def test_an_unknown_option_is_a_bug_not_a_mistake() -> None:
    with pytest.raises(ValueError, match="no option z"):
        grade_multiple(frozenset("az"), PHOTOS)


@pytest.mark.parametrize(
    ("order", "earned"),
    [("abcd", 2), ("bacd", 1), ("abdc", 1), ("acbd", 1), ("badc", 0), ("dcba", 0), ("cbad", 0)],
)
def test_ordering_gives_half_for_one_swapped_pair_of_neighbours(order: str, earned: int) -> None:
    assert grade_order(tuple(order), tuple("abcd")) == Score(earned, 2)


@given(st.permutations("abcde"), st.sampled_from("abcde"), st.sampled_from((-1, 1)))
def test_moving_a_step_loses_nothing(order: list[str], key: str, step: int) -> None:
    after = moved(order, key, step)
    assert sorted(after) == sorted(order)
    assert abs(after.index(key) - order.index(key)) <= 1


def test_every_order_can_be_reached_by_moving() -> None:
    reached, todo = {tuple("abcd")}, [tuple("abcd")]
    while todo:
        order = todo.pop()
        for key, step in itertools.product("abcd", (-1, 1)):
            after = moved(order, key, step)
            if after not in reached:
                reached.add(after)
                todo.append(after)
    assert len(reached) == 24


def test_best_and_worst_are_worth_half_each() -> None:
    situation = cast(
        BestWorstItem,
        item("::: best-worst s\nWat doet u?\n\n- [+] a. A\n- [ ] b. B\n- [-] c. C\n:::"),
    )
    kind = kind_of(situation)
    scores = {pair: kind.grade(situation, pair).earned for pair in itertools.permutations("abc", 2)}
    assert scores == {
        ("a", "c"): 2,
        ("a", "b"): 1,
        ("b", "c"): 1,
        ("b", "a"): 0,
        ("c", "a"): 0,
        ("c", "b"): 0,
    }


def test_a_condition_counts_only_when_its_card_is_placed() -> None:
    sorting = cast(
        CategoriseItem,
        item(
            "::: categorise s\nbins: ja | soms\n\nWaar?\n\n- a. Een = ja\n- b. Twee = soms\n"
            "  - [x] b1. Met toestemming\n  - [ ] b2. Altijd\n:::"
        ),
    )
    kind = kind_of(sorting)
    assert kind.grade(sorting, ("a=ja", "b=soms", "b.voorwaarde=b1")) == Score(3, 3)
    assert kind.grade(sorting, ("a=ja", "b=soms", "b.voorwaarde=b2")) == Score(2, 3)
    assert kind.grade(sorting, ("a=ja", "b=ja", "b.voorwaarde=b1")) == Score(1, 3)


def test_cards_weigh_facets_and_must_be_right_where_it_matters() -> None:
    cards = cast(
        CardsItem,
        item(
            "::: cards m\nfacet-wie: Wie? | ict | baas | 112\nfacet-tempo: Wanneer? | nu | later\n"
            "points: wie 2, tempo 1\nown: Wat niet?\n\nKies.\n\n"
            "- [!] 1. Gevaar = wie: 112 ~ baas; tempo: nu\n  - [x] 1a. Wachten\n  - [ ] 1b. "
            "Bellen\n"
            "- 2. Lek = wie: ict / baas; tempo: nu\n:::"
        ),
    )
    kind = kind_of(cards)
    right = ("1.wie=112", "1.tempo=nu", "1.eigen=1a", "2.wie=baas", "2.tempo=nu")
    half = ("1.wie=baas", "1.tempo=nu", "1.eigen=1a", "2.wie=ict", "2.tempo=later")
    assert kind.grade(cards, right) == Score(7, 7)
    assert kind.grade(cards, half) == Score(5, 7)
    assert kind.settles(cards, right, earlier=0)
    assert not kind.settles(cards, half, earlier=5), "an urgent card must be wholly right"


@pytest.mark.parametrize(
    ("given_word", "accepted", "same"),
    [
        ("Gedragscode", "gedragscode", True),
        (" gedrags-code. ", "gedragscode", True),
        ("gedragcode", "gedragscode", True),  # one letter missing
        ("gedrgascode", "gedragscode", True),  # two neighbours swapped
        ("gedragsregels", "gedragscode", False),
        ("één", "een", True),
        ("jaar", "jaren", False),
        ("12", "13", False),  # numbers are exact
        ("130", "13", False),
    ],
)
def test_typed_words_are_judged_kindly(given_word: str, accepted: str, same: bool) -> None:
    assert same_word(given_word, accepted) is same


WEEK = cast(
    DilemmaItem,
    item(
        "::: dilemma week\ntitle: Week\nmeters: rust 9, privacy 1\n\n## ma: Maandag\nTekst.\n\n"
        "- a. Een -> di (rust +3, privacy -3)\n- b. Twee -> di\n\n"
        "## di: Dinsdag\nafter-a: (privacy -1) De ouder weet het.\n\nTekst.\n\n- c. Drie -> "
        "einde (privacy +2)\n\n"
        "## einde [better]: Einde\nTekst.\n:::"
    ),
)


def test_meters_stay_between_bounds_and_echoes_work_through() -> None:
    assert dict(walk(WEEK, ("a",)).meters) == {"rust": 10, "privacy": 0}
    assert dict(walk(WEEK, ("a", "c")).meters) == {"rust": 10, "privacy": 1}
    assert dict(walk(WEEK, ("b", "c")).meters) == {"rust": 9, "privacy": 3}
    assert "<p>De ouder weet het.</p>" in walk(WEEK, ("a",)).echoes
    assert walk(WEEK, ("b",)).echoes == ()


@pytest.mark.parametrize(
    ("path", "ending"),
    [(("a", "c"), Ending.GOOD), (("b", "c"), Ending.GOOD), (("a",), None)],
)
def test_a_story_with_meters_ends_as_they_stand(
    path: tuple[str, ...], ending: Ending | None
) -> None:
    assert ending_of(WEEK, walk(WEEK, path)) == ending


def test_an_empty_meter_is_harm_and_a_lower_one_could_be_better() -> None:
    story = replace(WEEK, meters=(("rust", 9), ("privacy", 2)))
    walked = walk(story, ("a", "c"))  # privacy: 2, then 0, then 1
    assert ending_of(story, walked) is Ending.BETTER
    assert ending_of(story, replace(walked, meters=(("rust", 9), ("privacy", 0)))) is Ending.HARM


def test_the_costliest_decision_is_the_one_to_practise() -> None:
    assert [costliest(walk(WEEK, path)) for path in ((), ("a", "c"), ("b", "c"))] == [
        None,
        walk(WEEK, ("a", "c")).steps[0],
        walk(WEEK, ("b", "c")).steps[0],  # nothing fell: what brought least
    ]


def test_the_length_of_a_story_is_that_of_its_ways() -> None:
    lengths = [len(path) for path in paths(WEEK)]
    assert moments(WEEK) == (min(lengths), max(lengths)) == (2, 2)


def test_the_lowest_meter_names_the_choice_that_lowered_it() -> None:
    lowest = lowest_meter(walk(WEEK, ("a", "c")))
    assert lowest is not None
    assert lowest[0] == "privacy"
    assert lowest[1] is not None
    assert lowest[1].choice.key == "a"


def test_a_path_must_follow_the_story() -> None:
    with pytest.raises(ValueError, match="no choice c"):
        walk(WEEK, ("c",))
    assert paths(WEEK) == [("a", "c"), ("b", "c")]
