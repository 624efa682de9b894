"""Signing a code of conduct again: two questions about what changed, that never shut anybody out."""

from __future__ import annotations

import html
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from course import clock
from course.content.types import Clause
from course.domain.people.conduct_signing import Asks, ConductChange
from course.domain.people.roles import Role
from course.models import ConductSignature, SignedText
from course.store.people import conduct
from course.store.people.conduct import NewVersion
from course.web.site import conduct_signing
from tests.checking_client import CheckingClient
from tests.learning import Learner, learner, publish, token_in
from tests.staff import World
from tests.web.school.test_conduct import CODE

ASK = f"/gedragscode/ondertekenen/{CODE}"
FIRST = {"apps": "Met appjes.", "beeld": "Met toestemming.", "tijden": "Tot zes uur."}
RIGHT = {"vraag-apps": "now", "vraag-beeld": "now"}


class School:
    """A school that asks for signatures, and Noor."""

    def __init__(self, session: Any, client: CheckingClient, noor: Learner) -> None:
        self.session, self.client, self.noor = session, client, noor
        self.versions = 0
        self.manager = World(session, clock.today()).actor(Role.MANAGER, noor.school).id
        self.school = noor.school.id

    def adopt(self, change: ConductChange = ConductChange.MEANING, **changes: str) -> None:
        """The next version: the first with these clauses otherwise; empty ones left out."""
        self.versions += 1
        clauses = {key: text for key, text in (FIRST | changes).items() if text}
        draft = NewVersion(
            school_id=self.school,
            board_id=None,
            label=f"Versie {self.versions}",
            in_force_on=date(2020, self.versions, 1),
            consent_on=None,
            consent_reference="",
            clauses=clauses,
            submission=f"versie-{self.versions}",
            asks=Asks.SIGNATURE,
            change=change,
        )
        conduct.adopt(draft, self.manager, clock.now())
        self.session.commit()

    def send(self, **fields: str) -> TestResponse:
        token = token_in(self.client.get(ASK))
        return self.client.post(ASK, data={"inzending": token} | fields)

    def signed(self) -> str:
        """The last text that was kept."""
        self.session.rollback()
        last = self.session.query(ConductSignature).order_by(ConductSignature.id.desc()).first()
        text: str = self.session.get(SignedText, last.text_hash).text
        self.session.rollback()
        return text

    def answers(self) -> list[str]:
        self.session.rollback()
        rows = self.session.query(ConductSignature).order_by(ConductSignature.id)
        found = [row.answer for row in rows]
        self.session.rollback()
        return found


