"""A school's list of people, compared with what is known and written once somebody said so. Nobody
is deleted.

Everything is looked up, compared and made ready before the transaction that writes: that only asks
whether anything changed meanwhile, and hands over rows. A list of 10,000 people keeps others
waiting for less than a second.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, bindparam, delete, func, select, update
from sqlalchemy.exc import IntegrityError

from course.domain.people.roster import Change, Column, Known, PeopleFile, Plan, plan, team_key
from course.kinds.item import Audience
from course.models import Membership, Person, RoleGrant, School, SignInLink, Team, UserSession, db
from course.models.base import insert_many, new_token
from course.store.dated import holds_on, lasts_to
from course.store.duties.giving import end_for_leavers, give_standing
from course.store.messages import outbox
from course.store.signing_in import accounts as signing_in
from course.store.signing_in.accounts import Invitation, Purpose
from course.text.names import fold_email

BATCH = 500  # values in one statement
ItemT = TypeVar("ItemT")
Row = dict[str, Any]


@dataclass(frozen=True)
class Importer:
    """Who imports, where. `schools`: where they keep the accounts; None for who runs the
    installation.

    `keeper`: their own id; the list never ends their own membership, for then nobody could put it
    right.
    """

    school_id: int
    today: date
    keeper: int | None
    schools: Select[int] | None


@dataclass(frozen=True)
class _Link:
    """A membership at this school that goes on after today."""

    id: int
    team_id: int | None
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class _Found:
    """All that a plan is made from. As long as this is the same, so is the plan."""

    teams: tuple[str, ...]
    known: tuple[Known, ...]
    links: Mapping[int, _Link]  # by person
    ended_today: Mapping[int, int]  # by person, the membership that ended today


@dataclass(frozen=True)
class Proposal:
    """What a file would do at a school, and what that was concluded from.

    Nothing has been written.
    """

    importer: Importer
    columns: frozenset[Column]
    plan: Plan
    found: _Found
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
    found = _look(importer, emails)
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
    back = [
        change
        for change in made.added
        if change.known and change.known.person_id in found.ended_today
    ]
    joining = [
        change
        for change in made.added
        if not (change.known and change.known.person_id in found.ended_today)
    ]
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
    if _look(proposal.importer, proposal.emails) != proposal.found:
        return False
    try:
        _write(writing)
        db.session.flush()
    except IntegrityError:
        return False
    return True


def _look(importer: Importer, emails: Sequence[str]) -> _Found:
    """Everybody who works at the school, and everybody who has an account under one of these
    addresses.
    """
    teams = (
        select(Team.name).where(Team.school_id == importer.school_id).order_by(Team.name, Team.id)
    )
    people: dict[int, Known] = {}
    links: dict[int, _Link] = {}
    for known, link in _accounts(importer, Membership.id.is_not(None)):
        people[known.person_id] = known
        if link is not None:
            links[known.person_id] = link
    here = {known.email_key for known in people.values()}
    for batch in _batches([email for email in emails if email not in here]):
        for known, _ in _accounts(importer, Person.email_key.in_(batch)):
            people[known.person_id] = known
    ended = select(Membership.person_id, Membership.id).where(
        Membership.school_id == importer.school_id, Membership.ends_on == importer.today
    )
    return _Found(
        teams=tuple(db.session.scalars(teams)),
        known=tuple(people[person_id] for person_id in sorted(people)),
        links=links,
        ended_today=dict(db.session.execute(ended).all()),
    )


def _accounts(importer: Importer, who: ColumnElement[bool]) -> Iterator[tuple[Known, _Link | None]]:
    schools = importer.schools if importer.schools is not None else select(School.id)
    elsewhere = select(Membership.id).where(
        Membership.person_id == Person.id,
        holds_on(Membership, importer.today),
        Membership.school_id.not_in(schools),
    )
    granted = select(RoleGrant.id).where(
        RoleGrant.person_id == Person.id, lasts_to(RoleGrant, importer.today)
    )
    here = and_(
        Membership.person_id == Person.id,
        Membership.school_id == importer.school_id,
        _stays(importer.today),
    )
    query = (
        select(
            Person.id.label("person_id"),
            Person.name,
            Person.email_key,
            Person.audience,
            Membership.id.label("member"),
            Membership.staff_number,
            Membership.team_id,
            Membership.starts_on,
            Membership.ends_on,
            Team.name.label("team"),
            elsewhere.correlate(Person).exists().label("works_elsewhere"),
            granted.exists().label("has_role"),
        )
        .outerjoin(Membership, here)
        .outerjoin(Team, Team.id == Membership.team_id)
        .where(who)
        .order_by(Person.id)
    )
    for row in db.session.execute(query):
        known = Known(
            row.person_id,
            row.name,
            row.email_key,
            Audience(row.audience),
            row.staff_number,
            row.team,
            at_school=row.member is not None,
            ours=importer.schools is None or not (row.works_elsewhere or row.has_role),
        )
        is_here = row.member is not None
        yield known, _Link(row.member, row.team_id, row.starts_on, row.ends_on) if is_here else None


def _stays(today: date) -> ColumnElement[bool]:
    """A membership that goes on after today.

    One that ends today is for the file to take up again.
    """
    return (Membership.starts_on <= today) & lasts_to(Membership, today + timedelta(days=1))


def _account(change: Change) -> Row:
    return {
        "ref": new_token(),
        "name": change.line.name,
        "sort_name": change.line.sort_name,
        "email": change.line.email,
        "email_key": fold_email(change.line.email),
        "audience": (change.line.audience or Audience.TEACHING).value,
        "is_demo": False,
    }


def _joining(change: Change, importer: Importer) -> Row:
    return {
        "person": change.known.person_id if change.known else fold_email(change.line.email),
        "team": team_key(change.line.team or ""),
        "school_id": importer.school_id,
        "staff_number": change.line.staff_number,
        "starts_on": importer.today,
        "ends_on": None,
    }


def _returning(change: Change, found: _Found) -> Row:
    """Who left today comes back in the same membership, for nobody works twice at a school on one
    day.
    """
    return {
        "member": found.ended_today[_person_of(change)],
        "team": team_key(change.line.team or ""),
        "staff_number": change.line.staff_number,
        "ends_on": None,
    }


def _renamed(change: Change) -> Row:
    audience = change.line.audience or (
        change.known.audience if change.known else Audience.TEACHING
    )
    return {
        "person": _person_of(change),
        "name": change.line.name,
        "sort_name": change.line.sort_name,
        "audience": audience.value,
    }


def _readdressed(change: Change) -> Row:
    return {
        "person": _person_of(change),
        "email": change.line.email,
        "email_key": fold_email(change.line.email),
    }


def _has_new_address(change: Change) -> bool:
    return change.known is not None and fold_email(change.line.email) != change.known.email_key


def _person_of(change: Change) -> int:
    if change.known is None:
        raise ValueError("somebody new has no account yet")
    return change.known.person_id


def _memberships(proposal: Proposal) -> tuple[list[Row], list[Row]]:
    """What changes in memberships.

    Another team is a new dated link, so that yesterday's report keeps its team.
    """
    stays: list[Row] = []
    moves: list[Row] = []
    with_team = Column.TEAM in proposal.columns
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
    for batch in _batches([row["person"] for row in writing.readdressed]):
        _sign_out(batch)
    _move([_placed(row, teams, people) for row in writing.moving], importer)
    _leave(
        importer.school_id, [known.person_id for known in made.leaving], writing.now, importer.today
    )
    give_standing(importer.school_id, writing.now, importer.today)
    invited = writing.invitations
    signing_in.keep_links(
        ((people[email], invited[email].token_hash) for email in invited),
        Purpose.INVITATION,
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
    for batch in _batches(people):
        here = update(Membership).where(
            Membership.school_id == school_id, Membership.person_id.in_(batch)
        )
        began = Membership.starts_on < today
        db.session.execute(here.where(_stays(today), began).values(ends_on=yesterday))
        db.session.execute(here.where(_stays(today), ~began).values(ends_on=today))
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
    db.session.execute(delete(UserSession).where(UserSession.person_id.in_(people)))


def _batches(items: Sequence[ItemT]) -> Iterator[Sequence[ItemT]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]
