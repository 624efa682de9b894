"""The way on through a course, what is said when something is done, and that no sentence says more
than is true.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.checking_client import CheckingClient
from tests.learning import Learner, answer, learner, publish, token_in
from tests.web.learn.test_entry import offered, take
from tests.web.learn.test_lessons import sit

COURSE = "/leren/proef"
MODULE = f"{COURSE}/een"
PAGE = f"{MODULE}/eigen-leven"
OPENER = '+++\ntitle = "Vooraf"\nkind = "opener"\n+++\n\n::: opener o1\nWat denkt u?\n\n- a. Ja\n- b. Nee\n\nafter: Dat leest u zo.\n:::\n'
LONG_PLAN = """+++
title = "Uw plan"
kind = "plan"
+++

::: reflection r1
Denk na.

example: Ik deelde een foto.
:::

::: plan pl1
Maak een zin.

- a. Als ik iets deel = dan denk ik na.
:::
"""


@pytest.fixture
def noor(session: Any, client: CheckingClient, tmp_path: Path) -> Learner:
    publish(tmp_path / "modules", vooraf=OPENER, plan=LONG_PLAN)
    found = learner(session)
    found.sign_in(client)
    return found


def finish(client: CheckingClient, *, without: str = "") -> None:
    """Everything that the module asks, but one thing."""
    answer(client, PAGE, "p1", antwoord="b")
    if without != "dilemma":
        answer(client, f"{MODULE}/dilemma", "S1", kies="b")
    if without != "test":
        sit(client)
    answer(client, f"{MODULE}/plan", "r1", antwoord="Een gedachte.")
    if without != "plan":
        answer(client, f"{MODULE}/plan", "pl1", als="ik deel", dan="denk ik na")


def heading_of_moment(text: str) -> str:
    found = re.search(r'id="klaar">(?:<svg.*?</svg>)?([^<]+)<', text, re.DOTALL)
    return found[1] if found else ""


def test_somebody_who_did_nothing_yet_begins(client: CheckingClient, noor: Learner) -> None:
    page = client.get("/leren").text
    assert "U kunt beginnen met uw cursus." in page
    assert "waar u was" not in page
    assert "Begin met de eerste les" in page


def test_a_module_begins_by_its_own_name_and_not_by_that_of_its_opener(
    client: CheckingClient, noor: Learner
) -> None:
    for address in ("/leren", COURSE, MODULE):
        page = client.get(address).text
        assert "Begin met: Vooraf" not in page
        assert f'href="{MODULE}/vooraf"' in page
    assert "Begin met module 1: Module" in client.get(MODULE).text


def test_who_goes_on_elsewhere_is_not_told_that_they_were_there(
    client: CheckingClient, noor: Learner
) -> None:
    client.get(PAGE)
    assert "Ga verder waar u was" in client.get("/leren").text
    answer(client, PAGE, "p1", antwoord="b")
    page = client.get("/leren").text
    assert "Ga verder waar u was" not in page
    assert "Ga naar het dilemma" in page


def test_what_is_left_what_is_saved_and_what_is_gone_agree(
    client: CheckingClient, noor: Learner
) -> None:
    assert "Dit duurt ongeveer 4 minuten." in client.get(MODULE).text
    assert "Nog ongeveer 4 minuten" in client.get(COURSE).text
    answer(client, PAGE, "p1", antwoord="b")
    assert "Nog ongeveer 3 minuten." in client.get(MODULE).text
    assert "nog ongeveer 3 minuten" in client.get(COURSE).text


def test_a_missed_question_that_is_left_behind_is_said(
    client: CheckingClient, noor: Learner
) -> None:
    words = "dan blijft deze les openstaan"
    assert words not in client.get(PAGE).text
    answer(client, PAGE, "p1", antwoord="a")
    assert words in client.get(PAGE).text
    answer(client, PAGE, "p1", antwoord="b")
    assert words not in client.get(PAGE).text


@pytest.mark.parametrize("last", ["dilemma", "plan", "test"])
def test_the_last_step_says_that_module_and_course_are_done(
    client: CheckingClient, noor: Learner, last: str
) -> None:
    finish(client, without=last)
    assert heading_of_moment(client.get(MODULE).text) == ""
    if last == "dilemma":
        reply = answer(client, f"{MODULE}/dilemma", "S1", kies="b")
        page = client.get(reply.location.partition("#")[0]).text
    elif last == "plan":
        reply = answer(client, f"{MODULE}/plan", "pl1", als="ik deel", dan="denk ik na")
        page = client.get(reply.location.partition("#")[0]).text
    else:
        page = sit(client)
    expected = "U hebt de toets gehaald" if last == "test" else "U hebt de hele cursus klaar"
    assert heading_of_moment(page) == expected
    assert page.count("button--primary") == 1, "one next step"
    assert heading_of_moment(client.get(COURSE).text) == "U hebt de hele cursus klaar"


def test_a_page_that_finished_nothing_just_now_says_nothing(
    client: CheckingClient, noor: Learner
) -> None:
    finish(client)
    assert heading_of_moment(client.get(PAGE).text) == ""


def test_the_result_has_one_button_first_and_its_details_are_folded(
    client: CheckingClient, noor: Learner
) -> None:
    for wrong, button in ((3, "Maak een nieuwe toets"), (0, "Maak uw als-dan-plan")):
        page = sit(client, wrong=wrong)
        assert page.count("button--primary") == 1
        assert button in page
        assert page.index("button--primary") < page.index("<details")
        assert page.count('<details class="disclosure" id="item-') == 3
        assert "<details open" not in page


def test_what_a_next_test_asks_is_what_is_said(client: CheckingClient, noor: Learner) -> None:
    guessed = sit(client, wrong=3, confidence="gok")
    assert "komen de kernvragen die u nog niet goed had terug" in guessed
    assert "wat u zeker wist" not in guessed
    assert "wat u zeker wist en niet goed had" in sit(client, wrong=3)


def test_every_plan_is_shown_back_whatever_else_its_page_asks(
    client: CheckingClient, noor: Learner
) -> None:
    assert "nog geen als-dan-plan" in client.get("/leren/mijn-plannen").text
    answer(client, f"{MODULE}/plan", "pl1", als="ik deel", dan="denk ik na")
    assert "Als ik deel, dan denk ik na" in client.get(MODULE).text
    plans = client.get("/leren/mijn-plannen").text
    assert "Als ik deel, dan denk ik na" in plans
    assert "Module 1: Module" in plans
    assert 'href="/leren/mijn-plannen"' in client.get("/leren").text


def test_nobody_sees_the_plans_of_another(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    answer(client, f"{MODULE}/plan", "pl1", als="ik deel", dan="denk ik na")
    other = client.application.test_client()
    learner(session, "ander@voorbeeld.example").sign_in(other)  # type: ignore[arg-type]
    assert "denk ik na" not in other.get("/leren/mijn-plannen").text


# On the short route


@pytest.fixture
def short(session: Any, client: CheckingClient, tmp_path: Path) -> Learner:
    """Somebody who was right and sure in the entry test."""
    found = offered(session, tmp_path, client, vooraf=OPENER)
    take(client, "a", "zeker")
    return found


def test_the_short_route_leads_past_explanation_everywhere(
    client: CheckingClient, short: Learner
) -> None:
    first = f"{MODULE}/dilemma"
    for address in ("/leren", COURSE, MODULE):
        link = re.search(r'button--primary" href="([^"]+)"', client.get(address).text)
        assert link is not None
        assert link[1] == first, address
    assert "Terug" not in re.findall(r'rel="prev">.*?<span>(.*?)</span>', client.get(first).text)
    assert f'href="{PAGE}"' in client.get(MODULE).text, "it stays there to read"
    assert f'href="{first}" rel="next"' in client.get(PAGE).text


def test_what_the_short_route_saves_is_what_is_gone(client: CheckingClient, short: Learner) -> None:
    assert "dat scheelt ongeveer 1 minuut" in client.get(f"{COURSE}/instaptoets/uitslag").text
    assert "Dit duurt ongeveer 3 minuten." in client.get(MODULE).text


def test_the_entry_test_says_what_being_sure_does(
    client: CheckingClient, session: Any, tmp_path: Path
) -> None:
    offered(session, tmp_path, client)
    page = client.get(client.post(f"{COURSE}/instaptoets/begin").location)
    assert "mag uitleg overslaan" in page.text
    assert "uitslag" not in page.text
    sent = {"antwoord": "a", "inzending": token_in(page)}
    client.post(f"{COURSE}/instaptoets/vraag/1", data=sent)
    check = client.get(f"{COURSE}/instaptoets/controle").text
    assert "ziet u de uitleg" not in check
    assert "of uw route korter wordt" in check


# A module that is not asked


def test_a_module_that_is_not_asked_is_called_so_and_offered_in_the_end(
    client: CheckingClient, extra: Learner
) -> None:
    before = client.get(COURSE).text
    assert "ongeveer 6 minuten · niet verplicht" in before
    assert "Na 1 andere module" in before
    assert "Nog ongeveer 1 minuut." in before, "what is not asked is not left"
    client.get(f"{MODULE}/les")
    after = client.get(COURSE).text
    assert "Begin met: Slotstuk" in after, after[after.index("<main") : after.index("</main")]
    assert "Slotstuk is niet verplicht." in after
    page = client.get(f"{COURSE}/slot").text
    assert "Dit duurt ongeveer 6 minuten." in page
    assert "niet verplicht" in page
