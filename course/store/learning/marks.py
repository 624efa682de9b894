"""What an answer is worth now: its mark, or the last later one.

Facts are never changed. Whoever reads a mark reads it here.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func, select

from course.models import Attempt, Regrade


def _last(column: Any) -> Any:
    return (
        select(column)
        .where(Regrade.attempt_id == Attempt.id)
        .order_by(Regrade.id.desc())
        .limit(1)
        .correlate(Attempt)
        .scalar_subquery()
    )


EARNED: ColumnElement[int] = func.coalesce(_last(Regrade.earned), Attempt.earned)
POSSIBLE: ColumnElement[int] = func.coalesce(_last(Regrade.possible), Attempt.possible)
# a question that asked no more, asks no more
SETTLED: ColumnElement[bool] = Attempt.settled | func.coalesce(_last(Regrade.settled), False)
