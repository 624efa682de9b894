"""Taking a deed back: a further deed, by the same functions, that puts things as they were.

Nothing is deleted. A deed for many people is taken back for each of them for whom nothing came
after it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from course.clock import day_of
from course.domain.people.audited import Audited
from course.domain.people.roles import Actor, Role
from course.domain.people.undoing import PastDeed
from course.kinds.item import Audience
from course.models import AuditEntry, Membership, Person, PersonDetails, RoleGrant, db
from course.store.dated import DeedMoment, batches, holds_on, lasts_to
from course.store.people import (
    accounts,
    addresses,
    deeds,
    granting,
    merging,
    past_deeds,
    renaming,
    separating,
)
from course.store.people.accounts import FullName
from course.store.people.belonging import here, tied_elsewhere
from course.store.people.deeds import Workplace
from course.store.people.granting import NewGrant

MOST = 200  # of one person, the newest first


@dataclass(frozen=True)
class Undone:
    """For how many people a deed was taken back, and for how many it stays."""

    people: int
    stays: int


def possible(actor: Actor, person_id: int, moment: DeedMoment) -> frozenset[str]:
    """The deeds about one person that can be taken back."""
    which = AuditEntry.person_id == person_id
    past = past_deeds.past(actor, which, moment.today, MOST)
    over = past_deeds.over(actor, which, past, moment)
    return frozenset(deed.deed for deed, _ in past if deed.id not in over)


def can_undo(actor: Actor, deed: str, moment: DeedMoment) -> bool:
    """Whether a deed can be taken back for anybody at all."""
    past = past_deeds.past_of(actor, people_of(actor, deed, moment.today), moment)
    over = past_deeds.over(actor, AuditEntry.deed == deed, past, moment)
    return any(one.deed == deed and one.id not in over for one, _ in past)


def people_of(actor: Actor, deed: str, today: date) -> list[int]:
    """Whom a deed was about, as far as the actor keeps it; empty for a deed that is not theirs to
    take back.
    """
    query = select(AuditEntry.person_id).where(
        AuditEntry.deed == deed, *past_deeds.theirs(actor, today)
    )
    return sorted({who for who in db.session.scalars(query) if who is not None})


def undo(actor: Actor, deed: str, moment: DeedMoment) -> Undone:
    """Take a deed back. The caller holds the people it was about (`granting.lock`), and commits."""
    who = people_of(actor, deed, moment.today)
    past = past_deeds.past_of(actor, who, moment)
    over = past_deeds.over(actor, AuditEntry.deed == deed, past, moment)
    mine = [(one, detail) for one, detail in past if one.deed == deed and one.id not in over]
    back = replace(moment, undoes=deed)
    done: set[int] = set()
    strangers = _strangers(actor, who, moment.today)
    for one, detail in sorted(mine, key=lambda row: row[0].id):
        if one.person_id in strangers:
            continue
        if _BACK[one.action](actor, one, detail, back):
            done.add(one.person_id)
    if done:
        merging.take_back(deed, moment.today)
    return Undone(len(done), len(who) - len(done))


def _leave(_actor: Actor, one: PastDeed, _detail: dict[str, Any], moment: DeedMoment) -> bool:
    deeds.leave(_school(one), [one.person_id], moment)
    return True


def _move_back(_actor: Actor, one: PastDeed, detail: dict[str, Any], moment: DeedMoment) -> bool:
    now = _membership(one, moment.today)
    if now is None:
        return False
    place = Workplace(one.person_id, detail["came_from"] or None, now.staff_number)
    deeds.move_team(_school(one), [place], moment)
    return True


def _return(_actor: Actor, one: PastDeed, detail: dict[str, Any], moment: DeedMoment) -> bool:
    """Back in, until the day that was their last one."""
    ends_on = _day(detail.get("until", ""))
    if _is_over(ends_on, moment):
        return False
    query = (
        select(Membership.staff_number)
        .where(Membership.school_id == one.school_id, Membership.person_id == one.person_id)
        .order_by(Membership.id.desc())
    )
    number = db.session.scalar(query)
    place = Workplace(one.person_id, detail["team"] or None, number, ends_on)
    deeds.join(_school(one), [place], moment)
    return True


def _end_as_it_was(
    _actor: Actor, one: PastDeed, detail: dict[str, Any], moment: DeedMoment
) -> bool:
    was = _day(detail["was"])
    if _membership(one, moment.today) is None or (was is not None and was < moment.today):
        return False
    deeds.set_end(_school(one), [one.person_id], was, moment)
    return True


def _end_role(_actor: Actor, one: PastDeed, _detail: dict[str, Any], moment: DeedMoment) -> bool:
    query = select(RoleGrant.id).where(
        RoleGrant.person_id == one.person_id,
        RoleGrant.role == one.role,
        RoleGrant.school_id.is_not_distinct_from(one.school_id),
        RoleGrant.board_id.is_not_distinct_from(one.board_id),
        lasts_to(RoleGrant, moment.today),
    )
    found = list(db.session.scalars(query))
    granting.end(found, moment)
    return bool(found)


def _give_role(_actor: Actor, one: PastDeed, detail: dict[str, Any], moment: DeedMoment) -> bool:
    ends_on = _day(detail.get("until", ""))
    if _is_over(ends_on, moment):
        return False
    place = one.school_id, one.board_id
    return granting.grant(NewGrant(one.person_id, Role(one.role), *place, ends_on), moment)


def _rename(_actor: Actor, one: PastDeed, detail: dict[str, Any], moment: DeedMoment) -> bool:
    query = select(PersonDetails.name, PersonDetails.sort_name).where(
        PersonDetails.person_id == one.person_id,
        holds_on(PersonDetails, day_of(one.at), one.at),
    )
    was = db.session.execute(query).first()
    if was is None:
        return False
    name, since = FullName(was.name, was.sort_name), _day(detail.get("from", ""))
    if since is None:
        accounts.rename({one.person_id: name}, moment)
    else:
        renaming.rename_from(one.person_id, name, since, moment)
    return True


def _function(_actor: Actor, one: PastDeed, detail: dict[str, Any], moment: DeedMoment) -> bool:
    accounts.change_function({one.person_id: Audience(detail["was"])}, moment)
    return True


def _unblock(_actor: Actor, one: PastDeed, _detail: dict[str, Any], moment: DeedMoment) -> bool:
    accounts.unblock([one.person_id], moment)
    return True


def _block(_actor: Actor, one: PastDeed, _detail: dict[str, Any], moment: DeedMoment) -> bool:
    accounts.block([one.person_id], moment)
    return True


def _keep_address(
    _actor: Actor, one: PastDeed, _detail: dict[str, Any], moment: DeedMoment
) -> bool:
    return addresses.drop(one.person_id, moment)


def _separate(_actor: Actor, one: PastDeed, detail: dict[str, Any], moment: DeedMoment) -> bool:
    """Two accounts again; the row of the one that stays says which."""
    if "gone" in detail:
        separating.separate(one.person_id, str(detail["gone"]), one.at, moment)
    return True


_BACK: dict[Audited, Callable[[Actor, PastDeed, dict[str, Any], DeedMoment], bool]] = {
    Audited.JOINED: _leave,
    Audited.MOVED: _move_back,
    Audited.LEFT: _return,
    Audited.END_SET: _end_as_it_was,
    Audited.ROLE_GRANTED: _end_role,
    Audited.ROLE_ENDED: _give_role,
    Audited.NAME_CHANGED: _rename,
    Audited.FUNCTION_CHANGED: _function,
    Audited.BLOCKED: _unblock,
    Audited.UNBLOCKED: _block,
    Audited.ADDRESS_ASKED: _keep_address,
    Audited.MERGED: _separate,
}


def _is_over(last: date | None, moment: DeedMoment) -> bool:
    return last is not None and last < moment.today


def _strangers(actor: Actor, who: Sequence[int], today: date) -> set[int]:
    """Who belongs elsewhere by now and not here: bringing them back takes their own yes. As it is
    before anything is taken back, for who comes back leaves where they are first.
    """
    elsewhere = tied_elsewhere(actor, Person.id, today) & ~here(actor, Person.id, today)
    found: set[int] = set()
    for batch in batches(who):
        found.update(db.session.scalars(select(Person.id).where(Person.id.in_(batch), elsewhere)))
    return found


def _membership(one: PastDeed, today: date) -> Any:
    query = select(Membership.staff_number, Membership.id).where(
        Membership.school_id == one.school_id,
        Membership.person_id == one.person_id,
        holds_on(Membership, today),
    )
    return db.session.execute(query).first()


def _school(one: PastDeed) -> int:
    if one.school_id is None:
        raise ValueError(f"{one.action} at no school")
    return one.school_id


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
