"""What a learner's pages need: the enrolment with its place and progress, the reader, the answers
given so far.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from course.domain.learning.progress import LessonKey, Reader
from course.models import (
    Attempt,
    Duty,
    DutyReason,
    Enrolment,
    LessonVisit,
    Membership,
    Progress,
    Release,
    School,
    db,
)
from course.models.base import insert_new
from course.store.courses import releases
from course.store.dated import holds_on


@dataclass(frozen=True)
class Learning:
    """One person in one course, as every learner's page needs it."""

    enrolment_id: int
    course: str
    cycle: int
    release: str
    done: frozenset[LessonKey]
    at: LessonKey | None  # the lesson opened last
    started_on: date | None
    completed_on: date | None
    completed_at: datetime | None
    short: frozenset[str]  # modules with the short route
    sectors: frozenset[str]
    school_id: (
        int | None
    )  # the school whose words the lessons show: where this person works longest


@dataclass(frozen=True)
class Given:
    """One earlier response to an item on a page."""

    item: str
    response: tuple[str, ...]
    earned: int
    possible: int
    settled: bool
    at: datetime = field(
        compare=False
    )  # what is said about a response does not depend on when it was given


@dataclass(frozen=True)
class OwnDuty:
    """A course that somebody owes, with the strictest due day of all schools and reasons."""

    course: str
    due_on: date


_last_visit = (
    select(func.max(LessonVisit.id))
    .where(LessonVisit.enrolment_id == Enrolment.id)
    .correlate(Enrolment)
    .scalar_subquery()
)
_visit = aliased(LessonVisit)
_LEARNING = (
    select(
        Enrolment.id,
        Enrolment.course,
        Enrolment.cycle,
        Enrolment.release,
        Progress.lessons,
        Progress.short,
        Progress.started_on,
        Progress.completed_on,
        Progress.completed_at,
        _visit.module,
        _visit.lesson,
        School.sector,
        School.id,
    )
    .select_from(Enrolment)
    .outerjoin(Progress, Progress.enrolment_id == Enrolment.id)
    .outerjoin(_visit, _visit.id == _last_visit)
    .outerjoin(
        Membership,
        (Membership.person_id == Enrolment.person_id) & holds_on(Membership, bindparam("today")),
    )
    .outerjoin(School, School.id == Membership.school_id)
    .where(Enrolment.person_id == bindparam("person_id"))
    .order_by(Enrolment.course, Enrolment.cycle.desc(), Membership.starts_on, Membership.id)
)
_LEARNING_ONE = _LEARNING.where(Enrolment.course == bindparam("course"))
_GIVEN = (
    select(
        Attempt.item,
        Attempt.response,
        Attempt.earned,
        Attempt.possible,
        Attempt.settled,
        Attempt.submitted_at,
    )
    .where(
        Attempt.enrolment_id == bindparam("enrolment_id"),
        Attempt.module == bindparam("module"),
        Attempt.lesson == bindparam("lesson"),
        Attempt.sitting_id.is_(None),
    )
    .order_by(Attempt.id)
)


def learning(person_id: int, course: str, today: date) -> Learning | None:
    """The newest cycle of a person in a course; None when they are not enrolled."""
    rows = (
        db.session.connection()
        .execute(_LEARNING_ONE, {"person_id": person_id, "course": course, "today": today})
        .all()
    )
    return _learnings(rows)[0] if rows else None


def all_learning(person_id: int, today: date) -> list[Learning]:
    """The newest cycle of each course of a person."""
    return _learnings(db.session.execute(_LEARNING, {"person_id": person_id, "today": today}).all())


def _learnings(rows: object) -> list[Learning]:
    found: dict[str, Learning] = {}
    for row in rows:  # type: ignore[attr-defined]
        (
            enrolment_id,
            course,
            cycle,
            release,
            lessons,
            short,
            started,
            completed_on,
            completed_at,
            module,
            lesson,
            sector,
            school,
        ) = row
        known = found.get(course)
        if known is not None:
            if known.enrolment_id == enrolment_id and sector is not None:
                found[course] = _with_sector(known, sector)
            continue
        found[course] = Learning(
            enrolment_id=enrolment_id,
            course=course,
            cycle=cycle,
            release=release,
            done=frozenset(_lesson_key(key) for key in lessons or ()),
            at=(module, lesson) if module is not None else None,
            started_on=started,
            completed_on=completed_on,
            completed_at=completed_at,
            short=frozenset(short or ()),
            sectors=frozenset({sector} if sector else ()),
            school_id=school,
        )
    return list(found.values())


def _with_sector(known: Learning, sector: str) -> Learning:
    return (
        known
        if sector in known.sectors
        else Learning(**{**known.__dict__, "sectors": known.sectors | {sector}})
    )


@lru_cache(maxsize=4096)  # every lesson of every release in use: a page splits forty of them
def _lesson_key(text: str) -> LessonKey:
    module, _, lesson = text.partition("/")
    return module, lesson


def reader(found: Learning, audience: str, filled: Mapping[str, str] | None = None) -> Reader:
    """The reader that rules need. `filled` are the school's words, when the page needs them."""
    names = frozenset(key for key, text in (filled or {}).items() if text.strip())
    return Reader(audience, found.sectors, names, found.short)


def given(enrolment_id: int, module: str, lesson: str) -> list[Given]:
    """Every response to the items of one page, oldest first. Tests are apart."""
    rows = db.session.connection().execute(
        _GIVEN, {"enrolment_id": enrolment_id, "module": module, "lesson": lesson}
    )
    return [Given(row[0], tuple(row[1]), row[2], row[3], row[4], row[5]) for row in rows]


def own_duties(person_id: int, today: date) -> list[OwnDuty]:
    """What somebody owes today, over all schools where they work, strictest day first."""
    rows = db.session.execute(
        select(Duty.course, func.min(DutyReason.due_on))
        .join(DutyReason, DutyReason.duty_id == Duty.id)
        .join(
            Membership,
            (Membership.person_id == Duty.person_id)
            & (Membership.school_id == Duty.school_id)
            & holds_on(Membership, today),
        )
        .where(Duty.person_id == person_id, holds_on(DutyReason, today))
        .group_by(Duty.course)
        .order_by(func.min(DutyReason.due_on), Duty.course)
    )
    return [OwnDuty(course, due_on) for course, due_on in rows]


def enrol(person_id: int, course: str, now: datetime) -> bool:
    """Start a course of one's own accord, on its newest release.

    False when it was never published.
    """
    release = releases.current(course)
    if release is None:
        return False
    db.session.execute(
        insert_new(
            Enrolment,
            [
                {
                    "person_id": person_id,
                    "course": course,
                    "cycle": 1,
                    "release": release,
                    "enrolled_at": now,
                }
            ],
        )
    )
    return True


def titles(hashes: set[str]) -> dict[str, str]:
    """The title of each release."""
    rows = db.session.execute(select(Release.hash, Release.title).where(Release.hash.in_(hashes)))
    return dict(rows.all())


def last_response(enrolment_id: int, item: str) -> tuple[str, ...] | None:
    """The newest response to an item, wherever it was given."""
    found = db.session.scalar(
        select(Attempt.response)
        .where(Attempt.enrolment_id == enrolment_id, Attempt.item == item)
        .order_by(Attempt.id.desc())
        .limit(1)
    )
    return tuple(found) if found is not None else None
