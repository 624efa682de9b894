"""A wrong key is mended in refreshers and in measurements too: later marks beside what was kept.

A refresher keeps the answer, so it is marked as a test is. A measurement keeps points alone and not
what was chosen, and that was promised; so an answer to a question whose key was wrong falls out of
the figure instead: a wrong one by itself, a right one only when somebody decides so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import select, update

from course.domain.learning.regrading import MarkedElsewhere
from course.kinds.item import Item
from course.kinds.marking import UNMARKED, Response, Score
from course.kinds.registry import belongs, kind_of
from course.models import (
    Enrolment,
    Measurement,
    MeasurementAnswer,
    RefresherAnswer,
    RefresherPlan,
    db,
)
from course.store.courses import releases
from course.store.dated import DeedMoment
from course.store.learning.marks import (
    MEASURED_EARNED,
    MEASURED_POSSIBLE,
    REFRESHED_EARNED,
    REFRESHED_POSSIBLE,
)

Place = tuple[str, str, str]  # module, lesson and item


def refreshed(course: str, place: Place, item: Item) -> Iterator[MarkedElsewhere | None]:
    """Every answer in a refresher, as the current text marks it; None for one to another question
    by now.
    """
    for row in _refreshers(course, place):
        response: Response = tuple(row.response)
        if belongs(item, response):
            before, after = Score(row.earned, row.possible), kind_of(item).grade(item, response)
            yield MarkedElsewhere(row.id, row.person_id, before, after)
        else:
            yield None


def measured(course: str, place: Place, item: Item) -> Iterator[MarkedElsewhere]:
    """Every answer in a measurement that was marked by another key, with nothing to earn."""
    other: dict[str, bool] = {}
    for row in _measurements(course, place):
        if row.release not in other:
            other[row.release] = _has_other_key(row.release, place, item)
        if other[row.release] and row.possible:
            yield MarkedElsewhere(row.id, row.person_id, Score(row.earned, row.possible), UNMARKED)


def look_again(course: str, people: Iterable[int], moment: DeedMoment) -> None:
    """What is due to be asked of these people may be due sooner: the worker looks today."""
    theirs = RefresherPlan.person_id.in_(sorted(set(people)))
    plans = update(RefresherPlan).where(theirs, RefresherPlan.course == course)
    sooner = plans.where(RefresherPlan.look_on > moment.today)
    db.session.execute(sooner.values(look_on=moment.today))


def _has_other_key(release: str, place: Place, item: Item) -> bool:
    """Whether something else was right in that text; not when it has no such question."""
    lesson = releases.lesson(release, *place[:2])
    before = lesson.item(place[2]) if lesson else None
    if before is None or kind_of(before) is not kind_of(item):
        return False
    return kind_of(before).solution(before) != kind_of(item).solution(item)


def _refreshers(course: str, place: Place) -> Iterable[Any]:
    module, lesson, key = place
    query = select(
        RefresherAnswer.id,
        RefresherAnswer.person_id,
        RefresherAnswer.response,
        REFRESHED_EARNED.label("earned"),
        REFRESHED_POSSIBLE.label("possible"),
    ).where(
        RefresherAnswer.course == course,
        RefresherAnswer.module == module,
        RefresherAnswer.lesson == lesson,
        RefresherAnswer.item == key,
    )
    return db.session.execute(query.order_by(RefresherAnswer.id))


def _measurements(course: str, place: Place) -> Iterable[Any]:
    module, _, key = place
    query = (
        select(
            MeasurementAnswer.id,
            Enrolment.person_id,
            Measurement.release,
            MEASURED_EARNED.label("earned"),
            MEASURED_POSSIBLE.label("possible"),
        )
        .join(Measurement, Measurement.id == MeasurementAnswer.measurement_id)
        .join(Enrolment, Enrolment.id == Measurement.enrolment_id)
        .where(Measurement.course == course, Measurement.module == module)
        .where(MeasurementAnswer.item == key)
    )
    return db.session.execute(query.order_by(MeasurementAnswer.id))
