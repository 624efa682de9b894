"""80 per cent and every key item once right; the best counts; unseen first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.content.outline import ItemOutline
from course.content.types import MasteryRule
from course.domain.learning.mastery import Marked, draw, mastery_of, passes

RULE = MasteryRule(80)


def sitting(number: int, right: str, wrong: str) -> list[Marked]:
    return [Marked(number, key, True) for key in right] + [
        Marked(number, key, False) for key in wrong
    ]


@pytest.mark.parametrize(
    ("rows", "met"),
    [
        ([], False),
        (sitting(1, "abcde", "f"), True),  # 5 of 6 is 83 per cent
        (sitting(1, "abcd", "ef"), False),  # 4 of 6 is not
        (sitting(1, "abcd", "e"), True),  # 4 of 5 is exactly 80 per cent
        (sitting(1, "bcdef", "a"), False),  # enough, but key item a was never right
        (
            sitting(1, "bcdef", "a") + sitting(2, "a", "bcdef"),
            True,
        ),  # the key item may be right another time
        (
            sitting(1, "abcdef", "") + sitting(2, "", "abcdef"),
            True,
        ),  # the best counts: later tries never hurt
    ],
)
def test_mastery(rows: list[Marked], met: bool) -> None:
    assert mastery_of(RULE, ["a"], rows).is_met is met


def test_before_the_first_test_everything_is_open() -> None:
    state = mastery_of(RULE, ["a", "b"], [])
    assert (state.best, state.missing_keys, state.is_met) == (None, ("a", "b"), False)


def test_without_key_items_nobody_masters_what_they_did_not_do() -> None:
    assert mastery_of(RULE, [], []).is_met is False


marked = st.builds(Marked, st.integers(1, 4), st.sampled_from("abcdef"), st.booleans())


@given(
    st.lists(marked, max_size=30),
    st.lists(st.builds(Marked, st.just(9), st.sampled_from("abcdef"), st.booleans())),
)
def test_one_more_test_never_takes_mastery_away(rows: list[Marked], more: list[Marked]) -> None:
    if mastery_of(RULE, ["a", "b"], rows).is_met:
        assert mastery_of(RULE, ["a", "b"], rows + more).is_met


def test_the_best_test_is_told_in_whole_per_cent() -> None:
    for right, share in (("", 0), ("a", 33), ("ab", 66), ("abc", 100)):
        rows = sitting(1, right, "abc"[len(right) :]) + sitting(2, "", "abc")
        assert mastery_of(RULE, [], rows).best == share


@pytest.mark.parametrize(
    ("right", "asked", "reached"),
    [(4, 5, True), (8, 10, True), (23, 29, False), (79, 100, False), (0, 1, False), (1, 1, True)],
)
def test_eighty_per_cent_is_enough_and_less_is_not(right: int, asked: int, reached: bool) -> None:
    assert passes(RULE, right, asked) is reached


@given(st.integers(0, 30), st.integers(1, 30))
def test_the_share_is_reached_exactly_at_its_share(right: int, asked: int) -> None:
    assert passes(RULE, right, asked) == (right / asked >= 0.8)


def outline(key: str, *, key_item: bool = False, goal: str | None = "L1") -> ItemOutline:
    return ItemOutline(
        key=key,
        kind="choice",
        label=key,
        graded=True,
        compulsory=True,
        key_item=key_item,
        requires=(),
        goal=goal,
    )


BANK = [outline("k1", key_item=True), outline("k2", key_item=True)] + [
    outline(f"v{n}") for n in range(8)
]


def test_a_first_draw_holds_every_key_item_and_the_right_number() -> None:
    items = draw(BANK, 6, (), seed="noor")
    assert len(items) == len(set(items)) == 6
    assert {"k1", "k2"} <= set(items)


def test_a_retry_asks_what_was_not_seen_yet_instead_of_what_was_right() -> None:
    first = draw(BANK, 6, (), "noor")
    again = set(draw(BANK, 6, [Marked(1, key, True) for key in first], "noor 1"))
    unseen = {item.key for item in BANK} - set(first)
    assert unseen <= again
    assert len(again) == 6


def test_a_key_item_comes_back_until_it_was_right_once() -> None:
    missed = [Marked(1, "k1", False), Marked(1, "k2", True)]
    assert "k1" in draw(BANK, 3, missed, "noor")
    assert "k2" not in draw(BANK, 3, missed, "noor")
    assert "k1" not in draw(BANK, 3, [*missed, Marked(2, "k1", True)], "noor")


def test_what_somebody_was_sure_of_and_had_wrong_comes_back() -> None:
    marked = [
        Marked(1, "v0", False, is_sure=True),
        Marked(1, "v1", False),
        Marked(1, "v2", True, is_sure=True),
    ]
    bank = [outline(f"v{n}") for n in range(9)]
    drawn = draw(bank, 3, marked, "noor")
    assert "v0" in drawn
    assert not {"v1", "v2"} & set(drawn)
    assert "v0" not in draw(bank, 3, [*marked, Marked(2, "v0", True)], "noor")


def test_goals_that_were_missed_come_before_others() -> None:
    bank = [outline(f"v{n}", goal="L1") for n in range(6)] + [
        outline("zwak", goal="L2"),
        outline("gezien", goal="L2"),
    ]
    assert "zwak" in draw(bank, 1, [Marked(1, "gezien", False)], "seed")


def test_a_question_without_a_goal_brings_no_other_without_one() -> None:
    bank = [outline(f"v{n}") for n in range(6)]
    bank += [outline("los", goal=None), outline("gezien", goal=None)]
    marked = [Marked(1, "gezien", False)]
    assert {draw(bank, 1, marked, f"{seed}") for seed in range(20)} != {("los",)}


def test_more_key_items_than_a_test_holds_are_all_asked_and_nothing_else() -> None:
    assert set(draw(BANK, 1, (), "noor")) == {"k1", "k2"}
    assert set(draw(BANK, 2, (), "noor")) == {"k1", "k2"}
    assert len(draw(BANK, 3, (), "noor")) == 3


def test_key_items_that_were_right_make_no_test_longer() -> None:
    right = [Marked(1, "k1", True), Marked(1, "k2", True)]
    assert len(draw(BANK, 1, right, "noor")) == 1
    assert len(draw(BANK, 1, right[:1], "noor")) == 1


def test_key_items_do_not_come_first() -> None:
    firsts = {draw(BANK, 6, (), f"{seed}")[0] for seed in range(40)}
    assert firsts & {"k1", "k2"}
    assert firsts - {"k1", "k2"}


def test_the_same_seed_gives_the_same_draw_and_another_seed_another_order() -> None:
    assert draw(BANK, 6, (), "x") == draw(BANK, 6, (), "x")
    assert len({draw(BANK, 6, (), f"person {n}") for n in range(20)}) > 10


@given(
    marked=st.lists(
        st.builds(
            Marked,
            sitting=st.integers(1, 4),
            item=st.sampled_from([item.key for item in BANK]),
            is_right=st.booleans(),
            is_sure=st.booleans(),
        ),
        max_size=20,
    ),
    size=st.integers(1, 12),
)
def test_a_draw_is_never_short_and_never_twice_the_same(marked: list[Marked], size: int) -> None:
    items = draw(BANK, size, marked, "noor")
    assert len(items) == len(set(items)) >= min(size, len(BANK))
    needed = {item.key for item in BANK if item.key_item} - {
        row.item for row in marked if row.is_right
    }
    assert needed <= set(items)
