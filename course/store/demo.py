"""Demo people: whether they are there, and putting them in with everything they did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from course.models import (
    Answer,
    Attempt,
    Enrolment,
    LessonVisit,
    MeasurementAnswer,
    Password,
    Person,
    SchoolMeasuring,
    Sitting,
    db,
)
from course.models.base import Base
from course.store import rows

Row = Mapping[str, Any]


@dataclass
class Facts:
    """What people did, as rows in the order in which it happened.

    `sitting` names a test by its `ref`.
    """

    visits: list[Row] = field(default_factory=list)
    sittings: list[dict[str, Any]] = field(default_factory=list)
    answers: list[Row] = field(default_factory=list)  # with `sitting` for `sitting_id`
    attempts: list[Row] = field(default_factory=list)  # with `sitting`, None for an item on a page


@dataclass(frozen=True)
class Enrolled:
    """One demo person in one course."""

    id: int
    person_id: int
    release: str
    enrolled_at: datetime


def has_people() -> bool:
    """Whether demo people were put in before."""
    return db.session.scalar(select(Person.id).where(Person.is_demo).limit(1)) is not None


def add(new: Iterable[Base]) -> None:
    """Put rows in, and give each its id."""
    db.session.add_all(list(new))
    db.session.flush()


def enrolments(course: str) -> list[Enrolled]:
    """The demo people who take a course, in their first cycle, in the order in which they were
    enrolled.
    """
    found = db.session.execute(
        select(Enrolment.id, Enrolment.person_id, Enrolment.release, Enrolment.enrolled_at)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.course == course, Enrolment.cycle == 1, Person.is_demo)
        .order_by(Enrolment.id)
    )
    return rows.read(Enrolled, found)


def record(facts: Facts) -> None:
    """Insert what people did, each table in one go. Progress is for `recounting` to derive."""
    _insert(LessonVisit, facts.visits)
    _insert(Sitting, facts.sittings)
    enrolled = sorted({row["enrolment_id"] for row in facts.sittings})
    found = db.session.execute(
        select(Sitting.ref, Sitting.id).where(Sitting.enrolment_id.in_(enrolled))
    )
    ids = dict(found.all())
    _insert(Answer, [_with_sitting(row, ids) for row in facts.answers])
    _insert(Attempt, [_with_sitting(row, ids) for row in facts.attempts])


def measures(school_id: int, since: date) -> None:
    """A school measures what its people gain."""
    add([SchoolMeasuring(school_id=school_id, is_on=True, starts_on=since)])


def measured(answers: Sequence[Row]) -> None:
    """The points of forms, as people answered them."""
    _insert(MeasurementAnswer, answers)


def signed_in() -> None:
    """Whoever opened a lesson signed in before that."""
    first = (
        select(func.min(LessonVisit.visited_at))
        .join(Enrolment, Enrolment.id == LessonVisit.enrolment_id)
        .where(Enrolment.person_id == Person.id)
        .scalar_subquery()
    )
    who = update(Person).where(Person.is_demo, Person.first_signed_in_at.is_(None))
    db.session.execute(who.values(first_signed_in_at=first))


def set_password(hashed: str, now: datetime) -> int:
    """Give every demo account this password, already hashed.

    Returns how many accounts there are.
    """
    people = db.session.scalars(select(Person.id).where(Person.is_demo).order_by(Person.id)).all()
    db.session.execute(delete(Password).where(Password.person_id.in_(people)))
    _insert(
        Password,
        [{"person_id": person_id, "hash": hashed, "changed_at": now} for person_id in people],
    )
    return len(people)


def _insert(table: type[Base], new: Sequence[Row]) -> None:
    if new:
        db.session.execute(insert(table.__table__), list(new))  # type: ignore[arg-type]


def _with_sitting(row: Row, ids: Mapping[str, int]) -> Row:
    ref = row["sitting"]
    kept = {name: value for name, value in row.items() if name != "sitting"}
    return {**kept, "sitting_id": ids[ref] if ref is not None else None}
