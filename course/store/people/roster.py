"""A school's list of people, written once somebody said so, by the deeds that screens do too.

Nobody is deleted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from course.domain.people.audited import Audited, ListTold
from course.domain.people.roster_details import ChangedField, Details, KnownPerson, PersonChange
from course.models import School, Team, db
from course.models.base import insert_many, new_token
from course.store import audit
from course.store.audit import AuditNote
from course.store.messages import outbox
from course.store.people import accounts, deeds, merged
from course.store.people import addresses as addressing
from course.store.people.accounts import FullName, NewAccount
from course.store.people.deeds import Workplace
from course.store.people.roster_found import look
from course.store.people.roster_rows import Writing
from course.store.signing_in import accounts as signing_in
from course.store.signing_in.accounts import LinkPurpose
from course.text.names import fold_email

ValueT = TypeVar("ValueT")


def apply(writing: Writing) -> bool:
    """Write what was proposed, all of it or nothing; the caller commits.

    Returns False when anything that the proposal was made from is different by now, when it was
    made on an earlier day, and when somebody else added one of these people at the same moment.
    Then the caller rolls back and shows it again.
    """
    proposal = writing.proposal
    importer = proposal.importer
    db.session.execute(select(School.id).where(School.id == importer.school_id).with_for_update())
    if merged.are_gone([importer.school_id], [], importer.today):
        return False
    if writing.moment.today != importer.today or look(importer, proposal.emails) != proposal.found:
        return False
    try:
        _write(writing)
        db.session.flush()
    except IntegrityError:
        return False
    return True


def _write(writing: Writing) -> None:
    school, made = writing.proposal.importer.school_id, writing.proposal.plan
    moment = writing.moment
    insert_many(Team, _new_teams(school, made.new_teams))
    teams = _teams(school)
    new = [_account(one.after) for one in made.added if not one.known]
    opened = accounts.open_accounts(new, moment)
    _change_accounts((*made.changed, *made.added), writing)

    def placed(changes: Iterable[PersonChange]) -> list[Workplace]:
        return [_place(one, teams, opened) for one in changes]

    moving, staying = _split(made.changed, ChangedField.TEAM)
    renumbered, _ = _split(staying, ChangedField.STAFF_NUMBER)
    deeds.renumber(school, placed(renumbered), moment)
    if moving:
        deeds.move_team(school, placed(moving), moment)
    if made.leaving:
        who = [one.person_id for one in made.leaving]
        deeds.leave(school, who, moment, roles_too=writing.ends_roles)
    deeds.join(school, placed(made.added), moment)
    _invite(writing, opened)
    rows = len(made.added) + len(made.changed) + made.unchanged
    counts: dict[str, str | int] = {"list": ListTold.PEOPLE.value, "rows": rows, **made.counts}
    audit.note([AuditNote(Audited.IMPORTED, school_id=school, detail=counts)], moment)


def _split(
    changes: Iterable[PersonChange], field: ChangedField
) -> tuple[list[PersonChange], list[PersonChange]]:
    """Those in which a field changes, and the others."""
    those: list[PersonChange] = []
    others: list[PersonChange] = []
    for change in changes:
        (those if field in change.changed else others).append(change)
    return those, others


def _new_teams(school_id: int, names: Iterable[str]) -> Iterable[dict[str, object]]:
    return ({"ref": new_token(), "school_id": school_id, "name": name} for name in names)


def _teams(school_id: int) -> dict[str, int]:
    """The teams of the school by name."""
    found = db.session.execute(select(Team.name, Team.id).where(Team.school_id == school_id))
    return dict(found.all())


def _account(after: Details) -> NewAccount:
    return NewAccount(after.name, after.sort_name, after.email, after.audience)


def _change_accounts(changes: Iterable[PersonChange], writing: Writing) -> None:
    """Names, addresses and kinds of work of who has an account, each by its own deed.

    A new address counts once its owner says yes; only a command on the server, by who runs the
    installation, writes it at once.
    """
    moment = writing.moment
    both = [(one.known, one.after) for one in changes if one.known is not None]
    addresses = _new_values(both, lambda details: details.email)
    accounts.rename(_new_values(both, _full_name), moment)
    accounts.list_as(_new_listed_names(both))
    if writing.proposal.importer.keeper is None:
        accounts.change_address(addresses, moment)
    addresses_asked = [ask for who, ask in writing.asks.items() if who in addresses]
    addressing.ask(addresses_asked, moment)
    accounts.change_function(_new_values(both, lambda details: details.audience), moment)


def _new_values(
    both: Iterable[tuple[KnownPerson, Details]], value_of: Callable[[Details], ValueT]
) -> dict[int, ValueT]:
    """By person what the file says of one field, where that is not what is known."""
    changed: dict[int, ValueT] = {}
    for known, after in both:
        value = value_of(after)
        if value != value_of(known.details):
            changed[known.person_id] = value
    return changed


def _new_listed_names(both: Iterable[tuple[KnownPerson, Details]]) -> dict[int, str]:
    """The names of who chose their own name: a file without such a name changes nothing."""
    found = _new_values(both, lambda details: details.listed_name)
    return {who: name for who, name in found.items() if name is not None}


def _full_name(details: Details) -> FullName:
    return FullName(details.name, details.sort_name)


def _place(change: PersonChange, teams: Mapping[str, int], opened: Mapping[str, int]) -> Workplace:
    after = change.after
    who = change.known.person_id if change.known else opened[fold_email(after.email)]
    return Workplace(who, teams[after.team] if after.team else None, after.staff_number)


def _invite(writing: Writing, opened: Mapping[str, int]) -> None:
    """Write the first links down, and the mails that bring them."""
    invited, now = writing.invitations, writing.moment.now
    links, told, letters = [], [], []
    for email, invitation in invited.items():
        links.append((opened[email], invitation.token_hash))
        told.append(AuditNote(Audited.INVITED, opened[email]))
        letters.append(invitation.letter)
    audit.note(told, writing.moment)
    signing_in.keep_links(links, LinkPurpose.INVITATION, now)
    outbox.queue_all(letters, now)
