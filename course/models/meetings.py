"""Trainings on a day: what is planned, who said to come, and who was there."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from course.models.base import Base, Name, RowId, Slug, Token, new_token


class Meeting(Base):
    """A training that is given on one day, for the people of a school or of every school of a
    board. With `lesson`, who was there has done that lesson.

    What is planned may change until somebody was there; the code counts on that day only.
    """

    __table_args__ = (
        CheckConstraint("(school_id IS NULL) <> (board_id IS NULL)", name="one_place"),
        CheckConstraint("(lesson IS NULL) = (course IS NULL)", name="a_whole_lesson"),
        CheckConstraint("capacity > 0", name="room_for_one"),
        Index(None, "day", "code", unique=True),
        Index(None, "school_id", "day"),
        Index(None, "board_id", "day"),
    )

    id: Mapped[RowId]
    ref: Mapped[Token] = mapped_column(unique=True, default=new_token)
    code: Mapped[str] = mapped_column(String(8))
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"))
    board_id: Mapped[int | None] = mapped_column(ForeignKey("board.id"))
    course: Mapped[Slug | None]
    module: Mapped[Slug | None]
    lesson: Mapped[Slug | None]
    title: Mapped[Name]
    day: Mapped[date]
    begins: Mapped[str] = mapped_column(String(5))  # 13.30, on the clock of Amsterdam
    ends: Mapped[str] = mapped_column(String(5))
    place: Mapped[Name]
    capacity: Mapped[int]
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    # drawn with the form: a double click is one meeting
    submission: Mapped[Token] = mapped_column(unique=True)


class MeetingReply(Base):
    """Somebody said that they come, or that they do not; the last word counts. Who said so first
    has a place first.
    """

    __table_args__ = (Index(None, "meeting_id", "person_id"), Index(None, "person_id"))

    id: Mapped[RowId]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    comes: Mapped[bool]
    said_at: Mapped[datetime]


class MeetingPresence(Base):
    """Somebody was there: they had the code, or a trainer says so (`noted_by`).

    `items` of its lesson count as talked through in the enrolment, whose lesson is done with it.
    """

    __table_args__ = (
        Index(None, "meeting_id", "person_id", unique=True),
        Index(None, "person_id"),
    )

    id: Mapped[RowId]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    noted_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime]
    enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("enrolment.id"), index=True)
    items: Mapped[list[str]]
