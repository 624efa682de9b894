"""A name that holds from another day than today: since some time, or from a day that is to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from course.domain.people.audited import Audited
from course.models import Person, PersonDetails, db
from course.store import audit, dated, rows
from course.store.audit import AuditNote
from course.store.dated import DeedMoment, holds_on, lasts_to
from course.store.people import accounts
from course.store.people.accounts import FullName


@dataclass(frozen=True)
class ComingName:
    """A name from a day that is still to come."""

    name: str
    starts_on: date


def rename_from(person_id: int, name: FullName, day: date, moment: DeedMoment) -> None:
    """Somebody is called this from another day than today on, past or still to come.

    What reports of earlier days knew stays so. A name that is to come is written into the account
    on its day, by `take_names_of_today`.
    """
    query = select(PersonDetails.id).where(
        PersonDetails.person_id == person_id, lasts_to(PersonDetails, day)
    )
    dated.change_from(
        PersonDetails, dict.fromkeys(db.session.scalars(query), vars(name)), day, moment
    )
    take_names_of_today(moment, person_id)
    audit.note(
        [AuditNote(Audited.NAME_CHANGED, person_id, detail={"from": day.isoformat()})], moment
    )


def take_names_of_today(moment: DeedMoment, person_id: int | None = None) -> int:
    """Accounts are called what holds today; returns for how many that is new."""
    query = (
        select(Person.id, PersonDetails.name, PersonDetails.sort_name)
        .join(PersonDetails, PersonDetails.person_id == Person.id)
        .where(holds_on(PersonDetails, moment.today))
        .where(or_(PersonDetails.name != Person.name, PersonDetails.sort_name != Person.sort_name))
    )
    if person_id is not None:
        query = query.where(Person.id == person_id)
    found = db.session.execute(query).all()
    accounts.update_accounts({row.id: vars(FullName(row.name, row.sort_name)) for row in found})
    return len(found)


def coming_name(person_id: int, today: date) -> ComingName | None:
    """What somebody will be called, and since when; None when no other name waits."""
    query = (
        select(PersonDetails.name, PersonDetails.starts_on)
        .where(PersonDetails.person_id == person_id, PersonDetails.starts_on > today)
        .where(dated.known(PersonDetails), PersonDetails.name != Person.name)
        .join(Person, Person.id == PersonDetails.person_id)
        .order_by(PersonDetails.starts_on)
    )
    return rows.first(ComingName, db.session.execute(query.limit(1)))
