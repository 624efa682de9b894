"""Schools: the one somebody works at, and what it filled in."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from course.models import Membership, School, SchoolValue, db
from course.store.scope import holds_on


def values_of(school_id: int) -> dict[str, str]:
    """What a school filled in, by variable. What it left empty is not in it."""
    rows = db.session.execute(select(SchoolValue.key, SchoolValue.text).where(SchoolValue.school_id == school_id))
    return {key: text for key, text in rows if text.strip()}


def schools_of(person_id: int, on: date) -> list[School]:
    """The schools where somebody works on a day, the longest first."""
    return list(
        db.session.scalars(
            select(School)
            .join(Membership, Membership.school_id == School.id)
            .where(Membership.person_id == person_id, holds_on(Membership, on))
            .order_by(Membership.starts_on, Membership.id)
        ).unique()
    )


def home_school(person_id: int, on: date) -> School | None:
    """The school whose words somebody reads on a day: where they work longest. None when they work nowhere."""
    return next(iter(schools_of(person_id, on)), None)
