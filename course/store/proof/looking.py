"""Who looked at whose record: one row for a viewer, a person and a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete, select

from course.models import Person, RecordLook, School, db
from course.models.base import insert_new_row
from course.store import rows
from course.store.people.belonging import same_person

KEPT = timedelta(days=3 * 365)  # as long as what was done is


@dataclass(frozen=True)
class Looked:
    """Somebody who looked, for which school, on a day."""

    name: str
    school: str | None
    day: date


@dataclass(frozen=True)
class Look:
    """Somebody looks at the record of a person, for a school or for the whole account."""

    viewer_id: int
    person_id: int
    school_id: int | None
    day: date


def person_looked_at(viewer_id: int, ref: str, today: date) -> int | None:
    """Whose record it is; None when it is one's own, or when today's look was written already."""
    known = select(RecordLook.id).where(
        RecordLook.person_id == Person.id,
        RecordLook.viewer_id == viewer_id,
        RecordLook.day == today,
    )
    query = select(Person.id).where(Person.ref == ref, Person.id != viewer_id, ~known.exists())
    return db.session.scalar(query)


def write(look: Look) -> None:
    """The first look of a day; a second says nothing more."""
    row = {
        "viewer_id": look.viewer_id,
        "person_id": look.person_id,
        "school_id": look.school_id,
        "day": look.day,
    }
    db.session.execute(insert_new_row(RecordLook), row)


def at(person_id: int) -> list[Looked]:
    """Who looked at the record of somebody, the last one first."""
    found = db.session.execute(
        select(Person.name, School.name.label("school"), RecordLook.day)
        .join(Person, Person.id == RecordLook.viewer_id)
        .outerjoin(School, School.id == RecordLook.school_id)
        .where(same_person(RecordLook.person_id, person_id))
        .order_by(RecordLook.day.desc(), RecordLook.id.desc())
    )
    return rows.read(Looked, found)


def forget(today: date) -> None:
    """What was longer ago than we keep it."""
    db.session.execute(delete(RecordLook).where(RecordLook.day < today - KEPT))
