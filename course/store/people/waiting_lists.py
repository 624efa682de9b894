"""Lists of people that wait for a yes: a day at most, and one for each sender and school."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update

from course.domain.people.lists.packing import unpack
from course.domain.people.lists.tables import ListTable
from course.models import WaitingList, db
from course.models.base import insert_many, new_token
from course.store import rows

LASTS = timedelta(days=1)
_PAST_THE_SESSION = {"synchronize_session": False}


@dataclass(frozen=True)
class HeldList:
    """A list that waits, with what was said about it."""

    ref: str
    school_id: int
    content: bytes
    answers: Mapping[str, Any]

    @property
    def tables(self) -> list[ListTable]:
        """Its tables, the first file first."""
        return unpack(self.content)


def hold(
    person_id: int,
    school_id: int,
    content: bytes,
    answers: Mapping[str, Any],
    now: datetime,
) -> HeldList:
    """Keep a list until somebody says yes to it. What this person sent before for the school goes,
    and so does whatever is too old. `content`: its tables, packed before anything is written.
    """
    old = (WaitingList.person_id == person_id) & (WaitingList.school_id == school_id)
    _remove(old | (WaitingList.created_at <= now - LASTS))
    row = {
        "ref": new_token(),
        "person_id": person_id,
        "school_id": school_id,
        "created_at": now,
        "content": content,
        "answers": dict(answers),
    }
    insert_many(WaitingList, [row])
    return HeldList(str(row["ref"]), school_id, content, answers)


def find(person_id: int, school_id: int, ref: str, now: datetime) -> HeldList | None:
    """A list that this person sent for this school; None when it is gone or was never theirs."""
    columns = (WaitingList.ref, WaitingList.school_id, WaitingList.content, WaitingList.answers)
    query = select(*columns).where(
        WaitingList.ref == ref,
        WaitingList.person_id == person_id,
        WaitingList.school_id == school_id,
        WaitingList.created_at > now - LASTS,
    )
    return rows.first(HeldList, db.session.execute(query))


def answer(ref: str, content: bytes | None, answers: Mapping[str, Any]) -> None:
    """Something was said about a list; with content: a file was added."""
    values: dict[str, Any] = {"answers": dict(answers)}
    if content is not None:
        values["content"] = content
    statement = update(WaitingList).where(WaitingList.ref == ref).values(**values)
    db.session.execute(statement, execution_options=_PAST_THE_SESSION)


def tidy(now: datetime) -> None:
    """Lists that nobody said yes to within a day go."""
    _remove(WaitingList.created_at <= now - LASTS)


def _remove(which: Any) -> None:
    db.session.execute(delete(WaitingList).where(which), execution_options=_PAST_THE_SESSION)
