"""The table of the Normenkader, as it is and as it was on a day."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from course.domain.people.audited import Audited
from course.domain.proof.norms import NormDraft, NormFigure, by_number
from course.models import NormRow, Person, db
from course.store import audit, dated, rows
from course.store.audit import AuditNote
from course.store.dated import DeedMoment, Instant, holds_on, known
from course.store.people.naming import SINCE_EVER
from course.store.submissions import OtherContentsError

_SHIPPED = Path(__file__).with_name("normenkader.toml")
_COLUMNS = (
    NormRow.key,
    NormRow.norm,
    NormRow.wording,
    NormRow.level,
    NormRow.figure,
    NormRow.checked_on,
)


@dataclass(frozen=True)
class Norm(NormDraft):
    """A line of the table, by the key that it keeps."""

    key: str

    @property
    def draft(self) -> NormDraft:
        """What it says."""
        return NormDraft(self.norm, self.wording, self.level, self.figure, self.checked_on)


@dataclass(frozen=True)
class PastNorm(Norm):
    """What a line says or said, from when until when, and who wrote it."""

    starts_on: date
    ends_on: date | None
    made_by: str | None


@cache
def shipped() -> tuple[Norm, ...]:
    """The lines that come with the program, for who never changed the table."""
    told = tomllib.loads(_SHIPPED.read_text("utf-8"))["norms"]
    return tuple(
        Norm(**{**one, "figure": NormFigure(one["figure"]), "checked_on": None}) for one in told
    )


def on(day: date, until: Instant | None = None) -> list[Norm]:
    """The table on a day, as it was known right before an instant, in the order of its norms."""
    written = select(NormRow.id).where(known(NormRow, until)).limit(1)
    if db.session.scalar(written) is None:
        return sorted(shipped(), key=lambda one: (by_number(one.norm), one.key))
    found = db.session.execute(select(*_COLUMNS).where(holds_on(NormRow, day, until)))
    read = rows.read(Norm, found, figure=NormFigure)
    return sorted(read, key=lambda one: (by_number(one.norm), one.key))


def history(key: str) -> list[PastNorm]:
    """Everything that a line says and said, the newest first; nothing of what always was so."""
    found = db.session.execute(
        select(*_COLUMNS, NormRow.starts_on, NormRow.ends_on, Person.name.label("made_by"))
        .outerjoin(Person, Person.id == NormRow.made_by)
        .where(NormRow.key == key, known(NormRow))
        .order_by(NormRow.starts_on.desc(), NormRow.id.desc())
    )
    return rows.read(PastNorm, found, figure=NormFigure)


def put(key: str, draft: NormDraft, before: NormDraft | None, moment: DeedMoment) -> None:
    """From today on a line says this. `before`: what it said to who changes it; None for a new
    one.

    Errors: OtherContentsError when it says something else meanwhile, or another line has got its
            number.
    """
    _lock()
    now = {one.key: one.draft for one in on(moment.today)}
    if now.get(key) == draft:
        return
    others = {one.norm.casefold() for name, one in now.items() if name != key}
    if now.get(key) != before or draft.norm.casefold() in others:
        raise OtherContentsError
    values: dict[str, Any] = {**vars(draft), "figure": draft.figure.value, "made_by": moment.by}
    _take_over()
    if before is None:
        _begin([{"key": key, **values}], moment)
    else:
        dated.change(NormRow, {_held(key, moment): values}, moment)
    _note(Audited.NORM_CHANGED, draft, moment)


def take_away(key: str, before: NormDraft, moment: DeedMoment) -> None:
    """From today on a line is no longer there; twice is once. `before`: what it said to who takes
    it away.

    Errors: OtherContentsError when it says something else meanwhile.
    """
    _lock()
    now = {one.key: one.draft for one in on(moment.today)}
    if key not in now:
        return
    if now[key] != before:
        raise OtherContentsError
    _take_over()
    dated.end(NormRow, [_held(key, moment)], moment)
    _note(Audited.NORM_REMOVED, before, moment)


def _lock() -> None:
    """Until the commit nobody else changes the table."""
    db.session.execute(select(NormRow.id).order_by(NormRow.id).with_for_update()).all()


def _take_over() -> None:
    """The lines that came with the program become rows, so that days of before keep them."""
    if db.session.scalar(select(NormRow.id).limit(1)) is None:
        _begin(
            [{"key": one.key, **vars(one.draft), "made_by": None} for one in shipped()], SINCE_EVER
        )


def _begin(lines: list[dict[str, Any]], moment: DeedMoment) -> None:
    try:
        dated.begin(NormRow, lines, moment)
    except IntegrityError as error:  # somebody else began a moment ago
        raise OtherContentsError from error


def _held(key: str, moment: DeedMoment) -> int:
    query = select(NormRow.id).where(NormRow.key == key, holds_on(NormRow, moment.today))
    return db.session.scalars(query).one()


def _note(action: Audited, draft: NormDraft, moment: DeedMoment) -> None:
    detail = {"norm": draft.norm, "figure": draft.figure.value}
    audit.note([AuditNote(action, detail=detail)], moment)
