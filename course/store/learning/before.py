"""What somebody did in the cycle before, and what changed since: what a renewal is made of."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import Any

from sqlalchemy import func, select

from course.clock import day_of
from course.content.outline import CourseOutline
from course.content.types import LessonKind
from course.domain.learning.again import Before
from course.domain.learning.entry import ENTRY, SURE
from course.domain.learning.progress import LessonKey, Reader
from course.kinds.item import meant_for
from course.kinds.registry import kind_of
from course.models import Attempt, Enrolment, RefresherAnswer, db
from course.store.courses import releases
from course.store.courses.since import changed_since
from course.store.learning.marks import (
    EARNED,
    POSSIBLE,
    REFRESHED_EARNED,
    REFRESHED_POSSIBLE,
)
from course.store.learning.reading import Learning
from course.store.people import conduct

Played = tuple[str, str]  # module and item of a story


def before(person_id: int, last: Learning, current: str, reader: Reader, today: date) -> Before:
    """What a renewal in the current text may ask of somebody, after the cycle that was last."""
    outline = releases.outline(current)
    done_on = last.completed_on or today
    changed_clauses = _changed_clauses(last.school_id, (done_on, today))
    quoting = {
        at for at in _lessons(outline) if changed_clauses and _quotes(current, at, changed_clauses)
    }
    return Before(
        changed=changed_since(last.started_on or done_on, last.release, current),
        clauses=quoting,
        wrong=tuple(_wrong(person_id, outline)),
        stories=_stories(current, outline, reader.sectors, played(person_id, outline.slug)),
    )


def played(person_id: int, course: str) -> list[Played]:
    """The stories that somebody ever went through in a course, and whatever else they answered; the
    one that is longest ago first.
    """
    last = func.max(Attempt.id)
    query = (
        select(Attempt.module, Attempt.item)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Enrolment.person_id == person_id, Enrolment.course == course)
        .group_by(Attempt.module, Attempt.item)
        .order_by(last)
    )
    return [(row.module, row.item) for row in db.session.execute(query)]


def longest_ago(story: Played, gone_through: Sequence[Played]) -> int:
    """What stories are sorted by: never played comes first, then what is longest ago."""
    return gone_through.index(story) if story in gone_through else -1


def _stories(
    release: str, outline: CourseOutline, sectors: Collection[str], gone_through: Sequence[Played]
) -> tuple[LessonKey, ...]:
    """The pages with a story that plays where this reader works: what is new to them first."""
    found: list[tuple[int, LessonKey]] = []
    for module, slug in _lessons(outline, LessonKind.DILEMMA):
        lesson = releases.lesson(release, module, slug)
        for item in lesson.items if lesson else ():
            if not sectors or kind_of(item).suits(item, sectors):
                found.append((longest_ago((module, item.key), gone_through), (module, slug)))
    return tuple(key for _, key in sorted(found, key=lambda one: one[0]))


def _lessons(outline: CourseOutline, *kinds: LessonKind) -> Iterator[LessonKey]:
    for module in outline.modules:
        of_kind = (one for one in module.lessons if meant_for(kinds, [one.kind]))
        yield from ((module.slug, lesson.slug) for lesson in of_kind)


def _goals(outline: CourseOutline) -> dict[tuple[str, str], str | None]:
    """By module and item: what it is about."""
    goals: dict[tuple[str, str], str | None] = {}
    for module in outline.modules:
        items = chain.from_iterable(lesson.items for lesson in module.lessons)
        goals |= {(module.slug, item.key): item.goal for item in items}
    return goals


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


def _wrong(person_id: int, outline: CourseOutline) -> Iterator[tuple[str, str]]:
    """Module and goal of what was wrong the last time it was asked in a test or in a refresher,
    what somebody was sure of first.
    """
    goals, later = _goals(outline), _refreshed(person_id, outline.slug)
    wrong: dict[tuple[str, str], bool] = {}  # whether they were sure of it
    for row in _wrong_in_tests(person_id, outline.slug):
        goal = goals.get((row.module, row.item))
        if goal is None:
            continue
        since = later.get((row.module, goal))
        if since is None or since.day < day_of(row.submitted_at):
            wrong[row.module, goal] = wrong.get((row.module, goal), False) or row.confidence == SURE
    for at, row in later.items():
        if row.earned < row.possible:
            wrong[at] = row.confidence == SURE
    yield from sorted(wrong, key=lambda at: not wrong[at])


def _wrong_in_tests(person_id: int, course: str) -> Sequence[Any]:
    """The questions of which the last answer in a test was wrong, in the order of the answers."""
    last = (
        select(func.max(Attempt.id))
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Enrolment.person_id == person_id, Enrolment.course == course)
        .where(Attempt.sitting_id.is_not(None), Attempt.module != ENTRY)
        .group_by(Attempt.module, Attempt.item)
    )
    columns = (Attempt.module, Attempt.item, Attempt.confidence, Attempt.submitted_at)
    query = select(*columns).where(Attempt.id.in_(last), EARNED < POSSIBLE)
    return db.session.execute(query.order_by(Attempt.id)).all()


def _refreshed(person_id: int, course: str) -> dict[tuple[str, str], Any]:
    """By module and goal: how a refresher went, the last time that it asked for it."""
    query = (
        select(
            RefresherAnswer.module,
            RefresherAnswer.goal,
            RefresherAnswer.confidence,
            RefresherAnswer.day,
            REFRESHED_EARNED.label("earned"),
            REFRESHED_POSSIBLE.label("possible"),
        )
        .where(RefresherAnswer.person_id == person_id, RefresherAnswer.course == course)
        .order_by(RefresherAnswer.id)
    )
    found = db.session.execute(query)
    return {(row.module, row.goal): row for row in found if row.goal}
