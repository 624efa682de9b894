"""The rule of `domain/duties.py` as SQL, and the progress that it looks at, as they were on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, SQLColumnExpression, case, func, literal, select

from course import clock
from course.domain.duties import DutyState
from course.models import DutyReason, Enrolment, LessonCompletion, Progress

Dates = SQLColumnExpression[Any]  # a column of days, empty or not


def state_on(due_on: Dates, started_on: Dates, completed_on: Dates, day: date) -> ColumnElement[str]:
    """`duties.state_of` for columns. A test compares the two for every combination."""
    return case(
        (completed_on <= day, literal(DutyState.DONE.value)),
        (due_on < day, literal(DutyState.OVERDUE.value)),
        (started_on <= day, literal(DutyState.BUSY.value)),
        else_=literal(DutyState.NOT_STARTED.value),
    )


def state_order(state: SQLColumnExpression[str]) -> ColumnElement[int]:
    """What a list is ordered by when it is ordered by state: as far along as `DutyState` names them."""
    return case({name.value: place for place, name in enumerate(DutyState)}, value=state)


def reason_holds_on(day: date) -> ColumnElement[bool]:
    """Whether a reason of a duty holds on a day; `ends_on` is the first day on which it does not."""
    return (DutyReason.starts_on <= day) & (DutyReason.ends_on.is_(None) | (DutyReason.ends_on > day))


def enrolment_on(person_id: SQLColumnExpression[int], course: Any, day: date) -> ScalarSelect[int]:
    """The enrolment that counts for a person on a day: the latest cycle begun by then."""
    return (
        select(Enrolment.id)
        .where(Enrolment.person_id == person_id, Enrolment.course == course)
        .where(Enrolment.enrolled_at < clock.end_of_day(day))
        .order_by(Enrolment.cycle.desc())
        .limit(1)
        .scalar_subquery()
    )


def lessons_done_on(day: date, today: date) -> ColumnElement[int]:
    """How many required lessons of `Progress` were done on a day: today as projected, an earlier day counted."""
    if day >= today:
        return func.coalesce(Progress.done, 0)
    return (
        select(func.count())
        .select_from(LessonCompletion)
        .where(LessonCompletion.enrolment_id == Progress.enrolment_id, LessonCompletion.required)
        .where(LessonCompletion.completed_on <= day)
        .correlate(Progress)
        .scalar_subquery()
    )
