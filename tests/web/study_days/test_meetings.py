"""A training on a day: planned, answered, full, changed, cancelled, and who was there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from course import clock
from course.domain.people.roles import Role
from course.models import (
    AuditEntry,
    Board,
    LessonCompletion,
    Mail,
    Meeting,
    MeetingPresence,
    MeetingReply,
    Person,
    School,
)
from course.store import transaction
from course.store.dated import DeedMoment
from course.store.learning import enrolling, recounting
from course.store.messages import jobs
from course.store.people import deeds
from course.web.http.settings import settings
from course.web.study_days.news import NEWS
from course.work.loop import do
from tests.checking_client import Visitor, read_page
from tests.learning import publish
from tests.staff import World

PLANNED = "/trainen/bijeenkomsten"
LESSON = "proef/een/eigen-leven"


@dataclass
class Hall:
    """A trainer and the people of a school, each in a browser of their own."""

    app: Flask
    session: Any
    world: World
    school: School
    trainer: Visitor
    people: list[Person] = field(default_factory=list)

    def browser(self, who: Any) -> Visitor:
        client = Visitor(self.app)
        self.world.sign_in(client, who)
        self.session.commit()
        return client

    def plan(self, **changes: str) -> str:
        """The address of a meeting of today, for who comes."""
        reply = self.send(**changes)
        assert reply.status_code == 303, reply.text
        return str(reply.location).removeprefix("/trainen")

    def send(self, **changes: str) -> TestResponse:
        sent = {
            "voor": self.school.code,
            "titel": "Samen oefenen",
            "dag": clock.today().isoformat(),
            "begin": "13.30",
            "einde": "15:00",
            "plaats": "Aula",
            "plaatsen": "2",
        }
        return self.trainer.post(PLANNED, data=sent | changes)

    def rows(self, table: Any) -> int:
        found = self.session.query(table).count()
        self.session.rollback()
        return int(found)

    def mails(self) -> list[str]:
        """What a worker has written."""
        self.session.rollback()
        transaction.begin(may_write=True)
        while taken := jobs.claim([NEWS], clock.now()):
            transaction.commit()
            do(taken, settings(), Event())
            transaction.begin(may_write=True)
        transaction.rollback()
        found = [f"{row.recipient}: {row.subject}" for row in self.session.query(Mail)]
        self.session.rollback()
        return found

    def code(self) -> str:
        found: str = self.session.query(Meeting).order_by(Meeting.id.desc()).first().code
        self.session.rollback()
        return found


@pytest.fixture
def hall(app: Flask, session: Any, tmp_path: Path) -> Hall:
    publish(tmp_path)
    world = World(session, clock.today())
    school = world.school("brug")
    people = world.staff(school, 4)
    trainer = world.actor(Role.TRAINER, school)
    session.commit()
    hall = Hall(app, session, world, school, Visitor(app), people)
    hall.trainer = hall.browser(trainer)
    return hall


def say(client: Visitor, meeting: str, word: str) -> str:
    reply = client.post(meeting, data={"komt": word})
    assert reply.status_code == 303
    return client.get(meeting).text


def test_who_says_yes_first_has_a_seat_and_who_stays_away_leaves_it(hall: Hall) -> None:
    meeting = hall.plan()
    first, second, third, fourth = (hall.browser(person) for person in hall.people)
    assert "nog 2 plaatsen vrij" in first.get("/bijeenkomsten").text
    for client in (first, second):
        assert "U komt." in say(client, meeting, "ja")
    assert "U staat op de wachtlijst, als nummer 1." in say(third, meeting, "ja")
    assert "U staat op de wachtlijst, als nummer 2." in say(fourth, meeting, "ja")
    say(first, meeting, "ja")  # twice is once, and keeps the place
    assert hall.rows(MeetingReply) == 4
    assert (
        "2 van 2 plaatsen bezet, 2 op de wachtlijst" in hall.trainer.get(f"/trainen{meeting}").text
    )
    assert "U komt niet." in say(first, meeting, "nee")
    assert "U komt." in third.get(meeting).text
    assert "als nummer 1" in fourth.get(meeting).text
    waited = hall.people[2].email
    assert hall.mails() == [f"{waited}: Er is plaats voor u: Samen oefenen – Deelwijs"]
    assert "als nummer 2" in say(first, meeting, "ja")  # at the end of the row
    assert len(hall.mails()) == 1


def test_who_left_meanwhile_hears_nothing_of_it_and_who_waited_has_the_seat(hall: Hall) -> None:
    meeting = hall.plan(plaatsen="1")
    first, second = (hall.browser(person) for person in hall.people[:2])
    for client in (first, second):
        say(client, meeting, "ja")
    changed = {"titel": "Samen oefenen", "dag": "1-1-2099", "begin": "9", "einde": "10.15"}
    changed |= {"plaats": "Gymzaal", "plaatsen": "1"}
    assert hall.trainer.post(f"/trainen{meeting}", data=changed).status_code == 303
    deeds.leave(hall.school.id, [hall.people[0].id], DeedMoment(clock.now()))
    transaction.commit()
    stays = hall.people[1].email
    assert sorted(line.partition(" – ")[0] for line in hall.mails()) == [
        f"{stays}: De bijeenkomst ‘Samen oefenen’ is veranderd",
        f"{stays}: Er is plaats voor u: Samen oefenen",
    ]
    assert "U komt." in second.get(meeting).text


def test_a_bigger_room_seats_who_waited_and_tells_everybody_of_another_place(hall: Hall) -> None:
    meeting = hall.plan(plaatsen="1")
    for person in hall.people[:2]:
        say(hall.browser(person), meeting, "ja")
    changed = {"titel": "Samen oefenen", "dag": "1-1-2099", "begin": "9", "einde": "10.15"}
    changed |= {"plaats": "Gymzaal", "plaatsen": "5"}
    assert hall.trainer.post(f"/trainen{meeting}", data=changed).status_code == 303
    page = hall.browser(hall.people[1]).get(meeting).text
    for words in ("U komt.", "1 januari 2099 van 09.00 tot 10.15 uur", "Gymzaal"):
        assert words in page
    assert len([line for line in hall.mails() if "is veranderd" in line]) == 2


def test_a_smaller_room_tells_who_waits_again(hall: Hall) -> None:
    meeting = hall.plan(plaatsen="2")
    first, second, third = (hall.browser(person) for person in hall.people[:3])
    for client in (first, second, third):
        say(client, meeting, "ja")
    form, _ = read_page(hall.trainer.get(f"/trainen{meeting}").text)
    typed = {one.get("name"): one.get("value") or "" for one in form.iter("input")}
    smaller = {name: typed[name] for name in ("titel", "dag", "begin", "einde", "plaats")}
    smaller["plaatsen"] = "1"
    reply = hall.trainer.post(f"/trainen{meeting}", data=smaller, follow_redirects=True)
    assert "De bijeenkomst is veranderd. 1 persoon krijgt een mail." in reply.text
    waits = hall.people[1]
    assert "als nummer 1" in second.get(meeting).text
    mail = f"{waits.email}: U staat weer op de wachtlijst: Samen oefenen – Deelwijs"
    assert hall.mails() == [mail]


def test_a_seat_that_moved_on_before_the_mail_was_written_is_told_as_it_is(hall: Hall) -> None:
    meeting = hall.plan(plaatsen="1")
    first, second = (hall.browser(person) for person in hall.people[:2])
    for client in (first, second):
        say(client, meeting, "ja")
    say(first, meeting, "nee")
    say(second, meeting, "nee")
    assert hall.mails() == []


def test_of_what_is_cancelled_before_the_mail_was_written_only_that_is_told(hall: Hall) -> None:
    meeting = hall.plan(plaatsen="1")
    first, second = (hall.browser(person) for person in hall.people[:2])
    for client in (first, second):
        say(client, meeting, "ja")
    say(first, meeting, "nee")
    assert hall.trainer.post(f"/trainen{meeting}/afzeggen").status_code == 303
    waited = hall.people[1].email
    assert hall.mails() == [f"{waited}: De bijeenkomst ‘Samen oefenen’ gaat niet door – Deelwijs"]


def test_what_is_cancelled_is_told_and_stays_so(hall: Hall) -> None:
    meeting = hall.plan()
    client = hall.browser(hall.people[0])
    say(client, meeting, "ja")
    for _ in range(2):
        assert hall.trainer.post(f"/trainen{meeting}/afzeggen").status_code == 303
    assert hall.mails() == [
        f"{hall.people[0].email}: De bijeenkomst ‘Samen oefenen’ gaat niet door – Deelwijs"
    ]
    assert "Deze bijeenkomst gaat niet door." in say(client, meeting, "ja")
    client.post(f"{meeting}/aanwezig", data={"code": hall.code()})
    hall.trainer.post(f"/trainen{meeting}/aanwezig", data={"wie": hall.people[0].ref})
    assert (hall.rows(MeetingReply), hall.rows(MeetingPresence)) == (1, 0)


def test_the_code_completes_the_lesson_once_and_a_recount_says_the_same(hall: Hall) -> None:
    person = hall.people[0]
    enrolling.enrol(person.id, "proef", clock.now())
    hall.session.commit()
    meeting, client = hall.plan(les=LESSON), hall.browser(person)
    assert client.post(f"{meeting}/aanwezig", data={"code": "CDF349"}).status_code == 422
    assert client.post(f"{meeting}/aanwezig", data={"code": "oo"}).status_code == 422
    for _ in range(2):
        reply = client.post(f"{meeting}/aanwezig", data={"code": f" {hall.code().lower()} "})
        assert reply.status_code == 303
    assert "U was erbij." in client.get(meeting).text
    assert (hall.rows(MeetingPresence), hall.rows(LessonCompletion)) == (1, 1)
    enrolments = recounting.enrolments_of([person.id])
    assert recounting.verify(enrolments, clock.today()) == []
    assert recounting.stays_done(enrolments, clock.today()) == []


def test_the_trainer_notes_who_was_there_also_who_did_not_answer(hall: Hall) -> None:
    said, silent = hall.people[:2]
    enrolling.enrol(silent.id, "proef", clock.now())
    hall.session.commit()
    meeting = hall.plan(les=LESSON)
    say(hall.browser(said), meeting, "ja")
    led = f"/trainen{meeting}"
    assert silent.ref in hall.trainer.get(led, query_string={"naam": silent.name}).text
    reply = hall.trainer.post(f"{led}/aanwezig", data={"wie": [said.ref, silent.ref]})
    assert reply.status_code == 303
    assert "2 personen aanwezig gemeld." in hall.trainer.get(led).text
    hall.trainer.post(f"{led}/aanwezig", data={"wie": [silent.ref]})
    again = hall.trainer.get(led).text
    assert "0 personen aanwezig gemeld. 1 stond er al bij." in again
    assert "flash--info" in again
    assert hall.rows(LessonCompletion) == 1
    # what was given is not planned otherwise, nor cancelled
    hall.trainer.post(f"{led}/afzeggen")
    assert "U kunt deze bijeenkomst niet meer veranderen of afzeggen" in hall.trainer.get(led).text


def test_who_was_there_is_a_file_of_its_trainer_and_in_the_own_record(hall: Hall) -> None:
    said, there, away = hall.people[:3]
    names, address = [one.name for one in (said, there, away)], there.email
    trainer = hall.world.session.query(AuditEntry).filter_by(action="exported")
    hall.session.commit()
    meeting = hall.plan(titel="=Samen oefenen")
    led = f"/trainen{meeting}"
    assert "aanwezigheid.csv" not in hall.trainer.get(led).text, "nobody answered yet"
    say(hall.browser(said), meeting, "ja")
    say(hall.browser(away), meeting, "nee")
    reader = hall.browser(there)
    assert "U was nog niet bij een bijeenkomst." in reader.get("/mijn-dossier").text
    reader.post(f"{meeting}/aanwezig", data={"code": hall.code()})
    assert "aanwezigheid.xlsx" in hall.trainer.get(led).text
    text = hall.trainer.get(f"{led}/aanwezigheid.csv").text
    header, *lines = text.lstrip("\ufeff").splitlines()
    assert header == "Wie;E-mailadres;School;Team;Antwoord;Aanwezig"
    assert [line.split(";")[0] for line in lines] == [names[0], *sorted(names[1:])]
    (present,) = [line for line in lines if line.endswith(";Ja")]
    assert present.startswith(f"{names[1]};{address};")
    assert hall.trainer.get(f"{led}/aanwezigheid.xlsx").data.startswith(b"PK")
    noted = [row.detail["list"] for row in trainer]
    hall.session.rollback()
    assert noted == ["attendance", "attendance"]
    for kind in ("csv", "xlsx"):
        assert reader.get(f"{led}/aanwezigheid.{kind}").status_code == 403
    other = hall.browser(hall.world.actor(Role.TRAINER, hall.world.school("verweg")))
    assert other.get(f"{led}/aanwezigheid.csv").status_code == 404
    (own,) = reader.get("/mijn-dossier.json").json["onderdelen"]["Bijeenkomsten"]
    assert (own["Bijeenkomst"], own["Aanwezig gemeld"]) == ("=Samen oefenen", "Door uzelf")
    assert "Samen oefenen" in reader.get("/mijn-dossier").text
    silent = hall.browser(said).get("/mijn-dossier.json").json["onderdelen"]
    assert silent["Bijeenkomsten"] == [], "saying yes is not being there"


def test_nobody_is_there_before_the_day(hall: Hall) -> None:
    later = (clock.today() + timedelta(days=3)).isoformat()
    meeting, client = hall.plan(dag=later), hall.browser(hall.people[0])
    assert client.post(f"{meeting}/aanwezig", data={"code": hall.code()}).status_code == 303
    page = client.get(meeting).text
    assert "De code werkt alleen op de dag van de bijeenkomst." in page
    assert "De code van vandaag" not in page
    hall.trainer.post(f"/trainen{meeting}/aanwezig", data={"wie": hall.people[0].ref})
    assert hall.rows(MeetingPresence) == 0


def test_another_school_sees_nothing_of_it(hall: Hall) -> None:
    meeting = hall.plan()
    there = hall.world.school("elders", hall.world.other_board())
    (stranger,) = hall.world.staff(there, 1)
    other = hall.world.actor(Role.TRAINER, there)
    hall.session.commit()
    for client, path in (
        (hall.browser(stranger), meeting),
        (hall.browser(other), f"/trainen{meeting}"),
    ):
        assert client.get(path).status_code == 404
        assert client.post(path, data={"komt": "ja"}).status_code == 404
        assert client.post(f"{path}/aanwezig", data={"code": hall.code()}).status_code == 404
    assert "Samen oefenen" not in hall.browser(stranger).get("/bijeenkomsten").text
    # nor is a stranger noted as there
    today_there = hall.trainer.post(f"/trainen{meeting}/aanwezig", data={"wie": stranger.ref})
    assert today_there.status_code == 303
    assert (hall.rows(MeetingReply), hall.rows(MeetingPresence)) == (0, 0)


def test_a_whole_board_comes_when_its_trainer_asks(hall: Hall) -> None:
    beside = hall.world.school("naast")
    (colleague,) = hall.world.staff(beside, 1)
    hall.session.commit()
    (board_code,) = hall.session.scalars(select(Board.code).where(Board.id == beside.board_id))
    # who trains at one school of a board does not plan for all of it
    assert hall.send(voor=f"bestuur:{board_code}").status_code == 404
    keeper = hall.browser(hall.world.actor(Role.TRAINER, None))
    hall.session.commit()
    hall.trainer = keeper
    meeting = hall.plan(voor=f"bestuur:{board_code}")
    assert "U komt." in say(hall.browser(colleague), meeting, "ja")


@pytest.mark.parametrize(
    ("field_name", "typed", "words"),
    [
        ("voor", "", "Kies voor wie het is."),
        ("titel", "", "Geef de bijeenkomst een naam."),
        ("titel", "x" * 300, "Gebruik hooguit"),
        ("dag", "31-2-2027", "Vul een datum in"),
        ("dag", "1-1-2020", "Deze dag is voorbij."),
        ("begin", "25.00", "Vul een tijd in, bijvoorbeeld 13.30."),
        ("einde", "13.00", "Het einde komt na het begin."),
        ("plaats", "", "Vul in waar het is."),
        ("plaatsen", "0", "Vul een getal in van 1 tot en met 1000."),
        ("plaatsen", "twee", "Vul een getal in van 1 tot en met 1000."),
        ("plaatsen", "100000", "Vul een getal in van 1 tot en met 1000."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    hall: Hall, field_name: str, typed: str, words: str
) -> None:
    reply = hall.send(**{field_name: typed})
    assert reply.status_code == 422
    assert words in reply.text
    assert hall.rows(Meeting) == 0
