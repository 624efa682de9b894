"""The rule about states, in Python and in SQL, says the same for every combination."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any

from sqlalchemy import Date, literal, select

from course.domain.duties.states import state_of
from course.store.duties.states import state_on

DAY = date(2026, 3, 12)
DAYS = (DAY - timedelta(days=1), DAY, DAY + timedelta(days=1))


def test_sql_agrees_with_the_rule(session: Any) -> None:
    for due, started, completed in product(DAYS, (None, *DAYS), (None, *DAYS)):
        columns = (literal(value, Date) for value in (due, started, completed))
        assert session.scalar(select(state_on(*columns, DAY))) == state_of(
            due, started, completed, DAY
        )
