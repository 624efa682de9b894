"""The calendar of a school: the holidays of its region, and what it says itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, insert, select, update

from course.domain.duties.calendars import Calendar, Holiday, OwnKind, Region, calendar_of
from course.domain.duties.holiday_years import HolidayYear, shipped, together
from course.models import OwnDays, PublishedYear, School, db
from course.models.base import insert_new
from course.store import rows
from course.store.rows import ListPart
from course.store.submissions import require_same


@dataclass(frozen=True)
class NewOwnDays:
    """What a school says about days of its own."""

    school_id: int
    kind: OwnKind
    name: str
    first_on: date
    last_on: date
    submission: str


@dataclass(frozen=True)
class OwnDaysRow:
    """The same as it stands in a list."""

    id: int
    kind: str
    name: str
    first_on: date
    last_on: date


def of_school(school_id: int) -> Calendar:
    """What holds at one school. Of a region that nobody knows, a day off in any region is off."""
    return of_schools([school_id])[school_id]


def of_codes(codes: Collection[str]) -> list[Calendar]:
    """What holds at each of the schools of these codes."""
    ids = db.session.scalars(select(School.id).where(School.code.in_(codes)).order_by(School.id))
    return list(of_schools(ids.all()).values())


def of_schools(ids: Sequence[int]) -> dict[int, Calendar]:
    """What holds at each of these schools, in three statements."""
    query = select(School.id, School.region).where(School.id.in_(ids))
    regions = dict(db.session.execute(query).all())
    known, own = years(), _own(ids)
    found: dict[int, Calendar] = {}
    for school_id in ids:
        calendar = calendar_of(_regions(regions.get(school_id)), known)
        closed = own[school_id, OwnKind.CLOSED]
        opened = own[school_id, OwnKind.OPEN]
        found[school_id] = replace(calendar, own=tuple(closed), open=tuple(opened))
    return found


def region_at(school_id: int) -> Region | None:
    """The holiday region of a school; None when it is none of the three."""
    name = db.session.scalar(select(School.region).where(School.id == school_id))
    return next((region for region in Region if region == name), None)


def _regions(name: str | None) -> list[Region]:
    return [region for region in Region if region == name] or list(Region)


def _own(ids: Sequence[int]) -> dict[tuple[int, OwnKind], list[Holiday]]:
    """What each school says about its own days, by kind."""
    found: dict[tuple[int, OwnKind], list[Holiday]] = defaultdict(list)
    query = select(OwnDays).where(OwnDays.school_id.in_(ids), OwnDays.withdrawn_at.is_(None))
    for row in db.session.scalars(query.order_by(OwnDays.first_on, OwnDays.id)):
        found[row.school_id, OwnKind(row.kind)].append(Holiday(row.first_on, row.last_on, row.name))
    return found


def years() -> tuple[HolidayYear, ...]:
    """Every school year whose holidays are known, in order."""
    latest = select(func.max(PublishedYear.id)).group_by(PublishedYear.name)
    query = select(PublishedYear).where(PublishedYear.id.in_(latest)).order_by(PublishedYear.name)
    return together(shipped(), map(_year, db.session.scalars(query)))


def _year(row: PublishedYear) -> HolidayYear:
    return HolidayYear(row.name, row.first_on, _by_region(row.holidays), row.source, row.seen_on)


def _by_region(kept: dict[str, list[list[str]]]) -> dict[Region, tuple[Holiday, ...]]:
    return {Region(region): tuple(map(_holiday, days)) for region, days in kept.items()}


def _holiday(kept: Sequence[str]) -> Holiday:
    name, first, last = kept
    return Holiday(date.fromisoformat(first), date.fromisoformat(last), name)


def keep_years(found: Iterable[HolidayYear], made_by: int, now: datetime) -> None:
    """From now on these years are as a newer file says."""
    values = [_kept(year) | {"made_by": made_by, "made_at": now} for year in found]
    db.session.execute(insert(PublishedYear), values)


def _kept(year: HolidayYear) -> dict[str, Any]:
    holidays = {region.value: [*map(_in_json, year.of(region))] for region in Region}
    return {
        "name": year.name,
        "first_on": year.first,
        "holidays": holidays,
        "source": year.source,
        "seen_on": year.seen_on,
    }


def _in_json(holiday: Holiday) -> list[str]:
    return [holiday.name, holiday.first.isoformat(), holiday.last.isoformat()]


def own_days(school_id: int, since: date, *, limit: int, offset: int = 0) -> ListPart[OwnDaysRow]:
    """What a school says about days that are not over yet, the first first."""
    query = (
        select(OwnDays.id, OwnDays.kind, OwnDays.name, OwnDays.first_on, OwnDays.last_on)
        .add_columns(rows.ALL_ROWS)
        .where(OwnDays.school_id == school_id, OwnDays.withdrawn_at.is_(None))
        .where(OwnDays.last_on >= since)
        .order_by(OwnDays.first_on, OwnDays.id)
    )
    return rows.part(OwnDaysRow, db.session.execute(query.limit(limit).offset(offset)))


def say_days(draft: NewOwnDays, made_by: int, now: datetime) -> bool:
    """Write down what a school says. False when this submission was there before.

    Errors: OtherContentsError when it said something else the first time.
    """
    asked = {**vars(draft), "kind": draft.kind.value, "made_by": made_by}
    new = insert_new(OwnDays, [{**asked, "made_at": now}]).returning(OwnDays.id)
    if db.session.scalar(new) is not None:
        return True
    require_same(OwnDays, asked)
    return False


def withdraw_days(school_id: int, number: int, by: int, now: datetime) -> bool:
    """Take back what a school said. False when it is not of this school; twice is the same as
    once.
    """
    row = db.session.scalar(
        select(OwnDays.id).where(OwnDays.id == number, OwnDays.school_id == school_id)
    )
    if row is None:
        return False
    open_row = update(OwnDays).where(OwnDays.id == number, OwnDays.withdrawn_at.is_(None))
    db.session.execute(open_row.values(withdrawn_by=by, withdrawn_at=now))
    return True
