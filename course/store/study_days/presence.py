"""Who is there: come in with the code, find it back, sign off."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, bindparam, select

from course.domain.learning.projection import Evidence, judge
from course.domain.people.roles import Actor
from course.domain.study_days import Phase
from course.models import Membership, School, StudyDay, StudyPresence, db
from course.models.base import insert_new
from course.store import rows
from course.store.courses import releases
from course.store.dated import holds_on
from course.store.learning import reading, recording
from course.store.learning.places import LessonPlace
from course.store.people import words
from course.store.study_days.rows import COLUMNS, STUDY_DAYS, Attended, StudyDayRow

# What sixty phones ask every two seconds never changes, so it is built once.
_WORKS_AT = select(Membership.school_id).where(
    Membership.person_id == bindparam("person_id"),
    holds_on(Membership, bindparam("today")),
)
_ATTENDED: Select[Any] = (
    select(
        *COLUMNS,
        StudyPresence.id.label("presence_id"),
        StudyPresence.signed_off_at,
        StudyDay.school_id.in_(_WORKS_AT).label("may_vote"),
    )
    .join(School, School.id == StudyDay.school_id)
    .join(StudyPresence, StudyPresence.session_id == StudyDay.id)
    .where(StudyPresence.person_id == bindparam("person_id"))
    .order_by(StudyDay.day.desc(), StudyDay.id.desc())
)
_ATTENDED_ONE = _ATTENDED.where(StudyDay.ref == bindparam("ref"))


def find_by_code(person_id: int, code: str, today: date) -> StudyDayRow | None:
    """The study day with this code today, at a school where somebody works today: its newest
    question.

    Elsewhere is the same as nowhere.
    """
    query = STUDY_DAYS.where(
        StudyDay.day == today, StudyDay.code == code, StudyDay.school_id.in_(_WORKS_AT)
    ).order_by(StudyDay.number.desc())
    found = db.session.execute(query, {"person_id": person_id, "today": today})
    return rows.first(StudyDayRow, found, phase=Phase)


def enter(person_id: int, study_day: StudyDayRow) -> None:
    """Somebody is there. Coming in twice is being there once."""
    row = {"session_id": study_day.id, "person_id": person_id, "day": study_day.day}
    db.session.execute(insert_new(StudyPresence, [row]))


def attended(person_id: int, ref: str, today: date) -> Attended | None:
    """A study day where somebody came in; None for who did not."""
    where = {"person_id": person_id, "today": today, "ref": ref}
    found = db.connection().execute(_ATTENDED_ONE, where)
    return rows.first(Attended, found, phase=Phase, may_vote=bool)


def asked_with(person_id: int, study_day: StudyDayRow, today: date) -> list[Attended]:
    """Every question under the same code where somebody was, this one too."""
    query = _ATTENDED.where(StudyDay.day == study_day.day, StudyDay.code == study_day.code)
    found = db.session.execute(query, {"person_id": person_id, "today": today})
    return rows.read(Attended, found, phase=Phase, may_vote=bool)


def own_days(person_id: int, today: date, limit: int) -> list[Attended]:
    """The study days where somebody was, newest first."""
    found = db.session.execute(_ATTENDED.limit(limit), {"person_id": person_id, "today": today})
    return rows.read(Attended, found, phase=Phase, may_vote=bool)


def sign_off(actor: Actor, found: Attended, now: datetime, today: date) -> bool:
    """Somebody says that they took part. Where the item is in a lesson of their course, that lesson
    is done with it.

    False when they had signed off already, or when the study day still runs.
    """
    if not found.phase.is_over:
        return False
    subject = found.subject
    taken = reading.learning(actor.id, releases.outline(subject.release).slug, today)
    if taken is None:
        return recording.sign_off(found.presence_id, now)
    course, attended = releases.outline(taken.release), {subject.item}
    at = subject.module, subject.lesson
    place = LessonPlace(taken.enrolment_id, taken.release, *at, taken.followed)
    reader = reading.reader(taken, words.values_of(taken.school_id))
    if not judge(course, place.at, reader, Evidence(attended=attended)):
        return recording.sign_off(found.presence_id, now)
    return recording.sign_off_lesson(found.presence_id, place, reader, attended, now)
