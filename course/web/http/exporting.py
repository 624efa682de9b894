"""A list that somebody downloads stands in the audit trail: which, and how long it was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, TypeVar

from course import clock
from course.domain.people.audited import Audited, ListTold
from course.store import audit, transaction
from course.store.audit import AuditNote
from course.store.dated import DeedMoment
from course.web.http.access import current_person

RowT = TypeVar("RowT")


class Counted(Generic[RowT]):
    """Rows on their way into a file, and how many went by."""

    def __init__(self, rows: Iterable[RowT]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[RowT]:
        for row in self._rows:
            self.count += 1
            yield row


def note_export(told: ListTold, school_id: int, rows: int, **more: str) -> None:
    """Write down who took which list of which school, and how many rows; nothing of what is in it.

    Beside a page that reads: where nothing can be written, the log says so.
    """
    note_exports(told, {school_id: rows}, **more)


def note_exports(told: ListTold, rows_of: Mapping[int, int], **more: str) -> None:
    """The same of one list with people of several schools: each school reads that its own went."""
    _note(
        AuditNote(
            Audited.EXPORTED,
            school_id=school_id,
            detail={"list": told.value, "rows": rows, **more},
        )
        for school_id, rows in sorted(rows_of.items())
    )


def note_board_export(told: ListTold, board_id: int, rows: int, **more: str) -> None:
    """The same of a list that is about a whole board."""
    detail: dict[str, str | int] = {"list": told.value, "rows": rows, **more}
    _note([AuditNote(Audited.EXPORTED, board_id=board_id, detail=detail)])


def note_own_export(told: ListTold, rows: int, **more: str) -> None:
    """The same of what somebody took about themselves."""
    detail: dict[str, str | int] = {"list": told.value, "rows": rows, **more}
    _note([AuditNote(Audited.EXPORTED, current_person().id, detail=detail)])


def _note(notes: Iterable[AuditNote]) -> None:
    moment, told = DeedMoment(clock.now(), current_person().id), list(notes)
    transaction.beside("export", lambda: audit.note(told, moment))
