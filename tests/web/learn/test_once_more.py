"""What is done once more: a course in a renewal, a test that was passed, a module beside the
course. The way on leads to what is asked now, and what is said is true of this time.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.checking_client import CheckingClient
from tests.learning import Learner, answer, publish, signed_in
from tests.web.learn.test_entry import offered, take
from tests.web.learn.test_going_on import LONG_PLAN, MODULE, OPENER, PAGE, heading_of_moment
from tests.web.learn.test_lessons import sit
from tests.web.learn.test_short_renewal import renewed

COURSE = "/leren/proef"
PLANS = "/leren/mijn-plannen"


@pytest.fixture
def noor(session: Any, client: CheckingClient, tmp_path: Path) -> Learner:
    publish(tmp_path / "modules", vooraf=OPENER, plan=LONG_PLAN)
    return signed_in(session, client)


def main_button(page: str) -> str:
    found = re.search(r'button--primary[^"]*" href="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_a_renewal_leads_along_what_it_asks_only(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    """It asks one story: not the question beforehand, and not the page before it."""
    renewed(session, noor)
    story = f"{MODULE}/dilemma"
    for address in ("/leren", COURSE, MODULE):
        assert main_button(client.get(address).text) == story, address
    page = client.get(story).text
    assert 'rel="prev"' not in page
    assert f'href="{MODULE}" rel="next"' in page
    client.get(PAGE)
    assert main_button(client.get("/leren").text) == story, "who looked around is led back"
    assert f'href="{story}" rel="next"' in client.get(PAGE).text


def test_what_a_renewal_does_not_ask_is_left_on_no_list(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    renewed(session, noor)
    answer(client, PAGE, "p1", antwoord="a")
    page = client.get(PAGE).text
    assert "Uw antwoord is nog niet goed. Deze les is niet verplicht." in page
    assert "blijft deze les openstaan" not in page


def test_a_renewal_that_is_done_is_not_called_the_whole_course(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    renewed(session, noor)
    reply = answer(client, f"{MODULE}/dilemma", "S1", kies="b")
    page = client.get(reply.location.partition("#")[0]).text
    assert heading_of_moment(page) == "U hebt deze herhaling klaar"
    assert "hele cursus" not in page
    assert "niet verplicht" not in page.partition('id="klaar"')[2].partition("</section>")[0]


def test_a_plan_of_the_cycle_before_is_shown_until_there_is_another(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    answer(client, f"{MODULE}/plan", "pl1", als="ik deel", dan="denk ik na")
    renewed(session, noor)
    for address in (PLANS, MODULE):
        assert "Als ik deel, dan denk ik na" in client.get(address).text, address
    answer(client, f"{MODULE}/plan", "pl1", als="ik bel", dan="luister ik")
    for address in (PLANS, MODULE):
        page = client.get(address).text
        assert "Als ik bel, dan luister ik" in page, address
        assert "denk ik na" not in page, address


def test_a_passed_test_that_goes_wrong_later_says_what_counts(
    client: CheckingClient, noor: Learner
) -> None:
    assert "Dat blijft zo, ook als u later nog oefent." in sit(client)
    later = sit(client, wrong=3)
    assert "0 van 3 goed" in later
    assert "Deze keer was het te weinig. Uw beste keer telt" in later
    assert "Dat blijft zo" not in later
    assert "Nog niet gehaald" not in later
    assert later.count("button--primary") == 1
    again = sit(client)
    assert "Deze keer was het te weinig" not in again


def test_a_module_beside_the_course_is_done_as_that(client: CheckingClient, extra: Learner) -> None:
    client.get(f"{MODULE}/les")
    page = client.get(f"{COURSE}/slot/extra").text
    assert heading_of_moment(page) == "Module 2 is klaar"
    assert "Deze module was niet verplicht." in page
    assert "U hebt de hele cursus klaar" not in page
    assert heading_of_moment(client.get(f"{COURSE}/slot").text) == "Module 2 is klaar"
    assert heading_of_moment(client.get(COURSE).text) == "U hebt de hele cursus klaar"
    assert heading_of_moment(client.get(MODULE).text) == "U hebt de hele cursus klaar"


def test_a_renewal_offers_no_entry_test(
    client: CheckingClient, session: Any, tmp_path: Path
) -> None:
    """It would make nothing shorter."""
    who = offered(session, tmp_path, client)
    assert "Begin met de instaptoets" in client.get(COURSE).text
    renewed(session, who)
    assert "instaptoets" not in client.get(COURSE).text
    assert client.get(f"{COURSE}/instaptoets").status_code == 404


def test_the_certificate_is_told_before_what_is_extra(
    client: CheckingClient, extra: Learner
) -> None:
    client.get(f"{MODULE}/les")
    page = client.get(COURSE).text
    assert page.index("Uw certificaat staat klaar.") < page.index("Wilt u nog iets extra’s doen?")


def test_agreements_that_answer_a_question_come_after_the_last_try(
    client: CheckingClient, noor: Learner
) -> None:
    words = "In de gedragscode van uw school"
    answer(client, PAGE, "p1", antwoord="a")
    first = client.get(PAGE).text
    assert "Kijk naar wie er op de knop drukt." in first
    assert words not in first
    answer(client, PAGE, "p1", antwoord="a")
    assert words in client.get(PAGE).text


def test_they_come_at_once_to_who_was_right(client: CheckingClient, noor: Learner) -> None:
    answer(client, PAGE, "p1", antwoord="b")
    assert "In de gedragscode van uw school" in client.get(PAGE).text


def test_an_outcome_begins_with_what_is_next(
    client: CheckingClient, session: Any, tmp_path: Path
) -> None:
    """The way on stands before the list, so that it is on the first screen of a phone."""
    offered(session, tmp_path, client)
    take(client, "b", "zeker")
    page = client.get(f"{COURSE}/instaptoets/uitslag").text
    assert page.count("button--primary") == 1
    assert page.index("button--primary") < page.index("<dl")
    assert "het meest" not in page, "it may be said of every module"
