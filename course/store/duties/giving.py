"""An assignment becomes duties and enrolments, for everybody at once; and is withdrawn without loss
of progress.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    Subquery,
    func,
    literal,
    select,
    true,
    update,
)

from course.domain.people.roles import Actor, Permission
from course.models import (
    Assignment,
    Duty,
    DutyReason,
    Membership,
    Person,
    School,
    Team,
    db,
)
from course.models.base import (
    Base,
    UtcDateTime,
    insert_new,
    insert_new_from,
    random_token,
)
from course.store import dated
from course.store.courses import releases
from course.store.dated import DeedMoment, holds_on, lasts_to
from course.store.duties import holding
from course.store.duties.states import Dates
from course.store.duties.targets import TargetPlace, Targets, due_days
from course.store.learning import enrolling
from course.store.people import merged
from course.store.scope import schools_for
from course.store.submissions import OtherContentsError


@dataclass(frozen=True)
class NewAssignment:
    """What a trainer decided. Neither team nor person: the whole school."""

    course: str
    school_id: int
    team_id: int | None
    person_id: int | None
    due_on: date
    submission: str


@dataclass(frozen=True)
class Assigned:
    """An assignment that exists. `new` is False when this submission had arrived before."""

    ref: str
    new: bool


def assign(actor: Actor, draft: NewAssignment, now: datetime, today: date) -> Assigned | None:
    """Give a course to everybody who works in the target today. Later joiners get it through
    `settling.settle`.

    Returns None when the school, the team or the person is out of the actor's scope, or the course
    was never published: all of these look the same from outside. The same submission again changes
    nothing.

    Errors: OtherContentsError when it asked something else the first time.
    """
    holding.to_give([draft.school_id])
    if releases.current(draft.course) is None or not _target_in_scope(actor, draft, today):
        return None
    row = {**vars(draft), "batch": draft.submission, "made_by": actor.id, "made_at": now}
    made = db.session.execute(
        insert_new(Assignment, [row]).returning(Assignment.id, Assignment.ref)
    ).first()
    if made is None:
        return _earlier(actor, draft)
    meant = owed(today, Assignment.due_on, Assignment.id == made.id)
    give(meant.subquery(), DeedMoment(now, actor.id))
    return Assigned(made.ref, new=True)


def _earlier(actor: Actor, draft: NewAssignment) -> Assigned | None:
    """What this submission made before; None when it was somebody else's.

    Errors: OtherContentsError.
    """
    asked = [getattr(Assignment, name) for name in vars(draft)]
    row = db.session.execute(
        select(Assignment.ref, *asked).where(
            Assignment.submission == draft.submission, Assignment.made_by == actor.id
        )
    ).first()
    if row is None:
        return None
    told = {name: value for name, value in row._mapping.items() if name != "ref"}
    if told != vars(draft):
        raise OtherContentsError
    return Assigned(row.ref, new=False)


def already_due(actor: Actor, draft: NewAssignment) -> date | None:
    """The first due day of the same course for the very same target, when that is given already;
    else None.
    """
    same = (
        Assignment.course == draft.course,
        Assignment.school_id == draft.school_id,
        Assignment.team_id.is_not_distinct_from(draft.team_id),
        Assignment.person_id.is_not_distinct_from(draft.person_id),
        Assignment.school_id.in_(schools_for(actor, Permission.ASSIGN)),
    )
    return db.session.scalar(
        select(func.min(Assignment.due_on)).where(*same, Assignment.withdrawn_at.is_(None))
    )


def _target_in_scope(actor: Actor, draft: NewAssignment, today: date) -> bool:
    """The right to assign holds at the school, and the team or person belongs to that school."""
    wanted = select(School.id).where(
        School.id == draft.school_id, School.id.in_(schools_for(actor, Permission.ASSIGN))
    )
    if draft.team_id is not None:
        team = select(Team.id).where(Team.id == draft.team_id, Team.school_id == School.id)
        wanted = wanted.where(team.exists())
    if draft.person_id is not None:
        works = select(Membership.id).where(
            Membership.person_id == draft.person_id,
            Membership.school_id == School.id,
            holds_on(Membership, today),
        )
        wanted = wanted.where(works.exists())
    return db.session.scalar(wanted) is not None


def owed(today: date, due_on: Dates, *which: ColumnElement[bool]) -> Select[Any]:
    """Who works in the target of an assignment today, each with what they get and by when."""
    columns: tuple[Any, ...] = (
        Membership.person_id,
        Membership.school_id,
        Assignment.id.label("assignment_id"),
        Assignment.course,
        due_on.label("due_on"),
    )
    return (
        select(*columns)
        .join(Assignment, Assignment.school_id == Membership.school_id)
        .join(Person, Person.id == Membership.person_id)
        .where(_is_meant(Assignment.team_id, Membership.team_id))
        .where(_is_meant(Assignment.person_id, Membership.person_id))
        .where(_does_that_work())
        .where(holds_on(Membership, today), *which)
    )


def _is_meant(
    named: SQLColumnExpression[int | None], own: SQLColumnExpression[Any]
) -> ColumnElement[bool]:
    """Whether an assignment that may name a team or a person, names this one or none."""
    return named.is_(None) | (named == own)


def _does_that_work() -> ColumnElement[bool]:
    """Whether somebody's kind of work is one of those of an assignment, which may name none."""
    listed = literal(" ") + Assignment.functions + " "
    return (Assignment.functions == "") | listed.contains(literal(" ") + Person.audience + " ")


