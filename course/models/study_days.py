"""Study days: one question on a big screen, votes that lead back to nobody, and who was there."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from course.models.base import Base, Hash, LongText, RowId, Slug, Token, new_token


class StudyDay(Base):
    """One question that a trainer opened for a school, on one day.

    The code is short and counts on that day only. A next question for the same group has the same
    code and the next number, and a key of its own. The table, and the columns that point to it,
    keep the name they were made with: while a new release starts, an older one still reads them.
    """

    __tablename__ = "study_session"
    __table_args__ = (
        Index(None, "day", "code", "number", unique=True),
        Index(None, "school_id", "day"),
        CheckConstraint("phase <> 'closed' OR vote_key IS NULL", name="closed_without_key"),
    )

    id: Mapped[RowId]
    ref: Mapped[Token] = mapped_column(unique=True, default=new_token)
    code: Mapped[str] = mapped_column(String(8))
    number: Mapped[int] = mapped_column(default=1, server_default="1")
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    release: Mapped[Hash] = mapped_column(ForeignKey("release.hash"))
    module: Mapped[Slug]
    lesson: Mapped[Slug]
    item: Mapped[Slug]
    day: Mapped[date]
    phase: Mapped[str] = mapped_column(String(8))
    # makes the voters' pseudonyms; thrown away when the study day closes
    vote_key: Mapped[Token | None]
    opened_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    # drawn with the form: a double click is one study day
    submission: Mapped[Token] = mapped_column(unique=True)


class StudyVote(Base):
    """One vote in one round. `voter` is a keyed pseudonym, another in each round: once each, and
    nobody knows who.

    No number, no time, and on SQLite no hidden row number either: the order of the rows would tell
    who voted when.
    """

    # the name and the shape are SQLAlchemy's
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012

    session_id: Mapped[int] = mapped_column(ForeignKey("study_session.id"), primary_key=True)
    round: Mapped[str] = mapped_column(String(8), primary_key=True)
    voter: Mapped[Hash] = mapped_column(primary_key=True)
    # option keys with a space between: text, so that both databases can count by it
    choice: Mapped[LongText]


class StudyPresence(Base):
    """Somebody was there, on a day; apart from any vote. They sign it off themselves, once."""

    __table_args__ = (
        Index(None, "session_id", "person_id", unique=True),
        Index(None, "person_id", "day"),
    )

    id: Mapped[RowId]
    session_id: Mapped[int] = mapped_column(ForeignKey("study_session.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    day: Mapped[date]
    signed_off_at: Mapped[datetime | None]
    # whose lesson it completed
    enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("enrolment.id"), index=True)
