"""What happens to an account, one function for each deed, with all that hangs on it.

As in `deeds.py`: whoever calls one has looked whether the actor may, and commits afterwards.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists, func, select, update

from course.domain.people.audited import Audited
from course.kinds.item import Audience
from course.models import Membership, Person, PersonDetails, SignedInBrowser, db
from course.models.base import insert_many, new_token
from course.store import audit, dated
from course.store.audit import AuditNote
from course.store.dated import DeedMoment, holds_on
from course.store.duties.settling import settle
from course.store.learning import recounting
from course.store.people import access, joining
from course.text.names import fold_email

KEY_PART = 150  # signs of an address in the key of a place; no address has a space in it


@dataclass(frozen=True)
class NewAccount:
    """Somebody who gets an account. `sort_name`: surname without its prefix first."""

    name: str
    sort_name: str
    email: str
    audience: Audience = Audience.TEACHING


@dataclass(frozen=True)
class FullName:
    """A name as it is shown, and as it is sorted."""

    name: str
    sort_name: str


def open_accounts(rows: Sequence[NewAccount], moment: DeedMoment) -> dict[str, int]:
    """Add accounts; returns their ids by folded address.

    Whose address is of an account already gets a place that stands for nobody until they say yes
    themselves (`joining.py`): who adds them sees no difference.

    Errors: IntegrityError when an address was taken a moment ago, at the flush.
    """
    if not rows:
        return {}
    wanted = {fold_email(one.email): one for one in rows}
    taken = _taken(list(wanted))
    opened = _insert(wanted, taken)
    joining.keep([(opened[key], key) for key in wanted if key in taken], moment)
    details = [{"person_id": who, **_details(wanted[email])} for email, who in opened.items()]
    dated.begin(PersonDetails, details, moment)
    _note(Audited.ACCOUNT_OPENED, opened.values(), moment)
    return opened


def _insert(wanted: Mapping[str, NewAccount], taken: Collection[str]) -> dict[str, int]:
    """Add the rows, those with a taken address under a key that nobody has; their ids.

    They are the newest, so one statement finds them all.
    """
    newest = db.session.scalar(select(func.max(Person.id))) or 0
    keys: dict[str, str] = {}
    for key in wanted:
        stored = f"{key[:KEY_PART]} {new_token()}" if key in taken else key
        keys[stored] = key
    insert_many(Person, [_row(wanted[key], stored) for stored, key in keys.items()])
    found = db.session.execute(select(Person.email_key, Person.id).where(Person.id > newest))
    return {keys[stored]: person_id for stored, person_id in found if stored in keys}


def _taken(keys: Sequence[str]) -> set[str]:
    """Those of these folded addresses that are of an account."""
    found: set[str] = set()
    for batch in dated.batches(keys):
        there = select(Person.email_key).where(Person.email_key.in_(batch))
        found |= set(db.session.scalars(there))
    return found


def rename(names: Mapping[int, FullName], moment: DeedMoment) -> None:
    """These people are called this from today on. A certificate keeps the name at its issue."""
    _describe({who: vars(name) for who, name in names.items()}, moment)
    _note(Audited.NAME_CHANGED, names, moment)


def choose_name(person_id: int, name: FullName, moment: DeedMoment) -> None:
    """Somebody says what they are called. No list changes that; what it says is kept beside it."""
    listed = func.coalesce(Person.listed_name, Person.name)
    choosing = update(Person).where(Person.id == person_id).values(listed_name=listed)
    db.session.execute(choosing.execution_options(synchronize_session=False))
    rename({person_id: name}, moment)


def drop_choice(person_id: int, listed: FullName, moment: DeedMoment) -> None:
    """Somebody is called again what the school's list says."""
    update_accounts({person_id: {"listed_name": None}})
    rename({person_id: listed}, moment)


def list_as(names: Mapping[int, str]) -> None:
    """What a list says of who chose their own name. It is not what they are called."""
    update_accounts({who: {"listed_name": name} for who, name in names.items()})


def listed_name(person_id: int) -> str | None:
    """What the school's list says of who chose their own name; None for who did not."""
    return db.session.scalar(select(Person.listed_name).where(Person.id == person_id))


def change_function(functions: Mapping[int, Audience], moment: DeedMoment) -> None:
    """These people do another kind of work from today on, and other lessons count for them.

    What was done stays done.
    """
    was: dict[int, str] = {}
    for batch in dated.batches(list(functions)):
        query = select(Person.id, Person.audience).where(Person.id.in_(batch))
        was |= dict(db.session.execute(query).all())
    values: dict[int, dict[str, Any]] = {}
    notes: list[AuditNote] = []
    for who, audience in functions.items():
        values[who] = {"audience": audience.value}
        detail = {"was": was[who], "to": audience.value}
        notes.append(AuditNote(Audited.FUNCTION_CHANGED, who, detail=detail))
    _describe(values, moment)
    audit.note(notes, moment)
    for school_id, people in sorted(_at_work(list(functions), moment).items()):
        settle(school_id, moment, people)
    recounting.follow(recounting.enrolments_of(functions), moment.now)


