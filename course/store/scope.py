"""Which schools somebody may see, as SELECTs that every other query embeds.

Scope comes from grants that hold today, and reaches teams and people through their school. What is
out of scope looks the same as what is not there. A list of an earlier day has of a board the
schools that were under it then, as it was known at the end of that day: who may see a board may see
its earlier days.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Boolean, Select, bindparam, false, func, or_, select, true

from course import clock
from course.domain.people.roles import Actor, Permission
from course.models import School, SchoolDetails, db
from course.store.dated import holds_on

# under which board a school was, in a SELECT that joins what was said of it then
BOARD_THEN = func.coalesce(SchoolDetails.board_id, School.board_id)


def _at(school_ids: Any, board_ids: Any, everywhere: Any, *more: Any) -> Select[int]:
    """The schools that are named, or whose board is named, or all: values, or parameters for
    them.
    """
    which = or_(School.id.in_(school_ids), School.board_id.in_(board_ids), everywhere, *more)
    # A query around it may name schools too; this one is about its own.
    return select(School.id).where(which).correlate(None)


_HELD: tuple[Any, Any, Any] = (
    bindparam("granted_schools", expanding=True),
    bindparam("granted_boards", expanding=True),
    bindparam("granted_everywhere", type_=Boolean()),
)
# With the parameters of `granted` these never change, so a large query around one is built once.
GRANTED = _at(*_HELD)
# and with the schools that were under one of those boards on the day of a list, by `under_then`
GRANTED_THEN = _at(*_HELD, School.id.in_(bindparam("granted_then", expanding=True)))


def under_then(
    boards: Collection[int], schools: Collection[int], day: date
) -> list[tuple[int, int]]:
    """Of these schools those that were under one of these boards on a day and changed since, each
    with that board, as it was known at the end of the day.
    """
    if not boards:
        return []
    told = SchoolDetails.school_id, SchoolDetails.board_id
    query = select(*told).where(told[1].in_(boards), told[0].in_(schools))
    then = holds_on(SchoolDetails, day, clock.end_of_day(day))
    return [(school, board) for school, board in db.session.execute(query.where(then))]


def schools_for(actor: Actor, permission: Permission) -> Select[int]:
    """The ids of the schools where the actor holds a permission: `GRANTED`, filled in."""
    held = granted(actor, permission)
    everywhere = true() if held["granted_everywhere"] else false()
    return _at(held["granted_schools"], held["granted_boards"], everywhere)


def schools_on(actor: Actor, permission: Permission, day: date) -> Select[int]:
    """The same for a list of a day: of a board those that were under it then."""
    held = granted(actor, permission)
    if held["granted_everywhere"] or not held["granted_boards"]:
        return schools_for(actor, permission)
    which = or_(School.id.in_(held["granted_schools"]), BOARD_THEN.in_(held["granted_boards"]))
    told = SchoolDetails.school_id == School.id
    then = told & holds_on(SchoolDetails, day, clock.end_of_day(day))
    joined = select(School.id).outerjoin(SchoolDetails, then)
    return joined.where(which).correlate(None)


def granted(actor: Actor, permission: Permission) -> dict[str, Any]:
    """The parameters of `GRANTED`."""
    schools = [grant.school_id for grant in actor.grants_for(permission)]
    return {
        "granted_schools": [school for school in schools if school is not None],
        "granted_boards": actor.boards_with(permission),
        "granted_everywhere": actor.holds_everywhere(permission),
    }
