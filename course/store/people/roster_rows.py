"""A school's list of people, compared with what is known and made ready as rows.

Everything is looked up, compared and made ready before the transaction that writes: that only asks
whether anything changed meanwhile, and hands over rows. A list of 10,000 people keeps others
waiting for less than a second.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from course.domain.people.roster_file import ListColumn, PeopleFile
from course.domain.people.roster_plan import PersonChange, RosterPlan, plan, team_key
from course.kinds.item import Audience
from course.models.base import new_token
from course.store.people.roster_found import Importer, SchoolNow, look
from course.store.signing_in.accounts import Invitation
from course.text.names import fold_email

Row = dict[str, Any]


@dataclass(frozen=True)
class Proposal:
    """What a file would do at a school, and what that was concluded from.

    Nothing has been written.
    """

    importer: Importer
    columns: frozenset[ListColumn]
    plan: RosterPlan
    found: SchoolNow
    emails: tuple[str, ...]


@dataclass(frozen=True)
class Writing:
    """A proposal as rows, ready to be handed over.

    People who do not exist yet are known by their folded address.
    """

    proposal: Proposal
    now: datetime
    teams: tuple[Row, ...]
    accounts: tuple[Row, ...]
    joining: tuple[Row, ...]  # with `person` and `team` to be looked up
    returning: tuple[Row, ...]
    renamed: tuple[Row, ...]
    readdressed: tuple[Row, ...]
    staying: tuple[Row, ...]  # a membership that changes as it is
    moving: tuple[Row, ...]  # a membership that ends yesterday and goes on in another team
    invitations: Mapping[str, Invitation] = field(default_factory=dict)


def propose(importer: Importer, file: PeopleFile, *, complete: bool) -> Proposal:
    """What a file would change at a school that the reader was allowed to find."""
    emails = tuple(fold_email(line.email) for line in file.lines)
    found = look(importer, emails)
    made = plan(file, found.known, found.teams, complete=complete)
    if importer.keeper is not None:
        made = made.without(importer.keeper)
    return Proposal(importer, file.columns, made, found, emails)


def make_ready(
    proposal: Proposal, now: datetime, invitations: Mapping[str, Invitation] | None = None
) -> Writing:
    """The rows of a proposal.

    `invitations`: a mail for each new account, by folded address. Nothing is written yet.
    """
    importer, made, found = proposal.importer, proposal.plan, proposal.found
    joining: list[PersonChange] = []
    back: list[PersonChange] = []
    for change in made.added:
        left_today = change.known and change.known.person_id in found.ended_today
        (back if left_today else joining).append(change)
    accounts = [change for change in made.changed if not change.keep_name]
    stays, moves = _memberships(proposal)
    return Writing(
        proposal=proposal,
        now=now,
        teams=tuple(
            {"ref": new_token(), "school_id": importer.school_id, "name": name}
            for name in made.new_teams
        ),
        accounts=tuple(_account(change) for change in made.added if change.known is None),
        joining=tuple(_joining(change, importer) for change in joining),
        returning=tuple(_returning(change, found) for change in back),
        renamed=tuple(_renamed(change) for change in accounts),
        readdressed=tuple(_readdressed(change) for change in accounts if _has_new_address(change)),
        staying=tuple(stays),
        moving=tuple(moves),
        invitations=invitations or {},
    )


def _account(change: PersonChange) -> Row:
    return {
        "ref": new_token(),
        "name": change.line.name,
        "sort_name": change.line.sort_name,
        "email": change.line.email,
        "email_key": fold_email(change.line.email),
        "audience": (change.line.audience or Audience.TEACHING).value,
        "is_demo": False,
    }


def _joining(change: PersonChange, importer: Importer) -> Row:
    return {
        "person": change.known.person_id if change.known else fold_email(change.line.email),
        "team": team_key(change.line.team or ""),
        "school_id": importer.school_id,
        "staff_number": change.line.staff_number,
        "starts_on": importer.today,
        "ends_on": None,
    }


def _returning(change: PersonChange, found: SchoolNow) -> Row:
    """Who left today comes back in the same membership, for nobody works twice at a school on one
    day.
    """
    return {
        "member": found.ended_today[_person_of(change)],
        "team": team_key(change.line.team or ""),
        "staff_number": change.line.staff_number,
        "ends_on": None,
    }


def _renamed(change: PersonChange) -> Row:
    audience = change.line.audience or (
        change.known.audience if change.known else Audience.TEACHING
    )
    return {
        "person": _person_of(change),
        "name": change.line.name,
        "sort_name": change.line.sort_name,
        "audience": audience.value,
    }


def _readdressed(change: PersonChange) -> Row:
    return {
        "person": _person_of(change),
        "email": change.line.email,
        "email_key": fold_email(change.line.email),
    }


def _has_new_address(change: PersonChange) -> bool:
    return change.known is not None and fold_email(change.line.email) != change.known.email_key


def _person_of(change: PersonChange) -> int:
    if change.known is None:
        raise ValueError("somebody new has no account yet")
    return change.known.person_id


def _memberships(proposal: Proposal) -> tuple[list[Row], list[Row]]:
    """What changes in memberships.

    Another team is a new dated link, so that yesterday's report keeps its team.
    """
    stays: list[Row] = []
    moves: list[Row] = []
    with_team = ListColumn.TEAM in proposal.columns
    for change in proposal.plan.changed:
        person_id, known = _person_of(change), change.known
        link = proposal.found.links[person_id]
        now_in = team_key(known.team or "") if known else ""
        team = team_key(change.line.team or "") if with_team else now_in
        row = {
            "member": link.id,
            "team": team,
            "staff_number": change.line.staff_number or (known.staff_number if known else None),
            "ends_on": link.ends_on,
        }
        if team == now_in or link.starts_on == proposal.importer.today:
            stays.append(row)
        else:
            moves.append({**row, "person": person_id})
    return stays, moves
