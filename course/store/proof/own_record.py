"""What we keep about one person, for that person: over all courses, schools and years.

Nothing here asks where somebody works now, so that whoever changes school keeps all of it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, func, select

from course import clock
from course.domain.duties.states import DutyState
from course.domain.people.conduct_signing import SignAnswer
from course.models import (
    Attempt,
    CodeOfConduct,
    ConductSignature,
    Duty,
    DutyReason,
    DutyRelief,
    Enrolment,
    Membership,
    Progress,
    Release,
    School,
    Team,
    db,
)
from course.store import rows
from course.store.courses import releases
from course.store.dated import known
from course.store.duties.cycles import asked_on, cycle_on
from course.store.duties.states import due_of_duty, relieved, state_on
from course.store.learning.places import ItemOfModule
from course.store.people.belonging import same_person


@dataclass(frozen=True)
class RecordedPlace:
    """Where somebody works or worked, in which team."""

    school: str
    team: str | None
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class RecordedDuty:
    """What somebody owes or owed a school."""

    school: str
    course: str
    starts_on: date
    ends_on: date | None  # the last day on which it held; None while it does
    due_on: date
    state: DutyState


@dataclass(frozen=True)
class RecordedCourse:
    """One time that somebody followed a course."""

    title: str
    edition: int
    release: str
    started_on: date | None
    completed_on: date | None
    valid_until: date | None
    done: int
    total: int | None


@dataclass(frozen=True)
class RecordedReading:
    """Somebody ticked that they read something, first on a day."""

    course: str
    lesson: str
    at: datetime


@dataclass(frozen=True)
class RecordedSignature:
    """What somebody answered to a version of the code of conduct of a school."""

    ref: str
    school: str
    version: str
    answer: SignAnswer
    answered_at: datetime
    text_hash: str


def places(person_id: int) -> list[RecordedPlace]:
    """Every school and team, the newest first."""
    found = db.session.execute(
        select(
            School.name.label("school"),
            Team.name.label("team"),
            Membership.starts_on,
            Membership.ends_on,
        )
        .select_from(Membership)
        .join(School, School.id == Membership.school_id)
        .outerjoin(Team, Team.id == Membership.team_id)
        .where(same_person(Membership.person_id, person_id), known(Membership))
        .order_by(Membership.starts_on.desc(), Membership.id.desc())
    )
    return rows.read(RecordedPlace, found)


def duties(person_id: int, today: date) -> list[RecordedDuty]:
    """Every duty that holds or held, the newest first, with its state today, or on the last day
    that it held.
    """
    reasons = (DutyReason.duty_id == Duty.id) & known(DutyReason) & (DutyReason.starts_on <= today)
    last = func.max(func.coalesce(DutyReason.ends_on, today))
    begun_on = select(func.min(DutyReason.starts_on)).where(reasons).scalar_subquery()
    last_on = select(last).where(reasons).scalar_subquery()
    held = (
        select(
            Duty.id.label("duty_id"),
            begun_on.label("starts_on"),
            case((last_on < today, last_on)).label("ends_on"),
            case((last_on < today, last_on), else_=today).label("on"),
        )
        .where(same_person(Duty.person_id, person_id))
        .subquery()
    )
    found = (
        select(
            Duty.id.label("duty_id"),
            School.name.label("school"),
            Duty.course,
            held.c.starts_on,
            held.c.ends_on,
            held.c.on,
            due_of_duty(held.c.on).label("due_on"),
            DutyRelief.kind.label("relief"),
            Progress.started_on.label("started_on"),
            Progress.completed_on.label("completed_on"),
            Progress.valid_until.label("valid_until"),
            Enrolment.renews.label("renews"),
        )
        .select_from(Duty)
        .join(held, held.c.duty_id == Duty.id)
        .join(School, School.id == Duty.school_id)
        .outerjoin(DutyRelief, relieved(held.c.on))
        .outerjoin(
            Enrolment, cycle_on(Duty.person_id, Duty.course, held.c.on, clock.end_of_day(today))
        )
        .outerjoin(Progress, Progress.enrolment_id == Enrolment.id)
        .subquery()
    )
    asked = asked_on(found, found.c.on)
    owed = asked.due_on, asked.started_on, asked.completed_on, found.c.on, found.c.relief
    told = db.session.execute(
        select(
            found.c.school,
            found.c.course,
            found.c.starts_on,
            found.c.ends_on,
            asked.due_on.label("due_on"),
            state_on(*owed).label("state"),
        )
        .where(found.c.due_on.is_not(None))
        .order_by(found.c.starts_on.desc(), found.c.duty_id.desc())
    )
    return rows.read(RecordedDuty, told, state=DutyState)


def courses(person_id: int) -> list[RecordedCourse]:
    """Every time that somebody followed a course, the newest first."""
    found = db.session.execute(
        select(
            Release.title,
            Release.edition,
            Enrolment.release,
            Progress.started_on,
            Progress.completed_on,
            Progress.valid_until,
            func.coalesce(Progress.done, 0).label("done"),
            Progress.total,
        )
        .select_from(Enrolment)
        .join(Release, Release.hash == Enrolment.release)
        .outerjoin(Progress, Progress.enrolment_id == Enrolment.id)
        .where(Enrolment.person_id == person_id)
        .order_by(Enrolment.enrolled_at.desc(), Enrolment.id.desc())
    )
    return rows.read(RecordedCourse, found)


def read_and_ticked(person_id: int, kinds: Collection[str]) -> list[RecordedReading]:
    """What somebody ticked to have read: items of these kinds, each on the first day."""
    followed = db.session.execute(
        select(Enrolment.id, Enrolment.release).where(Enrolment.person_id == person_id)
    )
    found = []
    for enrolment_id, release in followed.all():
        found += _ticked(enrolment_id, release, kinds)
    return sorted(found, key=lambda one: one.at, reverse=True)


def _ticked(enrolment_id: int, release: str, kinds: Collection[str]) -> list[RecordedReading]:
    course = releases.outline(release)
    titles: dict[ItemOfModule, str] = {}
    for module in course.modules:
        for lesson in module.lessons:
            asked = [item.key for item in lesson.items if item.kind in kinds]
            titles |= {(module.slug, key): lesson.title for key in asked}
    given = db.session.execute(
        select(Attempt.module, Attempt.item, func.min(Attempt.submitted_at).label("at"))
        .where(Attempt.enrolment_id == enrolment_id, Attempt.item.in_({key for _, key in titles}))
        .group_by(Attempt.module, Attempt.item)
    )
    found = []
    for row in given:
        title = titles.get((row.module, row.item))
        if title is not None:
            found.append(RecordedReading(course.title, title, row.at))
    return found


def signatures(person_id: int) -> list[RecordedSignature]:
    """Every answer to a code of conduct, the newest first."""
    one = ConductSignature
    found = db.session.execute(
        select(
            one.ref,
            School.name.label("school"),
            CodeOfConduct.label.label("version"),
            one.answer,
            one.answered_at,
            one.text_hash,
        )
        .join(School, School.id == one.school_id)
        .join(CodeOfConduct, CodeOfConduct.id == one.code_id)
        .where(one.person_id == person_id)
        .order_by(one.id.desc())
    )
    return rows.read(RecordedSignature, found, answer=SignAnswer)