def assign_broadly(
    actor: Actor, targets: Targets, submission: str, moment: DeedMoment
) -> Assigned | None:
    """Give a course to several groups at once: an assignment for each of them, all of one batch.

    The places are those that `targets.py` found in the actor's scope; what is not there any more is
    None. The same submission again changes nothing. `ref` is the batch.
    Errors: OtherContentsError when it asked something else the first time.
    """
    holding.to_give({place.school_id for place in targets.places})
    days = due_days(targets, moment.today)
    if not _all_in_scope(actor, list(days)) or releases.current(targets.course) is None:
        return None
    if merged.are_gone(days, {place.team_id for place in targets.places}, moment.today):
        return None
    shared = {
        "course": targets.course,
        "functions": " ".join(targets.functions),
        "weeks": targets.when.weeks,
        "batch": submission,
        "made_by": actor.id,
        "made_at": moment.now,
    }
    new = [
        {**shared, **vars(place), "due_on": days[place.school_id][0], "submission": token}
        for place, token in _tokens(targets.places, submission)
    ]
    made = db.session.scalars(insert_new(Assignment, new).returning(Assignment.id)).all()
    if not made:
        return _same_batch(actor, new)
    meant = owed(moment.today, Assignment.due_on, Assignment.batch == submission)
    give(meant.subquery(), moment)
    return Assigned(submission, new=True)


_ASKED = ("submission", "course", "functions", "weeks", "due_on")


def _tokens(places: Sequence[TargetPlace], submission: str) -> Iterator[tuple[TargetPlace, str]]:
    """Each place with a token of its own, the same for the same form."""
    for place in places:
        words = (submission, place.school_id, place.team_id, place.person_id)
        yield place, sha256(" ".join(map(str, words)).encode()).hexdigest()[:40]


def _same_batch(actor: Actor, asked: Sequence[Mapping[str, Any]]) -> Assigned | None:
    """What this form made before; None when it was somebody else's. `asked`: the rows that it asks.

    Errors: OtherContentsError.
    """
    told = [getattr(Assignment, name) for name in _ASKED]
    batch = asked[0]["batch"]
    before = db.session.execute(
        select(*told).where(Assignment.batch == batch, Assignment.made_by == actor.id)
    ).all()
    if not before:
        return None
    if {tuple(row) for row in before} != {tuple(row[name] for name in _ASKED) for row in asked}:
        raise OtherContentsError
    return Assigned(batch, new=False)


def _all_in_scope(actor: Actor, schools: Sequence[int]) -> bool:
    """Whether the right to assign holds at every one of these schools, and there is one."""
    seen = select(func.count(School.id)).where(
        School.id.in_(schools), School.id.in_(schools_for(actor, Permission.ASSIGN))
    )
    return bool(schools) and db.session.scalar(seen) == len(schools)


def give(owed: Subquery, moment: DeedMoment) -> None:
    """Duties, their reasons and enrolments, in three statements, however many people there are.

    Whoever has one of them already keeps it as it is.
    """
    who = owed.c.person_id, owed.c.school_id, owed.c.course
    duties = _one_token_each(select(*who).distinct())
    reasons = select(
        Duty.id,
        owed.c.assignment_id,
        owed.c.due_on,
        literal(moment.today).label("starts_on"),
        literal(moment.now, UtcDateTime()).label("recorded_at"),
    ).where(
        Duty.person_id == owed.c.person_id,
        Duty.school_id == owed.c.school_id,
        Duty.course == owed.c.course,
    )
    _insert(Duty, ["ref", "person_id", "school_id", "course"], duties)
    columns = ["duty_id", "assignment_id", "due_on", "starts_on", "recorded_at"]
    _insert(DutyReason, columns, reasons)
    enrolling.enrol_all(select(owed.c.person_id, owed.c.course), moment.now)


def _insert(table: type[Base], columns: list[str], rows: Select[Any]) -> None:
    db.session.execute(insert_new_from(table, columns, rows))


def _one_token_each(rows: Select[Any]) -> Select[Any]:
    """The same rows with a random token in front; outside the DISTINCT, which every token would
    defeat.
    """
    found = rows.subquery()
    return select(random_token(), *found.c).where(true())


def withdraw(actor: Actor, ref: str, moment: DeedMoment) -> bool:
    """End an assignment today. Progress and completions stay; who has another reason still owes the
    course.

    Returns False when it is out of scope or not there. Withdrawing twice is the same as once.
    """
    holding.to_change(ref)
    assignment = db.session.execute(
        select(Assignment.id, Assignment.withdrawn_at).where(
            Assignment.ref == ref, Assignment.school_id.in_(schools_for(actor, Permission.ASSIGN))
        )
    ).first()
    if assignment is None:
        return False
    if assignment.withdrawn_at is None:
        db.session.execute(
            update(Assignment)
            .where(Assignment.id == assignment.id, Assignment.withdrawn_at.is_(None))
            .values(withdrawn_at=moment.now, withdrawn_by=actor.id)
        )
        reasons = select(DutyReason.id).where(
            DutyReason.assignment_id == assignment.id, lasts_to(DutyReason, moment.today)
        )
        dated.end(DutyReason, db.session.scalars(reasons).all(), moment)
    return True
