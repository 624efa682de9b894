"""What is recorded belongs to one enrolment, lesson, question and test; somebody else's never
stands in for it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError

from course.domain.learning.entry import SURE
from course.domain.learning.mastery import Marked
from course.kinds.marking import Score
from course.models import Attempt, Enrolment, LessonVisit, Sitting
from course.store.learning import reading, recording
from course.store.learning.recording import LastAnswer, Place
from tests.learning import learner, publish

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
RIGHT, WRONG = Score(1, 1), Score(0, 1)
ELSEWHERE = ("enrolment_id", "module", "lesson")


@pytest.fixture
def places(session: Any, tmp_path: Path) -> dict[str, Place]:
    """The test of the module, and three places that differ from it in one thing."""
    release = publish(tmp_path / "modules")
    mine, hers = learner(session), learner(session, "ada@voorbeeld.example")
    here = Place(mine.enrolment_id, release, "een", "toets")
    return {
        "here": here,
        "enrolment_id": replace(here, enrolment_id=hers.enrolment_id),
        "module": replace(here, module="twee"),
        "lesson": replace(here, lesson="toets-2"),
    }


def hand_in(place: Place, **scores: Score) -> str:
    """One whole test; returns its ref."""
    sitting = recording.begin_sitting(place, list(scores), NOW)
    marked = [
        (item, LastAnswer((item,), SURE if score is RIGHT else None), score)
        for item, score in scores.items()
    ]
    assert recording.hand_in(place, sitting, marked, NOW)
    return sitting.ref


def attempt(place: Place, item: str, token: str, response: str = "a") -> bool:
    return recording.record_attempt(
        place, item, [response], RIGHT, settled=True, submission=token, now=NOW
    )


@pytest.mark.parametrize("other", ELSEWHERE)
def test_an_open_test_elsewhere_is_not_open_here(places: dict[str, Place], other: str) -> None:
    theirs = recording.begin_sitting(places[other], ["x1"], NOW)
    assert recording.open_sitting(places["here"]) is None
    ours = recording.begin_sitting(places["here"], ["t1"], NOW)
    assert ours.items == ("t1",)
    assert recording.begin_sitting(places["here"], ["t2"], NOW) == ours, (
        "another tab began it already"
    )
    assert recording.open_sitting(places[other]) == theirs


@pytest.mark.parametrize("other", ELSEWHERE)
def test_a_test_handed_in_elsewhere_is_not_handed_in_here(
    places: dict[str, Place], other: str
) -> None:
    hand_in(places[other], x1=RIGHT)
    recording.begin_sitting(places["here"], ["t9"], NOW)
    assert recording.handed_in_sitting(places["here"]) is None
    assert recording.times_sat(places["here"]) == "0"


def test_the_newest_test_that_was_handed_in_counts(places: dict[str, Place]) -> None:
    refs = [hand_in(places["here"], t1=WRONG), hand_in(places["here"], t2=RIGHT)]
    recording.begin_sitting(places["here"], ["t3"], NOW)
    found = recording.handed_in_sitting(places["here"])
    assert found is not None
    assert (found.ref, found.items) == (refs[1], ("t2",))
    assert recording.times_sat(places["here"]) == "2"


def test_handing_in_closes_one_test_once(places: dict[str, Place], session: Any) -> None:
    theirs = recording.begin_sitting(places["enrolment_id"], ["t1"], NOW)
    ours = recording.begin_sitting(places["here"], ["t1"], NOW)
    marked = [("t1", LastAnswer(("b",), SURE), RIGHT)]
    assert recording.hand_in(places["here"], ours, marked, NOW)
    assert not recording.hand_in(places["here"], ours, marked, NOW + timedelta(hours=1))
    assert recording.open_sitting(places["enrolment_id"]) == theirs
    session.expire_all()
    assert session.query(Sitting.handed_in_at).filter_by(ref=ours.ref).scalar() == NOW
    row = session.query(Attempt).one()
    assert (row.response, row.earned, row.possible, row.confidence, row.settled) == (
        ["b"],
        1,
        1,
        SURE,
        True,
    )


def test_the_last_answer_of_this_test_counts(places: dict[str, Place]) -> None:
    ours = recording.begin_sitting(places["here"], ["t1", "t2"], NOW)
    theirs = recording.begin_sitting(places["enrolment_id"], ["t1"], NOW)
    for place, response in enumerate("ab"):
        assert recording.record_answer(ours.id, "t1", [response], None, f"antwoord-{place}", NOW)
    recording.record_answer(theirs.id, "t2", ["x"], SURE, "antwoord-van-haar", NOW)
    assert recording.answers(ours.id) == {"t1": LastAnswer(("b",), None)}
    assert not recording.record_answer(ours.id, "t1", ["b"], None, "antwoord-1", NOW), (
        "a double click"
    )
    assert recording.record_answer(ours.id, "t1", ["c"], None, "antwoord-1", NOW), (
        "another choice after going back"
    )
    assert recording.record_answer(ours.id, "t1", ["c"], SURE, "antwoord-1", NOW), (
        "another certainty"
    )
    assert recording.answers(ours.id) == {"t1": LastAnswer(("c",), SURE)}


def test_tests_of_this_enrolment_and_module_are_marked_together(
    places: dict[str, Place], session: Any
) -> None:
    here = places["here"]
    hand_in(places["enrolment_id"], t1=RIGHT)
    hand_in(places["module"], t1=RIGHT)
    hand_in(here, t1=WRONG, t2=RIGHT)
    hand_in(places["lesson"], t3=RIGHT)
    attempt(replace(here, lesson="eigen-leven"), "p1", "los-1")
    sittings = dict(
        session.query(Sitting.lesson, Sitting.id).filter_by(
            enrolment_id=here.enrolment_id, module="een"
        )
    )
    assert recording.marked_in_tests(here.enrolment_id, "een") == [
        Marked(sittings["toets"], "t1", False, False),
        Marked(sittings["toets"], "t2", True, True),
        Marked(sittings["toets-2"], "t3", True, True),
    ]


def test_a_result_is_for_who_sat_it_once_it_is_handed_in(places: dict[str, Place]) -> None:
    here = places["here"]
    ref = hand_in(here, t2=RIGHT, t1=WRONG)
    hand_in(here, t3=RIGHT, t1=RIGHT)
    opened = recording.begin_sitting(here, ["t1"], NOW)
    assert recording.sitting_result(here.enrolment_id, ref) == [
        ("t2", ("t2",), RIGHT, SURE),
        ("t1", ("t1",), WRONG, None),
    ]
    assert recording.sitting_result(places["enrolment_id"].enrolment_id, ref) is None
    assert recording.sitting_result(here.enrolment_id, opened.ref) is None
    assert recording.sitting_result(here.enrolment_id, "bestaat-niet") is None


def test_tries_and_responses_are_of_this_question_outside_tests(places: dict[str, Place]) -> None:
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
    assert recording.tries(here, "p1") == 0
    assert [given.item for given in reading.given(here.enrolment_id, "een", "eigen-leven")] == [
        "p2"
    ]
    assert attempt(here, "p1", "hier-1")
    assert not attempt(here, "p1", "hier-1"), "a double click"
    assert attempt(here, "p1", "hier-1", "b"), "another choice after going back"
    assert recording.tries(here, "p1") == 2


@pytest.mark.parametrize("other", [*ELSEWHERE, "item", "test"])
def test_a_form_sent_again_is_held_against_the_last_response_here(
    places: dict[str, Place], other: str
) -> None:
    """Somebody went back: what they choose now counts, unless it is what they chose last."""
    here = replace(places["here"], lesson="eigen-leven")
    elsewhere = {
        "enrolment_id": replace(places["enrolment_id"], lesson="eigen-leven"),
        "module": replace(places["module"], lesson="eigen-leven"),
        "lesson": replace(here, lesson="dilemma"),
    }
    assert attempt(here, "p1", "hier-1", "a")
    assert attempt(here, "p1", "hier-2", "b")
    if other == "test":
        hand_in(here, p1=RIGHT)  # its response is p1
    else:
        attempt(elsewhere.get(other, here), "p2" if other == "item" else "p1", "elders", "p1")
    assert not attempt(here, "p1", "hier-1", "b"), "what they chose last"
    assert attempt(here, "p1", "hier-1", "p1"), "only elsewhere was this chosen last"
    assert recording.tries(here, "p1") == 3


def test_a_deed_holds_the_own_enrolment_and_nobody_elses(
    places: dict[str, Place], session: Any
) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        asked.append((statement, values))

    connection = session.connection()
    event.listen(connection, "before_cursor_execute", note)
    recording.hold(places["here"])
    event.remove(connection, "before_cursor_execute", note)
    ((statement, values),) = asked
    held = connection.exec_driver_sql(statement, values).all()
    assert held == [(places["here"].enrolment_id,)]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_who_is_held_keeps_the_other_from_writing_and_nobody_from_pointing_at_it(
    places: dict[str, Place], session: Any
) -> None:
    session.commit()
    recording.hold(places["here"])
    mine = select(Enrolment.id).where(Enrolment.id == places["here"].enrolment_id)
    hers = select(Enrolment.id).where(Enrolment.id == places["enrolment_id"].enrolment_id)
    with session.get_bind().connect() as other:
        assert other.scalar(hers.with_for_update(nowait=True)) is not None
        pointing = mine.with_for_update(nowait=True, read=True, key_share=True)
        assert other.scalar(pointing) is not None  # a row that belongs to it may be added
        with pytest.raises(OperationalError):
            other.scalar(mine.with_for_update(nowait=True, key_share=True))
        other.rollback()


def test_a_deed_stands_in_the_database_before_its_progress_is_worked_out(
    places: dict[str, Place], session: Any
) -> None:
    """Progress is read past the session, over the bare connection."""

    def count(model: Any) -> int:
        mine = model.enrolment_id == places["here"].enrolment_id
        query = select(func.count()).select_from(model).where(mine)
        return int(session.connection().scalar(query))

    recording.record_visit(places["here"], NOW)
    assert count(LessonVisit) == 1
    hand_in(places["here"], t1=RIGHT)
    assert count(Attempt) == 1
