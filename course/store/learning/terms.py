"""What the end of a completion depends on, beside its day."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from course.domain.learning.projection import Terms
from course.models import Enrolment, Publication, Release, db


def of(enrolments: Sequence[int]) -> dict[int, Terms]:
    """For each of these enrolments: what it renews, and by when a later edition asks it again."""
    own, asked = aliased(Release), aliased(Release)
    asked_by = (
        select(func.min(Publication.renew_by))
        .join(asked, asked.hash == Publication.release)
        .where(Publication.course == Enrolment.course, asked.edition > own.edition)
        .correlate(Enrolment, own)
        .scalar_subquery()
    )
    found = db.session.execute(
        select(Enrolment.id, Enrolment.renews, asked_by.label("asked_by"))
        .join(own, own.hash == Enrolment.release)
        .where(Enrolment.id.in_(enrolments))
    )
    return {row.id: Terms(row.renews, row.asked_by) for row in found}
