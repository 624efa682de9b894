"""Which schools somebody may see, as SELECTs that every other query embeds.

Scope comes from grants that hold today, and reaches teams and people through their school. What is
out of scope looks the same as what is not there.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, bindparam, or_, select

from course.domain.people.roles import Actor, Permission
from course.models import School


def _at(school_ids: Any, board_ids: Any) -> Select[int]:
    """The schools that are named, or whose board is named: lists, or parameters for them."""
    return select(School.id).where(or_(School.id.in_(school_ids), School.board_id.in_(board_ids)))


# With the parameters of `granted` this never changes, so a large query around it is built once.
GRANTED = _at(
    bindparam("granted_schools", expanding=True), bindparam("granted_boards", expanding=True)
)


def schools_for(actor: Actor, permission: Permission) -> Select[int]:
    """The ids of the schools where the actor holds a permission: `GRANTED`, filled in."""
    held = granted(actor, permission)
    return _at(held["granted_schools"], held["granted_boards"])


def granted(actor: Actor, permission: Permission) -> dict[str, list[int]]:
    """The parameters of `GRANTED`."""
    grants = actor.grants_for(permission)
    return {
        "granted_schools": [grant.school_id for grant in grants if grant.school_id is not None],
        "granted_boards": [grant.board_id for grant in grants if grant.board_id is not None],
    }
