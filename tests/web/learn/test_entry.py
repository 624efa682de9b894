"""The entry test from door to outcome, and what it does to the way through a module."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from course import clock
from course.domain.people.roles import Role
from course.models import Attempt, Progress, School
from course.store.learning import recounting
from tests.checking_client import CheckingClient
from tests.learning import Learner, answer, learner, press, publish, token_in
from tests.staff import World

COURSE = "/leren/proef"
ENTRY = f"{COURSE}/instaptoets"


def offered(session: Any, folder: Path, client: CheckingClient, **pages: str) -> Learner:
    """Somebody who is signed in, at a school that offers the entry test: one question, `t2`."""
    publish(folder / "modules", entry=("een/t2",), **pages)
    found = learner(session)
    session.query(School).update({"entry_test": True})
    session.commit()
    found.sign_in(client)
    return found


@pytest.fixture
def noor(session: Any, tmp_path: Path, client: CheckingClient) -> Learner:
    return offered(session, tmp_path, client)


def take(client: CheckingClient, choice: str, confidence: str = "") -> None:
    """Begin, answer the one question, and hand in."""
    first = client.post(f"{ENTRY}/begin").location
    sent = {"antwoord": choice, "zekerheid": confidence, "inzending": token_in(client.get(first))}
    assert client.post(first, data=sent).location == f"{ENTRY}/controle"
    assert press(client, f"{ENTRY}/controle", f"{ENTRY}/inleveren").location == f"{ENTRY}/uitslag"


def progress(session: Any) -> Progress:
    session.rollback()
    found: Progress = session.query(Progress).one()
    session.expunge_all()
    session.rollback()
    return found


def test_the_course_leads_to_it_while_nothing_was_done(
    client: CheckingClient, noor: Learner
) -> None:
    assert "Begin met de instaptoets" in client.get(COURSE).text
    assert "één uit elke module" in client.get(ENTRY).text
    answer(client, f"{COURSE}/een/eigen-leven", "p1", antwoord="b")
    assert "instaptoets" not in client.get(COURSE).text
    assert client.get(ENTRY).status_code == 404
    assert client.post(f"{ENTRY}/begin").status_code == 404


def test_only_at_a_school_that_chose_it(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    session.query(School).update({"entry_test": False})
    session.commit()
    assert "instaptoets" not in client.get(COURSE).text
    assert client.get(ENTRY).status_code == 404


def test_right_and_sure_makes_explanation_optional(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    before = client.get(f"{COURSE}/een").text
    assert "0 van 4 lessen" in before
    take(client, "a", "zeker")
    outcome = client.get(f"{ENTRY}/uitslag").text
    assert "Dit kent u al" in outcome
    assert "U krijgt de korte route" in outcome
    assert "Goed 2" not in outcome  # the key stays for the test of the module
    after = client.get(f"{COURSE}/een").text
    assert "0 van 3 lessen" in after
    assert "Een eigen leven" in after
    assert "niet verplicht" in after
    assert "korte route" in client.get(COURSE).text
    assert (progress(session).short, progress(session).total) == (["een"], 3)


@pytest.mark.parametrize(
    ("choice", "confidence", "words"),
    [
        ("a", "gok", "U was nog niet zeker"),
        ("a", "", "U was nog niet zeker"),
        ("b", "zeker", "U krijgt de hele module."),
    ],
)
def test_anything_else_leaves_the_module_whole(
    client: CheckingClient, session: Any, noor: Learner, choice: str, confidence: str, words: str
) -> None:
    take(client, choice, confidence)
    assert words in client.get(f"{ENTRY}/uitslag").text
    assert "0 van 4 lessen" in client.get(f"{COURSE}/een").text
    assert progress(session).short == []


def test_it_never_counts_for_the_test_of_the_module(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    take(client, "a", "zeker")
    door = client.get(f"{COURSE}/een/toets").text
    assert "Begin met de toets" in door
    assert "Uw beste poging" not in door
    session.rollback()
    assert [(row.module, row.item) for row in session.query(Attempt)] == [("instaptoets", "een/t2")]
    session.rollback()


def test_it_is_taken_once(client: CheckingClient, session: Any, noor: Learner) -> None:
    take(client, "b")
    assert client.get(ENTRY).location == f"{ENTRY}/uitslag"
    assert client.post(f"{ENTRY}/begin").status_code == 404
    assert client.post(f"{ENTRY}/inleveren").status_code == 409
    page = client.get(COURSE).text
    assert "Bekijk de uitkomst van uw instaptoets" in page
    assert "Weet u al veel?" not in page, "it can be taken once"
    session.rollback()
    assert session.query(Attempt).count() == 1
    session.rollback()


def test_a_gap_is_said_and_a_stop_goes_on_where_it_was(
    client: CheckingClient, noor: Learner
) -> None:
    client.post(f"{ENTRY}/begin")
    missing = press(client, f"{ENTRY}/controle", f"{ENTRY}/inleveren")
    assert missing.status_code == 422
    assert "Beantwoord vraag 1 nog." in missing.text
    assert "Ga verder met uw instaptoets" in client.get(COURSE).text
    assert client.get(f"{ENTRY}/vraag/2").status_code == 404


def test_progress_follows_from_the_facts(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    take(client, "a", "zeker")
    answer(client, f"{COURSE}/een/plan", "pl1", als="ik deel", dan="denk ik na")
    assert progress(session).short == ["een"]
    assert recounting.verify([noor.enrolment_id], clock.today()) == []
    recounting.rebuild([noor.enrolment_id], clock.now())
    session.commit()
    assert (progress(session).short, progress(session).done, progress(session).total) == (
        ["een"],
        1,
        3,
    )


def test_the_manager_chooses(client: CheckingClient, session: Any, noor: Learner) -> None:
    world = World(session, clock.today())
    world.sign_in(client, world.actor(Role.MANAGER, session.query(School).one()))
    words = "/school/school-0"
    assert 'name="instaptoets" value="ja" id="instaptoets" checked' in client.get(words).text
    client.post(words, data={"naam_ict_dienst": "ICT"})
    assert 'value="ja" id="instaptoets">' in client.get(words).text
    client.post(words, data={"naam_ict_dienst": "ICT", "instaptoets": "ja"})
    assert 'id="instaptoets" checked' in client.get(words).text
