"""Going back, old tabs, and several tabs at once: what somebody sees is what counts, or they are
told why not.
"""

from __future__ import annotations

import re
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from course.models import Answer, Attempt, Enrolment, Sitting
from course.store.learning import tried
from tests.checking_client import CheckingClient
from tests.learning import PAGE as PAGE_TEXT
from tests.learning import PLAN as PLAN_TEXT
from tests.learning import Learner, answer, learner, press, publish, signed_in, token_in

PAGE, PLAN, TEST = (f"/leren/proef/een/{slug}" for slug in ("eigen-leven", "plan", "toets"))
AT_ONCE = 16
TYPED = "ik een <foto> wil delen"


@pytest.fixture
def noor(session: Any, tmp_path: Path, client: CheckingClient) -> Learner:
    publish(tmp_path / "modules")
    return signed_in(session, client)


def rows(session: Any, model: Any) -> list[Any]:
    session.rollback()
    found = session.query(model).order_by(model.id).all()
    session.expunge_all()
    session.rollback()
    return list(found)


def key_in(page: str) -> str:
    """The first question on a page."""
    found = re.search(r'name="vraag" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def begin(client: CheckingClient) -> str:
    """The first question of a test that is open now."""
    if "Ga verder met uw toets" in client.get(TEST).text:
        return f"{TEST}/vraag/1"
    return str(press(client, TEST, f"{TEST}/begin").location)


def take(client: CheckingClient, choice: str = "a") -> str:
    """A whole test, up to the page to check. Returns the key of its first question."""
    where = first = begin(client)
    while "vraag" in where:
        page = client.get(where)
        where = answer(client, where, key_in(page.text), token_in(page), antwoord=choice).headers[
            "Location"
        ]
    return key_in(client.get(first).text)


def test_back_and_another_choice_in_a_test_counts(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    """The page of the browser's Back button holds the token that was used.

    Also back to the first choice.
    """
    where = begin(client)
    page = client.get(where)
    key, token = key_in(page.text), token_in(page)
    for number, choice in enumerate(("a", "b", "a", "a"), start=1):
        assert (
            answer(client, where, key, token, antwoord=choice, zekerheid="denk").status_code == 303
        )
        given = rows(session, Answer)
        assert (given[-1].response, len(given)) == ([choice], min(number, 3))
    assert answer(client, where, key, token, antwoord="a", zekerheid="zeker").status_code == 303
    assert rows(session, Answer)[-1].confidence == "zeker", (
        "how sure somebody is, is part of what they see"
    )


def test_back_and_another_choice_on_a_page_is_a_second_try(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    token = token_in(client.get(PAGE), "p1")
    answer(client, PAGE, "p1", token, antwoord="a")
    answer(client, PAGE, "p1", token, antwoord="b")
    answer(client, PAGE, "p1", token, antwoord="b")
    assert [row.response for row in rows(session, Attempt)] == [["a"], ["b"]]
    assert "Dat klopt" in client.get(PAGE).text


def test_an_old_tab_answers_no_question_of_a_new_test(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    where = begin(client)
    old = client.get(where)
    take(client, "b")
    press(client, f"{TEST}/controle", f"{TEST}/inleveren")
    begin(client)
    before = len(rows(session, Answer))
    reply = answer(client, where, key_in(old.text), token_in(old), antwoord="a", zekerheid="zeker")
    assert reply.status_code == 409
    assert "Er is niets bewaard." in reply.text
    assert len(rows(session, Answer)) == before


def test_an_answer_after_handing_in_is_told_so(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    where = begin(client)
    old = client.get(where)
    take(client)
    press(client, f"{TEST}/controle", f"{TEST}/inleveren")
    reply = answer(client, where, key_in(old.text), token_in(old), antwoord="b")
    assert reply.status_code == 409
    assert "Deze toets is al ingeleverd." in reply.text
    assert f'href="{TEST}"' in reply.text


def test_handing_in_twice_shows_the_first_result_and_an_old_page_hands_in_nothing(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    take(client)
    sent = {"inzending": token_in(client.get(f"{TEST}/controle"))}
    first, again = (client.post(f"{TEST}/inleveren", data=sent) for _ in range(2))
    assert first.location == again.location
    begin(client)
    assert client.post(f"{TEST}/inleveren", data=sent).status_code == 409
    assert [bool(row.handed_in_at) for row in rows(session, Sitting)] == [True, False]


def test_an_old_door_begins_no_test(client: CheckingClient, session: Any, noor: Learner) -> None:
    sent = {"inzending": token_in(client.get(TEST))}
    client.post(f"{TEST}/begin", data=sent)
    take(client)
    press(client, f"{TEST}/controle", f"{TEST}/inleveren")
    assert client.post(f"{TEST}/begin", data=sent).status_code == 409
    assert len(rows(session, Sitting)) == 1


def move_to(session: Any, noor: Learner, folder: Path, **lessons: str) -> None:
    """Another release of the course, to which Noor is moved along while her page is open."""
    release = publish(folder, **lessons)
    session.query(Enrolment).filter_by(id=noor.enrolment_id).update({"release": release})
    session.commit()


def test_a_question_that_stayed_the_same_takes_its_answer_in_another_release(
    client: CheckingClient, session: Any, noor: Learner, tmp_path: Path
) -> None:
    token = token_in(client.get(PLAN), "pl1")
    move_to(
        session,
        noor,
        tmp_path / "anders",
        eigen_leven=PAGE_TEXT.replace("Wie deelt hier?", "Wie deelt er?"),
    )
    assert answer(client, PLAN, "pl1", token, als=TYPED, dan="vraag ik het").status_code == 303


def test_a_question_that_changed_is_shown_anew_with_what_was_typed(
    client: CheckingClient, session: Any, noor: Learner, tmp_path: Path
) -> None:
    token = token_in(client.get(PLAN), "pl1")
    move_to(
        session,
        noor,
        tmp_path / "anders",
        plan=PLAN_TEXT.replace("Maak een zin.", "Maak een korte zin."),
    )
    reply = answer(client, PLAN, "pl1", token, als=TYPED, dan="vraag ik het")
    assert reply.status_code == 409
    assert "Maak een korte zin." in reply.text
    assert "Deze vraag is intussen gewijzigd." in reply.text
    assert "ik een &lt;foto&gt; wil delen" in reply.text
    assert rows(session, Attempt) == []
    assert (
        answer(
            client, PLAN, "pl1", token_in(reply, "pl1"), als=TYPED, dan="vraag ik het"
        ).status_code
        == 303
    )


def test_a_withdrawn_question_takes_no_answer_and_gives_back_what_was_typed(
    client: CheckingClient, session: Any, noor: Learner, tmp_path: Path
) -> None:
    token = token_in(client.get(PLAN), "pl1")
    move_to(
        session, noor, tmp_path / "anders", plan=PLAN_TEXT.replace("::: plan pl1", "::: plan pl2")
    )
    reply = answer(client, PLAN, "pl1", token, als=TYPED, dan="vraag ik het")
    assert reply.status_code == 409
    assert "Deze vraag staat niet meer in uw les." in reply.text
    assert "ik een &lt;foto&gt; wil delen" in reply.text
    assert rows(session, Attempt) == []


def test_what_was_typed_is_never_shown_to_the_next_person(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    """Noor's tab is still open when Mirjam signs in on the same computer, and somebody presses the
    button.
    """
    token = token_in(client.get(PLAN), "pl1")
    learner(session, "mirjam@voorbeeld.example").sign_in(client)
    reply = answer(client, PLAN, "pl1", token, als=TYPED, dan="vraag ik het")
    assert reply.status_code == 403
    assert "Wat u stuurde, hoort niet bij uw account. Er is niets bewaard." in reply.text
    assert "foto" not in reply.text
    assert rows(session, Attempt) == []


def together(app: Flask, noor: Learner, deeds: list[Any]) -> list[int]:
    """What each deed answered when all began at the same moment, each in a browser of its own."""
    barrier, replies = threading.Barrier(len(deeds)), [0] * len(deeds)

    def run(number: int) -> None:
        client = CheckingClient(app)
        client.checking = False
        noor.sign_in(client)
        barrier.wait(timeout=60)
        replies[number] = deeds[number](client)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return replies


def test_tries_at_once_all_count(
    app: Flask, client: CheckingClient, session: Any, noor: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second try settles a question. Sixteen wrong ones at once are one first try and fifteen
    later ones.

    Whoever counted waits a moment before saving, so that the others have time to count the same.
    """
    session.remove()
    count = tried.tries

    def slowly(*where: Any) -> int:
        counted = count(*where)
        time.sleep(0.02)
        return counted

    monkeypatch.setattr(tried, "tries", slowly)
    tokens = [token_in(client.get(PAGE), "p1") for _ in range(AT_ONCE)]

    def wrong(token: str) -> Any:
        return lambda browser: answer(browser, PAGE, "p1", token, antwoord="a").status_code

    assert together(app, noor, [wrong(token) for token in tokens]) == [303] * AT_ONCE
    assert [row.settled for row in rows(session, Attempt)] == [False] + [True] * (AT_ONCE - 1)


def test_what_is_acknowledged_while_a_test_is_handed_in_is_what_is_marked(
    app: Flask, client: CheckingClient, session: Any, noor: Learner
) -> None:
    """Either the answer came first and is marked, or it is refused: never "saved" and then not
    counted.
    """
    session.remove()
    for _ in range(4):
        key = take(client, "a")
        page, check = client.get(f"{TEST}/vraag/1"), client.get(f"{TEST}/controle")

        def change(browser: CheckingClient, key: str = key, token: str = token_in(page)) -> int:
            return answer(browser, f"{TEST}/vraag/1", key, token, antwoord="b").status_code

        def finish(browser: CheckingClient, token: str = token_in(check)) -> int:
            return browser.post(f"{TEST}/inleveren", data={"inzending": token}).status_code

        changed, finished = together(app, noor, [change, finish])
        assert finished == 303
        assert changed in (303, 409)
        marked = [row for row in rows(session, Attempt) if row.item == key][-1]
        assert marked.response == (["b"] if changed == 303 else ["a"])
