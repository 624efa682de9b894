"""Bring progress up to date, one lesson at a time, while people work. `recounting.py` derives all
of it again.

What a deed means is for `domain.learning.projection` to say; here it is read and written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from course.content.outline import CourseOutline
from course.domain.learning.entry import Shown, short_routes
from course.domain.learning.progress import LessonKey, Reader
from course.domain.learning.projection import (
    Evidence,
    ProgressRow,
    Projected,
    advance,
    is_test,
    judge,
    lasting,
)
from course.models import Attempt, LessonCompletion, ModuleProgress, Progress
from course.models.base import insert_new_row, upsert_row
from course.store.courses import releases
from course.store.learning import keeping, sittings, terms
from course.store.learning.marks import SETTLED
from course.store.learning.places import LessonPlace
from course.store.prepared import PreparedStatement, prepared
from course.store.proof import issuing

_MODULE = (
    ("enrolment_id", "module"),
    ("done", "total", "recorded_at"),
    ("completed_at", "completed_on"),
)
_COURSE = (
    ("enrolment_id",),
    ("done", "total", "lessons", "short", "valid_until", "recorded_at"),
    ("completed_at", "completed_on"),
)
_PROGRESS = PreparedStatement(
    select(
        Progress.done,
        Progress.total,
        Progress.lessons,
        Progress.short,
        Progress.started_on,
        Progress.completed_at,
        Progress.completed_on,
        Progress.valid_until,
    )
    .where(Progress.enrolment_id == bindparam("enrolment_id"))
    .with_for_update(),
    ProgressRow,
)
_SETTLED = PreparedStatement[Any](
    select(Attempt.item)
    .where(
        Attempt.enrolment_id == bindparam("enrolment_id"),
        Attempt.module == bindparam("module"),
        Attempt.lesson == bindparam("lesson"),
        Attempt.sitting_id.is_(None),
        SETTLED,
    )
    .distinct()
)


def project_lesson(
    place: LessonPlace, reader: Reader, now: datetime, attended: Collection[str] = ()
) -> frozenset[LessonKey]:
    """Bring one enrolment up to date after something happened on one lesson. Returns the lessons
    that are done by now.

    Called in the transaction of the deed, after its insert. `completed_at` is set once and never
    cleared. `attended` are the items of a study day that is signed off now; on any other day such a
    lesson is done already.
    """
    course = releases.outline(place.release)
    known = _known(place)
    done: frozenset[LessonKey] = frozenset()
    if known is not None:
        done = known.keys
        # the entry test may just have been handed in
        reader = replace(reader, short=frozenset(known.short))
    newly = {}
    if place.at not in done and judge(course, place.at, reader, _shown(course, place, attended)):
        newly = {place.at: now}
    if known is None or newly:
        found = advance(course, reader, known, newly, now)
        write(place.enrolment_id, _with_end(place, course, known, found), now)
    return done.union(newly)


def _with_end(
    place: LessonPlace, course: CourseOutline, known: ProgressRow | None, found: Projected
) -> Projected:
    """The same with the last day of a completion that is new."""
    row = found.progress
    was_done = known is not None and known.completed_on is not None
    if row is None or row.completed_on is None or was_done:
        return found
    own = terms.of([place.enrolment_id])[place.enrolment_id]
    return replace(found, progress=lasting(row, course, own))


def project_entry(
    place: LessonPlace, reader: Reader, shown: Iterable[Shown], now: datetime
) -> None:
    """Note the short routes that an entry test earned, right after its insert.

    What was done stays done.
    """
    course, known = releases.outline(place.release), _known(place)
    begun = {module for module, _ in known.keys} if known else set()
    reader = replace(reader, short=short_routes(shown, begun))
    write(place.enrolment_id, advance(course, reader, known, {}, now), now)


def _known(place: LessonPlace) -> ProgressRow | None:
    """How far somebody was; nobody else moves it until this transaction ends."""
    return _PROGRESS.first({"enrolment_id": place.enrolment_id})


def _shown(course: CourseOutline, place: LessonPlace, attended: Collection[str]) -> Evidence:
    module = course.module(place.module)
    if module is not None and is_test(course, place.at):
        return Evidence(marked=sittings.marked_in_tests(place.enrolment_id, module))
    settled = frozenset(row.item for row in _SETTLED.all(place.where))
    return Evidence(settled, attended)


def write(enrolment_id: int, found: Projected, now: datetime) -> None:
    """Write what an enrolment comes to from now on. What it said on earlier days is kept, and a
    completion that is there stays as it is. A course that is done gets its certificate.
    """
    owner = {"enrolment_id": enrolment_id}
    keeping.keep(enrolment_id, [module.module for module in found.modules], now)
    said = {**owner, "recorded_at": now}
    for lesson in found.lessons:
        prepared(insert_new_row, LessonCompletion).run(owner | vars(lesson))
    for module in found.modules:
        prepared(upsert_row, ModuleProgress, *_MODULE).run(said | vars(module))
    if found.progress is not None:
        prepared(upsert_row, Progress, *_COURSE).run(said | vars(found.progress))
        if found.progress.completed_at is not None:
            issuing.issue([enrolment_id])