def _at_work(people: Sequence[int], moment: DeedMoment) -> dict[int, list[int]]:
    """By school: who of these works there today. An assignment may name kinds of work."""
    found: dict[int, list[int]] = {}
    for batch in dated.batches(people):
        query = select(Membership.school_id, Membership.person_id).where(
            Membership.person_id.in_(batch), dated.holds_on(Membership, moment.today)
        )
        for school_id, person_id in db.session.execute(query):
            found.setdefault(school_id, []).append(person_id)
    return found


def change_address(addresses: Mapping[int, str], moment: DeedMoment) -> None:
    """These people have another mail address.

    They are signed out; links that were sent to the old address are void, and what was not sent
    yet never will be.

    Errors: IntegrityError when an address is taken.
    """
    access.cut_off(list(addresses), moment)
    values: dict[int, dict[str, Any]] = {}
    for who, to in addresses.items():
        values[who] = {"email": to, "email_key": fold_email(to)}
    update_accounts(values)
    _note(Audited.ADDRESS_CHANGED, addresses, moment)


def block(people: Sequence[int], moment: DeedMoment) -> None:
    """These people cannot sign in until somebody lets them again; they are signed out now."""
    which = _of(people, Person.blocked_at.is_(None))
    access.cut_off(which, moment)
    values = {"blocked_at": moment.now}
    update_accounts(dict.fromkeys(which, values))
    _note(Audited.BLOCKED, which, moment)


def unblock(people: Sequence[int], moment: DeedMoment) -> None:
    """These people may sign in again, with a new link or their own password."""
    which = _of(people, Person.blocked_at.is_not(None))
    values = {"blocked_at": None}
    update_accounts(dict.fromkeys(which, values))
    _note(Audited.UNBLOCKED, which, moment)


def sign_out(person_id: int, moment: DeedMoment) -> None:
    """End every session of somebody. Their links and their password stay."""
    if not db.session.scalar(select(exists().where(SignedInBrowser.person_id == person_id))):
        return
    access.sign_out([person_id])
    _note(Audited.SIGNED_OUT, [person_id], moment)


def _of(people: Sequence[int], which: ColumnElement[bool]) -> list[int]:
    """Those of these people for whom it is not so yet, so that a second press does nothing."""
    found: list[int] = []
    for batch in dated.batches(people):
        found += db.session.scalars(select(Person.id).where(Person.id.in_(batch), which))
    return found


def _note(action: Audited, people: Iterable[int], moment: DeedMoment) -> None:
    """Of the account as a whole, so at no school."""
    audit.note([AuditNote(action, who) for who in people], moment)


def _describe(values: Mapping[int, Mapping[str, Any]], moment: DeedMoment) -> None:
    """From today on this is what these people are called, or what they do."""
    changes: dict[int, Mapping[str, Any]] = {}
    for batch in dated.batches(list(values)):
        rows = select(PersonDetails.id, PersonDetails.person_id).where(
            PersonDetails.person_id.in_(batch), holds_on(PersonDetails, moment.today)
        )
        for row in db.session.execute(rows):
            changes[row.id] = values[row.person_id]
    dated.change(PersonDetails, changes, moment)
    _describe_later(values, moment)
    update_accounts(values)


def _describe_later(values: Mapping[int, Mapping[str, Any]], moment: DeedMoment) -> None:
    """A name that is to come stays; the kind of work is that of now from then on too."""
    later: dict[int, Mapping[str, Any]] = {}
    for batch in dated.batches(list(values)):
        found = select(PersonDetails.id, PersonDetails.person_id).where(
            PersonDetails.person_id.in_(batch),
            PersonDetails.starts_on > moment.today,
            dated.known(PersonDetails),
        )
        for row in db.session.execute(found):
            function = {"audience": values[row.person_id].get("audience")}
            later |= {row.id: function} if function["audience"] else {}
    dated.correct(PersonDetails, later, moment)


def _details(account: NewAccount) -> dict[str, Any]:
    return {
        "name": account.name,
        "sort_name": account.sort_name,
        "audience": account.audience.value,
    }


def _row(account: NewAccount, email_key: str) -> dict[str, Any]:
    return {
        "ref": new_token(),
        "email": account.email,
        "email_key": email_key,
        **_details(account),
        "is_demo": False,
    }


def update_accounts(values: Mapping[int, Mapping[str, Any]]) -> None:
    """One UPDATE for many people. Each has the same columns. For deeds about accounts only."""
    if not values:
        return
    names = next(iter(values.values()))
    columns: dict[str, Any] = {name: bindparam(f"to_{name}") for name in names}
    table = Person.__table__
    statement = update(table).where(table.c.id == bindparam("its_id"))  # type: ignore[arg-type]
    rows: list[dict[str, Any]] = []
    for who, row in values.items():
        to = {f"to_{name}": value for name, value in row.items()}
        rows.append({"its_id": who, **to})
    db.connection().execute(statement.values(columns), rows)
    db.session.expire_all()
