"""How far an installation, a trainer's schools or a manager's school have come: computed from what
is there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, or_, select

from course.domain.people.roles import Actor, Permission, Role
from course.models import (
    Assignment,
    BoardValue,
    CodeOfConduct,
    Membership,
    RoleGrant,
    School,
    SchoolValue,
    SeenReport,
    db,
)
from course.models.base import insert_new
from course.store.dated import holds_on, known
from course.store.people import merged
from course.store.scope import schools_for


@dataclass(frozen=True)
class Begun:
    """What is there in the schools of a permission, in numbers; the first school that lacks
    something, by code.
    """

    schools: int
    with_people: int
    with_words: int
    with_conduct: int
    with_course: int
    first: str | None
    without_people: str | None
    without_words: str | None
    without_conduct: str | None


def begun(actor: Actor, permission: Permission, today: date) -> Begun:
    """How far the schools are where the actor holds a permission."""
    in_reach = School.id.in_(schools_for(actor, permission))
    seen = and_(in_reach, merged.school_is_open(today))
    people = (
        select(Membership.id)
        .where(Membership.school_id == School.id, holds_on(Membership, today))
        .exists()
    )
    words, conduct = _words(), _conduct(today)
    given = (
        select(Assignment.id)
        .where(Assignment.school_id == School.id, Assignment.withdrawn_at.is_(None))
        .exists()
    )
    return Begun(
        schools=_count(seen),
        with_people=_count(seen, people),
        with_words=_count(seen, words),
        with_conduct=_count(seen, conduct),
        with_course=_count(seen, given),
        first=_first(seen),
        without_people=_first(seen, ~people),
        without_words=_first(seen, ~words),
        without_conduct=_first(seen, ~conduct),
    )


def _words() -> ColumnElement[bool]:
    """Whether a school or its board filled in any word."""
    own = select(SchoolValue.id).where(
        SchoolValue.school_id == School.id, SchoolValue.ends_on.is_(None), known(SchoolValue)
    )
    board = select(BoardValue.id).where(
        BoardValue.board_id == School.board_id, BoardValue.ends_on.is_(None), known(BoardValue)
    )
    return or_(own.exists(), board.exists())


def _conduct(today: date) -> ColumnElement[bool]:
    """Whether a school or its board has a code of conduct."""
    theirs = or_(CodeOfConduct.school_id == School.id, CodeOfConduct.board_id == School.board_id)
    query = select(CodeOfConduct.id).where(theirs, CodeOfConduct.in_force_on <= today)
    return query.exists()


def _count(*which: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count(School.id)).where(*which)) or 0


def _first(*which: ColumnElement[bool]) -> str | None:
    query = select(School.code).where(*which).order_by(School.name, School.id)
    return db.session.scalar(query.limit(1))


def has_role_since(person_id: int, today: date) -> date | None:
    """The first day of the roles that somebody has today; None without one."""
    query = select(func.min(RoleGrant.starts_on)).where(
        RoleGrant.person_id == person_id, holds_on(RoleGrant, today)
    )
    return db.session.scalar(query)


def has_trainer(actor: Actor, today: date) -> bool:
    """Whether anybody trains at a school whose accounts the actor keeps."""
    schools = schools_for(actor, Permission.PEOPLE)
    boards = select(School.board_id).where(School.id.in_(schools))
    query = select(RoleGrant.id).where(
        RoleGrant.role == Role.TRAINER.value,
        holds_on(RoleGrant, today),
        or_(
            RoleGrant.school_id.in_(schools),
            RoleGrant.board_id.in_(boards),
            RoleGrant.school_id.is_(None) & RoleGrant.board_id.is_(None),
        ),
    )
    return db.session.scalar(query.limit(1)) is not None


def saw_report(person_id: int) -> bool:
    """Whether somebody opened a report from their list."""
    query = select(SeenReport.person_id).where(SeenReport.person_id == person_id)
    return db.session.scalar(query) is not None


def see_report(person_id: int, now: datetime) -> None:
    """Somebody opens a report from their list; again changes nothing."""
    db.session.execute(insert_new(SeenReport, [{"person_id": person_id, "seen_at": now}]))
