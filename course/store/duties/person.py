"""How far one person is with a course that they owe to a school, as of a day; and why they do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    Select,
    Subquery,
    case,
    func,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from course.domain.duties.states import DutyState, ExemptFor, Relief
from course.domain.people.sight import ORDER, Sight
from course.models import (
    Assignment,
    Duty,
    DutyReason,
    DutyRelief,
    ModuleProgress,
    PastModuleProgress,
    Person,
    PersonDetails,
    Team,
    TeamDetails,
    db,
)
from course.store import rows
from course.store.dated import holds_on, known
from course.store.duties.people_list import ReportedPerson, shown_columns
from course.store.duties.reach import (
    DAY_END,
    IN_REACH,
    AsOf,
    Reach,
    everybody,
    gone,
    values_of,
)
from course.store.duties.states import relieved


@dataclass(frozen=True)
class ModuleAsOf:
    """One person and one module, as of a day."""

    module: str
    done: int
    total: int
    completed_on: date | None


@dataclass(frozen=True)
class ReasonRow:
    """Why a person owes the course: an assignment, from a day until a day, which is the first
    without it.
    """

    due_on: date
    starts_on: date
    ends_on: date | None
    to_team: str | None
    to_person: bool


def person_row(reach: Reach, moment: AsOf, ref: str) -> ReportedPerson | None:
    """One person of that list, or who left; None when they did not owe the course there, or are out
    of scope.
    """
    asked, until = values_of(reach, moment) | {"person_ref": ref}, moment.until
    for people in (everybody(until, one_person=True), gone(until, one_person=True)):
        statement = select(*shown_columns(people)).where(people.c.due_on.is_not(None))
        found = rows.first(ReportedPerson, db.session.execute(statement, asked), state=DutyState)
        if found is not None:
            return found
    return None


def module_rows(reach: Reach, moment: AsOf, ref: str) -> dict[str, ModuleAsOf]:
    """By module: how far one person was. A module that was never touched is not in it."""
    people = everybody(moment.until, one_person=True)
    asked = values_of(reach, moment) | {"person_ref": ref}
    said = union_all(
        _said(ModuleProgress, people, moment.day),
        _said(PastModuleProgress, people, moment.day).where(
            PastModuleProgress.replaced_at >= DAY_END
        ),
    )
    return {row.module: row for row in rows.read(ModuleAsOf, db.session.execute(said, asked))}


def _said(
    table: type[ModuleProgress] | type[PastModuleProgress], people: Subquery, day: date
) -> Select[*tuple[Any, ...]]:
    """What a table of modules says of somebody, or said at the end of a day."""
    return (
        select(
            table.module,
            table.done,
            table.total,
            case((table.completed_on <= day, table.completed_on)).label("completed_on"),
        )
        .join(people, people.c.enrolment_id == table.enrolment_id)
        .where(table.recorded_at < DAY_END, people.c.rank >= ORDER.index(Sight.LESSONS))
    )


@dataclass(frozen=True)
class ReliefRow:
    """That a duty is paused or exempt: until when, why (of an exemption) and by whom."""

    relief: Relief
    until: date | None
    category: ExemptFor | None
    made_by: str


def relief_row(reach: Reach, moment: AsOf, ref: str) -> ReliefRow | None:
    """Why one person need not do this course at these schools on that day; None when they must."""
    maker = aliased(Person)
    then = holds_on(PersonDetails, moment.day, DAY_END)
    called_then = (PersonDetails.person_id == maker.id) & then
    query = (
        select(
            DutyRelief.kind.label("relief"),
            DutyRelief.until,
            DutyRelief.category,
            func.coalesce(PersonDetails.name, maker.name).label("made_by"),
        )
        .select_from(Duty)
        .join(Person, Person.id == Duty.person_id)
        .join(DutyRelief, relieved(moment.day, DAY_END))
        .join(maker, maker.id == DutyRelief.made_by)
        .outerjoin(PersonDetails, called_then)
        .where(Duty.school_id.in_(IN_REACH), Duty.course == moment.course, Person.ref == ref)
    )
    found = db.session.execute(query.order_by(DutyRelief.id), values_of(reach, moment))
    return rows.first(ReliefRow, found, relief=Relief, category=_category)


def _category(text: str | None) -> ExemptFor | None:
    return ExemptFor(text) if text else None


def reasons(
    reach: Reach, moment: AsOf, ref: str, *, limit: int, offset: int = 0
) -> list[ReasonRow]:
    """Why one person owes these schools the course, given by that day, the first given first; what
    ended by then is marked by its day.
    """
    given = _reasons(moment, ref).order_by(DutyReason.starts_on, DutyReason.id)
    found = db.session.execute(given.limit(limit).offset(offset), values_of(reach, moment))
    return rows.read(ReasonRow, found, to_person=bool, ends_on=_day_after)


def reason_count(reach: Reach, moment: AsOf, ref: str) -> int:
    """How many of those there are."""
    query = select(func.count()).select_from(_reasons(moment, ref).subquery())
    return db.session.scalar(query, values_of(reach, moment)) or 0


def _reasons(moment: AsOf, ref: str) -> Select[*tuple[Any, ...]]:
    return (
        select(
            DutyReason.due_on,
            DutyReason.starts_on,
            case((DutyReason.ends_on < moment.day, DutyReason.ends_on)).label("ends_on"),
            func.coalesce(TeamDetails.name, Team.name).label("to_team"),
            Assignment.person_id.is_not(None).label("to_person"),
        )
        .join(Duty, Duty.id == DutyReason.duty_id)
        .join(Person, Person.id == Duty.person_id)
        .join(Assignment, Assignment.id == DutyReason.assignment_id)
        .outerjoin(Team, Team.id == Assignment.team_id)
        .outerjoin(
            TeamDetails,
            (TeamDetails.team_id == Team.id) & holds_on(TeamDetails, moment.day, DAY_END),
        )
        .where(Duty.school_id.in_(IN_REACH), Duty.course == moment.course, Person.ref == ref)
        .where(DutyReason.starts_on <= moment.day, known(DutyReason, DAY_END))
    )


def _day_after(last_day: date | None) -> date | None:
    """The first day without it."""
    return last_day + timedelta(days=1) if last_day else None
