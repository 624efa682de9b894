"""What people ask the trainers of their school, and what they say is wrong in a lesson."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from course.models.base import Base, LongText, Name, RowId, Token, new_token


class TrainerQuestion(Base):
    """A question, or a report about a lesson, to the trainers of one school. Closed once."""

    __table_args__ = (
        CheckConstraint("(closed_at IS NULL) = (closed_by IS NULL)", name="closed_by_who"),
        Index(None, "school_id", "closed_at"),
        Index(None, "person_id"),
    )

    id: Mapped[RowId]
    ref: Mapped[Token] = mapped_column(unique=True, default=new_token)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    kind: Mapped[str] = mapped_column(String(8))  # as `QuestionKind` names them
    about: Mapped[Name]  # the path of the page where it came up; empty: none
    text: Mapped[LongText]
    made_at: Mapped[datetime]
    # drawn with the form: a double click is one question
    submission: Mapped[Token] = mapped_column(unique=True)
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class SeenReport(Base):
    """Somebody opened a report from their list of first steps."""

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    seen_at: Mapped[datetime]
