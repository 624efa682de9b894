"""What a learner's pages need: the enrolment with its place and progress, the reader, the answers
given so far.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from course.domain.duties.states import Owed, Relief, strictest_owed
from course.domain.learning.progress import LessonKey, Reader, key_of_text
from course.models import (
    Attempt,
    Duty,
    DutyRelief,
    Enrolment,
    LessonVisit,
    Membership,
    Person,
    Progress,
    School,
    SchoolMeasuring,
    db,
)
from course.store.dated import holds_on
from course.store.duties.states import due_of_duty, relieved
from course.store.learning.marks import EARNED, POSSIBLE, SETTLED
from course.store.learning.places import ItemOfModule
from course.store.people.belonging import worked_since
from course.store.prepared import PreparedStatement

NO_WORDS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Learning:
    """One person in one course, as every learner's page needs it."""

    enrolment_id: int
    course: str
    cycle: int
    release: str
    followed: int
    audience: str
    done: frozenset[LessonKey]
    at: LessonKey | None  # the lesson opened last
    started_on: date | None
    completed_on: date | None
    completed_at: datetime | None
    valid_until: date | None  # the last day of this completion
    asked: frozenset[LessonKey] | None  # all that a renewal asks; None: the whole course
    renews: date | None  # a renewal: the last day of the completion before
    short: frozenset[str]  # modules with the short route
    sectors: frozenset[str]
    # the school whose words the lessons show: where this person works longest
    school_id: int | None
    measures: bool  # that school measures what people gain

    def is_valid_on(self, day: date) -> bool:
        """Whether this cycle is done, and its completion not over on a day."""
        if self.completed_on is None:
            return False
        return self.valid_until is None or day <= self.valid_until


@dataclass(frozen=True)
class Given:
    """One earlier response to an item on a page."""

    item: str
    response: tuple[str, ...]
    earned: int
    possible: int
    settled: bool
    # what is said about a response does not depend on when it was given
    at: datetime = field(compare=False)


@dataclass(frozen=True)
class OwnDuty:
    """A course that somebody owes, by what counts of all schools and reasons."""

    course: str
    owed: Owed
    region: str  # whose holidays hold for the strictest day

    @property
    def due_on(self) -> date:
        """The strictest day."""
        return self.owed.due_on


_last_visit = (
    select(func.max(LessonVisit.id))
    .where(LessonVisit.enrolment_id == Enrolment.id)
    .correlate(Enrolment)
    .scalar_subquery()
)
_visit = aliased(LessonVisit)
_measures = (
    select(SchoolMeasuring.id)
    .where(SchoolMeasuring.school_id == School.id, SchoolMeasuring.is_on)
    .where(holds_on(SchoolMeasuring, bindparam("today")))
    .correlate(School)
    .exists()
)
_LEARNING = (
    select(
        Enrolment.id.label("enrolment_id"),
        Enrolment.course,
        Enrolment.cycle,
        Enrolment.release,
        Enrolment.followed,
        Person.audience,
        Progress.lessons,
        Progress.short,
        Progress.started_on,
        Progress.completed_on,
        Progress.completed_at,
        Progress.valid_until,
        Enrolment.renews,
        Enrolment.asked,
        _visit.module,
        _visit.lesson,
        School.sector,
        School.id.label("school_id"),
        _measures.label("measures"),
    )
    .select_from(Enrolment)
    .join(Person, Person.id == Enrolment.person_id)
    .outerjoin(Progress, Progress.enrolment_id == Enrolment.id)
    .outerjoin(_visit, _visit.id == _last_visit)
    .outerjoin(
        Membership,
        (Membership.person_id == Enrolment.person_id) & holds_on(Membership, bindparam("today")),
    )
    .outerjoin(School, School.id == Membership.school_id)
    .where(Enrolment.person_id == bindparam("person_id"))
    .order_by(Enrolment.course, Enrolment.cycle.desc(), worked_since(), Membership.id)
)
_ONE = PreparedStatement[Any](_LEARNING.where(Enrolment.course == bindparam("course")))
_HERE = (
    Attempt.enrolment_id == bindparam("enrolment_id"),
    Attempt.module == bindparam("module"),
    Attempt.lesson == bindparam("lesson"),
    Attempt.sitting_id.is_(None),
)
# Tries are unlimited, so the database leaves out what a later one replaced.
_tried = select(Attempt.id, Attempt.item, SETTLED.label("settled")).where(*_HERE).subquery()
_NEWEST = select(func.max(_tried.c.id)).group_by(_tried.c.item, _tried.c.settled)
_GIVEN = PreparedStatement(
    select(
        Attempt.item,
        Attempt.response,
        EARNED.label("earned"),
        POSSIBLE.label("possible"),
        SETTLED.label("settled"),
        Attempt.submitted_at.label("at"),
    )
    .where(Attempt.id.in_(_NEWEST))
    .order_by(Attempt.id),
    Given,
    response=tuple,
)


