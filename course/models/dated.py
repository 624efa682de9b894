"""Rows with two times: when something holds, and when we knew it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

HOLDS_NOW = text("ends_on IS NULL AND replaced_at IS NULL")


def _from_its_first_day(context: Any) -> datetime:
    """Who puts a row in without saying since when it is known: since the first day it holds."""
    begins: date = context.get_current_parameters()["starts_on"]
    return datetime.combine(begins, time(), UTC)


class DatedTwice:
    """Something holds from a day up to and including a day, and was known from an instant until
    another. `replaced_at` NULL: it is what we know now.

    A change closes what was known and adds rows; nothing else is ever updated or deleted, and a
    trigger on both databases says so. Only `store/dated.py` writes these tables.
    """

    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    recorded_at: Mapped[datetime] = mapped_column(default=_from_its_first_day)
    replaced_at: Mapped[datetime | None]


def in_order() -> tuple[CheckConstraint, CheckConstraint]:
    """Both periods end after they begin; for the arguments of a table that is dated twice."""
    return (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="days_in_order"),
        CheckConstraint(
            "replaced_at IS NULL OR replaced_at >= recorded_at", name="instants_in_order"
        ),
    )


def one_at_a_time(name: str, *columns: str) -> Index:
    """Of these columns together, one row holds now without an end. It also keeps "now" quick."""
    return Index(name, *columns, unique=True, sqlite_where=HOLDS_NOW, postgresql_where=HOLDS_NOW)
