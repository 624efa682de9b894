"""What a bundle of evidence about a school on a day asks of the database, as it was known then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select

from course import clock
from course.models import (
    Assignment,
    CodeClause,
    CodeOfConduct,
    ConductSignature,
    Membership,
    Publication,
    Release,
    School,
    SchoolDetails,
    db,
)
from course.store.dated import holds_on


@dataclass(frozen=True)
class EvidenceCode:
    """A version of the code of conduct that had begun, with its words by clause."""

    id: int
    by_board: bool
    label: str
    in_force_on: date
    consent_on: date | None
    consent_reference: str
    clauses: Mapping[str, str] = field(default_factory=dict)


def first_day(school_id: int) -> date | None:
    """The day on which we first wrote down somebody or something of a school; None: never."""
    firsts = [
        db.session.scalar(
            select(func.min(Membership.recorded_at)).where(Membership.school_id == school_id)
        ),
        db.session.scalar(
            select(func.min(Assignment.made_at)).where(Assignment.school_id == school_id)
        ),
    ]
    known = [clock.day_of(one) for one in firsts if one is not None]
    return min(known, default=None)


def release_on(course: str, day: date) -> str | None:
    """The text of a course that was current at the end of a day; None: not published yet."""
    found: str | None = db.session.scalar(
        select(Publication.release)
        .where(Publication.course == course, Publication.published_at < clock.end_of_day(day))
        .order_by(Publication.published_at.desc(), Publication.id.desc())
        .limit(1)
    )
    return found


def edition_of(release: str) -> tuple[str, int, datetime]:
    """Title, edition and first publication of a release."""
    found = db.session.execute(
        select(Release.title, Release.edition, Release.published_at).where(Release.hash == release)
    ).one()
    return found.title, found.edition, found.published_at


def codes_until(school_id: int, day: date) -> list[EvidenceCode]:
    """Every version of a school and its board that had begun by a day and was written down by its
    end, the oldest first.
    """
    board = _board_on(school_id, day)
    found = db.session.execute(
        select(
            CodeOfConduct.id,
            CodeOfConduct.board_id.is_not(None).label("by_board"),
            CodeOfConduct.label,
            CodeOfConduct.in_force_on,
            CodeOfConduct.consent_on,
            CodeOfConduct.consent_reference,
        )
        .where(or_(CodeOfConduct.school_id == school_id, CodeOfConduct.board_id == board))
        .where(CodeOfConduct.in_force_on <= day, CodeOfConduct.made_at < clock.end_of_day(day))
        .order_by(CodeOfConduct.in_force_on, CodeOfConduct.id)
    ).all()
    words: dict[int, dict[str, str]] = {row.id: {} for row in found}
    told = select(CodeClause).where(CodeClause.code_id.in_(list(words)))
    for one in db.session.scalars(told.order_by(CodeClause.code_id, CodeClause.clause)):
        words[one.code_id][one.clause] = one.text
    return [_code(row, words[row.id]) for row in found]


def _board_on(school_id: int, day: date) -> int | None:
    """Under which board a school was, as it was known at the end of the day."""
    told = holds_on(SchoolDetails, day, clock.end_of_day(day))
    of_day = select(SchoolDetails.board_id).where(SchoolDetails.school_id == school_id, told)
    found = db.session.scalar(of_day)
    if found is not None:
        return found
    return db.session.scalar(select(School.board_id).where(School.id == school_id))


def _code(row: Any, clauses: Mapping[str, str]) -> EvidenceCode:
    values = {name: getattr(row, name) for name in row._fields}
    values["by_board"] = bool(row.by_board)
    return EvidenceCode(**values, clauses=clauses)


def signed_until(school_id: int, day: date) -> dict[str, int]:
    """How many of who worked there gave which last answer by the end of a day."""
    until, one = clock.end_of_day(day), ConductSignature
    last = (
        select(func.max(one.id).label("id"))
        .where(one.school_id == school_id, one.answered_at < until)
        .group_by(one.person_id)
    )
    here = select(Membership.person_id).where(
        Membership.school_id == school_id, holds_on(Membership, day, until)
    )
    query = select(one.answer, func.count()).where(one.id.in_(last), one.person_id.in_(here))
    return dict(db.session.execute(query.group_by(one.answer)).all())
