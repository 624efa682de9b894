"""Signing the code of conduct: what is asked of somebody, their answer, and who answered what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, select

from course.domain.people.conduct_signing import (
    ConductChange,
    ConductVersion,
    SignAnswer,
    counting_versions,
    text_hash,
)
from course.models import (
    CodeClause,
    CodeOfConduct,
    ConductSignature,
    Membership,
    Person,
    School,
    SignedText,
    Team,
    db,
)
from course.models.base import insert_new_row
from course.store import rows
from course.store.dated import holds_on
from course.store.people.conduct import Conduct
from course.store.rows import ListPart
from course.store.submissions import OtherContentsError


@dataclass(frozen=True)
class Signed:
    """What somebody answered to a version, and when."""

    ref: str
    code_id: int
    answer: SignAnswer
    answered_at: datetime


@dataclass(frozen=True)
class SignedCopy:
    """An answer with the text exactly as it stood there."""

    name: str
    school: str
    answer: SignAnswer
    answered_at: datetime
    text_hash: str
    text: str


@dataclass(frozen=True)
class NewSignature:
    """An answer to a version at a school, with the text that stood there."""

    person_id: int
    school_id: int
    code_id: int
    name: str
    text: str
    answer: SignAnswer
    submission: str


@dataclass(frozen=True)
class SignatureRow:
    """Somebody who works at a school, with their answer that still holds; None without one."""

    name: str
    team: str | None
    answer: SignAnswer | None
    answered_at: datetime | None
    version: str | None


@dataclass(frozen=True)
class SignatureCounts:
    """How many people of a school answered what."""

    people: int
    signed: int
    refused: int

    @property
    def open(self) -> int:
        """Who did not answer yet."""
        return self.people - self.signed - self.refused


@dataclass(frozen=True)
class VersionCounts:
    """How many of who works at a school gave which last answer to one version."""

    code_id: int
    submission: str
    label: str
    in_force_on: date
    signed: int
    refused: int

    @property
    def ref(self) -> str:
        """The version in an address."""
        return text_hash(self.submission)[:16]


def counting(holds: Conduct, school_id: int, on: date) -> frozenset[int]:
    """The versions of which an answer holds, now that this one is in force at the school."""
    owner = CodeOfConduct.school_id == school_id
    if holds.by_board:
        board = select(School.board_id).where(School.id == school_id).scalar_subquery()
        owner = CodeOfConduct.board_id == board
    found = db.session.execute(
        select(CodeOfConduct.id, CodeOfConduct.change)
        .where(owner, CodeOfConduct.in_force_on <= on)
        .order_by(CodeOfConduct.in_force_on, CodeOfConduct.id)
    )
    return counting_versions([ConductVersion(row.id, ConductChange(row.change)) for row in found])


def last_answer(
    person_id: int, school_id: int, *, but: frozenset[int] = frozenset()
) -> Signed | None:
    """What somebody answered last at a school, whichever the version; `but`: not to one of
    these.
    """
    one = ConductSignature
    found = db.session.execute(
        select(one.ref, one.code_id, one.answer, one.answered_at)
        .where(one.person_id == person_id, one.school_id == school_id)
        .where(one.code_id.not_in(sorted(but)))
        .order_by(one.id.desc())
        .limit(1)
    )
    return rows.first(Signed, found, answer=SignAnswer)


def clauses_of(code_id: int) -> dict[str, str]:
    """The words of a version by clause."""
    found = db.session.execute(
        select(CodeClause.clause, CodeClause.text).where(CodeClause.code_id == code_id)
    )
    return {row.clause: row.text for row in found}


def sign(draft: NewSignature, now: datetime) -> bool:
    """Keep an answer. False when this submission arrived before.

    Errors: OtherContentsError when it held something else the first time.
    """
    hashed = text_hash(draft.text)
    db.session.execute(insert_new_row(SignedText), {"hash": hashed, "text": draft.text})
    row = {name: value for name, value in vars(draft).items() if name != "text"}
    row |= {"answer": draft.answer.value, "text_hash": hashed, "answered_at": now}
    if db.session.scalar(insert_new_row(ConductSignature, "id"), row) is not None:
        return True
    kept = db.session.execute(
        select(ConductSignature.answer, ConductSignature.text_hash).where(
            ConductSignature.submission == draft.submission
        )
    ).one()
    if (kept.answer, kept.text_hash) != (draft.answer.value, hashed):
        raise OtherContentsError
    return False


def signed_copy(person_id: int, ref: str) -> SignedCopy | None:
    """One's own answer with its text; None for one of somebody else, or none."""
    one = ConductSignature
    found = db.session.execute(
        select(
            one.name,
            School.name.label("school"),
            one.answer,
            one.answered_at,
            one.text_hash,
            SignedText.text,
        )
        .join(School, School.id == one.school_id)
        .join(SignedText, SignedText.hash == one.text_hash)
        .where(one.person_id == person_id, one.ref == ref)
    )
    return rows.first(SignedCopy, found, answer=SignAnswer)


