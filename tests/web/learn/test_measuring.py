"""What somebody meets at a school that measures: the door, the questions, and one press past it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from course import clock
from course.domain.learning.gain import MeasuredPart
from course.models import (
    Attempt,
    Enrolment,
    Measurement,
    MeasurementAnswer,
    MeasurementSkip,
    Progress,
    Sitting,
)
from course.store.learning import measuring
from tests import measured
from tests.checking_client import CheckingClient
from tests.learning import Learner, answer, learner, press, publish, token_in
from tests.untriggered import untriggered

MODULE = "/leren/proef/een"
DOOR, QUESTION, SKIP = f"{MODULE}/meting", f"{MODULE}/meting/vraag", f"{MODULE}/meting/overslaan"
PAGE, TEST = f"{MODULE}/eigen-leven", f"{MODULE}/toets"


@pytest.fixture
def noor(session: Any, tmp_path: Path, client: CheckingClient) -> Learner:
    """Somebody at a school that measures. The entry test asks `t2`."""
    publish(tmp_path / "modules", entry=("een/t2",))
    found = learner(session)
    measured.switch_on(session, found.school, since=clock.today())
    session.commit()
    found.sign_in(client)
    return found


def do(client: CheckingClient, choice: str = "a") -> list[str]:
    """Answer every question that is asked now. Returns their keys."""
    keys = []
    while (page := client.get(QUESTION)).status_code == 200:
        found = re.search(r'id="item-(t\d)"', page.text)
        assert found is not None
        keys.append(found[1])
        reply = client.post(QUESTION, data={"antwoord": choice, "inzending": token_in(page)})
        assert reply.status_code == 303
    return keys


def before(client: CheckingClient) -> list[str]:
    assert press(client, DOOR, f"{DOOR}/begin").location == QUESTION
    return do(client)


def teach(client: CheckingClient) -> None:
    """All that is required before the test."""
    answer(client, PAGE, "p1", antwoord="b")
    story = f"{MODULE}/dilemma"
    answer(client, story, "S1", pad=[], kies="b")


def test_a_module_begins_with_the_door_and_the_test_with_the_other_form(
    client: CheckingClient, noor: Learner, session: Any
) -> None:
    assert client.get(PAGE).location == DOOR
    door = client.get(DOOR).text
    assert "Eerst een korte meting" in door
    assert "2 vragen" in door
    assert "10 mensen of meer samen" in door
    asked = before(client)
    assert client.get(PAGE).status_code == 200
    assert client.get(TEST).status_code == 200, "nothing is taught yet, so nothing is compared"
    teach(client)
    assert client.get(TEST).location == DOOR
    assert "Wat hebt u geleerd?" in client.get(DOOR).text
    again = do(client, "b")
    assert len(asked) == len(again) == 2
    assert set(asked).isdisjoint(again)
    assert "t2" not in {*asked, *again}, "the entry test asks that"
    assert client.get(TEST).status_code == 200
    rows = session.query(MeasurementAnswer).order_by(MeasurementAnswer.id).all()
    assert [(row.part, row.earned) for row in rows] == [("before", 1)] * 2 + [("after", 0)] * 2
    assert session.query(Sitting).count() == 0


def test_the_other_form_is_asked_before_the_test_only_once_begun(
    client: CheckingClient, noor: Learner
) -> None:
    before(client)
    answer(client, PAGE, "p1", antwoord="b")
    assert press(client, TEST, f"{TEST}/begin").status_code == 303
    teach(client)
    assert client.get(TEST).status_code == 200
    assert client.get(DOOR).location == MODULE


def test_one_press_skips_it_for_good_and_changes_nothing(
    client: CheckingClient, noor: Learner, session: Any
) -> None:
    assert press(client, DOOR, SKIP).location == PAGE
    teach(client)
    assert client.get(PAGE).status_code == 200
    assert client.get(TEST).status_code == 200
    assert client.get(DOOR).location == MODULE
    assert session.query(Measurement).count() == 0
    assert session.query(MeasurementSkip).count() == 1


def test_somebody_stops_halfway(client: CheckingClient, noor: Learner) -> None:
    press(client, DOOR, f"{DOOR}/begin")
    page = client.get(QUESTION)
    client.post(QUESTION, data={"antwoord": "a", "inzending": token_in(page)})
    assert "vraag 2 van 2" in client.get(QUESTION).text
    assert press(client, QUESTION, SKIP).location == PAGE
    teach(client)
    assert client.get(TEST).status_code == 200


def test_nothing_is_told_of_what_is_right(client: CheckingClient, noor: Learner) -> None:
    press(client, DOOR, f"{DOOR}/begin")
    page = client.get(QUESTION)
    reply = client.post(QUESTION, data={"antwoord": "b", "inzending": token_in(page)})
    seen = page.text + client.get(reply.location).text
    assert "Uitleg bij" not in seen
    assert "Weerlegging" not in seen
    assert "Hint" not in seen


def test_progress_is_the_same_with_and_without(
    client: CheckingClient, noor: Learner, session: Any
) -> None:
    """What is done, by whom and when: measured or not."""
    before(client)
    teach(client)
    do(client)
    session.rollback()
    row = session.query(Progress).filter_by(enrolment_id=noor.enrolment_id).one()
    assert sorted(row.lessons) == ["een/dilemma", "een/eigen-leven"]
    assert row.short in (None, [])
    asked = {one.item for one in session.query(Attempt)}
    assert asked == {"p1", "S1"}


def test_nothing_is_chosen_yet(client: CheckingClient, noor: Learner, session: Any) -> None:
    press(client, DOOR, f"{DOOR}/begin")
    page = client.get(QUESTION)
    reply = client.post(QUESTION, data={"inzending": token_in(page)})
    assert reply.status_code == 422
    assert "Kijk uw antwoord nog even na" in reply.text
    assert session.query(MeasurementAnswer).count() == 0


def test_the_same_form_again_is_the_same_answer(
    client: CheckingClient, noor: Learner, session: Any
) -> None:
    """Also after the last question, and after another one."""
    press(client, DOOR, f"{DOOR}/begin")
    first = {"antwoord": "a", "inzending": token_in(client.get(QUESTION))}
    assert client.post(QUESTION, data=first).location == QUESTION
    assert client.post(QUESTION, data=first | {"antwoord": "b"}).location == QUESTION
    last = {"antwoord": "a", "inzending": token_in(client.get(QUESTION))}
    assert [client.post(QUESTION, data=last).location for _ in range(2)] == [PAGE, PAGE]
    assert [row.earned for row in session.query(MeasurementAnswer)] == [1, 1]


def test_a_form_of_elsewhere_is_refused(client: CheckingClient, noor: Learner) -> None:
    press(client, DOOR, f"{DOOR}/begin")
    token = token_in(client.get(QUESTION))
    words = token.split(".")
    wrong = ".".join([*words[:3], "x" * 16])
    assert client.post(QUESTION, data={"antwoord": "a", "inzending": wrong}).status_code == 409


@pytest.mark.parametrize("why", ["off", "never", "ended", "begun", "renewal"])
def test_who_is_not_measured_meets_nothing(
    why: str, client: CheckingClient, session: Any, tmp_path: Path
) -> None:
    publish(tmp_path / "modules")
    found = learner(session)
    found.sign_in(client)
    if why == "begun":
        answer(client, PAGE, "p1", antwoord="b")
    if why == "off":
        measured.switch_on(session, found.school, on=False)
    if why in ("begun", "renewal"):
        measured.switch_on(session, found.school)
    if why == "ended":
        row = measured.SchoolMeasuring(school_id=found.school.id, is_on=True)
        row.starts_on, row.ends_on = measured.LONG_AGO, measured.LONG_AGO
        session.add(row)
    if why == "renewal":
        with untriggered(session, "enrolment"):
            session.get(Enrolment, found.enrolment_id).cycle = 2
    session.commit()
    assert client.get(PAGE).status_code == 200
    assert client.get(DOOR).location == MODULE
    assert client.post(f"{DOOR}/begin").status_code in (303, 422)
    assert session.query(Measurement).count() == 0


def test_the_questions_stay_those_of_the_text_in_which_somebody_began(
    client: CheckingClient, noor: Learner, session: Any, tmp_path: Path
) -> None:
    before(client)
    pinned = session.scalar(select(Measurement.release).order_by(Measurement.id.desc()))
    session.rollback()
    publish(
        tmp_path / "later", entry=("een/t2",), plan='+++\ntitle = "Plan"\n+++\n\nIets anders.\n'
    )
    session.rollback()
    teach(client)
    asked = measuring.standing(noor.enrolment_id, "een").drawn
    assert asked is not None
    assert asked.release == pinned
    session.rollback()
    assert do(client) == [*asked.asked[MeasuredPart.AFTER]]
