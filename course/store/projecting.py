"""Bring progress up to date from the facts: one lesson at a time while people work, or all of it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from course.clock import day_of
from course.content.outline import CourseOutline
from course.content.types import LessonKind
from course.domain.mastery import mastery_of
from course.domain.progress import LessonFacts, LessonKey, Reader, is_done, items_for, module_states, totals
from course.models import Attempt, Enrolment, LessonCompletion, LessonVisit, ModuleProgress, Progress, db
from course.models.base import insert_new, upsert
from course.store import attempting, releases


@dataclass(frozen=True)
class Outcome:
    """What changed by the last deed."""

    lesson_done: bool
    done: frozenset[LessonKey]
    course_completed: bool


def project_lesson(enrolment_id: int, release: str, at: LessonKey, reader: Reader, now: datetime) -> Outcome:
    """Bring one enrolment up to date after something happened on one lesson.

    Called in the transaction of the deed, after its insert. `completed_at` is set once and never cleared.
    """
    course = releases.outline(release)
    progress = db.session.scalars(
        select(Progress).where(Progress.enrolment_id == enrolment_id).with_for_update()
    ).one_or_none()
    done = {_key(text) for text in progress.lessons} if progress else set()
    newly = at not in done and _is_done(enrolment_id, course, at, reader)
    if newly:
        done.add(at)
    if not newly and progress is not None:
        return Outcome(at in done, frozenset(done), progress.completed_at is not None)
    completed = _write(enrolment_id, course, done, {at: now} if newly else {}, reader, now, progress)
    return Outcome(at in done, frozenset(done), completed)


def rebuild(enrolment_id: int, reader: Reader) -> None:
    """Drop the projections of one enrolment and derive them from its facts, in the order in which they happened."""
    enrolment = db.session.get_one(Enrolment, enrolment_id)
    course = releases.outline(enrolment.release)
    moments = _moments(enrolment_id)
    for table in (LessonCompletion, ModuleProgress, Progress):
        db.session.execute(delete(table).where(table.enrolment_id == enrolment_id))
    done: dict[LessonKey, datetime] = {}
    for at, moment in moments:
        if at not in done and _is_done(enrolment_id, course, at, reader, until=moment):
            done[at] = moment
    db.session.expire_all()
    if moments:
        first, last = moments[0][1], max(done.values(), default=moments[-1][1])
        _write(enrolment_id, course, set(done), done, reader, last, None, started=first)


def snapshot(enrolment_id: int) -> tuple[object, ...]:
    """The projections of one enrolment as plain values, to compare before and after a rebuild."""
    progress = db.session.execute(
        select(Progress.done, Progress.total, Progress.started_on, Progress.completed_at).where(
            Progress.enrolment_id == enrolment_id
        )
    ).first()
    lessons = db.session.execute(
        select(LessonCompletion.module, LessonCompletion.lesson, LessonCompletion.completed_at)
        .where(LessonCompletion.enrolment_id == enrolment_id)
        .order_by(LessonCompletion.module, LessonCompletion.lesson)
    ).all()
    modules = db.session.execute(
        select(ModuleProgress.module, ModuleProgress.done, ModuleProgress.total, ModuleProgress.completed_at)
        .where(ModuleProgress.enrolment_id == enrolment_id)
        .order_by(ModuleProgress.module)
    ).all()
    return (
        tuple(progress) if progress else None,
        tuple(tuple(row) for row in lessons),
        tuple(tuple(row) for row in modules),
    )


def _write(
    enrolment_id: int,
    course: CourseOutline,
    done: set[LessonKey],
    newly: dict[LessonKey, datetime],
    reader: Reader,
    now: datetime,
    progress: Progress | None,
    started: datetime | None = None,
) -> bool:
    states = module_states(course, done, reader)
    required = {(state.module.slug, lesson.slug) for state in states for lesson in state.required}
    rows = [
        {
            "enrolment_id": enrolment_id,
            "module": module,
            "lesson": lesson,
            "required": (module, lesson) in required,
            "completed_at": moment,
            "completed_on": day_of(moment),
        }
        for (module, lesson), moment in newly.items()
    ]
    if rows:
        db.session.execute(insert_new(LessonCompletion, rows))
    touched = {module for module, _ in newly}
    for state in states:
        if state.module.slug in touched:
            _write_module(
                enrolment_id, state.module.slug, state.done_count, len(state.required), newly, state.is_complete
            )
    counts = totals(states)
    finished = counts["done"] == counts["total"] > 0
    completed_at = progress.completed_at if progress else None
    if completed_at is None and finished:
        completed_at = now
    db.session.execute(
        upsert(
            Progress,
            {
                "enrolment_id": enrolment_id,
                "done": counts["done"],
                "total": counts["total"],
                "lessons": sorted(f"{module}/{lesson}" for module, lesson in done),
                "started_on": progress.started_on if progress else day_of(started or now),
                "completed_at": completed_at,
                "completed_on": day_of(completed_at) if completed_at else None,
            },
            key=["enrolment_id"],
            update=["done", "total", "lessons", "completed_at", "completed_on"],
        )
    )
    return completed_at is not None


def _write_module(
    enrolment_id: int, module: str, done: int, total: int, newly: dict[LessonKey, datetime], complete: bool
) -> None:
    known = db.session.execute(
        select(ModuleProgress.completed_at).where(
            ModuleProgress.enrolment_id == enrolment_id, ModuleProgress.module == module
        )
    ).scalar()
    completed_at = known
    if completed_at is None and complete:
        completed_at = max(moment for (slug, _), moment in newly.items() if slug == module)
    db.session.execute(
        upsert(
            ModuleProgress,
            {
                "enrolment_id": enrolment_id,
                "module": module,
                "done": done,
                "total": total,
                "completed_at": completed_at,
                "completed_on": day_of(completed_at) if completed_at else None,
            },
            key=["enrolment_id", "module"],
            update=["done", "total", "completed_at", "completed_on"],
        )
    )


def _is_done(
    enrolment_id: int, course: CourseOutline, at: LessonKey, reader: Reader, until: datetime | None = None
) -> bool:
    module = course.module(at[0])
    lesson = module.lesson(at[1]) if module else None
    if module is None or lesson is None:
        return False
    if lesson.kind is LessonKind.TEST:
        keys = [item.key for item in items_for(lesson, reader) if item.key_item]
        marked = attempting.marked_in_tests(enrolment_id, module.slug, until)
        facts = LessonFacts(True, frozenset(), mastery_of(module.mastery, keys, marked).is_met)
    else:
        facts = LessonFacts(True, _settled(enrolment_id, at, until))
    return is_done(lesson, facts, reader)


def _settled(enrolment_id: int, at: LessonKey, until: datetime | None) -> frozenset[str]:
    query = select(Attempt.item).where(
        Attempt.enrolment_id == enrolment_id,
        Attempt.module == at[0],
        Attempt.lesson == at[1],
        Attempt.sitting_id.is_(None),
        Attempt.settled,
    )
    if until is not None:
        query = query.where(Attempt.submitted_at <= until)
    return frozenset(db.session.scalars(query.distinct()))


def _moments(enrolment_id: int) -> list[tuple[LessonKey, datetime]]:
    """Everything that may have finished a lesson, oldest first."""
    visits = db.session.execute(
        select(LessonVisit.module, LessonVisit.lesson, LessonVisit.visited_at).where(
            LessonVisit.enrolment_id == enrolment_id
        )
    )
    attempts = db.session.execute(
        select(Attempt.module, Attempt.lesson, Attempt.submitted_at).where(Attempt.enrolment_id == enrolment_id)
    )
    moments = [((module, lesson), moment) for rows in (visits, attempts) for module, lesson, moment in rows]
    return sorted(moments, key=lambda moment: (moment[1], moment[0]))


def _key(text: str) -> LessonKey:
    module, _, lesson = text.partition("/")
    return module, lesson
