"""Mail about duties on screen: the next round, the ledger, who is not reached, one mail by hand; and
the page that ends it.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest

from course import clock
from course.config import Config
from course.domain.people.roles import Actor, Role
from course.models import Mail, MailStop, Person, Reminder, School
from course.store import transaction
from course.store.duties import giving
from course.store.duties.giving import NewAssignment
from course.store.messages import reminders
from course.web.train import telling
from tests.checking_client import CheckingClient
from tests.staff import COURSE, World

SCHOOL_DAY = datetime(2026, 11, 30, 11, tzinfo=clock.AMSTERDAM)  # a Monday


@pytest.fixture
def world(session: Any, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(clock, "now", lambda: SCHOOL_DAY.astimezone(clock.UTC))
    return World(session, clock.today())


@pytest.fixture
def school(world: World) -> School:
    return world.school("regenboog")


@pytest.fixture
def trainer(world: World, school: School) -> Actor:
    return world.actor(Role.TRAINER, school)


@pytest.fixture
def noor(world: World, school: School, trainer: Actor) -> Person:
    """Somebody who got a course, and a colleague of another school who did as well."""
    person = world.person("Noor Bakker", "noor@voorbeeld.example")
    world.works(person, school)
    draft = NewAssignment(
        COURSE, school.id, None, None, clock.today() + timedelta(days=30), "x" * 20
    )
    assert giving.assign(trainer, draft, clock.now(), clock.today())
    world.session.commit()
    return person


def mails(world: World) -> list[Mail]:
    found = list(world.session.query(Mail).order_by(Mail.id))
    for mail in found:
        world.session.expunge(mail)
    transaction.rollback()
    return found


def test_the_next_round_says_who_hears_what_and_sends_nothing(
    client: CheckingClient, world: World, trainer: Actor, noor: Person
) -> None:
    world.sign_in(client, trainer, clock.now())
    page = client.get("/trainen/mail").text
    assert "Noor Bakker" in page
    assert "Krijgt mail, eerste datum 30 december 2026" in page
    assert "Vanaf 10.00 uur" in page
    assert world.session.query(Reminder).count() == 0


def test_one_mail_by_hand_and_not_another_in_a_week(
    client: CheckingClient,
    world: World,
    trainer: Actor,
    noor: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world.sign_in(client, trainer, clock.now())
    address = f"/trainen/mail/{noor.ref}"
    transaction.rollback()
    assert "Stuur deze mail nu" in client.get(address).text
    assert client.post(address).status_code == 303
    page = client.get(address).text
    assert "De mail gaat zo de deur uit." in page
    assert "Er ging de laatste zeven dagen al een mail uit." in page
    client.post(address)
    (mail,) = mails(world)
    assert mail.recipient == "noor@voorbeeld.example"
    assert "30 december 2026" in mail.body
    assert mail.html is not None
    assert mail.stop_url is not None
    ledger = client.get("/trainen/mail/verstuurd").text
    assert "Met de hand, wacht" in ledger
    later = (SCHOOL_DAY + timedelta(days=7)).astimezone(clock.UTC)
    monkeypatch.setattr(clock, "now", lambda: later)
    world.sign_in(client, trainer, later)
    client.post(address)
    assert len(mails(world)) == 2


@pytest.mark.parametrize("day", ["2026-12-06", "2026-12-25"], ids=["sunday", "christmas"])
def test_nothing_goes_out_on_a_day_off(
    client: CheckingClient,
    world: World,
    trainer: Actor,
    noor: Person,
    monkeypatch: pytest.MonkeyPatch,
    day: str,
) -> None:
    moment = datetime.combine(datetime.fromisoformat(day), time(11), clock.AMSTERDAM)
    monkeypatch.setattr(clock, "now", lambda: moment.astimezone(clock.UTC))
    world.sign_in(client, trainer, clock.now())
    address = f"/trainen/mail/{noor.ref}"
    transaction.rollback()
    client.post(address)
    assert "Het is vandaag geen gewone schooldag." in client.get(address).text
    assert mails(world) == []


def test_out_of_scope_is_not_there(client: CheckingClient, world: World, noor: Person) -> None:
    other = world.actor(Role.TRAINER, world.school("elders"))
    world.session.commit()
    world.sign_in(client, other, clock.now())
    ref = noor.ref
    transaction.rollback()
    assert client.get(f"/trainen/mail/{ref}").status_code == 404
    assert client.post(f"/trainen/mail/{ref}").status_code == 404
    assert "Noor" not in client.get("/trainen/mail").text


@pytest.mark.asvs("8.2.2")
def test_what_is_owed_to_another_school_is_read_by_nobody_here(
    client: CheckingClient, world: World, trainer: Actor, school: School, noor: Person
) -> None:
    away = world.school("elders", world.other_board())
    piet = world.person("Piet Smit", "piet@voorbeeld.example")
    world.works(piet, away)
    world.works(noor, away)
    there = world.actor(Role.TRAINER, away)
    draft = NewAssignment(COURSE, away.id, None, None, clock.today() + timedelta(days=5), "y" * 20)
    assert giving.assign(there, draft, clock.now(), clock.today())
    world.works(piet, school, starts_on=clock.today())  # owes this school nothing yet
    pages = ["/trainen/mail", f"/trainen/mail/{noor.ref}", f"/trainen/mail/{piet.ref}"]
    world.sign_in(client, trainer, clock.now())
    transaction.rollback()
    for page in pages:
        assert "5 december" not in client.get(page).text, page
    assert "30 december 2026" in client.get(pages[1]).text
    assert "heeft nu niets te doen" in client.get(pages[2]).text
    client.post(pages[2])
    assert mails(world) == []
    world.sign_in(client, there, clock.now())
    transaction.rollback()
    client.post(pages[2])
    assert [mail.recipient for mail in mails(world)] == ["piet@voorbeeld.example"]
    world.sign_in(client, trainer, clock.now())
    ledger = client.get("/trainen/mail/verstuurd").text
    assert "Gaat over een opdracht van een andere school" in ledger
    assert "Met de hand" not in ledger


def test_who_is_not_reached_is_a_list_for_the_school(
    client: CheckingClient, world: World, trainer: Actor, noor: Person
) -> None:
    reminders.came_back("Noor@Voorbeeld.example", "550", clock.now())
    world.session.commit()
    world.sign_in(client, trainer, clock.now())
    page = client.get("/trainen/mail/niet-bereikt").text
    assert "noor@voorbeeld.example" in page
    assert "Een eerdere mail kwam terug." in client.get("/trainen/mail").text


def test_a_press_ends_it_and_a_link_does_not(
    client: CheckingClient, app: Any, world: World, noor: Person
) -> None:
    config: Config = app.config["DEELWIJS"]
    path = telling.stop_address(config, noor.ref).removeprefix(config.base_url)
    number = noor.id
    transaction.rollback()

    def stopped() -> bool:
        found = world.session.query(MailStop).filter_by(person_id=number).count()
        transaction.rollback()
        return bool(found)

    assert "Geen mail meer over trainingen?" in client.get(path).text
    assert not stopped()
    # a mail program presses for its reader: no browser, no cookie, no origin
    client.environ_base.pop("HTTP_SEC_FETCH_SITE")
    reply = client.post(path, data={"List-Unsubscribe": "One-Click"})
    assert reply.status_code == 303
    assert stopped()
    assert "U krijgt geen mail meer over trainingen" in client.get(path).text
    client.post(path, data={"weer": "ja"})
    assert not stopped()
    assert client.get("/mail/stoppen/niemand.abc").status_code == 404
    assert client.post("/mail/stoppen/niemand.abc").status_code == 404
