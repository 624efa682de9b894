"""Who did what about whom: the rows that are only ever added, and that say no more than codes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from course.models.base import Base, RowId, Slug, Token


class AuditEntry(Base):
    """One thing that was done, about one person or about none. Never updated, never deleted.

    `actor_id` empty: a command on the server. `school_id` and `board_id` say where; both empty: the
    account as a whole, or everywhere. `deed` is the same for all rows of one press, so that a deed
    for forty people is undone as one. `detail` holds codes, days and counts: no names, no
    addresses, no answers, no secrets.
    """

    __table_args__ = (
        Index(None, "person_id"),
        Index(None, "actor_id"),
        Index(None, "school_id"),
        Index(None, "deed"),
        Index(None, "undoes"),
    )

    id: Mapped[RowId]
    at: Mapped[datetime]
    deed: Mapped[Token]
    action: Mapped[Slug]  # a code of `domain.people.audited`
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"))
    board_id: Mapped[int | None] = mapped_column(ForeignKey("board.id"))
    detail: Mapped[dict[str, Any]]
    undoes: Mapped[Token | None]  # the deed that this one takes back
