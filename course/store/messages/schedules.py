"""Lists that somebody wants every week or every month: asked, ended, and in their ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select, update

from course.domain.messages.schedules import EndedBy, Every
from course.models import FileSchedule, Job, Person, ScheduledMail, Unreached, db
from course.models.base import insert_new, new_token
from course.store import rows
from course.store.messages.reminders import SENT

UNREACHED, FAILED = "unreached", "failed"
DAY_OFF, MISSED = "day-off", "missed"  # no school day until the next one; nobody made it in time
KEYS = "list:"  # with what the key begins of work for one Monday of one of them


@dataclass(frozen=True)
class OpenSchedule:
    """One that goes on. `last_day`: the last Monday for which it was made."""

    id: int
    ref: str
    person_id: int
    every: Every
    asked: Mapping[str, Any]
    made_at: datetime
    last_day: date | None


@dataclass(frozen=True)
class OwnSchedule:
    """One of somebody's, as they see it. `told_on`: the last day on which a mail went out for it;
    `last_outcome`: of the last time.
    """

    ref: str
    every: Every
    asked: Mapping[str, Any]
    made_at: datetime
    ended_at: datetime | None
    ended_by: EndedBy | None
    told_on: date | None
    last_day: date | None
    last_outcome: str | None


@dataclass(frozen=True)
class ListReader:
    """To whom it goes."""

    name: str
    email: str
    unreached: bool


def ask(
    person_id: int, every: Every, asked: Mapping[str, str], submission: str, now: datetime
) -> str | None:
    """From now on. None for a form that was sent before."""
    row = {
        "ref": new_token(),
        "person_id": person_id,
        "every": every.value,
        "asked": dict(asked),
        "submission": submission,
        "made_at": now,
    }
    ref: str | None = db.session.scalar(insert_new(FileSchedule, [row]).returning(FileSchedule.ref))
    return ref


def has(person_id: int, every: Every, asked: Mapping[str, str]) -> bool:
    """Whether somebody has this very list already, as often."""
    query = select(FileSchedule.asked).where(
        FileSchedule.person_id == person_id,
        FileSchedule.every == every.value,
        FileSchedule.ended_at.is_(None),
    )
    return dict(asked) in db.session.scalars(query).all()


def end(ref: str, by: EndedBy, now: datetime, *, person_id: int | None = None) -> bool:
    """It comes no more. False when there is none, or (with a person) none of theirs; one that ended
    already stays as it ended.
    """
    mine = [FileSchedule.ref == ref]
    if person_id is not None:
        mine.append(FileSchedule.person_id == person_id)
    if db.session.scalar(select(FileSchedule.id).where(*mine)) is None:
        return False
    ended = update(FileSchedule).where(*mine, FileSchedule.ended_at.is_(None))
    db.session.execute(
        ended.values(ended_at=now, ended_by=by.value),
        execution_options={"synchronize_session": False},
    )
    return True


def is_open(ref: str) -> bool | None:
    """Whether it still comes; None when there is none."""
    found = db.session.execute(
        select(FileSchedule.ended_at).where(FileSchedule.ref == ref)
    ).one_or_none()
    return None if found is None else found.ended_at is None


def open_after(last_id: int, at_most: int) -> list[OpenSchedule]:
    """Those that go on, the oldest first."""
    query = _open().where(FileSchedule.id > last_id).order_by(FileSchedule.id).limit(at_most)
    return rows.read(OpenSchedule, db.session.execute(query), every=Every)


def one(ref: str) -> OpenSchedule | None:
    """One that goes on."""
    found = db.session.execute(_open().where(FileSchedule.ref == ref))
    return rows.first(OpenSchedule, found, every=Every)


def of_person(person_id: int, since: datetime) -> Sequence[OwnSchedule]:
    """Somebody's own, the newest first: what goes on, and what ended since an instant."""
    told_on = _last_day(ScheduledMail.outcome == SENT)
    query = select(
        FileSchedule.ref,
        FileSchedule.every,
        FileSchedule.asked,
        FileSchedule.made_at,
        FileSchedule.ended_at,
        FileSchedule.ended_by,
        told_on.label("told_on"),
        _last_day().label("last_day"),
        _last_outcome().label("last_outcome"),
    )
    late = FileSchedule.ended_at.is_(None) | (FileSchedule.ended_at > since)
    mine = query.where(FileSchedule.person_id == person_id, late).order_by(FileSchedule.id.desc())
    return rows.read(OwnSchedule, db.session.execute(mine), every=Every, ended_by=_ended_by)


def write(schedule_id: int, day: date, outcome: str, now: datetime) -> str | None:
    """A line of the ledger; the key of its mail comes back, or for silence that of the line. None
    when this Monday has a line already.
    """
    key = f"people-file:{schedule_id}:{day.isoformat()}"
    row = {
        "schedule_id": schedule_id,
        "day": day,
        "at": now,
        "outcome": outcome,
        "mail_key": key if outcome == SENT else None,
    }
    made = db.session.scalar(insert_new(ScheduledMail, [row]).returning(ScheduledMail.id))
    return None if made is None else key


def addressee(person_id: int) -> ListReader | None:
    """Where a mail to somebody goes, as it is now."""
    query = (
        select(Person.name, Person.email, Unreached.since.is_not(None).label("unreached"))
        .outerjoin(Unreached, Unreached.email_key == Person.email_key)
        .where(Person.id == person_id, Person.blocked_at.is_(None))
    )
    return rows.first(ListReader, db.session.execute(query), unreached=bool)


def move(gone: int, stays: int, now: datetime) -> None:
    """Two accounts became one: what comes to the one comes to the other, with its ledger and the
    work that waits; a list that both had comes once.
    """
    here = select(FileSchedule.ref, FileSchedule.every, FileSchedule.asked).where(
        FileSchedule.person_id == gone, FileSchedule.ended_at.is_(None)
    )
    for row in db.session.execute(here).all():
        if has(stays, Every(row.every), row.asked):
            end(row.ref, EndedBy.UNITED, now)
    moved = update(FileSchedule).where(FileSchedule.person_id == gone)
    waiting = update(Job).where(
        Job.owner_id == gone, Job.ended_at.is_(None), Job.key.startswith(KEYS)
    )
    for change, name in ((moved, "person_id"), (waiting, "owner_id")):
        db.session.execute(
            change.values({name: stays}), execution_options={"synchronize_session": False}
        )


def _open() -> Select[*tuple[Any, ...]]:
    return select(
        FileSchedule.id,
        FileSchedule.ref,
        FileSchedule.person_id,
        FileSchedule.every,
        FileSchedule.asked,
        FileSchedule.made_at,
        _last_day().label("last_day"),
    ).where(FileSchedule.ended_at.is_(None))


def _last_day(*which: Any) -> Any:
    lines = select(func.max(ScheduledMail.day))
    return lines.where(ScheduledMail.schedule_id == FileSchedule.id, *which).scalar_subquery()


def _last_outcome() -> Any:
    lines = select(ScheduledMail.outcome).where(ScheduledMail.schedule_id == FileSchedule.id)
    return lines.order_by(ScheduledMail.day.desc()).limit(1).scalar_subquery()


def _ended_by(value: str | None) -> EndedBy | None:
    return None if value is None else EndedBy(value)
