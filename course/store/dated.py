"""What holds on a day. Every table with `starts_on` and `ends_on` is asked here, and nowhere else.

Whether `ends_on` is itself still a day on which it holds is a fact of the table: its
`last_day_counts`.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, SQLColumnExpression

from course.models import DutyReason, Membership, RoleGrant

# A day, a parameter that is bound when the statement is executed, or a column of days.
Day = date | BindParameter[Any] | SQLColumnExpression[Any]
Dated = type[Membership] | type[RoleGrant] | type[DutyReason]


def holds_on(table: Dated, day: Day) -> ColumnElement[bool]:
    """Whether a dated row holds on a day: it has begun, and it is not over."""
    return (table.starts_on <= day) & lasts_to(table, day)


def lasts_to(table: Dated, day: Day) -> ColumnElement[bool]:
    """Whether a dated row is not over on a day, whether it has begun by then or not."""
    if table.last_day_counts:
        return table.ends_on.is_(None) | (table.ends_on >= day)
    return table.ends_on.is_(None) | (table.ends_on > day)
