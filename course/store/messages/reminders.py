"""The ledger of reminders: what was said to whom, and what was not and why."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    cast,
    delete,
    false,
    null,
    or_,
    select,
    true,
    union_all,
)

from course.domain.people.roles import Actor, Permission
from course.models import (
    Duty,
    FileSchedule,
    Mail,
    MailStop,
    Membership,
    Person,
    Reminder,
    ScheduledMail,
    Unreached,
    db,
)
from course.models.base import insert_new
from course.store import rows
from course.store.dated import holds_on
from course.store.messages import fates
from course.store.messages.fates import REPORT_LASTS
from course.store.rows import ALL_ROWS, ListPart
from course.store.scope import schools_for
from course.text.names import fold_email

SENT = "sent"


@dataclass(frozen=True)
class MailReader:
    """Who reads what was sent, at the schools where they hold a right."""

    actor: Actor
    right: Permission = Permission.ASSIGN


@dataclass(frozen=True)
class LedgerEntry:
    """One line to write."""

    person_id: int
    outcome: str  # sent, or why not
    steps: Sequence[str]
    sent_by: int | None = None

    @property
    def key(self) -> str:
        """The same for the same person, steps and outcome; by hand also of that moment's steps."""
        said = hashlib.sha256("|".join(self.steps).encode()).hexdigest()[:32]
        return f"{self.person_id}:{self.outcome}:{said}"


@dataclass(frozen=True)
class LedgerRow:
    """One line of the ledger."""

    person: str
    person_ref: str
    at: datetime
    outcome: str
    steps: tuple[str, ...]
    by_hand: bool
    list_day: date | None  # of a list that comes again: its Monday
    mail_sent_at: datetime | None
    mail_error: str | None


@dataclass(frozen=True)
class NamedPerson:
    """Somebody in scope."""

    id: int
    name: str


@dataclass(frozen=True)
class UnreachedRow:
    """Somebody whom mail does not reach."""

    person: str
    person_ref: str
    email: str
    since: datetime
    code: str


def write(entry: LedgerEntry, day: date, now: datetime) -> str | None:
    """Put a line in the ledger; its mail, when it is sent, has the key that comes back.

    None when this line is there already, or says no more than that a mail with these very steps
    went out: whoever pressed twice asked once. Commit with the mail.
    """
    if entry.outcome != SENT and _went_out(entry):
        return None
    mail_key = f"reminder:{entry.key}" if entry.outcome == SENT else None
    row = {
        "key": entry.key,
        "person_id": entry.person_id,
        "day": day,
        "at": now,
        "outcome": entry.outcome,
        "steps": list(entry.steps),
        "mail_key": mail_key,
        "sent_by": entry.sent_by,
    }
    made = db.session.scalar(insert_new(Reminder, [row]).returning(Reminder.key))
    return None if made is None else mail_key or entry.key


def _went_out(entry: LedgerEntry) -> bool:
    sent = replace(entry, outcome=SENT).key
    return db.session.scalar(select(Reminder.id).where(Reminder.key == sent)) is not None


def ledger(reader: MailReader, today: date, *, limit: int, offset: int = 0) -> ListPart[LedgerRow]:
    """What was said and what was not, at the schools of the reader, the newest first; of who left
    them what was about those schools. Lists that come again are among it: to who works there, and
    for whose right holds everywhere to anybody.
    """
    lines = union_all(_about_duties(reader, today), _about_lists(reader, today)).subquery()
    shown = [column for column in lines.c if column.name != "id"]
    query = select(*shown, ALL_ROWS)
    query = query.order_by(lines.c.at.desc(), lines.c.list_day.is_(None), lines.c.id.desc())
    newest = query.limit(limit).offset(offset)
    return rows.part(LedgerRow, db.session.execute(newest), steps=_steps)


def _about_duties(reader: MailReader, today: date) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Reminder.id,
            Person.name.label("person"),
            Person.ref.label("person_ref"),
            Reminder.at,
            Reminder.outcome,
            Reminder.steps,
            Reminder.sent_by.is_not(None).label("by_hand"),
            cast(null(), ScheduledMail.day.type).label("list_day"),
            Mail.sent_at.label("mail_sent_at"),
            Mail.error.label("mail_error"),
        )
        .join(Person, Person.id == Reminder.person_id)
        .outerjoin(Mail, Mail.key == Reminder.mail_key)
        .where(or_(_works_in_scope(reader, today), _about_duty_in_scope(reader)))
    )


