"""Tests that somebody sits: which is open, what was answered in it, and how each one went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, case, func, select, union

from course.content.outline import ModuleOutline
from course.domain.learning.entry import SURE
from course.domain.learning.mastery import Marked, in_bank
from course.domain.learning.sittings import LastAnswer, MarkedAnswer
from course.kinds.marking import Score
from course.models import Answer, Attempt, Sitting, db
from course.store.learning.marks import EARNED, POSSIBLE
from course.store.learning.places import LessonPlace
from course.store.prepared import PreparedStatement


@dataclass(frozen=True)
class OpenSitting:
    """A test with its questions, in the order in which they are asked."""

    id: int
    ref: str
    items: tuple[str, ...]


_HERE = (
    Sitting.enrolment_id == bindparam("enrolment_id"),
    Sitting.module == bindparam("module"),
    Sitting.lesson == bindparam("lesson"),
)
_SITTING = select(Sitting.id, Sitting.ref, Sitting.items).where(*_HERE)
_OPEN = PreparedStatement(_SITTING.where(Sitting.handed_in_at.is_(None)), OpenSitting, items=tuple)
_HANDED_IN = PreparedStatement(
    _SITTING.where(Sitting.handed_in_at.is_not(None)).order_by(Sitting.id.desc()).limit(1),
    OpenSitting,
    items=tuple,
)
_TIMES_SAT = PreparedStatement[Any](
    select(func.count(Sitting.id)).where(*_HERE, Sitting.handed_in_at.is_not(None))
)
_ANSWERS = PreparedStatement[Any](
    select(Answer.item, Answer.response, Answer.confidence)
    .where(Answer.sitting_id == bindparam("sitting_id"))
    .order_by(Answer.id)
)
_MARKED = select(
    Attempt.sitting_id,
    Attempt.item,
    Attempt.response,
    EARNED.label("earned"),
    POSSIBLE.label("possible"),
    Attempt.confidence,
).order_by(Attempt.id)
_OF_MODULE = (
    Attempt.enrolment_id == bindparam("enrolment_id"),
    Attempt.module == bindparam("module"),
    Attempt.sitting_id.is_not(None),
    Attempt.item.in_(bindparam("bank", expanding=True)),
)
# Tries are unlimited, so the database leaves out the tests that say nothing more: what remains are
# the best one, and for each item the newest in which it was asked and the newest that had it right.
_RIGHT = and_(POSSIBLE > 0, EARNED == POSSIBLE)
_TELLING = union(
    select(func.max(Attempt.sitting_id)).where(*_OF_MODULE).group_by(Attempt.item),
    select(func.max(Attempt.sitting_id)).where(*_OF_MODULE, _RIGHT).group_by(Attempt.item),
    select(
        select(Attempt.sitting_id)
        .where(*_OF_MODULE)
        .group_by(Attempt.sitting_id)
        .order_by(func.avg(case((_RIGHT, 1.0), else_=0.0)).desc(), Attempt.sitting_id)
        .limit(1)
        .scalar_subquery()
    ),
)
_IN_TESTS = _MARKED.where(*_OF_MODULE, Attempt.sitting_id.in_(_TELLING))
# a test whose questions were all lost has a result with nothing in it
_RESULT = (
    _MARKED.add_columns(Sitting.items.label("asked"))
    .select_from(Sitting)
    .outerjoin(Attempt, Attempt.sitting_id == Sitting.id)
    .where(
        Sitting.ref == bindparam("ref"),
        Sitting.enrolment_id == bindparam("enrolment_id"),
        Sitting.handed_in_at.is_not(None),
    )
)


def open_sitting(place: LessonPlace) -> OpenSitting | None:
    """The test that is open here, on whatever device it was begun."""
    return _OPEN.first(place.where)


def handed_in_sitting(place: LessonPlace) -> OpenSitting | None:
    """The newest test that was handed in here."""
    return _HANDED_IN.first(place.where)


def times_sat(place: LessonPlace) -> int:
    """How often a test was handed in here."""
    return int(_TIMES_SAT.value(place.where))


def answers(sitting_id: int) -> dict[str, LastAnswer]:
    """The last response per item of a sitting."""
    found = _ANSWERS.all({"sitting_id": sitting_id})
    return {row.item: LastAnswer(tuple(row.response), row.confidence) for row in found}


def marked_in_tests(enrolment_id: int, module: ModuleOutline) -> list[Marked]:
    """The items of the tests of a module that were handed in, oldest first. What this release of
    it lost is neutral, and not among them.

    Of many tests only whole ones that say something more: see `_TELLING`.
    """
    where = {
        "enrolment_id": enrolment_id,
        "module": module.slug,
        "bank": sorted(in_bank(module)),
    }
    return [
        Marked(
            sitting=row.sitting_id,
            item=row.item,
            is_right=Score(row.earned, row.possible).is_right,
            is_sure=row.confidence == SURE,
        )
        for row in db.connection().execute(_IN_TESTS, where)
    ]


def sitting_result(enrolment_id: int, ref: str) -> list[MarkedAnswer] | None:
    """The marked responses of one handed-in test, in the order they were asked; None when it is not
    theirs.
    """
    where = {"enrolment_id": enrolment_id, "ref": ref}
    found = db.connection().execute(_RESULT, where).all()
    if not found:
        return None
    by_item = {row.item: _marked(row) for row in found if row.item is not None}
    return [by_item[key] for key in found[0].asked if key in by_item]


def _marked(row: Any) -> MarkedAnswer:
    return MarkedAnswer(
        item=row.item,
        answer=LastAnswer(tuple(row.response), row.confidence),
        score=Score(row.earned, row.possible),
    )
