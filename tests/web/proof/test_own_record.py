"""Mijn dossier: all of the reader's own, on the page and in both files; nothing of anybody else."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest

from course import clock
from course.content.lists import wrong_ideas
from course.domain.learning.entry import SURE
from course.domain.proof.numbers import written
from course.models import Attempt, AuditEntry, Enrolment, Regrade
from course.models.base import new_token
from course.papers import printing
from course.store.dated import DeedMoment
from course.store.people import deeds
from course.store.proof import certificates
from course.store.signing_in import browsers
from tests import builders
from tests.checking_client import CheckingClient
from tests.learning import Learner, answer, finish, learner, publish, signed_in
from tests.papers.checking import check_paper

HERE = "/mijn-dossier"
CONFIRM = """+++
title = "De gedragscode"
kind = "page"
+++

::: confirm gelezen
goal: L1

Leg het vast.

- a. Ik heb de gedragscode gelezen
after: Dit is geen handtekening.
:::
"""


@pytest.fixture
def noor(session: Any, client: CheckingClient, tmp_path: Path) -> Learner:
    publish(tmp_path / "modules", code=CONFIRM)
    return signed_in(session, client)


def test_page_and_data_say_the_same(session: Any, client: CheckingClient, noor: Learner) -> None:
    before = client.get(HERE).text
    assert "U hebt nog geen bewijs." in before
    assert "nergens aangevinkt" in before
    answer(client, "/leren/proef/een/code", "gelezen", antwoord="gelezen")
    finish(session, noor)
    number = written(certificates.of_person(noor.person.id)[0].number)
    session.commit()
    page, file = client.get(HERE).text, client.get(f"{HERE}.json")
    told = json.loads(file.data)
    assert told["naam"] == noor.person.name
    assert [one["Nummer"] for one in told["onderdelen"]["Bewijzen"]] == [number]
    assert [one["Les"] for one in told["onderdelen"]["Gelezen volgens uzelf"]] == ["De gedragscode"]
    assert noor.school.name in [one["School"] for one in told["onderdelen"]["Scholen"]]
    for words in (number, "De gedragscode", noor.school.name, "Proefcursus", "Geldig"):
        assert words in page
    assert file.headers["Cache-Control"] == "no-store"
    assert f"mijn-dossier-{clock.today()}.json" in file.headers["Content-Disposition"]


def test_it_goes_along_to_another_school(
    session: Any, client: CheckingClient, noor: Learner
) -> None:
    finish(session, noor)
    later = clock.now() + timedelta(hours=1)
    other = builders.school(session, code="elders", name="Elders")
    deeds.leave(noor.school.id, [noor.person.id], DeedMoment(later))
    builders.membership(session, noor.person, other, starts_on=clock.today())
    client.set_cookie("sessie", browsers.sign_in(noor.person.id, clock.now()))
    session.commit()
    page = client.get(HERE).text
    for words in ("Elders", "Proefcursus", "Geldig"):
        assert words in page


def test_nobody_reads_that_of_somebody_else(
    session: Any, client: CheckingClient, noor: Learner
) -> None:
    finish(session, noor)
    number = written(certificates.of_person(noor.person.id)[0].number)
    session.commit()
    learner(session, "mirjam@voorbeeld.example").sign_in(client)
    assert number not in client.get(HERE).text
    assert number not in client.get(f"{HERE}.json").text
    client.delete_cookie("sessie")
    for way in ("", ".json", ".pdf"):
        assert client.get(HERE + way).status_code in (302, 303)


@pytest.mark.usefixtures("can_print")
def test_the_paper_has_it_too(session: Any, client: CheckingClient, noor: Learner) -> None:
    finish(session, noor)
    reply = client.get(f"{HERE}.pdf")
    paper = check_paper(reply.data)
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in paper.pages))
    for words in (noor.person.name, "Proefcursus", noor.school.name, "Bewijzen"):
        assert words in text


def test_without_a_press_the_page_says_so(
    client: CheckingClient, noor: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unable(*_: Any) -> bytes:
        raise printing.NoPressError("cannot load library 'libpango'")

    monkeypatch.setattr(printing, "pdf", unable)
    reply = client.get(f"{HERE}.pdf")
    assert reply.status_code == 303
    shown = client.get(str(reply.location)).text
    assert "Deze server kan geen PDF maken" in shown
    assert "pango" not in shown


def given(session: Any, who: Learner, item: str, chosen: str, confidence: str | None) -> None:
    """An answer in a test, of today."""
    enrolment = session.get(Enrolment, who.enrolment_id)
    at = {"module": "een", "lesson": "toets", "item": item, "submission": new_token()}
    mark = {"earned": int(chosen == "a"), "possible": 1, "settled": True}
    row = {"release": enrolment.release, "response": [chosen], "confidence": confidence}
    session.add(Attempt(enrolment_id=enrolment.id, **at, **mark, **row, submitted_at=clock.now()))
    session.flush()


@pytest.mark.usefixtures("can_print")
def test_what_was_hard_stands_in_all_three_and_with_nobody_else(
    session: Any, client: CheckingClient, noor: Learner
) -> None:
    before = json.loads(client.get(f"{HERE}.json").data)["onderdelen"]
    assert before["Wat u moeilijk vond"] == []
    assert "U gaf nog geen antwoord dat niet goed was." in client.get(HERE).text
    for item, chosen, confidence in (
        ("t1", "b", SURE),
        ("t2", "b", None),
        ("t1", "a", SURE),
    ):
        given(session, noor, item, chosen, confidence)
    session.commit()
    (one,) = json.loads(client.get(f"{HERE}.json").data)["onderdelen"]["Wat u moeilijk vond"]
    idea = wrong_ideas(client.application.config["DEELWIJS"].modules_dir)["V5"]
    assert one["Keer niet goed"] == "2"
    assert one["Terwijl u het zeker wist"] == "1"
    assert one["Wat u toen koos, past bij het idee"] == f"‘{idea}’"
    assert one["Laatst goed op"] == clock.today().isoformat()
    assert (one["Cursus"], one["Wat u leerde"] != "") == ("Proefcursus", True)
    page = client.get(HERE).text
    assert idea in page
    paper = pypdf.PdfReader(BytesIO(client.get(f"{HERE}.pdf").data))
    text = re.sub(r"\s+", " ", " ".join(sheet.extract_text() for sheet in paper.pages))
    assert "Wat u moeilijk vond" in text
    assert one["Wat u leerde"].split()[0] in text
    session.rollback()
    learner(session, "mirjam@voorbeeld.example").sign_in(client)
    assert idea not in client.get(HERE).text


def test_a_question_that_was_marked_again_was_not_hard(
    session: Any, client: CheckingClient, noor: Learner
) -> None:
    given(session, noor, "t1", "b", SURE)
    attempt = session.query(Attempt).one()
    mark = {"earned": 1, "possible": 1, "settled": True, "reason": "", "made_at": clock.now()}
    session.add(Regrade(attempt_id=attempt.id, release=attempt.release, **mark))
    session.commit()
    told = json.loads(client.get(f"{HERE}.json").data)["onderdelen"]
    assert told["Wat u moeilijk vond"] == []


def test_a_download_of_it_is_noted_as_any_other(
    session: Any, client: CheckingClient, noor: Learner
) -> None:
    person = noor.person.id
    session.commit()
    client.get(f"{HERE}.json")
    row = session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
    assert (row.action, row.actor_id, row.person_id) == ("exported", person, person)
    assert (row.detail["list"], row.detail["file"]) == ("own-record", "json")
