"""What somebody is asked before and after a module, and the points of what they answered.

Kept apart from tests: nothing that decides about a completion, a duty or a short route reads it.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from course.content.forms import Forms
from course.domain.learning.gain import MeasuredPart, first_form
from course.kinds.marking import Score
from course.models import Measurement, MeasurementAnswer, MeasurementSkip, Sitting, db
from course.models.base import insert_new_row
from course.store.learning.places import LessonPlace


@dataclass(frozen=True)
class DrawnForms:
    """The questions of somebody in a module, in the release in which they began, and which of them
    they answered.
    """

    id: int
    release: str
    asked: dict[MeasuredPart, tuple[str, ...]]
    answered: frozenset[tuple[MeasuredPart, str]]

    def left(self, part: MeasuredPart) -> tuple[str, ...]:
        """What is still to be answered of a part, in order."""
        return tuple(key for key in self.asked[part] if (part, key) not in self.answered)


@dataclass(frozen=True)
class MeasuredStanding:
    """Where somebody stands in a module. `drawn` is None before they began."""

    skipped: bool
    drawn: DrawnForms | None


@dataclass(frozen=True)
class Whom:
    """For whom a measurement is drawn: kind of work, and the school that measures."""

    audience: str
    school_id: int


def standing(enrolment_id: int, module: str) -> MeasuredStanding:
    """Whether somebody skipped the measurement of a module, and how far they are with it."""
    skips = select(MeasurementSkip.id).where(
        MeasurementSkip.enrolment_id == enrolment_id, MeasurementSkip.module == module
    )
    skipped = db.session.scalar(skips) is not None
    row = db.session.execute(
        select(Measurement.id, Measurement.release, Measurement.before, Measurement.after).where(
            Measurement.enrolment_id == enrolment_id, Measurement.module == module
        )
    ).first()
    if row is None:
        return MeasuredStanding(skipped, None)
    answers = select(MeasurementAnswer.part, MeasurementAnswer.item).where(
        MeasurementAnswer.measurement_id == row.id
    )
    answered = frozenset((MeasuredPart(one.part), one.item) for one in db.session.execute(answers))
    asked = {MeasuredPart.BEFORE: tuple(row.before), MeasuredPart.AFTER: tuple(row.after)}
    return MeasuredStanding(skipped, DrawnForms(row.id, row.release, asked, answered))


def has_test(enrolment_id: int, module: str) -> bool:
    """Whether somebody began a test of a module: then its questions are no longer new to them."""
    begun = select(Sitting.id).where(Sitting.enrolment_id == enrolment_id, Sitting.module == module)
    return db.session.scalar(begun.limit(1)) is not None


def draw(place: LessonPlace, course: str, whom: Whom, forms: Forms, now: datetime) -> None:
    """Which form somebody gets before a module, and which after it: once, and for good."""
    counts = select(Measurement.first, func.count().label("people")).where(
        Measurement.school_id == whom.school_id,
        Measurement.course == course,
        Measurement.module == place.module,
    )
    found = db.session.execute(counts.group_by(Measurement.first))
    given = {row.first: row.people for row in found}
    first = first_form(given.get("a", 0), given.get("b", 0), heads=secrets.randbelow(2) == 1)
    other = "b" if first == "a" else "a"
    row = {
        "enrolment_id": place.enrolment_id,
        "course": course,
        "module": place.module,
        "school_id": whom.school_id,
        "audience": whom.audience,
        "release": place.release,
        "forms": hashlib.sha256(forms.key.encode()).hexdigest(),
        "first": first,
        "before": list(forms.of(first)),
        "after": list(forms.of(other)),
        "size": len(forms.a),
        "drawn_at": now,
    }
    db.connection().execute(insert_new_row(Measurement), row)


def answer(
    drawn: DrawnForms, part: MeasuredPart, question: tuple[str, str], score: Score, now: datetime
) -> None:
    """Keep the points of an answer; the first one to each question counts. `question` is the key of
    the item and its goal.
    """
    row = {
        "measurement_id": drawn.id,
        "part": part.value,
        "item": question[0],
        "goal": question[1],
        "earned": score.earned,
        "possible": score.possible,
        "given_at": now,
    }
    db.connection().execute(insert_new_row(MeasurementAnswer), row)


def skip(enrolment_id: int, module: str, now: datetime) -> None:
    """Somebody wants no measurement in this module, or no more of it."""
    row = {"enrolment_id": enrolment_id, "module": module, "skipped_at": now}
    db.connection().execute(insert_new_row(MeasurementSkip), row)
