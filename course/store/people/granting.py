"""Roles: given and ended, with all that hangs on it.

As in `deeds.py`: whoever calls one has looked whether the actor may, and commits afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from course.domain.people.audited import Audited
from course.domain.people.roles import Actor, Grant, Role
from course.models import Person, RoleGrant, db
from course.store import audit, dated
from course.store.audit import AuditNote
from course.store.dated import DeedMoment, holds_on, lasts_to
from course.store.people import access


@dataclass(frozen=True)
class NewGrant:
    """A role for somebody: at one school, at every school of one board, or everywhere; until a last
    day, or without one.
    """

    person_id: int
    role: Role
    school_id: int | None = None
    board_id: int | None = None
    ends_on: date | None = None


def lock(people: Sequence[int]) -> None:
    """Hold these accounts until the end of the transaction, always in the same order.

    Two who end each other's rights at the same instant do it one after the other, and the second
    asks again whether they still may (`grants_of`). Rows that only name them do not wait.
    """
    wanted = select(Person.id).where(Person.id.in_(people)).order_by(Person.id)
    db.session.execute(wanted.with_for_update(key_share=True))


def grants_of(actor: Actor, today: date) -> tuple[Grant, ...]:
    """The grants that somebody has now; none for who is blocked. As `Actor.grants`."""
    query = (
        select(RoleGrant.role, RoleGrant.school_id, RoleGrant.board_id)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(RoleGrant.person_id == actor.id, holds_on(RoleGrant, today))
        .where(Person.blocked_at.is_(None))
        .order_by(RoleGrant.id)
    )
    return tuple(
        Grant(Role(row.role), row.school_id, row.board_id) for row in db.session.execute(query)
    )


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
    names = ("person_id", "role", "school_id", "board_id")
    same = [getattr(RoleGrant, name).is_not_distinct_from(row[name]) for name in names]
    held = select(RoleGrant.ends_on, RoleGrant.id).where(*same, lasts_to(RoleGrant, moment.today))
    there = db.session.execute(held.order_by(RoleGrant.id)).first()
    if there is not None and there.ends_on == wanted.ends_on:
        return False
    if there is not None:
        dated.correct(RoleGrant, {there.id: {"ends_on": wanted.ends_on}}, moment)
    else:
        dated.begin(RoleGrant, [row], moment)
    audit.note([_note(Audited.ROLE_GRANTED, row)], moment)
    access.sign_out([wanted.person_id])
    return True


def _note(action: Audited, row: Mapping[str, Any]) -> AuditNote:
    detail = {"role": str(row["role"])}
    if row["ends_on"] is not None:
        detail["until"] = row["ends_on"].isoformat()
    return AuditNote(action, row["person_id"], row["school_id"], row["board_id"], detail)


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
        columns = [getattr(RoleGrant, name) for name in _TOLD]
        held = select(*columns).where(RoleGrant.id.in_(batch), lasts_to(RoleGrant, moment.today))
        found = [dict(row) for row in db.session.execute(held.order_by(RoleGrant.id)).mappings()]
        dated.end(RoleGrant, batch, moment)
        audit.note([_note(Audited.ROLE_ENDED, row) for row in found], moment)
        access.sign_out([row["person_id"] for row in found])


_TOLD = ("person_id", "role", "school_id", "board_id", "ends_on")
