"""The mail of a week: on screen for who gets it, in the round that sends it, and in the ledger."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from course import clock
from course.domain.people.roles import Actor, Role
from course.models import Mail, Person, Reminder, School
from course.store import transaction
from course.store.duties import giving
from course.store.duties.giving import NewAssignment
from course.store.messages import jobs
from course.work import loop, registry
from course.work.loop import Worker
from tests.checking_client import CheckingClient
from tests.staff import COURSE, World

SCHOOL_DAY = datetime(2026, 11, 30, 11, tzinfo=clock.AMSTERDAM)  # a Monday
LATE, CANARY = "Noor Bakker", "Kanarie Vogel"


@pytest.fixture
def world(session: Any, monkeypatch: pytest.MonkeyPatch) -> World:
    go_to(monkeypatch, 0)
    return World(session, clock.today())


def go_to(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    now = (SCHOOL_DAY + timedelta(days=days)).astimezone(clock.UTC)
    monkeypatch.setattr(clock, "now", lambda: now)


def assign(world: World, school: School, days: int, given: int = -40) -> None:
    trainer = world.actor(Role.TRAINER, school)
    day, now = clock.today() + timedelta(days=given), clock.now() + timedelta(days=given)
    due = clock.today() + timedelta(days=days)
    draft = NewAssignment(COURSE, school.id, None, None, due, f"{school.code}{days:020}")
    assert giving.assign(trainer, draft, now, day)


@pytest.fixture
def mirjam(world: World) -> Actor:
    """Who leads a school where somebody is late, and owes something herself; elsewhere somebody is
    late too.
    """
    here, away = world.school("baken"), world.school("elders", world.other_board())
    leader = world.actor(Role.MANAGER, here, name="Mirjam de Boer")
    late, canary = world.person(LATE), world.person(CANARY)
    world.works(late, here)
    world.works(canary, away)
    for place in (here, away):
        assign(world, place, -5)
    world.session.commit()
    return leader


def round_(app: Flask, number: int = 0) -> None:
    jobs.queue("reminders", {}, clock.now(), key=f"ronde-{number}-{clock.now()}")
    transaction.commit()
    worker = Worker(app)
    while worker.turn(worker.work):
        pass


@pytest.fixture(autouse=True)
def _no_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "daily", list)
    monkeypatch.setattr(loop, "REST", 0.0)


def mails_to(world: World, person: Actor) -> list[Mail]:
    found = list(world.session.query(Mail).filter_by(recipient=person.email).order_by(Mail.id))
    for mail in found:
        world.session.expunge(mail)
    transaction.rollback()
    return found


def test_who_leads_gets_it_once_and_reads_of_no_other_school(
    app: Flask, world: World, mirjam: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    round_(app)
    round_(app, 1)
    (mail,) = mails_to(world, mirjam)
    assert "Eén opdracht is te laat." in mail.body
    assert f"- {LATE}: Veilig online op school, klaar uiterlijk op 25 november 2026." in mail.body
    assert CANARY not in f"{mail.body}{mail.html}"
    assert mail.html is not None
    assert LATE in mail.html
    assert mail.stop_url is not None
    for days, count in ((6, 1), (7, 2)):
        go_to(monkeypatch, days)
        round_(app)
        assert len(mails_to(world, mirjam)) == count


def test_what_she_owes_herself_stands_in_the_same_mail(
    app: Flask, world: World, mirjam: Actor, session: Any
) -> None:
    world.works(session.get(Person, mirjam.id), world.school("thuis"))
    assign(world, session.query(School).filter_by(code="thuis").one(), 30, given=0)
    session.commit()
    round_(app)
    (mail,) = mails_to(world, mirjam)
    assert "Eén opdracht is te laat." in mail.body
    assert "Zelf moet u ook nog iets doen:" in mail.body
    assert "klaar uiterlijk op 30 december 2026" in mail.body
    (row,) = session.query(Reminder).filter_by(person_id=mirjam.id)
    assert "week:2026-49" in row.steps
    assert any(step.endswith(":given") for step in row.steps)


def test_it_stands_on_screen_before_and_after(
    app: Flask, client: CheckingClient, world: World, mirjam: Actor
) -> None:
    world.sign_in(client, mirjam, clock.now())
    transaction.rollback()
    page = client.get("/rapport/weekmail").text
    assert "Eén opdracht is te laat." in page
    assert LATE in page
    assert CANARY not in page
    assert "Deze mail gaat nu niet uit" not in page
    assert mails_to(world, mirjam) == []
    round_(app)
    page = client.get("/rapport/weekmail").text
    assert "U kreeg de laatste zeven dagen al een mail." in page
    assert LATE in page
    trainer = world.actor(Role.TRAINER, world.school("rustig"))
    world.sign_in(client, trainer, clock.now())
    assert "Er is nu niets te melden." in client.get("/rapport/weekmail").text


def test_a_trainer_sees_in_the_ledger_that_it_went_and_not_what_it_said(
    app: Flask, client: CheckingClient, world: World, mirjam: Actor, session: Any
) -> None:
    place = world.school("rustig")
    world.works(session.get(Person, mirjam.id), place)
    world.sign_in(client, world.actor(Role.TRAINER, place), clock.now())
    transaction.rollback()
    assert "Krijgt de weekmail" in client.get("/trainen/mail").text
    round_(app)
    page = client.get("/trainen/mail/verstuurd").text
    assert "Weekmail, wacht" in page
    assert LATE not in page
