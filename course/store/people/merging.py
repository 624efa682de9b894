"""Two teams, or two schools, become one: what that does, and the deed itself. Whoever calls one has
looked whether the actor may, and commits afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select, update

from course.domain.people.audited import Audited
from course.domain.people.roles import Role
from course.models import (
    Assignment,
    AuditEntry,
    Meeting,
    MeetingPresence,
    Membership,
    RoleGrant,
    School,
    db,
)
from course.store import audit
from course.store.audit import AuditNote
from course.store.dated import DeedMoment, batches, holds_on
from course.store.people import deeds, granting, merged
from course.store.people.deeds import Workplace
from course.store.people.granting import NewGrant

_MEETING = "meeting-"  # before a number, in the trail


@dataclass(frozen=True)
class MergeEffect:
    """What it does when one school goes up in another: `both` work at both already; `given` and
    `there` are assignments for a whole school, of this one and of the other; `meetings` are
    planned.
    """

    people: int
    both: int
    roles: int
    given: int
    there: int
    meetings: int


def effect(gone: int, into: int, today: date) -> MergeEffect:
    """How many people, roles and assignments it is about."""
    works = select(Membership.person_id).where(holds_on(Membership, today))
    here = works.where(Membership.school_id == gone)
    both = here.where(Membership.person_id.in_(works.where(Membership.school_id == into)))
    roles = select(RoleGrant.id).where(RoleGrant.school_id == gone, holds_on(RoleGrant, today))
    planned = select(Meeting.id).where(*_planned(gone, today))
    found = (here, both, roles, _standing(gone), _standing(into), planned)
    return MergeEffect(*(_count(query) for query in found))


def _standing(school_id: int) -> Select[int]:
    return select(Assignment.id).where(
        Assignment.school_id == school_id,
        Assignment.withdrawn_at.is_(None),
        Assignment.team_id.is_(None),
        Assignment.person_id.is_(None),
    )


def _planned(school_id: int, today: date) -> tuple[ColumnElement[bool], ...]:
    """Trainings for this school that are still to come."""
    held = select(MeetingPresence.id).where(MeetingPresence.meeting_id == Meeting.id).exists()
    to_come = Meeting.day >= today, Meeting.cancelled_at.is_(None)
    return (Meeting.school_id == school_id, *to_come, ~held)


def _count(query: Select[int]) -> int:
    return db.session.scalars(select(func.count()).select_from(query.subquery())).one()


def _hold(schools: tuple[int, ...], gone: int, today: date) -> None:
    """Hold these schools, and who works at the one that goes or has a role there, until the end of
    the transaction: whoever left a moment ago does not come along.
    """
    wanted = select(School.id).where(School.id.in_(schools)).order_by(School.id)
    db.session.execute(wanted.with_for_update())
    people: set[int] = set()
    for table in (Membership, RoleGrant):
        here = select(table.person_id).where(table.school_id == gone, holds_on(table, today))
        people.update(db.session.scalars(here))
    for batch in batches(sorted(people)):
        granting.lock(batch)


def merge_teams(school_id: int, gone: int, into: int, moment: DeedMoment) -> int | None:
    """From today on everybody of one team is in another of the same school, with what that owes.

    The team itself stays, with nobody in it, for reports of earlier days. Returns how many people;
    None when one of the two went up in a third one, or the school in another.
    """
    if gone == into:
        return 0
    _hold((school_id,), school_id, moment.today)
    if merged.are_gone([school_id], [into], moment.today):
        return None
    if merged.are_gone([], [gone], moment.today):
        return 0 if merged.teams_after(school_id)[gone] == into else None  # pressed twice
    there = select(Membership.person_id, Membership.staff_number, Membership.ends_on).where(
        Membership.team_id == gone,
        holds_on(Membership, moment.today),
    )
    rows_there = db.session.execute(there.order_by(Membership.person_id)).all()
    moving = [Workplace(row.person_id, into, row.staff_number, row.ends_on) for row in rows_there]
    deeds.move_team(school_id, moving, moment)
    told = {"team": gone, "into": into}
    audit.note([AuditNote(Audited.TEAMS_MERGED, school_id=school_id, detail=told)], moment)
    return len(moving)


def merge_schools(gone: int, into: int, moment: DeedMoment) -> int | None:
    """From today on everybody of one school works at another, in no team yet, and has the roles
    there that they had here. Trainings that are planned for the one are for the other.

    The school itself stays, with nobody in it, and so does its history. Who works at both stays
    where they are. Returns how many people came; None when one of the two went up in a third one.
    """
    if gone == into:
        return 0
    _hold((gone, into), gone, moment.today)
    codes = dict(db.session.execute(_codes(gone, into)).all())
    if merged.are_gone([into], [], moment.today):
        return None
    if after := merged.school_after(codes[gone], moment.today):
        return 0 if after == codes[into] else None  # pressed twice
    leaving, coming = _movers(gone, into, moment.today)
    held = _roles_at(gone, moment.today)
    deeds.join(into, coming, moment)
    for row in held:
        wanted = NewGrant(row.person_id, Role(row.role), into, ends_on=row.ends_on)
        granting.grant(wanted, moment)
    granting.end([row.id for row in held], moment)
    deeds.leave(gone, leaving, moment)
    detail: dict[str, str | int] = {"into": codes[into], **_take_along(gone, into, moment.today)}
    audit.note([AuditNote(Audited.SCHOOLS_MERGED, school_id=gone, detail=detail)], moment)
    return len(coming)


def _codes(*schools: int) -> Select[int, str]:
    return select(School.id, School.code).where(School.id.in_(schools))


def _take_along(gone: int, into: int, today: date) -> dict[str, int]:
    """Trainings that are planned for the one are for the other. Which they are is for the trail, so
    that they can go back.
    """
    query = select(Meeting.id).where(*_planned(gone, today)).order_by(Meeting.id)
    moved = db.session.scalars(query.with_for_update()).all()
    _give_to(into, moved)
    return {f"{_MEETING}{number}": id_ for number, id_ in enumerate(moved)}


def take_back(deed: str, today: date) -> None:
    """What was planned for a school that went up in another by this deed, and is still to come, is
    for it again.
    """
    query = select(AuditEntry.school_id, AuditEntry.detail).where(
        AuditEntry.deed == deed, AuditEntry.action == Audited.SCHOOLS_MERGED.value
    )
    for gone, detail in db.session.execute(query.order_by(AuditEntry.id)).all():
        _give_back(gone or 0, detail, today)


def _give_back(gone: int, detail: Mapping[str, Any], today: date) -> None:
    moved = [int(id_) for name, id_ in detail.items() if name.startswith(_MEETING)]
    into = db.session.scalars(select(School.id).where(School.code == detail["into"])).one()
    for batch in batches(moved):
        there = select(Meeting.id).where(*_planned(into, today), Meeting.id.in_(batch))
        _give_to(gone, db.session.scalars(there.with_for_update()).all())


def _give_to(school_id: int, meetings: Sequence[int]) -> None:
    for batch in batches(meetings):
        given = update(Meeting).where(Meeting.id.in_(batch)).values(school_id=school_id)
        db.session.execute(given.execution_options(synchronize_session=False))


def _movers(gone: int, into: int, today: date) -> tuple[list[int], list[Workplace]]:
    """Who leaves the one school, and those of them who come to the other: not who was there."""
    there = select(Membership.person_id, Membership.ends_on, Membership.school_id).where(
        Membership.school_id.in_((gone, into)), holds_on(Membership, today)
    )
    found = db.session.execute(there.order_by(Membership.person_id)).all()
    already = {row.person_id for row in found if row.school_id == into}
    leaving = {row.person_id: row.ends_on for row in found if row.school_id == gone}
    coming = [Workplace(who, ends_on=leaving[who]) for who in leaving if who not in already]
    return list(leaving), coming


def _roles_at(school_id: int, today: date) -> Sequence[Row[int, int, str, date | None]]:
    """The roles that hold at a school, the oldest first."""
    roles = select(RoleGrant.id, RoleGrant.person_id, RoleGrant.role, RoleGrant.ends_on).where(
        RoleGrant.school_id == school_id, holds_on(RoleGrant, today)
    )
    return db.session.execute(roles.order_by(RoleGrant.id)).all()