@pytest.fixture
def school(
    session: Any, client: CheckingClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> School:
    titles = {"apps": "Apps", "beeld": "Beeld", "tijden": "Tijden"}
    known = tuple(Clause(key, title, "Voorbeeld") for key, title in titles.items())
    monkeypatch.setattr(conduct_signing, "published_clauses", lambda: known)
    publish(tmp_path / "modules")
    noor = learner(session)
    found = School(session, client, noor)
    found.adopt()
    noor.sign_in(client)
    assert found.send(antwoord="signed").status_code == 303, "the first time nothing is asked"
    return found


def test_two_changed_clauses_are_asked_about_before_signing(school: School) -> None:
    school.adopt(apps="Alleen via de schoolapp.", beeld="")
    page = html.unescape(school.client.get(ASK).text)
    assert "Twee vragen over wat anders is" in page
    assert page.count('class="compared"') == 2, "above, and not a second time at the questions"
    assert "Wat staat er nu bij ‘Apps’?" in page
    assert "Wat staat er nu bij ‘Beeld’?" in page
    reply = school.send(antwoord="signed")
    assert reply.status_code == 422
    assert school.answers() == ["signed"]
    assert school.send(antwoord="signed", **RIGHT).status_code == 303
    assert school.answers() == ["signed", "signed"]
    assert "Vraag: Wat staat er nu bij ‘Apps’?\nAntwoord: Alleen via de schoolapp." in (
        school.signed()
    )
    assert "Antwoord: Deze afspraak is weg." in school.signed()


def test_a_wrong_answer_shows_the_clause_and_asks_again_as_often_as_it_takes(
    school: School,
) -> None:
    school.adopt(apps="Alleen via de schoolapp.", beeld="Nooit.")
    for _ in range(25):
        reply = school.send(antwoord="signed", **RIGHT | {"vraag-apps": "before"})
        assert reply.status_code == 422
    text = html.unescape(reply.text)
    assert "Dit stond er eerst. Lees wat er nu staat en kies opnieuw." in text
    asked = text.partition("Twee vragen")[2]
    assert asked.count('class="compared"') == 1, "only of the clause that was answered wrong"
    assert "Alleen via de schoolapp." in asked.partition('class="compared"')[2][:300]
    assert re.search(r'name="vraag-beeld" value="now"[^>]* checked', asked), "a right one stays"
    assert re.search(r'name="antwoord" value="signed"[^>]* checked', asked)
    assert school.answers() == ["signed"]
    assert school.send(antwoord="signed", **RIGHT).status_code == 303


@pytest.mark.parametrize("fields", [{}, {"vraag-apps": "before"}])
def test_who_refuses_answers_no_question(school: School, fields: dict[str, str]) -> None:
    school.adopt(apps="Alleen via de schoolapp.", beeld="Nooit.")
    assert school.send(antwoord="refused", **fields).status_code == 303
    assert school.answers() == ["signed", "refused"]
    assert "Vraag:" not in school.signed()
    assert school.send(antwoord="signed").status_code == 422, "refusing is no way around them"
    assert school.send(antwoord="signed", **RIGHT).status_code == 303


def test_of_one_changed_clause_it_is_asked_which_it_is(school: School) -> None:
    school.adopt(apps="Alleen via de schoolapp.")
    page = school.client.get(ASK).text
    assert "Welke afspraak is anders dan eerst?" in page
    wrong = {"vraag-welke": "tijden", "vraag-apps": "now"}
    assert "Deze afspraak bleef hetzelfde." in school.send(antwoord="signed", **wrong).text
    assert school.send(antwoord="signed", **wrong | {"vraag-welke": "apps"}).status_code == 303
    assert "Vraag: Welke afspraak is anders dan eerst?\nAntwoord: Apps" in school.signed()


def test_a_clause_that_is_new_and_one_that_is_gone(school: School) -> None:
    school.adopt(beeld="", tijden="")
    fields = {"vraag-beeld": "before", "vraag-tijden": "now"}
    assert (
        "Deze afspraak was er eerst en is nu weg." in school.send(antwoord="signed", **fields).text
    )
    assert school.send(antwoord="signed", **fields | {"vraag-beeld": "now"}).status_code == 303
    school.adopt()
    page = school.client.get(ASK).text
    assert "Hierover is niets afgesproken." in page
    fields = {"vraag-beeld": "before", "vraag-tijden": "verzonnen"}
    text = school.send(antwoord="signed", **fields).text
    assert "Deze afspraak is nieuw." in text
    assert "Kies een antwoord." in text


def test_only_other_words_ask_nothing(school: School) -> None:
    school.adopt(ConductChange.WORDING, apps="Met berichten in de app.")
    page = school.client.get(ASK).text
    assert "Twee vragen" not in page
    assert 'class="compared"' not in page


def test_a_form_that_arrives_twice_is_one_answer(school: School) -> None:
    school.adopt(apps="Alleen via de schoolapp.", beeld="Nooit.")
    token = token_in(school.client.get(ASK))
    for _ in range(2):
        sent = {"inzending": token, "antwoord": "signed"} | RIGHT
        assert school.client.post(ASK, data=sent).status_code == 303
    assert school.answers() == ["signed", "signed"]


def test_mijn_training_asks_for_what_is_open_and_for_nothing_else(school: School) -> None:
    """Who finished every lesson comes there too, and hears of a version that asks anew."""

    def asked() -> bool:
        home, own = (school.client.get(where).text for where in ("/leren", "/gedragscode"))
        assert 'href="/gedragscode"' in home
        is_open = f'href="{ASK}"' in home
        assert is_open == (f'href="{ASK}"' in own)
        assert is_open == ("U hebt een eerdere versie ondertekend op" in own)
        assert is_open != ("U hebt ondertekend op" in own)
        return is_open

    assert not asked()
    school.adopt(ConductChange.WORDING, apps="Met berichten.")
    assert not asked(), "only other words"
    school.adopt(ConductChange.DUTY, tijden="Tot zes uur, en nooit op zondag.")
    assert asked()
    school.adopt(ConductChange.WORDING, tijden="Tot 18 uur, en nooit op zondag.")
    assert asked(), "what the version before it asks is not over"
    assert school.send(antwoord="refused").status_code == 303
    home = school.client.get("/leren").text
    assert f'href="{ASK}"' not in home, "a refusal is an answer"
