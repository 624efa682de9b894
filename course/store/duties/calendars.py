"""The calendar of a school: the holidays of its region."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from course.domain.duties.calendars import Calendar, Region, calendar_of
from course.models import School, db


def of_school(school_id: int) -> Calendar:
    """What holds at one school. Of a region that nobody knows, a day off in any region is off."""
    return of_schools([school_id])[school_id]


def of_schools(ids: Sequence[int]) -> dict[int, Calendar]:
    """What holds at each of these schools, in one statement."""
    query = select(School.id, School.region).where(School.id.in_(ids))
    regions = {row.id: row.region for row in db.session.execute(query)}
    return {school_id: calendar_of(_regions(regions.get(school_id))) for school_id in ids}


def _regions(name: str | None) -> list[Region]:
    return [region for region in Region if region == name] or list(Region)
