"""What hangs on a last day at a school once it is over; the worker asks it each night."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import chain

from sqlalchemy import ColumnElement, select

from course.clock import day_of, end_of_day
from course.models import Duty, DutyReason, Membership, db
from course.store.dated import DeedMoment, batches, known, lasts_to
from course.store.duties.settling import settle
from course.store.learning import recounting
from course.store.people import access

ROUNDS_MISSED = timedelta(days=40)  # for which what hangs on a last day is still done


def settle_ended(moment: DeedMoment) -> int:
    """End what people owe to schools where their last day is over, and what lets them in since
    before; their progress follows, for another school may have other lessons.

    Returns how many people. Twice is the same as once, so any round of the worker may ask it.
    """
    owing = _owing(moment)
    for school_id, who in owing.items():
        settle(school_id, moment, who)
    over = _over(moment)
    owed = set(chain.from_iterable(owing.values()))
    gone = owed | set(access.let_in_before(over))
    access.cut_off(sorted(gone), moment)
    enrolments = recounting.enrolments_of(owed)
    drifted = _drifted(over.keys() - owed, moment)
    recounting.follow(sorted({*enrolments, *drifted}), moment.now)
    return len(gone)


def _owing(moment: DeedMoment) -> dict[int, list[int]]:
    """By school: who owes it something still, and no longer works there."""
    works = select(Membership.id).where(
        Membership.person_id == Duty.person_id,
        Membership.school_id == Duty.school_id,
        lasts_to(Membership, moment.today),
    )
    ended = select(Membership.id).where(
        Membership.person_id == Duty.person_id,
        Membership.school_id == Duty.school_id,
        _is_over(moment.today),
    )
    query = (
        select(Duty.school_id, Duty.person_id)
        .join(DutyReason, DutyReason.duty_id == Duty.id)
        .where(lasts_to(DutyReason, moment.today), ended.exists(), ~works.exists())
        .distinct()
        .order_by(Duty.school_id, Duty.person_id)
    )
    at_school: dict[int, list[int]] = {}
    for school_id, person_id in db.session.execute(query):
        at_school.setdefault(school_id, []).append(person_id)
    return at_school


def _is_over(today: date) -> ColumnElement[bool]:
    return known(Membership) & (Membership.ends_on < today)


def _over(moment: DeedMoment) -> dict[int, datetime]:
    """By person: the instant at which a last day of theirs was over that was known before. For who
    left at once all was done at once.
    """
    query = select(Membership.person_id, Membership.ends_on, Membership.recorded_at).where(
        _is_over(moment.today), Membership.ends_on >= moment.today - ROUNDS_MISSED
    )
    found = db.session.execute(query.order_by(Membership.ends_on, Membership.id)).all()
    return {
        row.person_id: end_of_day(row.ends_on)
        for row in found
        if day_of(row.recorded_at) <= row.ends_on
    }


def _drifted(people: Iterable[int], moment: DeedMoment) -> set[int]:
    """The enrolments of these people that do not say what follows now."""
    found: set[int] = set()
    for batch in batches(recounting.enrolments_of(people)):
        found |= {one.enrolment_id for one in recounting.verify(batch, moment.today)}
    return found
