"""A list every week or month: four weeks go by, roles end, workers are killed; who may have it gets one
mail for each Monday, and nobody else any.
"""

from __future__ import annotations

import random
import re
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.exc import DatabaseError

from course import clock
from course.domain.duties.calendars import OwnKind
from course.domain.messages import stop_links
from course.domain.messages.schedules import Every
from course.domain.people.roles import Actor, Role
from course.models import FileSchedule, Mail, Person, RoleGrant, ScheduledMail, School
from course.store import dated, transaction
from course.store.dated import DeedMoment
from course.store.duties import giving
from course.store.duties.calendars import NewOwnDays, say_days
from course.store.duties.giving import NewAssignment
from course.store.messages import reminders, schedules
from course.store.messages.jobs import JobEnding
from course.store.people import merging, uniting
from course.web.report import scheduled
from course.work import registry, scheduled_files
from course.work.loop import Worker
from course.work.making_files import NoRightError
from course.work.working import RefusedError, Work
from tests.checking_client import CheckingClient
from tests.staff import COURSE, World, at_noon

MONDAY = date(2026, 9, 7)  # the first Monday of its month
ASKED = {"cursus": COURSE, "peildatum": "", "wie": "", "school": "", "bestuur": "", "soort": "csv"}


class KilledError(BaseException):
    """This worker is gone, in the middle of what it did."""


class Weeks:
    """A school with a course, its manager, and the clock."""

    def __init__(self, app: Flask, session: Any, patch: pytest.MonkeyPatch) -> None:
        self.app, self.session, self.patch = app, session, patch
        self.go(MONDAY - timedelta(days=4))
        self.world = World(session, clock.today())
        self.school = self.world.school("regenboog")
        self.away = self.world.school("ver", self.world.other_board())
        for school, name in ((self.school, "Mens Hier"), (self.away, "Kanarie Elders")):
            self.world.works(self.world.person(name), school)
            trainer = self.world.actor(Role.TRAINER, school)
            due_on = MONDAY + timedelta(days=60)
            draft = NewAssignment(COURSE, school.id, None, None, due_on, f"token-{school.code}")
            giving.assign(trainer, draft, at_noon(clock.today()), clock.today())
        self.manager = self.world.actor(Role.MANAGER, self.school, name="Mirjam")
        session.commit()

    def go(self, day: date, hour: int = 8) -> None:
        moment = datetime.combine(day, time(hour), clock.AMSTERDAM).astimezone(clock.UTC)
        self.patch.setattr(clock, "now", lambda: moment)

    def ask(self, actor: Actor | None = None, every: Every = Every.WEEK, **changes: str) -> str:
        whose = (actor or self.manager).id
        ref = schedules.ask(
            whose, every, ASKED | changes, f"inzending-{whose}-{every}", clock.now()
        )
        transaction.commit()
        assert ref is not None
        return ref

    def work(self) -> None:
        """All that waits, by two workers in turn."""
        both = Worker(self.app), Worker(self.app)
        while any(worker.turn(worker.work) for worker in both):
            pass

    def days(self, first: date, last: date) -> None:
        day = first
        while day <= last:
            self.go(day)
            self.work()
            day += timedelta(days=1)

    def mails(self) -> list[Mail]:
        rows = self.session.query(Mail).order_by(Mail.id)
        found = [row for row in rows if row.key.startswith("people-file:")]
        self.session.expunge_all()
        transaction.rollback()
        return found

    def told(self) -> list[str]:
        return [mail.key.rpartition(":")[2] for mail in self.mails()]

    def end_role(self, actor: Actor | None = None) -> None:
        whose = RoleGrant.person_id == (actor or self.manager).id
        grants = self.session.scalars(select(RoleGrant.id).where(whose)).all()
        dated.end(RoleGrant, grants, DeedMoment(clock.now()))
        self.session.commit()

    def schedule(self, ref: str) -> FileSchedule:
        row: FileSchedule = self.session.query(FileSchedule).filter_by(ref=ref).one()
        self.session.refresh(row)
        self.session.expunge(row)
        transaction.rollback()
        return row

    def ledger(self) -> list[tuple[str, str]]:
        rows = self.session.query(ScheduledMail).order_by(ScheduledMail.id)
        found = [(row.day.isoformat(), row.outcome) for row in rows]
        transaction.rollback()
        return found


