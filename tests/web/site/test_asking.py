"""A question goes to the trainers of the reader's own school, and nobody else reads it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from course import clock
from course.domain.people.roles import Actor, Role
from course.models import Person, School, TrainerQuestion
from course.store.messages import questions
from tests.checking_client import CheckingClient
from tests.staff import World


@pytest.fixture
def world(session: Any) -> World:
    return World(session, clock.today())


def reader(world: World, *schools: School, email: str = "noor.vraagt@voorbeeld.example") -> Actor:
    person: Person = world.person("Noor Vraagt", email)
    for school in schools:
        world.works(person, school)
    return Actor(person.id, person.ref, person.name, person.email, person.audience)


def test_a_question_reaches_the_trainers_of_ones_own_school(
    client: CheckingClient, world: World
) -> None:
    here, there = world.school("brug"), world.school("elders", world.other_board())
    noor = reader(world, here)
    tarik = world.actor(Role.TRAINER, here, name="Tarik Traint")
    other = world.actor(Role.TRAINER, there)
    world.session.commit()
    world.sign_in(client, noor)
    form = client.get("/hulp/vraag?bij=/leren/proef").text
    assert "Dat zijn nu: Tarik Traint." in form
    sent = {"tekst": "Mag dit op de site?\nOf niet?", "bij": "/leren"}
    assert client.post("/hulp/vraag", data=sent).location == "/leren"
    world.sign_in(client, other)
    assert "0 berichten zijn open." in client.get("/trainen/vragen").text
    ref = world.session.query(TrainerQuestion).one().ref
    world.session.rollback()
    assert client.post(f"/trainen/vragen/{ref}/klaar").status_code == 404
    world.sign_in(client, tarik)
    page = client.get("/trainen/vragen").text
    for words in ("1 bericht is open.", "Vraag van Noor Vraagt", "Of niet?", "mailto:noor.vraagt@"):
        assert words in page
    for _ in range(2):  # twice is once
        assert client.post(f"/trainen/vragen/{ref}/klaar").status_code == 303
    assert "Mag dit op de site?" not in client.get("/trainen/vragen").text
    assert "Mag dit op de site?" in client.get("/trainen/vragen?toon=klaar").text


def test_what_is_wrong_in_a_lesson_is_told_apart(client: CheckingClient, world: World) -> None:
    school = world.school("brug")
    tarik = world.actor(Role.TRAINER, school)
    world.sign_in(client, reader(world, school))
    address = "/hulp/vraag?soort=les&bij=/leren/proef/een/les"
    assert "Klopt er iets niet?" in client.get(address).text
    sent = {"tekst": "Er staat een fout", "bij": "/leren/proef/een/les", "soort": "les"}
    client.post("/hulp/vraag", data=sent)
    world.sign_in(client, tarik)
    page = client.get("/trainen/vragen").text
    assert "Over een les van Noor Vraagt" in page
    assert 'href="/leren/proef/een/les"' in page


def test_what_is_said_of_lessons_is_a_list_of_its_own_for_who_writes_them(
    client: CheckingClient, world: World
) -> None:
    """An author has the reports of every school; a trainer those of their own, and nobody others."""
    here, there = world.school("brug"), world.school("elders", world.other_board())
    author, trainer = world.actor(Role.TRAINER), world.actor(Role.TRAINER, here)
    for code, email in {
        "brug": "een@voorbeeld.example",
        "elders": "twee@voorbeeld.example",
    }.items():
        world.sign_in(client, reader(world, {"brug": here, "elders": there}[code], email=email))
        for kind, text in (("les", f"Fout op {code}"), ("vraag", f"Hulp op {code}")):
            client.post("/hulp/vraag", data={"tekst": text, "bij": "/leren", "soort": kind})
    world.sign_in(client, author)
    page = client.get("/trainen/vragen?over=lessen").text
    assert "2 berichten over lessen zijn open." in page
    assert ("Fout op brug" in page, "Fout op elders" in page, "Hulp op" in page) == (
        True,
        True,
        False,
    )
    assert 'href="/trainen/vragen?over=lessen&amp;toon=klaar"' in page or (
        'href="/trainen/vragen?toon=klaar&amp;over=lessen"' in page
    )
    assert client.get("/trainen/vragen").text.count("Hulp op") == 2
    assert "0 berichten over lessen zijn afgehandeld." in (
        client.get("/trainen/vragen?over=lessen&toon=klaar").text
    )
    world.sign_in(client, trainer)
    page = client.get("/trainen/vragen?over=lessen").text
    assert "1 bericht over lessen is open." in page
    assert "elders" not in page


def test_of_more_trainers_than_are_named_the_page_says_so(
    client: CheckingClient, world: World
) -> None:
    school = world.school("brug")
    for name in ("Ans Aa", "Bea Ba", "Cor Ca"):
        world.actor(Role.TRAINER, school, name=name)
    noor = reader(world, school)
    world.sign_in(client, noor)
    assert "Dat zijn nu: Ans Aa, Bea Ba, Cor Ca." in client.get("/hulp/vraag").text
    world.session.rollback()
    world.actor(Role.TRAINER, school, name="Dik Da")
    world.session.commit()
    assert "Dat zijn nu: Ans Aa, Bea Ba, Cor Ca en anderen." in client.get("/hulp/vraag").text


def test_a_school_asks_for_a_training_or_advice(client: CheckingClient, world: World) -> None:
    school = world.school("brug")
    tarik = world.actor(Role.TRAINER, school)
    world.sign_in(client, reader(world, school))
    assert "/hulp/vraag?soort=training" in client.get("/bijeenkomsten").text
    assert "Vraag een training of advies</h1>" in client.get("/hulp/vraag?soort=training").text
    client.post("/hulp/vraag", data={"tekst": "Een middag voor ons team", "soort": "training"})
    world.sign_in(client, tarik)
    page = client.get("/trainen/vragen").text
    assert "Verzoek om een training of advies van Noor Vraagt" in page


@pytest.mark.parametrize(
    ("text", "said"), [(" ", "Schrijf uw vraag op."), ("x" * 2001, "hooguit 2000 tekens")]
)
def test_nothing_typed_is_lost(client: CheckingClient, world: World, text: str, said: str) -> None:
    world.sign_in(client, reader(world, world.school("brug")))
    reply = client.post("/hulp/vraag", data={"tekst": text, "bij": "//evil.example"})
    assert reply.status_code == 422
    assert said in reply.text
    assert text.strip() in reply.text
    assert "evil.example" not in reply.text


def test_ten_a_day_is_enough(client: CheckingClient, world: World) -> None:
    noor = reader(world, world.school("brug"))
    world.sign_in(client, noor)
    for number in range(10):
        assert client.post("/hulp/vraag", data={"tekst": f"Vraag {number}"}).status_code == 303
    assert client.post("/hulp/vraag", data={"tekst": "Nog een"}).status_code == 422
    assert questions.asked_since(noor.id, clock.now() + timedelta(days=1)) == 0


def test_who_works_at_two_schools_chooses_and_who_works_nowhere_is_told(
    client: CheckingClient, world: World
) -> None:
    two = reader(world, world.school("brug"), world.school("tak"))
    alone = world.actor(Role.TRAINER, world.school("ver"))
    world.sign_in(client, two)
    assert "Kies een school." in client.post("/hulp/vraag", data={"tekst": "Hoi"}).text
    sent = {"tekst": "Hoi", "school": "tak"}
    assert client.post("/hulp/vraag", data=sent).status_code == 303
    world.sign_in(client, alone)
    assert "U werkt nu op geen school" in client.get("/hulp/vraag").text
    assert client.post("/hulp/vraag", data={"tekst": "Hoi"}).status_code == 200
    assert world.session.query(TrainerQuestion).count() == 1


def test_another_text_from_the_same_page_is_said_aloud(
    client: CheckingClient, world: World
) -> None:
    """Somebody goes back and changes the text: it is not the message that was sent."""
    world.sign_in(client, reader(world, world.school("brug")))
    sent = {"inzending": "inzending-van-deze-vraag", "tekst": "Mag dit?", "bij": ""}
    for _ in range(2):
        assert client.post("/hulp/vraag", data=sent).status_code == 303
    again = client.post("/hulp/vraag", data=sent | {"tekst": "Mag dat ook?"})
    assert (again.status_code, "al een ander bericht" in again.text) == (409, True)
    assert "Mag dat ook?" in again.text
    assert world.session.query(TrainerQuestion).count() == 1
