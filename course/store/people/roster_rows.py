"""A school's list of people, compared with what is known and made ready to be written.

Everything is looked up and compared before the transaction that writes: that only asks whether
anything changed meanwhile, and does the deeds. A list of 10,000 people keeps others waiting for
less than a second.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from course.domain.people.roster_file import PeopleFile
from course.domain.people.roster_plan import RosterPlan, plan
from course.store.dated import DeedMoment
from course.store.people.addresses import AddressAsk
from course.store.people.roster_found import Importer, SchoolNow, look
from course.store.signing_in.accounts import Invitation
from course.text.names import fold_email


@dataclass(frozen=True)
class Proposal:
    """What a file would do at a school, and what that was concluded from.

    Nothing has been written.
    """

    importer: Importer
    plan: RosterPlan
    found: SchoolNow
    emails: tuple[str, ...]


@dataclass(frozen=True)
class Writing:
    """A proposal that somebody said yes to.

    `ends_roles`: who leaves loses their roles at this school too. `invitations`: a mail for each
    new account, by folded address. `asks`: a new address for who has an account, by person.
    """

    proposal: Proposal
    moment: DeedMoment
    ends_roles: bool = False
    invitations: Mapping[str, Invitation] = field(default_factory=dict)
    asks: Mapping[int, AddressAsk] = field(default_factory=dict)


def propose(importer: Importer, file: PeopleFile, *, complete: bool) -> Proposal:
    """What a file would change at a school that the reader was allowed to find."""
    emails = tuple(fold_email(line.email) for line in file.lines)
    found = look(importer, emails)
    made = plan(file, found.known, found.teams, complete=complete)
    if importer.keeper is not None:
        made = made.without(importer.keeper)
    return Proposal(importer, made, found, emails)


def make_ready(
    proposal: Proposal,
    now: datetime,
    invitations: Mapping[str, Invitation] | None = None,
    *,
    same: Collection[int] = (),
    ends_roles: bool = False,
    asks: Mapping[int, AddressAsk] | None = None,
) -> Writing:
    """A proposal with the answers to what it asked. Nothing is written yet.

    `same`: the rows whose number is of one account and whose name and address are of another, and
    that somebody said are the same person. The others change nothing.
    """
    agreed = replace(proposal, plan=proposal.plan.with_same(same))
    moment = DeedMoment(now, proposal.importer.keeper)
    return Writing(agreed, moment, ends_roles, invitations or {}, asks or {})
