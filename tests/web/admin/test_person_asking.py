"""Before a deed for one person the page says what it does, and nothing is written by asking."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from course import clock
from course.domain.people.roles import Role
from course.models import AuditEntry, Membership, Person, RoleGrant, Team
from course.store.duties import giving
from course.store.duties.giving import NewAssignment
from tests.checking_client import CheckingClient
from tests.staff import COURSE, TITLE, World

LATER = clock.today() + timedelta(days=40)


@pytest.fixture
def world(session: Any) -> World:
    return World(session, clock.today())


@pytest.fixture
def noor(world: World, client: CheckingClient) -> Person:
    """In a team that owes a course, seen by who keeps both schools of the board."""
    school = world.school("boom")
    world.school("tak")
    team, person = world.team(school, "Groep 7"), world.person("Noor Berg")
    world.team(school, "Groep 8")
    world.works(person, school, team)
    world.grant(person, Role.TRAINER, school)
    given = NewAssignment(COURSE, school.id, team.id, None, LATER, "opdracht-van-groep-7")
    assert giving.assign(world.actor(Role.TRAINER), given, clock.now(), clock.today())
    world.sign_in(client, world.actor(Role.ADMINISTRATOR, board=world.board))
    return person


@pytest.fixture
def teams(world: World, noor: Person) -> dict[str, str]:

    return dict(world.session.query(Team.name, Team.ref).filter(Team.name.like("Groep %")))


def asked(client: CheckingClient, world: World, person: Person, what: str, **said: str) -> Any:
    where = f"/beheer/mensen/{person.ref}/{what}"
    world.session.rollback()
    return client.get(where, query_string=said)


def test_another_team_says_what_stops(
    client: CheckingClient, world: World, noor: Person, teams: dict[str, str]
) -> None:
    reply = asked(client, world, noor, "werk", school="boom", team=teams["Groep 8"])
    assert "vanaf vandaag in team Groep 8" in reply.text
    assert f"Van het oude team stopt: {TITLE}. Van het nieuwe begint: niets." in reply.text
    assert "dertig dagen ongedaan" in reply.text


def test_a_last_day_and_a_second_school(client: CheckingClient, world: World, noor: Person) -> None:
    reply = asked(client, world, noor, "werk", school="tak", tot=LATER.strftime("%d-%m-%Y"))
    assert "Cursussen die deze school van Noor Berg vraagt: niets." in reply.text
    assert "Daarna stopt wat deze school vraagt vanzelf" in reply.text
    assert f'name="tot" value="{LATER.strftime("%d-%m-%Y")}"' in reply.text


@pytest.mark.parametrize(
    ("what", "said", "told"),
    [
        ("vertrek", {"school": "boom", "rollen": "ja"}, "Rollen op die school eindigen ook."),
        ("vertrek", {"school": "boom"}, "Rollen op die school blijven."),
        ("rollen", {"rol": "leidinggevende", "waar": "school:tak"}, "is vanaf nu leidinggevende"),
        ("blokkade", {}, "kan niet meer inloggen"),
        ("blokkade", {"wordt": "open"}, "kan weer inloggen"),
    ],
)
def test_what_is_told(
    client: CheckingClient, world: World, noor: Person, what: str, said: dict[str, str], told: str
) -> None:
    before = world.session.query(AuditEntry).count(), world.session.query(Membership).count()
    reply = asked(client, world, noor, what, **said)
    assert reply.status_code == 200
    assert told in reply.text
    after = world.session.query(AuditEntry).count(), world.session.query(Membership).count()
    assert before == after


@pytest.mark.parametrize(
    ("what", "said", "wrong"),
    [
        ("werk", {"school": ""}, "Kies een school."),
        ("werk", {"school": "tak", "tot": "1-1-2020"}, "Kies vandaag of een dag daarna."),
        ("rollen", {"rol": "trainer", "waar": "school:tak", "tot": "gisteren"}, "Vul een datum in"),
        ("werk", {"school": "boom", "tot": "morgen"}, "Vul een datum in"),
        ("rollen", {"rol": "trainer"}, "Kies waar de rol geldt."),
        ("rollen", {"waar": "school:tak"}, "Kies een rol."),
    ],
)
def test_what_is_wrong_stands_at_its_field(
    client: CheckingClient, world: World, noor: Person, what: str, said: dict[str, str], wrong: str
) -> None:
    reply = asked(client, world, noor, what, **said)
    assert reply.status_code == 422
    assert wrong in reply.text


def test_what_is_so_already_is_said(
    client: CheckingClient, world: World, noor: Person, teams: dict[str, str]
) -> None:
    same = {"school": "boom", "team": teams["Groep 7"]}
    assert "Er verandert niets" in asked(client, world, noor, "werk", **same).text


def test_the_end_of_a_role(
    client: CheckingClient, world: World, noor: Person, session: Any
) -> None:

    number = session.query(RoleGrant.id).filter_by(person_id=noor.id).scalar()
    reply = asked(client, world, noor, f"rollen/{number}/einde")
    assert "is geen trainer meer: " in reply.text
