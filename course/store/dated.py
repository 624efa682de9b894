"""What holds on a day, and how that changes.

Every table with `starts_on` and `ends_on` is asked and written here, and nowhere else.

Whether `ends_on` is itself still a day on which it holds is a fact of the table: its
`last_day_counts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    SQLColumnExpression,
    bindparam,
    delete,
    select,
    update,
)

from course.clock import day_of
from course.models import DutyReason, Membership, RoleGrant, db
from course.models.base import insert_many

# A day, a parameter that is bound when the statement is executed, or a column of days.
Day = date | BindParameter[Any] | SQLColumnExpression[Any]
Dated = type[Membership] | type[RoleGrant] | type[DutyReason]
Row = Mapping[str, Any]
BATCH = 500  # values in one statement
ItemT = TypeVar("ItemT")


@dataclass(frozen=True)
class DeedMoment:
    """The instant at which something is written down, and with it the first day on which it
    holds.
    """

    now: datetime

    @property
    def today(self) -> date:
        """Its calendar day in Amsterdam."""
        return day_of(self.now)

    @property
    def yesterday(self) -> date:
        """The last day on which what ends now held."""
        return self.today - timedelta(days=1)


def holds_on(table: Dated, day: Day) -> ColumnElement[bool]:
    """Whether a dated row holds on a day: it has begun, and it is not over."""
    return (table.starts_on <= day) & lasts_to(table, day)


def lasts_to(table: Dated, day: Day) -> ColumnElement[bool]:
    """Whether a dated row is not over on a day, whether it has begun by then or not."""
    if table.last_day_counts:
        return table.ends_on.is_(None) | (table.ends_on >= day)
    return table.ends_on.is_(None) | (table.ends_on > day)


def begin(table: Dated, rows: Iterable[Row], moment: DeedMoment) -> None:
    """These hold from today on, without an end."""
    insert_many(table, ({**row, "starts_on": moment.today, "ends_on": None} for row in rows))


def change(table: Dated, values: Mapping[int, Row], moment: DeedMoment) -> None:
    """From today on these rows, by id, hold with other values, until the day they would have.

    Yesterday stays as it was.
    """
    kept = {row["id"]: row for row in _rows(table, values)}
    begun = {one for one, row in kept.items() if row["starts_on"] < moment.today}
    from_today = {"starts_on": moment.today}
    _update(table, [{"id": one, **values[one], **from_today} for one in kept if one not in begun])
    _update(table, [{"id": one, "ends_on": moment.yesterday} for one in begun])
    insert_many(table, ({**_without_id(kept[one]), **values[one], **from_today} for one in begun))


def correct(table: Dated, values: Mapping[int, Row]) -> None:
    """These rows, by id, hold with other values for as long as they did and will."""
    _update(table, [{"id": one, **row} for one, row in values.items()])


def end(table: Dated, ids: Iterable[int], moment: DeedMoment) -> None:
    """These rows, by id, hold no longer today. What began today has never held."""
    kept = _rows(table, ids)
    never = [row["id"] for row in kept if row["starts_on"] >= moment.today]
    for batch in batches(never):
        db.session.execute(delete(table).where(table.id.in_(batch)))
    over = [row["id"] for row in kept if row["starts_on"] < moment.today]
    _update(table, [{"id": one, "ends_on": moment.yesterday} for one in over])


def _without_id(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "id"}


def _rows(table: Dated, ids: Iterable[int]) -> list[Row]:
    found: list[Row] = []
    for batch in batches(list(ids)):
        query = select(table.__table__).where(table.id.in_(batch))
        found.extend(dict(row) for row in db.session.execute(query).mappings())
    return found


def _update(table: Dated, rows: Sequence[Row]) -> None:
    """One UPDATE for many rows, by id. Every row has the same columns."""
    if not rows:
        return
    columns: dict[str, Any] = {name: bindparam(f"to_{name}") for name in rows[0] if name != "id"}
    own: Any = table.__table__
    statement = update(own).where(own.c.id == bindparam("its_id")).values(columns)
    values = [_named(row) for row in rows]
    db.connection().execute(statement, values)
    db.session.expire_all()


def _named(row: Row) -> dict[str, Any]:
    """The values of `_update`, under names that are not those of columns."""
    return {"its_id" if name == "id" else f"to_{name}": value for name, value in row.items()}


def batches(items: Sequence[ItemT]) -> Iterable[Sequence[ItemT]]:
    """The same in parts that fit in one statement."""
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))
