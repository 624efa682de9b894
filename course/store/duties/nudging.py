"""Whose duties somebody asks a mail about by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from course.domain.people.roles import Actor, Permission
from course.models import Duty, Membership, Person, School, db
from course.store import rows
from course.store.dated import batches, holds_on
from course.store.duties import mending
from course.store.duties.mending import Chosen
from course.store.scope import schools_for


@dataclass(frozen=True)
class AskedDuty:
    """One duty, owed or not. `works`: whether the person works at that school today."""

    duty: str  # its ref
    person_id: int
    person: str  # ref
    name: str
    school: str
    school_code: str
    course: str
    works: bool


def asked_duties(actor: Actor, chosen: Chosen, today: date) -> list[AskedDuty]:
    """What was ticked, or everybody of a list, by name; also of who left since the list was drawn,
    so that a page can say so.
    """
    refs = chosen.refs or [
        one.ref for one in mending.chosen_duties(actor, chosen, today, Permission.NUDGE)
    ]
    found: list[AskedDuty] = []
    for batch in batches(refs[: mending.MOST]):
        found += _asked(actor, batch, today)
    return found


def _asked(actor: Actor, refs: Sequence[str], today: date) -> list[AskedDuty]:
    works = select(Membership.id).where(
        Membership.person_id == Duty.person_id,
        Membership.school_id == Duty.school_id,
        holds_on(Membership, today),
    )
    query = (
        select(
            Duty.ref.label("duty"),
            Duty.person_id,
            Person.ref.label("person"),
            Person.name,
            School.name.label("school"),
            School.code.label("school_code"),
            Duty.course,
            works.correlate(Duty).exists().label("works"),
        )
        .join(Person, Person.id == Duty.person_id)
        .join(School, School.id == Duty.school_id)
        .where(Duty.ref.in_(refs), Duty.school_id.in_(schools_for(actor, Permission.NUDGE)))
        .order_by(Person.sort_name, Duty.id)
    )
    return rows.read(AskedDuty, db.session.execute(query))
