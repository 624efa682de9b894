"""80 per cent and every key item once right; the best counts; unseen first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.content.outline import ItemOutline
from course.content.types import MasteryRule
from course.domain.mastery import Marked, draw, mastery_of, passes

RULE = MasteryRule(80)


def sitting(number: int, right: str, wrong: str) -> list[Marked]:
    return [Marked(number, key, True) for key in right] + [Marked(number, key, False) for key in wrong]


@pytest.mark.parametrize(
    ("rows", "met"),
    [
        ([], False),
        (sitting(1, "abcde", "f"), True),  # 5 of 6 is 83 per cent
        (sitting(1, "abcd", "ef"), False),  # 4 of 6 is not
        (sitting(1, "bcdef", "a"), False),  # enough, but key item a was never right
        (sitting(1, "bcdef", "a") + sitting(2, "a", "bcdef"), True),  # the key item may be right another time
        (sitting(1, "abcdef", "") + sitting(2, "", "abcdef"), True),  # the best counts: later tries never hurt
    ],
)
def test_mastery(rows: list[Marked], met: bool) -> None:
    assert mastery_of(RULE, ["a"], rows).is_met is met


def test_before_the_first_test_everything_is_open() -> None:
    state = mastery_of(RULE, ["a", "b"], [])
    assert (state.best, state.missing_keys, state.is_met) == (None, ("a", "b"), False)


marked = st.builds(Marked, st.integers(1, 4), st.sampled_from("abcdef"), st.booleans())


@given(st.lists(marked, max_size=30), st.lists(st.builds(Marked, st.just(9), st.sampled_from("abcdef"), st.booleans())))
def test_one_more_test_never_takes_mastery_away(rows: list[Marked], more: list[Marked]) -> None:
    if mastery_of(RULE, ["a", "b"], rows).is_met:
        assert mastery_of(RULE, ["a", "b"], rows + more).is_met


@given(st.integers(0, 30), st.integers(1, 30))
def test_the_share_is_reached_exactly_at_its_share(right: int, asked: int) -> None:
    assert passes(RULE, right, asked) == (right / asked >= 0.8)


def outline(key: str, *, key_item: bool = False, goal: str = "L1") -> ItemOutline:
    return ItemOutline(
        key=key, kind="choice", label=key, graded=True, compulsory=True, key_item=key_item, requires=(), goal=goal
    )


BANK = [outline("k1", key_item=True), outline("k2", key_item=True)] + [outline(f"v{n}") for n in range(8)]


def test_a_draw_holds_every_key_item_and_the_right_number() -> None:
    items = draw(BANK, 6, seen=(), missed_goals=(), seed="noor")
    assert len(items) == len(set(items)) == 6
    assert {"k1", "k2"} <= set(items)


def test_unseen_items_come_first() -> None:
    seen = set(draw(BANK, 6, (), (), "noor"))
    again = set(draw(BANK, 6, seen, (), "noor 1"))
    unseen = {item.key for item in BANK} - seen
    assert unseen <= again


def test_goals_that_were_missed_come_before_others() -> None:
    bank = [outline(f"v{n}", goal="L1") for n in range(6)] + [outline("zwak", goal="L2")]
    assert "zwak" in draw(bank, 1, (), {"L2"}, "seed")


def test_the_same_seed_gives_the_same_draw_and_another_seed_another_order() -> None:
    assert draw(BANK, 6, (), (), "x") == draw(BANK, 6, (), (), "x")
    assert len({draw(BANK, 6, (), (), f"person {n}") for n in range(20)}) > 10
