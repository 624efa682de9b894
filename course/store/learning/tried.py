"""How an item on a page was tried so far, apart from tests."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, func, select

from course.models import Attempt
from course.store.learning.places import LessonPlace
from course.store.prepared import PreparedStatement

_ITEM = (
    Attempt.enrolment_id == bindparam("enrolment_id"),
    Attempt.module == bindparam("module"),
    Attempt.lesson == bindparam("lesson"),
    Attempt.item == bindparam("item"),
    Attempt.sitting_id.is_(None),
)
_TRIES = PreparedStatement[Any](select(func.count(Attempt.id)).where(*_ITEM))
_LAST = PreparedStatement[Any](
    select(Attempt.response).where(*_ITEM).order_by(Attempt.id.desc()).limit(1)
)


def tries(place: LessonPlace, item: str) -> int:
    """How often an item was tried."""
    return int(_TRIES.value({**place.where, "item": item}))


def last_response(place: LessonPlace, item: str) -> list[str] | None:
    """What was given last; None when it was never tried."""
    found: list[str] | None = _LAST.value({**place.where, "item": item})
    return found
