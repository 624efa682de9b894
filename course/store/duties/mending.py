"""Deeds on duties that exist: another last day, a pause, an exemption, and the end of those.

For one person, for those that were ticked, for a team or a school. What comes of it is decided by
`domain/duties/mending.py`, from the same rows before it is done and while it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Subquery, func, select

from course.domain.duties.mending import (
    NO_DAYS,
    DutyNow,
    Effect,
    Mend,
    Mending,
    due_afterwards,
    effect,
    relief_of,
)
from course.domain.duties.states import DutyState, ExemptFor, Relief, earliest_for_joiner
from course.domain.people.audited import Audited
from course.domain.people.roles import Actor, Permission
from course.models import (
    Assignment,
    Board,
    Duty,
    DutyReason,
    DutyRelief,
    Membership,
    Person,
    School,
    db,
)
from course.store import audit, dated
from course.store.audit import AuditNote
from course.store.dated import DeedMoment, batches, holds_on, known
from course.store.duties import calendars
from course.store.duties.owing import owing
from course.store.duties.seeing import seen_by, state_seen
from course.store.duties.states import due_of_duty, relieved
from course.store.people.searching import holding_name
from course.store.scope import schools_for

MOST = 5000  # duties in one deed


@dataclass(frozen=True)
class Chosen:
    """Whose duties: those with these refs, or without refs everybody of a list by what narrows
    it.
    """

    refs: tuple[str, ...] = ()
    course: str = ""
    school: str = ""  # its code; empty: all of them
    board: str = ""
    team: str = ""
    words: str = ""  # parts of a name
    state: DutyState | None = None
    assignment: str = ""
    never_signed_in: bool = False  # only those


@dataclass(frozen=True)
class ChosenDuty:
    """A duty with what a page says of it."""

    now: DutyNow
    ref: str
    person: str  # its ref
    name: str
    school: str
    school_code: str
    course: str


def chosen_duties(
    actor: Actor, chosen: Chosen, today: date, permission: Permission = Permission.ASSIGN
) -> list[ChosenDuty]:
    """These duties as they are now by name, as far as the actor has the permission there; 5,000 at
    most. A list by state is the list that the actor sees.
    """
    people = owing(today, schools_for(actor, permission))
    query = select(*people.c, _elsewhere(people, today).label("elsewhere"))
    query = query.order_by(people.c.sort_name, people.c.duty_id)
    if not chosen.refs:
        query = query.where(*_narrowed(people, chosen, today))
        query = holding_name(query, chosen.words, people.c.sort_name)
        return [*map(_chosen, db.session.execute(query.limit(MOST), seen_by(actor, today)))]
    found: list[ChosenDuty] = []
    for batch in batches(chosen.refs[:MOST]):
        found += map(_chosen, db.session.execute(query.where(people.c.duty.in_(batch))))
    return found


def _narrowed(people: Subquery, chosen: Chosen, today: date) -> Iterable[ColumnElement[bool]]:
    if chosen.assignment:
        reason = select(DutyReason.id).join(Assignment, Assignment.id == DutyReason.assignment_id)
        given = DutyReason.duty_id == people.c.duty_id, holds_on(DutyReason, today)
        yield reason.where(Assignment.ref == chosen.assignment, *given).exists()
    else:
        yield people.c.course == chosen.course
    if chosen.school:
        yield people.c.school_code == chosen.school
    if chosen.board:
        of_board = select(School.id).join(Board, Board.id == School.board_id)
        yield people.c.school_id.in_(of_board.where(Board.code == chosen.board))
    if chosen.team:
        yield people.c.team_ref == chosen.team
    if chosen.state:
        yield state_seen(people.c.school_id, people.c.state, today) == chosen.state.value
    if chosen.never_signed_in:
        never = select(Person.id).where(Person.first_signed_in_at.is_(None))
        yield people.c.person_id.in_(never)


def _elsewhere(people: Subquery, today: date) -> Any:
    """The strictest day of the same course that holds for the same person at other schools."""
    works = select(Membership.id).where(
        Membership.school_id == Duty.school_id,
        Membership.person_id == Duty.person_id,
        holds_on(Membership, today),
    )
    relief = select(DutyRelief.id).where(relieved(today))
    return (
        select(func.min(due_of_duty(today)))
        .where(Duty.person_id == people.c.person_id, Duty.course == people.c.course)
        .where(Duty.id != people.c.duty_id, works.correlate(Duty).exists())
        .where(~relief.correlate(Duty).exists())
        .correlate(people)
        .scalar_subquery()
    )


def _chosen(row: Any) -> ChosenDuty:
    now = DutyNow(
        duty_id=row.duty_id,
        person_id=row.person_id,
        school_id=row.school_id,
        due_on=row.due_on,
        state=DutyState(row.state),
        relief=Relief(row.relief) if row.relief else None,
        until=row.until,
        category=ExemptFor(row.category) if row.category else None,
        elsewhere=row.elsewhere,
    )
    return ChosenDuty(now, row.duty, row.ref, row.name, row.school, row.school_code, row.course)


def mend(actor: Actor, chosen: Chosen, wanted: Mend, moment: DeedMoment) -> Effect:
    """Do it, and say what came of it. What is so already stays untouched, so the same press again
    changes nothing.
    """
    _hold(one.now.duty_id for one in chosen_duties(actor, chosen, moment.today))
    duties = [one.now for one in chosen_duties(actor, chosen, moment.today)]
    earliest = after_pause(wanted, duties)
    found = effect(wanted, duties, actor.id, earliest)
    _move_days(wanted, found.changed, earliest, moment)
    if wanted.what is Mending.RESUME:
        dated.end(DutyRelief, _reliefs(found.changed).values(), moment)
    elif wanted.what is not Mending.DAY:
        _relieve(actor, wanted, found.changed, moment)
    audit.note((_noted(wanted, duty) for duty in found.changed), moment)
    return found


def what_it_does(actor: Actor, chosen: Sequence[ChosenDuty], wanted: Mend) -> Effect:
    """The same, before anything is done."""
    duties = [one.now for one in chosen]
    return effect(wanted, duties, actor.id, after_pause(wanted, duties))


def after_pause(wanted: Mend, duties: Iterable[DutyNow]) -> Mapping[int, date]:
    """By school: the first day on which a course can be due after this pause; nothing for
    anything else.
    """
    if wanted.what is not Mending.PAUSE or wanted.day is None:
        return NO_DAYS
    back = wanted.day + timedelta(days=1)
    schools = calendars.of_schools(sorted({one.school_id for one in duties}))
    return {id_: earliest_for_joiner(back, calendar) for id_, calendar in schools.items()}


def _hold(ids: Iterable[int]) -> None:
    """Whoever mends the same duties waits until this is done."""
    for batch in batches(sorted(ids)):
        query = select(Duty.id).where(Duty.id.in_(batch)).order_by(Duty.id).with_for_update()
        db.session.execute(query).all()


def _move_days(
    wanted: Mend, duties: Sequence[DutyNow], earliest: Mapping[int, date], moment: DeedMoment
) -> None:
    """Every reason that holds gets its new day, so that none goes on with the old one."""
    days: dict[int, dated.Row] = {}
    for batch in batches([one.duty_id for one in duties]):
        query = (
            select(DutyReason.id, DutyReason.due_on, Duty.school_id)
            .join(Duty, Duty.id == DutyReason.duty_id)
            .where(Duty.id.in_(batch), holds_on(DutyReason, moment.today))
        )
        for row in db.session.execute(query):
            due = due_afterwards(wanted, row.due_on, earliest.get(row.school_id))
            days[row.id] = {"due_on": due}
    dated.change(DutyReason, days, moment)


def _relieve(actor: Actor, wanted: Mend, duties: Sequence[DutyNow], moment: DeedMoment) -> None:
    category = wanted.category.value if wanted.category else None
    values = {
        "kind": relief_of(wanted).value,
        "category": category,
        "until": wanted.day,
        "made_by": actor.id,
    }
    there = _reliefs(duties)
    dated.change(DutyRelief, dict.fromkeys(there.values(), values), moment)
    new = [{"duty_id": one.duty_id, **values} for one in duties if one.duty_id not in there]
    dated.begin(DutyRelief, new, moment)


def _reliefs(duties: Sequence[DutyNow]) -> dict[int, int]:
    """By duty: the row that has no end yet, also of a pause whose last day is over."""
    found: dict[int, int] = {}
    for batch in batches([one.duty_id for one in duties]):
        query = select(DutyRelief.duty_id, DutyRelief.id).where(
            DutyRelief.duty_id.in_(batch), known(DutyRelief), DutyRelief.ends_on.is_(None)
        )
        found |= dict(db.session.execute(query).all())
    return found


_ACTIONS = {
    Mending.DAY: Audited.DUTY_DAY,
    Mending.PAUSE: Audited.DUTY_PAUSED,
    Mending.EXEMPT: Audited.DUTY_EXEMPT,
    Mending.RESUME: Audited.DUTY_RESUMED,
}


def _noted(wanted: Mend, duty: DutyNow) -> AuditNote:
    detail: dict[str, str | int] = {}
    if wanted.day is not None:
        detail["day"] = wanted.day.isoformat()
    return AuditNote(_ACTIONS[wanted.what], duty.person_id, duty.school_id, detail=detail)
