"""What was mailed, for who keeps the accounts: within their schools, without how far people are."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from course import clock
from course.domain.duties.reminders import Silence
from course.domain.people.roles import Role
from course.models import Duty, Person, School
from course.store.duties import giving
from course.store.duties.giving import NewAssignment
from course.store.messages import reminders
from course.store.messages.reminders import LedgerEntry
from tests.checking_client import CheckingClient
from tests.staff import COURSE, World

MAIL = "/beheer/mail"


@pytest.fixture
def world(session: Any) -> World:
    return World(session, clock.today())


@pytest.fixture
def noor(world: World) -> Person:
    """Of whom one of each reason not to mail stands in the ledger."""
    person = world.person("Noor Bakker", "noor@voorbeeld.example")
    school = world.school("boom")
    world.works(person, school)
    due = clock.today() + timedelta(days=30)
    trainer = world.actor(Role.TRAINER, school)
    given = NewAssignment(COURSE, school.id, None, None, due, "x" * 20)
    assert giving.assign(trainer, given, clock.now(), clock.today())
    duty = world.session.query(Duty).filter_by(person_id=person.id).one()
    for silence in Silence:
        entry = LedgerEntry(person.id, silence.value, (f"{duty.ref}:soon:{silence}",))
        assert reminders.write(entry, clock.today(), clock.now())
    reminders.came_back("noor@voorbeeld.example", "550", clock.now())
    world.session.commit()
    return person


def test_what_was_sent_and_not_how_far_people_are(
    client: CheckingClient, world: World, noor: Person
) -> None:
    boom = world.session.query(School).filter_by(code="boom").one()
    world.sign_in(client, world.actor(Role.ADMINISTRATOR, boom))
    own = f'href="/beheer/mensen/{noor.ref}"'
    world.session.rollback()
    assert f'href="{MAIL}"' in client.get("/beheer").text
    page = client.get(MAIL).text
    for known in ("wil geen mail over trainingen", "werkt er niet meer", "mail kwam terug"):
        assert known in page, known
    assert page.count("Geen mail. Waarom, ziet de trainer.") == 3
    for unseen in ("klaar", "gepauzeerd", "vrijgesteld"):
        assert unseen not in page, unseen
    assert own in page
    assert "/trainen" not in page
    missed = client.get(f"{MAIL}/niet-bereikt").text
    assert own in missed
    assert "noor@voorbeeld.example" in missed


@pytest.mark.asvs("8.2.2")
@pytest.mark.usefixtures("noor")
def test_nothing_of_other_schools(client: CheckingClient, world: World) -> None:
    world.sign_in(client, world.actor(Role.ADMINISTRATOR, world.school("elders")))
    for page in (MAIL, f"{MAIL}/niet-bereikt"):
        assert "Noor" not in client.get(page).text
    boom = world.session.query(School).filter_by(code="boom").one()
    world.sign_in(client, world.actor(Role.TRAINER, boom))
    assert client.get(MAIL).status_code == 403
