"""What is recorded belongs to one enrolment, lesson, question and test; somebody else's never
stands in for it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from course.content.outline import ModuleOutline
from course.domain.learning.entry import SURE
from course.domain.learning.mastery import Marked
from course.domain.learning.progress import Reader
from course.domain.learning.sittings import LastAnswer, MarkedAnswer
from course.kinds.item import Item
from course.kinds.marking import Score
from course.models import Answer, Attempt, Sitting
from course.store.courses import releases
from course.store.learning import reading, recording, sittings, tried
from course.store.learning.places import LessonPlace
from course.store.learning.sittings import OpenSitting
from tests.learning import learner, publish

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
READER = Reader("teaching", frozenset({"vo"}))
RIGHT, WRONG = LastAnswer(("a",), SURE), LastAnswer(("b",), None)
ELSEWHERE = ("enrolment_id", "module", "lesson")


@pytest.fixture
def places(session: Any, tmp_path: Path) -> dict[str, LessonPlace]:
    """The test of the module, and three places that differ from it in one thing."""
    release = publish(tmp_path / "modules")
    mine, hers = learner(session), learner(session, "ada@voorbeeld.example")
    here = LessonPlace(mine.enrolment_id, release, "een", "toets")
    return {
        "here": here,
        "enrolment_id": replace(here, enrolment_id=hers.enrolment_id),
        "module": replace(here, module="twee"),
        "lesson": replace(here, lesson="toets-2"),
    }


def item(place: LessonPlace, key: str) -> Item:
    """A question under this key, wherever the place is: right is `a`."""
    found = releases.lesson(place.release, "een", "toets")
    assert found is not None
    return replace(found.items[0], key=key)


def module_of(place: LessonPlace) -> ModuleOutline:
    found = releases.outline(place.release).module("een")
    assert found is not None
    return found


def begin(place: LessonPlace, *items: str) -> OpenSitting:
    sitting = recording.begin(place, items, sittings.times_sat(place), NOW)
    assert sitting is not None
    return sitting


def give(
    place: LessonPlace, sitting: OpenSitting, key: str, answer: LastAnswer, token: str
) -> bool:
    return recording.answer_in_test(place, sitting, key, answer, submission=token, now=NOW)


def hand_in(place: LessonPlace, **answers: LastAnswer) -> str:
    """One whole test; returns its ref."""
    sitting = begin(place, *answers)
    for key, answer in answers.items():
        assert give(place, sitting, key, answer, f"{sitting.ref}-{key}")
    items = {key: item(place, key) for key in answers}
    assert recording.hand_in(place, READER, sitting, items, NOW) == []
    return sitting.ref


def attempt(place: LessonPlace, key: str, token: str, response: str = "a") -> bool:
    given = {"submission": token, "done": frozenset({place.at}), "now": NOW}
    return recording.answer(place, READER, item(place, key), (response,), **given).is_new


@pytest.mark.parametrize("other", ELSEWHERE)
def test_an_open_test_elsewhere_is_not_open_here(
    places: dict[str, LessonPlace], other: str
) -> None:
    theirs = begin(places[other], "x1")
    assert sittings.open_sitting(places["here"]) is None
    ours = begin(places["here"], "t1")
    assert ours.items == ("t1",)
    assert begin(places["here"], "t2") == ours, "another tab began it already"
    assert sittings.open_sitting(places[other]) == theirs


@pytest.mark.parametrize("other", ELSEWHERE)
def test_a_test_handed_in_elsewhere_is_not_handed_in_here(
    places: dict[str, LessonPlace], other: str
) -> None:
    hand_in(places[other], x1=RIGHT)
    begin(places["here"], "t9")
    assert sittings.handed_in_sitting(places["here"]) is None
    assert sittings.times_sat(places["here"]) == 0


def test_the_newest_test_that_was_handed_in_counts(places: dict[str, LessonPlace]) -> None:
    refs = [hand_in(places["here"], t1=WRONG), hand_in(places["here"], t2=RIGHT)]
    begin(places["here"], "t3")
    found = sittings.handed_in_sitting(places["here"])
    assert found is not None
    assert (found.ref, found.items) == (refs[1], ("t2",))
    assert sittings.times_sat(places["here"]) == 2


def test_handing_in_closes_one_test_once(places: dict[str, LessonPlace], session: Any) -> None:
    theirs = begin(places["enrolment_id"], "t1")
    ours = begin(places["here"], "t1")
    here, items = places["here"], {"t1": item(places["here"], "t1")}
    assert give(here, ours, "t1", RIGHT, "antwoord")
    assert recording.hand_in(here, READER, ours, items, NOW) == []
    assert recording.hand_in(here, READER, ours, items, NOW + timedelta(hours=1)) == []
    assert not give(here, ours, "t1", WRONG, "te-laat"), "it is handed in"
    assert sittings.open_sitting(places["enrolment_id"]) == theirs
    session.expire_all()
    assert session.query(Sitting.handed_in_at).filter_by(ref=ours.ref).scalar() == NOW
    row = session.query(Attempt).one()
    assert (row.response, row.earned, row.possible, row.confidence, row.settled) == (
        ["a"],
        1,
        1,
        SURE,
        True,
    )


def test_the_last_answer_of_this_test_counts(places: dict[str, LessonPlace], session: Any) -> None:
    ours = begin(places["here"], "t1", "t2")
    theirs = begin(places["enrolment_id"], "t1")
    here = places["here"]
    for number, response in enumerate("ab"):
        assert give(here, ours, "t1", LastAnswer((response,), None), f"antwoord-{number}")
    assert give(places["enrolment_id"], theirs, "t2", WRONG, "antwoord-van-haar")
    assert sittings.answers(ours.id) == {"t1": LastAnswer(("b",), None)}
    for answer, kept, why in (
        (LastAnswer(("b",), None), 2, "a double click"),
        (LastAnswer(("c",), None), 3, "another choice after going back"),
        (LastAnswer(("c",), SURE), 4, "another certainty"),
    ):
        assert give(here, ours, "t1", answer, "antwoord-1")
        assert sittings.answers(ours.id) == {"t1": answer}, why
        assert session.query(Answer).filter_by(sitting_id=ours.id).count() == kept, why


def test_tests_of_this_enrolment_and_module_are_marked_together(
    places: dict[str, LessonPlace], session: Any
) -> None:
    here = places["here"]
    hand_in(places["enrolment_id"], t1=RIGHT)
    hand_in(places["module"], t1=RIGHT)
    hand_in(here, t1=WRONG, t2=RIGHT)
    hand_in(places["lesson"], t3=RIGHT)
    attempt(replace(here, lesson="eigen-leven"), "p1", "los-1")
    numbers = dict(
        session.query(Sitting.lesson, Sitting.id).filter_by(
            enrolment_id=here.enrolment_id, module="een"
        )
    )
    assert sittings.marked_in_tests(here.enrolment_id, module_of(here)) == [
        Marked(numbers["toets"], "t1", False, False),
        Marked(numbers["toets"], "t2", True, True),
        Marked(numbers["toets-2"], "t3", True, True),
    ]


@pytest.mark.parametrize("other", ["enrolment_id", "module"])
def test_what_is_newest_is_of_this_enrolment_and_module(
    places: dict[str, LessonPlace], other: str
) -> None:
    """Later tests elsewhere, about the same questions, leave none of these out."""
    here = places["here"]
    hand_in(here, t1=RIGHT, t2=WRONG)
    hand_in(here, t1=WRONG, t2=WRONG, t3=RIGHT, t4=RIGHT, t5=RIGHT)
    hand_in(here, p1=WRONG)
    told = [
        (one.item, one.is_right)
        for one in sittings.marked_in_tests(here.enrolment_id, module_of(here))
    ]
    first, second = [("t1", True), ("t2", False)], [("t1", False), ("t2", False)]
    assert told == [*first, *second, ("t3", True), ("t4", True), ("t5", True), ("p1", False)]
    hand_in(places[other], **dict.fromkeys(("t1", "t2", "t3", "t4", "t5", "p1"), RIGHT))
    again = sittings.marked_in_tests(here.enrolment_id, module_of(here))
    assert [(one.item, one.is_right) for one in again] == told


def test_a_result_is_for_who_sat_it_once_it_is_handed_in(places: dict[str, LessonPlace]) -> None:
    here = places["here"]
    ref = hand_in(here, t2=RIGHT, t1=WRONG)
    hand_in(here, t3=RIGHT)
    opened = begin(here, "t1")
    assert sittings.sitting_result(here.enrolment_id, ref) == [
        MarkedAnswer("t2", RIGHT, Score(1, 1)),
        MarkedAnswer("t1", WRONG, Score(0, 1)),
    ]
    assert sittings.sitting_result(places["enrolment_id"].enrolment_id, ref) is None
    assert sittings.sitting_result(here.enrolment_id, opened.ref) is None
    assert sittings.sitting_result(here.enrolment_id, "bestaat-niet") is None


def test_tries_and_responses_are_of_this_question_outside_tests(
    places: dict[str, LessonPlace],
) -> None:
    here = replace(places["here"], lesson="eigen-leven")
    for number, (place, item) in enumerate(
        [
            (replace(places["enrolment_id"], lesson="eigen-leven"), "p1"),
            (replace(places["module"], lesson="eigen-leven"), "p1"),
            (replace(here, lesson="dilemma"), "p1"),
            (here, "p2"),
        ]
    ):
        attempt(place, item, f"elders-{number}")
    hand_in(here, p1=RIGHT)
    assert tried.tries(here, "p1") == 0
    assert [given.item for given in reading.given(here.enrolment_id, "een", "eigen-leven")] == [
        "p2"
    ]
    assert attempt(here, "p1", "hier-1")
    assert not attempt(here, "p1", "hier-1"), "a double click"
    assert attempt(here, "p1", "hier-1", "b"), "another choice after going back"
    assert tried.tries(here, "p1") == 2
