"""A new mail address: it counts once its owner says yes, and the old one can stop it.

Whether the address is somebody's already is told to nobody but who reads it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.exc import IntegrityError

from course.domain.people.audited import Audited
from course.models import AddressChange, Password, Person, db
from course.models.base import insert_many
from course.store import audit, rows
from course.store.audit import AuditNote
from course.store.dated import DeedMoment
from course.store.messages import outbox
from course.store.messages.outbox import Outgoing
from course.store.people import accounts
from course.store.signing_in.browsers import hash_of
from course.text.names import fold_email

LASTS = timedelta(days=7)
STOPPED_FOR = timedelta(days=14)  # since it was asked: how long the old address can say no


@dataclass(frozen=True)
class AddressAsk:
    """A new address for somebody, with the links to it and to the old one, and their mails."""

    person_id: int
    email: str
    confirm_hash: str
    stop_hash: str
    letters: tuple[Outgoing, ...]
    needs_old: bool = False


@dataclass(frozen=True)
class PendingAddress:
    """A new address of somebody, and how far it is."""

    id: int
    person_id: int
    name: str
    email: str
    email_key: str
    old_email: str
    needs_old: bool
    asked_at: datetime
    agreed_at: datetime | None
    confirmed_at: datetime | None
    settled_at: datetime | None
    outcome: str | None


class Answered(Enum):
    """What came of a press on a page that a link leads to."""

    CHANGED = "changed"
    WAITS_FOR_OLD = "waits-for-old"
    WAITS_FOR_NEW = "waits-for-new"
    TAKEN = "taken"
    STOPPED = "stopped"
    PUT_BACK = "put-back"


def ask(asks: Sequence[AddressAsk], moment: DeedMoment) -> list[AddressAsk]:
    """Write down what is asked, with its mails. What waits for the same yes already is left out.

    Returns those that were written down.
    """
    new = [one for one in asks if not _waits_for(one, moment)]
    for one in new:
        drop(one.person_id, moment, told=False)
    insert_many(AddressChange, [_row(one, moment) for one in new])
    audit.note([AuditNote(Audited.ADDRESS_ASKED, one.person_id) for one in new], moment)
    for one in new:
        outbox.queue_all(one.letters, moment.now)
    return new


def pending(person_id: int, now: datetime) -> PendingAddress | None:
    """The new address that somebody would get; None when nothing was asked."""
    return _first(AddressChange.person_id == person_id, *_open(now))


def to_confirm(token: str, now: datetime) -> PendingAddress | None:
    """What the link to a new address asks; None when it asks nothing any more."""
    return _first(AddressChange.confirm_hash == hash_of(token), *_open(now))


def to_stop(token: str, now: datetime) -> PendingAddress | None:
    """What the link to an old address may still stop or put back; None when nothing."""
    return _first(
        AddressChange.stop_hash == hash_of(token),
        AddressChange.asked_at > now - STOPPED_FOR,
        AddressChange.outcome.is_(None) | (AddressChange.outcome == Answered.CHANGED.value),
    )


def confirm(change: PendingAddress, moment: DeedMoment) -> Answered:
    """Who reads the new address says yes. TAKEN: it is somebody's by now; the caller rolls back."""
    _write(change, confirmed_at=moment.now)
    if change.needs_old and change.agreed_at is None:
        return Answered.WAITS_FOR_OLD
    return _change(change, moment)


def agree(change: PendingAddress, moment: DeedMoment) -> Answered:
    """Who reads the old address says yes."""
    _write(change, agreed_at=moment.now)
    return Answered.WAITS_FOR_NEW if change.confirmed_at is None else _change(change, moment)


def new_stop_link(change: PendingAddress, hashed: str, letter: Outgoing, now: datetime) -> None:
    """A fresh link for the old address, once the change has dropped what waited for it."""
    _write(change, stop_hash=hashed)
    outbox.queue_all([letter], now)


def stop(change: PendingAddress, moment: DeedMoment) -> Answered:
    """Who reads the old address says no: it stays, or it comes back and every way in is closed."""
    if change.settled_at is None:
        drop(change.person_id, moment)
        return Answered.STOPPED
    db.session.execute(delete(Password).where(Password.person_id == change.person_id))
    try:
        accounts.change_address({change.person_id: change.old_email}, moment)
        db.session.flush()
    except IntegrityError:
        return Answered.TAKEN
    _write(change, outcome=Answered.PUT_BACK.value)
    return Answered.PUT_BACK


def drop(person_id: int, moment: DeedMoment, *, told: bool = True) -> bool:
    """What waits does not go through. False when nothing waited."""
    waits = update(AddressChange).where(
        AddressChange.person_id == person_id, AddressChange.settled_at.is_(None)
    )
    outcome = Answered.STOPPED.value if told else "replaced"
    settled = waits.values(settled_at=moment.now, outcome=outcome).returning(AddressChange.email)
    found = list(db.session.scalars(settled))
    outbox.drop(found, moment.now)
    if told and found:
        audit.note([AuditNote(Audited.ADDRESS_DROPPED, person_id)], moment)
    return bool(found)


def _change(change: PendingAddress, moment: DeedMoment) -> Answered:
    try:
        accounts.change_address({change.person_id: change.email}, moment)
        db.session.flush()
    except IntegrityError:
        return Answered.TAKEN
    _write(change, settled_at=moment.now, outcome=Answered.CHANGED.value)
    return Answered.CHANGED


def _waits_for(one: AddressAsk, moment: DeedMoment) -> bool:
    there = pending(one.person_id, moment.now)
    return there is not None and there.email_key == fold_email(one.email)


def _open(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (AddressChange.settled_at.is_(None), AddressChange.expires_at > now)


def _first(*which: ColumnElement[bool]) -> PendingAddress | None:
    columns = [
        getattr(AddressChange, name)
        for name in PendingAddress.__dataclass_fields__
        if name != "name"
    ]
    query = (
        select(*columns, Person.name)
        .join(Person, Person.id == AddressChange.person_id)
        .where(Person.blocked_at.is_(None), *which)
        .order_by(AddressChange.id.desc())
    )
    return rows.first(PendingAddress, db.session.execute(query.limit(1)))


def _row(one: AddressAsk, moment: DeedMoment) -> dict[str, object]:
    old = db.session.scalar(select(Person.email).where(Person.id == one.person_id))
    return {
        "person_id": one.person_id,
        "email": one.email,
        "email_key": fold_email(one.email),
        "old_email": old,
        "confirm_hash": one.confirm_hash,
        "stop_hash": one.stop_hash,
        "needs_old": one.needs_old,
        "asked_by": moment.by,
        "asked_at": moment.now,
        "expires_at": moment.now + LASTS,
    }


def _write(change: PendingAddress, **values: object) -> None:
    which = update(AddressChange).where(AddressChange.id == change.id).values(**values)
    db.session.execute(which.execution_options(synchronize_session=False))
