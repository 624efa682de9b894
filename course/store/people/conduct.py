"""Codes of conduct: which one holds for a school on a day, its versions, and a new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    ScalarSelect,
    bindparam,
    cast,
    func,
    insert,
    null,
    or_,
    select,
    union_all,
)

from course.domain.people.conduct_signing import Asks, ConductChange
from course.models import CodeClause, CodeOfConduct, School, db
from course.models.base import insert_new_row
from course.store.people.words import INHERITED_WORDS, OWN_WORDS
from course.store.submissions import OtherContentsError


@dataclass(frozen=True)
class Conduct:
    """One version with its clauses, by key.

    `by_board`: adopted by the board, for schools without one of their own.
    """

    id: int
    by_board: bool
    label: str
    in_force_on: date
    consent_on: date | None
    consent_reference: str
    change: ConductChange
    asks: Asks
    clauses: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class NewVersion:
    """A version to adopt: of a school, or of its board."""

    school_id: int | None
    board_id: int | None
    label: str
    in_force_on: date
    consent_on: date | None
    consent_reference: str
    clauses: Mapping[str, str]
    submission: str
    change: ConductChange = ConductChange.MEANING
    asks: Asks = Asks.NOTHING


_COLUMNS = (
    CodeOfConduct.id,
    CodeOfConduct.board_id,
    CodeOfConduct.label,
    CodeOfConduct.in_force_on,
    CodeOfConduct.consent_on,
    CodeOfConduct.consent_reference,
    CodeOfConduct.change,
    CodeOfConduct.asks,
)


def _board() -> ScalarSelect[int]:
    return select(School.board_id).where(School.id == bindparam("school")).scalar_subquery()


_HOLDS = (
    select(CodeOfConduct.id)
    .where(
        or_(CodeOfConduct.school_id == bindparam("school"), CodeOfConduct.board_id == _board()),
        CodeOfConduct.in_force_on <= bindparam("on"),
    )
    .order_by(
        CodeOfConduct.school_id.is_(None), CodeOfConduct.in_force_on.desc(), CodeOfConduct.id.desc()
    )
    .limit(1)
    .scalar_subquery()
)
_IN_FORCE = (
    select(CodeClause.clause.label("key"), CodeClause.text, *_COLUMNS)
    .outerjoin(CodeClause, CodeClause.code_id == CodeOfConduct.id)
    .where(CodeOfConduct.id == _HOLDS)
)

_NO_CODE = [cast(null(), column.type).label(column.key) for column in _COLUMNS]
_BOTH: CompoundSelect[Any] = union_all(
    _IN_FORCE, OWN_WORDS.add_columns(*_NO_CODE), INHERITED_WORDS.add_columns(*_NO_CODE)
)


def in_force(school_id: int | None, on: date) -> Conduct | None:
    """What holds at a school on a day: its own newest version that has begun, else that of its
    board, else None.
    """
    if school_id is None:
        return None
    rows = db.connection().execute(_IN_FORCE, {"school": school_id, "on": on}).all()
    return _with_clauses(rows)


def in_force_with_words(school_id: int | None, on: date) -> tuple[Conduct | None, dict[str, str]]:
    """What holds at a school on a day, and the words that are filled in for it, by
    variable.

    One statement for both.
    """
    if school_id is None:
        return None, {}
    rows = db.connection().execute(_BOTH, {"school": school_id, "on": on}).all()
    words = {row.key: row.text for row in rows if row.id is None}
    return _with_clauses([row for row in rows if row.id is not None]), words


def _with_clauses(rows: Sequence[Any]) -> Conduct | None:
    """A version from a row for each of its clauses, or from one row without a clause."""
    if not rows:
        return None
    return _conduct(rows[0], {row.key: row.text for row in rows if row.key is not None})


def versions(school_id: int, limit: int, offset: int = 0) -> list[Conduct]:
    """Versions of a school and of its board, the newest first, without their clauses."""
    query = (
        select(*_COLUMNS)
        .where(_of_school_or_board())
        .order_by(CodeOfConduct.in_force_on.desc(), CodeOfConduct.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return [_conduct(row, {}) for row in db.session.execute(query, {"school": school_id})]


def version_count(school_id: int) -> int:
    """How many versions a school and its board have."""
    query = select(func.count(CodeOfConduct.id)).where(_of_school_or_board())
    return db.session.scalar(query, {"school": school_id}) or 0


def _of_school_or_board() -> ColumnElement[bool]:
    return or_(CodeOfConduct.school_id == bindparam("school"), CodeOfConduct.board_id == _board())


def adopt(draft: NewVersion, made_by: int, now: datetime) -> bool:
    """Keep a new version. False when this submission arrived before: a double click, or a lost
    reply.

    Errors: OtherContentsError when it held something else the first time.
    """
    columns = {name: value for name, value in vars(draft).items() if name != "clauses"}
    row = {**columns, "made_by": made_by, "made_at": now}
    code_id = db.session.scalar(insert_new_row(CodeOfConduct).returning(CodeOfConduct.id), row)
    if code_id is None:
        _expect_same(row, draft)
        return False
    rows = [
        {"code_id": code_id, "clause": key, "text": text} for key, text in draft.clauses.items()
    ]
    if rows:
        db.session.execute(insert(CodeClause), rows)
    return True


def _expect_same(row: dict[str, Any], draft: NewVersion) -> None:
    """Errors:

    OtherContentsError when the version that was kept under this submission is another one.
    """
    told = [getattr(CodeOfConduct, name) for name in row if name not in ("made_at", "submission")]
    kept = db.session.execute(
        select(CodeOfConduct.id, *told).where(CodeOfConduct.submission == draft.submission)
    ).one()
    words = db.session.execute(
        select(CodeClause.clause, CodeClause.text).where(CodeClause.code_id == kept.id)
    )
    same = all(getattr(kept, column.key) == row[column.key] for column in told)
    if not same or dict(words.all()) != dict(draft.clauses):
        raise OtherContentsError


def _conduct(row: Any, clauses: Mapping[str, str]) -> Conduct:
    return Conduct(
        id=row.id,
        by_board=row.board_id is not None,
        label=row.label,
        in_force_on=row.in_force_on,
        consent_on=row.consent_on,
        consent_reference=row.consent_reference,
        change=ConductChange(row.change),
        asks=Asks(row.asks),
        clauses=clauses,
    )