@pytest.fixture
def weeks(app: Flask, session: Any, monkeypatch: pytest.MonkeyPatch) -> Weeks:
    mine = [one for one in registry.daily() if one.kind == "scheduled-files"]
    assert mine
    monkeypatch.setattr(registry, "daily", lambda: mine)
    return Weeks(app, session, monkeypatch)


def test_four_weeks_with_a_role_that_ends_in_the_third(weeks: Weeks) -> None:
    ref = weeks.ask()
    weeks.days(clock.today(), MONDAY + timedelta(days=9))
    assert weeks.told() == ["2026-09-07", "2026-09-14"]
    weeks.end_role()
    weeks.days(MONDAY + timedelta(days=10), MONDAY + timedelta(days=30))
    assert weeks.told() == ["2026-09-07", "2026-09-14"]
    assert weeks.schedule(ref).ended_by == "right"


def test_a_role_that_ends_between_the_plan_and_the_file(weeks: Weeks) -> None:
    ref = weeks.ask()
    weeks.go(MONDAY)
    worker = Worker(weeks.app)
    assert worker.turn(worker.work)  # the plan
    weeks.end_role()
    weeks.work()
    assert weeks.told() == []
    assert weeks.schedule(ref).ended_by == "right"
    assert weeks.ledger() == [("2026-09-07", "right")]


def test_a_school_out_of_scope_ends_the_list_and_the_others_go_on(weeks: Weeks) -> None:
    lost = weeks.ask(school="ver")
    other = weeks.world.actor(Role.MANAGER, weeks.school, name="Ander")
    weeks.session.commit()
    kept = weeks.ask(other)
    weeks.go(MONDAY)
    weeks.work()
    assert weeks.schedule(lost).ended_by == "right"
    assert weeks.schedule(kept).ended_by is None
    assert [mail.recipient for mail in weeks.mails()] == [other.email]


def test_the_list_of_a_school_that_went_up_in_another_ends_with_a_mail_that_says_so(
    weeks: Weeks, client: CheckingClient
) -> None:
    """It came each week, with nobody in it."""
    into = weeks.world.school("linde")
    manager = weeks.world.actor(Role.MANAGER, board=weeks.world.board, name="Bea")
    weeks.session.commit()
    ref, whole = weeks.ask(manager, school="regenboog"), weeks.ask(manager, Every.MONTH)
    names = weeks.school.name, into.name
    merging.merge_schools(weeks.school.id, into.id, DeedMoment(clock.now()))
    transaction.commit()
    weeks.days(MONDAY, MONDAY + timedelta(days=8))
    mails = {mail.subject.split(" – ")[0]: mail.body for mail in weeks.mails()}
    assert sorted(mails) == [
        f"Uw lijst van 7 september 2026 {how}" for how in ("is niet gemaakt", "staat klaar")
    ]
    told = mails["Uw lijst van 7 september 2026 is niet gemaakt"]
    assert f"{names[0]} ging op in {names[1]}." in told
    assert "Wij maken deze lijst niet meer." in told
    assert "proberen wij het opnieuw" not in told
    assert (weeks.schedule(ref).ended_by, weeks.schedule(whole).ended_by) == ("gone", None)
    weeks.world.sign_in(client, manager, clock.now())
    assert "de groep of de school is er niet meer" in client.get("/rapport/bestanden").text
    ready = mails["Uw lijst van 7 september 2026 staat klaar"]
    (path,) = re.findall(r"http://localhost(/bezig/\S+)", ready)
    assert "Het bestand is klaar: 1 medewerker, 1 school." in client.get(path).text
    page = client.get(f"/rapport/mensen?cursus={COURSE}&school=regenboog").text
    assert "De school van deze lijst ging op in" in page
    assert "Deze lijst elke week" not in page
    fields = {"cursus": COURSE, "school": "regenboog", "steeds": "week", "soort": "csv"}
    assert client.post("/rapport/mensen/vast", data=fields).status_code == 404


