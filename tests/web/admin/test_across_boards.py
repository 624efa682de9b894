"""Somebody of another board on a list: nothing of them is seen until they say yes themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest

from course import clock
from course.domain.people.roles import Actor, Role
from course.models import AddressChange, AwaitedPerson, Mail, Membership, Person, School
from course.store.dated import holds_on
from tests.checking_client import CheckingClient
from tests.staff import World

KNOWN, UNKNOWN = "noor@elders.example", "nora@elders.example"


@dataclass
class Boards:
    """Two boards. Noor works at the other one; who keeps this one is signed in."""

    world: World
    client: CheckingClient
    school: School
    second: School
    keeper: Actor
    noor: int

    def add(self, email: str, school: str = "boom", **more: str) -> Any:
        """One person is added as far as the preview."""
        self.world.session.rollback()
        sent = {"achternaam": "Berg", "functie": "onderwijzend", "school": school, **more}
        return self.client.post("/beheer/mensen/nieuw", data=sent | {"email": email})

    def store(self, email: str, school: str = "boom") -> Any:
        preview = self.add(email, school).text
        fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', preview))
        fields.pop("inzending", None)
        self.world.session.rollback()
        where = "/beheer/importeren/uitvoeren"
        return self.client.post(where, data=fields | {"uitnodigen": "ja"})

    def works(self, person: int) -> list[str]:
        rows = (
            self.world.session.query(School.code)
            .join(Membership, Membership.school_id == School.id)
            .filter(Membership.person_id == person, holds_on(Membership, clock.today()))
        )
        found = sorted(code for (code,) in rows)
        self.world.session.rollback()
        return found

    def link(self, email: str) -> str:
        mail = self.world.session.query(Mail).filter_by(recipient=email)
        body = mail.order_by(Mail.id.desc()).first().body
        self.world.session.rollback()
        found = re.search(r"/inloggen/link/\S+", body)
        assert found
        return found.group()


@pytest.fixture
def boards(session: Any, client: CheckingClient) -> Boards:
    world = World(session, clock.today())
    school, second = world.school("boom"), world.school("tak")
    noor = world.person("Noor van Elders", KNOWN)
    world.works(noor, world.school("ver", world.other_board()))
    keeper = world.actor(Role.ADMINISTRATOR, board=world.board)
    world.sign_in(client, keeper)
    return Boards(world, client, school, second, keeper, noor.id)


def alike(text: str) -> str:
    """A page without the addresses, and without what is drawn anew each time."""
    text = text.replace(KNOWN, "X").replace(UNKNOWN, "X")
    text = re.sub(r'(name="(?:inzending|lijst|afdruk)" value=")[^"]*', r"\1", text)
    text = re.sub(r"/beheer/(mensen|logboek|importeren/\w+)/[\w-]{22}", r"/beheer/\1/ref", text)
    text = re.sub(r'(name="mens" value=")[\w-]{22}:', r"\1ref:", text)
    return re.sub(r'value="[\w.-]{60,}"', "", text)


def test_a_known_address_is_shown_as_an_unknown_one(boards: Boards) -> None:
    known, unknown = boards.add(KNOWN), boards.add(UNKNOWN)
    assert "Nieuw account" in known.text
    assert "van Elders" not in known.text
    assert alike(known.text) == alike(unknown.text)


def test_what_is_stored_looks_the_same_too(boards: Boards) -> None:
    """The list, the page of the person, and what a second school of the same board sees."""
    pages: list[list[str]] = []
    for email in (KNOWN, UNKNOWN):
        found = [boards.store(email).headers["Location"]]
        listed = boards.client.get(f"/beheer?zoek={email}").text
        (ref,) = set(re.findall(r"/beheer/mensen/([\w-]{22})", listed))
        page = boards.client.get(f"/beheer/mensen/{ref}").text
        again = boards.add(email, "tak").text
        assert "Had al een account, komt bij deze school" in again
        pages.append([*found, alike(listed), alike(page), alike(again)])
    assert pages[0] == pages[1]
    assert "van Elders" not in "".join(pages[0])
    assert boards.works(boards.noor) == ["ver"]
    mails = boards.world.session.query(Mail.subject, Mail.body).filter(
        Mail.recipient.in_([KNOWN, UNKNOWN])
    )
    texts = {re.sub(r"link/\S+", "", body) for _, body in mails}
    assert len(texts) == 1, "also by mail"


def test_they_come_by_their_own_yes_and_a_look_changes_nothing(boards: Boards) -> None:
    boards.store(KNOWN)
    link, visitor = boards.link(KNOWN), CheckingClient(boards.client.application)
    assert "De Boom" in visitor.get(link).text
    assert boards.works(boards.noor) == ["ver"]
    assert visitor.post(link, data={"antwoord": "ja"}).status_code == 303
    assert "Noor van Elders" in visitor.get("/account").text
    assert boards.works(boards.noor) == ["boom", "ver"]
    (place,) = boards.world.session.query(AwaitedPerson.person_id)
    boards.world.session.rollback()
    assert boards.works(place.person_id) == []
    listed = boards.client.get(f"/beheer?zoek={KNOWN}").text
    assert "Noor van Elders" in listed
    assert ">Berg<" not in listed, "the place is gone from every list"
    assert visitor.post(link, data={"antwoord": "ja"}).status_code == 410


def test_a_no_is_told_to_nobody(boards: Boards) -> None:
    boards.store(KNOWN)
    boards.client.get("/beheer")  # says that it was stored
    before = alike(boards.client.get(f"/beheer?zoek={KNOWN}").text)
    visitor = CheckingClient(boards.client.application)
    link = boards.link(KNOWN)
    assert "niets van uw account" in visitor.post(link, data={"antwoord": "nee"}).text
    assert visitor.get(link).status_code == 410
    assert visitor.get("/account").status_code == 303
    assert alike(boards.client.get(f"/beheer?zoek={KNOWN}").text) == before
    assert boards.works(boards.noor) == ["ver"]


def test_who_keeps_both_ends_brings_them_at_once(boards: Boards) -> None:
    boards.world.sign_in(boards.client, boards.world.actor(Role.ADMINISTRATOR))
    assert "Had al een account, komt bij deze school" in boards.add(KNOWN).text
    boards.store(KNOWN)
    assert boards.works(boards.noor) == ["boom", "ver"]


def test_who_left_and_belongs_elsewhere_now_is_a_name_only(boards: Boards) -> None:
    """The new address, the last day of signing in and the new school are for the new board."""
    world = boards.world
    noor = world.session.get(Person, boards.noor)
    world.works(noor, boards.school, ends_on=clock.today().replace(year=2025))
    ref = noor.ref
    world.session.commit()
    listed = boards.client.get("/beheer?zoek=elders").text
    assert "Noor van Elders" in listed
    assert KNOWN not in listed
    assert "Niemand past" in boards.client.get(f"/beheer?zoek={KNOWN}").text
    page = boards.client.get(f"/beheer/mensen/{ref}").text
    assert KNOWN not in page
    assert "Laatst gezien" not in page
    assert "De Ver" not in page
    for deed in ("adres", "werk", "rollen", "uitnodiging", "uitloggen", "gegevens", "blokkade"):
        sent = {"email": "a@b.example", "school": "boom", "rol": "trainer", "waar": "school:boom"}
        reply = boards.client.post(f"/beheer/mensen/{ref}/{deed}", data=sent)
        assert reply.status_code == 404, deed
    assert "Nieuw account" in boards.add(KNOWN).text


def test_a_new_address_says_the_same_for_every_address(boards: Boards) -> None:
    world = boards.world
    ada = world.person("Ada Bos", "ada@boom.example")
    world.works(ada, boards.school)
    ref, person_id = ada.ref, ada.id
    world.session.commit()
    said = []
    for email in (KNOWN, UNKNOWN):
        reply = boards.client.post(f"/beheer/mensen/{ref}/adres", data={"email": email})
        assert reply.status_code == 303
        said.append(alike(boards.client.get(f"/beheer/mensen/{ref}").text))
    assert (
        re.sub("Maak ongedaan", "", said[0])[:3000] == re.sub("Maak ongedaan", "", said[1])[:3000]
    )
    assert world.session.get(Person, person_id).email == "ada@boom.example"
    asked = world.session.query(AddressChange).filter_by(person_id=person_id, settled_at=None)
    assert asked.one().needs_old is False


def test_an_address_is_confirmed_by_a_press_on_a_page(boards: Boards) -> None:
    world = boards.world
    ada = world.person("Ada Bos", "ada@boom.example")
    world.works(ada, boards.school)
    world.grant(ada, Role.MANAGER, world.school("verder", world.other_board()))
    ref, person_id = ada.ref, ada.id
    world.session.commit()
    boards.client.post(f"/beheer/mensen/{ref}/adres", data={"email": UNKNOWN})
    mails = {row.recipient: row.body for row in world.session.query(Mail)}
    world.session.rollback()
    new, old = (
        "/inloggen/adres/" + mails[to].partition("/inloggen/adres/")[2].split()[0]
        for to in (UNKNOWN, "ada@boom.example")
    )
    visitor = CheckingClient(boards.client.application)
    assert visitor.get(new).status_code == visitor.get(old).status_code == 200
    assert "ja is gezegd op het oude adres" in visitor.post(new).text
    assert world.session.get(Person, person_id).email == "ada@boom.example"
    world.session.rollback()
    assert "telt vanaf nu" in visitor.post(old, data={"antwoord": "ja"}).text
    assert world.session.get(Person, person_id).email == UNKNOWN
    world.session.rollback()
    last = world.session.query(Mail).order_by(Mail.id.desc()).first()
    assert last.recipient == "ada@boom.example"
    back = "/inloggen/adres/" + last.body.partition("/inloggen/adres/")[2].split()[0]
    world.session.rollback()
    assert "teruggezet" in visitor.post(back, data={"antwoord": "nee"}).text
    assert world.session.get(Person, person_id).email == "ada@boom.example"
    world.session.rollback()
    assert visitor.get(back).status_code == 410
