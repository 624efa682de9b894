"""Boards, schools and teams on screen; and who may open which."""

from __future__ import annotations

import re
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from course import clock
from course.domain.people.roles import Actor, Role
from course.models import Board, School, Team
from course.store.people import organising
from course.store.people.organising import SchoolFacts
from course.web.admin.school_form import read_school
from tests.checking_client import CheckingClient
from tests.staff import World

NEW = {
    "naam": "De Boom",
    "code": "12AB-00",
    "bestuur": "nieuw",
    "bestuur_naam": "Stichting Bos",
    "bestuur_code": "41234",
    "sector": "po",
    "regio": "midden",
}


@pytest.fixture
def world(session: Any) -> World:
    return World(session, clock.today())


@pytest.fixture
def keeper(world: World) -> Actor:
    """Who keeps everything."""
    actor = world.actor(Role.ADMINISTRATOR)
    world.session.commit()
    return actor


def test_a_board_and_its_school_from_nothing(
    client: CheckingClient, world: World, keeper: Actor
) -> None:
    world.sign_in(client, keeper)
    assert client.post("/beheer/scholen/nieuw", data=NEW).status_code == 303
    school = world.session.query(School).one()
    assert (school.code, school.name, school.sector, school.region) == (
        "12ab-00",
        "De Boom",
        "po",
        "midden",
    )
    assert world.session.get(Board, school.board_id).name == "Stichting Bos"
    world.session.rollback()
    second = NEW | {"code": "12ab-01", "naam": "De Tak", "bestuur": "41234"}
    assert client.post("/beheer/scholen/nieuw", data=second).status_code == 303
    first, other = world.session.query(School).order_by(School.id)
    assert first.board_id == other.board_id
    world.session.rollback()
    assert "De Tak" in client.get("/beheer/scholen?zoek=bos tak").text


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("naam", "", "Vul de naam van de school in."),
        ("code", "met spatie", "kleine letters, cijfers en streepjes"),
        ("code", "", "kleine letters, cijfers en streepjes"),
        ("bestuur", "", "Kies een bestuur."),
        ("bestuur_naam", "", "Vul de naam van het bestuur in."),
        ("bestuur_code", "?", "kleine letters, cijfers en streepjes"),
        ("sector", "hbo", "Kies een sector."),
        ("regio", "oost", "Kies een vakantieregio."),
        ("naam", "x" * 201, "hooguit 200 tekens"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(
    client: CheckingClient, world: World, keeper: Actor, field: str, value: str, said: str
) -> None:
    world.school("bestaand")
    world.session.commit()
    world.sign_in(client, keeper)
    reply = client.post("/beheer/scholen/nieuw", data=NEW | {field: value})
    assert reply.status_code == 422
    assert said in reply.text
    assert world.session.query(School).count() == 1
    world.session.rollback()


def test_the_first_school_too_needs_a_board() -> None:
    sent = MultiDict(NEW | {"bestuur": ""})
    form = read_school(sent, {}, may_open_boards=True, new=True)
    assert [error.message for error in form.errors] == ["Kies een bestuur."]


def test_a_code_is_for_one_school_and_one_board(
    client: CheckingClient, world: World, keeper: Actor
) -> None:
    world.sign_in(client, keeper)
    client.post("/beheer/scholen/nieuw", data=NEW)
    reply = client.post("/beheer/scholen/nieuw", data=NEW | {"naam": "Andere naam"})
    assert "Er is al een school met deze code." in reply.text
    assert "Er is al een bestuur met deze code." in reply.text


def test_a_school_is_changed_and_keeps_its_code(
    client: CheckingClient, world: World, keeper: Actor
) -> None:
    school = world.school("oud")
    world.session.commit()
    board = world.session.get(Board, school.board_id).code
    world.session.rollback()
    world.sign_in(client, keeper)
    sent = NEW | {"bestuur": board, "code": "nieuw", "naam": "Nieuwe naam", "sector": "vo"}
    assert client.post("/beheer/scholen/oud/wijzigen", data=sent).status_code == 303
    changed = world.session.query(School).one()
    assert (changed.code, changed.name, changed.sector) == ("oud", "Nieuwe naam", "vo")


def test_a_school_comes_to_another_board(
    client: CheckingClient, world: World, keeper: Actor
) -> None:
    school, other = world.school("boom"), world.school("ver", world.other_board())
    facts = SchoolFacts("De Boom", school.board_id, "po", "midden")
    world.session.commit()
    to = organising.board_of_school(other.id)
    world.session.rollback()
    world.sign_in(client, keeper)
    sent = NEW | {"bestuur": to.code, "naam": facts.name}
    assert client.post("/beheer/scholen/boom/wijzigen", data=sent).status_code == 303
    assert world.session.query(School).filter_by(code="boom").one().board_id == to.id
    world.session.rollback()
    assert "School naar een ander bestuur" in client.get("/beheer/logboek").text


def test_a_team_gets_another_name(client: CheckingClient, world: World, keeper: Actor) -> None:
    school = world.school("boom")
    world.team(school, "Bovenbouw")
    ref = world.team(school, "Onderbouw").ref
    world.session.commit()
    world.sign_in(client, keeper)
    where = f"/beheer/scholen/boom/teams/{ref}"
    assert where in client.get("/beheer/scholen/boom").text
    for wrong, said in (("", "Vul de naam van het team in."), ("Bovenbouw", "heeft al een team")):
        again = client.post(where, data={"naam": wrong})
        assert (again.status_code, said in again.text) == (422, True)
    done = client.post(where, data={"naam": "Kleuters"})
    assert "Het team heet vanaf vandaag Kleuters." in client.get(done.location).text
    assert "Team heet anders" in client.get("/beheer/logboek").text
    assert client.get("/beheer/scholen/boom/teams/nergens").status_code == 404


def test_a_board_gets_another_name_from_who_keeps_all_of_it(
    client: CheckingClient, world: World
) -> None:
    school = world.school("boom")
    code = world.board.code
    one = world.actor(Role.ADMINISTRATOR, school)
    all_of_it = world.actor(Role.ADMINISTRATOR, board=world.board)
    world.session.commit()
    where = f"/beheer/besturen/{code}"
    world.sign_in(client, one)
    assert client.get(where).status_code == 404
    assert client.post(where, data={"naam": "Mijn"}).status_code == 404
    assert where not in client.get("/beheer/scholen/boom").text
    world.sign_in(client, all_of_it)
    assert where in client.get("/beheer/scholen/boom").text
    assert client.post(where, data={"naam": " "}).status_code == 422
    assert client.post(where, data={"naam": "Stichting Nieuw"}).status_code == 303
    assert "Stichting Nieuw" in client.get("/beheer/scholen/boom").text
    assert client.get("/beheer/besturen/nergens").status_code == 404


def test_two_teams_become_one_on_screen(
    client: CheckingClient, world: World, keeper: Actor
) -> None:
    school = world.school("boom")
    team, into = world.team(school, "Groep 1"), world.team(school, "Groep 2")
    world.works(world.person("Ada Bos"), school, team)
    ref, other = team.ref, into.ref
    world.session.commit()
    world.sign_in(client, keeper)
    where = f"/beheer/scholen/boom/teams/{ref}/samenvoegen"
    assert client.get(f"{where}?in={ref}").status_code == 422
    assert "Vanaf vandaag in Groep 2: 1 medewerker." in client.get(f"{where}?in={other}").text
    assert client.post(where, data={"in": "nergens"}).status_code == 422
    done = client.post(where, data={"in": other})
    assert "1 medewerker van Groep 1 naar Groep 2." in client.get(done.location).text
    assert "Twee teams samengevoegd" in client.get("/beheer/logboek").text


def test_a_school_goes_up_in_another_and_its_address_leads_on(
    client: CheckingClient, world: World, keeper: Actor
) -> None:
    school, into = world.school("boom"), world.school("tak")
    ada, bob = world.person("Ada Bos"), world.person("Bob Bos")
    for person in (ada, bob):
        world.works(person, school)
    world.works(bob, into)
    world.grant(ada, Role.MANAGER, school)
    lead = world.actor(Role.MANAGER, board=world.board)
    world.session.commit()
    world.sign_in(client, keeper)
    where = "/beheer/scholen/boom/samenvoegen"
    assert client.get(f"{where}?in=boom").status_code == 422
    asked = client.get(f"{where}?in=tak").text
    assert re.search(r"Weg bij [^:]+: 2 medewerkers\.", asked)
    assert re.search(r"Daarvan werken al op [^:]+: 1 medewerker\.", asked)
    assert re.search(r"Mee naar [^:]+: 1 rol\.", asked)
    assert "links in eerdere mails werken niet meer" in asked  # also those that invite
    assert "is opgegaan in" not in client.get("/beheer/scholen/boom").text
    assert client.post(where, data={"in": "boom"}).status_code == 422
    assert client.post(where, data={"in": "tak"}).status_code == 303
    page = client.get("/beheer/scholen/boom").text
    assert "Deze school is opgegaan in" in page
    assert "/beheer/scholen/tak" in page
    assert re.search(r"<dt>Mensen</dt>\s*<dd>2</dd>", client.get("/beheer/scholen/tak").text)
    world.sign_in(client, lead)
    report = client.get("/rapport/scholen/boom").location  # of the first course
    assert client.get(report).status_code == 200


def test_a_team_once(client: CheckingClient, world: World, keeper: Actor) -> None:
    world.school("boom")
    world.session.commit()
    world.sign_in(client, keeper)
    assert client.post("/beheer/scholen/boom/teams", data={"team": "Groep 7"}).status_code == 303
    again = client.post("/beheer/scholen/boom/teams", data={"team": "Groep 7"})
    assert "Team Groep 7 stond er al in." in client.get(again.location).text
    assert client.post("/beheer/scholen/boom/teams", data={"team": " "}).status_code == 422
    assert [team.name for team in world.session.query(Team)] == ["Groep 7"]


def test_who_keeps_one_school_opens_no_others(client: CheckingClient, world: World) -> None:
    school = world.school("eigen")
    world.school("ander")
    actor = world.actor(Role.ADMINISTRATOR, school)
    world.session.commit()
    world.sign_in(client, actor)
    assert client.get("/beheer/scholen/nieuw").status_code == 404
    assert client.post("/beheer/scholen/nieuw", data=NEW).status_code == 404
    assert client.get("/beheer/scholen/ander").status_code == 404
    own = client.get("/beheer/scholen")
    assert "/beheer/scholen/eigen" in own.text
    assert "/beheer/scholen/ander" not in own.text


def test_who_leads_everywhere_leads_here_too(
    client: CheckingClient, world: World, keeper: Actor
) -> None:
    world.school("boom")
    world.actor(Role.MANAGER)
    world.session.commit()
    world.sign_in(client, keeper)
    page = client.get("/beheer/scholen/boom").text
    assert re.search(r"<dt>Leidinggevenden</dt>\s*<dd>1</dd>", page)


def test_two_at_once_open_one_school(
    client: CheckingClient, world: World, keeper: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both looked whether the code was free, and it was."""
    world.sign_in(client, keeper)
    client.post("/beheer/scholen/nieuw", data=NEW)
    looked = organising.taken
    free = [False, False]
    monkeypatch.setattr(organising, "taken", lambda *words: free.pop() if free else looked(*words))
    second = client.post("/beheer/scholen/nieuw", data=NEW | {"naam": "Andere naam"})
    assert second.status_code == 422
    assert "Er is al een school met deze code." in second.text
    assert world.session.query(School).count() == 1
