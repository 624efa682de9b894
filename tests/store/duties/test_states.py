"""The rules about states and due days, in Python and in SQL, say the same on generated days."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any

from sqlalchemy import Date, literal, select

from course.domain.duties.states import TIME_FOR_JOINERS, due_for_joiner, state_of
from course.store.duties.states import due_for_joiner_on, state_on

DAY = date(2026, 3, 12)
DAYS = (DAY - timedelta(days=1), DAY, DAY + timedelta(days=1))


def test_sql_agrees_with_the_rule(session: Any) -> None:
    for due, started, completed in product(DAYS, (None, *DAYS), (None, *DAYS)):
        columns = (literal(value, Date) for value in (due, started, completed))
        assert session.scalar(select(state_on(*columns, DAY))) == state_of(
            due, started, completed, DAY
        )


def test_sql_gives_joiners_the_same_due_day(session: Any) -> None:
    for days in range(-3, 4):
        due = DAY + TIME_FOR_JOINERS + timedelta(days=days)
        query = select(due_for_joiner_on(literal(due, Date), DAY))
        assert session.scalar(query) == due_for_joiner(due, DAY)
