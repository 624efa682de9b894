"""Since when somebody belongs to a school, whatever team they were in."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import aliased

from course.models import Membership
from course.store.dated import known

_EARLIER = aliased(Membership)


def worked_since() -> ScalarSelect[date]:
    """The first day at the school of a `Membership`, for the same person.

    Another team is another row, and makes nobody newer at their school.
    """
    return (
        select(func.min(_EARLIER.starts_on))
        .where(
            _EARLIER.person_id == Membership.person_id,
            _EARLIER.school_id == Membership.school_id,
            known(_EARLIER),
        )
        .correlate(Membership)
        .scalar_subquery()
    )
