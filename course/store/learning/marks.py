"""What an answer is worth now: its mark, or the last later one.

Facts are never changed. Whoever reads a mark reads it here.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func, select

from course.models import Attempt, LaterMark, MeasurementAnswer, RefresherAnswer, Regrade


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


def _later(column: Any, answer: Any, table: Any) -> Any:
    return (
        select(column)
        .where(answer == table.id)
        .order_by(LaterMark.id.desc())
        .limit(1)
        .correlate(table)
        .scalar_subquery()
    )


def _of_refresher(column: Any, first: Any) -> ColumnElement[int]:
    last = _later(column, LaterMark.refresher_answer_id, RefresherAnswer)
    return func.coalesce(last, first)


def _of_measurement(column: Any, first: Any) -> ColumnElement[int]:
    last = _later(column, LaterMark.measurement_answer_id, MeasurementAnswer)
    return func.coalesce(last, first)


REFRESHED_EARNED = _of_refresher(LaterMark.earned, RefresherAnswer.earned)
REFRESHED_POSSIBLE = _of_refresher(LaterMark.possible, RefresherAnswer.possible)
MEASURED_EARNED = _of_measurement(LaterMark.earned, MeasurementAnswer.earned)
# 0: its key was wrong, and what was chosen is not kept
MEASURED_POSSIBLE = _of_measurement(LaterMark.possible, MeasurementAnswer.possible)
