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
from typing import Any

from sqlalchemy import ColumnElement, select

from course.models import Membership, RoleGrant, db
from course.store import dated
from course.store.dated import DeedMoment, batches, lasts_to
from course.store.duties.settling import settle
from course.store.learning import recounting
from course.store.people import access


@dataclass(frozen=True)
class Workplace:
    """Where somebody works at a school: in a team or in none, under the school's own number."""

    person_id: int
    team_id: int | None = None
    staff_number: str | None = None


def join(school_id: int, places: Sequence[Workplace], moment: DeedMoment) -> None:
    """These people work at the school from today on; also who comes back.

    Who worked there already, until a day or from a day that is still to come, goes on or begins
    today.
    """
    there = _links(school_id, [one.person_id for one in places], Membership.id.is_not(None), moment)
    going_on = [one for one in places if one.person_id in there]
    _place(there, going_on, moment, ends_on=None)
    new = [one for one in places if one.person_id not in there]
    dated.begin(Membership, [_row(school_id, one) for one in new], moment)
    who = [one.person_id for one in places]
    settle(school_id, moment, who)
    recounting.follow(recounting.enrolments_of(who), moment.now)


def move_team(school_id: int, places: Sequence[Workplace], moment: DeedMoment) -> None:
    """From today on these people are in another team, or in none.

    Until yesterday they were in the old one. Its duties end, those of the new one begin; progress
    and evidence stay. Who does not work at the school is left out.
    """
    there = _links(school_id, [one.person_id for one in places], _now(moment), moment)
    _place(there, [one for one in places if one.person_id in there], moment)
    settle(school_id, moment, [one.person_id for one in places])


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
    void and mail that was not sent is dropped. Roles at the school stay, unless somebody chose that
    they end too. Progress and evidence stay, and so does yesterday's report.
    """
    who = list(people)
    there = _links(school_id, who, _now(moment), moment)
    dated.end(Membership, [link.id for link in there.values()], moment)
    if roles_too:
        dated.end(RoleGrant, roles_at(school_id, who, moment), moment)
    settle(school_id, moment, who)
    recounting.follow(recounting.enrolments_of(who), moment.now)
    access.cut_off(who, moment)


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
            select(Membership.id, Membership.person_id)
            .where(Membership.school_id == school_id, Membership.person_id.in_(batch))
            .where(lasts_to(Membership, moment.today), which)
            .order_by(Membership.starts_on.desc(), Membership.id.desc())
        )
        found |= {row.person_id: row for row in db.session.execute(query)}
    return found


def _now(moment: DeedMoment) -> ColumnElement[bool]:
    return dated.holds_on(Membership, moment.today)


def _place(
    there: dict[int, Any], places: Iterable[Workplace], moment: DeedMoment, **more: Any
) -> None:
    """These people are here from today on."""
    changes = {
        there[one.person_id].id: {
            "team_id": one.team_id,
            "staff_number": one.staff_number,
            **more,
        }
        for one in places
    }
    dated.change(Membership, changes, moment)


def _row(school_id: int, place: Workplace) -> dict[str, Any]:
    return {"school_id": school_id, **vars(place)}
