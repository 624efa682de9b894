"""Trainings on a day: planned, changed and cancelled; found by who may come or who trains there."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, update
from sqlalchemy.orm import aliased

from course.domain.people.roles import Actor, Permission
from course.domain.study_days import new_code
from course.models import (
    Board,
    Meeting,
    MeetingPresence,
    MeetingReply,
    Membership,
    Person,
    School,
    db,
)
from course.models.base import insert_new, new_token
from course.store import rows
from course.store.dated import holds_on, not_over
from course.store.rows import ListPart
from course.store.scope import schools_for
from course.store.submissions import OtherContentsError

_DRAWS = 20  # of a code, before we give up


@dataclass(frozen=True)
class MeetingPlan:
    """What a trainer plans. `begins` and `ends`: 13.30, on the clock of Amsterdam."""

    title: str
    day: date
    begins: str
    ends: str
    place: str
    capacity: int


@dataclass(frozen=True)
class MeetingFor:
    """For whom it is, a school or a whole board; and the lesson that it completes, when it does."""

    school_id: int | None
    board_id: int | None
    course: str | None = None
    module: str | None = None
    lesson: str | None = None


@dataclass(frozen=True)
class MeetingRow:
    """A training with what became of it."""

    id: int
    ref: str
    code: str
    school_id: int | None
    board_id: int | None
    whose: str  # the name of the school or the board
    course: str | None
    module: str | None
    lesson: str | None
    title: str
    day: date
    begins: str
    ends: str
    place: str
    capacity: int
    trainer: str
    cancelled_at: datetime | None
    coming: int  # who said yes, also who waits for a seat
    present: int


def is_last(reply: Any) -> ColumnElement[bool]:
    """Whether an answer is the last word of its person: `MeetingReply`, or an alias of it."""
    later = aliased(MeetingReply)
    return ~(
        select(later.id)
        .where(
            later.meeting_id == reply.meeting_id,
            later.person_id == reply.person_id,
            later.id > reply.id,
        )
        .exists()
    )


def comes(reply: Any) -> ColumnElement[bool]:
    """Whether the last word of somebody is yes and they work there on the day, as far as is known:
    who left, or is gone by then, holds no seat. `Meeting` stands in the query around it.
    """
    works = (
        select(Membership.id)
        .join(School, School.id == Membership.school_id)
        .where(Membership.person_id == reply.person_id, holds_on(Membership, Meeting.day))
        .where(or_(School.id == Meeting.school_id, School.board_id == Meeting.board_id))
    )
    return and_(reply.comes, is_last(reply), works.correlate(Meeting, reply).exists())


IS_LAST = is_last(MeetingReply)
_COMING = (
    select(func.count(MeetingReply.id))
    .where(MeetingReply.meeting_id == Meeting.id, comes(MeetingReply))
    .correlate(Meeting)
    .scalar_subquery()
)
_PRESENT = (
    select(func.count(MeetingPresence.id))
    .where(MeetingPresence.meeting_id == Meeting.id)
    .correlate(Meeting)
    .scalar_subquery()
)
MEETINGS: Select[*tuple[Any, ...]] = (
    select(
        Meeting.id,
        Meeting.ref,
        Meeting.code,
        Meeting.school_id,
        Meeting.board_id,
        func.coalesce(School.name, Board.name).label("whose"),
        Meeting.course,
        Meeting.module,
        Meeting.lesson,
        Meeting.title,
        Meeting.day,
        Meeting.begins,
        Meeting.ends,
        Meeting.place,
        Meeting.capacity,
        Person.name.label("trainer"),
        Meeting.cancelled_at,
        _COMING.label("coming"),
        _PRESENT.label("present"),
    )
    .join(Person, Person.id == Meeting.made_by)
    .outerjoin(School, School.id == Meeting.school_id)
    .outerjoin(Board, Board.id == Meeting.board_id)
)


def plan(
    actor: Actor, whose: MeetingFor, planned: MeetingPlan, submission: str, now: datetime
) -> str | None:
    """Plan a training, and return its ref. The same submission gives the same one; None when the
    place is not theirs.

    Errors: OtherContentsError when the submission planned something else the first time.
    """
    if not _may_plan(actor, whose):
        return None
    asked = {**asdict(whose), **asdict(planned)}
    made = {"made_by": actor.id, "made_at": now, "submission": submission}
    for _ in range(_DRAWS):
        code = new_code(secrets.choice)
        row = {**asked, **made, "ref": new_token(), "code": code}
        db.session.execute(insert_new(Meeting, [row]))
        found = _planned(row, asked)
        if found is not None:
            return found
    return None


def change(meeting: MeetingRow, planned: MeetingPlan) -> bool:
    """Plan it otherwise. False once somebody was there, or when it was cancelled."""
    return _updated(meeting, asdict(planned))


def cancel(meeting: MeetingRow, now: datetime) -> bool:
    """It does not take place. False once somebody was there, or when it was cancelled."""
    return _updated(meeting, {"cancelled_at": now})


def led(actor: Actor, ref: str) -> MeetingRow | None:
    """A training at a place where the actor trains; None for any other."""
    query = MEETINGS.where(Meeting.ref == ref, at_own_places(actor))
    return rows.first(MeetingRow, db.session.execute(query))


def by_ref(ref: str) -> MeetingRow:
    """A training, for work that was asked for by who may see it.

    Errors: ValueError for one that is not there.
    """
    found = db.session.execute(MEETINGS.where(Meeting.ref == ref))
    (meeting,) = rows.read(MeetingRow, found)
    return meeting


def planned_by_scope(
    actor: Actor, today: date, *, past: bool, limit: int, offset: int = 0
) -> ListPart[MeetingRow]:
    """The trainings at the actor's places: what comes, the first first; or what was, the last
    first.
    """
    when = Meeting.day < today if past else Meeting.day >= today
    order = (Meeting.day.desc(), Meeting.id.desc()) if past else (Meeting.day, Meeting.begins)
    query = MEETINGS.add_columns(rows.ALL_ROWS).where(when, at_own_places(actor))
    query = query.order_by(*order, Meeting.id).limit(limit).offset(offset)
    return rows.part(MeetingRow, db.session.execute(query))


def open_to(person_id: int, today: date, *, limit: int, offset: int = 0) -> ListPart[MeetingRow]:
    """The trainings from today on where somebody may come, the first first."""
    query = MEETINGS.add_columns(rows.ALL_ROWS)
    query = query.where(Meeting.day >= today, open_for(person_id, today))
    query = query.order_by(Meeting.day, Meeting.begins, Meeting.id)
    return rows.part(MeetingRow, db.session.execute(query.limit(limit).offset(offset)))


def one_for(person_id: int, ref: str, today: date) -> MeetingRow | None:
    """A training where somebody may come today, or where they answered or were; None for any
    other.
    """
    theirs = or_(
        open_for(person_id, today),
        Meeting.id.in_(select(MeetingReply.meeting_id).where(MeetingReply.person_id == person_id)),
        Meeting.id.in_(
            select(MeetingPresence.meeting_id).where(MeetingPresence.person_id == person_id)
        ),
    )
    query = MEETINGS.where(Meeting.ref == ref, theirs)
    return rows.first(MeetingRow, db.session.execute(query))


def may_come(person_id: int, meeting: MeetingRow, today: date) -> bool:
    """Whether somebody works today where it is for, and on its day as far as is known."""
    query = select(Meeting.id).where(Meeting.id == meeting.id, open_for(person_id, today))
    return db.session.scalar(query) is not None


def open_for(person_id: int, today: date) -> ColumnElement[bool]:
    """For a school where somebody works today, or for its board."""
    works = (
        select(Membership.school_id)
        .where(Membership.person_id == person_id, holds_on(Membership, today))
        .where(not_over(Membership, Meeting.day))
        .correlate(Meeting)
        .scalar_subquery()
    )
    boards = select(School.board_id).where(School.id.in_(works)).correlate(Meeting)
    return or_(Meeting.school_id.in_(works), Meeting.board_id.in_(boards.scalar_subquery()))


def at_own_places(actor: Actor) -> ColumnElement[bool]:
    """At a school where the actor trains, or at a board of whose every school that holds."""
    at_school = Meeting.school_id.in_(schools_for(actor, Permission.ASSIGN))
    if actor.holds_everywhere(Permission.ASSIGN):
        return or_(at_school, Meeting.board_id.is_not(None))
    return or_(at_school, Meeting.board_id.in_(actor.boards_with(Permission.ASSIGN)))


def _may_plan(actor: Actor, whose: MeetingFor) -> bool:
    if whose.board_id is not None:
        return actor.holds_for_board(Permission.ASSIGN, whose.board_id)
    allowed = schools_for(actor, Permission.ASSIGN).where(School.id == whose.school_id)
    return db.session.scalar(allowed) is not None


def _planned(row: Mapping[str, Any], asked: Mapping[str, Any]) -> str | None:
    """The training of this submission; None when its code was taken."""
    columns = [Meeting.__table__.c[name] for name in asked]
    query = select(Meeting.ref, *columns).where(
        Meeting.submission == row["submission"], Meeting.made_by == row["made_by"]
    )
    found = db.session.execute(query).first()
    if found is None:
        return None
    kept = found._asdict()
    ref = str(kept.pop("ref"))
    if kept != dict(asked):
        raise OtherContentsError
    return ref


def _updated(meeting: MeetingRow, values: Mapping[str, Any]) -> bool:
    nobody = ~(select(MeetingPresence.id).where(MeetingPresence.meeting_id == Meeting.id).exists())
    changing = update(Meeting).where(
        and_(Meeting.id == meeting.id, Meeting.cancelled_at.is_(None), nobody)
    )
    done = db.session.execute(
        changing.values(**values).execution_options(synchronize_session=False)
    )
    return done.rowcount == 1  # type: ignore[attr-defined, no-any-return]
