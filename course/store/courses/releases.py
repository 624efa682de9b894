"""Publish a catalog, and fetch lessons of a release.

Releases never change, so what was read once stays in memory.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import lru_cache
from typing import TypeVar

from sqlalchemy import select

from course.content.outline import CourseOutline, outline_of
from course.content.types import Course, Lesson, LessonKind
from course.content.versioning import content_hash, from_json, to_json
from course.kinds.item import Item
from course.models import Release, ReleaseLesson, db
from course.text.html import RENDERER

ItemT = TypeVar("ItemT", bound=Item)


def publish(course: Course, now: datetime) -> tuple[str, bool]:
    """Keep this state of a course as a release. Returns its hash, and whether it is new."""
    release = content_hash(course)
    if db.session.get(Release, release) is not None:
        return release, False
    db.session.add(
        Release(
            hash=release,
            course=course.slug,
            title=course.title,
            edition=course.edition,
            renderer=RENDERER,
            published_at=now,
            outline=to_json(outline_of(course)),
        )
    )
    db.session.flush()
    for module in course.modules:
        for position, lesson in enumerate(module.lessons):
            db.session.add(
                ReleaseLesson(
                    release=release,
                    module=module.slug,
                    lesson=lesson.slug,
                    position=position,
                    content=to_json(lesson),
                )
            )
    db.session.flush()
    return release, True


def current(course: str) -> str | None:
    """The hash of the newest release of a course, or None when it was never published."""
    return db.session.scalar(
        select(Release.hash)
        .where(Release.course == course)
        .order_by(Release.published_at.desc(), Release.hash)
        .limit(1)
    )


def published() -> list[tuple[str, str]]:
    """Slug and title of every published course, by title.

    The title is that of the newest release.
    """
    rows = db.session.execute(
        select(Release.course, Release.title).order_by(Release.published_at, Release.hash)
    )
    titles = {row.course: row.title for row in rows}
    return sorted(titles.items(), key=lambda pair: (pair[1], pair[0]))


def current_outlines() -> list[CourseOutline]:
    """The newest release of every published course, by title."""
    hashes = (current(slug) for slug, _ in published())
    return [outline(release) for release in hashes if release is not None]


def newest_item(cls: type[ItemT]) -> tuple[str, ItemT] | None:
    """The first item of a class in the newest release that has one, with the hash of that
    release.
    """
    for release in db.session.scalars(
        select(Release.hash).order_by(Release.published_at.desc(), Release.hash)
    ):
        for module in outline(release).modules:
            for part in module.lessons:
                key = next((item.key for item in part.items if item.kind == cls.kind), None)
                found = lesson(release, module.slug, part.slug) if key else None
                item = found.item(key) if found and key else None
                if isinstance(item, cls):
                    return release, item
    return None


@lru_cache(maxsize=64)
def outline(release: str) -> CourseOutline:
    """A release without the text of its lessons: what there is, in which order, and what counts.

    Errors: LookupError for an unknown hash.
    """
    content = db.session.scalar(select(Release.outline).where(Release.hash == release))
    if content is None:
        raise LookupError(f"no release {release}")
    return from_json(content, CourseOutline)


@lru_cache(maxsize=256)
def refreshers(release: str, module: str) -> Lesson | None:
    """The questions with which a module is practised later; None when it has none.

    They are not in the outline.
    """
    found = outline(release).module(module)
    query = (
        select(ReleaseLesson.lesson)
        .where(
            ReleaseLesson.release == release,
            ReleaseLesson.module == module,
            ReleaseLesson.lesson.not_in([part.slug for part in found.lessons] if found else []),
        )
        .order_by(ReleaseLesson.position)
    )
    hidden = (lesson(release, module, slug) for slug in db.session.scalars(query))
    return next((part for part in hidden if part and part.kind is LessonKind.REFRESHER), None)


@lru_cache(maxsize=1024)
def lesson(release: str, module: str, slug: str) -> Lesson | None:
    """One lesson of a release, rendered; None when that release has none of that name."""
    content = db.session.scalar(
        select(ReleaseLesson.content).where(
            ReleaseLesson.release == release,
            ReleaseLesson.module == module,
            ReleaseLesson.lesson == slug,
        )
    )
    return from_json(content, Lesson) if content is not None else None


@lru_cache(maxsize=4096)
def item_print(release: str, module: str, slug: str, key: str) -> str:
    """What tells one item from any other, also from one of the same key with other words or other
    options.

    SHA-256 in hex of all that it holds, so it is the same in every release in which the item did
    not change.
    """
    found = lesson(release, module, slug)
    item = found.item(key) if found else None
    return hashlib.sha256(to_json(item).encode()).hexdigest() if item is not None else ""
