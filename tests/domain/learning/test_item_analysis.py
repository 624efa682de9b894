"""Simulated learners of known skill at questions of known parameters prove the figures."""

from __future__ import annotations

import random
from collections.abc import Sequence
from math import exp, tanh
from statistics import correlation, mean

import pytest

from course.domain.learning.item_analysis import (
    Doubt,
    ItemSums,
    difficulty,
    discrimination,
    doubt,
    is_shown,
    told_of,
)

CHANCE = 1 / 3  # every question has three options
HARD = [-2 + 0.1 * number for number in range(40)]  # what skill has half of it right
STEEP = [0.9 + 0.35 * (number % 4) for number in range(40)]


def sums_of(scores: Sequence[Sequence[float]], item: int) -> ItemSums:
    """As the database makes them: each row the scores of one person."""
    own = [row[item] for row in scores]
    rest = [(sum(row) - row[item]) / (len(row) - 1) for row in scores]
    return ItemSums(
        people=len(own),
        score=sum(own),
        both_people=len(own),
        both_score=sum(own),
        both_rest=sum(rest),
        score_squares=sum(one * one for one in own),
        rest_squares=sum(one * one for one in rest),
        product=sum(one * other for one, other in zip(own, rest, strict=True)),
    )


def chance_of(skill: float, item: int) -> float:
    """The three-parameter logistic model: who does not know it, guesses."""
    return CHANCE + (1 - CHANCE) / (1 + exp(-1.7 * STEEP[item] * (skill - HARD[item])))


def learners(people: int, seed: int) -> list[list[float]]:
    dice = random.Random(seed)
    skills = [dice.gauss(0, 1) for _ in range(people)]
    return [
        [float(dice.random() < chance_of(skill, item)) for item in range(len(HARD))]
        for skill in skills
    ]


def test_figures_follow_what_the_questions_are() -> None:
    scores = learners(600, seed=1)
    all_sums = [sums_of(scores, item) for item in range(len(HARD))]
    shares = [found.value for sums in all_sums if (found := difficulty(sums))]
    assert correlation(shares, HARD) < -0.97
    expected = [mean(chance_of(skill / 10, item) for skill in range(-30, 31)) for item in range(40)]
    assert correlation(shares, expected) > 0.97
    middle = [item for item in range(40) if abs(HARD[item]) < 1]
    telling = {item: found.value for item in middle if (found := discrimination(all_sums[item]))}
    by_steepness = [
        mean(value for item, value in telling.items() if STEEP[item] == steep)
        for steep in sorted(set(STEEP))
    ]
    assert by_steepness == sorted(by_steepness), "a steeper question tells more"
    assert all(value > 0.1 for value in telling.values())


def test_intervals_hold_what_is_true_nearly_always() -> None:
    held = 0
    for seed in range(100):
        found = difficulty(sums_of([[row[20], row[1]] for row in learners(60, seed)], 0))
        assert found is not None
        dice = random.Random(7)
        true = mean(chance_of(dice.gauss(0, 1), 20) for _ in range(4000))
        held += found.low <= true <= found.high
    assert held >= 90


def test_a_wrong_key_is_found_and_right_ones_are_left_alone() -> None:
    for seed in range(5):
        scores = learners(150, seed)
        turned = [[*row[:20], 1 - row[20], *row[21:]] for row in scores]
        found = {item: doubt(sums_of(turned, item), CHANCE) for item in range(40)}
        assert found.pop(20) is Doubt.WRONG_KEY
        doubted = [item for item, why in found.items() if why not in (None, Doubt.TOO_EASY)]
        assert len(doubted) <= 2, doubted


def test_guessing_everywhere_tells_nothing() -> None:
    dice = random.Random("apart from the learners")
    scores = [
        [*row[:20], float(dice.random() < CHANCE), *row[21:]] for row in learners(3000, seed=3)
    ]
    assert doubt(sums_of(scores, 20), None) is Doubt.TELLS_LITTLE


def flat(people: int, right: int) -> ItemSums:
    """Scores of one question only: nobody did another."""
    return ItemSums(people, right, 0, 0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("people", "right", "chance", "found"),
    [
        (19, 0, CHANCE, None),  # too few to doubt
        (20, 0, CHANCE, Doubt.BELOW_CHANCE),
        (20, 5, CHANCE, None),  # a quarter may be bad luck
        (200, 40, CHANCE, Doubt.BELOW_CHANCE),
        (200, 40, None, None),
        (200, 200, CHANCE, Doubt.TOO_EASY),
        (20, 20, CHANCE, None),  # may well be 90 %
        (200, 150, CHANCE, None),
    ],
)
def test_what_is_doubted(people: int, right: int, chance: float | None, found: object) -> None:
    assert doubt(flat(people, right), chance) is found


def test_what_may_be_as_good_as_guessing_is_not_below_it() -> None:
    hard = difficulty(flat(20, 3))
    assert hard is not None
    assert doubt(flat(20, 3), hard.high) is None
    assert doubt(flat(20, 3), hard.high + 0.001) is Doubt.BELOW_CHANCE


def test_figures_without_people_or_without_others() -> None:
    assert difficulty(flat(0, 0)) is None
    assert discrimination(flat(50, 25)) is None
    same = ItemSums(50, 50, 50, 50, 25, 50, 15, 25)  # everybody has all points
    assert discrimination(same) is None
    easy = [[0.0, 1.0], [1.0, 1.0]] * 2  # everybody has the others right
    assert discrimination(sums_of(easy, 0)) is None
    hard = difficulty(flat(10, 5))
    assert hard is not None
    assert hard.value == 0.5
    assert (round(hard.low, 3), round(hard.high, 3)) == (0.237, 0.763)  # Wilson, by hand


def test_from_four_people_a_question_may_be_held_beside_the_others() -> None:
    scores = [[0.0, 0.0], [1.0, 1.0], [1.0, 0.0], [0.0, 1.0]]
    assert discrimination(sums_of(scores[:3], 0)) is None
    found = discrimination(sums_of(scores, 0))
    assert found is not None
    assert found.value == pytest.approx(0)
    # Fisher, by hand: 1.96 over the root of four less three
    assert (found.low, found.high) == pytest.approx((-tanh(1.96), tanh(1.96)), abs=1e-4)


def test_a_perfect_pair_lies_within_its_bounds() -> None:
    scores = [[0.0, 0.0], [1.0, 1.0]] * 10
    found = discrimination(sums_of(scores, 0))
    assert found is not None
    assert found.value == pytest.approx(1, abs=1e-5)
    assert found.low <= found.value <= found.high <= 1


@pytest.mark.parametrize(("people", "told"), [(4, 0), (5, 5), (9, 5), (10, 10)])
def test_figures_are_made_of_whole_fives(people: int, told: int) -> None:
    """One more would tell what that one chose."""
    assert told_of(people) == told


@pytest.mark.parametrize(("people", "shown"), [(4, False), (5, True)])
def test_five_people_are_enough_to_show(people: int, shown: bool) -> None:
    assert is_shown(people) is shown
