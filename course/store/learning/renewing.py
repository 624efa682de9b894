"""A completion ends, and the course is done again: a cycle of its own beside the old one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from course.clock import day_of
from course.domain.duties.renewal import may_renew
from course.domain.learning.projection import Terms
from course.models import Enrolment, Progress, Publication, Release, db
from course.models.base import insert_new
from course.store import rows
from course.store.courses import releases


@dataclass(frozen=True)
class LastCycle:
    """The cycle that somebody is in, and how it ended."""

    enrolment_id: int
    cycle: int
    release: str
    completed_on: date | None
    valid_until: date | None


def terms(enrolments: Sequence[int]) -> dict[int, Terms]:
    """What the end of each of these completions depends on."""
    own, asked = aliased(Release), aliased(Release)
    asked_by = (
        select(func.min(Publication.renew_by))
        .join(asked, asked.hash == Publication.release)
        .where(Publication.course == Enrolment.course, asked.edition > own.edition)
        .correlate(Enrolment, own)
        .scalar_subquery()
    )
    found = db.session.execute(
        select(Enrolment.id, Enrolment.renews, asked_by.label("asked_by"))
        .join(own, own.hash == Enrolment.release)
        .where(Enrolment.id.in_(enrolments))
    )
    return {row.id: Terms(row.renews, row.asked_by) for row in found}


def done_before(course: str, release: str) -> list[int]:
    """Everybody who did this course in an earlier edition than that of a release."""
    own = aliased(Release)
    edition = select(Release.edition).where(Release.hash == release).scalar_subquery()
    query = (
        select(Enrolment.id)
        .join(own, own.hash == Enrolment.release)
        .join(Progress, Progress.enrolment_id == Enrolment.id)
        .where(Enrolment.course == course, own.edition < edition)
        .where(Progress.completed_at.is_not(None))
    )
    return list(db.session.scalars(query.order_by(Enrolment.id)))


def renew(person_id: int, course: str, now: datetime) -> bool:
    """Begin the course again, in its current text, beside what was done.

    False when there is nothing to renew yet. Who began already goes on.
    """
    last, release = _last(person_id, course), releases.current(course)
    if last is None or release is None:
        return False
    if last.completed_on is None:
        return last.cycle > 1
    months = releases.outline(release).valid_months
    if not may_renew(last.valid_until, months, day_of(now), newer=is_newer(last.release, release)):
        return False
    row = {
        "person_id": person_id,
        "course": course,
        "cycle": last.cycle + 1,
        "release": release,
        "enrolled_at": now,
        "renews": last.valid_until,
    }
    db.session.execute(insert_new(Enrolment, [row]))
    return True


def is_newer(own: str, current: str) -> bool:
    """Whether the current text is of a later edition than somebody's own."""
    return releases.outline(current).edition > releases.outline(own).edition


def _last(person_id: int, course: str) -> LastCycle | None:
    found = db.session.execute(
        select(
            Enrolment.id.label("enrolment_id"),
            Enrolment.cycle,
            Enrolment.release,
            Progress.completed_on,
            Progress.valid_until,
        )
        .outerjoin(Progress, Progress.enrolment_id == Enrolment.id)
        .where(Enrolment.person_id == person_id, Enrolment.course == course)
        .order_by(Enrolment.cycle.desc())
        .limit(1)
    )
    return rows.first(LastCycle, found)
