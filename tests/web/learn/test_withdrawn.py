"""A question that is withdrawn is neither right nor wrong, in a test that is open, handed in or
already mastered; and never an error.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from course import clock
from course.models import Enrolment, LessonCompletion, Sitting
from course.store.learning import recounting
from tests.checking_client import CheckingClient
from tests.learning import TEST as BANK
from tests.learning import Learner, answer, press, publish, token_in
from tests.web.learn.test_lessons import TEST, sit


def withdraw(session: Any, noor: Learner, path: Path, *keys: str) -> None:
    """She goes along to a release without these questions."""
    bank = BANK
    for key in keys:
        bank = re.sub(rf"\n::: choice {key}\n.*?\n:::\n", "\n", bank, flags=re.DOTALL)
    bank = bank.replace("draw = 3", f"draw = {min(3, 5 - len(keys))}")
    release = publish(path, toets=bank)
    session.query(Enrolment).filter_by(id=noor.enrolment_id).update({"release": release})
    recounting.follow([noor.enrolment_id], clock.now())
    session.commit()


def asked(session: Any, noor: Learner) -> list[str]:
    """The questions of her last test."""
    session.expire_all()
    query = session.query(Sitting).filter_by(enrolment_id=noor.enrolment_id)
    found = list(query.order_by(Sitting.id.desc()).first().items)
    session.rollback()
    return found


def mastered(session: Any, noor: Learner) -> bool:
    query = session.query(LessonCompletion).filter_by(enrolment_id=noor.enrolment_id)
    found = query.filter_by(lesson="toets").count() == 1
    session.rollback()
    return found


def go_on(client: CheckingClient, where: str) -> str:
    """Answer what is still asked, and hand in; the page with the result."""
    while "vraag" in where:
        page = client.get(where)
        assert page.status_code == 200
        key = page.text.split('name="vraag" value="')[1].split('"')[0]
        reply = answer(client, where, key, token_in(page), antwoord="a", zekerheid="zeker")
        where = reply.headers["Location"]
    assert where.endswith("/controle")
    result = press(client, where, f"{TEST}/inleveren")
    return client.get(result.headers["Location"]).text


@pytest.mark.parametrize("place", [1, 2, 3])
def test_an_open_test_asks_what_is_left(
    client: CheckingClient, session: Any, noor: Learner, tmp_path: Path, place: int
) -> None:
    first = press(client, TEST, f"{TEST}/begin").headers["Location"]
    page = client.get(first)
    key = asked(session, noor)[0]
    answer(client, first, key, token_in(page), antwoord="a", zekerheid="zeker")
    withdraw(session, noor, tmp_path / "nieuw", asked(session, noor)[place - 1])
    gone = client.get(f"{TEST}/vraag/{place}")
    assert gone.status_code == 303
    assert "Deze vraag is vervallen" in client.get(gone.headers["Location"]).text
    assert "2 vragen" in client.get(TEST).text
    assert "2 van 2 goed" in go_on(client, gone.headers["Location"])
    assert mastered(session, noor)


def test_an_answer_to_it_is_refused_in_words(
    client: CheckingClient, session: Any, noor: Learner, tmp_path: Path
) -> None:
    first = press(client, TEST, f"{TEST}/begin").headers["Location"]
    page = client.get(first)
    key = asked(session, noor)[0]
    withdraw(session, noor, tmp_path / "nieuw", key)
    reply = answer(client, first, key, token_in(page), antwoord="a", zekerheid="zeker")
    assert reply.status_code == 409
    assert "Deze vraag is vervallen" in reply.text


def test_a_test_of_which_nothing_is_left_is_no_error(
    client: CheckingClient, session: Any, noor: Learner, tmp_path: Path
) -> None:
    press(client, TEST, f"{TEST}/begin")
    withdraw(session, noor, tmp_path / "nieuw", *asked(session, noor))
    where = client.get(f"{TEST}/vraag/1").headers["Location"]
    assert "0 van 0 goed" in go_on(client, where)
    assert not mastered(session, noor)


def test_what_was_wrong_and_is_withdrawn_no_longer_stands_in_the_way(
    client: CheckingClient, session: Any, noor: Learner, tmp_path: Path
) -> None:
    first = asked_wrong(client, session, noor)
    assert not mastered(session, noor)
    withdraw(session, noor, tmp_path / "nieuw", first)
    assert mastered(session, noor)
    assert "Behaald" in client.get(TEST).text or "gehaald" in client.get(TEST).text


def test_what_was_right_and_is_withdrawn_takes_nothing_away(
    client: CheckingClient, session: Any, noor: Learner, tmp_path: Path
) -> None:
    sit(client)
    withdraw(session, noor, tmp_path / "nieuw", *asked(session, noor))
    assert mastered(session, noor), "done stays done"


def asked_wrong(client: CheckingClient, session: Any, noor: Learner) -> str:
    """One of three wrong, which is too little; the key of that question."""
    assert "2 van 3 goed" in sit(client, wrong=1)
    return asked(session, noor)[0]
