"""Mijn bewijzen: what somebody sees, prints and keeps; and what nobody else does."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from markupsafe import Markup

from course import clock
from course.domain.proof.numbers import written
from course.papers import printing
from course.store import transaction
from course.store.dated import DeedMoment
from course.store.people import accounts
from course.store.people.accounts import FullName
from course.store.proof import certificates, issuing
from course.store.proof.issuing import Withdrawal
from course.store.signing_in import browsers
from course.web.proof import papers
from tests.checking_client import CheckingClient
from tests.learning import Learner, finish, learner, press, publish, signed_in
from tests.papers.checking import check_paper

MINE = "/mijn-bewijzen"


@pytest.fixture
def noor(session: Any, client: CheckingClient, tmp_path: Path) -> Learner:
    publish(tmp_path / "modules")
    return signed_in(session, client)


def number_of(noor: Learner) -> str:
    found = certificates.of_person(noor.person.id)[0].number
    transaction.rollback()
    return found


def rename(noor: Learner, name: str) -> None:
    transaction.begin(may_write=True)
    accounts.rename({noor.person.id: FullName(name, name)}, DeedMoment(clock.now()))
    transaction.commit()


def test_before_and_after_the_course_is_done(
    session: Any, client: CheckingClient, noor: Learner
) -> None:
    assert "U hebt nog geen bewijs" in client.get(MINE).text
    assert "certificaat" not in client.get("/leren/proef").text
    finish(session, noor)
    number = number_of(noor)
    moment = client.get("/leren/proef").text
    assert f'href="{MINE}/{number}">Bekijk uw certificaat' in moment
    assert f'href="{MINE}/{number}"' in client.get(MINE).text
    page = client.get(f"{MINE}/{number}").text
    for words in (noor.person.name, noor.school.name, "Proefcursus", written(number)):
        assert words in page
    assert "svg" in page


def test_a_certificate_of_somebody_else_is_not_there(
    session: Any, client: CheckingClient, noor: Learner
) -> None:
    finish(session, noor)
    number = number_of(noor)
    learner(session, "mirjam@voorbeeld.example").sign_in(client)
    for way in ("", ".pdf"):
        assert client.get(f"{MINE}/{number}{way}").status_code == 404


def test_what_is_done_just_after_midnight_is_given_on_that_day(
    session: Any, app: Flask, noor: Learner
) -> None:
    finish(session, noor)
    row = certificates.of_person(noor.person.id)[0]
    midnight = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)  # half past twelve in Amsterdam
    with app.test_request_context():
        view = papers.view_of(replace(row, issued_at=midnight), Markup())
    assert view.issued_on == date(2026, 7, 1)


def test_a_new_name_gets_a_new_number(session: Any, client: CheckingClient, noor: Learner) -> None:
    finish(session, noor)
    number = number_of(noor)
    page, action = f"{MINE}/{number}", f"{MINE}/{number}/nieuwe-naam"
    assert action not in client.get(page).text
    rename(noor, "Noor de Vries")
    form = client.get(page).text
    assert "U heet hier nu Noor de Vries" in form
    made = press(client, page, action)
    assert made.status_code == 303
    new = client.get(str(made.location)).text
    assert "Noor de Vries" in new
    assert written(number) in new, "it names the one that it replaces"
    assert "Vervangen" in client.get(page).text
    assert action not in client.get(page).text
    new_number = str(made.location).rpartition("/")[2]
    transaction.begin(may_write=True)
    newest = certificates.checked(new_number)
    assert newest is not None
    issuing.withdraw(newest.id, Withdrawal("Een reden", noor.person.id, clock.now()))
    transaction.commit()
    assert "geldt nu" not in client.get(page).text, "the one that replaced it no longer counts"
    assert "Alleen het nummer daarvan zegt of het nog geldt" in client.get(f"/bewijs/{number}").text


@pytest.mark.usefixtures("can_print")
def test_the_pdf_is_tagged_and_says_the_same(
    session: Any,
    client: CheckingClient,
    noor: Learner,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    finish(session, noor)
    number = number_of(noor)
    reply = client.get(f"{MINE}/{number}.pdf")
    assert reply.content_type == "application/pdf"
    paper = check_paper(reply.data)
    assert paper.trailer["/Root"]["/Lang"] == "nl"
    assert paper.metadata is not None
    assert paper.metadata.title == f"Certificaat {written(number)}"
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in paper.pages))
    for words in (noor.person.name, noor.school.name, "Proefcursus", written(number), "/bewijs/"):
        assert words in text
    later = clock.now() + timedelta(days=200)
    monkeypatch.setattr(clock, "now", lambda: later)
    client.set_cookie("sessie", browsers.sign_in(noor.person.id, later))
    session.commit()
    assert client.get(f"{MINE}/{number}.pdf").data == reply.data, "the same paper later"


def test_who_asks_while_it_is_busy_hears_when_to_come_back(
    session: Any, client: CheckingClient, noor: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish(session, noor)
    number = number_of(noor)
    session.rollback()

    def busy(*_: object) -> bytes:
        raise printing.BusyError

    monkeypatch.setattr(printing, "pdf", busy)
    reply = client.get(f"{MINE}/{number}.pdf")
    assert (reply.status_code, reply.headers["Retry-After"]) == (503, "30")


def test_where_no_pdf_can_be_made_the_page_stands_in(
    session: Any, client: CheckingClient, noor: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish(session, noor)
    number = number_of(noor)

    session.rollback()

    def unable(*_: object) -> bytes:
        raise printing.NoPressError("cannot load library 'libpango'")

    monkeypatch.setattr(printing, "pdf", unable)
    sent_on = client.get(f"{MINE}/{number}.pdf")
    assert str(sent_on.location).endswith(f"{MINE}/{number}")
    reply = client.get(f"{MINE}/{number}")
    assert "Deze server kan geen PDF maken" in reply.text
    assert "pango" not in reply.text
