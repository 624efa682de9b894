"""Signing the code of conduct: what is asked, what is kept, and what the school sees of it."""

from __future__ import annotations

import hashlib
import html
import re
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from course import clock
from course.domain.people.roles import Role
from course.models import Board, ConductSignature, SignedText
from course.store.signing_in import passwords
from tests.checking_client import CheckingClient
from tests.learning import Learner, learner, publish, token_in
from tests.staff import World
from tests.web.school.test_conduct import CODE, adopt

ASK = f"/gedragscode/ondertekenen/{CODE}"
LIST = f"/school/{CODE}/gedragscode/ondertekend"
PASSWORD = "vier-losse-woorden-samen"
FIRST = {"ingang": "1-9-2020", "vraagt": "signature"}


@pytest.fixture
def noor(session: Any, tmp_path: Path) -> Learner:
    publish(tmp_path / "modules")
    return learner(session)


@pytest.fixture
def world(session: Any, noor: Learner) -> World:
    return World(session, clock.today())


def write(world: World, client: CheckingClient, noor: Learner, **fields: str) -> None:
    """A version, by the manager; then Noor is back."""
    world.sign_in(client, world.actor(Role.MANAGER, noor.school))
    assert adopt(client, CODE, **{**FIRST, **fields}).status_code == 303
    noor.sign_in(client)


def answer_with(client: CheckingClient, **fields: str) -> TestResponse:
    return client.post(ASK, data={"inzending": token_in(client.get(ASK)), **fields})


def kept(session: Any) -> list[ConductSignature]:
    session.rollback()
    return list(session.query(ConductSignature).order_by(ConductSignature.id))


def test_nothing_is_asked_until_a_version_asks(
    world: World, client: CheckingClient, noor: Learner
) -> None:
    write(world, client, noor, vraagt="nothing")
    assert "Lees en onderteken" not in client.get("/gedragscode").text
    assert client.get(ASK).status_code == 404
    assert client.get("/gedragscode/ondertekenen/elders").status_code == 404


def test_examples_are_not_called_agreements_of_the_school(
    world: World, client: CheckingClient, noor: Learner
) -> None:
    noor.sign_in(client)
    says = "Hier staan de afspraken van uw school. Ze gelden voor iedereen"
    world.session.rollback()
    assert says not in client.get("/gedragscode").text
    write(world, client, noor)
    assert says in client.get("/gedragscode").text


def test_an_answer_is_kept_with_the_text_as_it_stood(
    world: World, client: CheckingClient, noor: Learner, session: Any
) -> None:
    write(world, client, noor)
    assert "Lees en onderteken" in client.get("/gedragscode").text
    assert answer_with(client, antwoord="signed").status_code == 303
    (row,) = kept(session)
    ref, hashed = row.ref, row.text_hash
    text = session.get(SignedText, hashed).text
    assert "Wij gebruiken Voorbeeldapp." in text
    assert "ik houd mij eraan" in text
    assert hashlib.sha256(text.encode()).hexdigest() == hashed
    session.rollback()
    page = client.get("/gedragscode").text
    assert "U hebt ondertekend op" in page
    assert "Lees en onderteken" not in page
    copy = client.get(f"/gedragscode/ondertekend/{ref}").text
    shown = re.search(r"zoals die er stond</h2>\s*<p>(.*?)</p>", copy, re.DOTALL)
    assert shown is not None
    assert html.unescape(shown[1].replace("<br>", "\n")) == text
    assert hashed in copy


def test_who_works_elsewhere_is_not_asked_and_sees_no_answer_of_others(
    world: World, client: CheckingClient, noor: Learner, session: Any
) -> None:
    write(world, client, noor)
    answer_with(client, antwoord="signed")
    (row,) = kept(session)
    ref = row.ref
    session.rollback()
    world.sign_in(client, world.actor(Role.LEARNER, world.school("kompas")))
    assert client.get(ASK).status_code == 404
    assert client.get(f"/gedragscode/ondertekend/{ref}").status_code == 404


