"""Releases: a course at one content hash, and which was published when. Rows never change."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
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


class Publication(Base):
    """A release became the text of its course, and what its author said of it then.

    The last one is current. An earlier text that is published again has one more.
    """

    __table_args__ = (Index(None, "course", "published_at"), Index(None, "release"))

    id: Mapped[RowId]
    course: Mapped[Slug]
    release: Mapped[Hash] = mapped_column(ForeignKey("release.hash"))
    change: Mapped[str] = mapped_column(String(8))  # a code of `domain.courses.publishing`
    meant: Mapped[list[str]]  # the places of which the meaning changed
    # by when who is done must have renewed; only with a new duty
    renew_by: Mapped[date | None]
    # None: a command on the server
    published_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    published_at: Mapped[datetime]
