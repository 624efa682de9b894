"""Who may say what a course asks: with a grant for everywhere, since a text is for every school."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from course.domain.people.roles import PERMISSIONS, Permission, Role
from course.models import Person, RoleGrant, db
from course.store.dated import holds_on
from course.text.names import fold_email


def author_by_email(email: str, today: date) -> int | None:
    """The id of somebody who publishes today; None for anybody else."""
    roles = [role.value for role in Role if Permission.PUBLISH in PERMISSIONS[role]]
    return db.session.scalar(
        select(Person.id)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(Person.email_key == fold_email(email), Person.blocked_at.is_(None))
        .where(RoleGrant.role.in_(roles), holds_on(RoleGrant, today))
        .where(RoleGrant.school_id.is_(None), RoleGrant.board_id.is_(None))
    )
