"""Why somebody has a course: who gave it, for which school, and as what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from course.models import Assignment, Duty, DutyReason, Membership, Person, School, Team, db
from course.store import rows
from course.store.dated import holds_on

MOST = 5  # reasons that are told; who has more has the same kind of them


@dataclass(frozen=True)
class GivenBy:
    """One reason why somebody has a course today. Neither team nor `personal`: the whole school."""

    school: str
    team: str | None
    personal: bool
    by: str | None  # the name of who gave it


def reasons_of(person_id: int, course: str, on: date) -> list[GivenBy]:
    """Why somebody has a course on a day, the strictest first; nothing for who chose it, or owed it
    to a school where they worked until the day before.
    """
    works = select(Membership.id).where(
        Membership.person_id == Duty.person_id,
        Membership.school_id == Duty.school_id,
        holds_on(Membership, on),
    )
    query = (
        select(
            School.name.label("school"),
            Team.name.label("team"),
            Assignment.person_id.is_not(None).label("personal"),
            Person.name.label("by"),
        )
        .select_from(DutyReason)
        .join(Duty, Duty.id == DutyReason.duty_id)
        .join(Assignment, Assignment.id == DutyReason.assignment_id)
        .join(School, School.id == Duty.school_id)
        .outerjoin(Team, Team.id == Assignment.team_id)
        .outerjoin(Person, Person.id == Assignment.made_by)
        .where(Duty.person_id == person_id, Duty.course == course, holds_on(DutyReason, on))
        .where(works.exists())
        .order_by(DutyReason.due_on, DutyReason.id)
        .limit(MOST)
    )
    return rows.read(GivenBy, db.session.execute(query))
