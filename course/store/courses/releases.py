"""Keep a course as a release, say which release is current, and fetch lessons of one.

`publishing.py` makes one current. Releases never change, so what was read once stays in memory.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from course.content.outline import CourseOutline, outline_of
from course.content.types import Course, Lesson, LessonKind
from course.content.versioning import content_hash, from_json, to_json
from course.kinds.item import Item
from course.models import Publication, Release, ReleaseLesson, db
from course.store import rows
from course.text.html import RENDERER

ItemT = TypeVar("ItemT", bound=Item)
CourseSlug = str | ColumnElement[str] | InstrumentedAttribute[str]


@dataclass(frozen=True)
class Published:
    """A course that can be taken, by its newest release."""

    slug: str
    title: str
    release: str
    since: datetime  # of its first release


def keep(course: Course, now: datetime) -> str:
    """Keep this state of a course as a release. Returns its hash."""
    release = content_hash(course)
    if db.session.get(Release, release) is not None:
        return release
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
    for module in course.modules:
        db.session.add_all(
            ReleaseLesson(
                release=release,
                module=module.slug,
                lesson=lesson.slug,
                position=position,
                content=to_json(lesson),
            )
            for position, lesson in enumerate(module.lessons)
        )
    db.session.flush()
    return release


def hold() -> None:
    """Nothing is published until this transaction ends. For who pins enrolments to what is current,
    or derives progress by it, and before they lock any of those.
    """
    kept = select(Publication.id).order_by(Publication.id)
    db.session.execute(kept.with_for_update(read=True)).all()


def hold_to_publish(course: str) -> None:
    """Nobody is enrolled in this course until this transaction ends."""
    kept = select(Publication.id).where(Publication.course == course).order_by(Publication.id)
    db.session.execute(kept.with_for_update()).all()


def current_for(course: CourseSlug) -> ScalarSelect[str]:
    """The hash of the release of a course that was published last, or of the course in a column, as
    a column; NULL when it was never published.
    """
    one = aliased(Publication)
    return (
        select(one.release)
        .where(one.course == course)
        .order_by(one.published_at.desc(), one.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def current(course: str) -> str | None:
    """The hash of the current release of a course, or None when it was never published."""
    return db.session.scalar(select(current_for(course)))


def published() -> list[Published]:
    """The newest release of every published course, by title."""
    found = rows.read(Published, db.session.execute(_published_statement()))
    return sorted(found, key=lambda one: (one.title, one.slug))


@cache
def _published_statement() -> Select[*tuple[Any, ...]]:
    """Built once: nearly every page asks it."""
    one = aliased(Release)
    since = select(func.min(one.published_at)).where(one.course == Release.course)
    return select(
        Release.course.label("slug"),
        Release.title,
        Release.hash.label("release"),
        since.scalar_subquery().label("since"),
    ).where(Release.hash == current_for(Release.course))


def current_outlines() -> list[CourseOutline]:
    """The newest release of every published course, by title."""
    return [outline(one.release) for one in published()]


def newest_item(cls: type[ItemT]) -> tuple[str, ItemT] | None:
    """The first item of a class in the newest release that has one, with the hash of that
    release.
    """
    last_first = select(Publication.release).order_by(
        Publication.published_at.desc(), Publication.id.desc()
    )
    for release in db.session.scalars(last_first):
        item = _first_item(release, cls)
        if item is not None:
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
    shown = [] if found is None else [part.slug for part in found.lessons]
    hidden = db.session.scalars(
        select(ReleaseLesson.content)
        .where(
            ReleaseLesson.release == release,
            ReleaseLesson.module == module,
            ReleaseLesson.lesson.not_in(shown),
        )
        .order_by(ReleaseLesson.position)
    )
    lessons = (from_json(content, Lesson) for content in hidden)
    return next((one for one in lessons if one.kind is LessonKind.REFRESHER), None)


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
    if content is None:
        return None
    return from_json(content, Lesson)


@lru_cache(maxsize=4096)
def item_print(release: str, module: str, slug: str, key: str) -> str:
    """What tells one item from any other, also from one of the same key with other words or other
    options.

    SHA-256 in hex of all that it holds, so it is the same in every release in which the item did
    not change. Empty for one that is not there.
    """
    found = lesson(release, module, slug)
    if found is None:
        return ""
    item = found.item(key)
    if item is None:
        return ""
    return hashlib.sha256(to_json(item).encode()).hexdigest()


def _first_item(release: str, cls: type[ItemT]) -> ItemT | None:
    for module in outline(release).modules:
        for part in module.lessons:
            kinds = {item.kind for item in part.items}
            if cls.kind in kinds:
                content = lesson(release, module.slug, part.slug)
                assert content is not None, "an outline names lessons that are there"
                return next(item for item in content.items if isinstance(item, cls))
    return None
