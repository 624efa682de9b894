"""What the facts mean, kept for speed: `flask projections rebuild` derives it anew.

A completion is a fact and stays. What a row said at the end of an earlier day stays too, in a row
of its own, so that a report as of that day never changes.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from course.models.base import Base, RowId, Slug


class LessonCompletion(Base):
    """A lesson done, for good. `completed_on` is the day in Amsterdam, for reports as of a day."""

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    module: Mapped[Slug] = mapped_column(primary_key=True)
    lesson: Mapped[Slug] = mapped_column(primary_key=True)
    # counts for completing the course; extra lessons do not
    required: Mapped[bool] = mapped_column(default=True)
    completed_at: Mapped[datetime]
    completed_on: Mapped[date]


class ModuleProgress(Base):
    """How far one module is: required lessons done out of all required lessons."""

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    module: Mapped[Slug] = mapped_column(primary_key=True)
    done: Mapped[int]
    total: Mapped[int]
    completed_at: Mapped[datetime | None]  # set once, never cleared
    completed_on: Mapped[date | None]
    recorded_at: Mapped[datetime]  # since when it says so


class PastModuleProgress(Base):
    """What `ModuleProgress` said at the end of one or more days, until it said something else."""

    __table_args__ = (Index(None, "enrolment_id", "module", "replaced_at", unique=True),)

    id: Mapped[RowId]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    module: Mapped[Slug]
    done: Mapped[int]
    total: Mapped[int]
    completed_on: Mapped[date | None]
    recorded_at: Mapped[datetime]
    replaced_at: Mapped[datetime]


class Progress(Base):
    """How far one enrolment is. `completed_at` is set once and never cleared by software."""

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    done: Mapped[int]
    total: Mapped[int]
    # every lesson done, as module/lesson: all that a lesson page needs to know
    lessons: Mapped[list[str]]
    # modules with the short route, by the entry test
    short: Mapped[list[str]] = mapped_column(default=list)
    started_on: Mapped[date]
    completed_at: Mapped[datetime | None]
    completed_on: Mapped[date | None]
    # the last day of a completion; None while there is none, and for one that is valid for ever
    valid_until: Mapped[date | None]
    recorded_at: Mapped[datetime]  # since when it says so


class PastProgress(Base):
    """What `Progress` said at the end of one or more days, until it said something else."""

    __table_args__ = (Index(None, "enrolment_id", "replaced_at", unique=True),)

    id: Mapped[RowId]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    done: Mapped[int]
    total: Mapped[int]
    started_on: Mapped[date]
    completed_on: Mapped[date | None]
    valid_until: Mapped[date | None]
    recorded_at: Mapped[datetime]
    replaced_at: Mapped[datetime]


class SchoolSummary(Base):
    """How many people of a school were in each state with a course at the end of a day. The worker
    counts it at night, for pages that show more schools than can be counted while somebody waits.
    """

    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), primary_key=True)
    course: Mapped[Slug] = mapped_column(primary_key=True)
    day: Mapped[date]
    overdue: Mapped[int]
    not_started: Mapped[int]
    busy: Mapped[int]
    done: Mapped[int]
    paused: Mapped[int]
    exempt: Mapped[int]
    without_duty: Mapped[int]
    counted_at: Mapped[datetime]
