"""Bring progress up to date from the facts: one lesson at a time while people work, or all of it again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import delete, select

from course.clock import day_of
from course.content.outline import CourseOutline, LessonOutline
from course.content.types import LessonKind
from course.domain.grading import Score
from course.domain.mastery import Marked, mastery_of
from course.domain.progress import (
    LessonFacts,
    LessonKey,
    ModuleState,
    Reader,
    is_done,
    items_for,
    module_states,
    totals,
)
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
    done = _replay(course, moments, reader)
    db.session.expire_all()
    if moments:
        first = moments[0].at
        _write(enrolment_id, course, set(done), done, reader, first, None)


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
            _write_module(enrolment_id, state, newly)
    counts = totals(states)
    finished = counts["done"] == counts["total"] > 0
    completed_at = progress.completed_at if progress else None
    if completed_at is None and finished:
        completed_at = max((moment for at, moment in newly.items() if at in required), default=now)
    db.session.execute(
        upsert(
            Progress,
            {
                "enrolment_id": enrolment_id,
                "done": counts["done"],
                "total": counts["total"],
                "lessons": sorted(f"{module}/{lesson}" for module, lesson in done),
                "started_on": progress.started_on if progress else day_of(now),
                "completed_at": completed_at,
                "completed_on": day_of(completed_at) if completed_at else None,
            },
            key=["enrolment_id"],
            update=["done", "total", "lessons", "completed_at", "completed_on"],
        )
    )
    return completed_at is not None


def _write_module(enrolment_id: int, state: ModuleState, newly: dict[LessonKey, datetime]) -> None:
    module = state.module.slug
    completed_at = db.session.execute(
        select(ModuleProgress.completed_at).where(
            ModuleProgress.enrolment_id == enrolment_id, ModuleProgress.module == module
        )
    ).scalar()
    if completed_at is None and state.is_complete:
        # An extra lesson that is read afterwards does not move the day on which the module was complete.
        here = [moment for at, moment in newly.items() if at[0] == module]
        needed = [newly[module, lesson.slug] for lesson in state.required if (module, lesson.slug) in newly]
        completed_at = max(needed, default=min(here))
    db.session.execute(
        upsert(
            ModuleProgress,
            {
                "enrolment_id": enrolment_id,
                "module": module,
                "done": state.done_count,
                "total": len(state.required),
                "completed_at": completed_at,
                "completed_on": day_of(completed_at) if completed_at else None,
            },
            key=["enrolment_id", "module"],
            update=["done", "total", "completed_at", "completed_on"],
        )
    )


def _is_done(enrolment_id: int, course: CourseOutline, at: LessonKey, reader: Reader) -> bool:
    lesson = _lesson(course, at)
    if lesson is None:
        return False
    if lesson.kind is LessonKind.TEST:
        return _judge(course, at, reader, frozenset(), attempting.marked_in_tests(enrolment_id, at[0]))
    return _judge(course, at, reader, _settled(enrolment_id, at), ())


def _judge(
    course: CourseOutline, at: LessonKey, reader: Reader, settled: Collection[str], marked: Iterable[Marked]
) -> bool:
    """Whether a lesson that was opened is done, by the rules of `domain`."""
    module, lesson = course.module(at[0]), _lesson(course, at)
    if module is None or lesson is None:
        return False
    if lesson.kind is LessonKind.TEST:
        keys = [item.key for item in items_for(lesson, reader) if item.key_item]
        facts = LessonFacts(True, frozenset(), mastery_of(module.mastery, keys, marked).is_met)
    else:
        facts = LessonFacts(True, frozenset(settled))
    return is_done(lesson, facts, reader)


def _lesson(course: CourseOutline, at: LessonKey) -> LessonOutline | None:
    module = course.module(at[0])
    return module.lesson(at[1]) if module else None


def _settled(enrolment_id: int, at: LessonKey) -> frozenset[str]:
    query = select(Attempt.item).where(
        Attempt.enrolment_id == enrolment_id,
        Attempt.module == at[0],
        Attempt.lesson == at[1],
        Attempt.sitting_id.is_(None),
        Attempt.settled,
    )
    return frozenset(db.session.scalars(query.distinct()))


@dataclass(frozen=True)
class _Moment:
    """Something that may have finished a lesson: it was opened, an item was settled, or one of its tests was marked."""

    at: datetime
    lesson: LessonKey
    settled: str | None = None
    marked: Marked | None = None


def _moments(enrolment_id: int) -> list[_Moment]:
    """Everything that happened in an enrolment, oldest first."""
    visits = db.session.execute(
        select(LessonVisit.visited_at, LessonVisit.module, LessonVisit.lesson).where(
            LessonVisit.enrolment_id == enrolment_id
        )
    )
    moments = [_Moment(at, (module, lesson)) for at, module, lesson in visits]
    attempts = db.session.execute(
        select(
            Attempt.submitted_at,
            Attempt.module,
            Attempt.lesson,
            Attempt.item,
            Attempt.settled,
            Attempt.sitting_id,
            Attempt.earned,
            Attempt.possible,
        )
        .where(Attempt.enrolment_id == enrolment_id)
        .order_by(Attempt.id)
    )
    for at, module, lesson, item, settled, sitting, earned, possible in attempts:
        if sitting is None:
            moments.append(_Moment(at, (module, lesson), settled=item if settled else None))
        else:
            mark = Marked(sitting, item, Score(earned, possible).is_right)
            moments.append(_Moment(at, (module, lesson), marked=mark))
    return sorted(moments, key=lambda moment: (moment.at, moment.lesson))


def _replay(course: CourseOutline, moments: list[_Moment], reader: Reader) -> dict[LessonKey, datetime]:
    """When each lesson was done. What was written at one instant, such as a whole test, counts together."""
    done: dict[LessonKey, datetime] = {}
    settled: defaultdict[LessonKey, set[str]] = defaultdict(set)
    marked: defaultdict[str, list[Marked]] = defaultdict(list)
    for (at, lesson), together in groupby(moments, key=lambda moment: (moment.at, moment.lesson)):
        for moment in together:
            if moment.settled is not None:
                settled[lesson].add(moment.settled)
            if moment.marked is not None:
                marked[lesson[0]].append(moment.marked)
        if lesson not in done and _judge(course, lesson, reader, settled[lesson], marked[lesson[0]]):
            done[lesson] = at
    return done


def _key(text: str) -> LessonKey:
    module, _, lesson = text.partition("/")
    return module, lesson
