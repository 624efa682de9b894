"""On which day a list that comes again goes out, once, and what the ledger says of it."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import delete
from sqlalchemy.exc import DatabaseError

from course import clock
from course.domain.duties.calendars import OwnKind
from course.domain.people.roles import Role
from course.models import Person, ScheduledMail, School
from course.store import transaction
from course.store.duties.calendars import NewOwnDays, say_days
from course.store.messages import reminders
from course.store.messages.jobs import JobEnding
from course.work import scheduled_files
from course.work.loop import Worker
from course.work.working import RefusedError, Work
from tests.checking_client import CheckingClient
from tests.work.weeks import MONDAY, KilledError, Weeks


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
