"""Which schools somebody may see, as SELECTs that every other query embeds.

Scope comes from grants that hold today, and reaches teams and people through their school. What is
out of scope looks the same as what is not there.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Select, bindparam, false, or_, select, true

from course.domain.people.roles import Actor, Permission
from course.models import School


def _at(school_ids: Any, board_ids: Any, everywhere: Any) -> Select[int]:
    """The schools that are named, or whose board is named, or all: values, or parameters for
    them.
    """
    which = or_(School.id.in_(school_ids), School.board_id.in_(board_ids), everywhere)
    # A query around it may name schools too; this one is about its own.
    return select(School.id).where(which).correlate(None)


# With the parameters of `granted` this never changes, so a large query around it is built once.
GRANTED = _at(
    bindparam("granted_schools", expanding=True),
    bindparam("granted_boards", expanding=True),
    bindparam("granted_everywhere", type_=Boolean()),
)


def schools_for(actor: Actor, permission: Permission) -> Select[int]:
    """The ids of the schools where the actor holds a permission: `GRANTED`, filled in."""
    held = granted(actor, permission)
    everywhere = true() if held["granted_everywhere"] else false()
    return _at(held["granted_schools"], held["granted_boards"], everywhere)


def granted(actor: Actor, permission: Permission) -> dict[str, Any]:
    """The parameters of `GRANTED`."""
    grants = actor.grants_for(permission)
    return {
        "granted_schools": [grant.school_id for grant in grants if grant.school_id is not None],
        "granted_boards": [grant.board_id for grant in grants if grant.board_id is not None],
        "granted_everywhere": actor.holds_everywhere(permission),
    }
