"""What no form of ours sends, to every kind of item: not gradable, never an error; on pages and in
tests.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from course import clock
from course.content.catalog import read_catalog
from course.kinds.item import Item
from course.kinds.registry import kind_of
from course.models import Answer, Attempt, Sitting
from tests import builders
from tests.checking_client import CheckingClient
from tests.content.reading import DRAWN, documented_items, examples, write_folder
from tests.learning import Learner, answer, press, signed_in, token_in
from tests.untriggered import untriggered

only_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # no SQL of its own
ITEMS = [item for item in documented_items() if item.kind != "dilemma"]
URL, TEST_URL = "/leren/proef/een/alles", "/leren/proef/een/toets"
ODD = (
    "",
    "²",
    "٣",
    "-1",
    "9" * 3000,
    "bestaat-niet",
    "a=b",
    "=",
    "~",
    "x.y",
    "reden=",
    "open=zee",
    "{{naam}}",
    "a:up",
)


@pytest.fixture
def noor(session: Any, client: CheckingClient, tmp_path: Path) -> Learner:
    """Signed in, and enrolled in a course with a page that has every kind, and a test of what may
    be in one.
    """
    head = '+++\ntitle = "{}"\nkind = "{}"\n{}+++\n\n{}'
    texts = [one for one in examples("item") if not one.startswith("::: dilemma")]
    marked = [
        one for one, item in zip(texts, ITEMS, strict=True) if item.graded and not item.stepwise
    ]
    renamed = [one.replace(f" {_key(one)}\n", f" t-{_key(one)}\n", 1) for one in marked]
    folder = write_folder(
        tmp_path / "modules",
        alles=head.format("Alles", "exercise", "", "\n".join(texts)),
        toets=head.format("Toets", "test", f"draw = {len(renamed)}\n", "\n".join(renamed)),
    )
    shutil.copytree(DRAWN / "media", folder / "een" / "media")
    course = read_catalog(folder).courses[0]
    assert {item.key for item in course.modules[0].lessons[0].items} == {item.key for item in ITEMS}
    builders.publish(course, clock.now())
    return signed_in(session, client)


def _key(block: str) -> str:
    return block.partition("\n")[0].split()[-1]


def fields_of(item: Item) -> dict[str, Any]:
    form = kind_of(item).examples(item).right
    return {name: list(values) for name, values in form.items()}


@only_sqlite
@pytest.mark.parametrize("item", ITEMS, ids=lambda item: f"{item.kind} {item.key}")
def test_an_odd_field_is_sent_back(client: CheckingClient, noor: Learner, item: Item) -> None:
    for start, name in enumerate(fields_of(item)):
        for odd in ODD[start % 7 :: 7]:  # each field meets some of them
            reply = answer(client, URL, item.key, **{**fields_of(item), name: odd})
            assert reply.status_code in (200, 303, 422)
    assert client.get(URL).status_code == 200


@only_sqlite
def test_a_page_with_answers_of_another_release_is_drawn(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    """They stay as they are; the item is asked as if it was never answered."""
    for item in ITEMS:
        assert answer(client, URL, item.key, **fields_of(item)).status_code == 303
    fine = client.get(URL).text.count("Dat klopt")
    assert fine > 5
    for odd in (["weg"], [], ["a", "b", "c", "d"], ["stap", "a=b=c"], ["=", "x.y"]):
        mine = update(Attempt).where(Attempt.enrolment_id == noor.enrolment_id)
        with untriggered(session, "attempt"):
            session.execute(mine.values(response=odd))
        session.commit()
        assert client.get(URL).text.count("Dat klopt") == 0


@only_sqlite
def test_an_answer_in_a_test_to_another_release_is_none(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    press(client, TEST_URL, f"{TEST_URL}/begin")
    questions = {item.key: item for item in ITEMS}
    for number in range(1, sum(item.graded and not item.stepwise for item in ITEMS) + 1):
        page = client.get(f"{TEST_URL}/vraag/{number}")
        item = questions[page.text.split('name="vraag" value="t-')[1].split('"')[0]]
        data = {"vraag": f"t-{item.key}", "inzending": token_in(page), **fields_of(item)}
        assert client.post(f"{TEST_URL}/vraag/{number}", data=data).status_code == 303
    assert client.get(f"{TEST_URL}/controle").status_code == 200
    own = select(Sitting.id).where(Sitting.enrolment_id == noor.enrolment_id)
    for odd in (["weg"], [], ["a", "b", "c", "d"], ["=", "x.y"]):
        with untriggered(session, "answer"):
            session.execute(update(Answer).where(Answer.sitting_id.in_(own)).values(response=odd))
        session.commit()
        assert client.get(f"{TEST_URL}/vraag/1").status_code == 200
        assert "Nog geen antwoord" in client.get(f"{TEST_URL}/controle").text
        assert (
            "Beantwoord vraag 1 nog."
            in press(client, f"{TEST_URL}/controle", f"{TEST_URL}/inleveren").text
        )
