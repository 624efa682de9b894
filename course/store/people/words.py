"""Schools: the one somebody works at, and what it filled in."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, bindparam, func, select, update

from course.models import Membership, School, SchoolValue, db
from course.store.dated import holds_on, known
from course.store.people.belonging import worked_since

# The words of a school now, for a parameter `school`; other statements may embed it.
_OF_SCHOOL = SchoolValue.school_id == bindparam("school")
WORDS = select(SchoolValue.key, SchoolValue.text).where(
    _OF_SCHOOL, SchoolValue.ends_on.is_(None), known(SchoolValue)
)
_WORDS_ON = select(SchoolValue.key).where(_OF_SCHOOL, holds_on(SchoolValue, bindparam("on")))


def values_of(school_id: int | None) -> dict[str, str]:
    """What a school filled in, by variable; nothing for who works nowhere.

    What it left empty is not in it: `fill_in` takes such a row away.
    """
    if school_id is None:
        return {}
    return dict(db.session.execute(WORDS, {"school": school_id}).all())


def filled_on(school_id: int, on: date) -> frozenset[str]:
    """Which words a school had filled in on a day."""
    return frozenset(db.session.scalars(_WORDS_ON, {"school": school_id, "on": on}))


def schools_of(person_id: int, on: date, limit: int, offset: int = 0) -> list[School]:
    """The schools where somebody works on a day, the longest first."""
    longest = func.min(worked_since()), func.min(Membership.id)
    query = select(School).join(Membership, Membership.school_id == School.id)
    query = query.where(*_works(person_id, on)).group_by(School.id).order_by(*longest)
    return list(db.session.scalars(query.limit(limit).offset(offset)))


def school_count(person_id: int, on: date) -> int:
    """At how many schools somebody works on a day."""
    query = select(func.count(Membership.school_id.distinct())).where(*_works(person_id, on))
    return db.session.scalar(query) or 0


def home_school(person_id: int, on: date) -> School | None:
    """The school whose words somebody reads on a day: where they work longest.

    None when they work nowhere.
    """
    return next(iter(schools_of(person_id, on, 1)), None)


def is_offered_entry_test(person_id: int, on: date) -> bool:
    """Whether one of the schools where somebody works on a day offers the entry test."""
    query = select(School.id).join(Membership, Membership.school_id == School.id)
    offered = query.where(*_works(person_id, on), School.entry_test).limit(1)
    return db.session.scalar(offered) is not None


def offers_entry_test(school_id: int) -> bool:
    """Whether the people of a school may take the entry test."""
    return db.session.scalar(select(School.entry_test).where(School.id == school_id)) or False


def offer_entry_test(school_id: int, *, offered: bool) -> None:
    """Keep what a school chose about the entry test."""
    db.session.execute(update(School).where(School.id == school_id).values(entry_test=offered))


def _works(person_id: int, on: date) -> tuple[ColumnElement[bool], ...]:
    return Membership.person_id == person_id, holds_on(Membership, on)
