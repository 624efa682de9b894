"""When there is no school: what a school says itself, and years of holidays from a newer file."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from course.models.base import Base, Name, RowId, Token


class OwnDays(Base):
    """Days on which a school is closed itself, or open although its region is not.

    They are taken back, never changed: a correction is a later row.
    """

    __table_args__ = (
        CheckConstraint("last_on >= first_on", name="days_in_order"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name="withdrawn_by_who"),
        Index(None, "school_id", "last_on"),
    )

    id: Mapped[RowId]
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    kind: Mapped[str] = mapped_column(String(8))  # as `OwnKind` names them
    name: Mapped[Name]
    first_on: Mapped[date]
    last_on: Mapped[date]
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    # drawn with the form: a double click is one row
    submission: Mapped[Token] = mapped_column(unique=True)
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None]


class PublishedYear(Base):
    """One school year of holidays from a file that somebody brought in.

    The latest row of a year counts.
    """

    __table_args__ = (Index(None, "name", "id"),)

    id: Mapped[RowId]
    name: Mapped[str] = mapped_column(String(9))  # 2029-2030
    first_on: Mapped[date]
    holidays: Mapped[dict[str, Any]]  # by region: name, first and last day of each
    source: Mapped[Name]
    seen_on: Mapped[date]
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
