"""What somebody owes, by when, and how far that is. Due dates are whole days in Amsterdam."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from course.domain.duties.calendars import Calendar, after_school_weeks

WEEKS_FOR_JOINERS = 4  # of school, before a course can be late


class DutyState(StrEnum):
    """The state of a duty on a day; never of a person. What asks most attention comes first.

    `store/duties/states.py` says the same in SQL.
    """

    OVERDUE = "overdue"
    NOT_STARTED = "not-started"
    BUSY = "busy"
    OPEN = "open"  # not done, for who may not see whether somebody began
    DONE = "done"
    PAUSED = "paused"  # until a day; why is not kept
    EXEMPT = "exempt"
    LEFT = "left"  # works there no more


# What a percentage is about. The other states are counted and named beside it.
SEEN_WHOLE = (DutyState.NOT_STARTED, DutyState.BUSY, DutyState.DONE, DutyState.OVERDUE)
COUNTING = (*SEEN_WHOLE, DutyState.OPEN)
SET_APART = (DutyState.PAUSED, DutyState.EXEMPT, DutyState.LEFT)


class Relief(StrEnum):
    """Why somebody need not do what they owe for a while."""

    PAUSED = "paused"
    EXEMPT = "exempt"


_RELIEVED = {Relief.PAUSED: DutyState.PAUSED, Relief.EXEMPT: DutyState.EXEMPT}


class ExemptFor(StrEnum):
    """Why somebody is exempt. A few words to choose from, so that nobody writes down an illness."""

    DONE_ELSEWHERE = "done-elsewhere"
    OTHER_WORK = "other-work"
    SHORT_STAY = "short-stay"
    DECISION = "decision"


class StateCounts(Counter[DutyState]):
    """How many people are in each state."""

    def of(self, state: DutyState | None) -> int:
        """In one state; in all of them together when none is named."""
        if state is None:
            return self.total()
        return self[state]

    @property
    def counting(self) -> int:
        """Everybody that a percentage is about."""
        return sum(self[state] for state in COUNTING)

    @classmethod
    def together(cls, groups: Iterable[StateCounts]) -> StateCounts:
        """Those of several groups, with every state in it."""
        found = cls(dict.fromkeys(DutyState, 0))
        for counts in groups:
            found.update(counts)
        return found


def state_of(
    due_on: date,
    started_on: date | None,
    completed_on: date | None,
    on: date,
    relief: Relief | None = None,
) -> DutyState:
    """The state of a duty as it was on a day, of somebody who worked there. What happened after
    that day does not count. `relief` is what held on the day.

    Units:  calendar days in Amsterdam. The due day itself is still in time; the day after it is
            late.
    Source: product.md section 4. Done stays done, also when it was done late.
    """
    if completed_on is not None and completed_on <= on:
        return DutyState.DONE
    if relief is not None:
        return _RELIEVED[relief]
    if due_on < on:
        return DutyState.OVERDUE
    if started_on is not None and started_on <= on:
        return DutyState.BUSY
    return DutyState.NOT_STARTED


@dataclass(frozen=True)
class Owed:
    """What somebody owes one school, or all of them together. `until`: the last day of relief."""

    due_on: date
    relief: Relief | None = None
    until: date | None = None


_STRICTNESS = (None, Relief.PAUSED, Relief.EXEMPT)


def strictest_owed(duties: Iterable[Owed]) -> Owed:
    """What counts for a person with a duty at several schools: one that is not relieved before one
    that is, and then the earliest day.

    Errors: ValueError without duties.
    """
    return min(duties, key=lambda one: (_STRICTNESS.index(one.relief), one.due_on))


def strictest(due_days: Iterable[date]) -> date | None:
    """The due day of a duty with several reasons: the earliest.

    None without a reason, for then nothing is owed.
    """
    return min(due_days, default=None)


def due_for_joiner(due_on: date, earliest: date) -> date:
    """The due day for somebody who joins a group that already had the course: not before
    `earliest`, which `earliest_for_joiner` gives.

    Units:  calendar days in Amsterdam.
    Source: product.md section 4, "so many weeks after start or joining; the later counts".
    """
    return max(due_on, earliest)


def earliest_for_joiner(joined_on: date, calendar: Calendar) -> date:
    """The first day on which a course can be due for somebody who joins on a day: they get four
    weeks of school at least.

    Units:  calendar days in Amsterdam; weeks as `after_school_weeks` counts them.
    """
    return after_school_weeks(joined_on, WEEKS_FOR_JOINERS, calendar)
