"""The rule of `domain/duties/renewal.py` as SQL: which cycle of a course counts on a day, and what
of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, case, null, select
from sqlalchemy.orm import aliased

from course import clock
from course.models import Enrolment, PastProgress, Progress
from course.store.dated import Day, Instant


@dataclass(frozen=True)
class AskedColumns:
    """`renewal.AskedDates` as columns."""

    due_on: ColumnElement[Any]
    started_on: ColumnElement[Any]
    completed_on: ColumnElement[Any]


def asked_on(found: FromClause, day: Day) -> AskedColumns:
    """`renewal.counts_on` for the columns of a SELECT. A test compares the two."""
    due_on, started_on = found.c.due_on, found.c.started_on
    completed_on, until, renews = found.c.completed_on, found.c.valid_until, found.c.renews
    done = completed_on <= day
    over = and_(done, until < day)
    return AskedColumns(
        due_on=case(
            (and_(over, until > due_on), until),
            (done, due_on),
            (renews > due_on, case((due_on.is_not(None), renews))),
            else_=due_on,
        ),
        started_on=case((over, null()), else_=started_on),
        completed_on=case((over, null()), else_=completed_on),
    )


def cycle_on(person_id: Any, course: Any, day: Day, until: Instant) -> ColumnElement[bool]:
    """What joins `Enrolment` to a person, once: of the cycles begun before an instant the latest
    that counts.

    A renewal counts once it is done, or once the completion before it is over: until then that one
    stands.
    """
    later = aliased(Enrolment)
    newer = select(later.id).where(
        later.person_id == Enrolment.person_id,
        later.course == Enrolment.course,
        later.cycle > Enrolment.cycle,
        _counts(later, day, until),
    )
    return and_(
        Enrolment.person_id == person_id,
        Enrolment.course == course,
        _counts(Enrolment, day, until),
        ~newer.correlate(Enrolment).exists(),
    )


def is_done(person_id: Any, course: Any, day: date) -> ColumnElement[bool]:
    """Whether somebody had completed a course by the end of a day, and it was valid then."""
    return (
        select(Enrolment.id)
        .join(Progress, Progress.enrolment_id == Enrolment.id)
        .where(cycle_on(person_id, course, day, clock.end_of_day(day)))
        .where(Progress.completed_on <= day)
        .where(Progress.valid_until.is_(None) | (Progress.valid_until >= day))
        .exists()
    )


def _counts(cycle: Any, day: Day, until: Instant) -> ColumnElement[bool]:
    stands = cycle.renews.is_(None) | (cycle.renews < day) | _renewed(cycle, until)
    return and_(cycle.enrolled_at < until, stands)


def _renewed(cycle: Any, until: Instant) -> ColumnElement[bool]:
    """Whether a cycle was known to be done right before an instant. Its day may be earlier than
    when we heard of it: lessons come along from another account.
    """
    now, past = aliased(Progress), aliased(PastProgress)
    told = select(now.enrolment_id).where(
        now.enrolment_id == cycle.id, now.completed_at.is_not(None), now.recorded_at < until
    )
    was_told = select(past.enrolment_id).where(
        past.enrolment_id == cycle.id, past.completed_on.is_not(None), past.recorded_at < until
    )
    return told.correlate(cycle).exists() | was_told.correlate(cycle).exists()
