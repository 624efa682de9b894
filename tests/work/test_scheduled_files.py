"""A list every week or month: four weeks go by, roles end, workers are killed; who may have it gets one
mail for each Monday, and nobody else any.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from course import clock
from course.domain.messages import stop_links
from course.domain.messages.schedules import Every
from course.domain.people.roles import Role
from course.models import FileSchedule, ScheduledMail
from course.store import transaction
from course.store.dated import DeedMoment
from course.store.people import merging, uniting
from course.web.report import scheduled
from course.work import scheduled_files
from course.work.loop import Worker
from course.work.making_files import NoRightError
from tests.checking_client import CheckingClient
from tests.staff import COURSE
from tests.work.weeks import MONDAY, Weeks


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
    assert "Wilt u deze mail niet meer?" not in told, "it comes no more"
    lines = weeks.session.query(ScheduledMail).filter_by(schedule_id=weeks.schedule(ref).id)
    assert [line.outcome for line in lines] == ["gone"], "nothing went wrong"
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
    weeks.world.sign_in(client, weeks.manager, clock.now())
    before = client.get("/rapport/bestanden").text
    assert "Er komt geen lijst meer." in before
    assert "De volgende is van" not in before, "the worker did not look yet, and no list comes"
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
