"""How long a rule lasts, and what another ladder would have done."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from course.domain.learning.ladder import (
    AskedRule,
    Began,
    Ladder,
    Origin,
    RuleKey,
    RuleState,
    replay,
    state_of,
)

DAY = date(2026, 9, 1)
RULE = RuleKey("delen", "L1")
LADDER = Ladder()


def asked(days: int, *, right: bool = True, sure: bool = False) -> AskedRule:
    return AskedRule(RULE, DAY + timedelta(days=days), right, sure)


def days(state: RuleState) -> int:
    return (state.due_on - DAY).days


def after(origin: Origin, *log: AskedRule) -> RuleState:
    return state_of(LADDER, Began(origin, DAY, log))


def test_who_is_always_right_is_asked_on_the_days_of_the_ladder() -> None:
    state, due = LADDER.begin(Origin.SURE_WRONG, DAY), []
    for _ in range(8):
        due.append(days(state))
        state = LADDER.after(state, asked(due[-1]))
    assert due == [2, 7, 30, 90, 180, 362, 544, 726]


@pytest.mark.parametrize(
    ("origin", "first"),
    [(Origin.SURE_WRONG, 2), (Origin.WRONG, 2), (Origin.OFTEN_WRONG, 7), (Origin.OTHER, 90)],
)
def test_own_errors_come_first(origin: Origin, first: int) -> None:
    assert days(LADDER.begin(origin, DAY)) == first


def test_on_a_short_ladder_what_is_firm_begins_on_its_last_rung() -> None:
    short = Ladder("short", (4, 60), 365)
    assert [(short.begin(one, DAY).step, days(short.begin(one, DAY))) for one in Origin] == [
        (0, 4),
        (0, 4),
        (1, 60),
        (1, 60),
    ]


def test_a_wrong_answer_goes_back_to_two_days_from_every_rung() -> None:
    state = after(Origin.WRONG, asked(2), asked(7), asked(30, right=False))
    assert (state.step, days(state)) == (0, 32)
    state = after(Origin.WRONG, asked(2, right=False), asked(4, right=False))
    assert (state.step, days(state)) == (0, 6)


def test_what_somebody_was_sure_of_and_wrong_goes_first_twice() -> None:
    first = after(Origin.SURE_WRONG)
    once = after(Origin.SURE_WRONG, asked(2))
    twice = after(Origin.SURE_WRONG, asked(2), asked(7))
    firsts = [one.comes_first for one in (first, once, twice)]
    assert firsts == [Origin.SURE_WRONG, Origin.SURE_WRONG, Origin.OTHER]
    again = after(Origin.OTHER, asked(90, right=False, sure=True))
    assert (again.comes_first, again.left) == (Origin.SURE_WRONG, 2)
    unsure = after(Origin.OTHER, asked(90, right=False))
    assert (unsure.comes_first, unsure.left) == (Origin.WRONG, 1)
    assert after(Origin.WRONG, asked(2)).comes_first is Origin.OTHER
    often = [after(Origin.OFTEN_WRONG), after(Origin.OFTEN_WRONG, asked(7))]
    assert [one.comes_first for one in often] == [Origin.OFTEN_WRONG, Origin.OTHER]


def test_right_long_before_it_is_due_says_nothing_about_lasting() -> None:
    untouched = after(Origin.OTHER)
    assert after(Origin.OTHER, asked(44)) == untouched
    assert after(Origin.OTHER, asked(45)).step == untouched.step + 1
    assert after(Origin.OTHER, asked(10, right=False)).step == 0


def test_another_ladder_is_tried_on_what_happened() -> None:
    log = [Began(Origin.WRONG, DAY, (asked(2), asked(7), asked(30, right=False)))]
    own = list(replay(LADDER, log))
    assert [(one.step, one.days_late, one.is_right) for one in own] == [
        (0, 0, True),
        (1, 0, True),
        (2, 0, False),
    ]
    slow = list(replay(Ladder("slow", (4, 60), 365), log))
    assert [(one.step, one.days_late) for one in slow] == [(0, -2), (1, -51), (1, -28)]
