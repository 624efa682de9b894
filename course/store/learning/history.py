"""Everything that happened in an enrolment, from its facts, and for whom it happened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select

from course.domain.learning.entry import ENTRY, SURE, Shown, module_of
from course.domain.learning.mastery import Marked
from course.domain.learning.progress import Reader
from course.domain.learning.projection import Happened
from course.kinds.marking import Score
from course.models import (
    Attempt,
    LessonVisit,
    Meeting,
    MeetingPresence,
    Membership,
    Person,
    PersonDetails,
    School,
    StudyDay,
    StudyPresence,
    db,
)
from course.store.dated import holds_on
from course.store.learning.marks import EARNED, POSSIBLE, SETTLED
from course.store.people import words
from course.store.people.belonging import worked_since


def happened(enrolments: Sequence[int]) -> dict[int, list[Happened]]:
    """What happened in each enrolment, oldest first; an empty list for who never began."""
    found: dict[int, list[Happened]] = {enrolment_id: [] for enrolment_id in enrolments}
    for row in _visits(enrolments):
        found[row.enrolment_id].append(Happened(row.visited_at, (row.module, row.lesson)))
    for row in _attempts(enrolments):
        found[row.enrolment_id].append(_of_attempt(row))
    for row in _presences(enrolments):
        at = (row.module, row.lesson)
        found[row.enrolment_id].append(Happened(row.signed_off_at, at, attended=(row.item,)))
    for row in _trainings(enrolments):
        at = (row.module, row.lesson)
        found[row.enrolment_id].append(Happened(row.noted_at, at, attended=tuple(row.items)))
    for moments in found.values():
        moments.sort(key=lambda one: (one.at, one.lesson))
    return found


def reader_on(person_id: int, day: date) -> Reader:
    """For whom the course was shown on a day: what this person did and where they worked then, in
    the words that their school had then.

    Errors: IndexError for a person who is not there.
    """
    works = (Membership.person_id == Person.id) & holds_on(Membership, day)
    described = (PersonDetails.person_id == Person.id) & holds_on(PersonDetails, day)
    audience = func.coalesce(PersonDetails.audience, Person.audience)
    rows = db.session.execute(
        select(audience.label("audience"), School.id.label("school_id"), School.sector)
        .select_from(Person)
        .outerjoin(PersonDetails, described)
        .outerjoin(Membership, works)
        .outerjoin(School, School.id == Membership.school_id)
        .where(Person.id == person_id)
        .order_by(worked_since(), Membership.id)
    ).all()
    longest = rows[0]
    if longest.school_id is None:
        return Reader(longest.audience, frozenset())
    return Reader(
        longest.audience,
        sectors=frozenset(row.sector for row in rows),
        filled=words.filled_on(longest.school_id, day),
    )


def _visits(enrolments: Sequence[int]) -> Any:
    return db.session.execute(
        select(
            LessonVisit.enrolment_id,
            LessonVisit.visited_at,
            LessonVisit.module,
            LessonVisit.lesson,
        )
        .where(LessonVisit.enrolment_id.in_(enrolments))
        .order_by(LessonVisit.id)
    )


def _attempts(enrolments: Sequence[int]) -> Any:
    return db.session.execute(
        select(
            Attempt.enrolment_id,
            Attempt.submitted_at,
            Attempt.module,
            Attempt.lesson,
            Attempt.item,
            SETTLED.label("settled"),
            Attempt.sitting_id,
            EARNED.label("earned"),
            POSSIBLE.label("possible"),
            Attempt.confidence,
        )
        .where(Attempt.enrolment_id.in_(enrolments))
        .order_by(Attempt.id)
    )


def _presences(enrolments: Sequence[int]) -> Any:
    return db.session.execute(
        select(
            StudyPresence.enrolment_id,
            StudyPresence.signed_off_at,
            StudyDay.module,
            StudyDay.lesson,
            StudyDay.item,
        )
        .join(StudyDay, StudyDay.id == StudyPresence.session_id)
        .where(StudyPresence.enrolment_id.in_(enrolments))
        .order_by(StudyPresence.id)
    )


def _trainings(enrolments: Sequence[int]) -> Any:
    return db.session.execute(
        select(
            MeetingPresence.enrolment_id,
            MeetingPresence.noted_at,
            MeetingPresence.items,
            Meeting.module,
            Meeting.lesson,
        )
        .join(Meeting, Meeting.id == MeetingPresence.meeting_id)
        .where(MeetingPresence.enrolment_id.in_(enrolments))
        .order_by(MeetingPresence.id)
    )


def _of_attempt(row: Any) -> Happened:
    """A question of the entry test, of another test, or of a page."""
    at = (row.module, row.lesson)
    is_right, is_sure = Score(row.earned, row.possible).is_right, row.confidence == SURE
    if row.module == ENTRY:
        shown = Shown(module_of(row.item), is_right, is_sure)
        return Happened(row.submitted_at, at, shown=(shown,))
    if row.sitting_id is not None:
        marked = Marked(row.sitting_id, row.item, is_right, is_sure)
        return Happened(row.submitted_at, at, marked=(marked,))
    settled = (row.item,) if row.settled else ()
    return Happened(row.submitted_at, at, settled=settled)
