"""Schools: the one somebody works at, and what it filled in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import bindparam, delete, select, update

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
    """The school whose words somebody reads on a day: where they work longest.

    None when they work nowhere.
    """
    return next(iter(schools_of(person_id, on)), None)


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
