"""A mended key on screen: told first, up by itself, down with a reason, by who publishes texts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from course import clock
from course.domain.people.roles import Role
from course.models import Attempt, AuditEntry, Regrade, School
from tests.checking_client import CheckingClient
from tests.learning import publish
from tests.staff import World
from tests.untriggered import untriggered
from tests.web.author.test_questions import answer_all

QUESTION = "/trainen/toetsvragen/proef/een/eigen-leven/p1"
PAGE = f"{QUESTION}/herbeoordelen"
REASON = "Notulen van mei"


@pytest.fixture
def world(session: Any, tmp_path: Path) -> World:
    publish(tmp_path / "modules")
    return World(session, clock.today())


@pytest.fixture
def school(world: World) -> School:
    return world.school("regenboog")


@pytest.fixture
def author(world: World, client: CheckingClient) -> CheckingClient:
    """Who gives duties and publishes everywhere."""
    world.sign_in(client, world.actor(Role.TRAINER))
    return client


def wrong_key(world: World, school: School, *responses: str) -> None:
    """What people chose, marked by a key by which only a is right; by the text of now b is."""
    before = world.session.query(Attempt.id).all()
    answer_all(world, school, "eigen-leven/p1", *responses)
    with untriggered(world.session, "attempt"):
        for row in world.session.query(Attempt).filter_by(item="p1"):
            if (row.id,) not in before:
                row.earned = 1 - row.earned
    world.session.commit()


def marks(world: World) -> list[tuple[int, str, bool]]:
    found = world.session.query(Regrade).order_by(Regrade.earned, Regrade.id)
    told = [(row.earned, row.reason, row.made_by is not None) for row in found]
    world.session.rollback()
    return told


def stamp(client: CheckingClient) -> str:
    page = client.get(PAGE).text.partition(f'action="{PAGE}"')[2]
    return page.partition('name="inzending" value="')[2].partition('"')[0]


def test_it_is_told_and_rises_by_itself(
    world: World, author: CheckingClient, school: School
) -> None:
    wrong_key(world, school, *["b"] * 5, "a")
    assert PAGE in author.get(QUESTION).text
    page = author.get(PAGE).text
    assert "5 antwoorden, van 5 medewerkers" in page
    assert "minder dan 5 medewerkers" in page
    assert marks(world) == []
    author.stamping = False
    done = author.post(PAGE, data={"inzending": stamp(author)}, follow_redirects=True)
    assert "5 antwoorden opnieuw beoordeeld" in done.text
    assert marks(world) == [(1, "", True)] * 5
    assert world.session.query(AuditEntry).filter_by(action="regraded").count() == 5
    world.session.rollback()
    again = author.post(PAGE, data={"inzending": stamp(author)}, follow_redirects=True).text
    assert "0 antwoorden opnieuw beoordeeld" in again
    assert "flash--info" in again
    assert "niets" in author.get(PAGE).text


def test_it_falls_only_with_a_reason(world: World, author: CheckingClient, school: School) -> None:
    wrong_key(world, school, *["b"] * 5, "a")
    author.stamping = False
    for wrong in ("  ", "x" * 501):
        sent = {"omlaag": "ja", "reden": wrong, "inzending": stamp(author)}
        assert author.post(PAGE, data=sent).status_code == 422
    assert marks(world) == []
    sent = {"omlaag": "ja", "reden": REASON, "inzending": stamp(author)}
    done = author.post(PAGE, data=sent)
    assert (done.status_code, done.location) == (303, QUESTION)
    assert marks(world) == [(0, REASON, True), *[(1, REASON, True)] * 5]
    assert "Er is niets te veranderen" in author.get(PAGE).text


def test_a_page_of_before_is_refused_and_a_second_press_does_nothing(
    world: World, author: CheckingClient, school: School
) -> None:
    wrong_key(world, school, "b", "b")
    author.stamping = False
    old = stamp(author)
    wrong_key(world, world.school("kompas"), "b")
    assert author.post(PAGE, data={"inzending": old}).status_code == 409
    assert marks(world) == []
    new = stamp(author)
    for _ in range(2):
        assert author.post(PAGE, data={"inzending": new}).status_code == 303
    assert len(marks(world)) == 3


def test_only_who_publishes_everywhere(
    world: World, client: CheckingClient, school: School
) -> None:
    wrong_key(world, school, "b")
    world.sign_in(client, world.actor(Role.TRAINER, school))
    assert PAGE not in client.get(QUESTION).text
    assert client.get(PAGE).status_code == 404
    assert marks(world) == []


@pytest.mark.parametrize("place", ["een/eigen-leven/weg", "een/weg/p1", "weg/eigen-leven/p1"])
def test_what_is_no_question_is_not_there(author: CheckingClient, place: str) -> None:
    assert author.get(f"/trainen/toetsvragen/proef/{place}/herbeoordelen").status_code == 404
