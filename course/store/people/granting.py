"""Roles: given and ended, with all that hangs on it.

As in `deeds.py`: whoever calls one has looked whether the actor may, and commits afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from course.domain.people.roles import Role
from course.models import Person, RoleGrant, db
from course.store import dated
from course.store.dated import DeedMoment, holds_on
from course.store.people import access


@dataclass(frozen=True)
class NewGrant:
    """A role for somebody: at one school, at every school of one board, or everywhere."""

    person_id: int
    role: Role
    school_id: int | None = None
    board_id: int | None = None


def grant(wanted: NewGrant, moment: DeedMoment) -> bool:
    """Somebody has this role from today on, and signs in anew. False when they have it already.

    Errors: ValueError for the role of learner, that everybody has; and for a school and a board at
            once.
    """
    if wanted.role is Role.LEARNER:
        raise ValueError("everybody with an account is a learner")
    if wanted.school_id is not None and wanted.board_id is not None:
        raise ValueError("a role holds at one school or at one board")
    row = {**vars(wanted), "role": wanted.role.value}
    same = [getattr(RoleGrant, name).is_not_distinct_from(value) for name, value in row.items()]
    if db.session.scalar(select(RoleGrant.id).where(*same, holds_on(RoleGrant, moment.today))):
        return False
    dated.begin(RoleGrant, [row], moment)
    access.sign_out([wanted.person_id])
    return True


def somebody_everywhere(role: Role, today: date) -> bool:
    """Whether anybody who can sign in has this role at every school."""
    query = (
        select(RoleGrant.id)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(RoleGrant.role == role.value, holds_on(RoleGrant, today))
        .where(RoleGrant.school_id.is_(None), RoleGrant.board_id.is_(None))
        .where(Person.blocked_at.is_(None))
    )
    return db.session.scalar(query.limit(1)) is not None


def end(grants: Sequence[int], moment: DeedMoment) -> None:
    """These grants, by id, no longer hold today; who had them signs in anew."""
    for batch in dated.batches(grants):
        people = select(RoleGrant.person_id).where(RoleGrant.id.in_(batch)).distinct()
        who = list(db.session.scalars(people))
        dated.end(RoleGrant, batch, moment)
        access.sign_out(who)