def signatures(
    school_id: int, codes: frozenset[int], on: date, *, limit: int, offset: int = 0
) -> ListPart[SignatureRow]:
    """Everybody who works at a school, by name, with their answer to one of these versions."""
    values = {"school": school_id, "codes": sorted(codes), "on": on}
    page = {"limit": limit, "offset": offset}
    found = db.session.execute(_listed().limit(limit).offset(offset), values | page)
    return rows.part(SignatureRow, found, answer=_answer)


def signature_counts(school_id: int, codes: frozenset[int], on: date) -> SignatureCounts:
    """The same as three numbers."""
    listed = _listed().order_by(None).subquery()
    query = select(listed.c.answer, func.count().label("people")).group_by(listed.c.answer)
    values: Mapping[str, Any] = {"school": school_id, "codes": sorted(codes), "on": on}
    by_answer: dict[Any, int] = dict(db.session.execute(query, values).all())
    return SignatureCounts(
        sum(by_answer.values()),
        by_answer.get(SignAnswer.SIGNED.value, 0),
        by_answer.get(SignAnswer.REFUSED.value, 0),
    )


def by_version(school_id: int, on: date) -> list[VersionCounts]:
    """What people who work at a school on a day answered to each version, the newest first. Of
    several answers to one version the last counts.
    """
    one, code = ConductSignature, CodeOfConduct
    here = select(Membership.person_id).where(
        Membership.school_id == school_id, holds_on(Membership, on)
    )
    last = (
        select(func.max(one.id))
        .where(one.school_id == school_id, one.person_id.in_(here))
        .group_by(one.person_id, one.code_id)
    )
    signed = one.answer == SignAnswer.SIGNED.value
    found = db.session.execute(
        select(
            code.id.label("code_id"),
            code.submission,
            code.label,
            code.in_force_on,
            func.count().filter(signed).label("signed"),
            func.count().filter(~signed).label("refused"),
        )
        .join(one, one.code_id == code.id)
        .where(one.id.in_(last))
        .group_by(code.id, code.submission, code.label, code.in_force_on)
        .order_by(code.in_force_on.desc(), code.id.desc())
    )
    return rows.read(VersionCounts, found)


def _answer(value: str | None) -> SignAnswer | None:
    return None if value is None else SignAnswer(value)


@cache
def _listed() -> Select[*tuple[Any, ...]]:
    one = ConductSignature
    last = (
        select(func.max(one.id))
        .where(
            one.school_id == bindparam("school"),
            one.person_id == Membership.person_id,
            one.code_id.in_(bindparam("codes", expanding=True)),
        )
        .correlate(Membership)
        .scalar_subquery()
    )
    return (
        select(
            Person.name,
            Team.name.label("team"),
            one.answer,
            one.answered_at,
            CodeOfConduct.label.label("version"),
            rows.ALL_ROWS,
        )
        .select_from(Membership)
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(Team, Team.id == Membership.team_id)
        .outerjoin(one, and_(one.id == last))
        .outerjoin(CodeOfConduct, CodeOfConduct.id == one.code_id)
        .where(Membership.school_id == bindparam("school"), holds_on(Membership, bindparam("on")))
        .order_by(Person.sort_name, Person.id)
    )
