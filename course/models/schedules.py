"""Lists that somebody wants every week or every month, and every time that it was so."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from course.models.base import Base, RowId, Token, new_token


class FileSchedule(Base):
    """A list of people that is made for somebody, with a mail once it waits for them. It ends once;
    a next one is another row.
    """

    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by_something"),
        Index(None, "ended_at", "id"),
    )

    id: Mapped[RowId]
    ref: Mapped[Token] = mapped_column(unique=True, default=new_token)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    every: Mapped[str] = mapped_column(String(8))  # an Every
    asked: Mapped[dict[str, Any]]  # the list, and the kind of file
    submission: Mapped[Token] = mapped_column(unique=True)  # drawn with the form
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None] = mapped_column(String(8))  # an EndedBy


class ScheduledMail(Base):
    """The ledger of those lists: one Monday of one of them, told or not and why not."""

    __table_args__ = (
        CheckConstraint("(outcome = 'sent') = (mail_key IS NOT NULL)", name="sent_with_a_mail"),
        Index(None, "schedule_id", "day", unique=True),
    )

    id: Mapped[RowId]
    schedule_id: Mapped[int] = mapped_column(ForeignKey("file_schedule.id"))
    day: Mapped[date]  # the Monday
    at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(String(12))  # sent, or why not
    mail_key: Mapped[str | None] = mapped_column(String(200))
