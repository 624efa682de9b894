"""Every deed for one person on screen, with what hangs on it, and what nobody may do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from course import clock
from course.domain.people.roles import Actor, Role
from course.models import Membership, Person, RoleGrant, School
from course.store.dated import holds_on
from tests.checking_client import CheckingClient
from tests.staff import World


@pytest.fixture
def world(session: Any) -> World:
    return World(session, clock.today())


@pytest.fixture
def school(world: World) -> School:
    return world.school("boom")


@pytest.fixture
def keeper(world: World, school: School, client: CheckingClient) -> Actor:
    """Who keeps the one school, signed in."""
    return _signed_in(world, client, world.actor(Role.ADMINISTRATOR, school))


@pytest.fixture
def noor(world: World, school: School) -> Person:
    person: Person = world.person("Noor Berg")
    world.works(person, school, world.team(school, "Groep 7"), number="12")
    world.session.commit()
    return person


def _signed_in(world: World, client: CheckingClient, actor: Actor) -> Actor:
    world.session.commit()
    world.sign_in(client, actor)
    return actor


def address(person: Person, deed: str = "") -> str:
    return f"/beheer/mensen/{person.ref}{deed and '/' + deed}"


def post(client: CheckingClient, world: World, person: Person, deed: str, **sent: str) -> Any:
    """Send one of the forms; the test holds no transaction meanwhile."""
    where = address(person, deed)
    world.session.rollback()
    return client.post(where, data=sent)


def workplaces(world: World, person: Person) -> list[tuple[str, str | None]]:
    """Where somebody works today, with the number there."""
    rows = (
        world.session.query(School.code, Membership.staff_number)
        .join(Membership, Membership.school_id == School.id)
        .filter(Membership.person_id == person.id, holds_on(Membership, clock.today()))
    )
    return sorted((code, number) for code, number in rows)


def test_details_are_changed(
    client: CheckingClient, world: World, keeper: Actor, noor: Person
) -> None:
    sent = {"naam": "Noor van den Berg", "functie": "stagiair"}
    assert post(client, world, noor, "gegevens", **sent).status_code == 303
    changed = world.session.get(Person, noor.id)
    assert (changed.name, changed.audience) == ("Noor van den Berg", "intern")
    assert changed.sort_name.startswith("berg")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("naam", "", "Vul de naam in."),
        ("naam", "x" * 201, "hooguit 200 tekens"),
        ("functie", "directeur", "Kies een functie."),
    ],
)
def test_details_that_cannot_be(
    client: CheckingClient,
    world: World,
    keeper: Actor,
    noor: Person,
    field: str,
    value: str,
    said: str,
) -> None:
    sent = {"naam": "N. Berg", "functie": "stagiair"} | {field: value}
    reply = post(client, world, noor, "gegevens", **sent)
    assert reply.status_code == 422
    assert said in reply.text
    assert world.session.get(Person, noor.id).name == "Noor Berg"


def test_who_has_a_role_elsewhere_keeps_name_and_account(
    client: CheckingClient, world: World, keeper: Actor, noor: Person
) -> None:
    """Only who works elsewhere too can be renamed and blocked: both ends see it and undo it."""
    world.works(noor, world.school("ander", world.other_board()))
    world.session.commit()
    sent = {"naam": "Anders", "functie": "stagiair"}
    assert post(client, world, noor, "gegevens", **sent).status_code == 303
    assert post(client, world, noor, "blokkade").status_code == 303
    assert post(client, world, noor, "blokkade", wordt="open").status_code == 303
    world.grant(world.session.get(Person, noor.id), Role.MANAGER, board=world.board)
    world.session.commit()
    assert post(client, world, noor, "gegevens", **sent).status_code == 404
    assert post(client, world, noor, "blokkade").status_code == 404
    kept = world.session.get(Person, noor.id)
    assert (kept.name, kept.blocked_at) == ("Anders", None)


def test_another_team_and_a_second_school(
    client: CheckingClient, world: World, keeper: Actor, noor: Person, school: School
) -> None:
    team = world.team(school, "Groep 8")
    world.session.commit()
    ref, team_id = team.ref, team.id
    assert post(client, world, noor, "werk", school="boom", team=ref).status_code == 303
    query = world.session.query(Membership).filter(holds_on(Membership, clock.today()))
    now = query.filter(Membership.person_id == noor.id).one()
    assert (now.team_id, now.staff_number) == (team_id, "12")
    assert post(client, world, noor, "werk", school="tak").status_code == 404
    assert post(client, world, noor, "werk", school="").status_code == 422
    assert post(client, world, noor, "werk", school="boom", team="x" * 22).status_code == 404


def test_a_second_school_for_who_keeps_both(
    client: CheckingClient, world: World, noor: Person
) -> None:
    world.school("tak")
    _signed_in(world, client, world.actor(Role.ADMINISTRATOR, board=world.board))
    assert post(client, world, noor, "werk", school="tak").status_code == 303
    assert workplaces(world, noor) == [("boom", "12"), ("tak", None)]


def test_who_leaves_is_gone_today_and_is_found_again(
    client: CheckingClient, world: World, keeper: Actor, noor: Person
) -> None:
    assert post(client, world, noor, "vertrek", school="boom").status_code == 303
    assert workplaces(world, noor) == []
    where = address(noor)
    world.session.rollback()
    assert "Noor Berg" in client.get("/beheer?zoek=berg noor").text
    assert "werkt vandaag niet" in client.get(where).text
    assert post(client, world, noor, "vertrek", school="boom").status_code == 303
    assert post(client, world, noor, "vertrek", school="ander").status_code == 404


def test_roles_end_with_the_workplace_only_when_chosen(
    client: CheckingClient, world: World, keeper: Actor, noor: Person, school: School
) -> None:
    grants = world.session.query(RoleGrant).filter_by(person_id=noor.id, replaced_at=None)
    world.grant(noor, Role.MANAGER, school)
    world.session.commit()
    post(client, world, noor, "vertrek", school="boom")
    assert grants.filter(holds_on(RoleGrant, clock.today())).count() == 1
    post(client, world, noor, "werk", school="boom")
    post(client, world, noor, "vertrek", school="boom", rollen="ja")
    assert grants.filter(holds_on(RoleGrant, clock.today())).count() == 0


def test_a_role_is_given_and_ended(
    client: CheckingClient, world: World, keeper: Actor, noor: Person
) -> None:
    assert post(client, world, noor, "rollen", rol="trainer", waar="school:boom").status_code == 303
    grant = world.session.query(RoleGrant).filter_by(person_id=noor.id, replaced_at=None).one()
    assert (grant.role, grant.board_id, grant.ends_on) == ("trainer", None, None)
    end = f"rollen/{grant.id}/einde"
    again = post(client, world, noor, "rollen", rol="trainer", waar="school:boom")
    assert again.status_code == 303
    assert post(client, world, noor, end).status_code == 303
    assert post(client, world, noor, end).status_code == 303
    assert (
        world.session.query(RoleGrant).filter_by(person_id=noor.id, replaced_at=None).count() == 0
    )


@pytest.mark.parametrize("where", ["overal", "bestuur:stichting", "school:ander", "", "school:"])
def test_nobody_gives_more_than_they_have(
    client: CheckingClient, world: World, keeper: Actor, noor: Person, where: str
) -> None:
    world.school("ander", world.other_board())
    world.session.commit()
    reply = post(client, world, noor, "rollen", rol="trainer", waar=where)
    assert reply.status_code == 422
    assert "Kies waar de rol geldt." in reply.text
    assert (
        world.session.query(RoleGrant).filter_by(person_id=noor.id, replaced_at=None).count() == 0
    )


def test_nobody_ends_their_own_right_or_the_last_one(client: CheckingClient, world: World) -> None:
    keeper = _signed_in(world, client, world.actor(Role.ADMINISTRATOR))
    me = world.session.get(Person, keeper.id)
    grants = world.session.query(RoleGrant).filter_by(person_id=me.id, replaced_at=None)
    end = f"rollen/{grants.one().id}/einde"
    last = post(client, world, me, end)
    assert last.status_code == 422
    assert "de laatste beheerder van alles" in last.text
    world.actor(Role.ADMINISTRATOR)
    world.session.commit()
    own = post(client, world, me, end)
    assert "uw eigen rol als beheerder" in own.text
    assert post(client, world, me, "blokkade").status_code == 422
    assert grants.one().ends_on is None


def test_blocked_and_let_in_again(
    client: CheckingClient, world: World, keeper: Actor, noor: Person
) -> None:
    assert post(client, world, noor, "blokkade").status_code == 303
    assert world.session.get(Person, noor.id).blocked_at is not None
    assert post(client, world, noor, "uitnodiging").status_code == 422
    assert post(client, world, noor, "blokkade", wordt="open").status_code == 303
    world.session.expire_all()
    assert world.session.get(Person, noor.id).blocked_at is None


def test_who_never_worked_here_is_not_there(
    client: CheckingClient, world: World, keeper: Actor
) -> None:
    stranger = world.person("Vreemde")
    world.works(stranger, world.school("ander", world.other_board()))
    where = address(stranger)
    world.session.commit()
    assert client.get(where).status_code == 404
    assert "Vreemde" not in client.get("/beheer?zoek=vreemde").text


def test_who_keeps_everything_finds_who_works_nowhere(client: CheckingClient, world: World) -> None:
    world.person("Los Zand")
    _signed_in(world, client, world.actor(Role.ADMINISTRATOR))
    assert "Los Zand" in client.get("/beheer?zoek=zand").text


def test_one_person_is_added_as_a_list_of_one(
    client: CheckingClient, world: World, keeper: Actor
) -> None:
    sent = {"school": "boom", "voornaam": "Do", "tussenvoegsel": "van", "achternaam": "Dam;"}
    sent |= {"email": "do@boom.example", "functie": "ondersteunend", "team": "Balie", "nummer": "7"}
    shown = client.post("/beheer/mensen/nieuw", data=sent)
    assert "Voeg deze medewerker toe" in shown.text
    assert "Do van Dam;" in shown.text
    wrong = client.post("/beheer/mensen/nieuw", data=sent | {"email": "geen"})
    assert wrong.status_code == 422
    assert 'id="email-error"' in wrong.text
    assert client.post("/beheer/mensen/nieuw", data=sent | {"school": ""}).status_code == 422


def test_a_past_workplace_is_told(
    client: CheckingClient, world: World, keeper: Actor, school: School
) -> None:
    gone = world.person("Weg Al")
    ended = clock.today() - timedelta(days=5)
    world.works(gone, school, ends_on=ended)
    where = address(gone)
    world.session.commit()
    assert "eerder werkte" in client.get(where).text
