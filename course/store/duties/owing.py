"""Every duty that holds today at the schools where somebody may do something, one row for each.

Lists across schools, the people of an assignment and the deeds that mend duties all start here, so
that one person has one state, whatever the number of reasons.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, Subquery, case, select

from course import clock
from course.domain.duties.states import DutyState
from course.domain.people.roles import Actor, Permission
from course.models import (
    Duty,
    DutyRelief,
    Enrolment,
    Membership,
    Person,
    Progress,
    School,
    Team,
    db,
)
from course.store import rows
from course.store.dated import Day, Instant, holds_on
from course.store.duties.cycles import asked_on, cycle_on
from course.store.duties.seeing import seen_by, state_seen
from course.store.duties.states import (
    due_of_duty,
    lessons_done,
    relieved,
    state_on,
)
from course.store.scope import schools_for


def owing(today: Day, schools: Select[int], day_end: Instant | None = None) -> Subquery:
    """Who works at these schools and owes them a course, with how far they are and by when.

    A day that is a parameter needs one for its end too.
    """
    until = day_end
    if until is None:
        assert isinstance(today, date)
        until = clock.end_of_day(today)
    found = (
        select(
            Duty.id.label("duty_id"),
            Duty.ref.label("duty"),
            Duty.course,
            School.id.label("school_id"),
            School.code.label("school_code"),
            School.name.label("school"),
            Person.id.label("person_id"),
            Person.ref.label("ref"),
            Person.name.label("name"),
            Person.sort_name.label("sort_name"),
            Team.ref.label("team_ref"),
            Team.name.label("team"),
            due_of_duty(today).label("due_on"),
            DutyRelief.kind.label("relief"),
            DutyRelief.until,
            DutyRelief.category,
            Progress.started_on.label("started_on"),
            Progress.completed_on.label("completed_on"),
            Progress.valid_until.label("valid_until"),
            Enrolment.id.label("enrolment_id"),
            Enrolment.renews.label("renews"),
            lessons_done().label("done"),
            Progress.total.label("total"),
        )
        .select_from(Duty)
        .join(School, School.id == Duty.school_id)
        .join(Person, Person.id == Duty.person_id)
        .join(
            Membership,
            (Membership.school_id == Duty.school_id)
            & (Membership.person_id == Duty.person_id)
            & holds_on(Membership, today),
        )
        .outerjoin(Team, Team.id == Membership.team_id)
        .outerjoin(DutyRelief, relieved(today))
        .outerjoin(Enrolment, cycle_on(Duty.person_id, Duty.course, today, until))
        .outerjoin(Progress, Progress.enrolment_id == Enrolment.id)
        .where(Duty.school_id.in_(schools))
        .subquery()
    )
    asked = asked_on(found, today)
    owed = asked.due_on, asked.started_on, asked.completed_on, today, found.c.relief
    others = [column for column in found.c if column.name != "due_on"]
    told = asked.due_on.label("due_on"), state_on(*owed).label("state")
    return select(*others, *told).where(found.c.due_on.is_not(None)).subquery()


@dataclass(frozen=True)
class OwedDuty:
    """What one person owes a school, for who keeps their account. `state` is for who reads the
    report of that school; None for who does not.
    """

    duty: str  # its ref
    course: str
    school: str
    school_code: str
    due_on: date
    state: DutyState | None
    may_mend: bool


def owed_by(actor: Actor, person_id: int, today: date) -> list[OwedDuty]:
    """What somebody owes today to the schools where the actor keeps accounts, the first day
    first.
    """
    people = owing(today, schools_for(actor, Permission.PEOPLE))
    reads = people.c.school_id.in_(schools_for(actor, Permission.SCHOOL_REPORT))
    mends = people.c.school_id.in_(schools_for(actor, Permission.ASSIGN))
    names = ("duty", "course", "school", "school_code", "due_on")
    query = (
        select(
            *(people.c[name] for name in names),
            case((reads, state_seen(people.c.school_id, people.c.state, today))).label("state"),
            mends.label("may_mend"),
        )
        .where(people.c.person_id == person_id)
        .order_by(people.c.due_on, people.c.duty_id)
    )
    found = db.session.execute(query, seen_by(actor, today))
    return rows.read(OwedDuty, found, state=_state, may_mend=bool)


def _state(code: str | None) -> DutyState | None:
    return DutyState(code) if code else None
