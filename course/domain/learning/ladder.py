"""How long a rule lasts after each time it was asked, by a ladder of days; and what another ladder
would have done with what happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import IntEnum
from typing import NamedTuple

RUNGS = (2, 7, 30, 90, 180)  # days from completion
HALF_YEAR = 182  # days, after the last rung


class RuleKey(NamedTuple):
    """A rule that somebody learned: a goal of a module."""

    module: str
    goal: str


class Origin(IntEnum):
    """Why a rule is asked, what matters most first."""

    SURE_WRONG = 0  # somebody was sure of it and wrong
    WRONG = 1
    OFTEN_WRONG = 2  # many others have it wrong
    OTHER = 3


# by origin: the rung on which a rule begins, and how often it goes before others
_START = {Origin.SURE_WRONG: 0, Origin.WRONG: 0, Origin.OFTEN_WRONG: 1, Origin.OTHER: 3}
_TIMES = {Origin.SURE_WRONG: 2, Origin.WRONG: 1, Origin.OFTEN_WRONG: 1, Origin.OTHER: 0}


@dataclass(frozen=True)
class AskedRule:
    """One time that a rule was asked, whatever it was asked with."""

    rule: RuleKey
    on: date
    is_right: bool
    is_sure: bool = False


@dataclass(frozen=True)
class RuleState:
    """How firm a rule is. It lasts until `due_on`; `left` is how often it still goes first."""

    origin: Origin
    step: int
    since: date  # when it was asked last, or learned
    due_on: date
    left: int

    @property
    def comes_first(self) -> Origin:
        """By what it is ordered now."""
        return self.origin if self.left else Origin.OTHER


@dataclass(frozen=True)
class Ladder:
    """The days after completion on which a rule is asked that is always right.

    Units:  whole days; `later` is between two times after the last rung.
    Source: curriculum 3.6 and product.md section 3: 2, 7, 30, 90 and 180 days, then half-yearly; a
            wrong answer goes back to two days.
    """

    name: str = "ladder-1"
    rungs: tuple[int, ...] = RUNGS
    later: int = HALF_YEAR

    def wait(self, step: int) -> int:
        """Days between the last time and the next, for who stands on a rung; they add up to it."""
        if step >= len(self.rungs):
            return self.later
        return self.rungs[step] - (self.rungs[step - 1] if step else 0)

    def begin(self, origin: Origin, learned_on: date) -> RuleState:
        """A rule that was learned on a day."""
        step = min(_START[origin], len(self.rungs) - 1)
        due_on = learned_on + timedelta(days=self.rungs[step])
        return RuleState(origin, step, learned_on, due_on, _TIMES[origin])

    def after(self, state: RuleState, asked: AskedRule) -> RuleState:
        """The rule after it was asked. Right goes up, wrong begins anew and goes first again.

        Right before half of the wait was over says nothing about lasting: it changes nothing.
        """
        if not asked.is_right:
            origin = Origin.SURE_WRONG if asked.is_sure else Origin.WRONG
            return self._at(state, 0, asked.on, origin, _TIMES[origin])
        if asked.on - state.since < (state.due_on - state.since) / 2:
            return state
        left = max(0, state.left - 1)
        return self._at(state, state.step + 1, asked.on, state.origin, left)

    def _at(self, state: RuleState, step: int, on: date, origin: Origin, left: int) -> RuleState:
        due_on = on + timedelta(days=self.wait(step))
        return replace(state, step=step, since=on, due_on=due_on, origin=origin, left=left)


@dataclass(frozen=True)
class Began:
    """One rule of one person as it was when it was learned, and every time it was asked since, the
    first first.
    """

    origin: Origin
    learned_on: date
    asked: tuple[AskedRule, ...]


class Replayed(NamedTuple):
    """One time that a rule was asked, as another ladder would have had it."""

    step: int  # on which it stood
    days_late: int  # negative: that ladder would have waited longer
    is_right: bool


def state_of(ladder: Ladder, began: Began) -> RuleState:
    """How firm a rule is, by everything that was asked of it."""
    state = ladder.begin(began.origin, began.learned_on)
    for asked in began.asked:
        state = ladder.after(state, asked)
    return state


def replay(ladder: Ladder, log: Iterable[Began]) -> Iterator[Replayed]:
    """Everything that was asked, as it would stand on another ladder: what was answered right when
    it came, and how much earlier or later that ladder would have come.

    It cannot say what somebody would have answered on a day on which nobody asked.
    """
    for began in log:
        state = ladder.begin(began.origin, began.learned_on)
        for asked in began.asked:
            yield Replayed(state.step, (asked.on - state.due_on).days, asked.is_right)
            state = ladder.after(state, asked)
