"""On which days no mail goes out to somebody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from sqlalchemy import select

from course.models import Membership, db
from course.store.dated import holds_on
from course.store.duties import calendars

_SATURDAY = 5  # weekday()


def days_off(person_id: int, about: Sequence[int], today: date) -> Callable[[date], bool]:
    """Whether a day is off at one of the schools where somebody works today; for who works nowhere,
    at each of the schools that it is about.
    """
    query = select(Membership.school_id).where(
        Membership.person_id == person_id, holds_on(Membership, today)
    )
    works = sorted(db.session.scalars(query))
    found = calendars.of_schools(works or about).values()
    of_them = any if works else all

    def is_off(day: date) -> bool:
        if not found:
            return day.weekday() >= _SATURDAY
        return of_them(calendar.is_quiet(day) for calendar in found)

    return is_off
