"""To which schools somebody belongs: since when, and whether also beyond those of an actor."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    SQLColumnExpression,
    false,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.orm import aliased

from course.domain.people.roles import Actor, Permission
from course.models import AwaitedPerson, Membership, RoleGrant
from course.store.dated import known, lasts_to
from course.store.scope import schools_for

_EARLIER = aliased(Membership)
_GRANT = aliased(RoleGrant)


def same_person(column: SQLColumnExpression[int], person_id: Any) -> ColumnElement[bool]:
    """Whether a column names this person: by this account, by one that went up in it, or by one
    that did so in that.
    """
    went_up = select(AwaitedPerson.person_id).where(AwaitedPerson.became_id == person_id)
    found = went_up.cte(recursive=True)
    before = select(AwaitedPerson.person_id).where(AwaitedPerson.became_id == found.c.person_id)
    return or_(column == person_id, column.in_(select(found.union(before).c.person_id)))


def worked_since() -> ScalarSelect[date]:
    """The first day at the school of a `Membership`, for the same person.

    Another team is another row, and makes nobody newer at their school.
    """
    return (
        select(func.min(_EARLIER.starts_on))
        .where(
            _EARLIER.person_id == Membership.person_id,
            _EARLIER.school_id == Membership.school_id,
            known(_EARLIER),
        )
        .correlate(Membership)
        .scalar_subquery()
    )


def tied_elsewhere(actor: Actor, who: SQLColumnExpression[Any], today: date) -> ColumnElement[bool]:
    """Whether somebody works, today or later, at a school where the actor does not keep the
    accounts, or has a role beyond those schools. `who`: the column with their ids.
    """
    if actor.holds_everywhere(Permission.PEOPLE):
        return false()
    schools = schools_for(actor, Permission.PEOPLE)
    boards = actor.boards_with(Permission.PEOPLE)
    works = select(_EARLIER.id).where(
        _EARLIER.person_id == who,
        _EARLIER.school_id.not_in(schools),
        lasts_to(_EARLIER, today),
    )
    beyond = or_(
        _GRANT.school_id.is_not(None) & _GRANT.school_id.not_in(schools),
        _GRANT.board_id.is_not(None) & _GRANT.board_id.not_in(boards),
        _GRANT.school_id.is_(None) & _GRANT.board_id.is_(None),
    )
    rules = select(_GRANT.id).where(_GRANT.person_id == who, lasts_to(_GRANT, today), beyond)
    return or_(works.correlate_except(_EARLIER).exists(), rules.correlate_except(_GRANT).exists())


def here(actor: Actor, who: SQLColumnExpression[Any], today: date) -> ColumnElement[bool]:
    """Whether somebody works, today or later, where the actor keeps the accounts, or has a role
    there.
    """
    if actor.holds_everywhere(Permission.PEOPLE):
        return true()
    schools = schools_for(actor, Permission.PEOPLE)
    boards = actor.boards_with(Permission.PEOPLE)
    works = select(_EARLIER.id).where(
        _EARLIER.person_id == who, _EARLIER.school_id.in_(schools), lasts_to(_EARLIER, today)
    )
    granted = or_(_GRANT.school_id.in_(schools), _GRANT.board_id.in_(boards))
    rules = select(_GRANT.id).where(_GRANT.person_id == who, lasts_to(_GRANT, today), granted)
    return or_(works.correlate_except(_EARLIER).exists(), rules.correlate_except(_GRANT).exists())
