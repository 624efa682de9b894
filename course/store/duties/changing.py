"""Another day for an assignment as a whole, and an assignment that was withdrawn and comes back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import date
from typing import Any

from sqlalchemy import ScalarSelect, func, select, update
from sqlalchemy.orm import aliased

from course.domain.duties.mending import AssignedDay, AssignedEffect, assigned_effect
from course.domain.duties.states import DutyState
from course.domain.people.audited import Audited
from course.domain.people.roles import Actor, Permission
from course.models import Assignment, Duty, DutyReason, DutyRelief, Membership, db
from course.store import audit, dated
from course.store.audit import AuditNote
from course.store.dated import DeedMoment, holds_on
from course.store.duties import holding
from course.store.duties.cycles import is_done
from course.store.duties.giving import give, owed
from course.store.duties.owing import owing
from course.store.duties.states import relieved
from course.store.scope import schools_for


@dataclass(frozen=True)
class GivenBack:
    """What undoing a withdrawal does: to how many people, of whom done or late at once, or paused
    or exempt all the same. Those are not late.
    """

    people: int
    done: int
    late: int
    relieved: int

    @classmethod
    def together(cls, several: Iterable[GivenBack]) -> GivenBack | None:
        """Of several withdrawals at once; None without any."""
        found = list(several)
        if not found:
            return None
        counts = zip(*map(astuple, found), strict=True)
        return cls(*map(sum, counts))


def day_effect(actor: Actor, ref: str, day: date, today: date) -> AssignedEffect | None:
    """What another day would do; None when the assignment is out of scope, withdrawn or not
    there.
    """
    found = _standing(actor, ref)
    return assigned_effect(found.due_on, day, _assigned(actor, found.id, today)) if found else None


def change_day(actor: Actor, ref: str, day: date, moment: DeedMoment) -> AssignedEffect | None:
    """From now on this is the day of the assignment, also for who comes later."""
    holding.to_change(ref)
    found = _standing(actor, ref, lock=True)
    if found is None:
        return None
    people = _assigned(actor, found.id, moment.today)
    done = assigned_effect(found.due_on, day, people)
    if found.due_on != day:
        db.session.execute(update(Assignment).where(Assignment.id == found.id).values(due_on=day))
        detail = {"assignment": ref, "from": found.due_on.isoformat(), "day": day.isoformat()}
        audit.note([AuditNote(Audited.DUTY_DAY, None, found.school_id, detail=detail)], moment)
    days: dict[int, dated.Row] = {id_: {"due_on": due} for id_, due in done.days.items()}
    dated.change(DutyReason, days, moment)
    return done


def _standing(actor: Actor, ref: str, *, lock: bool = False) -> Any:
    query = select(Assignment.id, Assignment.due_on, Assignment.school_id).where(
        Assignment.ref == ref,
        Assignment.withdrawn_at.is_(None),
        Assignment.school_id.in_(schools_for(actor, Permission.ASSIGN)),
    )
    return db.session.execute(query.with_for_update() if lock else query).first()


def _assigned(actor: Actor, assignment_id: int, today: date) -> list[AssignedDay]:
    people = owing(today, schools_for(actor, Permission.ASSIGN))
    other = aliased(DutyReason)
    others = (
        select(func.min(other.due_on))
        .where(other.duty_id == DutyReason.duty_id, other.assignment_id != assignment_id)
        .where(holds_on(other, today))
        .correlate(DutyReason)
        .scalar_subquery()
    )
    query = (
        select(DutyReason.id, DutyReason.due_on, others, people.c.state)
        .join(people, people.c.duty_id == DutyReason.duty_id)
        .where(DutyReason.assignment_id == assignment_id, holds_on(DutyReason, today))
    )
    found = db.session.execute(query)
    return [AssignedDay(id_, due, rest, DutyState(state)) for id_, due, rest, state in found]


def restore_effect(actor: Actor, ref: str, today: date) -> GivenBack | None:
    """What undoing a withdrawal would do; None when it was not withdrawn, is out of scope or not
    there.
    """
    withdrawn = _withdrawn(actor, ref)
    if withdrawn is None:
        return None
    asked = owed(today, func.coalesce(_last_day(), Assignment.due_on), Assignment.ref == ref)
    people = asked.subquery()
    done = is_done(people.c.person_id, people.c.course, today)
    relief = (
        select(DutyRelief.id)
        .join(Duty, relieved(today))
        .where(Duty.person_id == people.c.person_id, Duty.school_id == people.c.school_id)
        .where(Duty.course == people.c.course)
        .correlate(people)
        .exists()
    )
    query = select(
        func.count(),
        func.count().filter(done),
        func.count().filter(~done & ~relief & (people.c.due_on < today)),
        func.count().filter(~done & relief),
    ).select_from(people)
    return GivenBack(*db.session.execute(query).one())


def restore(actor: Actor, ref: str, moment: DeedMoment) -> bool:
    """Undo a withdrawal: everybody in its target has it again, with the day that they had.

    Returns False when it is out of scope or not there. What was not withdrawn stays as it is.
    """
    holding.to_change(ref)
    found = db.session.execute(
        select(Assignment.id, Assignment.school_id, Assignment.withdrawn_at)
        .where(Assignment.ref == ref)
        .where(Assignment.school_id.in_(schools_for(actor, Permission.ASSIGN)))
        .with_for_update()
    ).first()
    if found is None:
        return False
    if found.withdrawn_at is not None:
        values = {"withdrawn_at": None, "withdrawn_by": None}
        db.session.execute(update(Assignment).where(Assignment.id == found.id).values(**values))
        due = func.coalesce(_last_day(), Assignment.due_on)
        give(owed(moment.today, due, Assignment.id == found.id).subquery(), moment)
        note = AuditNote(Audited.DUTY_RESTORED, None, found.school_id, detail={"assignment": ref})
        audit.note([note], moment)
    return True


def _withdrawn(actor: Actor, ref: str) -> int | None:
    return db.session.scalar(
        select(Assignment.id)
        .where(Assignment.ref == ref, Assignment.withdrawn_at.is_not(None))
        .where(Assignment.school_id.in_(schools_for(actor, Permission.ASSIGN)))
    )


def _last_day() -> ScalarSelect[Any]:
    """The last day that somebody had for an assignment; NULL for who never had it."""
    query = (
        select(DutyReason.due_on)
        .join(Duty, Duty.id == DutyReason.duty_id)
        .where(Duty.school_id == Membership.school_id, Duty.course == Assignment.course)
        .where(Duty.person_id == Membership.person_id, DutyReason.assignment_id == Assignment.id)
        .order_by(DutyReason.id.desc())
        .limit(1)
    )
    return query.correlate(Membership, Assignment).scalar_subquery()
