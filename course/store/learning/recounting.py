"""Progress derived from the facts once more: to mend it, or to see that it still says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import delete, func, insert, select

from course.clock import day_of
from course.domain.learning import projection
from course.domain.learning.projection import LessonRow, ModuleRow, ProgressRow, Projected
from course.models import Enrolment, LessonCompletion, ModuleProgress, Progress, db
from course.models.base import Base
from course.store.courses import releases
from course.store.learning import history

# each row with the table that keeps it
_TABLES: dict[type[Any], type[Any]] = {
    LessonRow: LessonCompletion,
    ModuleRow: ModuleProgress,
    ProgressRow: Progress,
}
_FOLLOWS = "completed_on"  # from completed_at


@dataclass(frozen=True)
class Drift:
    """An enrolment whose projections do not follow from its facts.

    Each is a row as text, sorted.
    """

    enrolment_id: int
    kept: tuple[str, ...]  # what is stored and does not follow
    derived: tuple[str, ...]  # what follows and is not stored


def enrolment_ids(sample: int | None = None) -> list[int]:
    """All enrolments, or so many of them taken at random."""
    query = select(Enrolment.id)
    if sample is None:
        return list(db.session.scalars(query.order_by(Enrolment.id)))
    return list(db.session.scalars(query.order_by(func.random()).limit(sample)))


def rebuild(enrolments: Sequence[int]) -> None:
    """Drop the projections of these enrolments and derive them anew, while nobody else writes to
    them.
    """
    _lock(enrolments)
    derived = derive(enrolments)
    for kind, table in _TABLES.items():
        db.session.execute(delete(table).where(table.enrolment_id.in_(enrolments)))
        _insert(table, _rows_of(kind, derived))
    db.session.expire_all()


def verify(enrolments: Sequence[int]) -> list[Drift]:
    """The enrolments whose projections are not what follows from their facts. Changes nothing."""
    _lock(enrolments)
    derived, kept = derive(enrolments), _kept(enrolments)
    found = []
    for enrolment_id in enrolments:
        right = {_as_text(row) for row in _rows(derived[enrolment_id])}
        stored = {_as_text(row) for row in kept[enrolment_id]}
        if right != stored:
            wrong, left_out = sorted(stored - right), sorted(right - stored)
            found.append(Drift(enrolment_id, tuple(wrong), tuple(left_out)))
    return found


def derive(enrolments: Sequence[int]) -> dict[int, Projected]:
    """What follows from the facts of each enrolment.

    The reader is as on the day of the last deed: who changed schools since did their lessons as
    they were then.
    """
    enrolled = db.session.execute(
        select(Enrolment.id, Enrolment.person_id, Enrolment.release).where(
            Enrolment.id.in_(enrolments)
        )
    )
    moments = history.happened(enrolments)
    found = dict.fromkeys(enrolments, Projected())
    for row in enrolled.all():
        if happened := moments[row.id]:
            reader = history.reader_on(row.person_id, day_of(happened[-1].at))
            course = releases.outline(row.release)
            found[row.id] = projection.derive(course, happened, reader)
    return found


def _insert(table: type[Base], rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(insert(table.__table__), rows)  # type: ignore[arg-type]


def _rows_of(kind: type[Any], derived: dict[int, Projected]) -> list[dict[str, Any]]:
    """The rows of one kind of every enrolment, as they are inserted."""
    found: list[dict[str, Any]] = []
    for enrolment_id, projected in derived.items():
        rows = [row for row in _rows(projected) if isinstance(row, kind)]
        found.extend({"enrolment_id": enrolment_id, **asdict(row)} for row in rows)
    return found


def _rows(found: Projected) -> list[Any]:
    rows: list[Any] = [*found.lessons, *found.modules]
    if found.progress is not None:
        rows.append(found.progress)
    return rows


def _lock(enrolments: Sequence[int]) -> None:
    """Wait for answers that are being saved, and keep the next ones waiting."""
    locked = select(Progress.enrolment_id).where(Progress.enrolment_id.in_(enrolments))
    db.session.execute(locked.order_by(Progress.enrolment_id).with_for_update())


def _kept(enrolments: Sequence[int]) -> dict[int, list[Any]]:
    """The rows as they are stored."""
    kept: dict[int, list[Any]] = {enrolment_id: [] for enrolment_id in enrolments}
    for kind, table in _TABLES.items():
        query = select(table.__table__).where(table.enrolment_id.in_(enrolments))
        for row in db.session.execute(query).mappings():
            values = dict(row)
            kept[values.pop("enrolment_id")].append(kind(**values))
    return kept


def _as_text(row: Any) -> str:
    """A row that can be compared and printed."""
    told = sorted(asdict(row).items())
    return ", ".join(f"{name}={value}" for name, value in told if name != _FOLLOWS)
