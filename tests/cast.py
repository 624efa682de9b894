"""The people that tests name: one school with everybody in it, and another school of another board
with the same.

`assemble` puts them in the database. Whoever has a session can be lent to a client with `sign_in`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from course.domain.people.roles import Role
from course.models import Board, Person, School, Team
from course.store.signing_in import accounts, browsers
from course.store.signing_in.accounts import LinkPurpose
from tests import builders
from tests.checking_client import CheckingClient

ROLES = {"manager": Role.MANAGER, "trainer": Role.TRAINER, "administrator": Role.ADMINISTRATOR}


@dataclass(frozen=True)
class Member:
    """Somebody, and the session of their browser; without one they are not signed in."""

    person: Person
    token: str | None
    link: str = ""  # of the mail with which they may still sign in


@dataclass(frozen=True)
class Place:
    """A school with its board and one team."""

    board: Board
    school: School
    team: Team


@dataclass(frozen=True)
class Cast:
    """Everybody by name. At `home`:

    learner, colleague  work there, in the team
    manager, trainer, administrator  have that role there, and work there
    ended  was trainer until yesterday, and works there still
    left   worked there until yesterday
    blocked  is trainer there, but blocked, with a session that was open at that moment
    half_signed_in  asked for a link and did not use it yet

    At `away`, a school of another board: other_learner, other_manager, other_trainer,
    other_administrator.
    """

    home: Place
    away: Place
    members: dict[str, Member]

    def __getitem__(self, name: str) -> Member:
        return self.members[name]

    def sign_in(self, client: CheckingClient, name: str) -> CheckingClient:
        """The client's browser belongs to this member from here on; to nobody when they have no
        session.
        """
        client.delete_cookie("sessie")
        if (token := self.members[name].token) is not None:
            client.set_cookie("sessie", token)
        return client


def assemble(session: Any, today: date, now: datetime) -> Cast:
    """Put the cast in an empty database, and commit."""
    home, away = _place(session, "eigen"), _place(session, "ander")
    yesterday = today - timedelta(days=1)
    members: dict[str, Member] = {}

    def enter(name: str, place: Place, role: Role | None = None, **dates: Any) -> Person:
        person = builders.person(
            session, f"{name.replace('_', ' ').capitalize()} Voorbeeld", f"{name}@voorbeeld.example"
        )
        team_id = place.team.id if role is None else None
        builders.membership(session, person, place.school, team_id=team_id, **dates)
        if role is not None:
            builders.grant(session, person, role, place.school)
        members[name] = Member(person, browsers.sign_in(person.id, now))
        return person

    enter("learner", home)
    enter("colleague", home)
    for name, role in ROLES.items():
        enter(name, home, role)
        enter(f"other_{name}", away, role)
    enter("other_learner", away)
    enter("left", home, ends_on=yesterday)
    ended = enter("ended", home)
    builders.grant(session, ended, Role.TRAINER, home.school, ends_on=yesterday)
    enter("blocked", home, Role.TRAINER).blocked_at = now
    half = enter("half_signed_in", home)
    members["half_signed_in"] = Member(
        half, None, accounts.make_link(half.id, LinkPurpose.SIGN_IN, now)
    )
    session.commit()
    return Cast(home, away, members)


def _place(session: Any, code: str) -> Place:
    board = builders.board(session, code=f"bestuur-{code}")
    school = builders.school(session, code=code, board_id=board.id)
    return Place(board, school, builders.team(session, school))