def learning(person_id: int, course: str, today: date) -> Learning | None:
    """The newest cycle of a person in a course; None when they are not enrolled."""
    where = {"person_id": person_id, "course": course, "today": today}
    found = _ONE.all(where)
    return _learning(found) if found else None


def all_learning(person_id: int, today: date) -> list[Learning]:
    """The newest cycle of each course of a person."""
    where = {"person_id": person_id, "today": today}
    by_course: dict[str, list[Any]] = {}
    for row in db.connection().execute(_LEARNING, where):
        by_course.setdefault(row.course, []).append(row)
    return [_learning(found) for found in by_course.values()]


def reader(found: Learning, filled: Mapping[str, str] = NO_WORDS) -> Reader:
    """The reader that rules need. `filled` are the school's words, when the page needs them."""
    names = frozenset(key for key, text in filled.items() if text.strip())
    return Reader(
        found.audience,
        found.sectors,
        names,
        found.short,
        renews=found.cycle > 1,
        only=found.asked,
    )


def beginner(person_id: int, audience: str, today: date) -> Reader:
    """The reader that somebody would be in a course that they do not follow yet."""
    sectors = db.session.scalars(
        select(School.sector)
        .join(Membership, Membership.school_id == School.id)
        .where(Membership.person_id == person_id, holds_on(Membership, today))
    )
    return Reader(audience, frozenset(sectors))


def given(enrolment_id: int, module: str, lesson: str) -> list[Given]:
    """The newest response to each item of one page, and the newest that settled it, oldest first.

    Tests are apart.
    """
    where = {"enrolment_id": enrolment_id, "module": module, "lesson": lesson}
    return _GIVEN.all(where)


def own_duties(person_id: int, today: date) -> list[OwnDuty]:
    """What somebody owes today, over all schools where they work, strictest day first."""
    due_on = due_of_duty(today)
    found: Iterable[Any] = db.session.execute(
        select(
            Duty.course, due_on.label("due_on"), DutyRelief.kind, DutyRelief.until, School.region
        )
        .outerjoin(DutyRelief, relieved(today))
        .join(
            Membership,
            (Membership.person_id == Duty.person_id)
            & (Membership.school_id == Duty.school_id)
            & holds_on(Membership, today),
        )
        .join(School, School.id == Duty.school_id)
        .where(Duty.person_id == person_id, due_on.is_not(None))
        .order_by(due_on, Duty.course, School.region)
    )
    by_course: dict[str, list[Owed]] = {}
    regions: dict[str, str] = {}  # of the first
    for row in found:
        relief = Relief(row.kind) if row.kind else None
        by_course.setdefault(row.course, []).append(Owed(row.due_on, relief, row.until))
        regions.setdefault(row.course, row.region)
    owed = (
        OwnDuty(course, strictest_owed(several), regions[course])
        for course, several in by_course.items()
    )
    return sorted(owed, key=lambda one: (one.due_on, one.course))


def last_responses(
    enrolment_id: int, items: Collection[ItemOfModule]
) -> dict[ItemOfModule, tuple[str, ...]]:
    """The newest response of this person to each of these items, also of a cycle before; what was
    never answered is not in it.
    """
    now = aliased(Enrolment)
    cycles = (
        select(Enrolment.id)
        .join(now, (now.person_id == Enrolment.person_id) & (now.course == Enrolment.course))
        .where(now.id == enrolment_id, Enrolment.cycle <= now.cycle)
    )
    found = db.session.execute(
        select(Attempt.module, Attempt.item, Attempt.response)
        .where(Attempt.enrolment_id.in_(cycles), Attempt.item.in_({key for _, key in items}))
        .order_by(Attempt.id)
    )
    wanted = set(items)
    given = {(module, item): tuple(response) for module, item, response in found}
    return {place: response for place, response in given.items() if place in wanted}


def _learning(found: Sequence[Any]) -> Learning:
    """The first cycle of these, which are of one course: a row for each school where somebody
    works, the longest first.
    """
    newest = found[0]
    sectors = {row.sector for row in found if row.enrolment_id == newest.enrolment_id}
    return Learning(
        enrolment_id=newest.enrolment_id,
        course=newest.course,
        cycle=newest.cycle,
        release=newest.release,
        followed=newest.followed,
        audience=newest.audience,
        done=frozenset(key_of_text(text) for text in newest.lessons or ()),
        at=_at(newest),
        started_on=newest.started_on,
        completed_on=newest.completed_on,
        completed_at=newest.completed_at,
        valid_until=newest.valid_until,
        renews=newest.renews,
        asked=keys_asked(newest.asked),
        short=frozenset(newest.short or ()),
        sectors=frozenset(sectors - {None}),
        school_id=newest.school_id,
        measures=bool(newest.measures),
    )


def keys_asked(asked: Sequence[str] | None) -> frozenset[LessonKey] | None:
    """The lessons that a renewal asks, from how they are kept."""
    return None if asked is None else frozenset(map(key_of_text, asked))


def _at(row: Any) -> LessonKey | None:
    return None if row.module is None else (row.module, row.lesson)
