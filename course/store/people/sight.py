"""What managers of a school see of what people did: since when, and by whose decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from course.domain.people.audited import Audited
from course.domain.people.sight import LEAST, Consent, Sight
from course.models import Person, SchoolSight, db
from course.store import audit, dated, rows
from course.store.audit import AuditNote
from course.store.dated import DeedMoment, Instant, holds_on


@dataclass(frozen=True)
class SightRow:
    """A setting as it holds or held."""

    sight: Sight
    starts_on: date
    ends_on: date | None
    made_by: str | None
    consent_on: date | None
    consent_by: str


def now(school_id: int) -> Sight:
    """What holds now; the least when the school never said anything."""
    held = select(SchoolSight.level).where(
        SchoolSight.school_id == school_id,
        SchoolSight.ends_on.is_(None),
        SchoolSight.replaced_at.is_(None),
    )
    return _sight(db.session.scalar(held))


def on(school_id: int, day: date, until: Instant) -> Sight:
    """What held on a day, as it was known right before an instant."""
    held = select(SchoolSight.level).where(
        SchoolSight.school_id == school_id, holds_on(SchoolSight, day, until)
    )
    return _sight(db.session.scalar(held))


def history(school_id: int) -> list[SightRow]:
    """Every setting that held, the last one first."""
    found = db.session.execute(
        select(
            SchoolSight.level.label("sight"),
            SchoolSight.starts_on,
            SchoolSight.ends_on,
            Person.name.label("made_by"),
            SchoolSight.consent_on,
            SchoolSight.consent_by,
        )
        .outerjoin(Person, Person.id == SchoolSight.made_by)
        .where(SchoolSight.school_id == school_id, SchoolSight.replaced_at.is_(None))
        .order_by(SchoolSight.starts_on.desc(), SchoolSight.id.desc())
    )
    return rows.read(SightRow, found, sight=Sight)


def put(school_id: int, sight: Sight, consent: Consent | None, moment: DeedMoment) -> None:
    """From today on managers of a school see this much. `consent`: of who shows them more."""
    values = {
        "level": sight.value,
        "made_by": moment.by,
        "consent_on": consent.on if consent else None,
        "consent_by": consent.by if consent else "",
    }
    holding = select(SchoolSight.id).where(
        SchoolSight.school_id == school_id, holds_on(SchoolSight, moment.today)
    )
    there = db.session.scalar(holding)
    if there is None:
        dated.begin(SchoolSight, [{"school_id": school_id, **values}], moment)
    else:
        dated.change(SchoolSight, {there: values}, moment)
    detail = {"to": sight.value} | ({"consent": consent.on.isoformat()} if consent else {})
    audit.note([AuditNote(Audited.SIGHT_CHANGED, school_id=school_id, detail=detail)], moment)


def _sight(found: str | None) -> Sight:
    return Sight(found) if found else LEAST
