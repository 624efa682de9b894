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

from collections.abc import Collection, Iterable, Mapping, Sequence
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
    there = _links(school_id, [one.person_id for one in places], Membership.id.is_not(None), moment)
    going_on = [one for one in places if one.person_id in there]
    _place(there, going_on, moment, ends={one.person_id: one.ends_on for one in going_on})
    new = [one for one in places if one.person_id not in there]
    dated.begin(Membership, [_row(school_id, one) for one in new], moment)
    audit.note([_told(Audited.JOINED, school_id, one) for one in places], moment)
    who = [one.person_id for one in places]
    settle(school_id, moment, who)
    recounting.follow(recounting.enrolments_of(who), moment.now)


def move_team(school_id: int, places: Sequence[Workplace], moment: DeedMoment) -> None:
    """From today on these people are in another team, or in none.

    Until yesterday they were in the old one. Its duties end, those of the new one begin; progress
    and evidence stay. Who does not work at the school is left out.
    """
    there = _links(school_id, [one.person_id for one in places], _now(moment), moment)
    moving = [
        one
        for one in places
        if one.person_id in there and there[one.person_id].team_id != one.team_id
    ]
    _place(there, moving, moment)
    audit.note(
        [
            _told(Audited.MOVED, school_id, one, came_from=there[one.person_id].team_id or 0)
            for one in moving
        ],
        moment,
    )
    settle(school_id, moment, [one.person_id for one in places])


def set_end(
    school_id: int, people: Collection[int], ends_on: date | None, moment: DeedMoment
) -> None:
    """These people work at the school up to and including a day, today or later; or on and on.

    What hangs on it is done when that day is over: `last_days.py`. Seats at trainings after it go
    to who waits for one, at once.
    """
    seated = seats.held(people, moment.today)
    there = _links(school_id, list(people), _now(moment), moment)
    changing = {who: link for who, link in there.items() if link.ends_on != ends_on}
    dated.correct(Membership, {one.id: {"ends_on": ends_on} for one in changing.values()}, moment)
    audit.note(
        [
            AuditNote(
                Audited.END_SET,
                who,
                school_id,
                detail={"until": _day(ends_on), "was": _day(link.ends_on)},
            )
            for who, link in changing.items()
        ],
        moment,
    )
    seats.tell_freed(seated, moment.now)


def renumber(school_id: int, places: Sequence[Workplace], moment: DeedMoment) -> None:
    """The school's own numbers of these people are these. Nothing else of their places changes."""
    there = _links(school_id, [one.person_id for one in places], _now(moment), moment)
    numbers = {
        there[one.person_id].id: {"staff_number": one.staff_number}
        for one in places
        if one.person_id in there
    }
    dated.correct(Membership, numbers, moment)


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
    dated.end(Membership, [link.id for link in there.values()], moment)
    places = [
        Workplace(one, link.team_id, link.staff_number, link.ends_on) for one, link in there.items()
    ]
    audit.note([_told(Audited.LEFT, school_id, one) for one in places], moment)
    if roles_too:
        granting.end(roles_at(school_id, who, moment), moment)
    settle(school_id, moment, who)
    recounting.follow(recounting.enrolments_of(who), moment.now)
    access.cut_off(who, moment)
    seats.tell_freed(seated, moment.now)


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
    ends: Mapping[int, date | None] | None = None,
) -> None:
    """These people are here from today on; until when changes only for who is in `ends`."""
    changes = {}
    for one in places:
        values: dict[str, Any] = {"team_id": one.team_id, "staff_number": one.staff_number}
        if ends is not None:
            values["ends_on"] = ends[one.person_id]
        changes[there[one.person_id].id] = values
    dated.change(Membership, changes, moment)


def _row(school_id: int, place: Workplace) -> dict[str, Any]:
    return {"school_id": school_id, **vars(place)}


def _told(action: Audited, school_id: int, place: Workplace, **more: int) -> AuditNote:
    detail: dict[str, str | int] = {"team": place.team_id or 0, **more}
    if place.ends_on is not None:
        detail["until"] = _day(place.ends_on)
    return AuditNote(action, place.person_id, school_id, detail=detail)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
