"""Schools: the one somebody works at, and what it filled in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import ColumnElement, bindparam, delete, func, select, update

from course.models import Membership, School, SchoolValue, db
from course.models.base import upsert
from course.store.dated import holds_on

# The words of a school, for a parameter `school`; other statements may embed it.
WORDS = select(SchoolValue.key, SchoolValue.text).where(
    SchoolValue.school_id == bindparam("school")
)


def values_of(school_id: int | None) -> dict[str, str]:
    """What a school filled in, by variable; nothing for who works nowhere.

    What it left empty is not in it: `fill_in` takes such a row away.
    """
    if school_id is None:
        return {}
    return dict(db.session.execute(WORDS, {"school": school_id}).all())


def schools_of(person_id: int, on: date, limit: int, offset: int = 0) -> list[School]:
    """The schools where somebody works on a day, the longest first."""
    longest = func.min(Membership.starts_on), func.min(Membership.id)
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


def fill_in(school_id: int, values: Mapping[str, str]) -> None:
    """Keep what a school filled in; an empty text takes its row away."""
    empty = [key for key, text in values.items() if not text.strip()]
    db.session.execute(
        delete(SchoolValue).where(SchoolValue.school_id == school_id, SchoolValue.key.in_(empty))
    )
    for key, text in values.items():
        if text.strip():
            row = {"school_id": school_id, "key": key, "text": text}
            db.session.execute(upsert(SchoolValue, row, key=["school_id", "key"], update=["text"]))


def _works(person_id: int, on: date) -> tuple[ColumnElement[bool], ...]:
    return Membership.person_id == person_id, holds_on(Membership, on)
