"""Progress derived from the facts once more: to mend it, to let it follow what it rests on, or to
see that it still says the same.

A completion that was written down is a fact too. Nothing here takes one away or moves its day, also
when it no longer follows from the answers: somebody does other work now, or reads another release.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import aliased

from course.clock import day_of
from course.domain.learning import deriving
from course.domain.learning.deriving import NOTHING, Stands
from course.domain.learning.progress import LessonKey
from course.domain.learning.projection import (
    LessonRow,
    ModuleRow,
    ProgressRow,
    Projected,
)
from course.models import Enrolment, LessonCompletion, ModuleProgress, Progress, Release, db
from course.store.courses import releases
from course.store.dated import batches
from course.store.learning import history, keeping, projecting, reading, terms

# each row with the table that keeps it
_TABLES: dict[type[Any], type[Any]] = {
    LessonRow: LessonCompletion,
    ModuleRow: ModuleProgress,
    ProgressRow: Progress,
}
_FOLLOWS = ("completed_on", "recorded_at")  # from completed_at; and when it was written
BATCH = 100  # enrolments at once: few enough that nobody waits long


@dataclass(frozen=True)
class Drift:
    """An enrolment whose projections do not follow from its facts.

    Each is a row as text, sorted.
    """

    enrolment_id: int
    kept: tuple[str, ...]  # what is stored and does not follow
    derived: tuple[str, ...]  # what follows and is not stored


@dataclass(frozen=True)
class StaysDone:
    """Lessons that are done and stay so, and that do not follow from the answers as somebody reads
    the course now.
    """

    enrolment_id: int
    lessons: tuple[LessonKey, ...]


def enrolment_ids(sample: int | None = None) -> list[int]:
    """All enrolments, or so many of them taken at random."""
    query = select(Enrolment.id)
    if sample is None:
        return list(db.session.scalars(query.order_by(Enrolment.id)))
    return list(db.session.scalars(query.order_by(func.random()).limit(sample)))


def enrolments_of(people: Iterable[int]) -> list[int]:
    """Every enrolment of these people, also those in which they may begin this very moment."""
    query = select(Enrolment.id)
    found: list[int] = []
    for batch in batches(list(people)):
        found += db.session.scalars(query.where(Enrolment.person_id.in_(batch)))
    return sorted(found)


def begun_in_another(enrolments: Sequence[int], release: str) -> list[int]:
    """Of these, those that began, in a release with another outline than this one: progress rests
    on nothing else of a release.
    """
    one = aliased(Release)
    other = select(one.outline).where(one.hash == release).scalar_subquery()
    query = (
        select(Enrolment.id)
        .join(Progress, Progress.enrolment_id == Enrolment.id)
        .join(Release, Release.hash == Enrolment.release)
        .where(Enrolment.id.in_(enrolments))
        .where(Release.outline != other)
    )
    return list(db.session.scalars(query.order_by(Enrolment.id)))


def follow(enrolments: Sequence[int], now: datetime) -> None:
    """Bring these up to date after what they rest on changed: the reader, their school, its words
    or the release.

    What is newly done with it, is done now. A deed whose page was read before this does the same
    once more, for itself.
    """
    releases.hold()
    for start in range(0, len(enrolments), BATCH):
        batch = enrolments[start : start + BATCH]
        _write(batch, now, newly_at=now)
        told = update(Enrolment).where(Enrolment.id.in_(batch))
        told = told.values(followed=Enrolment.followed + 1)
        db.session.execute(told, execution_options={"synchronize_session": False})


def again(enrolment_id: int, now: datetime) -> None:
    """Derive one anew within a deed that holds it: its reader or release is another by now."""
    _write([enrolment_id], now, newly_at=now)


def rebuild(enrolments: Sequence[int], now: datetime) -> None:
    """Derive these anew and mend what differs, while nobody else writes to them.

    Completions stay, with their days; one that was left out gets the day on which it came about.
    What reports of earlier days say, stays too.
    """
    _write(enrolments, now, newly_at=None)


def verify(enrolments: Sequence[int], today: date) -> list[Drift]:
    """The enrolments whose projections are not what follows from their facts. Changes nothing."""
    _lock(enrolments)
    kept = _kept(enrolments)
    derived = derive(enrolments, today, _standing(kept))
    found = []
    for enrolment_id in enrolments:
        right = set(map(_as_text, _rows(derived[enrolment_id])))
        stored = set(map(_as_text, kept[enrolment_id]))
        if right != stored:
            wrong, left_out = sorted(stored - right), sorted(right - stored)
            found.append(Drift(enrolment_id, tuple(wrong), tuple(left_out)))
    return found


def stays_done(enrolments: Sequence[int], today: date) -> list[StaysDone]:
    """The completions that stay although they no longer follow from the answers."""
    kept = _kept(enrolments)
    derived = derive(enrolments, today, {})
    found = []
    for enrolment_id, stands in _standing(kept).items():
        follows = {(row.module, row.lesson) for row in derived[enrolment_id].lessons}
        if alone := sorted(stands.lessons.keys() - follows):
            found.append(StaysDone(enrolment_id, tuple(alone)))
    return found


def derive(
    enrolments: Sequence[int],
    today: date,
    stands: Mapping[int, Stands],
    newly_at: datetime | None = None,
) -> dict[int, Projected]:
    """What follows for each enrolment from its facts and what stands, for who reads it today."""
    enrolled = db.session.execute(
        select(Enrolment.id, Enrolment.person_id, Enrolment.release, Enrolment.asked).where(
            Enrolment.id.in_(enrolments)
        )
    )
    moments, ends = history.happened(enrolments), terms.of(enrolments)
    found = dict.fromkeys(enrolments, Projected())
    for row in enrolled.all():
        happened, kept = moments[row.id], stands.get(row.id, NOTHING)
        if happened or kept.lessons:
            reader = history.reader_on(row.person_id, today)
            reader = replace(reader, only=reading.keys_asked(row.asked))
            course = releases.outline(row.release)
            found[row.id] = deriving.derive(course, happened, reader, kept, newly_at, ends[row.id])
    return found


def _write(enrolments: Sequence[int], now: datetime, newly_at: datetime | None) -> None:
    _lock(enrolments)
    kept = _kept(enrolments)
    derived = derive(enrolments, day_of(now), _standing(kept), newly_at)
    for enrolment_id, projected in derived.items():
        _forget(enrolment_id, kept[enrolment_id], projected, now)
        changed = _changed(projected, kept[enrolment_id])
        if changed != Projected():
            projecting.write(enrolment_id, changed, now)
    db.session.expire_all()


def _forget(enrolment_id: int, kept: Sequence[Any], right: Projected, now: datetime) -> None:
    """Take away what does not follow and is no completion."""
    begun = {row.module for row in right.modules}
    wrong = [row.module for row in _apart(kept).modules if row.module not in begun]
    stray = ModuleProgress.module.in_(wrong) & ModuleProgress.completed_at.is_(None)
    if wrong:
        keeping.keep_modules(enrolment_id, wrong, now)
        db.session.execute(
            delete(ModuleProgress).where(ModuleProgress.enrolment_id == enrolment_id, stray)
        )


def _changed(right: Projected, kept: Sequence[Any]) -> Projected:
    """The rows that are not stored as they should be."""
    there = set(map(_as_text, kept))
    return _apart(row for row in _rows(right) if _as_text(row) not in there)


def _standing(kept: Mapping[int, Sequence[Any]]) -> dict[int, Stands]:
    """The completions among rows that are stored."""
    return {enrolment_id: _stands(rows) for enrolment_id, rows in kept.items()}


def _stands(rows: Sequence[Any]) -> Stands:
    apart = _apart(rows)
    lessons = {(row.module, row.lesson): row for row in apart.lessons}
    modules = {row.module: row for row in apart.modules}
    return Stands(lessons, modules, apart.progress)


def _apart(rows: Iterable[Any]) -> Projected:
    """Rows of several kinds, each with its own kind."""
    found: defaultdict[type, list[Any]] = defaultdict(list)
    for row in rows:
        found[type(row)].append(row)
    progress = next(iter(found[ProgressRow]), None)
    return Projected(found[LessonRow], found[ModuleRow], progress)


def _rows(found: Projected) -> list[Any]:
    rows: list[Any] = [*found.lessons, *found.modules]
    if found.progress is not None:
        rows.append(found.progress)
    return rows


def _lock(enrolments: Sequence[int]) -> None:
    """Wait for deeds that are being saved, and keep the next ones waiting."""
    locked = select(Enrolment.id).where(Enrolment.id.in_(enrolments)).order_by(Enrolment.id)
    db.session.execute(locked.with_for_update(key_share=True))


def _kept(enrolments: Sequence[int]) -> dict[int, list[Any]]:
    """The rows as they are stored."""
    kept: dict[int, list[Any]] = {enrolment_id: [] for enrolment_id in enrolments}
    for kind, table in _TABLES.items():
        query = select(table.__table__).where(table.enrolment_id.in_(enrolments))
        for row in db.session.execute(query).mappings():
            values = dict(row)
            values.pop("recorded_at", None)
            kept[values.pop("enrolment_id")].append(kind(**values))
    return kept


def _as_text(row: Any) -> str:
    """A row that can be compared and printed."""
    told = sorted(asdict(row).items())
    return ", ".join(f"{name}={value}" for name, value in told if name not in _FOLLOWS)
