"""What holds on a day, what was known of it at an instant, and how that changes.

Every table that is dated twice (`models/dated.py`) is asked and written here, and nowhere else. A
change closes what was known and adds rows, so that what was known at the end of an earlier day
stays what it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    SQLColumnExpression,
    case,
    literal,
    select,
    update,
)

from course.clock import day_of
from course.models import (
    BoardDetails,
    BoardValue,
    DutyReason,
    DutyRelief,
    Membership,
    NormRow,
    PersonDetails,
    RoleGrant,
    SchoolCode,
    SchoolDetails,
    SchoolMeasuring,
    SchoolSight,
    SchoolValue,
    TeamDetails,
    db,
)
from course.models.base import UtcDateTime, insert_many, new_token

# A day or an instant, a parameter that is bound when the statement is executed, or a column.
Day = date | BindParameter[Any] | SQLColumnExpression[Any]
Instant = datetime | BindParameter[Any] | SQLColumnExpression[Any]
Dated = (
    type[Membership]
    | type[RoleGrant]
    | type[DutyReason]
    | type[DutyRelief]
    | type[SchoolValue]
    | type[SchoolSight]
    | type[SchoolMeasuring]
    | type[BoardValue]
    | type[SchoolCode]
    | type[PersonDetails]
    | type[BoardDetails]
    | type[SchoolDetails]
    | type[TeamDetails]
    | type[NormRow]
)
Row = Mapping[str, Any]
AT = UtcDateTime()
BATCH = 500  # values in one statement
ItemT = TypeVar("ItemT")


@dataclass(frozen=True)
class DeedMoment:
    """The instant at which something is written down, and with it the first day on which it
    holds.

    `by`: the id of who does it; None for a command on the server. `deed`: what all rows of one
    press share in the audit trail, and `undoes` the deed that it takes back.
    """

    now: datetime
    by: int | None = None
    deed: str = field(default_factory=new_token, compare=False)
    undoes: str | None = None

    @property
    def today(self) -> date:
        """Its calendar day in Amsterdam."""
        return day_of(self.now)

    @property
    def yesterday(self) -> date:
        """The last day on which what ends now held."""
        return self.today - timedelta(days=1)


def holds_on(table: Dated, day: Day, until: Instant | None = None) -> ColumnElement[bool]:
    """Whether a dated row holds on a day, as we know it now: it has begun, and it is not over.

    `until`: as it was known right before that instant. A report gives the end of its day.
    """
    return (table.starts_on <= day) & lasts_to(table, day, until)


def lasts_to(table: Dated, day: Day, until: Instant | None = None) -> ColumnElement[bool]:
    """Whether a dated row is not over on a day, whether it has begun by then or not."""
    return known(table, until) & not_over(table, day)


def not_over(table: Dated, day: Day) -> ColumnElement[bool]:
    """Whether a row, known now or once, says of itself that it is not over on a day."""
    return table.ends_on.is_(None) | (table.ends_on >= day)


def known(table: Dated, until: Instant | None = None) -> ColumnElement[bool]:
    """Whether a row is what we know now, or knew right before an instant."""
    if until is None:
        return table.replaced_at.is_(None)
    return (table.recorded_at < until) & (
        table.replaced_at.is_(None) | (table.replaced_at >= until)
    )


def begin(table: Dated, rows: Iterable[Row], moment: DeedMoment) -> None:
    """These hold from today on, without an end unless they have one."""
    _add(table, ({"ends_on": None, **row, "starts_on": moment.today} for row in rows), moment)


def change(table: Dated, values: Mapping[int, Row], moment: DeedMoment) -> None:
    """From today on these rows, by id, hold with other values, until the day they would have.

    Yesterday stays as it was. What is so already stays untouched.
    """
    before = _close(table, values, moment)
    after = [{**row, **values[row["id"]], "starts_on": moment.today} for row in before]
    _add(table, [*_until_yesterday(before, moment), *after], moment)


def change_from(table: Dated, values: Mapping[int, Row], day: date, moment: DeedMoment) -> None:
    """From a day on these rows, by id, hold with other values; the day before that as they were.

    The day may be past: what was known about it then stays what was known. Or still to come.
    """
    before = _close(table, values, moment)
    after = [
        {**row, **values[row["id"]], "starts_on": max(row["starts_on"], day)} for row in before
    ]
    last = day - timedelta(days=1)
    kept = [{**row, "ends_on": last} for row in before if row["starts_on"] < day]
    _add(table, [*kept, *after], moment)


def correct(table: Dated, values: Mapping[int, Row], moment: DeedMoment) -> None:
    """These rows, by id, hold with other values for as long as they did and will."""
    before = _close(table, values, moment)
    _add(table, ({**row, **values[row["id"]]} for row in before), moment)


def end(table: Dated, ids: Iterable[int], moment: DeedMoment) -> None:
    """These rows, by id, hold no longer today. What began today has never held."""
    before = _close(table, dict.fromkeys(ids, _ENDS), moment)
    _add(table, _until_yesterday(before, moment), moment)


def renew(
    table: Dated, there: Mapping[str, int], wanted: Mapping[str, Row | None], moment: DeedMoment
) -> None:
    """From today on these hold, by a key of theirs; None: nothing. `there`: by key, the id of what
    holds without an end. What is not named stays.
    """
    ended: list[int] = []
    changed: dict[int, Row] = {}
    new: list[Row] = []
    for key, row in wanted.items():
        if row is None and key in there:
            ended.append(there[key])
        elif row is not None and key in there:
            changed[there[key]] = row
        elif row is not None:
            new.append(row)
    end(table, ended, moment)
    change(table, changed, moment)
    begin(table, new, moment)


_ENDS: Row = {"ends_on": date.min}  # unlike any row, so that each is closed


def _until_yesterday(rows: Iterable[Row], moment: DeedMoment) -> list[Row]:
    begun = [row for row in rows if row["starts_on"] < moment.today]
    return [{**row, "ends_on": moment.yesterday} for row in begun]


def _close(table: Dated, values: Mapping[int, Row], moment: DeedMoment) -> list[Row]:
    """Close the rows that get other values; returns them as they were."""
    found: list[Row] = []
    for batch in batches(list(values)):
        query = select(table.__table__).where(table.id.in_(batch), known(table))
        found += map(dict, db.session.execute(query).mappings())
    changed = [row for row in found if _differs(row, values[row["id"]])]
    # a clock that was put back closes nothing before it was opened
    at = case((table.recorded_at > moment.now, table.recorded_at), else_=literal(moment.now, AT))
    for batch in batches([row["id"] for row in changed]):
        closing = update(table).where(table.id.in_(batch), known(table)).values(replaced_at=at)
        db.session.execute(closing.execution_options(synchronize_session=False))
    return changed


def _differs(row: Row, values: Row) -> bool:
    return any(row[name] != value for name, value in values.items())


def _add(table: Dated, rows: Iterable[Row], moment: DeedMoment) -> None:
    times = {"recorded_at": moment.now, "replaced_at": None}
    insert_many(table, ({**_without_id(row), **times} for row in rows))
    db.session.expire_all()


def _without_id(row: Row) -> dict[str, Any]:
    values = dict(row)
    values.pop("id", None)
    return values


def batches(items: Sequence[ItemT]) -> Iterable[Sequence[ItemT]]:
    """The same in parts that fit in one statement."""
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))
