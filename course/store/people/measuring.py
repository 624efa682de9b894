"""Whether a school measures what its people gain: since when, and by whose decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from course.domain.people.audited import Audited
from course.models import Person, SchoolMeasuring, db
from course.store import audit, dated, rows
from course.store.audit import AuditNote
from course.store.dated import DeedMoment, holds_on


@dataclass(frozen=True)
class MeasuringRow:
    """A setting as it holds or held."""

    is_on: bool
    starts_on: date
    ends_on: date | None
    made_by: str | None


def is_on(school_id: int, today: date) -> bool:
    """Whether a school measures today; not when it never said anything."""
    held = select(SchoolMeasuring.is_on).where(
        SchoolMeasuring.school_id == school_id, holds_on(SchoolMeasuring, today)
    )
    return db.session.scalar(held) or False


def history(school_id: int) -> list[MeasuringRow]:
    """Every setting that held, the last one first."""
    found = db.session.execute(
        select(
            SchoolMeasuring.is_on,
            SchoolMeasuring.starts_on,
            SchoolMeasuring.ends_on,
            Person.name.label("made_by"),
        )
        .outerjoin(Person, Person.id == SchoolMeasuring.made_by)
        .where(SchoolMeasuring.school_id == school_id, SchoolMeasuring.replaced_at.is_(None))
        .order_by(SchoolMeasuring.starts_on.desc(), SchoolMeasuring.id.desc())
    )
    return rows.read(MeasuringRow, found)


def put(school_id: int, *, on: bool, moment: DeedMoment) -> None:
    """From today on a school measures, or does not."""
    values = {"is_on": on, "made_by": moment.by}
    holding = select(SchoolMeasuring.id).where(
        SchoolMeasuring.school_id == school_id, holds_on(SchoolMeasuring, moment.today)
    )
    there = db.session.scalar(holding)
    if there is None:
        dated.begin(SchoolMeasuring, [{"school_id": school_id, **values}], moment)
    else:
        dated.change(SchoolMeasuring, {there: values}, moment)
    detail = {"to": "on" if on else "off"}
    audit.note([AuditNote(Audited.MEASURING_CHANGED, school_id=school_id, detail=detail)], moment)
