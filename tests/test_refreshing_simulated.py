"""A small, seeded run of the simulation in `bench`: that refreshers beat nothing and one repeat with
as many questions, under the assumptions that stand there. How much, the bench says.
"""

from __future__ import annotations

import pytest

from bench.refreshing import ANSWER, effect, simulate


@pytest.mark.parametrize("answering", ANSWER.values(), ids=ANSWER)
def test_refreshers_beat_nothing_and_one_repeat(answering: tuple[float, float]) -> None:
    found, questions = simulate(80, answering)
    assert 10 < questions < 2 * 2 * 26  # two rules in each, twice a week
    for seen in found.values():
        assert effect(seen.refreshed, seen.yearly) > 0
        assert effect(seen.yearly, seen.none) > 0