def _about_lists(reader: MailReader, today: date) -> Select[*tuple[Any, ...]]:
    anybody = reader.actor.holds_everywhere(reader.right)
    return (
        select(
            ScheduledMail.id,
            Person.name,
            Person.ref,
            ScheduledMail.at,
            ScheduledMail.outcome,
            cast(null(), Reminder.steps.type),
            false(),
            ScheduledMail.day,
            Mail.sent_at,
            Mail.error,
        )
        .join(FileSchedule, FileSchedule.id == ScheduledMail.schedule_id)
        .join(Person, Person.id == FileSchedule.person_id)
        .outerjoin(Mail, Mail.key == ScheduledMail.mail_key)
        .where(true() if anybody else _works_in_scope(reader, today))
    )


def _steps(found: Sequence[str] | None) -> tuple[str, ...]:
    return tuple(found or ())


def people_in_scope(
    actor: Actor, today: date, *, limit: int, offset: int = 0
) -> tuple[list[int], int]:
    """Who works where the actor assigns, by name: a part of them, and how many there are."""
    query = select(Person.id, ALL_ROWS).where(_works_in_scope(MailReader(actor), today))
    named = query.order_by(Person.sort_name, Person.id).limit(limit).offset(offset)
    found = db.session.execute(named).all()
    return [row.id for row in found], found[0].all_rows if found else 0


def person_in_scope(actor: Actor, ref: str, today: date) -> NamedPerson | None:
    """Somebody who works where the actor assigns."""
    here = _works_in_scope(MailReader(actor), today)
    query = select(Person.id, Person.name).where(Person.ref == ref, here)
    return rows.first(NamedPerson, db.session.execute(query))


def unreached(
    reader: MailReader, today: date, *, limit: int, offset: int = 0
) -> ListPart[UnreachedRow]:
    """Whom mail does not reach, at the schools of the reader."""
    who = Person.name.label("person"), Person.ref.label("person_ref"), Person.email
    query = (
        select(*who, Unreached.since, Unreached.code, ALL_ROWS)
        .join(Unreached, Unreached.email_key == Person.email_key)
        .where(_works_in_scope(reader, today))
    )
    named = query.order_by(Person.sort_name, Person.id).limit(limit).offset(offset)
    return rows.part(UnreachedRow, db.session.execute(named))


def came_back(address: str, code: str, now: datetime) -> None:
    """Mail to this address came back for good."""
    row = {"email_key": fold_email(address), "since": now, "code": code[:16]}
    db.session.execute(insert_new(Unreached, [row]))


def came_back_by_report(codes: Mapping[str, str], now: datetime) -> tuple[int, int]:
    """Reports say that these addresses are not reached. How many are of people here, and how many
    of nobody, comes back.
    """
    by_key = {fold_email(address): code for address, code in codes.items()}
    query = select(Person.email_key).where(Person.email_key.in_(by_key))
    known = sorted(set(db.session.scalars(query)))
    for key in known:
        came_back(key, by_key[key], now)
    fates.returned(known, now)
    return len(known), len(by_key) - len(known)


def reached(address: str, now: datetime) -> None:
    """Mail to this address was taken. Where a report came after one was taken, that says nothing
    until the next report would have come.
    """
    refused_at_once = Unreached.code.not_like("%.%")
    settled = or_(refused_at_once, Unreached.since <= now - REPORT_LASTS)
    here = Unreached.email_key == fold_email(address)
    db.session.execute(delete(Unreached).where(here, settled))


def stop(ref: str, now: datetime) -> bool:
    """No more reminders for this person. False when there is no such person."""
    person_id = _number(ref)
    if person_id is None:
        return False
    db.session.execute(insert_new(MailStop, [{"person_id": person_id, "since": now}]))
    return True


def resume(ref: str) -> bool:
    """Reminders again."""
    person_id = _number(ref)
    db.session.execute(delete(MailStop).where(MailStop.person_id == person_id))
    return person_id is not None


def has_stopped(ref: str) -> bool:
    """Whether this person wants no reminders."""
    query = select(MailStop.person_id).join(Person, Person.id == MailStop.person_id)
    return db.session.scalar(query.where(Person.ref == ref)) is not None


def _number(ref: str) -> int | None:
    return db.session.scalar(select(Person.id).where(Person.ref == ref))


def _works_in_scope(reader: MailReader, today: date) -> ColumnElement[bool]:
    return (
        select(Membership.id)
        .where(
            Membership.person_id == Person.id,
            Membership.school_id.in_(schools_for(reader.actor, reader.right)),
            holds_on(Membership, today),
        )
        .exists()
    )


def _about_duty_in_scope(reader: MailReader) -> ColumnElement[bool]:
    """Whether a line is about a duty to a school of the reader."""
    said = cast(Reminder.steps, Text)  # refs are random, so no other text holds one
    return (
        select(Duty.id)
        .where(
            Duty.person_id == Reminder.person_id,
            Duty.school_id.in_(schools_for(reader.actor, reader.right)),
            said.contains(Duty.ref),
        )
        .exists()
    )
