"""What people gain in a module: which school measures it, and what was asked before and after.

Nothing here decides about a completion. Of an answer only its points are kept.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from course.models.base import Base, Hash, LongText, RowId, Slug
from course.models.dated import DatedTwice, in_order, one_at_a_time


class SchoolMeasuring(DatedTwice, Base):
    """Whether a school measures what its people gain. No row means that it does not.

    `made_by` empty: it came with the installation.
    """

    __table_args__ = (*in_order(), one_at_a_time("uq_school_measuring_now", "school_id"))

    id: Mapped[RowId]
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    is_on: Mapped[bool]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Measurement(Base):
    """One person in one module: the questions before it and after it, drawn when they began.

    `first` is the form that is asked before; both have `size` questions. School and kind of work
    are those of that moment, so that a figure of before stays what it was. `forms` says which
    measurements have the same questions.
    """

    __table_args__ = (
        Index(None, "enrolment_id", "module", unique=True),
        Index(None, "school_id", "course", "module"),
        CheckConstraint("first IN ('a', 'b')", name="form_a_or_b"),
    )

    id: Mapped[RowId]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    course: Mapped[Slug]
    module: Mapped[Slug]
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    audience: Mapped[str] = mapped_column(String(16))
    release: Mapped[Hash] = mapped_column(ForeignKey("release.hash"))
    forms: Mapped[Hash]
    first: Mapped[str] = mapped_column(String(1))
    before: Mapped[list[str]]
    after: Mapped[list[str]]
    size: Mapped[int]
    drawn_at: Mapped[datetime]


class MeasurementAnswer(Base):
    """The points of one answer. Which answer it was is kept nowhere."""

    __table_args__ = (
        Index(None, "measurement_id", "part", "item", unique=True),
        CheckConstraint("earned BETWEEN 0 AND possible", name="points_in_range"),
    )

    id: Mapped[RowId]
    measurement_id: Mapped[int] = mapped_column(ForeignKey("measurement.id"))
    part: Mapped[str] = mapped_column(String(8))  # a Part
    item: Mapped[Slug]
    goal: Mapped[Slug]
    earned: Mapped[int]
    possible: Mapped[int]
    given_at: Mapped[datetime]


class MeasurementSkip(Base):
    """Somebody wants no measurement in a module, or no more of it."""

    __table_args__ = (Index(None, "enrolment_id", "module", unique=True),)

    id: Mapped[RowId]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    module: Mapped[Slug]
    skipped_at: Mapped[datetime]


class LaterMark(Base):
    """A later mark for an answer in a refresher or in a measurement whose question had a wrong key.
    The last one counts. Nothing to earn: the answer says nothing any more.
    """

    __table_args__ = (
        CheckConstraint("earned BETWEEN 0 AND possible", name="points_in_range"),
        CheckConstraint(
            "(refresher_answer_id IS NULL) <> (measurement_answer_id IS NULL)", name="of_one_answer"
        ),
        Index(None, "refresher_answer_id", "id"),
        Index(None, "measurement_answer_id", "id"),
    )

    id: Mapped[RowId]
    refresher_answer_id: Mapped[int | None] = mapped_column(ForeignKey("refresher_answer.id"))
    measurement_answer_id: Mapped[int | None] = mapped_column(ForeignKey("measurement_answer.id"))
    release: Mapped[Hash] = mapped_column(ForeignKey("release.hash"))  # whose key it was marked by
    earned: Mapped[int]
    possible: Mapped[int]
    reason: Mapped[LongText]  # empty for what went up by itself
    made_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
