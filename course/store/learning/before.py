"""What somebody did in the cycle before, and what changed since: what a renewal is made of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import chain

from sqlalchemy import func, select

from course.content.outline import CourseOutline
from course.domain.learning.again import Before
from course.domain.learning.entry import ENTRY, SURE
from course.domain.learning.progress import LessonKey
from course.models import Attempt, ReleaseLesson, db
from course.store.courses import releases
from course.store.learning.marks import EARNED, POSSIBLE
from course.store.people import conduct


def before(
    enrolment_id: int, release: str, current: str, school_id: int | None, days: tuple[date, date]
) -> Before:
    """What a renewal in the current text may ask of somebody, after a cycle in another or the same.

    `days`: when they were done, and today.
    """
    outline = releases.outline(current)
    changed_clauses = _changed_clauses(school_id, days)
    quoting = {
        at for at in _lessons(outline) if changed_clauses and _quotes(current, at, changed_clauses)
    }
    return Before(
        changed=_changed(release, current),
        clauses=quoting,
        wrong=tuple(_wrong(enrolment_id, outline)),
        played=_played(enrolment_id),
    )


def _lessons(outline: CourseOutline) -> Iterator[LessonKey]:
    for module in outline.modules:
        yield from ((module.slug, lesson.slug) for lesson in module.lessons)


def _goals(outline: CourseOutline) -> dict[tuple[str, str], str | None]:
    """By module and item: what it is about."""
    goals: dict[tuple[str, str], str | None] = {}
    for module in outline.modules:
        items = chain.from_iterable(lesson.items for lesson in module.lessons)
        goals |= {(module.slug, item.key): item.goal for item in items}
    return goals


def _changed(release: str, current: str) -> frozenset[LessonKey]:
    """The lessons of the current text that the other one has not, or not so."""
    if release == current:
        return frozenset()
    was, now = _texts(release), _texts(current)
    return frozenset((module, lesson) for module, lesson, _ in now - was)


def _texts(release: str) -> set[tuple[str, str, str]]:
    columns = (ReleaseLesson.module, ReleaseLesson.lesson, ReleaseLesson.content)
    found = db.session.execute(select(*columns).where(ReleaseLesson.release == release))
    return {(row.module, row.lesson, row.content) for row in found}


def _changed_clauses(school_id: int | None, days: tuple[date, date]) -> frozenset[str]:
    """The agreements of a school that say something else than they did."""
    if school_id is None:
        return frozenset()
    then, now = (conduct.in_force(school_id, day) for day in days)
    if now is None:
        return frozenset()
    said = then.clauses if then is not None else {}
    return frozenset(key for key, text in now.clauses.items() if said.get(key) != text)


def _quotes(release: str, at: LessonKey, clauses: frozenset[str]) -> bool:
    content = releases.lesson(release, *at)
    return content is not None and not clauses.isdisjoint(content.clauses)


def _wrong(enrolment_id: int, outline: CourseOutline) -> Iterator[tuple[str, str]]:
    """Module and goal of what was wrong the last time it was asked in a test, what somebody was
    sure of first.
    """
    last = (
        select(func.max(Attempt.id))
        .where(Attempt.enrolment_id == enrolment_id, Attempt.sitting_id.is_not(None))
        .where(Attempt.module != ENTRY)
        .group_by(Attempt.module, Attempt.item)
    )
    found = db.session.execute(
        select(Attempt.module, Attempt.item, Attempt.confidence)
        .where(Attempt.id.in_(last), EARNED < POSSIBLE)
        .order_by(Attempt.id)
    ).all()
    goals = _goals(outline)
    for row in sorted(found, key=lambda one: one.confidence != SURE):
        goal = goals.get((row.module, row.item))
        if goal is not None:
            yield row.module, goal


def _played(enrolment_id: int) -> frozenset[str]:
    """The items of this cycle that were answered; of stories, those that were played."""
    query = select(Attempt.item).where(Attempt.enrolment_id == enrolment_id).distinct()
    return frozenset(db.session.scalars(query))
