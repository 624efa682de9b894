"""The first administrator of an empty installation."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskCliRunner

from course.models import Person, RoleGrant
from tests.checking_client import CheckingClient

pytestmark = pytest.mark.empty  # it is the first there is


def create(runner: FlaskCliRunner, *words: str) -> Any:
    return runner.invoke(args=["admin", "create", *words])


def test_the_link_opens_the_whole_installation(
    runner: FlaskCliRunner, client: CheckingClient
) -> None:
    done = create(runner, "jan@its.example", "--name", "Jan de Vries")
    assert done.exit_code == 0
    path = re.search(r"(/inloggen/link/\S+)", done.output)
    assert path is not None
    assert client.post(path[1]).status_code == 303
    assert "Voeg een school toe" in client.get("/beheer/scholen").text
    assert "Er staat nog geen school in." in client.get("/beheer").text
    assert "Jan de Vries" in client.get("/beheer?zoek=jan").text


def test_it_works_once(runner: FlaskCliRunner, session: Any) -> None:
    session.rollback()
    assert create(runner, "jan@its.example").exit_code == 0
    again = create(runner, "eva@its.example")
    assert again.exit_code == 1
    assert "Er is al een beheerder" in again.output
    assert [person.email for person in session.query(Person)] == ["jan@its.example"]
    assert session.query(RoleGrant).count() == 1


def test_what_is_no_address_makes_nobody(runner: FlaskCliRunner, session: Any) -> None:
    session.rollback()
    wrong = create(runner, "geen adres")
    assert wrong.exit_code == 1
    assert "is geen e-mailadres" in wrong.output
    assert session.query(Person).count() == 0
