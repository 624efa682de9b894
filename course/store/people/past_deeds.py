"""What was done to people, as far as somebody may take it back, and what of it is final."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, not_, or_, select

from course.domain.people.audited import Audited
from course.domain.people.roles import Actor, Permission
from course.domain.people.undoing import KINDS, ONE_WAY, PastDeed, final
from course.models import AuditEntry, db
from course.store import dated
from course.store.dated import DeedMoment
from course.store.people import merged, separating
from course.store.people.belonging import tied_elsewhere
from course.store.people.trail import seen_by
from course.store.scope import schools_for

Past = list[tuple[PastDeed, dict[str, Any]]]
_GOES_BACK = KINDS.keys() - set(ONE_WAY)


def theirs(actor: Actor, today: date) -> tuple[ColumnElement[bool], ...]:
    """Nobody takes back what was done to themselves; an account as a whole is taken back by who may
    change it.
    """
    placed = or_(AuditEntry.school_id.is_not(None), AuditEntry.board_id.is_not(None))
    ours = not_(tied_elsewhere(actor, AuditEntry.person_id, today))
    return seen_by(actor), AuditEntry.person_id != actor.id, or_(placed, ours)


def over(
    actor: Actor, which: ColumnElement[bool], past: Past, moment: DeedMoment
) -> frozenset[int]:
    """The ids of what cannot be taken back; of what would bring somebody back to a school or a team
    that went up in another since; and of what is half of a deed: whose other half was done to the
    same person beyond the reach of the actor, such as coming from a school of others.
    """
    halves = _halves(actor, which)
    half = {one.id for one, _ in past if (one.deed, one.person_id) in halves}
    late = final((one for one, _ in past), moment.now) | half | _went_up(past, moment.today)
    for_good = _united_for_good(past, late)
    return late | {one.id for one, _ in past if one.deed in for_good}


def _went_up(past: Past, today: date) -> frozenset[int]:
    """The ids of what was done where nobody is any more, by another deed than the one that took
    everybody elsewhere.
    """
    schools = merged.schools_gone_by({one.school_id for one, _ in past}, today)
    teams = merged.teams_gone_by({_team_before(one, detail) for one, detail in past}, today)
    return frozenset(
        one.id
        for one, detail in past
        if _is_gone(schools, one.school_id, one.deed)
        or _is_gone(teams, _team_before(one, detail), one.deed)
    )


def _is_gone(gone: Mapping[Any, str], place: int | None, deed: str) -> bool:
    """Whether a place went up by another deed than this one."""
    return gone.get(place, deed) != deed


def _team_before(one: PastDeed, detail: dict[str, Any]) -> int | None:
    """The team in which somebody is again when this is taken back; none is None or 0."""
    return detail.get({Audited.MOVED: "came_from", Audited.LEFT: "team"}.get(one.action, ""))


def _united_for_good(past: Past, late: frozenset[int]) -> set[str]:
    """The deeds that made two accounts one, of which a part cannot be taken back: then none is."""
    united = {one.deed for one, _ in past if one.action is Audited.MERGED}
    parts = [one for one in past if one[0].deed in united and one[0].action in _GOES_BACK]
    return {one.deed for one, detail in parts if one.id in late or _is_stuck(one, detail)}


def _is_stuck(one: PastDeed, detail: dict[str, Any]) -> bool:
    """Whether two accounts that became one can no longer be two."""
    return "gone" in detail and not separating.can_separate(
        one.person_id, str(detail["gone"]), one.at
    )


def _halves(actor: Actor, which: ColumnElement[bool]) -> set[tuple[str, int]]:
    """The deeds with whom they were about, of which a part was done beyond the actor's reach."""
    if actor.holds_everywhere(Permission.PEOPLE):
        return set()
    boards = actor.boards_with(Permission.PEOPLE)
    beyond = or_(
        AuditEntry.school_id.is_not(None)
        & AuditEntry.school_id.not_in(schools_for(actor, Permission.PEOPLE)),
        AuditEntry.board_id.is_not(None) & AuditEntry.board_id.not_in(boards),
    )
    query = select(AuditEntry.deed, AuditEntry.person_id).where(which, beyond)
    return {(row.deed, row.person_id) for row in db.session.execute(query)}


def past_of(actor: Actor, who: Sequence[int], moment: DeedMoment) -> Past:
    found: Past = []
    for batch in dated.batches(who):
        found += past(actor, AuditEntry.person_id.in_(batch), moment.today)
    return found


def past(actor: Actor, who: ColumnElement[bool], today: date, limit: int | None = None) -> Past:
    query = select(AuditEntry).where(who, *theirs(actor, today)).order_by(AuditEntry.id.desc())
    return [
        (
            PastDeed(
                id=row.id,
                at=row.at,
                deed=row.deed,
                action=Audited(row.action),
                person_id=row.person_id or 0,
                school_id=row.school_id,
                board_id=row.board_id,
                role=str(row.detail.get("role", "")),
                undoes=row.undoes,
            ),
            row.detail,
        )
        for row in db.session.scalars(query.limit(limit))
    ]
