"""What a release holds and which of its questions people answered: for deciding whether the next
may replace it.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from course.content.types import Lesson
from course.content.versioning import from_json
from course.models import Attempt, Release, ReleaseLesson, db


def lessons_of(release: str) -> tuple[tuple[str, Lesson], ...]:
    """Every lesson of a release with the slug of its module, in order."""
    rows = db.session.execute(
        select(ReleaseLesson.module, ReleaseLesson.content)
        .where(ReleaseLesson.release == release)
        .order_by(ReleaseLesson.module, ReleaseLesson.position)
    )
    return tuple((row.module, from_json(row.content, Lesson)) for row in rows)


def answered_items(course: str, keys: Iterable[str]) -> frozenset[tuple[str, str, str]]:
    """Module, lesson and item of the questions with these keys that anybody answered, in any
    release of the course.
    """
    wanted = sorted(set(keys))
    if not wanted:
        return frozenset()
    rows = db.session.execute(
        select(Attempt.module, Attempt.lesson, Attempt.item)
        .join(Release, Release.hash == Attempt.release)
        .where(Release.course == course, Attempt.item.in_(wanted))
        .distinct()
    )
    return frozenset((row.module, row.lesson, row.item) for row in rows)
