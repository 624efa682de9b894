"""What somebody owes a school follows from where they work there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, select, update

from course.models import Assignment, Duty, DutyReason, Membership, db
from course.store.dated import BATCH, DeedMoment
from course.store.duties.giving import give, owed
from course.store.duties.states import due_for_joiner_on

BACK_SO_SOON = timedelta(days=1)  # who is back by then was never away: the old due day holds


def settle(school_id: int, moment: DeedMoment, people: Sequence[int] | None = None) -> None:
    """What these people owe a school is what its standing assignments ask of them today: of the
    whole school, of their own team and of themselves.

    What is asked no more ends, and progress and evidence stay. What is new begins: joiners get at
    least four weeks, and whoever is back on the same or the next day has the old due day. Whoever
    has it already keeps it as it is. Without `people`, or with very many, for everybody at once.
    """
    if people is not None and len(people) > BATCH:
        people = None
    standing = _standing(school_id, moment, people)
    _end(school_id, moment, people, standing)
    give(standing.subquery(), moment.now, moment.today)
    _reopen(school_id, moment, standing)


def _standing(school_id: int, moment: DeedMoment, people: Sequence[int] | None) -> Select[Any]:
    query = owed(
        moment.today,
        due_for_joiner_on(Assignment.due_on, moment.today),
        Assignment.school_id == school_id,
        Assignment.withdrawn_at.is_(None),
    )
    return query if people is None else query.where(Membership.person_id.in_(people))


def _end(
    school_id: int, moment: DeedMoment, people: Sequence[int] | None, standing: Select[Any]
) -> None:
    """End what is not asked of somebody any more."""
    asked = standing.subquery()
    still = select(asked.c.assignment_id).where(
        asked.c.person_id == Duty.person_id, asked.c.assignment_id == DutyReason.assignment_id
    )
    over = (
        select(DutyReason.id)
        .join(Duty, Duty.id == DutyReason.duty_id)
        .where(Duty.school_id == school_id, DutyReason.ends_on.is_(None))
        .where(~still.correlate(Duty, DutyReason).exists())
    )
    if people is not None:
        over = over.where(Duty.person_id.in_(people))
    db.session.execute(
        update(DutyReason)
        .where(DutyReason.id.in_(over))
        .values(ends_on=moment.today)
        .execution_options(synchronize_session=False)
    )


def _reopen(school_id: int, moment: DeedMoment, standing: Select[Any]) -> None:
    """Who comes back owes again what ended when they left."""
    asked = standing.subquery()
    back = (
        select(DutyReason.id)
        .join(Duty, Duty.id == DutyReason.duty_id)
        .join(
            asked,
            (asked.c.person_id == Duty.person_id)
            & (asked.c.assignment_id == DutyReason.assignment_id),
        )
        .where(Duty.school_id == school_id)
    )
    soon = DutyReason.ends_on >= moment.today - BACK_SO_SOON
    later = due_for_joiner_on(DutyReason.due_on, moment.today)
    for which, values in ((~soon, {"due_on": later}), (soon, {})):
        again = back.where(which, DutyReason.ends_on.is_not(None))
        db.session.execute(
            update(DutyReason)
            .where(DutyReason.id.in_(again))
            .values(ends_on=None, **values)
            .execution_options(synchronize_session=False)
        )
