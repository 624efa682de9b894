"""People go along to another release of their course: the only place that moves an enrolment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, case, func, select, update
from sqlalchemy.orm import aliased

from course.domain.courses.publishing import Affected, HowFarAlong
from course.models import Enrolment, Progress, Release, db
from course.store import rows
from course.store.dated import batches
from course.store.learning import recounting

_STAGE = case(
    (Progress.enrolment_id.is_(None), HowFarAlong.NOT_BEGUN.value),
    (Progress.completed_at.is_(None), HowFarAlong.BUSY.value),
    else_=HowFarAlong.DONE.value,
)


def affected(course: str, release: str) -> Affected:
    """How many people stand in another text of this course than a release, by how far they are."""
    query = _elsewhere(
        course,
        release,
        _people(HowFarAlong.NOT_BEGUN).label("not_begun"),
        _people(HowFarAlong.BUSY).label("busy"),
        _people(HowFarAlong.DONE).label("done"),
    )
    return rows.read(Affected, db.session.execute(query))[0]


def _people(stage: HowFarAlong) -> Any:
    return func.count().filter(_STAGE.in_([stage.value]))


def move(course: str, release: str, stages: Sequence[HowFarAlong], now: datetime) -> int:
    """Everybody in this course who is so far goes along to this release. Returns how many.

    Who is done goes along within one edition: the completion of an earlier one keeps its own text.
    Progress follows in the same transaction; what is done stays done.
    """
    _hold(course, release)
    chosen: ColumnElement[bool] = _STAGE.in_([stage.value for stage in stages])
    same_edition = _edition_of(Enrolment.release) == _edition_of(release)
    chosen &= Progress.completed_at.is_(None) | same_edition
    going = _elsewhere(course, release, Enrolment.id).where(chosen)
    moved = db.session.scalars(going.order_by(Enrolment.id)).all()
    for batch in batches(moved):
        follows = recounting.begun_in_another(batch, release)
        to_release = update(Enrolment).where(Enrolment.id.in_(batch)).values(release=release)
        db.session.execute(to_release.execution_options(synchronize_session=False))
        recounting.follow(follows, now)
    db.session.expire_all()
    return len(moved)


def _hold(course: str, release: str) -> None:
    """Wait for deeds that are being saved and keep the next ones waiting: how far somebody is, is
    asked after this.
    """
    others = _elsewhere(course, release, Enrolment.id).order_by(Enrolment.id)
    held = others.with_for_update(of=Enrolment, key_share=True).subquery()
    db.session.execute(select(func.count()).select_from(held))


def _elsewhere(course: str, release: str, *columns: Any) -> Select[*tuple[Any, ...]]:
    """Of the cycle that each person is in, those that are pinned to another release."""
    later = aliased(Enrolment)
    newer = select(later.id).where(
        later.person_id == Enrolment.person_id,
        later.course == Enrolment.course,
        later.cycle > Enrolment.cycle,
    )
    return (
        select(*columns)
        .select_from(Enrolment)
        .outerjoin(Progress, Progress.enrolment_id == Enrolment.id)
        .where(Enrolment.course == course, Enrolment.release != release)
        .where(~newer.correlate(Enrolment).exists())
    )


def _edition_of(release: Any) -> ScalarSelect[int]:
    one = aliased(Release)
    return select(one.edition).where(one.hash == release).scalar_subquery()