def test_the_mail_has_a_link_and_no_name_of_anybody_in_it(
    weeks: Weeks, client: CheckingClient
) -> None:
    weeks.ask()
    weeks.go(MONDAY)
    weeks.work()
    (mail,) = weeks.mails()
    assert mail.subject == "Uw lijst van 7 september 2026 staat klaar – Deelwijs"
    assert "Mens Hier" not in mail.body
    assert "Beste Mirjam" in mail.body
    assert "staan geen namen van collega’s" in mail.body, "there is one: their own"
    assert "Elke maandag maken wij deze lijst voor u" in mail.body
    assert "tot en met 13 september 2026" in mail.body
    (path,) = re.findall(r"http://localhost(/bezig/\S+)", mail.body)
    assert str(client.get(path).location).startswith("/inloggen")
    weeks.world.sign_in(client, weeks.manager, clock.now())
    assert "Het bestand is klaar: 1 medewerker, 1 school." in client.get(path).text
    text = client.get(f"{path}/bestand").text
    assert "Mens Hier" in text
    assert "Kanarie" not in text
    assert mail.stop_url is not None
    assert mail.stop_url in mail.body


def test_it_ends_from_the_mail_by_a_press_and_not_by_opening(
    weeks: Weeks, client: CheckingClient
) -> None:
    ref = weeks.ask()
    weeks.go(MONDAY)
    weeks.work()
    (mail,) = weeks.mails()
    path = str(mail.stop_url).removeprefix("http://localhost")
    assert "Deze lijst niet meer?" in client.get(path).text
    assert weeks.schedule(ref).ended_at is None
    reply = client.post(path, data={"List-Unsubscribe": "One-Click"})
    assert reply.status_code == 303
    assert "U krijgt deze lijst niet meer" in client.get(path).text
    assert weeks.schedule(ref).ended_by == "mail"
    weeks.days(MONDAY + timedelta(days=1), MONDAY + timedelta(days=8))
    assert weeks.told() == ["2026-09-07"]
    other = stop_links.seal(weeks.app.config["DEELWIJS"].secret_key, ref)
    assert client.get(f"/mail/lijst/{other}").status_code == 404
    assert client.post("/mail/lijst/niemand.abc").status_code == 404


def test_it_is_asked_and_ended_on_screen(weeks: Weeks, client: CheckingClient) -> None:
    other = weeks.world.actor(Role.MANAGER, weeks.school)
    weeks.world.sign_in(client, weeks.manager, clock.now())
    page = client.get(f"/rapport/mensen?cursus={COURSE}&wie=te-laat").text
    assert "Deze lijst elke week of elke maand" in page
    fields = {"cursus": COURSE, "wie": "te-laat", "steeds": "month", "soort": "xlsx"}
    reply = client.post("/rapport/mensen/vast", data=fields)
    shown = client.get(str(reply.location)).text
    assert "voor het eerst op 7 september 2026. Valt die dag in een vakantie?" in shown
    assert "te laat, alle scholen die u mag zien" in shown
    assert "Elke eerste maandag van de maand, als spreadsheet (XLSX)." in shown
    reply = client.post("/rapport/mensen/vast", data=fields)  # no second one, and none is promised
    shown = client.get(str(reply.location)).text
    assert "U krijgt deze lijst al." in shown
    assert "voor het eerst op" not in shown
    weeks.days(clock.today(), MONDAY + timedelta(days=29))
    assert weeks.told() == ["2026-09-07", "2026-10-05"]
    weeks.world.sign_in(client, weeks.manager, clock.now())
    shown = client.get("/rapport/bestanden").text
    assert "De laatste mail hoort bij 5 oktober 2026." in shown
    (path,) = re.findall(r'action="(/rapport/bestanden/vast/[^"]+)"', shown)
    client.post(path)
    assert "U hebt de lijst gestopt." in client.get("/rapport/bestanden").text
    weeks.world.sign_in(client, other, clock.now())
    assert client.post(path).status_code == 404


