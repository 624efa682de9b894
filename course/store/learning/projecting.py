"""Bring progress up to date, one lesson at a time, while people work. `recounting.py` derives all
of it again.

Both make their rows here, so that they cannot come to different answers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select

from course.clock import day_of
from course.content.outline import CourseOutline, LessonOutline
from course.content.types import LessonKind
from course.domain.learning.entry import Shown, short_routes
from course.domain.learning.mastery import Marked, mastery_of
from course.domain.learning.progress import (
    LessonFacts,
    LessonKey,
    ModuleState,
    Reader,
    is_done,
    items_for,
    module_states,
    totals,
)
from course.models import Attempt, LessonCompletion, ModuleProgress, Progress, db
from course.models.base import insert_new_row, upsert_row
from course.store.courses import releases
from course.store.learning import recording

Row = dict[str, Any]
Moments = Mapping[LessonKey, datetime]  # lessons that are newly done, and when
_MODULE = ("enrolment_id", "module"), ("done", "total"), ("completed_at", "completed_on")
_COURSE = ("enrolment_id",), ("done", "total", "lessons", "short", "completed_at", "completed_on")
_PROGRESS = (
    select(Progress.lessons, Progress.short, Progress.started_on, Progress.completed_at)
    .where(Progress.enrolment_id == bindparam("enrolment_id"))
    .with_for_update()
)
_SETTLED = (
    select(Attempt.item)
    .where(
        Attempt.enrolment_id == bindparam("enrolment_id"),
        Attempt.module == bindparam("module"),
        Attempt.lesson == bindparam("lesson"),
        Attempt.sitting_id.is_(None),
        Attempt.settled,
    )
    .distinct()
)


@dataclass(frozen=True)
class Known:
    """What the row of an enrolment says so far."""

    lessons: list[str]
    short: list[str]
    started_on: date
    completed_at: datetime | None


@dataclass(frozen=True)
class Outcome:
    """What changed by the last deed."""

    lesson_done: bool
    done: frozenset[LessonKey]
    course_completed: bool


def project_lesson(
    enrolment_id: int,
    release: str,
    at: LessonKey,
    reader: Reader,
    now: datetime,
    attended: Collection[str] = (),
) -> Outcome:
    """Bring one enrolment up to date after something happened on one lesson.

    Called in the transaction of the deed, after its insert. `completed_at` is set once and never
    cleared. `attended` are the items of a study day that is signed off now; on any other day such a
    lesson is done already.
    """
    course = releases.outline(release)
    found = db.session.connection().execute(_PROGRESS, {"enrolment_id": enrolment_id}).one_or_none()
    progress = Known(*found) if found else None
    done = {_key(text) for text in progress.lessons} if progress else set()
    if progress is not None:
        reader = replace(
            reader, short=frozenset(progress.short)
        )  # the entry test may just have been handed in
    newly = at not in done and _is_done(enrolment_id, course, at, reader, attended)
    if newly:
        done.add(at)
    if not newly and progress is not None:
        return Outcome(at in done, frozenset(done), progress.completed_at is not None)
    completed = _write(
        enrolment_id, course, done, {at: now} if newly else {}, reader, now, progress
    )
    return Outcome(at in done, frozenset(done), completed)


def project_entry(
    enrolment_id: int, release: str, shown: Iterable[Shown], reader: Reader, now: datetime
) -> None:
    """Note the short routes that an entry test earned, right after its insert.

    What was done stays done.
    """
    found = db.session.connection().execute(_PROGRESS, {"enrolment_id": enrolment_id}).one_or_none()
    progress = Known(*found) if found else None
    done = {_key(text) for text in progress.lessons} if progress else set()
    short = short_routes(shown, {module for module, _ in done})
    _write(
        enrolment_id,
        releases.outline(release),
        done,
        {},
        replace(reader, short=short),
        now,
        progress,
    )


def judge(
    course: CourseOutline,
    at: LessonKey,
    reader: Reader,
    settled: Collection[str],
    marked: Iterable[Marked],
    attended: Collection[str] = (),
) -> bool:
    """Whether a lesson that was opened is done, by the rules of `domain`.

    False for one this release does not have.
    """
    module, lesson = course.module(at[0]), _lesson(course, at)
    if module is None or lesson is None:
        return False
    if lesson.kind is LessonKind.TEST:
        keys = [item.key for item in items_for(lesson, reader) if item.key_item]
        facts = LessonFacts(True, frozenset(), mastery_of(module.mastery, keys, marked).is_met)
    else:
        facts = LessonFacts(True, frozenset(settled), attended=frozenset(attended))
    return is_done(lesson, facts, reader)


def lesson_rows(enrolment_id: int, states: Iterable[ModuleState], newly: Moments) -> list[Row]:
    """A completion for each lesson that is newly done."""
    required = _required(states)
    return [
        {
            "enrolment_id": enrolment_id,
            "module": at[0],
            "lesson": at[1],
            "required": at in required,
            "completed_at": moment,
            "completed_on": day_of(moment),
        }
        for at, moment in newly.items()
    ]


def module_row(enrolment_id: int, state: ModuleState, newly: Moments) -> Row:
    """How far a module is in which something is newly done.

    A module that was complete before stays so since then.
    """
    here = {at: moment for at, moment in newly.items() if at[0] == state.module.slug}
    completed_at = None
    if state.is_complete:
        # An extra lesson that is read afterwards does not move the day on which the module was
        # complete.
        needed = [moment for at, moment in here.items() if at in _required([state])]
        completed_at = max(needed) if needed else min(here.values())
    return {
        "enrolment_id": enrolment_id,
        "module": state.module.slug,
        "done": state.done_count,
        "total": len(state.required),
        "completed_at": completed_at,
        "completed_on": day_of(completed_at) if completed_at else None,
    }


def progress_row(
    enrolment_id: int,
    states: tuple[ModuleState, ...],
    done: Collection[LessonKey],
    newly: Moments,
    now: datetime,
    known: Known | None,
    short: Collection[str],
) -> Row:
    """How far an enrolment is.

    `known`: its row so far; without it, `now` is the instant of its start.
    """
    counts = totals(states)
    completed_at = known.completed_at if known else None
    if completed_at is None and counts["done"] == counts["total"] > 0:
        required = _required(states)
        completed_at = max((moment for at, moment in newly.items() if at in required), default=now)
    return {
        "enrolment_id": enrolment_id,
        "done": counts["done"],
        "total": counts["total"],
        "lessons": sorted(f"{module}/{lesson}" for module, lesson in done),
        "short": sorted(short),
        "started_on": known.started_on if known else day_of(now),
        "completed_at": completed_at,
        "completed_on": day_of(completed_at) if completed_at else None,
    }


def _write(
    enrolment_id: int,
    course: CourseOutline,
    done: set[LessonKey],
    newly: Moments,
    reader: Reader,
    now: datetime,
    progress: Known | None,
) -> bool:
    states, connection = module_states(course, done, reader), db.session.connection()
    if rows := lesson_rows(enrolment_id, states, newly):
        connection.execute(insert_new_row(LessonCompletion), rows)
    touched = {module for module, _ in newly}
    for state in states:
        if state.module.slug in touched:
            connection.execute(
                upsert_row(ModuleProgress, *_MODULE), module_row(enrolment_id, state, newly)
            )
    row = progress_row(enrolment_id, states, done, newly, now, progress, reader.short)
    connection.execute(upsert_row(Progress, *_COURSE), row)
    return row["completed_at"] is not None


def _is_done(
    enrolment_id: int,
    course: CourseOutline,
    at: LessonKey,
    reader: Reader,
    attended: Collection[str],
) -> bool:
    lesson = _lesson(course, at)
    if lesson is not None and lesson.kind is LessonKind.TEST:
        return judge(course, at, reader, (), recording.marked_in_tests(enrolment_id, at[0]))
    return judge(course, at, reader, _settled(enrolment_id, at), (), attended)


def _lesson(course: CourseOutline, at: LessonKey) -> LessonOutline | None:
    module = course.module(at[0])
    return module.lesson(at[1]) if module else None


def _required(states: Iterable[ModuleState]) -> set[LessonKey]:
    return {(state.module.slug, lesson.slug) for state in states for lesson in state.required}


def _settled(enrolment_id: int, at: LessonKey) -> frozenset[str]:
    where = {"enrolment_id": enrolment_id, "module": at[0], "lesson": at[1]}
    return frozenset(db.session.connection().scalars(_SETTLED, where))


def _key(text: str) -> LessonKey:
    module, _, lesson = text.partition("/")
    return module, lesson
