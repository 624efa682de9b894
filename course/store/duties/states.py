"""The rule of `domain/duties/states.py` as SQL, and the progress that it looks at, as they were on
a day.

A day is a `date` or a bound parameter: large statements are built once and asked for any day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    SQLColumnExpression,
    case,
    func,
    literal,
    select,
)

from course.domain.duties.states import DutyState, Relief
from course.models import (
    Duty,
    DutyReason,
    DutyRelief,
    Enrolment,
    Membership,
    PastProgress,
    Progress,
)
from course.store.dated import Day, Instant, holds_on

Dates = SQLColumnExpression[Any]  # a column of days, empty or not


def state_on(
    due_on: Dates, started_on: Dates, completed_on: Dates, day: Day, relief: Dates
) -> ColumnElement[str]:
    """`duties.state_of` for columns. A test compares the two for every combination."""
    return case(
        (completed_on <= day, literal(DutyState.DONE.value)),
        (relief == Relief.EXEMPT.value, literal(DutyState.EXEMPT.value)),
        (relief == Relief.PAUSED.value, literal(DutyState.PAUSED.value)),
        (due_on < day, literal(DutyState.OVERDUE.value)),
        (started_on <= day, literal(DutyState.BUSY.value)),
        else_=literal(DutyState.NOT_STARTED.value),
    )


def state_order(state: SQLColumnExpression[str]) -> ColumnElement[int]:
    """What a list is ordered by when it is ordered by state: as `DutyState` names them."""
    return case({name.value: place for place, name in enumerate(DutyState)}, value=state)


def due_of_duty(day: Day, until: Instant | None = None) -> Dates:
    """The strictest day of the reasons that `Duty` has on a day, as it was known right before an
    instant; NULL when nothing is owed.
    """
    return (
        select(func.min(DutyReason.due_on))
        .where(DutyReason.duty_id == Duty.id, holds_on(DutyReason, day, until))
        .correlate(Duty, Membership)  # the day may be the last one of a membership
        .scalar_subquery()
    )


def relieved(day: Day, until: Instant | None = None) -> ColumnElement[bool]:
    """What joins `DutyRelief` to `Duty`, at most once: it held on a day, as it was known."""
    lasts = DutyRelief.until.is_(None) | (DutyRelief.until >= day)
    return (DutyRelief.duty_id == Duty.id) & holds_on(DutyRelief, day, until) & lasts


def due_for_joiner_on(due_on: Dates, earliest: Day) -> ColumnElement[date]:
    """`duties.due_for_joiner` for a column. A test compares the two on generated days."""
    return case((due_on < earliest, earliest), else_=due_on)


def lessons_done() -> ColumnElement[int]:
    """How many required lessons are done now, as projected."""
    return func.coalesce(Progress.done, 0)


@dataclass(frozen=True)
class HowFar:
    """How far an enrolment was, as it was known right before an instant: columns, and what joins
    `Progress` and `PastProgress` to `Enrolment`. No column has a value for who had not begun.
    """

    now: ColumnElement[bool]
    past: ColumnElement[bool]
    done: Dates
    total: Dates
    started_on: Dates
    completed_on: Dates
    valid_until: Dates


def how_far(until: Instant | None) -> HowFar:
    """What `Progress` says, or said until it said something else. None: as we know it now."""
    now: ColumnElement[bool] = Progress.enrolment_id == Enrolment.id
    # no row has this id: for a join on false SQLite reads every row there is, once for each person
    past: ColumnElement[bool] = PastProgress.id == 0
    if until is not None:
        now = now & (Progress.recorded_at < until)
        past = (
            (PastProgress.enrolment_id == Enrolment.id)
            & (PastProgress.recorded_at < until)
            & (PastProgress.replaced_at >= until)
        )
    return HowFar(
        now,
        past,
        done=func.coalesce(PastProgress.done, Progress.done),
        total=func.coalesce(PastProgress.total, Progress.total),
        started_on=func.coalesce(PastProgress.started_on, Progress.started_on),
        completed_on=case(
            (PastProgress.id.is_not(None), PastProgress.completed_on), else_=Progress.completed_on
        ),
        valid_until=case(
            (PastProgress.id.is_not(None), PastProgress.valid_until), else_=Progress.valid_until
        ),
    )
