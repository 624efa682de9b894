"""Doing what a list would change, by the button at once or by a worker later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from course import clock, logs
from course.domain.people.roster_plan import RosterPlan
from course.letters.asking import address_ask
from course.store import transaction
from course.store.people import roster, roster_rows
from course.store.people.addresses import AddressAsk
from course.store.people.roster_rows import Writing
from course.store.signing_in.accounts import Invitation
from course.text.names import fold_email
from course.web.admin import wording
from course.web.admin.list_desk import SentList
from course.web.http.settings import settings
from course.web.sign_in.links import invitation


@dataclass(frozen=True)
class ListDone:
    """What was done, in words, and how many mails wait."""

    words: str
    invited: int


def carry_out(sent: SentList, yes: Mapping[str, Any]) -> ListDone | None:
    """Write it, all or nothing, and commit; None when something changed meanwhile."""
    writing = ready(sent, yes)
    transaction.begin(may_write=True)
    if not roster.apply(writing):
        transaction.rollback()
        return None
    transaction.commit()
    return told(sent, writing)


def ready(sent: SentList, yes: Mapping[str, Any]) -> Writing:
    """A list with the answers to what it asked. Nothing is written yet.

    `yes`: `roles` end too, `invite` who is new, and which rows are of the `same` person.
    """
    plan = sent.proposal.plan
    return roster_rows.make_ready(
        sent.proposal,
        clock.now(),
        _invitations(plan) if yes["invite"] else {},
        same=frozenset(yes["same"]),
        ends_roles=bool(yes["roles"]),
        asks=_address_asks(plan),
    )


def told(sent: SentList, writing: Writing) -> ListDone:
    """What was done, for the log and for who asked."""
    plan, invited = writing.proposal.plan, len(writing.invitations)
    logs.note("imported", school=sent.school.code, **plan.counts, invited=invited)
    done = wording.done_words(plan, invited)
    mails = invited + len(writing.asks)
    return ListDone(f"Verwerkt bij {sent.school.name}: {done}.", mails)


def _invitations(plan: RosterPlan) -> dict[str, Invitation]:
    """A mail with a first link for every new account, by folded address. Nothing is written yet."""
    new = [change.after for change in plan.added if change.known is None]
    return {fold_email(one.email): invitation(one.name, one.email) for one in new}


def _address_asks(plan: RosterPlan) -> dict[int, AddressAsk]:
    """The mails that ask for the new address of who has another one in a list. Nothing is written
    yet.
    """
    asks: dict[int, AddressAsk] = {}
    for change in (*plan.changed, *plan.added, *plan.asked):
        known = change.known
        if known is not None and known.details.email != change.after.email:
            both = known.details.email, change.after.email
            who, beyond = known.person_id, not known.ours
            asks[who] = address_ask(settings(), who, change.after.name, both, needs_old=beyond)
    return asks
