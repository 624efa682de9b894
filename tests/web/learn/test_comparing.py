"""Under a finished exercise: where most colleagues of the school chose otherwise.

Never a name, never a number.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from course import clock
from course.kinds.registry import kind_of
from course.models import Attempt, Enrolment, Membership
from course.store.learning import enrolling
from tests import builders
from tests.checking_client import CheckingClient
from tests.content.reading import documented_items
from tests.learning import Learner, answer, publish_pages, signed_in
from tests.store.statements import heard

EXERCISE = """+++
title = "Verdeel"
kind = "exercise"
+++

::: categorise v1
bins: Valkuil | Voordeel

Wat is dit voor u?

- a. Vakgenoten volgen = Voordeel
  > U leert van anderen.
- b. Snel doorsturen = Valkuil
  > Kijk eerst.
- c. Alles bewaren = Valkuil
  > Ruim op.
:::
"""
PAGE = EXERCISE.replace('kind = "exercise"', 'kind = "page"').replace("v1", "v2")
URL, ORDINARY = "/leren/proef/een/verdeel", "/leren/proef/een/gewoon"
RIGHT = {"a": "Voordeel", "b": "Valkuil", "c": "Valkuil"}
TITLE = "anders dan de meeste collega’s"


@pytest.fixture
def noor(session: Any, client: CheckingClient, tmp_path: Path) -> Learner:
    publish_pages(tmp_path / "modules", verdeel=EXERCISE, gewoon=PAGE)
    return signed_in(session, client)


def colleagues(session: Any, noor: Learner, count: int, item: str = "v1", **chosen: str) -> None:
    """So many people of Noor's school who finished the exercise with these choices."""
    for _ in range(count):
        person = builders.person(session, "Geheime Naam")
        session.add(
            Membership(person_id=person.id, school_id=noor.school.id, starts_on=clock.today())
        )
        enrolling.enrol(person.id, "proef", clock.now())
        enrolment = session.query(Enrolment).filter_by(person_id=person.id).one()
        session.add(
            Attempt(
                enrolment_id=enrolment.id,
                release=enrolment.release,
                module="een",
                lesson="verdeel" if item == "v1" else "gewoon",
                item=item,
                response=[f"{card}={place}" for card, place in {**RIGHT, **chosen}.items()],
                earned=0,
                possible=3,
                settled=True,
                submission=f"inzending-{item}-{person.id:06}",
                submitted_at=clock.now(),
            )
        )
    session.commit()


def do(client: CheckingClient, url: str = URL, item: str = "v1", **chosen: str) -> str:
    """Fill in the exercise; the page that follows."""
    form = {f"kaart-{card}": place for card, place in {**RIGHT, **chosen}.items()}
    assert answer(client, url, item, **form).status_code == 303
    return client.get(url).text


def test_nine_colleagues_say_nothing_ten_do(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    colleagues(session, noor, 9, b="Voordeel")
    assert TITLE not in do(client)
    colleagues(session, noor, 1, b="Voordeel")
    page = client.get(URL).text
    assert "Deze kaart had u anders dan de meeste collega’s" in page
    assert "U koos ‘Valkuil’, de meesten kozen ‘Voordeel’." in page
    assert "Geheime Naam" not in page


def test_two_are_named_together_and_none_is_said_too(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    colleagues(session, noor, 10, b="Voordeel", c="Voordeel")
    assert "Deze twee had u anders dan de meeste collega’s" in do(client)
    colleagues(session, noor, 30)
    assert "Geen kaart had u anders dan de meeste collega’s" in client.get(URL).text


def test_it_waits_until_the_exercise_is_done(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    colleagues(session, noor, 10)
    assert TITLE not in client.get(URL).text
    assert TITLE not in do(client, a="Valkuil")
    assert TITLE in do(client, a="Valkuil")


def test_only_a_finished_exercise_asks_one_statement_more(
    client: CheckingClient, session: Any, noor: Learner, app: Any
) -> None:
    colleagues(session, noor, 10)
    colleagues(session, noor, 10, item="v2")
    do(client, ORDINARY, "v2")
    client.get(URL)
    with heard() as before:
        client.get(URL)
    do(client)
    with heard() as after:
        page = client.get(URL).text
    client.get(ORDINARY)
    with heard() as ordinary:
        assert TITLE not in client.get(ORDINARY).text
    assert TITLE in page
    assert len(after) == len(before) + 1
    assert len(ordinary) == len(before) + 1, "the course is done there: its certificate"


def test_kinds_that_compare_can_name_every_part() -> None:
    """Whatever may be said to differ has words."""
    compared = [item for item in documented_items() if kind_of(item).compares]
    assert {item.kind for item in compared} == {"cards", "categorise", "match"}
    for item in compared:
        kind = kind_of(item)
        response = kind.read(item, kind.examples(item).right)
        assert isinstance(response, tuple)
        for part in (given.partition("=")[0] for given in response):
            if part.partition(".")[2] not in ("voorwaarde", "eigen"):
                assert kind.part_name(item, part), part
