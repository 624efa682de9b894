"""Schools and teams that went up in another: there for reports of earlier days, offered nowhere,
and where their people went.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select, union_all
from sqlalchemy.orm import aliased

from course.domain.people.audited import Audited
from course.models import Assignment, AuditEntry, Membership, School, Team, db
from course.store.dated import Day, holds_on


def school_is_open(today: Day) -> ColumnElement[bool]:
    """Whether a `School` did not go up in another, or people work there on a day."""
    went_up = select(AuditEntry.id).where(
        AuditEntry.school_id == School.id,
        AuditEntry.action == Audited.SCHOOLS_MERGED.value,
        ~_was_undone(),
    )
    works = select(Membership.id).where(
        Membership.school_id == School.id, holds_on(Membership, today)
    )
    here = went_up.correlate_except(AuditEntry), works.correlate_except(Membership)
    return or_(~here[0].exists(), here[1].exists())


def _was_undone() -> ColumnElement[bool]:
    """Whether an `AuditEntry` was taken back, for anybody that it was about."""
    back = aliased(AuditEntry)
    return select(back.id).where(back.undoes == AuditEntry.deed).correlate(AuditEntry).exists()


def school_after(code: str, today: date) -> str:
    """The code of the school in which this one went up; empty while it is open."""
    query = (
        select(AuditEntry.detail)
        .join(School, and_(School.id == AuditEntry.school_id, School.code == code))
        .where(AuditEntry.action == Audited.SCHOOLS_MERGED.value, ~_was_undone())
        .where(~school_is_open(today))
        .order_by(AuditEntry.id.desc())
    )
    detail = db.session.scalar(query)
    return str(detail["into"]) if detail else ""


def team_is_open(today: date) -> ColumnElement[bool]:
    """Whether a `Team` did not go up in another, or people are in it again."""
    gone = AuditEntry.detail["team"].as_integer()
    went_up = select(AuditEntry.id).where(
        AuditEntry.school_id == Team.school_id,
        AuditEntry.action == Audited.TEAMS_MERGED.value,
        gone == Team.id,
        ~_was_undone(),
    )
    works = select(Membership.id).where(Membership.team_id == Team.id, holds_on(Membership, today))
    return or_(~went_up.correlate(Team).exists(), works.correlate(Team).exists())


def teams_after(school_id: int) -> dict[int, int]:
    """The teams of a school that went up in another: by id the id of that one."""
    query = select(AuditEntry.detail).where(
        AuditEntry.school_id == school_id,
        AuditEntry.action == Audited.TEAMS_MERGED.value,
        ~_was_undone(),
    )
    found = db.session.scalars(query.order_by(AuditEntry.id))
    return {detail["team"]: detail["into"] for detail in found if "team" in detail}


def team_after(school_id: int, ref: str, today: date) -> Team | None:
    """The team in which this one went up, as long as nobody is in it again."""
    after = teams_after(school_id)
    gone = db.session.scalar(select(Team).where(Team.ref == ref))
    if gone is None or gone.id not in after:
        return None
    again = select(Membership.id).where(Membership.team_id == gone.id, holds_on(Membership, today))
    if db.session.scalar(select(again.exists())):
        return None
    return db.session.get(Team, after[gone.id])


def hold(named: Collection[str]) -> None:
    """No school goes up in another, and no team of it, until this transaction ends: the schools of
    these codes, and of the teams and assignments of these refs. It keeps nobody waiting but who
    makes one of two.
    """
    teams = select(Team.school_id).where(Team.ref.in_(named))
    given = select(Assignment.school_id).where(Assignment.ref.in_(named))
    which = or_(School.code.in_(named), School.id.in_(teams), School.id.in_(given))
    held = select(School.id).where(which).order_by(School.id)
    db.session.execute(held.with_for_update(read=True, key_share=True)).all()


def are_gone(schools: Collection[int], teams: Collection[int | None], today: date) -> bool:
    """Whether one of these schools or teams, by id, went up in another. None: no team."""
    school = select(School.id).where(School.id.in_(schools), ~school_is_open(today))
    named = [one for one in teams if one is not None]
    team = select(Team.id).where(Team.id.in_(named), ~team_is_open(today))
    return db.session.scalar(union_all(school, team)) is not None


def schools_gone_by(schools: Collection[int | None], today: date) -> dict[int, str]:
    """The deeds by which schools of these, by id, went up in another."""
    query = select(School.id, AuditEntry.deed).join(AuditEntry, School.id == AuditEntry.school_id)
    query = query.where(AuditEntry.action == Audited.SCHOOLS_MERGED.value, ~_was_undone())
    query = query.where(School.id.in_(schools), ~school_is_open(today))
    return dict(db.session.execute(query.order_by(AuditEntry.id)).all())


def teams_gone_by(teams: Collection[int | None], today: date) -> dict[int, str]:
    """The same of teams."""
    gone = AuditEntry.detail["team"].as_integer()
    query = select(Team.id, AuditEntry.deed).join(
        AuditEntry, and_(AuditEntry.school_id == Team.school_id, gone == Team.id)
    )
    query = query.where(AuditEntry.action == Audited.TEAMS_MERGED.value, ~_was_undone())
    query = query.where(Team.id.in_(teams), ~team_is_open(today))
    return dict(db.session.execute(query.order_by(AuditEntry.id)).all())


def names_gone(named: Collection[str], today: date) -> bool:
    """Whether one of these codes and refs is of a school or a team that went up in another, or of
    an assignment at such a school.
    """
    gone = ~school_is_open(today)
    schools = select(School.id).where(School.code.in_(named), gone)
    teams = select(Team.id).join(School, School.id == Team.school_id)
    teams = teams.where(Team.ref.in_(named), or_(gone, ~team_is_open(today)))
    given = select(Assignment.id).join(School, School.id == Assignment.school_id)
    found = union_all(schools, teams, given.where(Assignment.ref.in_(named), gone))
    return db.session.scalar(found) is not None
