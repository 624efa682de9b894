"""The audit trail as administrators read it: what was done at their schools and with the accounts
of their people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, or_, select, true
from sqlalchemy.orm import aliased

from course.domain.people.audited import ROLES_TOLD, Audited
from course.domain.people.roles import Actor, Permission
from course.models import AuditEntry, Board, Person, School, db
from course.store import rows
from course.store.people.person import within_reach
from course.store.people.searching import holding_name
from course.store.rows import ListPart
from course.store.scope import schools_for

MOST_ROWS = 10  # that are looked at to see whether a deed is about one person
_ACTOR = aliased(Person)


@dataclass(frozen=True)
class TrailRow:
    """One thing that was done. Who did it has a name here when the reader may see their account."""

    id: int
    at: datetime
    deed: str
    action: Audited
    by_command: bool  # on the server, by who runs it
    actor: str | None
    person: str | None
    person_ref: str | None
    school: str | None
    board: str | None
    detail: Mapping[str, Any]
    undoes: str | None


def of_person(actor: Actor, person_id: int, limit: int) -> list[TrailRow]:
    """What happened to one account that the actor was allowed to find, the newest first."""
    query = _told(actor).where(AuditEntry.person_id == person_id).limit(limit)
    return rows.read(TrailRow, db.session.execute(query), action=Audited, by_command=bool)


def search(
    actor: Actor, words: str, action: Audited | None, *, limit: int, offset: int = 0
) -> ListPart[TrailRow]:
    """What was done within reach, the newest first. `words`: in the name of whom it is about."""
    query = holding_name(_told(actor), words, Person.sort_name)
    if action is not None:
        query = query.where(AuditEntry.action == action.value)
    query = query.add_columns(rows.ALL_ROWS).limit(limit).offset(offset)
    return rows.part(TrailRow, db.session.execute(query), action=Audited, by_command=bool)


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """Which rows an administrator reads: those of their schools and boards; and of an account as a
    whole when they may see that account. A role everywhere is for who keeps everything.
    """
    if actor.holds_everywhere(Permission.PEOPLE):
        return true()
    nowhere = and_(AuditEntry.school_id.is_(None), AuditEntry.board_id.is_(None))
    return or_(
        AuditEntry.school_id.in_(schools_for(actor, Permission.PEOPLE)),
        AuditEntry.board_id.in_(actor.boards_with(Permission.PEOPLE)),
        and_(
            nowhere,
            within_reach(actor, AuditEntry.person_id),
            AuditEntry.action.not_in(ROLES_TOLD),
        ),
    )


def _told(actor: Actor) -> Select[*tuple[Any, ...]]:
    seen = or_(_ACTOR.id == actor.id, within_reach(actor, _ACTOR.id))
    subject = or_(Person.id == actor.id, within_reach(actor))
    return (
        select(
            AuditEntry.id,
            AuditEntry.at,
            AuditEntry.deed,
            AuditEntry.action,
            AuditEntry.actor_id.is_(None).label("by_command"),
            case((seen, _ACTOR.name)).label("actor"),
            Person.name.label("person"),
            Person.ref.label("person_ref"),
            School.name.label("school"),
            Board.name.label("board"),
            AuditEntry.detail,
            AuditEntry.undoes,
        )
        .outerjoin(_ACTOR, _ACTOR.id == AuditEntry.actor_id)
        .outerjoin(Person, and_(Person.id == AuditEntry.person_id, subject))
        .outerjoin(School, School.id == AuditEntry.school_id)
        .outerjoin(Board, Board.id == AuditEntry.board_id)
        .where(seen_by(actor))
        .order_by(AuditEntry.id.desc())
    )


def only_person(actor: Actor, deed: str) -> str | None:
    """The ref of the one person that a deed was about; None when there were more."""
    query = _told(actor).where(AuditEntry.deed == deed, Person.id.is_not(None)).limit(MOST_ROWS)
    refs = {row.person_ref for row in db.session.execute(query)}
    return refs.pop() if len(refs) == 1 else None