def test_refusing_is_an_answer_that_the_school_sees(
    world: World, client: CheckingClient, noor: Learner
) -> None:
    write(world, client, noor)
    answer_with(client, antwoord="refused")
    assert "U hebt niet ondertekend op" in client.get("/gedragscode").text
    assert client.get("/leren").status_code == 200, "it locks nobody out"
    world.sign_in(client, world.actor(Role.MANAGER, noor.school))
    page = client.get(LIST).text
    assert "0 medewerkers hebben ondertekend, 1 niet, en" in page
    assert "Niet ondertekend" in page
    assert "Nog geen antwoord" in page
    lines = client.get(f"{LIST}.csv").text.splitlines()
    assert lines[0] == "\ufeffNaam;Team;Antwoord;Op;Versie"
    assert any("Niet ondertekend" in line for line in lines)


@pytest.mark.parametrize("role", [Role.LEARNER, Role.TRAINER])
def test_only_who_keeps_the_texts_sees_who_signed(
    world: World, client: CheckingClient, noor: Learner, role: Role
) -> None:
    write(world, client, noor)
    world.sign_in(client, world.actor(role, noor.school))
    assert client.get(LIST).status_code == 403
    assert client.get(f"{LIST}.csv").status_code == 403
    world.sign_in(client, world.actor(Role.MANAGER, world.school("kompas")))
    assert client.get(LIST).status_code == 404


def test_only_a_change_of_meaning_asks_again_and_shows_what_changed(
    world: World, client: CheckingClient, noor: Learner, session: Any
) -> None:
    write(world, client, noor)
    answer_with(client, antwoord="signed")
    again = {"naam": "Tweede", "ingang": "1-10-2020", "afspraak-kanalen": "Wij gebruiken Appje."}
    write(world, client, noor, **again, wijziging="wording")
    assert "Lees" not in client.get("/gedragscode").text.partition("U hebt ondertekend")[0]
    assert "Lees wat er anders is en antwoord" not in client.get("/gedragscode").text
    third = {"naam": "Derde", "ingang": "1-11-2020", "afspraak-kanalen": "Alleen nog brieven."}
    write(world, client, noor, **third, wijziging="meaning")
    assert "Lees wat er anders is en antwoord" in client.get("/gedragscode").text
    page = client.get(ASK).text
    assert "Dit is anders dan waarop u eerder antwoordde" in page
    compared = page.partition('class="compared"')[2].partition("Alle afspraken")[0]
    assert "Wij gebruiken Voorbeeldapp." in compared
    assert "Alleen nog brieven." in compared
    assert "Appje" not in page
    answer_with(client, antwoord="signed", **{"vraag-kanalen": "now"})
    assert [row.name for row in kept(session)] == [noor.person.name] * 2
    session.rollback()
    assert "Lees wat er anders is" not in client.get("/gedragscode").text


def test_a_form_of_an_older_version_is_not_taken(
    world: World, client: CheckingClient, noor: Learner, session: Any
) -> None:
    write(world, client, noor)
    token = token_in(client.get(ASK))
    write(world, client, noor, naam="Nieuwer", wijziging="meaning")
    reply = client.post(ASK, data={"inzending": token, "antwoord": "signed"})
    assert reply.status_code == 409
    assert "De gedragscode is intussen anders." in reply.text
    assert kept(session) == []


def test_a_double_press_is_one_answer(
    world: World, client: CheckingClient, noor: Learner, session: Any
) -> None:
    write(world, client, noor)
    token = token_in(client.get(ASK))
    for _ in range(2):
        reply = client.post(ASK, data={"inzending": token, "antwoord": "signed"})
        assert reply.status_code == 303
    reply = client.post(ASK, data={"inzending": token, "antwoord": "refused"})
    assert reply.status_code == 409
    assert "een ander antwoord" in reply.text
    assert len(kept(session)) == 1


