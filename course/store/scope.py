"""Which schools, teams and people somebody may see, as SELECTs that every other query embeds.

Scope comes from grants that hold today, and reaches people through memberships. What is out of
scope looks the same as what is not there.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, Select, bindparam, false, or_, select

from course.domain.people.roles import Actor, Permission
from course.models import Membership, School, Team
from course.store.dated import holds_on


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


def teams_for(actor: Actor, permission: Permission) -> Select[int]:
    """The ids of the teams of those schools."""
    return select(Team.id).where(Team.school_id.in_(schools_for(actor, permission)))


def people_for(actor: Actor, permission: Permission, on: date) -> Select[int]:
    """The ids of the people who work at one of those schools on a day."""
    return select(Membership.person_id).where(
        Membership.school_id.in_(schools_for(actor, permission)), holds_on(Membership, on)
    )
