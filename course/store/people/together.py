"""Several people that were chosen in a list of workplaces, and one deed for all of them.

As in `deeds.py`: whoever calls a deed has looked whether the actor may, and commits afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Select, literal, select

from course.domain.people.audited import Audited
from course.domain.people.roles import Actor, Permission
from course.domain.people.together import ChosenPlace
from course.models import Membership, Person, School, db
from course.store import audit, rows
from course.store.audit import AuditNote
from course.store.dated import DeedMoment, batches, holds_on
from course.store.messages import outbox
from course.store.people import deeds, directory, joining
from course.store.people.deeds import Workplace
from course.store.scope import schools_for
from course.store.signing_in import accounts
from course.store.signing_in.accounts import Invitation, LinkPurpose

MOST = 500  # workplaces in one deed
_KEY = Person.ref + literal(":") + School.code


@dataclass(frozen=True)
class ChosenPlaces:
    """These workplaces; without `keys` everybody at work in a list, by what it is narrowed to."""

    keys: tuple[str, ...] = ()
    words: str = ""
    school: str = ""


def chosen_places(actor: Actor, chosen: ChosenPlaces, today: date) -> list[ChosenPlace]:
    """Those that are there today, where the actor keeps the accounts, by name. One more than
    `MOST` tells that there are too many.
    """
    query = directory.narrowed(_working(actor, today), actor, today, chosen.words, chosen.school)
    found: dict[str, ChosenPlace] = {}
    if not chosen.keys:
        found = _read(query.limit(MOST + 1))
    for batch in batches(chosen.keys[: MOST + 1]):
        refs = {key.partition(":")[0] for key in batch}
        found |= _read(query.where(Person.ref.in_(refs), _KEY.in_(batch)))
    return list(found.values())


def _read(query: Select[*tuple[Any, ...]]) -> dict[str, ChosenPlace]:
    found = rows.each(ChosenPlace, db.session.execute(query), blocked=bool, assignable=bool)
    return {one.key: one for one in found}


def _working(actor: Actor, today: date) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Person.id.label("person_id"),
            Person.ref,
            Person.name,
            Person.email,
            School.id.label("school_id"),
            School.code,
            School.name.label("school"),
            Membership.team_id,
            Membership.staff_number,
            Membership.ends_on,
            Person.blocked_at.is_not(None).label("blocked"),
            School.id.in_(schools_for(actor, Permission.ASSIGN)).label("assignable"),
        )
        .select_from(Membership)
        .join(Person, Person.id == Membership.person_id)
        .join(School, School.id == Membership.school_id)
        .where(holds_on(Membership, today), ~joining.is_empty())
        .where(School.id.in_(schools_for(actor, Permission.PEOPLE)))
        .order_by(Person.sort_name, Person.id, School.id)
    )


def move(places: Iterable[ChosenPlace], team_id: int | None, moment: DeedMoment) -> None:
    """From today on these people are in this team of the school where they work, or in none."""
    for school_id, group in _by_school(places):
        moving = [Workplace(one.person_id, team_id, one.staff_number) for one in group]
        deeds.move_team(school_id, moving, moment)


def leave(places: Iterable[ChosenPlace], moment: DeedMoment, *, roles_too: bool) -> None:
    """These people no longer work there; see `deeds.leave`."""
    for school_id, group in _by_school(places):
        deeds.leave(school_id, [one.person_id for one in group], moment, roles_too=roles_too)


def invite(mails: Mapping[int, Invitation], moment: DeedMoment) -> int:
    """A mail with a link for each of these people; returns how many are new. The same mail again
    is left out, with its link.
    """
    new: list[tuple[int, str]] = []
    for who, mail in mails.items():
        letter = mail.letter
        words = letter.key, letter.recipient, letter.subject, letter.body
        if outbox.queue(*words, moment.now):
            new.append((who, mail.token_hash))
    accounts.keep_links(new, LinkPurpose.INVITATION, moment.now)
    audit.note([AuditNote(Audited.INVITED, who) for who, _ in new], moment)
    return len(new)


def _by_school(places: Iterable[ChosenPlace]) -> Iterable[tuple[int, list[ChosenPlace]]]:
    listed = sorted(places, key=attrgetter("school_id", "person_id"))
    for school_id, group in groupby(listed, attrgetter("school_id")):
        yield school_id, list(group)
