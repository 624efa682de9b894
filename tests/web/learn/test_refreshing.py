"""A refresher by a link from the mail: what it opens without a password, what it never shows, and
that it touches nothing that somebody finished.
"""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select, text

from course import clock
from course.models import Attempt, Membership, Refresher, RefresherAnswer, RefresherStop, db
from course.store import transaction
from course.store.dated import DeedMoment
from course.store.learning import refreshers
from course.store.messages import jobs, outbox
from course.store.people import accounts
from course.store.signing_in import browsers
from course.work import registry
from course.work.loop import Worker
from tests.checking_client import CheckingClient
from tests.learning import Learner
from tests.refreshed import MONDAY, Days, done, mails
from tests.untriggered import untriggered

DONE_ON, DUE = MONDAY, MONDAY + timedelta(days=2)
UNTOUCHED = (
    *("progress", "module_progress", "lesson_completion", "past_progress", "certificate"),
    *("enrolment", "attempt", "duty", "duty_reason"),
)


@pytest.fixture
def days(monkeypatch: pytest.MonkeyPatch) -> Days:
    monkeypatch.setattr(registry, "daily", list)
    found = Days(monkeypatch)
    found.go(DONE_ON)
    return found


@pytest.fixture
def noor(session: Any, tmp_path: Path, days: Days) -> Learner:
    return done(session, tmp_path)


def work(app: Flask) -> str:
    """One round of refreshers; how many went out."""
    transaction.rollback()
    ref = jobs.queue("refreshers", {}, clock.now())
    transaction.commit()
    worker = Worker(app)
    assert worker.turn(worker.work)
    found = db.session.execute(
        text("SELECT outcome, message FROM job WHERE ref = :ref"), {"ref": ref}
    )
    outcome, message = found.one()
    transaction.rollback()
    assert outcome == "done"
    return str(message)


@pytest.fixture
def link(app: Flask, session: Any, noor: Learner, days: Days) -> str:
    """The address in the mail of the first refresher."""
    days.go(DUE)
    assert work(app) == "1"
    (mail,) = mails(session)
    found = re.search(r"http://[^/\s]+(/leren/opfrissen/\S+)", mail.body)
    assert found is not None, mail.body
    transaction.rollback()
    return found[1]


def everything(session: Any) -> dict[str, list[Any]]:
    session.rollback()
    rows = {name: session.execute(text(f"SELECT * FROM {name}")).all() for name in UNTOUCHED}
    session.rollback()
    return {name: sorted(map(str, found)) for name, found in rows.items()}


def answers(session: Any, noor: Learner) -> list[RefresherAnswer]:
    query = select(RefresherAnswer).order_by(RefresherAnswer.id)
    found = list(session.scalars(query.where(RefresherAnswer.person_id == noor.person.id)))
    for one in found:
        session.expunge(one)
    session.rollback()
    return found


def test_the_link_opens_the_questions_without_a_password_and_nothing_else(
    client: CheckingClient, session: Any, noor: Learner, link: str
) -> None:
    name, school = noor.person.name, noor.school.name
    session.rollback()
    page = client.get(link)
    assert page.status_code == 200
    assert "in andere woorden?" in page.text
    assert name not in page.text
    assert f">{school}<" not in page.text
    assert "Zo is het" in page.text
    assert "Weerlegging" not in page.text
    for path in ("/leren", "/leren/mijn-kennis", "/mijn-dossier", "/leren/proef"):
        assert client.get(path).status_code == 303, path


def test_who_reads_an_old_address_opens_it_no_more(
    client: CheckingClient, session: Any, noor: Learner, link: str
) -> None:
    assert client.get(link).status_code == 200
    accounts.change_address(
        {noor.person.id: "noor.nieuw@voorbeeld.example"}, DeedMoment(clock.now())
    )
    session.commit()
    assert client.get(link).status_code == 404
    assert client.post(link, data={"vraag": "r1", "antwoord": "a"}).status_code == 404
    assert answers(session, noor) == []
    assert refreshers.waiting(noor.person.id, clock.today()) is None
    session.rollback()


def test_an_answer_is_told_kept_once_and_moves_the_rule(
    client: CheckingClient, session: Any, noor: Learner, link: str
) -> None:
    before = everything(session)
    assert client.post(link, data={"vraag": "r1"}).status_code == 422
    wrong = {"vraag": "r1", "antwoord": "b", "zekerheid": "zeker"}
    assert client.post(link, data=wrong).status_code == 303
    assert client.post(link, data=wrong | {"antwoord": "a"}).status_code == 303
    page = client.get(link).text
    assert "Weerlegging van 1" in page
    assert "Klopt niet, want" not in page, "who was sure reads one text"
    assert page.count("Zo zit het:") == 1
    assert "Wat doet u met de foto?" in page
    end = client.post(link, data={"vraag": "S1", "antwoord": "bellen"} | {"antwoord": "b"})
    assert end.status_code == 200
    assert "Klaar" in end.text
    first, story = answers(session, noor)
    assert (first.item, first.response, first.earned, first.confidence) == ("r1", ["b"], 0, "zeker")
    assert (first.step_before, first.step_after, first.scheduler) == (0, 0, "ladder-1")
    assert (story.item, story.goal, story.step_before) == ("S1", "", None)
    assert client.get(link).status_code == 200
    assert everything(session) == before