@pytest.mark.parametrize("given", ["", "misschien"])
def test_no_answer_is_sent_back(
    world: World, client: CheckingClient, noor: Learner, session: Any, given: str
) -> None:
    write(world, client, noor)
    reply = answer_with(client, antwoord=given)
    assert reply.status_code == 422
    assert "Kies een van de twee." in reply.text
    assert kept(session) == []


def test_a_school_may_ask_for_the_password(
    world: World, client: CheckingClient, noor: Learner, session: Any
) -> None:
    write(world, client, noor, vraagt="password")
    assert "U hebt er nog geen" in answer_with(client, antwoord="signed").text
    passwords.replace(noor.person.id, passwords.hash_of(PASSWORD), clock.now())
    session.commit()
    for typed, message in (("", "Vul uw wachtwoord in."), ("fout", "Dit is niet uw wachtwoord.")):
        reply = answer_with(client, antwoord="signed", wachtwoord=typed)
        assert reply.status_code == 422
        assert message in reply.text
        assert kept(session) == []
        session.rollback()
    assert answer_with(client, antwoord="signed", wachtwoord=PASSWORD).status_code == 303
    assert len(kept(session)) == 1


def test_guessing_the_password_here_is_slowed_down_too(
    world: World, client: CheckingClient, noor: Learner, session: Any
) -> None:
    write(world, client, noor, vraagt="password")
    passwords.replace(noor.person.id, passwords.hash_of(PASSWORD), clock.now())
    session.commit()
    replies = [answer_with(client, antwoord="signed", wachtwoord="fout").text for _ in range(12)]
    assert "Dit is niet uw wachtwoord." in replies[0]
    assert "Dit is niet uw wachtwoord." not in replies[-1]
    assert kept(session) == []


def test_a_board_version_and_a_school_version_are_not_one_row_of_versions(
    world: World, client: CheckingClient, noor: Learner
) -> None:
    """What a school writes itself is new to who answered the version of the board."""
    board = world.session.get(Board, noor.school.board_id)
    world.sign_in(client, world.actor(Role.MANAGER, board=board))
    assert adopt(client, CODE, **FIRST, voor="bestuur").status_code == 303
    noor.sign_in(client)
    answer_with(client, antwoord="signed")
    write(world, client, noor, naam="Van de school zelf", wijziging="wording")
    assert "Lees wat er anders is en antwoord" in client.get("/gedragscode").text


def test_answers_are_counted_and_listed_by_version(
    world: World, client: CheckingClient, noor: Learner
) -> None:
    write(world, client, noor, naam="Eerste")
    answer_with(client, antwoord="signed")
    later = {"naam": "Tweede", "ingang": "1-10-2020", "afspraak-kanalen": "Alleen nog brieven."}
    write(world, client, noor, **later, wijziging="duty")
    assert "Lees wat er anders is en antwoord" in client.get("/gedragscode").text, "a new duty"
    answer_with(client, antwoord="refused")
    world.sign_in(client, world.actor(Role.MANAGER, noor.school))
    assert "Er kwam een verplichting bij." in client.get(f"/school/{CODE}/gedragscode").text
    page = client.get(LIST).text
    table = page.partition("Antwoorden per versie")[2]
    found = re.findall(r'<a href="([^"]+versie=[^"]+)">([^<]+)</a>.*?</tr>', table, re.DOTALL)
    assert [label for _, label in found] == ["Tweede", "Eerste"]
    numbers = re.findall(r'class="is-number"[^>]*>(\d+)<', table)
    assert numbers == ["0", "1", "1", "0"]
    first = client.get(found[1][0]).text
    assert "1 medewerker heeft ondertekend, 0 niet" in first
    assert "Bekijk welke antwoorden nu gelden" in first
    lines = client.get(found[1][0].replace("ondertekend?", "ondertekend.csv?")).text.splitlines()
    assert any(";Ondertekend;" in line and line.endswith(";Eerste") for line in lines[1:])
    assert client.get(f"{LIST}?versie=verzonnen").status_code == 404