def test_no_more_than_ten_lists_at_once(
    weeks: Weeks, client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduled, "MOST", 1)
    weeks.ask()
    weeks.world.sign_in(client, weeks.manager, clock.now())
    fields = {"cursus": COURSE, "wie": "te-laat", "steeds": "month", "soort": "xlsx"}
    reply = client.post("/rapport/mensen/vast", data=fields)
    assert "Stop er eerst één" in client.get(str(reply.location)).text
    assert weeks.session.query(FileSchedule).count() == 1


def test_who_lost_the_right_reads_that_it_stopped(weeks: Weeks, client: CheckingClient) -> None:
    weeks.ask()
    weeks.go(MONDAY)
    weeks.work()
    weeks.end_role()
    weeks.go(MONDAY + timedelta(days=1))
    weeks.work()
    weeks.world.sign_in(client, weeks.manager, clock.now())
    shown = client.get("/rapport/bestanden").text
    assert "u mag het rapport van deze scholen niet meer zien" in shown
    assert "Stop deze lijst" not in shown


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"soort": "csv", "steeds": "day"}, "Kies hoe vaak"),
        ({"soort": "exe", "steeds": "week"}, "Kies welk soort bestand"),
        ({"soort": "csv", "steeds": "week", "school": "ver"}, "geen school"),
        ({"soort": "csv", "steeds": "week", "bestuur": "elders"}, "geen school"),
    ],
)
def test_what_cannot_be_says_why(
    weeks: Weeks, client: CheckingClient, fields: dict[str, str], words: str
) -> None:
    weeks.world.sign_in(client, weeks.manager, clock.now())
    reply = client.post("/rapport/mensen/vast", data={"cursus": COURSE} | fields)
    assert words in client.get(str(reply.location)).text
    assert weeks.session.query(FileSchedule).count() == 0


def test_whom_mail_does_not_reach_gets_none_and_the_ledger_says_so(weeks: Weeks) -> None:
    weeks.ask()
    reminders.came_back(weeks.manager.email, "550", clock.now())
    weeks.session.commit()
    weeks.go(MONDAY)
    weeks.work()
    assert weeks.told() == []
    assert weeks.ledger() == [("2026-09-07", "unreached")]


def close(weeks: Weeks, school: School, first: date, last: date) -> None:
    """No school on these days."""
    draft = NewOwnDays(
        school_id=school.id,
        kind=OwnKind.CLOSED,
        name="Studiedagen",
        first_on=first,
        last_on=last,
        submission=f"dicht-{first}",
    )
    assert say_days(draft, weeks.manager.id, clock.now())
    weeks.session.commit()


def test_on_a_day_off_it_waits_for_the_next_school_day(
    weeks: Weeks, client: CheckingClient
) -> None:
    """Off is where its maker works; who works nowhere is told when one of the schools is open."""
    weeks.ask()
    somebody = weeks.world.actor(Role.MANAGER, weeks.away, name="Werkt hier")
    weeks.world.works(weeks.session.get(Person, somebody.id), weeks.school)
    weeks.session.commit()
    weeks.ask(somebody, school="ver")
    close(weeks, weeks.school, MONDAY, MONDAY + timedelta(days=1))
    weeks.days(clock.today(), MONDAY + timedelta(days=1))
    assert weeks.told() == []
    weeks.world.sign_in(client, weeks.manager, clock.now())
    shown = client.get("/rapport/bestanden").text
    assert "De lijst van 7 september 2026 maken wij op 9 september 2026." in shown
    weeks.go(MONDAY + timedelta(days=2))
    weeks.work()
    assert weeks.told() == ["2026-09-07"] * 2
    assert weeks.ledger() == [("2026-09-07", "sent")] * 2
    weeks.days(MONDAY + timedelta(days=3), MONDAY + timedelta(days=8))
    assert weeks.told() == ["2026-09-07"] * 2 + ["2026-09-14"] * 2


