"""Which schools somebody may see, as SELECTs that every other query embeds.

Scope comes from grants that hold today, and reaches teams and people through their school. What is
out of scope looks the same as what is not there.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, Select, bindparam, false, or_, select

from course.domain.people.roles import Actor, Permission
from course.models import Membership, School


def schools_for(actor: Actor, permission: Permission) -> Select[int]:
    """The ids of the schools where the actor holds a permission."""
    grants = actor.grants_for(permission)
    school_ids = [grant.school_id for grant in grants if grant.school_id is not None]
    board_ids = [grant.board_id for grant in grants if grant.board_id is not None]
    terms: list[ColumnElement[bool]] = []
    if school_ids:
        terms.append(School.id.in_(school_ids))
    if board_ids:
        terms.append(School.board_id.in_(board_ids))
    return select(School.id).where(or_(*terms) if terms else false())


GRANTED: Select[int] = select(School.id).where(
    or_(
        School.id.in_(bindparam("granted_schools", expanding=True)),
        School.board_id.in_(bindparam("granted_boards", expanding=True)),
    )
)
"""`schools_for` as a statement that never changes, so that a large query around it is built once;
see `granted`.
"""


def granted(actor: Actor, permission: Permission) -> dict[str, list[int]]:
    """The parameters of `GRANTED`."""
    grants = actor.grants_for(permission)
    return {
        "granted_schools": [grant.school_id for grant in grants if grant.school_id is not None],
        "granted_boards": [grant.board_id for grant in grants if grant.board_id is not None],
    }


def holds_on(table: type[Membership], day: date) -> ColumnElement[bool]:
    """Whether a dated link holds on a day; its last day counts."""
    return (table.starts_on <= day) & (table.ends_on.is_(None) | (table.ends_on >= day))
