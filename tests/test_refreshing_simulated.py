"""A small, seeded run of the simulation in `bench`: that refreshers beat nothing and one repeat with
as many questions, under the assumptions that stand there. How much, the bench says.
"""

from __future__ import annotations

import pytest

from bench.refreshing import AIMS, ANSWER, effect, simulate


@pytest.mark.parametrize("who", ["half", "20 to 90%"])
def test_refreshers_beat_nothing_and_one_repeat(who: str) -> None:
    found, questions = simulate(60, ANSWER[who])
    assert 10 < questions < 2 * 2 * 26  # two rules in each, twice a week
    for kind, seen in found.items():
        assert effect(seen.refreshed, seen.yearly) > 0
        assert effect(seen.halfway, seen.none) > 0
        # a missed one costs a week; when it cost two, who answers one in two stayed below this
        assert effect(seen.refreshed, seen.none) > AIMS[kind] - 0.15