def test_a_monday_for_which_none_was_made_stands_in_the_ledger_with_why(
    weeks: Weeks, client: CheckingClient
) -> None:
    """A week off, and then a week in which no worker lived."""
    somebody = weeks.world.actor(Role.MANAGER, weeks.school)
    weeks.world.works(weeks.session.get(Person, somebody.id), weeks.school)
    weeks.session.commit()
    weeks.ask(somebody)
    close(weeks, weeks.school, MONDAY, MONDAY + timedelta(days=6))
    weeks.days(clock.today(), MONDAY + timedelta(days=6))
    assert weeks.ledger() == []
    weeks.go(MONDAY + timedelta(days=14))
    weeks.work()
    assert weeks.ledger() == [
        ("2026-09-07", "day-off"),
        ("2026-09-14", "missed"),
        ("2026-09-21", "sent"),
    ]
    trainer = weeks.world.actor(Role.TRAINER, weeks.school)
    weeks.world.sign_in(client, trainer, clock.now())
    page = client.get("/trainen/mail/verstuurd").text
    for words in (
        "Lijst van 7 september 2026. Geen lijst: tot de volgende was er geen gewone schooldag.",
        "Lijst van 14 september 2026. Niet gemaakt: de server maakte haar niet op tijd.",
    ):
        assert words in page


def test_whose_schools_are_not_all_closed_and_who_works_nowhere_gets_it(weeks: Weeks) -> None:
    both = weeks.world.actor(Role.MANAGER, name="Nergens")
    weeks.session.commit()
    weeks.ask(both)
    close(weeks, weeks.school, MONDAY, MONDAY)
    weeks.go(MONDAY)
    weeks.work()
    assert [mail.recipient for mail in weeks.mails()] == [both.email]


