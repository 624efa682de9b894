"""A mail by hand to who was ticked in a list: who gets it, who does not and why, and a line in the
ledger for each of them.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest

from course import clock
from course.domain.people.roles import Role
from course.domain.people.sight import Sight
from course.models import Duty, DutyRelief, Mail, MailStop, Person, Reminder, School
from course.store import transaction
from course.store.dated import DeedMoment
from course.store.duties import giving
from course.store.duties.giving import NewAssignment
from course.store.messages import reminders
from course.store.people import deeds
from course.web.report import nudging
from tests.checking_client import CheckingClient
from tests.staff import COURSE, World

SCHOOL_DAY = datetime(2026, 11, 30, 11, tzinfo=clock.AMSTERDAM)  # a Monday
PATH = "/rapport/herinneren"
CANARY = "Kanarie Vogel"


class Case:
    """A school of which everybody has the course and each is in another state, and one elsewhere."""

    def __init__(self, world: World, seen: Sight = Sight.LESSONS) -> None:
        self.world = world
        self.here = world.school("baken", sight=seen)
        self.away = world.school("elders", world.other_board())
        names = ("Open", "Klaar", "Pauze", "Vrij", "Stil", "Terug", "Weg", "Ander")
        self.people = {name: world.person(f"{name} Bakker") for name in names}
        for person in self.people.values():
            world.works(person, self.here)
        canary = world.person(CANARY)
        world.works(canary, self.away)
        for place in (self.here, self.away):
            self.assign(place)
        self.manager = world.actor(Role.MANAGER, self.here, name="Mirjam de Boer")
        today = clock.today()
        world.progress(self.people["Klaar"], 5, today - timedelta(days=9), today)
        self.relieve("Pauze", "paused", None)
        self.relieve("Vrij", "exempt", "decision")
        world.add(MailStop(person_id=self.people["Stil"].id, since=clock.now()))
        reminders.came_back(self.people["Terug"].email, "550", clock.now())
        self.refs = {
            row.person_id: row.ref for row in world.session.query(Duty).filter_by(course=COURSE)
        }
        self.canary = self.refs[canary.id]
        self.chosen = [self.refs[one.id] for one in self.people.values()]
        world.session.commit()

    def assign(self, school: School) -> None:
        trainer = self.world.actor(Role.TRAINER, school)
        before, now = clock.today() - timedelta(days=40), clock.now() - timedelta(days=40)
        due = clock.today() + timedelta(days=30)
        draft = NewAssignment(COURSE, school.id, None, None, due, f"{school.code}-1234567890123456")
        assert giving.assign(trainer, draft, now, before)

    def relieve(self, name: str, kind: str, category: str | None) -> None:
        duty = self.world.session.query(Duty.id).filter_by(person_id=self.people[name].id).scalar()
        row = {"duty_id": duty, "kind": kind, "category": category, "made_by": self.manager.id}
        until = clock.today() + timedelta(days=9)
        moment = {"starts_on": clock.today(), "recorded_at": clock.now()}
        self.world.add(DutyRelief(**row, until=until, **moment))

    def leave(self, name: str) -> None:
        deeds.leave(self.here.id, [self.people[name].id], DeedMoment(clock.now()))
        self.world.session.commit()


@pytest.fixture
def case(session: Any, client: CheckingClient, monkeypatch: pytest.MonkeyPatch) -> Case:
    monkeypatch.setattr(clock, "now", lambda: SCHOOL_DAY.astimezone(clock.UTC))
    found = Case(World(session, clock.today()))
    found.world.sign_in(client, found.manager, clock.now())
    return found


def ledger(case: Case) -> dict[str, str]:
    """By name how the mail of each person ended."""
    names = {one.id: one.name.split()[0] for one in case.world.session.query(Person)}
    found = {names[row.person_id]: row.outcome for row in case.world.session.query(Reminder)}
    transaction.rollback()
    return found


SAID = {
    "Open": "sent",
    "Klaar": "done",
    "Pauze": "paused",
    "Vrij": "exempt",
    "Stil": "stopped",
    "Terug": "unreached",
    "Weg": "left",
    "Ander": "sent",
}


def test_who_gets_it_who_does_not_and_why(client: CheckingClient, case: Case) -> None:
    chosen, people = list(case.chosen), {name: one.id for name, one in case.people.items()}
    case.leave("Weg")
    query = {"opdracht": " ".join(chosen)}
    page = client.get(PATH, query_string=query).text
    assert "Stuur 2 medewerkers een mail?" in page
    for words in (
        "1 medewerker is klaar: Klaar Bakker, De Baken.",
        "1 medewerker is gepauzeerd: Pauze Bakker, De Baken.",
        "1 medewerker is vrijgesteld: Vrij Bakker, De Baken.",
        "1 medewerker wil geen mail over trainingen: Stil Bakker, De Baken.",
        "1 medewerker is met mail niet te bereiken: Terug Bakker, De Baken.",
        "1 medewerker werkt er niet meer: Weg Bakker, De Baken.",
        "30 december 2026",  # in the mail of the first of them
    ):
        assert words in page, words
    assert ledger(case) == {}
    assert client.post(PATH, data=query).status_code == 303
    assert people.keys() == SAID.keys()
    assert ledger(case) == SAID
    told = client.get("/rapport?cursus=sociale-media").text
    assert "2 mails gaan zo de deur uit." in told
    assert "1 medewerker werkt er niet meer." in told
    page = client.get(PATH, query_string=query).text
    assert "Niemand krijgt nu een mail" in page
    assert "2 medewerkers kregen de laatste zeven dagen al een mail: Ander Bakker" in page
    client.post(PATH, data=query)
    assert (
        Counter(row.recipient for row in case.world.session.query(Mail)).most_common(1)[0][1] == 1
    )
    lines = Counter(row.person_id for row in case.world.session.query(Reminder))
    assert max(lines.values()) == 1  # whoever presses twice asked once


def test_another_school_is_not_there(client: CheckingClient, case: Case) -> None:
    canary, own = case.canary, case.chosen[0]
    transaction.rollback()
    assert client.get(PATH, query_string={"opdracht": canary}).status_code == 404
    assert client.post(PATH, data={"opdracht": canary}).status_code == 404
    page = client.get(PATH, query_string={"opdracht": f"{canary} {own}"}).text
    assert CANARY not in page
    client.post(PATH, data={"opdracht": f"{canary} {own}"})
    assert ledger(case) == {"Open": "sent"}


def test_everybody_of_a_list_also_of_who_never_signed_in(
    client: CheckingClient, case: Case
) -> None:
    case.people["Open"].first_signed_in_at = clock.now()
    case.world.session.commit()
    late = client.get("/rapport/mensen?cursus=sociale-media&wie=nooit-ingelogd").text
    assert f'formaction="{PATH}"' in late
    assert "Stuur een mail aan iedereen in deze lijst" in late
    assert "Pas aan voor" not in late  # a manager asks for a mail, and changes nothing
    listed = {"wie": "alle", "cursus": COURSE, "status": "nooit-ingelogd"}
    assert "Stuur 2 medewerkers een mail?" in client.get(PATH, query_string=listed).text
    client.post(PATH, data=listed)
    assert "Open" not in ledger(case)
    assert ledger(case)["Ander"] == "sent"
    whole = {"wie": "alle", "cursus": COURSE, "school": "baken"}
    assert "Stuur 1 medewerker een mail?" in client.get(PATH, query_string=whole).text


def test_nobody_and_too_many_are_told(
    client: CheckingClient, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = " ".join(case.chosen)
    transaction.rollback()
    assert "U koos nog niemand." in client.get(PATH).text
    monkeypatch.setattr(nudging, "MOST", 3)
    reply = client.get(PATH, query_string={"opdracht": chosen})
    assert reply.status_code == 422
    assert "Kies hooguit 3 medewerkers tegelijk." in reply.text
    client.post(PATH, data={"opdracht": chosen})
    assert ledger(case) == {}


def test_a_withdrawn_duty_is_no_reason_to_write(client: CheckingClient, case: Case) -> None:
    ref = case.chosen[0]
    from course.models import DutyReason

    case.world.session.query(DutyReason).update({"replaced_at": clock.now()})
    case.world.session.commit()
    page = client.get(PATH, query_string={"opdracht": ref}).text
    assert "1 medewerker hoeft dit niet meer te doen: Open Bakker" in page


def test_who_left_stands_in_the_ledger_of_the_school_and_nowhere_else(
    client: CheckingClient, case: Case
) -> None:
    trainer, other = (case.world.actor(Role.TRAINER, place) for place in (case.here, case.away))
    case.leave("Weg")
    ref = case.chosen[list(case.people).index("Weg")]
    transaction.rollback()
    client.post(PATH, data={"opdracht": ref})
    for actor, sees in ((trainer, True), (other, False)):
        case.world.sign_in(client, actor, clock.now())
        page = client.get("/trainen/mail/verstuurd").text
        assert ("Geen mail. Deze medewerker werkt er niet meer." in page) is sees
        assert ("Weg Bakker" in page) is sees


@pytest.mark.parametrize("seen", Sight)
def test_a_manager_finds_nobody_who_began_by_asking_for_a_mail(
    session: Any, client: CheckingClient, monkeypatch: pytest.MonkeyPatch, seen: Sight
) -> None:
    monkeypatch.setattr(clock, "now", lambda: SCHOOL_DAY.astimezone(clock.UTC))
    found = Case(World(session, clock.today()), seen)
    found.world.progress(found.people["Open"], 3, clock.today() - timedelta(days=9))
    ref = found.refs[found.people["Open"].id]
    found.world.sign_in(client, found.manager, clock.now())
    shown = seen is Sight.LESSONS
    page = client.get(PATH, query_string={"opdracht": ref}).text
    assert "Stuur 1 medewerker een mail?" in page
    assert "30 december 2026" in page
    assert ("3 van de 5 lessen klaar" in page) is shown
    assert ("verder waar u was" in page) is shown
    listed = {"wie": "alle", "cursus": COURSE, "school": "baken"}
    for status, is_found in (("bezig", shown), ("nog-niet-klaar", not shown)):
        reply = client.get(PATH, query_string={**listed, "status": status})
        assert (reply.status_code == 200) is is_found, status
    client.post(PATH, data={"opdracht": ref})
    assert "3 van de 5 lessen klaar" in found.world.session.query(Mail).one().body
