"""The schools and the day that a report is about, and everybody who worked there then.

Everything is asked within a `Reach`: every statement embeds the SELECT of `scope.py` with the
reader's grants. Who counted on a day follows from dated facts: who worked there, what they owed and
what they had done by then, as it was known at the end of that day. What was corrected afterwards is
in no report of that day; `corrected.py` says what it is.

The statements are large, so each is built once and asked with other values every time: building
them anew took longer than the database needed to answer.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    Date,
    String,
    Subquery,
    bindparam,
    case,
    func,
    select,
)

from course import clock
from course.domain.people.roles import Actor, Permission
from course.models import (
    Duty,
    DutyReason,
    Enrolment,
    Membership,
    PastProgress,
    Person,
    PersonDetails,
    Progress,
    School,
    Team,
)
from course.models.base import UtcDateTime
from course.store.dated import Instant, holds_on
from course.store.duties.states import (
    enrolled_before,
    how_far,
    state_on,
)
from course.store.scope import GRANTED, granted


@dataclass(frozen=True)
class Reach:
    """The schools that a report is about, with the grants under which they may be seen."""

    granted: dict[str, Any]
    asked: list[int]


@dataclass(frozen=True)
class AsOf:
    """Which course, as it was at the end of which day."""

    course: str
    day: date
    today: date

    @property
    def is_past(self) -> bool:
        """Whether that day is over, so that something may have been corrected since."""
        return self.day < self.today


def reach_of(actor: Actor, school_ids: Collection[int]) -> Reach:
    """These schools, as far as the actor may see their reports."""
    return Reach(granted(actor, Permission.SCHOOL_REPORT), list(school_ids))


COURSE = bindparam("course", type_=String)

DAY: Any = bindparam("day", type_=Date)

DAY_END: Any = bindparam("day_end", type_=UtcDateTime)

IN_REACH = GRANTED.where(School.id.in_(bindparam("asked", expanding=True)))


def values_of(reach: Reach, moment: AsOf) -> dict[str, Any]:
    return {
        **reach.granted,
        "asked": reach.asked,
        "course": moment.course,
        "day": moment.day,
        "day_end": clock.end_of_day(moment.day),
    }


@cache
def everybody(one_person: bool = False, until: Instant | None = DAY_END) -> Subquery:
    """Everybody who worked at these schools on the day, with what they owed and had done, as it was
    known right before an instant: the end of that day. None: as we know it now.

    `due_on` NULL: no duty.
    """
    due_on = (
        select(func.min(DutyReason.due_on))
        .where(DutyReason.duty_id == Duty.id, holds_on(DutyReason, DAY, until))
        .correlate(Duty)
        .scalar_subquery()
    )
    who = [Person.ref == bindparam("person_ref")] if one_person else []
    far = how_far(until)
    found = (
        select(
            Membership.school_id.label("school_id"),
            Person.id.label("person_id"),
            Person.ref.label("ref"),
            func.coalesce(PersonDetails.name, Person.name).label("name"),
            func.coalesce(PersonDetails.sort_name, Person.sort_name).label("sort_name"),
            Team.ref.label("team_ref"),
            Team.name.label("team"),
            due_on.label("due_on"),
            case((far.started_on.is_not(None), Enrolment.id)).label("enrolment_id"),
            far.started_on.label("started_on"),
            case((far.completed_on <= DAY, far.completed_on)).label("completed_on"),
            func.coalesce(far.done, 0).label("done"),
            far.total.label("total"),
        )
        .select_from(Membership)
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(  # nobody is missing from a report for want of a name
            PersonDetails,
            (PersonDetails.person_id == Person.id) & holds_on(PersonDetails, DAY, until),
        )
        .outerjoin(Team, Team.id == Membership.team_id)
        .outerjoin(
            Duty,
            (Duty.school_id == Membership.school_id)
            & (Duty.course == COURSE)
            & (Duty.person_id == Membership.person_id),
        )
        .outerjoin(Enrolment, enrolled_before(Membership.person_id, COURSE, DAY_END))
        .outerjoin(Progress, far.now)
        .outerjoin(PastProgress, far.past)
        .where(Membership.school_id.in_(IN_REACH), holds_on(Membership, DAY, until), *who)
        .subquery()
    )
    state = case(
        (
            found.c.due_on.is_not(None),
            state_on(found.c.due_on, found.c.started_on, found.c.completed_on, DAY),
        )
    )
    return select(*found.c, state.label("state")).subquery()
