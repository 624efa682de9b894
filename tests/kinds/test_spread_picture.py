"""Where everything stands in the picture of a message that spreads."""

from __future__ import annotations

import pytest

from course.kinds.spread.item import SpreadItem
from course.kinds.spread.playing import Spreading, play
from course.kinds.spread.rings import marks, rings, trend
from course.kinds.spread.simulation import Round
from tests.content.reading import documented_items

ITEM = next(item for item in documented_items() if isinstance(item, SpreadItem))
# seen, copies and sharers of each round
ROUNDS = [Round(4, 1, 1), Round(6, 3, 2), Round(2, 1, 1)]


def test_each_round_is_a_ring_further_out_and_a_little_turned() -> None:
    first, second, third = rings(ROUNDS, 2, 2)
    assert first.people == ((238.0, 116.0), (102.0, 116.0))
    assert second.people == ((275.8, 130.5), (98.5, 170.7), (135.7, 46.8))
    assert third.people == ((306.3, 154.9),)
    assert first.copies == ((251.6, 121.8),)
    assert second.copies == ((286.6, 141.1), (53.4, 90.9))
    assert third.copies == ((312.2, 169.7),)


def test_each_was_reached_by_somebody_one_ring_further_in_in_turn() -> None:
    first, second, third = rings(ROUNDS, 1, 1)
    assert first.ways == tuple(((170, 116), person) for person in first.people)
    inside = [first.people[at] for at in (0, 0, 1, 2, 2, 3)]
    assert second.ways == tuple(zip(inside, second.people, strict=True))
    assert [way[0] for way in third.ways] == [second.people[0], second.people[3]]


def test_the_line_of_viewers() -> None:
    line = [(mark.x, mark.y, mark.seen) for mark in trend(ROUNDS, 8)]
    assert line == [(58.0, 269.0, 4), (170.0, 260.5, 6), (282.0, 277.5, 2)]
    assert [mark.y for mark in trend([Round(0, 0, 0)], 0)] == [286.0]


@pytest.mark.parametrize(
    ("number", "each", "amount"), [(0, 5, 0), (1, 5, 1), (5, 5, 1), (6, 5, 2), (3, 1, 3)]
)
def test_a_part_of_a_mark_is_one(number: int, each: int, amount: int) -> None:
    assert marks(number, each) == amount


def told(vanishing: str, sensitive: str, *deeds: str) -> Spreading:
    """An angry message to followers, and what was done after each round."""
    chosen = ("audience=volgers", "tone=boos", f"sensitive={sensitive}", f"vanishing={vanishing}")
    return play(ITEM, (*chosen, "viewers=2", "copies=0", *deeds))


def test_what_is_said_of_how_it_ended() -> None:
    late = told("no", "yes", "nothing", "delete")
    assert (late.gone, late.deleted_after, late.vanished, late.recognised) == (True, 2, False, True)
    assert late.spared == late.untouched.seen - late.totals.seen > 0
    once = told("yes", "no", "nothing")
    assert (once.gone, once.deleted_after, once.vanished, once.recognised) == (
        True,
        0,
        True,
        False,
    )
    reported = told("no", "no", "report")
    assert (reported.gone, reported.ending) == (False, "report")
    whole = told("no", "no", "nothing", "nothing", "nothing")
    assert (whole.gone, whole.ending, whole.spared) == (False, "rounds", 0)
    assert [played.number for played in whole.rounds] == [1, 2, 3]
    assert [one.off for one in whole.forecasts] == [0, whole.forecasts[1].actual]
    assert whole.highest == max(one.round.seen for one in whole.rounds)
    deeds = [(), ("nothing",), ("nothing",) * 2, ("nothing",) * 3]
    assert [told("no", "no", *done).calm for done in deeds] == [False, True, True, False]
