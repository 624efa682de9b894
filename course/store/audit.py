"""The audit trail: one verb, in the transaction of the deed that it tells of.

Deeds for people (`store/people`) call it themselves, so that no page or command can forget. Rows
are only added; triggers on both databases refuse anything else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from course.domain.people.audited import Audited, ListTold, unfit
from course.models import AuditEntry
from course.models.base import insert_many
from course.store.dated import DeedMoment


@dataclass(frozen=True)
class AuditNote:
    """What was done, about whom and where. `detail`: codes, days and counts, never texts."""

    action: Audited
    person_id: int | None = None
    school_id: int | None = None
    board_id: int | None = None
    detail: Mapping[str, str | int] = field(default_factory=dict)


def note(notes: Iterable[AuditNote], moment: DeedMoment) -> None:
    """Write down what was done at this moment, by whom the moment says.

    Errors: ValueError when a detail is more than a code.
    """
    insert_many(AuditEntry, [_row(one, moment) for one in notes])


def imported(told: ListTold, rows: int, moment: DeedMoment) -> None:
    """A list that holds for every school came in, of so many rows."""
    detail: dict[str, str | int] = {"list": told.value, "rows": rows}
    note([AuditNote(Audited.IMPORTED, detail=detail)], moment)


def _row(one: AuditNote, moment: DeedMoment) -> dict[str, Any]:
    if wrong := unfit(one.detail):
        raise ValueError(f"{wrong} of {one.action} is more than a code")
    return {
        "at": moment.now,
        "deed": moment.deed,
        "action": one.action.value,
        "actor_id": moment.by,
        "person_id": one.person_id,
        "school_id": one.school_id,
        "board_id": one.board_id,
        "detail": dict(one.detail),
        "undoes": moment.undoes,
    }
