"""A school's list of people, written once somebody said so. Nobody is deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.exc import IntegrityError

from course.domain.people.roster_plan import team_key
from course.models import (
    Membership,
    Person,
    RoleGrant,
    School,
    SignedInBrowser,
    SignInLink,
    Team,
    db,
)
from course.models.base import insert_many
from course.store.dated import lasts_to
from course.store.duties.giving import end_for_leavers, give_standing
from course.store.messages import outbox
from course.store.people.roster_found import Importer, batches, goes_on, look
from course.store.people.roster_rows import Row, Writing
from course.store.signing_in import accounts as signing_in
from course.store.signing_in.accounts import LinkPurpose


def apply(writing: Writing) -> bool:
    """Write what was proposed, all of it or nothing; the caller commits.

    Returns False when anything that the proposal was made from is different by now, and when
    somebody else added one of these people at the same moment. Then the caller rolls back and shows
    it again.
    """
    proposal = writing.proposal
    db.session.execute(
        select(School.id).where(School.id == proposal.importer.school_id).with_for_update()
    )
    if look(proposal.importer, proposal.emails) != proposal.found:
        return False
    try:
        _write(writing)
        db.session.flush()
    except IntegrityError:
        return False
    return True


def _write(writing: Writing) -> None:
    importer, made = writing.proposal.importer, writing.proposal.plan
    insert_many(Team, writing.teams)
    teams, people = _teams(importer.school_id), _open_accounts(writing.accounts)
    insert_many(Membership, [_placed(row, teams, people) for row in writing.joining])
    _update(
        Membership, [_placed(row, teams, people) for row in (*writing.returning, *writing.staying)]
    )
    _update(Person, writing.renamed, "person")
    _update(Person, writing.readdressed, "person")
    for batch in batches([row["person"] for row in writing.readdressed]):
        _sign_out(batch)
    _move([_placed(row, teams, people) for row in writing.moving], importer)
    _leave(
        importer.school_id, [known.person_id for known in made.leaving], writing.now, importer.today
    )
    give_standing(importer.school_id, writing.now, importer.today)
    invited = writing.invitations
    signing_in.keep_links(
        ((people[email], invited[email].token_hash) for email in invited),
        LinkPurpose.INVITATION,
        writing.now,
    )
    outbox.queue_all((invited[email].letter for email in invited), writing.now)


def _placed(row: Row, teams: Mapping[str, int], people: Mapping[str, int]) -> Row:
    """A row with the team, and if it is about somebody new the person, by their ids."""
    placed = {name: value for name, value in row.items() if name not in ("team", "person")}
    placed["team_id"] = teams.get(row["team"])
    if "person" in row:
        placed["person_id"] = people.get(row["person"], row["person"])
    return placed


def _update(model: Any, rows: Sequence[Row], key: str = "member") -> None:
    """One UPDATE for many rows. Every row names its own by `key` and has the same columns."""
    if rows:
        table = model.__table__
        columns: Row = {name: bindparam(f"to_{name}") for name in rows[0] if name != key}
        statement = update(table).where(table.c.id == bindparam("its_id")).values(columns)
        values = [
            {"its_id" if name == key else f"to_{name}": row[name] for name in row} for row in rows
        ]
        db.session.connection().execute(statement, values)


def _move(rows: Sequence[Row], importer: Importer) -> None:
    """End these memberships yesterday, and begin the same today in another team."""
    _update(
        Membership,
        [{"member": row["member"], "ends_on": importer.today - timedelta(days=1)} for row in rows],
    )
    begun = [{name: row[name] for name in row if name != "member"} for row in rows]
    insert_many(
        Membership,
        [{**row, "school_id": importer.school_id, "starts_on": importer.today} for row in begun],
    )


def _teams(school_id: int) -> dict[str, int]:
    """The teams of the school by folded name."""
    found = db.session.execute(select(Team.name, Team.id).where(Team.school_id == school_id))
    return {team_key(name): team_id for name, team_id in found}


def _open_accounts(rows: Sequence[Row]) -> dict[str, int]:
    """Add accounts; returns their ids by folded address.

    They are the newest, so one statement finds them all.
    """
    if not rows:
        return {}
    newest = db.session.scalar(select(func.max(Person.id))) or 0
    insert_many(Person, rows)
    wanted = {row["email_key"] for row in rows}
    found = db.session.execute(select(Person.email_key, Person.id).where(Person.id > newest))
    return {email: person_id for email, person_id in found if email in wanted}


def _leave(school_id: int, people: Sequence[int], now: datetime, today: date) -> None:
    """End memberships, roles at this school, duties to it, and what is signed in.

    Yesterday was the last day.
    """
    yesterday = today - timedelta(days=1)
    for batch in batches(people):
        here = update(Membership).where(
            Membership.school_id == school_id, Membership.person_id.in_(batch)
        )
        began = Membership.starts_on < today
        db.session.execute(here.where(goes_on(today), began).values(ends_on=yesterday))
        db.session.execute(here.where(goes_on(today), ~began).values(ends_on=today))
        db.session.execute(
            update(RoleGrant)
            .where(RoleGrant.school_id == school_id, RoleGrant.person_id.in_(batch))
            .where(lasts_to(RoleGrant, today))
            .values(ends_on=yesterday)
        )
        end_for_leavers(school_id, batch, yesterday)
        _sign_out(batch)
        db.session.execute(
            update(SignInLink)
            .where(SignInLink.person_id.in_(batch), SignInLink.used_at.is_(None))
            .values(used_at=now)
        )


def _sign_out(people: Sequence[int]) -> None:
    db.session.execute(delete(SignedInBrowser).where(SignedInBrowser.person_id.in_(people)))
