"""The open list of Dutch schools as somebody brought it in, and the codes of our own schools."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from course.models.base import Base, Name, RowId
from course.models.dated import DatedTwice, in_order, one_at_a_time


class ListedSchool(Base):
    """A location of the open list. A newer list of the same kind of school replaces it."""

    id: Mapped[RowId]
    location: Mapped[str] = mapped_column(String(8), unique=True)  # BRIN and two figures
    brin: Mapped[str] = mapped_column(String(8), index=True)
    name: Mapped[Name]
    place: Mapped[Name]
    province: Mapped[Name]
    sector: Mapped[str] = mapped_column(String(8), index=True)
    board: Mapped[str] = mapped_column(String(8))  # the number of its board; may be empty
    provider: Mapped[str] = mapped_column(String(8))  # RIO's key; empty: nobody said so
    searched: Mapped[Name]  # code, name and place, without capitals and accents


class ListedBoard(Base):
    """The name of a board in the open list, by its number."""

    id: Mapped[RowId]
    number: Mapped[str] = mapped_column(String(8), unique=True)
    name: Mapped[Name]


class SchoolCode(DatedTwice, Base):
    """A code by which others know a school: BRIN, code of its location, OnderwijsaanbiederId."""

    __table_args__ = (
        *in_order(),
        one_at_a_time("uq_school_code_now", "school_id", "system"),
        Index(None, "system", "code"),
    )

    id: Mapped[RowId]
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    system: Mapped[str] = mapped_column(String(16))  # as `CodeSystem` names them
    code: Mapped[str] = mapped_column(String(16))
