"""A school's list of people, compared with what is known and written once somebody said so. Nobody is deleted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from course.domain.importing import Change, Column, Known, PeopleFile, Plan, plan, team_key
from course.kinds.item import Audience
from course.models import Membership, Person, RoleGrant, School, SignInLink, Team, UserSession, db
from course.models.base import new_token
from course.store.assigning import end_for_leavers, give_standing
from course.store.scope import holds_on
from course.text.names import fold_email

BATCH = 500  # values in one statement
ItemT = TypeVar("ItemT")


def preview(
    school_id: int, file: PeopleFile, today: date, *, complete: bool, keeper: int | None, schools: Select[int] | None
) -> Plan:
    """What a file would change at a school that the reader was allowed to find.

    `schools`: where the reader keeps the accounts; None for who runs the installation. `keeper`: who imports; the list
    never ends their own membership, for then nobody could put it right.
    """
    teams = list(db.session.scalars(select(Team.name).where(Team.school_id == school_id).order_by(Team.name, Team.id)))
    emails = [fold_email(line.email) for line in file.lines]
    found = _known(school_id, emails, today, schools)
    made = plan(file, found, teams, complete=complete)
    if keeper is None:
        return made
    return made.without(keeper)


def apply(
    school_id: int,
    file: PeopleFile,
    now: datetime,
    today: date,
    *,
    complete: bool,
    keeper: int | None,
    schools: Select[int] | None,
    fingerprint: str | None,
) -> Plan | None:
    """Write what `preview` showed, all of it or nothing; the caller commits.

    Returns None, and has changed nothing, when the plan has problems or is no longer the one of this fingerprint, and
    when somebody else added one of these people at the same moment. Then the caller rolls back and shows it again.
    """
    db.session.execute(select(School.id).where(School.id == school_id).with_for_update())  # one import at a time
    made = preview(school_id, file, today, complete=complete, keeper=keeper, schools=schools)
    if made.problems or (fingerprint is not None and made.fingerprint != fingerprint):
        return None
    try:
        _write(school_id, made, file.columns, now, today)
        db.session.flush()
    except IntegrityError:
        return None
    return made


def _known(school_id: int, emails: Sequence[str], today: date, schools: Select[int] | None) -> list[Known]:
    """Everybody who works at the school, and everybody who has an account under one of these addresses."""
    rows: dict[int, Known] = {}
    for batch in _batches(emails):
        for known in _accounts(school_id, today, schools, Person.email_key.in_(batch)):
            rows[known.person_id] = known
    for known in _accounts(school_id, today, schools, Membership.id.is_not(None)):
        rows[known.person_id] = known
    return sorted(rows.values(), key=lambda known: known.person_id)


def _accounts(school_id: int, today: date, schools: Select[int] | None, who: ColumnElement[bool]) -> Iterator[Known]:
    elsewhere = select(Membership.id.label("id")).where(Membership.person_id == Person.id, holds_on(Membership, today))
    elsewhere = elsewhere.where(Membership.school_id.not_in(schools if schools is not None else select(School.id)))
    granted = select(RoleGrant.id).where(
        RoleGrant.person_id == Person.id, RoleGrant.ends_on.is_(None) | (RoleGrant.ends_on >= today)
    )
    here = and_(Membership.person_id == Person.id, Membership.school_id == school_id, _stays(today))
    query = (
        select(
            Person.id,
            Person.name,
            Person.email_key,
            Person.audience,
            Membership.id,
            Membership.staff_number,
            Team.name,
            elsewhere.correlate(Person).exists(),
            granted.exists(),
        )
        .outerjoin(Membership, here)
        .outerjoin(Team, Team.id == Membership.team_id)
        .where(who)
        .order_by(Person.id)
    )
    for person_id, name, email, audience, member, number, team, works_elsewhere, has_role in db.session.execute(query):
        yield Known(
            person_id,
            name,
            email,
            Audience(audience),
            number,
            team,
            at_school=member is not None,
            ours=schools is None or not (works_elsewhere or has_role),
        )


def _stays(today: date) -> ColumnElement[bool]:
    """A membership that goes on after today. One that ends today is for the file to take up again."""
    return (Membership.starts_on <= today) & (Membership.ends_on.is_(None) | (Membership.ends_on > today))


def _write(school_id: int, made: Plan, columns: frozenset[Column], now: datetime, today: date) -> None:
    teams = _teams(school_id, made.new_teams)
    _add_accounts([change for change in made.added if change.known is None])
    people = _ids([fold_email(change.line.email) for change in made.added if change.known is None])
    joining = []
    for change in made.added:
        person_id = change.known.person_id if change.known else people[fold_email(change.line.email)]
        joining.append((person_id, change))
    _join(school_id, joining, teams, today)
    for change in made.changed:
        _update(school_id, change, columns, teams, today)
    _leave(school_id, [known.person_id for known in made.leaving], now, today)
    give_standing(school_id, now, today)


def _teams(school_id: int, new: Iterable[str]) -> dict[str, int]:
    """The teams of the school by folded name, after adding the new ones."""
    rows = [{"ref": new_token(), "school_id": school_id, "name": name} for name in new]
    if rows:
        db.session.execute(insert(Team), rows)
    found = db.session.execute(select(Team.name, Team.id).where(Team.school_id == school_id))
    return {team_key(name): team_id for name, team_id in found}


def _add_accounts(changes: Sequence[Change]) -> None:
    rows = [
        {
            "ref": new_token(),
            "name": change.line.name,
            "sort_name": change.line.sort_name,
            "email": change.line.email,
            "email_key": fold_email(change.line.email),
            "audience": (change.line.audience or Audience.TEACHING).value,
            "is_demo": False,
        }
        for change in changes
    ]
    if rows:
        db.session.execute(insert(Person), rows)


def _ids(emails: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for batch in _batches(emails):
        rows = db.session.execute(select(Person.email_key, Person.id).where(Person.email_key.in_(batch)))
        found.update(dict(rows.all()))
    return found


def _join(school_id: int, joining: Sequence[tuple[int, Change]], teams: dict[str, int], today: date) -> None:
    """New memberships. Who left today comes back in the same one, for nobody works twice at a school on one day."""
    ended_today: dict[int, int] = {}
    for batch in _batches([person_id for person_id, _ in joining]):
        rows = select(Membership.person_id, Membership.id).where(
            Membership.school_id == school_id, Membership.person_id.in_(batch), Membership.ends_on == today
        )
        ended_today.update(dict(db.session.execute(rows).all()))
    new = []
    for person_id, change in joining:
        line = change.line
        values = {"team_id": teams.get(team_key(line.team or "")), "staff_number": line.staff_number}
        if person_id in ended_today:
            again = update(Membership).where(Membership.id == ended_today[person_id])
            db.session.execute(again.values(ends_on=None, **values))
        else:
            new.append({"person_id": person_id, "school_id": school_id, "starts_on": today, "ends_on": None, **values})
    if new:
        db.session.execute(insert(Membership), new)


def _update(school_id: int, change: Change, columns: frozenset[Column], teams: dict[str, int], today: date) -> None:
    """What a row changes. Another team is a new dated link, so that yesterday's report keeps yesterday's team."""
    line, known = change.line, change.known
    if known is None:
        return
    account: dict[str, Any] = {}
    if not change.keep_name:
        account = {"name": line.name, "sort_name": line.sort_name, "audience": (line.audience or known.audience).value}
        if fold_email(line.email) != known.email_key:
            account |= {"email": line.email, "email_key": fold_email(line.email)}
            _sign_out([known.person_id])
    if account:
        db.session.execute(update(Person).where(Person.id == known.person_id).values(**account))
    member = db.session.execute(
        select(Membership.id, Membership.team_id, Membership.starts_on, Membership.ends_on).where(
            Membership.school_id == school_id, Membership.person_id == known.person_id, _stays(today)
        )
    ).one()
    number = line.staff_number or known.staff_number
    team_id = teams.get(team_key(line.team or "")) if Column.TEAM in columns else member.team_id
    this = update(Membership).where(Membership.id == member.id)
    if team_id == member.team_id or member.starts_on == today:
        db.session.execute(this.values(team_id=team_id, staff_number=number))
        return
    db.session.execute(this.values(ends_on=today - timedelta(days=1)))
    db.session.execute(
        insert(Membership).values(
            person_id=known.person_id,
            school_id=school_id,
            team_id=team_id,
            staff_number=number,
            starts_on=today,
            ends_on=member.ends_on,
        )
    )


def _leave(school_id: int, people: Sequence[int], now: datetime, today: date) -> None:
    """End memberships, roles at this school, duties to it, and what is signed in. Yesterday was the last day."""
    yesterday = today - timedelta(days=1)
    for batch in _batches(people):
        here = update(Membership).where(Membership.school_id == school_id, Membership.person_id.in_(batch))
        began = Membership.starts_on < today
        db.session.execute(here.where(_stays(today), began).values(ends_on=yesterday))
        db.session.execute(here.where(_stays(today), ~began).values(ends_on=today))
        db.session.execute(
            update(RoleGrant)
            .where(RoleGrant.school_id == school_id, RoleGrant.person_id.in_(batch))
            .where(RoleGrant.ends_on.is_(None) | (RoleGrant.ends_on >= today))
            .values(ends_on=yesterday)
        )
        end_for_leavers(school_id, batch, yesterday)
        _sign_out(batch)
        db.session.execute(
            update(SignInLink).where(SignInLink.person_id.in_(batch), SignInLink.used_at.is_(None)).values(used_at=now)
        )


def _sign_out(people: Sequence[int]) -> None:
    db.session.execute(delete(UserSession).where(UserSession.person_id.in_(people)))


def _batches(items: Sequence[ItemT]) -> Iterator[Sequence[ItemT]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]
