"""How an item on a page was tried so far, apart from tests."""

from __future__ import annotations

from sqlalchemy import bindparam, func, select

from course.models import Attempt, db
from course.store.learning.places import LessonPlace

_ITEM = (
    Attempt.enrolment_id == bindparam("enrolment_id"),
    Attempt.module == bindparam("module"),
    Attempt.lesson == bindparam("lesson"),
    Attempt.item == bindparam("item"),
    Attempt.sitting_id.is_(None),
)
_TRIES = select(func.count(Attempt.id)).where(*_ITEM)
_LAST = select(Attempt.response).where(*_ITEM).order_by(Attempt.id.desc()).limit(1)


def tries(place: LessonPlace, item: str) -> int:
    """How often an item was tried."""
    return db.connection().scalar(_TRIES, {**place.where, "item": item}) or 0


def last_response(place: LessonPlace, item: str) -> list[str] | None:
    """What was given last; None when it was never tried."""
    found: list[str] | None = db.connection().scalar(_LAST, {**place.where, "item": item})
    return found
