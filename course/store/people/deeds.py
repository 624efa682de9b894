"""What happens to people at a school, one function for each deed, with all that hangs on it.

The import, the screens and the commands all use these. Whoever calls one has looked whether the
actor may, and commits afterwards. Every deed takes many people at once, and asks one of them as a
list of one.

What hangs on a deed: what somebody owes the school is settled (`duties.settling`), personal
assignments too; progress follows (`learning.recounting`), for another school may have other
lessons, and another team has not; who leaves is gone today: signed out, links void, unsent mail
dropped. Accounts and roles have deeds of their own in `accounts.py` and `granting.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select

from course.domain.people.audited import Audited
from course.models import Membership, RoleGrant, db
from course.store import audit, dated
from course.store.audit import AuditNote
from course.store.dated import DeedMoment, batches, lasts_to
from course.store.duties.settling import settle
from course.store.learning import recounting
from course.store.people import access, granting
from course.store.study_days import seats


@dataclass(frozen=True)
class Workplace:
    """Where somebody works at a school: in a team or in none, under the school's own number, until
    a last day or without one.
    """

    person_id: int
    team_id: int | None = None
    staff_number: str | None = None
    ends_on: date | None = None


def join(school_id: int, places: Sequence[Workplace], moment: DeedMoment) -> None:
    """These people work at the school from today on; also who comes back.

    Who worked there already, until a day or from a day that is still to come, goes on or begins
    today.
    """
    who = [one.person_id for one in places]
    there = _links(school_id, who, Membership.id.is_not(None), moment)
    going_on: list[Workplace] = []
    new: list[dict[str, Any]] = []
    for one in places:
        if one.person_id in there:
            going_on.append(one)
        else:
            new.append({"school_id": school_id, **vars(one)})
    _place(there, going_on, moment, until_too=True)
    dated.begin(Membership, new, moment)
    audit.note([_told(Audited.JOINED, school_id, one) for one in places], moment)
    settle(school_id, moment, who)
    recounting.follow(recounting.enrolments_of(who), moment.now)


def move_team(school_id: int, places: Sequence[Workplace], moment: DeedMoment) -> None:
    """From today on these people are in another team, or in none.

    Until yesterday they were in the old one. Its duties end, those of the new one begin; progress
    and evidence stay. Who does not work at the school is left out.
    """
    who = [one.person_id for one in places]
    there = _links(school_id, who, _now(moment), moment)
    moving: list[Workplace] = []
    notes: list[AuditNote] = []
    for one in places:
        link = there.get(one.person_id)
        if link is None or link.team_id == one.team_id:
            continue
        moving.append(one)
        notes.append(_told(Audited.MOVED, school_id, one, came_from=link.team_id or 0))
    _place(there, moving, moment)
    audit.note(notes, moment)
    settle(school_id, moment, who)


def set_end(
    school_id: int, people: Collection[int], ends_on: date | None, moment: DeedMoment
) -> None:
    """These people work at the school up to and including a day, today or later; or on and on.

    What hangs on it is done when that day is over: `last_days.py`. Seats at trainings after it go
    to who waits for one, at once.
    """
    seated = seats.held(people, moment.today)
    there = _links(school_id, list(people), _now(moment), moment)
    changes: dict[int, dict[str, Any]] = {}
    notes: list[AuditNote] = []
    for who, link in there.items():
        if link.ends_on == ends_on:
            continue
        changes[link.id] = {"ends_on": ends_on}
        detail = {"until": _day(ends_on), "was": _day(link.ends_on)}
        notes.append(AuditNote(Audited.END_SET, who, school_id, detail=detail))
    dated.correct(Membership, changes, moment)
    audit.note(notes, moment)
    seats.tell_moved(seated, moment.now)


def renumber(school_id: int, places: Sequence[Workplace], moment: DeedMoment) -> None:
    """The school's own numbers of these people are these. Nothing else of their places changes."""
    numbers = {one.person_id: one.staff_number for one in places}
    there = _links(school_id, list(numbers), _now(moment), moment)
    changes: dict[int, dict[str, Any]] = {}
    for who, link in there.items():
        changes[link.id] = {"staff_number": numbers[who]}
    dated.correct(Membership, changes, moment)


def leave(
    school_id: int, people: Collection[int], moment: DeedMoment, *, roles_too: bool = False
) -> None:
    """These people no longer work at the school. Yesterday was the last day: they are gone today.

    What they owed it ends, personal assignments too; they are signed out, their unused links are
    void and mail that was not sent is dropped. Seats at trainings go to who waits for one. Roles at
    the school stay, unless somebody chose that they end too. Progress and evidence stay, and so
    does yesterday's report.
    """
    who = list(people)
    seated = seats.held(who, moment.today)
    there = _links(school_id, who, _now(moment), moment)
    ended: list[int] = []
    notes: list[AuditNote] = []
    for one, link in there.items():
        place = Workplace(one, link.team_id, link.staff_number, link.ends_on)
        ended.append(link.id)
        notes.append(_told(Audited.LEFT, school_id, place))
    dated.end(Membership, ended, moment)
    audit.note(notes, moment)
    if roles_too:
        granting.end(roles_at(school_id, who, moment), moment)
    settle(school_id, moment, who)
    recounting.follow(recounting.enrolments_of(who), moment.now)
    access.cut_off(who, moment)
    seats.tell_moved(seated, moment.now)


def roles_at(school_id: int, people: Sequence[int], moment: DeedMoment) -> list[int]:
    """The ids of the grants at this school that these people hold today or later."""
    found: list[int] = []
    for batch in batches(people):
        query = select(RoleGrant.id).where(
            RoleGrant.school_id == school_id,
            RoleGrant.person_id.in_(batch),
            lasts_to(RoleGrant, moment.today),
        )
        found += db.session.scalars(query)
    return found


def _links(
    school_id: int, people: Sequence[int], which: ColumnElement[bool], moment: DeedMoment
) -> dict[int, Any]:
    """By person: the membership at this school that is not over today. One, the first to begin."""
    found: dict[int, Any] = {}
    for batch in batches(people):
        query = (
            select(
                Membership.id,
                Membership.person_id,
                Membership.team_id,
                Membership.staff_number,
                Membership.ends_on,
            )
            .where(Membership.school_id == school_id, Membership.person_id.in_(batch))
            .where(lasts_to(Membership, moment.today), which)
            .order_by(Membership.starts_on.desc(), Membership.id.desc())
        )
        found |= {row.person_id: row for row in db.session.execute(query)}
    return found


def _now(moment: DeedMoment) -> ColumnElement[bool]:
    return dated.holds_on(Membership, moment.today)


def _place(
    there: dict[int, Any],
    places: Iterable[Workplace],
    moment: DeedMoment,
    *,
    until_too: bool = False,
) -> None:
    """These people are here from today on; until when changes only if that is asked."""
    changes = {}
    for one in places:
        values: dict[str, Any] = {"team_id": one.team_id, "staff_number": one.staff_number}
        if until_too:
            values["ends_on"] = one.ends_on
        changes[there[one.person_id].id] = values
    dated.change(Membership, changes, moment)


def _told(action: Audited, school_id: int, place: Workplace, **more: int) -> AuditNote:
    detail: dict[str, str | int] = {"team": place.team_id or 0, **more}
    if place.ends_on is not None:
        detail["until"] = _day(place.ends_on)
    return AuditNote(action, place.person_id, school_id, detail=detail)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
