"""What schools call things in their lists of people, and lists that wait for a yes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from course.models.base import Base, Name, RowId, Token


class ListWord(Base):
    """What a school's lists call something: a column, or a function that is a kind of work.

    `word` in its normal form; `meaning` a code, empty for a column that is not needed.
    """

    __table_args__ = (Index(None, "school_id", "kind", "word", unique=True),)

    id: Mapped[RowId]
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    kind: Mapped[str] = mapped_column(String(16))
    word: Mapped[Name]
    name: Mapped[Name]  # as it was written
    meaning: Mapped[str] = mapped_column(String(40))


class WaitingList(Base):
    """A list of people that somebody sent and did not yet say yes to. It goes after a day.

    What nobody may keep, such as birth dates, never comes here. `content`: its tables, packed.
    """

    __table_args__ = (Index(None, "created_at"),)

    id: Mapped[RowId]
    ref: Mapped[Token] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    created_at: Mapped[datetime]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    answers: Mapped[dict[str, Any]]
