"""Who left is let in no more from the first minute after their last day: what let them in before
then counts no more, also before the worker takes it away (`people/last_days.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, literal, select

from course.clock import end_of_day
from course.models import Membership
from course.models.base import UtcDateTime
from course.store.dated import AT, known

YESTERDAY: Any = bindparam("yesterday")
MIDNIGHT: Any = bindparam("midnight", type_=UtcDateTime)
LINKS_LAST = 8  # days for which a link may still work, and one more


@lru_cache(maxsize=8)  # every request asks
def values_of(today: date) -> Mapping[str, Any]:
    """The parameters of `left_yesterday`."""
    yesterday = today - timedelta(days=1)
    return {"yesterday": yesterday, "midnight": end_of_day(yesterday)}


def left_yesterday(person_id: Any, made_at: Any) -> ColumnElement[bool]:
    """Whether what was made then is of before midnight, and yesterday was a last day of this
    person, known by then. Nothing that is older than a day counts anyhow.
    """
    over = select(Membership.id).where(
        Membership.person_id == person_id,
        Membership.ends_on == YESTERDAY,
        known(Membership),
        Membership.recorded_at < MIDNIGHT,
    )
    before: ColumnElement[bool] = made_at < MIDNIGHT
    return before & over.exists()


def left_since(person_id: Any, made_at: Any, today: date) -> ColumnElement[bool]:
    """The same for what may be days old."""
    days = [today - timedelta(days=number) for number in range(1, LINKS_LAST + 1)]
    over_at = case({day: literal(end_of_day(day), AT) for day in days}, value=Membership.ends_on)
    return (
        select(Membership.id)
        .where(
            Membership.person_id == person_id,
            Membership.ends_on.between(days[-1], days[0]),
            known(Membership),
            Membership.recorded_at < over_at,
            made_at < over_at,
        )
        .exists()
    )
