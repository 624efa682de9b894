"""A completion ends, and the course is done again: a cycle of its own beside the old one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from course.clock import day_of
from course.domain.duties.renewal import may_renew
from course.domain.learning.again import asked_again
from course.domain.learning.progress import module_states, text_of_key
from course.models import Enrolment, Progress, Release, db
from course.models.base import insert_new
from course.store.courses import releases
from course.store.learning import history, reading
from course.store.learning.before import before
from course.store.learning.reading import Learning


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
    """Begin the course again, in its current text, beside what was done; it asks little.

    False when there is nothing to renew yet. Who began already goes on.
    """
    releases.hold()
    today = day_of(now)
    last, release = reading.learning(person_id, course, today), releases.current(course)
    if last is None or release is None:
        return False
    if last.completed_on is None:
        return last.cycle > 1
    months = releases.outline(release).valid_months
    if not may_renew(last.valid_until, months, today, newer=is_newer(last.release, release)):
        return False
    row = {
        "person_id": person_id,
        "course": course,
        "cycle": last.cycle + 1,
        "release": release,
        "enrolled_at": now,
        "renews": last.valid_until,
        "asked": _asked(person_id, last, release, now),
    }
    db.session.execute(insert_new(Enrolment, [row]))
    return True


def is_newer(own: str, current: str) -> bool:
    """Whether the current text is of a later edition than somebody's own."""
    return releases.outline(current).edition > releases.outline(own).edition


def _asked(person_id: int, last: Learning, release: str, now: datetime) -> list[str]:
    """The lessons of this renewal, as they are kept."""
    today = day_of(now)
    reader = history.reader_on(person_id, today)
    states = module_states(releases.outline(release), (), reader)
    known = before(person_id, last, release, reader, today)
    return [text_of_key(key) for key in asked_again(states, known)]
