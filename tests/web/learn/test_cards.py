"""Cards on a page: one at a time, kept at each step, and compared with colleagues at the end."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from course import clock
from course.models import Attempt, LessonCompletion, Membership
from course.store.courses import releases
from course.store.learning import enrolling, reading
from tests import builders
from tests.checking_client import CheckingClient
from tests.learning import Learner, answer, publish_pages, signed_in, token_in

EXERCISE = """+++
title = "Kaarten"
kind = "exercise"
+++

::: cards k1
facet-wie: Wie belt u? | leider | 112
clock: b
clock-0: Meteen | Alles kan nog.
clock-72: Na drie dagen | Het is te laat.

Kies per kaart wie u belt.

- a. Een gemene reactie. = wie: leider
  > Uw leidinggevende helpt.
- b. Een verkeerde mail. = wie: leider
  > Bel meteen.
- [!] c. Direct gevaar. = wie: 112 ~ leider
  > Bij gevaar belt u 112.

after: Dat was het.
:::
"""
URL = "/leren/proef/een/kaarten"


@pytest.fixture
def noor(session: Any, client: CheckingClient, tmp_path: Path) -> Learner:
    publish_pages(tmp_path / "modules", kaarten=EXERCISE)
    return signed_in(session, client)


def form_in(page: str) -> dict[str, str]:
    """The hidden fields on the page: what a browser without script sends along."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))


def choose(client: CheckingClient, who: str, **more: str) -> str:
    """Answer the card on the page, as its form does; the page that follows."""
    form = form_in(client.get(URL).text)
    reply = client.post(URL, data={**form, f"kaart-{form['kaart']}-wie": who, **more})
    assert reply.status_code == 303
    assert reply.location.endswith("#item-k1")
    return client.get(URL).text


def test_one_card_at_a_time_with_the_rule_right_after(
    client: CheckingClient, noor: Learner
) -> None:
    first = client.get(URL).text
    assert "Kaart 1 van 3" in first
    assert "Een verkeerde mail." not in first
    assert "Uw leidinggevende helpt." not in first
    second = choose(client, "112")
    assert "Kaart 1: 0 van 1 punt" in second
    assert "Goed is: <strong>leider</strong>" in second
    assert "Uw leidinggevende helpt." in second
    assert "Kaart 2 van 3" in second
    assert client.get(URL).text.count("Kaart 2 van 3") == second.count("Kaart 2 van 3"), (
        "it waits at the same card"
    )


def test_an_urgent_card_comes_back_and_then_it_is_done(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    choose(client, "leider")
    assert "De klok van 72 uur" in choose(client, "leider")
    again = choose(client, "leider")
    assert "Kaart 3: nog niet" in again
    assert "Kaart 3 van 3" in again
    assert "Uw antwoord: een goede tweede weg" in again
    assert session.query(LessonCompletion).count() == 0
    session.rollback()
    end = choose(client, "112")
    assert "Klaar: 3 van 3 punten" in end
    assert "Dat was het." in end
    assert "Deze kaart" not in end
    assert session.query(LessonCompletion).count() == 1


def test_no_choice_costs_nothing(client: CheckingClient, session: Any, noor: Learner) -> None:
    choose(client, "leider")
    reply = client.post(URL, data=form_in(client.get(URL).text))
    assert reply.status_code == 422
    assert "Maak bij elke vraag een keuze." in reply.text
    assert "Kaart 2 van 3" in reply.text
    assert session.query(Attempt).count() == 1


def test_a_card_is_kept_once_for_each_token(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    form = {**form_in(client.get(URL).text), "kaart-a-wie": "leider"}
    for _ in range(2):
        client.post(URL, data=form)
    assert session.query(Attempt).count() == 1


def test_back_draws_the_card_with_its_answer_and_keeps_the_others(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    choose(client, "112")
    choose(client, "leider")
    back = client.post(URL, data={**form_in(client.get(URL).text), "terug": "a"})
    assert back.status_code == 200
    assert "Kaart 1 van 3" in back.text
    assert 'name="kaart-a-wie" value="112" checked' in back.text
    assert session.query(Attempt).count() == 2, "going back is not an answer"
    session.rollback()
    form = {**form_in(back.text), "kaart-a-wie": "leider"}
    assert client.post(URL, data=form).status_code == 303
    page = client.get(URL).text
    assert "Kaart 1: dat klopt" in page
    assert "Kaart 3 van 3" in page


def test_again_begins_at_the_first_card_and_stays_done(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    for who in ("leider", "leider", "112"):
        choose(client, who)
    answer(client, URL, "k1", token_in(client.get(URL)), opnieuw="ja")
    assert "Kaart 1 van 3" in client.get(URL).text
    assert session.query(LessonCompletion).count() == 1


@pytest.mark.parametrize(
    ("response", "shown"),
    [
        (
            ["a.wie=112", "b.wie=leider", "c.wie=112"],
            "Klaar: 2 van 3 punten",
        ),  # of the page with all cards
        (
            ["a.wie=112", "b.wie=leider", "c.wie=leider"],
            "Kaart 3 van 3",
        ),  # its urgent card was not right yet
        (["a=Valkuil", "b=Voordeel"], "Kaart 1 van 3"),  # of another exercise under this key
        (["weg.wie=112"], "Kaart 1 van 3"),
        (["a.wie=buurman"], "Kaart 1 van 3"),  # a choice that is no more
    ],
)
def test_older_answers_are_no_error(
    client: CheckingClient, session: Any, noor: Learner, response: list[str], shown: str
) -> None:
    keep(session, noor.enrolment_id, response, settled=False)
    assert shown in client.get(URL).text


def keep(session: Any, enrolment_id: int, response: list[str], *, settled: bool) -> None:
    """An attempt as the application keeps it."""
    session.add(
        Attempt(
            enrolment_id=enrolment_id,
            release=releases.current("proef"),
            module="een",
            lesson="kaarten",
            item="k1",
            response=response,
            earned=0,
            possible=3,
            settled=settled,
            submission=f"inzending-nummer-{enrolment_id:06}",
            submitted_at=clock.now(),
        )
    )
    session.commit()


def test_the_end_tells_where_most_colleagues_chose_otherwise(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    for _ in range(10):
        person = builders.person(session, "Iemand Anders")
        session.add(
            Membership(person_id=person.id, school_id=noor.school.id, starts_on=clock.today())
        )
        enrolling.enrol(person.id, "proef", clock.now())
        found = reading.learning(person.id, "proef", clock.today())
        assert found is not None
        keep(
            session, found.enrolment_id, ["a.wie=leider", "b.wie=leider", "c.wie=112"], settled=True
        )
    assert "collega’s" not in choose(client, "112")
    choose(client, "leider")
    end = choose(client, "112")
    assert "Deze kaart had u anders dan de meeste collega’s" in end
    assert "U koos ‘112’, de meesten kozen ‘leider’." in end
