"""What people gained: the interval, what is told of whom, and simulated people with a known gain."""

from __future__ import annotations

import random
from itertools import combinations
from math import sqrt
from statistics import mean, variance

import pytest

from course.domain.learning.gain import (
    Gain,
    OrderSums,
    _t_95,
    first_form,
    gain_of,
    told_in_groups,
    told_people,
)


def sums(pairs: list[tuple[float, float]]) -> OrderSums:
    """Of the shares before and after of each person."""
    gained = [after - before for before, after in pairs]
    return OrderSums(
        people=len(pairs),
        before=sum(before for before, _ in pairs),
        after=sum(after for _, after in pairs),
        gained=sum(gained),
        squares=sum(one**2 for one in gained),
    )


AB = [(0.2, 0.6), (0.4, 0.4), (0.0, 0.8), (0.6, 1.0), (0.4, 0.6)]
BA = [(0.4, 0.6), (0.6, 0.6), (0.2, 0.4), (0.8, 1.0), (0.2, 0.8)]


def test_the_interval_is_that_of_welch() -> None:
    found = gain_of([sums(AB), sums(BA)])
    assert found is not None
    gained = [[after - before for before, after in pairs] for pairs in (AB, BA)]
    errors = [variance(one) / len(one) for one in gained]
    free = sum(errors) ** 2 / sum(one**2 / 4 for one in errors)
    assert int(free) == 7
    half = 2.365 * sqrt(sum(errors)) / 2  # the table, at seven degrees of freedom
    value = mean(map(mean, gained))
    assert found.people == 10
    assert found.difference.value == pytest.approx(value)
    assert found.difference.low == pytest.approx(value - half)
    assert found.difference.high == pytest.approx(value + half)
    assert found.after - found.before == pytest.approx(value)


def test_a_harder_form_does_not_count_even_when_the_orders_are_unequal() -> None:
    """Form B is a fifth harder: who got it first seems to gain more, who got it last less."""
    harder = 0.2
    first = [(0.5, 0.8 - harder + step) for step in (-0.1, 0.1) * 7]
    last = [(0.5 - harder, 0.8 + step) for step in (-0.1, 0.1) * 2]
    found = gain_of([sums(first), sums(last)])
    assert found is not None
    assert found.difference.value == pytest.approx(0.3)


@pytest.mark.parametrize(
    "orders",
    [
        [AB, BA[:4]],  # nine people
        [AB * 2],  # in one order only
        [AB * 2, BA[:1]],
        [AB, [(0.2, 0.4)] * 6],  # everybody of an order the same: it would tell of each
        [],
    ],
)
def test_what_would_tell_of_somebody_has_no_figure(orders: list[list[tuple[float, float]]]) -> None:
    assert gain_of([sums(one) for one in orders]) is None


@pytest.mark.parametrize(
    ("freedom", "t"),
    [(1, 12.706), (7.99, 2.365), (30, 2.042), (31, 2.0395), (40.2, 2.0211), (120, 1.9799)],
)
def test_t_is_that_of_the_tables(freedom: float, t: float) -> None:
    assert _t_95(freedom) == pytest.approx(t, abs=0.001)


def test_past_the_table_the_expansion_has_both_its_terms() -> None:
    """By hand: 1.96 + 9.489536 / 124 + 270.979903 / 92256."""
    assert _t_95(31) == pytest.approx(2.039466, abs=2e-6)


def test_two_people_in_an_order_are_enough_among_ten() -> None:
    found = gain_of([sums(AB * 2), sums(BA[:2])])
    assert found is not None
    assert found.people == 12


def test_the_halves_stay_equal() -> None:
    assert (first_form(3, 4, heads=False), first_form(4, 3, heads=True)) == ("a", "b")
    assert (first_form(2, 2, heads=True), first_form(2, 2, heads=False)) == ("a", "b")


@pytest.mark.parametrize(("finished", "told"), [(0, 0), (9, 0), (10, 10), (19, 10), (27, 20)])
def test_a_figure_grows_by_ten_people(finished: int, told: int) -> None:
    assert told_people(finished) == told


def test_figures_by_group_come_when_every_group_grew_by_ten() -> None:
    assert told_in_groups(["t"] * 10) == 10
    assert told_in_groups(["t"] * 10 + ["o"] * 9) == 10
    assert told_in_groups(["t"] * 9 + ["o"]) == 0  # the rest of ten is nine
    assert told_in_groups(["t"] * 9 + ["o"] * 10) == 0  # nine
    assert told_in_groups(["t", "o"] * 10) == 20
    assert told_in_groups(["t", "o"] * 10 + ["t"] * 9 + ["o"]) == 20
    assert told_in_groups(["t", "o"] * 10 + ["t"] * 10) == 30


def test_no_two_figures_differ_by_fewer_than_ten_people() -> None:
    """Everything that was ever told of a school: of all and by group, on every day. No sum or
    difference of two of them is about one to nine people.
    """
    chance = random.Random(14)
    for _ in range(60):
        groups = chance.choices("to", weights=[chance.uniform(1, 9), 1], k=70)
        told: set[frozenset[int]] = set()
        for finished in range(len(groups) + 1):
            told.add(frozenset(range(told_people(finished))))
            most = told_in_groups(groups[:finished])
            for group in "to":
                told.add(frozenset(n for n in range(most) if groups[n] == group))
        for one, other in combinations(told, 2):
            for left in (one - other, other - one):
                if one <= other or other <= one:
                    assert len(left) == 0 or len(left) >= 10


GAIN, HARDER, QUESTIONS = 0.25, 0.15, 4


def simulated(people: int, chance: random.Random) -> Gain | None:
    """So many people with a gain that is known, in forms of which B is harder. Each answer is right
    with the chance of that person on that form; the last person may be one too many of an order.
    """
    orders: dict[str, list[tuple[float, float]]] = {"a": [], "b": []}
    for number in range(people):
        level = chance.uniform(0.3, 0.6)
        first = "ab"[number % 2]
        shares = []
        for form, gained in ((first, 0.0), ("ba"[number % 2], GAIN)):
            right = level + gained - (HARDER if form == "b" else 0.0)
            shares.append(sum(chance.random() < right for _ in range(QUESTIONS)) / QUESTIONS)
        orders[first].append((shares[0], shares[1]))
    return gain_of([sums(one) for one in orders.values()])


@pytest.mark.parametrize("people", [10, 20, 50])
def test_the_interval_holds_the_known_gain_of_simulated_people(people: int) -> None:
    """In 95 % of the schools, within what chance leaves of 1,500 of them (1.7 points)."""
    chance = random.Random(people)
    found = [simulated(people, chance) for _ in range(1500)]
    told = [one for one in found if one is not None]
    assert len(told) > 1450
    held = sum(one.difference.low <= GAIN <= one.difference.high for one in told) / len(told)
    assert 0.933 <= held <= 0.975
    assert mean(one.difference.value for one in told) == pytest.approx(GAIN, abs=0.01)
