"""A trainer opens a study day, finds it back, moves it on and closes it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, insert, select, update

from course.domain.people.roles import Actor, Permission
from course.domain.study_days import Phase, is_moment, new_code
from course.models import School, StudyDay, StudyPresence, db
from course.models.base import insert_new, new_token
from course.store import rows
from course.store.rows import ListPart
from course.store.scope import schools_for
from course.store.study_days.rows import STUDY_DAYS, StudyDayRow, Subject
from course.store.submissions import OtherContentsError

# of a code, before we give up: with a thousand study days a day two in a row hardly ever exist
_DRAWS = 20
_ASKED = ("school_id", "module", "lesson", "item")


def open_day(
    actor: Actor, school_id: int, subject: Subject, submission: str, now: datetime, today: date
) -> str | None:
    """Open a study day, and return its ref. The same submission gives the same one; None when the
    school is not theirs.

    Errors: OtherContentsError when the submission asked something else the first time.
    """
    close_past(now, today)
    allowed = db.session.scalar(schools_for(actor, Permission.ASSIGN).where(School.id == school_id))
    if allowed is None:
        return None
    asked = {"school_id": school_id, **asdict(subject)}
    start = {"day": today, "phase": Phase.JOIN.value, "opened_by": actor.id, "opened_at": now}
    for _ in range(_DRAWS):
        row = {**asked, **start, **_secrets(), "submission": submission}
        db.session.execute(insert_new(StudyDay, [row]))
        ref = _opened(row)
        if ref is not None:
            return ref
    return None


def ask_next(
    actor: Actor, before: StudyDayRow, subject: Subject, submission: str, now: datetime
) -> str | None:
    """Ask the same group a next question under the same code, and return its ref. Who was there is
    there; the question before is closed and its key thrown away.

    None when the question before has no outcome yet, or another followed it already.

    Errors: OtherContentsError when the submission asked something else the first time.
    """
    asked = {"school_id": before.school_id, **asdict(subject), "submission": submission}
    place = {"day": before.day, "code": before.code, "number": before.number + 1}
    start = {"phase": Phase.FIRST.value, "opened_by": actor.id, "opened_at": now}
    row = {**_secrets(), **asked, **place, **start}
    if before.phase is Phase.RESULT and move(before, Phase.CLOSED, now):
        db.session.execute(insert_new(StudyDay, [row]))
        _bring_along(before, row)
    return _opened(row)


def newest(study_day: StudyDayRow) -> str:
    """The ref of the last question under the same code."""
    return db.session.scalars(
        select(StudyDay.ref)
        .where(StudyDay.day == study_day.day, StudyDay.code == study_day.code)
        .order_by(StudyDay.number.desc())
        .limit(1)
    ).one()


def led(actor: Actor, ref: str, today: date) -> StudyDayRow | None:
    """A study day of one of the schools where this trainer trains; None for any other."""
    query = STUDY_DAYS.where(StudyDay.ref == ref, _in_scope(actor))
    return rows.first(StudyDayRow, db.session.execute(query, {"today": today}), phase=Phase)


def recent(actor: Actor, today: date, *, limit: int, offset: int = 0) -> ListPart[StudyDayRow]:
    """The study days of the trainer's schools, the newest first."""
    query = STUDY_DAYS.add_columns(rows.ALL_ROWS).where(_in_scope(actor))
    query = query.order_by(StudyDay.day.desc(), StudyDay.id.desc()).limit(limit).offset(offset)
    return rows.part(StudyDayRow, db.session.execute(query, {"today": today}), phase=Phase)


def move(study_day: StudyDayRow, asked: Phase, now: datetime) -> bool:
    """Bring a study day to its next phase, or to its end. False when it moved already: a double
    click skips nothing.

    At the end the key of the pseudonyms goes, and with it the last way from a vote to a person.
    """
    if not is_moment(study_day.phase, asked):
        return False
    changes: dict[str, Any] = {"phase": asked.value}
    if asked is Phase.CLOSED:
        changes |= {"vote_key": None, "closed_at": now}
    moved = db.session.execute(
        update(StudyDay)
        .where(StudyDay.id == study_day.id, StudyDay.phase == study_day.phase.value)
        .values(**changes)
        .execution_options(synchronize_session=False)
    )
    return moved.rowcount == 1  # type: ignore[attr-defined, no-any-return]


def close_past(now: datetime, today: date) -> int:
    """Close every study day of an earlier day that nobody closed, and throw its key away.

    Returns how many there were.
    """
    closed = db.session.execute(
        update(StudyDay)
        .where(StudyDay.day < today, StudyDay.phase != Phase.CLOSED.value)
        .values(phase=Phase.CLOSED.value, vote_key=None, closed_at=now)
        .execution_options(synchronize_session=False)
    )
    return closed.rowcount  # type: ignore[attr-defined, no-any-return]


def _bring_along(before: StudyDayRow, row: Mapping[str, Any]) -> None:
    """Who was at the question before is at the next one."""
    new = select(StudyDay.id).where(StudyDay.ref == row["ref"]).scalar_subquery()
    there = select(new, StudyPresence.person_id, StudyPresence.day).where(
        StudyPresence.session_id == before.id
    )
    columns = ["session_id", "person_id", "day"]
    db.session.execute(insert(StudyPresence).from_select(columns, there))


def _secrets() -> dict[str, str]:
    """What a study day is found by and votes are hidden with, drawn anew."""
    return {
        "ref": new_token(),
        "code": new_code(secrets.choice),
        "vote_key": secrets.token_hex(32),
    }


def _opened(row: Mapping[str, Any]) -> str | None:
    """The study day of this submission; None when its code was taken.

    Errors: OtherContentsError.
    """
    asked = [StudyDay.__table__.c[name] for name in _ASKED]
    found = db.session.execute(
        select(StudyDay.ref, *asked).where(
            StudyDay.submission == row["submission"],
            StudyDay.opened_by == row["opened_by"],
        )
    ).first()
    if found is None:
        return None
    kept = found._asdict()
    ref = str(kept.pop("ref"))
    if kept != {name: row[name] for name in _ASKED}:
        raise OtherContentsError
    return ref


def _in_scope(actor: Actor) -> ColumnElement[bool]:
    return StudyDay.school_id.in_(schools_for(actor, Permission.ASSIGN))
