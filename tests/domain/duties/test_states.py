"""When a duty is late, what it is before that, and what counts when there are several."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.domain.duties import states
from course.domain.duties.calendars import Calendar, Region, calendar_of
from course.domain.duties.states import (
    DutyState,
    Owed,
    Relief,
    StateCounts,
    due_for_joiner,
    earliest_for_joiner,
    state_of,
    strictest,
    strictest_owed,
)

DUE = date(2026, 3, 12)
DAYS = st.dates(date(2025, 1, 1), date(2027, 1, 1))


@pytest.mark.parametrize(
    ("on", "started", "completed", "state"),
    [
        (DUE, None, None, DutyState.NOT_STARTED),  # the due day itself is in time
        (DUE + timedelta(days=1), None, None, DutyState.OVERDUE),
        (DUE + timedelta(days=1), DUE, None, DutyState.OVERDUE),  # busy, but late all the same
        (DUE, DUE, None, DutyState.BUSY),
        (DUE, DUE, DUE, DutyState.DONE),
        (
            DUE + timedelta(days=9),
            DUE,
            DUE + timedelta(days=9),
            DutyState.DONE,
        ),  # done late is done
        (
            DUE,
            DUE + timedelta(days=1),
            None,
            DutyState.NOT_STARTED,
        ),  # as of the day before the start
        (DUE, DUE, DUE + timedelta(days=1), DutyState.BUSY),  # as of the day before it was done
    ],
)
def test_state_on_a_day(
    on: date, started: date | None, completed: date | None, state: DutyState
) -> None:
    assert state_of(DUE, started, completed, on) is state


@given(DAYS, DAYS, DAYS, st.integers(0, 400))
def test_done_stays_done(due: date, completed: date, on: date, later: int) -> None:
    if state_of(due, completed, completed, on) is DutyState.DONE:
        assert state_of(due, completed, completed, on + timedelta(days=later)) is DutyState.DONE


@pytest.mark.parametrize(
    ("relief", "state"), [(Relief.PAUSED, DutyState.PAUSED), (Relief.EXEMPT, DutyState.EXEMPT)]
)
def test_who_is_relieved_is_never_late_and_done_stays_done(
    relief: Relief, state: DutyState
) -> None:
    late = DUE + timedelta(days=9)
    assert state_of(DUE, None, None, late, relief) is state
    assert state_of(DUE, DUE, None, DUE, relief) is state
    assert state_of(DUE, DUE, DUE, late, relief) is DutyState.DONE


def test_a_percentage_is_about_whoever_is_not_set_apart() -> None:
    counts = StateCounts(dict.fromkeys(DutyState, 1))
    assert (counts.counting, counts.total()) == (5, 8)
    assert {*states.COUNTING, *states.SET_APART} == {*DutyState}
    counting = [state for state in DutyState if StateCounts({state: 1}).counting]
    assert counting == [
        DutyState.OVERDUE,
        DutyState.NOT_STARTED,
        DutyState.BUSY,
        DutyState.OPEN,
        DutyState.DONE,
    ]
    assert {*counting} - {*states.SEEN_WHOLE} == {DutyState.OPEN}, "who sees it whole"


def test_how_many_are_in_a_state_and_in_all_of_them() -> None:
    counts = StateCounts({DutyState.DONE: 3, DutyState.LEFT: 1})
    assert (counts.of(DutyState.DONE), counts.of(DutyState.BUSY), counts.of(None)) == (3, 0, 4)


def test_groups_together_have_every_state() -> None:
    one, other = (
        StateCounts({DutyState.DONE: 3}),
        StateCounts({DutyState.DONE: 2, DutyState.BUSY: 1}),
    )
    none_of_them = dict.fromkeys(DutyState, 0)
    assert StateCounts.together([one, other]) == {
        **none_of_them,
        DutyState.DONE: 5,
        DutyState.BUSY: 1,
    }
    assert dict(StateCounts.together([])) == none_of_them


def test_what_counts_over_schools_is_what_is_not_relieved_and_then_the_earliest() -> None:
    soon, later = Owed(DUE), Owed(DUE + timedelta(days=9))
    paused = Owed(DUE - timedelta(days=9), Relief.PAUSED, DUE)
    exempt = Owed(DUE - timedelta(days=99), Relief.EXEMPT)
    assert strictest_owed([later, exempt, soon, paused]) == soon
    assert strictest_owed([exempt, paused]) == paused


def test_strictest_is_the_earliest() -> None:
    assert strictest([DUE, DUE - timedelta(days=3), DUE + timedelta(days=3)]) == DUE - timedelta(
        days=3
    )
    assert strictest([]) is None


def test_joiner_gets_four_school_weeks_and_never_less_than_the_group() -> None:
    assert due_for_joiner(DUE, DUE - timedelta(days=1)) == DUE
    assert due_for_joiner(DUE, DUE + timedelta(days=1)) == DUE + timedelta(days=1)
    nothing_known = Calendar()
    assert earliest_for_joiner(DUE, nothing_known) == DUE + timedelta(days=28)
    christmas = calendar_of([Region.MIDDLE])
    assert earliest_for_joiner(date(2026, 11, 30), christmas) == date(2027, 1, 11)
