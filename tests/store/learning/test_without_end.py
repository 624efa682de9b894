"""Tries are unlimited, what is read of them is not; and it says the same as all of them."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import insert

from course.content.types import MasteryRule
from course.domain.learning.entry import SURE
from course.domain.learning.mastery import Marked, draw, mastery_of
from course.models import Attempt, Sitting
from course.store.courses import releases
from course.store.learning import reading, sittings
from tests.learning import learner, publish

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
BANK = tuple(f"t{number}" for number in range(1, 6))
_TOKENS = count()


@pytest.fixture
def tried(session: Any, tmp_path: Path) -> dict[str, Any]:
    """The columns of a try by Noor, and somebody who did the same in her own enrolment."""
    release = publish(tmp_path / "modules")
    noor, ada = learner(session), learner(session, "ada@voorbeeld.example")
    row = {"enrolment_id": noor.enrolment_id, "release": release, "module": "een"}
    other = row | {"enrolment_id": ada.enrolment_id}
    add(session, other | {"lesson": "eigen-leven", "item": "p1"}, settled=True, response=["b"])
    return row


def add(session: Any, row: dict[str, Any], **more: Any) -> None:
    values = {
        "response": ["a"],
        "earned": 0,
        "possible": 1,
        "settled": False,
        "submission": f"poging-{next(_TOKENS):012}",
        "submitted_at": NOW,
    }
    session.execute(insert(Attempt).values(**values | row | more))


def test_of_each_question_the_newest_try_and_the_newest_that_settled_it(
    session: Any, tried: dict[str, Any]
) -> None:
    here = tried | {"lesson": "eigen-leven"}
    for _ in range(60):
        add(session, here | {"item": "p1"})
        add(session, here | {"item": "p2"}, settled=True)
    add(session, here | {"item": "p1"}, settled=True, response=["b"], earned=1)
    add(session, here | {"item": "p1"}, response=["c"])
    add(session, tried | {"lesson": "plan", "item": "p1"}, response=["d"])
    add(session, tried | {"lesson": "eigen-leven", "module": "twee", "item": "p1"}, response=["e"])
    found = reading.given(here["enrolment_id"], "een", "eigen-leven")
    assert [(one.item, one.response, one.settled) for one in found] == [
        ("p2", ("a",), True),
        ("p1", ("b",), True),
        ("p1", ("c",), False),
    ]


def sit(session: Any, tried: dict[str, Any], chance: Random) -> list[Marked]:
    """A test of three questions, answered by chance; all that is marked in it."""
    asked = chance.sample(BANK, 3)
    place = {"enrolment_id": tried["enrolment_id"], "module": "een", "lesson": "toets"}
    sitting = Sitting(**place, items=asked, opened_at=NOW, handed_in_at=NOW)
    session.add(sitting)
    session.flush()
    marked = []
    for item in asked:
        possible = chance.choice((0, 1, 2, 2))
        one = Marked(
            sitting.id, item, chance.random() < 0.4 and possible > 0, chance.random() < 0.5
        )
        earned = possible if one.is_right else max(0, possible - 1)
        row = tried | {"lesson": "toets", "item": item, "sitting_id": sitting.id}
        sure = SURE if one.is_sure else None
        add(session, row, earned=earned, possible=possible, confidence=sure)
        marked.append(one)
    return marked


@pytest.mark.parametrize("seed", range(6))
def test_of_many_tests_those_that_say_something_more(
    session: Any, tried: dict[str, Any], seed: int
) -> None:
    """What is told about mastery, and what the next test asks, is as if all had been read."""
    chance = Random(seed)
    module = releases.outline(tried["release"]).modules[0]
    outline = module.lesson("toets")
    assert outline is not None
    keys = list(BANK[: seed % 4])
    everything: list[Marked] = []
    for number in range(1, 41):
        everything += sit(session, tried, chance)
        if number not in (1, 2, 3, 7, 40):
            continue
        read = sittings.marked_in_tests(tried["enrolment_id"], module)
        assert mastery_of(MasteryRule(), keys, read) == mastery_of(MasteryRule(), keys, everything)
        for size in (1, 3, 5):
            assert draw(outline.items, size, read, "zaad") == draw(
                outline.items, size, everything, "zaad"
            )
    assert len(read) <= 3 * (2 * len(BANK) + 1) < len(everything)
