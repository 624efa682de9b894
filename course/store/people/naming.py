"""What boards, schools and teams are called, now and then.

`Board`, `School` and `Team` say how it is now. What it was stands in their details, which are dated
twice, from the first time that it changed; without a row it never did.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select, update

from course import clock
from course.models import Board, BoardDetails, School, SchoolDetails, Team, TeamDetails, db
from course.store import dated
from course.store.dated import DeedMoment, holds_on

# what was never written down holds since before anything was
SINCE_EVER = DeedMoment(datetime(1900, 1, 1, tzinfo=UTC))
_DETAILS: dict[Any, tuple[Any, str]] = {
    Board: (BoardDetails, "board_id"),
    School: (SchoolDetails, "school_id"),
    Team: (TeamDetails, "team_id"),
}


def describe(table: Any, which: int, values: Mapping[str, Any], moment: DeedMoment) -> None:
    """A board, a school or a team is described so from today on. Yesterday stays as it was."""
    details, owner = _DETAILS[table]
    shared = {column.key for column in details.__table__.c} & {
        column.key for column in table.__table__.c
    }
    told = sorted(shared - {"id"})
    now = db.session.execute(
        select(*(getattr(table, name) for name in told)).where(table.id == which)
    ).mappings()
    before = {**now.one(), owner: which}
    query = select(details.id).where(getattr(details, owner) == which)
    if db.session.scalar(query) is None:
        dated.begin(details, [before], SINCE_EVER)
    holding = query.where(holds_on(details, moment.today))
    dated.change(details, dict.fromkeys(db.session.scalars(holding), values), moment)
    db.session.execute(update(table).where(table.id == which).values(**values))


def school_names_on(schools: Collection[int], day: date) -> dict[int, str]:
    """What these schools were called on a day, as it was known at its end, where that was ever
    another name.
    """
    found = db.session.execute(
        select(SchoolDetails.school_id, SchoolDetails.name).where(
            SchoolDetails.school_id.in_(schools),
            holds_on(SchoolDetails, day, clock.end_of_day(day)),
        )
    )
    return dict(found.all())
