"""Days in somebody's own calendar program."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar

from course import clock
from course.domain.people.roles import Role
from course.store.duties import giving
from course.store.duties.giving import NewAssignment
from course.store.study_days import attending, meetings
from course.store.study_days.meetings import MeetingFor, MeetingPlan
from course.web.site import agenda_days
from tests.checking_client import Visitor
from tests.staff import COURSE, World

DUE = timedelta(days=30)


@pytest.fixture
def client(app: Flask) -> Visitor:
    return Visitor(app)


@pytest.fixture
def world(session: Any) -> World:
    return World(session, clock.today())


def feed_of(client: Visitor, which: str) -> str:
    """The path of the address that was just made."""
    assert client.post("/agenda", data={"welke": which, "doe": "maak"}).status_code == 303
    found = re.findall(r'value="[^"]*(/agenda/[^"]+\.ics)"', client.get("/agenda").text)
    return str(found[-1])


def days(text: str) -> dict[str, date]:
    read = Calendar.from_ical(text)
    return {str(one["summary"]): one.decoded("dtstart") for one in read.walk("VEVENT")}


def assigned(world: World, which: str, **place: Any) -> date:
    school = place["school"]
    due = clock.today() + DUE
    draft = NewAssignment(COURSE, school.id, None, None, due, f"inzending-{which}-1234")
    trainer = world.actor(Role.TRAINER, school)
    assert giving.assign(trainer, draft, clock.now(), clock.today()) is not None
    world.session.commit()
    return due


def test_a_calendar_holds_what_is_owed_until_it_is_done(client: Visitor, world: World) -> None:
    school = world.school("brug")
    noor, done = world.staff(school, 2)
    due = assigned(world, "brug", school=school)
    for person, expected in ((noor, [due]), (done, [due])):
        world.sign_in(client, person)
        path = feed_of(client, "eigen")
        visitor = Visitor(client.application)
        reply = visitor.get(path)
        assert reply.content_type == "text/calendar; charset=utf-8"
        assert list(days(reply.text).values()) == expected
        assert (
            visitor.get(path, headers={"If-None-Match": reply.headers["ETag"]}).status_code == 304
        )
        assert person.name not in reply.text  # who finds the address learns no name


def test_a_seat_is_in_the_calendar_and_a_cancelled_meeting_is_not(
    client: Visitor, world: World
) -> None:
    school = world.school("brug")
    (noor,) = world.staff(school, 1)
    trainer = world.actor(Role.TRAINER, school)
    day = clock.today() + timedelta(days=3)
    plan = MeetingPlan("Samen oefenen", day, "13.30", "15.00", "Aula", 1)
    ref = meetings.plan(trainer, MeetingFor(school.id, None), plan, "bijeenkomst-1", clock.now())
    found = meetings.led(trainer, ref or "")
    assert found is not None
    world.session.commit()
    world.sign_in(client, noor)
    path = feed_of(client, "eigen")
    assert days(client.get(path).text) == {}
    attending.reply(found, noor.id, clock.now(), comes=True)
    world.session.commit()
    assert days(client.get(path).text) == {"Samen oefenen, 13.30 tot 15.00 uur": day}
    meetings.cancel(found, clock.now())
    world.session.commit()
    assert days(client.get(path).text) == {}


def test_a_calendar_that_is_not_whole_says_so_whatever_is_left_out(
    client: Visitor, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cancelled ones, and those without a seat, take no room in it and hide no end."""
    monkeypatch.setattr(agenda_days, "MOST", 2)
    school = world.school("brug")
    noor, other = world.staff(school, 2)
    trainer = world.actor(Role.TRAINER, school)
    titles = ["Weg", "Vol", "Een", "Twee", "Drie"]
    for number, title in enumerate(titles):
        day = clock.today() + timedelta(days=3 + number)
        plan = MeetingPlan(title, day, "13.30", "15.00", "Aula", 1)
        ref = meetings.plan(trainer, MeetingFor(school.id, None), plan, f"in-{title}", clock.now())
        found = meetings.led(trainer, ref or "")
        assert found is not None
        for who in (other, noor) if title == "Vol" else (noor,):
            attending.reply(found, who.id, clock.now(), comes=True)
        if title == "Weg":
            meetings.cancel(found, clock.now())
    world.session.commit()
    for who, which, shown in ((noor, "eigen", titles[2:4]), (trainer, "trainer", titles[1:3])):
        world.sign_in(client, who)
        *first, end = days(client.get(feed_of(client, which)).text)
        assert [title.partition(",")[0] for title in first] == shown
        assert end == "Vanaf hier staat niet alles in deze agenda"


def test_a_trainer_reads_the_days_of_own_schools_only(client: Visitor, world: World) -> None:
    here, there = world.school("brug"), world.school("elders", world.other_board())
    world.staff(here, 1)
    world.staff(there, 1)
    assigned(world, "brug", school=here)
    assigned(world, "elders", school=there)
    world.sign_in(client, world.actor(Role.TRAINER, here))
    world.session.commit()
    text = client.get(feed_of(client, "trainer")).text
    assert list(days(text).values()) == [clock.today() + DUE]
    assert here.name in text
    assert there.name not in text


def test_an_address_ends_for_good_and_a_next_one_is_another(client: Visitor, world: World) -> None:
    school = world.school("brug")
    (noor,) = world.staff(school, 1)
    world.session.commit()
    world.sign_in(client, noor)
    first = feed_of(client, "eigen")
    assert feed_of(client, "eigen") == first  # who has one keeps it
    client.post("/agenda", data={"welke": "eigen", "doe": "stop"})
    assert client.get(first).status_code == 410
    second = feed_of(client, "eigen")
    assert second != first
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200
    noor.blocked_at = clock.now()
    world.session.commit()
    assert client.get(second).status_code == 410


@pytest.mark.parametrize("sealed", ["geen", "a.b", "x.🙂", "abc.AAAAAAAAAAAAAAAAAAAAAAAA", "."])
def test_an_address_that_is_none_of_ours(client: Visitor, sealed: str) -> None:
    assert client.get(f"/agenda/{sealed}.ics").status_code == 404


def test_who_trains_nowhere_has_no_calendar_as_a_trainer(client: Visitor, world: World) -> None:
    (noor,) = world.staff(world.school("brug"), 1)
    world.session.commit()
    world.sign_in(client, noor)
    assert "Uw agenda als trainer" not in client.get("/agenda").text
    assert client.post("/agenda", data={"welke": "trainer", "doe": "maak"}).status_code == 422
    assert client.post("/agenda", data={"welke": "eigen", "doe": "iets"}).status_code == 422
