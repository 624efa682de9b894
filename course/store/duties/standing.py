"""Which courses a school or one of its teams asks of everybody in it."""

from __future__ import annotations

from sqlalchemy import Select, select

from course.kinds.item import Audience
from course.models import Assignment, Team, db


def for_school(school_id: int, function: Audience) -> list[str]:
    """Courses, by slug, that the whole school owes, for this kind of work."""
    return _asked_of(_standing(school_id).where(Assignment.team_id.is_(None)), function)


def for_team(school_id: int, team_ref: str, function: Audience) -> list[str]:
    """Courses, by slug, that one team of a school owes; nothing for no team."""
    of_team = _standing(school_id).join(Team, Team.id == Assignment.team_id)
    return _asked_of(of_team.where(Team.ref == team_ref), function)


def _standing(school_id: int) -> Select[str, str]:
    return (
        select(Assignment.course, Assignment.functions)
        .where(Assignment.school_id == school_id, Assignment.withdrawn_at.is_(None))
        .where(Assignment.person_id.is_(None))
        .order_by(Assignment.course)
    )


def _asked_of(query: Select[str, str], function: Audience) -> list[str]:
    """An assignment may name kinds of work; without any it is for all of them."""
    found = db.session.execute(query)
    named = (row.course for row in found if function in (row.functions or function).split())
    return list(dict.fromkeys(named))
