"""A school fills in its own words, and only its own people may."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from course import clock
from course.domain.people.roles import Actor, Role
from course.models import SchoolValue
from course.store.people import conduct, words
from tests.checking_client import CheckingClient
from tests.learning import publish
from tests.staff import World


@pytest.fixture
def world(session: Any, tmp_path: Path) -> World:
    publish(tmp_path / "modules")
    return World(session, clock.today())


def filled(session: Any) -> dict[str, str]:
    session.rollback()
    rows = {row.key: row.text for row in session.query(SchoolValue).filter_by(replaced_at=None)}
    session.rollback()
    return rows


def test_a_manager_fills_in_and_empties_a_word(
    client: CheckingClient, session: Any, world: World
) -> None:
    world.sign_in(client, world.actor(Role.MANAGER, world.school("brug")))
    assert "1 veld is nog leeg" in client.get("/school/brug").text
    assert client.post("/school/brug", data={"naam_ict_dienst": "  ICT & co "}).status_code == 303
    assert filled(session) == {"naam_ict_dienst": "ICT & co"}
    page = client.get("/school/brug")
    assert "Alles is ingevuld." in page.text
    assert 'value="ICT &amp; co"' in page.text
    client.post("/school/brug", data={"naam_ict_dienst": " "})
    assert filled(session) == {}


def test_what_cannot_be_right_is_said_and_nothing_is_lost(
    client: CheckingClient, session: Any, world: World
) -> None:
    world.sign_in(client, world.actor(Role.MANAGER, world.school("brug")))
    reply = client.post("/school/brug", data={"naam_ict_dienst": "x" * 2001, "onbekend": "y"})
    assert reply.status_code == 422
    assert "gebruik hooguit 2000 tekens" in reply.text
    assert "x" * 2001 in reply.text
    assert filled(session) == {}


@pytest.mark.parametrize(("role", "status"), [(Role.TRAINER, 403), (Role.ADMINISTRATOR, 200)])
def test_who_may(client: CheckingClient, world: World, role: Role, status: int) -> None:
    world.sign_in(client, world.actor(role, world.school("brug")))
    assert client.get("/school/brug").status_code == status


def test_another_school_is_404(client: CheckingClient, session: Any, world: World) -> None:
    world.school("elders")
    world.sign_in(client, world.actor(Role.MANAGER, world.school("brug")))
    assert client.get("/school/elders").status_code == 404
    assert client.post("/school/elders", data={"naam_ict_dienst": "Van mij"}).status_code == 404
    assert filled(session) == {}


WORD = "naam_ict_dienst"


def test_a_board_fills_in_once_what_its_schools_left_empty(
    client: CheckingClient, world: World
) -> None:
    brug, tak = world.school("brug"), world.school("tak")
    far = world.school("ver", world.other_board())
    ids = [one.id for one in (brug, tak, far)]
    where = f"/school/besturen/{world.board.code}/teksten"
    world.sign_in(client, world.actor(Role.ADMINISTRATOR))
    assert client.post(where, data={WORD: "ITS van het bestuur"}).status_code == 303
    assert client.post("/school/tak", data={WORD: "Eigen ict"}).status_code == 303
    assert [words.values_of(one).get(WORD) for one in ids] == [
        "ITS van het bestuur",
        "Eigen ict",
        None,
    ]
    world.session.rollback()
    page = client.get("/school/brug").text
    assert "Alles is ingevuld. 1 tekst komt van het bestuur (Stichting Voorbeeld)." in page
    assert "dan geldt wat het bestuur invulde: ‘ITS van het bestuur’" in page
    assert 'value="Eigen ict"' in client.get("/school/tak").text
    assert client.post("/school/tak", data={WORD: ""}).status_code == 303
    assert words.values_of(ids[1]) == {WORD: "ITS van het bestuur"}
    world.session.rollback()
    client.post(where, data={WORD: " "})
    assert words.values_of(ids[0]) == {}


def test_what_a_board_gives_makes_questions_count(client: CheckingClient, world: World) -> None:
    """As when a school fills it in: help and lessons show it, and so does what is asked."""
    school, today = world.school("brug"), clock.today()
    noor = world.person()
    world.works(noor, school)
    where = f"/school/besturen/{world.board.code}/teksten"
    reader = Actor(noor.id, noor.ref, noor.name, noor.email, "teaching")
    school_id = school.id
    world.sign_in(client, world.actor(Role.ADMINISTRATOR))
    client.post(where, data={WORD: "ITS Bestuur"})
    assert words.filled_on(school_id, today) == {WORD}
    assert conduct.in_force_with_words(school_id, today) == (None, {WORD: "ITS Bestuur"})
    world.session.rollback()
    client.get("/uitloggen")
    world.sign_in(client, reader)
    assert "ITS Bestuur" in client.get("/hulp").text


def test_who_keeps_one_school_does_not_fill_in_for_its_board(
    client: CheckingClient, world: World
) -> None:
    where = f"/school/besturen/{world.board.code}/teksten"
    world.sign_in(client, world.actor(Role.MANAGER, world.school("brug")))
    assert client.get(where).status_code == 404
    assert client.post(where, data={WORD: "x"}).status_code == 404
    assert where not in client.get("/school/brug").text
    assert client.get("/school/besturen/geen/teksten").status_code == 404


def test_what_cannot_be_right_for_a_board_is_said(client: CheckingClient, world: World) -> None:
    where = f"/school/besturen/{world.board.code}/teksten"
    world.sign_in(client, world.actor(Role.ADMINISTRATOR))
    reply = client.post(where, data={WORD: "x" * 2001})
    assert reply.status_code == 422
    assert "x" * 2001 in reply.text
