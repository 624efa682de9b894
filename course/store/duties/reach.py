"""The schools and the day that a report is about, and everybody who worked there then.

Everything is asked within a `Reach`: every statement embeds the SELECT of `scope.py` with the
reader's grants. Who counted on a day
follows from dated facts: who worked there, what they owed and what they had done by then, as it was
known at the end of that day. What was corrected afterwards is in no report of that day;
`corrected.py` says what it is.

The statements are large, so each is built once and asked with other values every time: building
them anew took longer than the database needed to answer.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    Select,
    String,
    Subquery,
    bindparam,
    case,
    func,
    literal,
    select,
)
from sqlalchemy.orm import aliased

from course import clock
from course.domain.duties.renewal import LONGEST_WINDOW
from course.domain.duties.states import DutyState
from course.domain.people.roles import Actor, Permission
from course.models import (
    Duty,
    DutyRelief,
    Enrolment,
    Membership,
    PastProgress,
    Person,
    PersonDetails,
    Progress,
    School,
    Team,
    TeamDetails,
)
from course.models.base import UtcDateTime
from course.store.dated import Day, Instant, holds_on, known, not_over
from course.store.duties.cycles import asked_on, cycle_on
from course.store.duties.seeing import NOWHERE, as_seen, rank_seen, whole_for
from course.store.duties.states import (
    due_of_duty,
    how_far,
    relieved,
    state_on,
)
from course.store.scope import GRANTED_THEN, granted, under_then


@dataclass(frozen=True)
class Reach:
    """The schools that a report is about, with the grants under which they may be seen."""

    granted: dict[str, Any]
    asked: list[int]
    whole: dict[str, Any] = field(default_factory=lambda: NOWHERE)  # where all is seen
    as_then: bool = False  # by the setting of the day alone
    then: tuple[int, ...] = ()  # what was under a board of the reader on the day, and went since


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

    @property
    def until(self) -> Instant | None:
        """Right before which instant it was known. None: as we know it now, for today."""
        return DAY_END if self.is_past else None


def reach_of(actor: Actor, school_ids: Collection[int]) -> Reach:
    """These schools, as far as the actor may see their reports."""
    held = granted(actor, Permission.SCHOOL_REPORT)
    return Reach(held, list(school_ids), whole_for(actor))


def reach_then(actor: Actor, school_ids: Collection[int], moment: AsOf) -> Reach:
    """The same for a list over schools: of a board also what was under it on the day."""
    reach = reach_of(actor, school_ids)
    if not moment.is_past:
        return reach
    sees, gives = reach.granted["granted_boards"], reach.whole["whole_boards"]
    found = under_then({*sees, *gives}, reach.asked, moment.day)
    schools = {*reach.whole["whole_schools"], *(one for one, board in found if board in gives)}
    return replace(
        reach,
        whole=reach.whole | {"whole_schools": sorted(schools)},
        then=tuple(one for one, board in found if board in sees),
    )


COURSE = bindparam("course", type_=String)

DAY: Any = bindparam("day", type_=Date)

DAY_END: Any = bindparam("day_end", type_=UtcDateTime)

_ASKED: Any = bindparam("asked", expanding=True)
IN_REACH = GRANTED_THEN.where(School.id.in_(_ASKED))


def values_of(reach: Reach, moment: AsOf) -> dict[str, Any]:
    return {
        **reach.granted,
        **reach.whole,
        "as_then": reach.as_then,
        "granted_then": reach.then,
        "today": moment.today,
        "asked": reach.asked,
        "course": moment.course,
        "day": moment.day,
        "day_end": clock.end_of_day(moment.day),
        "soon": moment.day + timedelta(weeks=LONGEST_WINDOW),
    }


@cache
def everybody(until: Instant | None, *, one_person: bool = False, named: bool = True) -> Subquery:
    """Everybody who worked at these schools on the day, with what they owed and had done, as it was
    known right before an instant: the end of that day. None: as we know it now. A figure of many
    needs no names.

    `due_on` NULL: no duty.
    """
    here = holds_on(Membership, DAY, until)
    found = _people(here, DAY, until, named, one_person)
    asked = asked_on(found, DAY)
    owed = asked.due_on, asked.started_on, asked.completed_on, DAY, found.c.relief
    state = case((found.c.due_on.is_not(None), state_on(*owed)))
    return _shown(found, asked.due_on, state)


@cache
def gone(until: Instant | None, *, one_person: bool = False, named: bool = True) -> Subquery:
    """Everybody who left these schools before the day, did not come back and owed the course on the
    last day: the same columns.
    """
    later = aliased(Membership)
    after = select(later.id).where(
        later.school_id == Membership.school_id,
        later.person_id == Membership.person_id,
        known(later, until),
        later.starts_on <= DAY,
        not_over(later, Membership.ends_on),
        later.ends_on.is_distinct_from(Membership.ends_on) | (later.id > Membership.id),
    )
    left = known(Membership, until) & (Membership.ends_on < DAY) & ~after.exists()
    found = _people(left, Membership.ends_on, until, named, one_person)
    return _shown(found, found.c.due_on, literal(DutyState.LEFT.value), owing=True)


def _shown(found: CTE, due_on: Any, state: ColumnElement[str], *, owing: bool = False) -> Subquery:
    """The columns as the reader may see them. `done_on` is for figures over a group alone."""
    seen = as_seen(found, state) | {"due_on": due_on}
    others = [column for column in found.c if column.name not in seen]
    done_on = case((state == DutyState.DONE.value, found.c.completed_on)).label("done_on")
    columns = [column.label(name) for name, column in seen.items()]
    query = select(*others, *columns, done_on)
    return (query.where(found.c.due_on.is_not(None)) if owing else query).subquery()


def _people(
    which: ColumnElement[bool], owed_on: Day, until: Instant | None, named: bool, one_person: bool
) -> CTE:
    """Who worked there, with facts. Materialized: a database that draws this SELECT into the one
    around it finds a day due, which is a SELECT itself, for each of the twenty times that a state
    names it.
    """
    far = how_far(until)
    query = (
        select(
            Membership.school_id.label("school_id"),
            rank_seen(Membership.school_id, DAY, until).label("rank"),
            Membership.person_id.label("person_id"),
            Membership.staff_number.label("staff_number"),
            Duty.ref.label("duty"),
            due_of_duty(owed_on, until).label("due_on"),
            DutyRelief.kind.label("relief"),
            case((far.started_on.is_not(None), Enrolment.id)).label("enrolment_id"),
            far.started_on.label("started_on"),
            case((far.completed_on <= DAY, far.completed_on)).label("completed_on"),
            case((far.completed_on <= DAY, far.valid_until)).label("valid_until"),
            Enrolment.renews.label("renews"),
            func.coalesce(far.done, 0).label("done"),
            far.total.label("total"),
        )
        .select_from(Membership)
        .outerjoin(
            Duty,
            (Duty.school_id == Membership.school_id)
            & (Duty.course == COURSE)
            & (Duty.person_id == Membership.person_id),
        )
        .outerjoin(DutyRelief, relieved(DAY, until))
        .outerjoin(Enrolment, cycle_on(Membership.person_id, COURSE, DAY, DAY_END))
        .outerjoin(Progress, far.now)
        .outerjoin(PastProgress, far.past)
        # the schools twice: PostgreSQL joins so many tables that it looks at the inner SELECT last,
        # and would read everybody there is for more than one school
        .where(Membership.school_id.in_(_ASKED), Membership.school_id.in_(IN_REACH), which)
    )
    if named:
        query = _with_names(query, until)
    if one_person:
        query = query.where(Person.ref == bindparam("person_ref"))
    return query.cte().prefix_with("MATERIALIZED")


def _with_names(query: Select[*tuple[Any, ...]], until: Instant | None) -> Select[*tuple[Any, ...]]:
    """Who they are, and in which team; nobody is missing from a report for want of a name."""
    return (
        query.add_columns(
            Person.ref.label("ref"),
            func.coalesce(PersonDetails.name, Person.name).label("name"),
            func.coalesce(PersonDetails.sort_name, Person.sort_name).label("sort_name"),
            func.coalesce(PersonDetails.audience, Person.audience).label("audience"),
            Team.ref.label("team_ref"),
            func.coalesce(TeamDetails.name, Team.name).label("team"),
        )
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(
            PersonDetails,
            (PersonDetails.person_id == Person.id) & holds_on(PersonDetails, DAY, until),
        )
        # the school too: without it PostgreSQL reads every team there is
        .outerjoin(Team, (Team.id == Membership.team_id) & (Team.school_id == Membership.school_id))
        .outerjoin(
            TeamDetails, (TeamDetails.team_id == Team.id) & holds_on(TeamDetails, DAY, until)
        )
    )
