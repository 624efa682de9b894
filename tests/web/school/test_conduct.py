"""A school's code of conduct: written by its manager, read by its people, quoted by lessons."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from course import clock
from course.domain.people.roles import Role
from course.models import CodeOfConduct
from tests.checking_client import CheckingClient
from tests.learning import Learner, answer, learner, publish, token_in
from tests.staff import World

PAGE, CODE = "/leren/proef/een", "school-0"
FORM = {
    "naam": "Gedragscode 2026",
    "ingang": "1 september 2026",
    "afspraak-kanalen": "Wij gebruiken Voorbeeldapp.",
    "vraagt": "nothing",
    "wijziging": "meaning",
}


@pytest.fixture
def noor(session: Any, tmp_path: Path) -> Learner:
    publish(tmp_path / "modules")
    return learner(session)


@pytest.fixture
def world(session: Any, noor: Learner) -> World:
    return World(session, clock.today())


def adopt(client: CheckingClient, code: str, **fields: str) -> TestResponse:
    url = f"/school/{code}/gedragscode/nieuw"
    return client.post(url, data={**FORM, "inzending": token_in(client.get(url)), **fields})


def count(session: Any) -> int:
    session.rollback()
    found: int = session.query(CodeOfConduct).count()
    session.rollback()
    return found


def test_until_a_school_wrote_its_own_a_lesson_quotes_an_example_and_says_so(
    client: CheckingClient, noor: Learner
) -> None:
    noor.sign_in(client)
    page = client.get(f"{PAGE}/klas").text
    assert "Voorbeeld van een afspraak: Kanalen van de school" in page
    assert (
        "Uw school heeft deze afspraak nog niet ingevuld. Vraag dit na bij uw leidinggevende."
        in page
    )
    assert "haar afspraken hier nog niet ingevuld" in client.get("/gedragscode").text


def test_what_the_manager_writes_stands_in_the_lesson_and_on_one_page(
    client: CheckingClient, noor: Learner, world: World
) -> None:
    world.sign_in(client, world.actor(Role.MANAGER, noor.school))
    assert "Er is nog niets ingevuld" in client.get(f"/school/{CODE}/gedragscode").text
    reply = adopt(client, CODE, instemming="12-3-2026", kenmerk="punt 4")
    assert reply.status_code == 303
    own = client.get(reply.location).text
    assert "Nu geldt: Gedragscode 2026, geldt vanaf 1 september 2026." in own
    assert "stemde in op 12 maart 2026 (punt 4)" in own
    noor.sign_in(client)
    lesson = client.get(f"{PAGE}/klas").text
    assert "Afspraak van uw school: Kanalen van de school" in lesson
    assert "Wij gebruiken Voorbeeldapp." in lesson
    assert "Wij gebruiken Voorbeeldapp." in client.get("/gedragscode").text
    assert "Wij gebruiken Voorbeeldapp." in client.get(f"{PAGE}/afdrukken").text


def test_after_an_answer_the_clause_is_named(client: CheckingClient, noor: Learner) -> None:
    noor.sign_in(client)
    assert "In de gedragscode van uw school" not in client.get(f"{PAGE}/eigen-leven").text
    answer(client, f"{PAGE}/eigen-leven", "p1", antwoord="b")
    page = client.get(f"{PAGE}/eigen-leven").text
    assert '<a href="/gedragscode#kanalen">Kanalen van de school</a>' in page


def test_a_new_version_starts_from_the_words_that_hold(
    client: CheckingClient, noor: Learner, world: World
) -> None:
    world.sign_in(client, world.actor(Role.MANAGER, noor.school))
    adopt(client, CODE)
    assert "Wij gebruiken Voorbeeldapp." in client.get(f"/school/{CODE}/gedragscode/nieuw").text


def test_every_version_can_be_read_back(
    client: CheckingClient, noor: Learner, world: World
) -> None:
    world.sign_in(client, world.actor(Role.MANAGER, noor.school))
    adopt(client, CODE)
    adopt(
        client,
        CODE,
        naam="Gedragscode 2999",
        ingang="1-1-2999",
        **{"afspraak-kanalen": "Wij gebruiken niets meer."},
    )
    url = f"/school/{CODE}/gedragscode"
    now = client.get(url).text
    assert "Wij gebruiken niets meer." not in now
    assert f'href="{url}?peildatum=2026-09-01"' in now
    later = client.get(f"{url}?peildatum=2999-01-01").text
    assert "Op deze dag geldt: Gedragscode 2999" in later
    assert "Wij gebruiken niets meer." in later
    assert "Op deze dag was er nog niets." in client.get(f"{url}?peildatum=2020-01-01").text
    wrong = client.get(f"{url}?peildatum=morgen")
    assert wrong.status_code == 422
    assert "Vul een datum in" in wrong.text


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"naam": ""}, "Geef deze versie een naam"),
        ({"ingang": "morgen"}, "Vul een datum in, bijvoorbeeld 12-3-2026."),
        ({"instemming": "32-1-2026"}, "Vul een datum in, bijvoorbeeld 12-3-2026."),
        ({"instemming": "1-1-2999"}, "Kies een dag tot en met vandaag."),
        ({"afspraak-kanalen": " "}, "Vul minstens één afspraak in."),
        ({"afspraak-kanalen": "x" * 2001}, "gebruik hooguit 2000 tekens"),
        ({"kenmerk": "x" * 201}, "Gebruik hooguit 200 tekens."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    client: CheckingClient,
    session: Any,
    noor: Learner,
    world: World,
    fields: dict[str, str],
    message: str,
) -> None:
    world.sign_in(client, world.actor(Role.MANAGER, noor.school))
    reply = adopt(client, CODE, **{"naam": "Mijn versie", **fields})
    assert reply.status_code == 422
    assert message in reply.text
    assert fields.get("naam", "Mijn versie") in reply.text
    assert count(session) == 0


def test_one_school_cannot_write_for_the_board(
    client: CheckingClient, session: Any, noor: Learner, world: World
) -> None:
    world.sign_in(client, world.actor(Role.MANAGER, noor.school))
    assert adopt(client, CODE, voor="bestuur").status_code == 303
    session.rollback()
    assert session.query(CodeOfConduct).one().board_id is None
    session.rollback()


def test_who_may_for_the_board_chooses_for_whom(
    client: CheckingClient, session: Any, noor: Learner, world: World
) -> None:
    session.refresh(noor.school)
    board_id = noor.school.board_id
    actor = world.actor(Role.MANAGER, board=world.session.get(type(world.board), board_id))
    world.sign_in(client, actor)
    session.rollback()
    assert "Kies voor wie dit is." in adopt(client, CODE, voor="niemand").text
    assert adopt(client, CODE, voor="bestuur").status_code == 303
    assert "Dit is de versie van het bestuur." in client.get(f"/school/{CODE}/gedragscode").text
    noor.sign_in(client)
    assert "Afspraak van uw bestuur" in client.get(f"{PAGE}/klas").text


def test_another_school_is_404(
    client: CheckingClient, session: Any, noor: Learner, world: World
) -> None:
    other = world.school("elders")
    world.sign_in(client, world.actor(Role.MANAGER, noor.school))
    assert client.get("/school/elders/gedragscode").status_code == 404
    assert client.post("/school/elders/gedragscode/nieuw", data=FORM).status_code == 404
    assert other is not None
    assert count(session) == 0