def test_the_own_plan_is_only_for_who_just_answered(
    client: CheckingClient, session: Any, noor: Learner, link: str
) -> None:
    plan = {"item": "pl1", "response": ["ik twijfel", "bel ik Sanne"], "earned": 0, "possible": 0}
    place = {"enrolment_id": noor.enrolment_id, "module": "een", "lesson": "plan", "settled": True}
    release = session.scalar(select(Refresher.release).where(Refresher.person_id == noor.person.id))
    when = {"submission": "plan-van-noor", "submitted_at": clock.now(), "release": release}
    session.add(Attempt(**plan, **place, **when))
    session.commit()
    client.post(link, data={"vraag": "r1", "antwoord": "a"})
    assert "bel ik Sanne" not in client.get(link).text
    end = client.post(link, data={"vraag": "S1", "antwoord": "a"})
    assert "Als ik twijfel, dan bel ik Sanne" in end.text
    assert "bel ik Sanne" not in client.get(link).text


def test_a_link_that_is_not_ours_is_not_there(client: CheckingClient, link: str) -> None:
    other = "A" if link[-1] != "A" else "B"
    for path in (link[:-1] + other, link.rpartition(".")[0], "/leren/opfrissen/niets.niets"):
        assert client.get(path).status_code == 404
        assert client.post(path, data={"vraag": "r1", "antwoord": "a"}).status_code == 404
    assert client.post(link, data={"vraag": "t1", "antwoord": "a"}).status_code == 404


def test_a_link_ends_after_two_weeks(client: CheckingClient, days: Days, link: str) -> None:
    days.go(DUE + timedelta(days=14))
    assert client.get(link).status_code == 200
    days.go(DUE + timedelta(days=15))
    assert client.get(link).status_code == 410
    assert client.post(link, data={"vraag": "r1", "antwoord": "a"}).status_code == 410


@pytest.mark.parametrize("gone", ["left", "blocked"])
def test_who_left_or_is_blocked_has_no_link_any_more(
    client: CheckingClient, session: Any, noor: Learner, link: str, gone: str
) -> None:
    if gone == "blocked":
        noor.person.blocked_at = clock.now()
    else:
        with untriggered(session, "membership"):
            own = Membership.person_id == noor.person.id
            session.execute(delete(Membership).where(own))
    session.commit()
    assert client.get(link).status_code == 404
    assert client.post(link, data={"vraag": "r1", "antwoord": "a"}).status_code == 404


def test_the_link_leaves_the_outbox_with_its_mail(session: Any, link: str) -> None:
    letter = outbox.claim(clock.now())
    assert letter is not None
    assert link in letter.body
    assert link in str(letter.html)
    outbox.mark_sent(letter, clock.now())
    session.commit()
    (mail,) = mails(session)
    assert link not in mail.body + str(mail.html)
    assert mail.stop_url is not None


def test_one_press_ends_them(
    app: Flask, client: CheckingClient, session: Any, noor: Learner, days: Days, link: str
) -> None:
    (mail,) = mails(session)
    path = "/mail/" + str(mail.stop_url).partition("/mail/")[2]
    transaction.rollback()
    assert "Geen opfrissers meer?" in client.get(path).text
    number = noor.person.id
    session.rollback()
    assert client.post(path).status_code == 303
    assert session.query(RefresherStop).filter_by(person_id=number).count() == 1
    session.rollback()
    days.go(DUE + timedelta(days=19))
    assert work(app) == "0"
    assert client.post(path, data={"weer": "ja"}).status_code == 303
    assert work(app) == "1"
    assert client.get("/mail/opfrissers/niemand.abc").status_code == 404


def test_knowledge_says_until_when_and_leads_to_what_waits(
    client: CheckingClient, session: Any, noor: Learner, link: str
) -> None:
    client.set_cookie("sessie", browsers.sign_in(noor.person.id, clock.now()))
    session.commit()
    page = client.get("/leren/mijn-kennis").text
    assert "Tijd om op te frissen".lower() in page.lower()
    assert link in page
    assert link in client.get("/leren").text
    for key in ("r1", "S1"):
        client.post(link, data={"vraag": key, "antwoord": "a"})
    page = client.get("/leren/mijn-kennis").text
    assert "zit tot 14 september" in page
    assert link not in page
    assert link not in client.get("/leren").text


def test_an_installation_may_send_none(
    app: Flask, make_app: Any, session: Any, noor: Learner, days: Days
) -> None:
    days.go(DUE)
    assert work(make_app(refreshers=False)) == "0"
    assert mails(session) == []
