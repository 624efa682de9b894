"""What a bundle of evidence about a school on a day asks of the database, as it was known then."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select

from course import clock
from course.models import (
    Assignment,
    Board,
    BoardDetails,
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
from course.store.people.directory import SchoolRow


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


def first_days(schools: Collection[int]) -> dict[int, date]:
    """By school the day on which we first wrote down somebody or something of it; not in it:
    never.
    """
    found: dict[int, date] = {}
    for table, at in ((Membership, Membership.recorded_at), (Assignment, Assignment.made_at)):
        firsts = select(table.school_id, func.min(at)).where(table.school_id.in_(schools))
        for school_id, first in db.session.execute(firsts.group_by(table.school_id)):
            day = clock.day_of(first)
            found[school_id] = min(day, found.get(school_id, day))
    return found


def people_on(schools: Collection[int], day: date) -> int:
    """How many people worked at these schools on a day, as it was known at its end; who works at
    two of them counts twice.
    """
    here = Membership.school_id.in_(schools), holds_on(Membership, day, clock.end_of_day(day))
    return db.session.scalars(select(func.count(Membership.id)).where(*here)).one()


@dataclass(frozen=True)
class EvidenceBoard:
    """A board as it was called on a day, and the schools that it had then, by code."""

    code: str
    name: str
    schools: tuple[SchoolRow, ...]


def board_on(board_id: int, day: date) -> EvidenceBoard:
    """A board with the schools that were under it on a day, as it was known at its end. A school of
    which nothing was written down by then is left out, so that a school which is added later
    changes no day of before.
    """
    end = clock.end_of_day(day)
    told = select(SchoolDetails.id).where(SchoolDetails.school_id == School.id)
    of_day = told.where(holds_on(SchoolDetails, day, end))
    under = of_day.where(SchoolDetails.board_id == board_id).exists()
    always = ~of_day.exists() & (School.board_id == board_id)
    query = select(School.id, School.code, School.name, School.sector).where(under | always)
    found = db.session.execute(query.order_by(School.code)).all()
    name = db.session.scalar(
        select(BoardDetails.name).where(
            BoardDetails.board_id == board_id, holds_on(BoardDetails, day, end)
        )
    )
    board = db.session.execute(select(Board.code, Board.name).where(Board.id == board_id)).one()
    called = name or board.name
    firsts = first_days([row.id for row in found])
    schools = tuple(
        SchoolRow(row.id, row.code, row.name, row.sector, called, board_id)
        for row in found
        if row.id in firsts and firsts[row.id] <= day
    )
    return EvidenceBoard(board.code, called, schools)


def release_on(course: str, day: date) -> str | None:
    """The text of a course that was current at the end of a day; None: not published yet."""
    found: str | None = db.session.scalar(
        select(Publication.release)
        .where(Publication.course == course, Publication.published_at < clock.end_of_day(day))
        .order_by(Publication.published_at.desc(), Publication.id.desc())
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
    board = boards_on([school_id], day).get(school_id)
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


def boards_on(schools: Collection[int], day: date) -> dict[int, int]:
    """Under which board each school was, as it was known at the end of the day."""
    always = select(School.id, School.board_id).where(School.id.in_(schools))
    told = select(SchoolDetails.school_id, SchoolDetails.board_id).where(
        SchoolDetails.school_id.in_(schools),
        holds_on(SchoolDetails, day, clock.end_of_day(day)),
    )
    found = dict(db.session.execute(always.order_by(School.id)).all())
    return found | dict(db.session.execute(told).all())


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
