"""Releases: a course at one content hash. Rows never change."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from course.models.base import Base, Hash, LongText, Name, RowId, Slug


class Release(Base):
    """One published state of a course.

    `outline` is the course without the text of its lessons, as canonical JSON.
    """

    __table_args__ = (Index(None, "course", "published_at"),)

    hash: Mapped[Hash] = mapped_column(primary_key=True)
    course: Mapped[Slug]
    title: Mapped[Name]
    edition: Mapped[int]
    renderer: Mapped[Slug]
    published_at: Mapped[datetime]
    outline: Mapped[LongText]


class ReleaseLesson(Base):
    """One lesson of a release, rendered and cleaned, as canonical JSON."""

    __table_args__ = (Index(None, "release", "module", "lesson", unique=True),)

    id: Mapped[RowId]
    release: Mapped[Hash] = mapped_column(ForeignKey("release.hash"))
    module: Mapped[Slug]
    lesson: Mapped[Slug]
    position: Mapped[int]
    content: Mapped[LongText]
