"""A school fills in its own words, and only its own people may."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from course import clock
from course.domain.people.roles import Role
from course.models import SchoolValue
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