@pytest.mark.parametrize(
    "error", [RefusedError("De lijst is te lang."), ZeroDivisionError(), KilledError()]
)
def test_what_could_not_be_made_is_told_once_in_a_mail_and_on_the_page(
    weeks: Weeks, client: CheckingClient, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    """Refused, gone wrong each time, or the end of each worker that tried."""
    ref = weeks.ask()

    def breaks(_: Work) -> JobEnding:
        raise error

    monkeypatch.setattr(scheduled_files, "make_wanted", breaks)
    moment = datetime.combine(MONDAY, time(7), clock.AMSTERDAM).astimezone(clock.UTC)
    for minutes in range(0, 720, 5):
        monkeypatch.setattr(clock, "now", lambda at=moment + timedelta(minutes=minutes): at)
        worker = Worker(weeks.app)
        try:
            while worker.turn(worker.work):
                pass
        except KilledError:
            transaction.rollback()
    (mail,) = weeks.mails()
    assert mail.subject == "Uw lijst van 7 september 2026 is niet gemaakt – Deelwijs"
    why = "De lijst is te lang." if isinstance(error, RefusedError) else "ging een paar keer mis"
    assert why in mail.body
    assert "Op 14 september 2026 proberen wij het opnieuw." in mail.body
    assert str(mail.stop_url) in mail.body
    assert weeks.ledger() == [("2026-09-07", "failed")]
    assert weeks.schedule(ref).ended_at is None
    weeks.world.sign_in(client, weeks.manager, clock.now())
    assert "De lijst van 7 september 2026 is niet gemaakt" in client.get("/rapport/bestanden").text


def test_it_goes_along_when_two_accounts_become_one(weeks: Weeks, client: CheckingClient) -> None:
    """Also what waits to be made; a list that both have comes once."""
    other = weeks.world.actor(Role.MANAGER, weeks.school, name="Mirjam Twee")
    weeks.session.commit()
    own, twice = weeks.ask(every=Every.MONTH), weeks.ask()
    weeks.ask(other)
    weeks.go(MONDAY)
    worker = Worker(weeks.app)
    assert worker.turn(worker.work)  # the plan
    uniting.unite(weeks.manager.id, other.id, DeedMoment(clock.now()))
    weeks.session.commit()
    weeks.work()
    assert [mail.recipient for mail in weeks.mails()] == [other.email] * 2
    assert (weeks.schedule(own).ended_by, weeks.schedule(twice).ended_by) == (None, "united")
    weeks.world.sign_in(client, other, clock.now())
    shown = client.get("/rapport/bestanden").text
    assert shown.count("Stop deze lijst") == 2
    assert "twee accounts van u werden er één" in shown


def test_what_was_being_made_when_two_accounts_became_one_is_not_ended(
    weeks: Weeks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker still knows the account that went; the list is of the other by then."""
    other = weeks.world.actor(Role.MANAGER, weeks.school, name="Mirjam Twee")
    weeks.session.commit()
    ref = weeks.ask()

    def late(*_: object) -> None:
        monkeypatch.undo()
        transaction.begin(may_write=True)
        uniting.unite(weeks.manager.id, other.id, DeedMoment(moment))
        transaction.commit()
        raise NoRightError("dat account is er niet meer")

    weeks.go(MONDAY)
    moment = clock.now()
    monkeypatch.setattr(scheduled_files, "make_wanted", late)
    worker = Worker(weeks.app)
    assert worker.turn(worker.work)  # the plan
    assert worker.turn(worker.work)
    kept = weeks.schedule(ref)
    assert (kept.person_id, kept.ended_by) == (other.id, None)


def test_trainers_read_in_the_ledger_of_mail_that_a_list_went_out(
    weeks: Weeks, client: CheckingClient
) -> None:
    """Of who works at their schools, and nothing of what the list is about."""
    trainers = [weeks.world.actor(Role.TRAINER, one) for one in (weeks.school, weeks.away)]
    trainers.append(weeks.world.actor(Role.TRAINER))  # everywhere
    weeks.world.works(weeks.session.get(Person, weeks.manager.id), weeks.school)
    nowhere = weeks.world.actor(Role.MANAGER, name="Werkt Nergens")
    weeks.session.commit()
    weeks.ask(school="regenboog")
    weeks.ask(nowhere)
    weeks.go(MONDAY)
    weeks.work()
    seen = []
    for trainer in trainers:
        weeks.world.sign_in(client, trainer, clock.now())
        page = client.get("/trainen/mail/verstuurd").text
        assert ("Lijst van 7 september 2026, wacht" in page) == ("Mirjam" in page)
        seen.append([name for name in ("Mirjam", "Werkt Nergens") if name in page])
    assert seen == [["Mirjam"], [], ["Mirjam", "Werkt Nergens"]]


def test_workers_that_are_killed_anywhere_send_none_twice(
    weeks: Weeks, monkeypatch: pytest.MonkeyPatch
) -> None:
    weeks.ask()
    chance, commit = random.Random(7), transaction.commit
    killed = [0]

    def sometimes() -> None:
        if killed[0] < 12 and chance.random() < 0.4:
            killed[0] += 1
            transaction.rollback()
            raise KilledError
        commit()
        if killed[0] < 12 and chance.random() < 0.2:
            killed[0] += 1
            raise KilledError

    monkeypatch.setattr(transaction, "commit", sometimes)
    for minutes in range(0, 900, 5):
        moment = datetime.combine(MONDAY, time(7), clock.AMSTERDAM).astimezone(clock.UTC)
        now = moment + timedelta(minutes=minutes)
        monkeypatch.setattr(clock, "now", lambda at=now: at)
        worker = Worker(weeks.app)
        try:
            while worker.turn(worker.work):
                pass
        except KilledError:
            transaction.rollback()
    assert killed[0] >= 4
    assert weeks.told() == ["2026-09-07"]
    assert weeks.ledger() == [("2026-09-07", "sent")]


def test_the_ledger_is_never_changed(weeks: Weeks) -> None:
    weeks.ask()
    weeks.go(MONDAY)
    weeks.work()
    with pytest.raises(DatabaseError, match="never changed"):
        weeks.session.execute(delete(ScheduledMail))
    weeks.session.rollback()
    assert weeks.session.query(School).count() > 0
