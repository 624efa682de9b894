"""What somebody knows and had wrong: from their own tests, refreshers and renewals alone, each on its
day.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from course.domain.learning import refreshing
from course.domain.learning.entry import ENTRY, SURE
from course.domain.learning.ladder import AskedRule, Origin, RuleKey
from course.kinds.marking import Score
from course.models import (
    Attempt,
    Enrolment,
    Person,
    Progress,
    RefresherAnswer,
    Regrade,
    Sitting,
)
from course.store.learning import before, coats, knowledge, missed, refreshers
from tests.learning import publish
from tests.staff import COURSE, World, at_noon
from tests.store.learning.test_comparing import answered, enrol
from tests.store.learning.test_refreshers import (
    DAY,
    FIRST,
    NOW,
    OTHER,
    RULE,
    STORY,
    TODAY,
    Case,
)

LAST = RuleKey("delen", "L2")
GOALS = {("delen", "t1"): RULE, ("delen", "t2"): LAST, ("delen", "t3"): LAST}


@pytest.fixture
def known(session: Any, monkeypatch: pytest.MonkeyPatch) -> Case:
    """Three questions of two rules. Ada did the course ten days ago, Bob is busy with it."""
    case = Case(World(session, TODAY))
    monkeypatch.setattr(knowledge, "goals_of", lambda _release: GOALS)
    monkeypatch.setattr(missed, "goals_of", lambda _release: GOALS)
    codes = {"a": "V1", "b": None, "c": "V2"}
    monkeypatch.setattr(coats, "codes_of", lambda *_question: codes)
    for person, done in ((case.ada, TODAY - 10 * DAY), (case.bob, None)):
        mine = enrol(case.world, person)
        at = at_noon(done) if done else None
        told = {"done": 1, "total": 5, "lessons": [], "started_on": TODAY - 12 * DAY}
        ends = {"completed_on": done, "completed_at": at, "recorded_at": NOW}
        case.world.add(Progress(enrolment_id=mine.id, **told, **ends))
    return case


def sat(
    case: Case,
    who: Person,
    item: str,
    *response: str,
    days: int = -10,
    course: str = COURSE,
    **more: Any,
) -> None:
    """An answer in a test so many days from now; wrong, unless something is earned."""
    mine = case.world.session.query(Enrolment).filter_by(person_id=who.id, course=course).one()
    when = at_noon(TODAY + days * DAY)
    where = {"module": "delen", "lesson": "les-3", "items": [item]}
    done = {"opened_at": when, "handed_in_at": when}
    test = case.world.add(Sitting(enrolment_id=mine.id, **where, **done))
    row = {"module": "delen", "lesson": "les-3", "item": item, "earned": 0, "possible": 1}
    more = {"sitting_id": test.id, "submitted_at": when, **more}
    answered(case.world, mine, *response, **{**row, **more})


def test_who_did_the_course_first_on_which_day(known: Case) -> None:
    again = enrol(known.world, known.ada, cycle=2)
    told = {"done": 1, "total": 5, "lessons": [], "started_on": TODAY, "completed_on": TODAY}
    times = {"completed_at": NOW, "recorded_at": NOW}
    known.world.add(Progress(enrolment_id=again.id, **told, **times))
    both = [known.ada.id, known.bob.id]
    assert knowledge.learned(both) == {(known.ada.id, COURSE): TODAY - 10 * DAY}
    assert knowledge.learned([known.bob.id]) == {}
    assert list(knowledge.of_people(both)) == [(known.ada.id, COURSE)]


def of_ada(case: Case) -> knowledge.Knowledge:
    return knowledge.of_people([case.ada.id])[case.ada.id, COURSE]


def test_why_a_rule_is_asked_is_by_what_was_wrong_when_the_course_was_done(known: Case) -> None:
    assert of_ada(known).origins == {}
    sat(known, known.ada, "t2", "b", earned=1, days=-11)
    sat(known, known.ada, "t1", "a", module=ENTRY, confidence=SURE)
    sat(known, known.ada, "t1", "a", sitting_id=None, confidence=SURE)
    sat(known, known.ada, "t1", "a", days=-9, confidence=SURE)
    sat(known, known.bob, "t1", "a", confidence=SURE)
    assert of_ada(known).origins == {}
    assert of_ada(known).began(RULE).origin is Origin.OTHER
    sat(known, known.ada, "t1", "a")
    assert of_ada(known).origins == {RULE: Origin.WRONG}
    sat(known, known.ada, "t3", "c", confidence=SURE)
    assert of_ada(known).origins == {RULE: Origin.WRONG, LAST: Origin.SURE_WRONG}
    found = of_ada(known)
    assert (found.release, found.learned_on) == (known.world.release, TODAY - 10 * DAY)
    assert found.began(RULE).origin is Origin.WRONG
    known.plan(known.bob, 3, **{"delen/L1": 0})
    assert of_ada(known).origins == found.origins
    known.plan(known.ada, 3, **{"delen/L2": 2})
    assert of_ada(known).origins == {LAST: Origin.OFTEN_WRONG}
    assert knowledge.origins_as_kept({LAST: Origin.OFTEN_WRONG}) == {"delen/L2": 2}


def test_what_was_asked_since_is_what_renewals_and_refreshers_asked(known: Case) -> None:
    sat(known, known.ada, "t1", "a", days=-10)
    sat(known, known.ada, "t1", "a", days=-9, earned=1, confidence=SURE)
    sat(known, known.ada, "weg", "a", days=-9)
    row, theirs = known.sent(known.ada), known.sent(known.bob)
    assert known.answer(row, FIRST, earned=0)
    assert known.answer(row, STORY)
    assert known.answer(theirs, FIRST, days=1)
    found = of_ada(known)
    assert found.log == (
        AskedRule(RULE, TODAY - 9 * DAY, True, True),
        AskedRule(RULE, TODAY, False, True),
    )
    assert found.asked == {"t1": TODAY, "s1": TODAY}
    assert found.began(RULE).asked == found.log
    assert found.began(LAST).asked == ()


def test_what_was_wrong_last_of_a_rule_comes_with_the_ideas_that_were_chosen(known: Case) -> None:
    sat(known, known.ada, "t2", "c")
    sat(known, known.ada, "t3", "a", "b", "x")
    sat(known, known.ada, "t3", "b", earned=1)
    sat(known, known.ada, "t1", "c", earned=1)
    (rule,) = of_ada(known).missed.items()
    assert rule == (LAST, knowledge.MissedRule("t3", frozenset({"V1"})))


def test_every_question_with_a_goal_is_about_a_rule(session: Any, tmp_path: Path) -> None:
    """Of a page and of a test; the story and the plan have none."""
    keys = ("p1", "t1", "t2", "t3", "t4", "t5")
    found = knowledge.goals_of(publish(tmp_path / "modules"))
    assert found == {("een", key): RuleKey("een", "L1") for key in keys}


def test_most_people_have_wrong_what_ten_of_them_answered_in_tests(
    known: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(knowledge, "FEWEST_PEOPLE", 2)

    def often() -> frozenset[RuleKey]:
        return knowledge.most_wrong(COURSE, known.world.release)

    for who in (known.ada, known.bob):
        sat(known, who, "t2", "a", earned=1)
        sat(known, who, "t1", "a", possible=0)
        sat(known, who, "t1", "a", module=ENTRY)
        sat(known, who, "t1", "a", sitting_id=None)
        enrol(known.world, who, OTHER)
        sat(known, who, "t2", "a", course=OTHER)
    for _ in range(2):
        sat(known, known.ada, "t3", "a")
    sat(known, known.bob, "t3", "a", possible=0)
    assert often() == set(), "one person alone"
    sat(known, known.bob, "t3", "a")
    assert often() == {LAST}


def test_of_many_answers_the_newest_say_what_most_people_have_wrong(
    known: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(knowledge, "FEWEST_PEOPLE", 2)
    monkeypatch.setattr(knowledge, "SAMPLE", 2)
    for item, earned in (("t1", 0), ("t2", 1)):
        for who in (known.ada, known.bob):
            sat(known, who, item, "a", earned=earned)
    assert knowledge.most_wrong(COURSE, known.world.release) == set()


def test_what_is_wrong_most_often_is_a_share_of_all_questions_of_a_rule(
    known: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(knowledge, "FEWEST_PEOPLE", 2)
    monkeypatch.setattr(refreshing, "OFTEN", 1)
    for earned in (0, 0, 0, 0, 1):
        for who in (known.ada, known.bob):
            sat(known, who, "t1", "a", earned=earned)
    for who in (known.ada, known.bob):
        sat(known, who, "t2", "a")
    assert knowledge.most_wrong(COURSE, known.world.release) == {LAST}
    for who in (known.ada, known.bob):
        sat(known, who, "t2", "a", earned=1)
        sat(known, who, "t3", "a")
    assert knowledge.most_wrong(COURSE, known.world.release) == {RULE}, "four of six, eight of ten"


def test_what_others_have_wrong_is_asked_of_who_had_it_right(
    known: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(knowledge, "most_wrong", lambda *_course: frozenset({LAST}))
    sat(known, known.ada, "weg", "a")
    assert of_ada(known).origins == {LAST: Origin.OFTEN_WRONG}
    sat(known, known.ada, "t2", "a")
    assert of_ada(known).origins == {LAST: Origin.WRONG}


def test_what_was_hard_is_told_to_who_had_it_wrong(
    known: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def named(rule: Any, one: Any) -> tuple[Any, ...]:
        return rule, one.wrong, one.sure, dict(one.ideas), one.right_on

    named_as = {"course": COURSE, "module": "delen"}
    monkeypatch.setattr(missed, "_named", lambda rule, one: Hard(*named(rule, one)))
    sat(known, known.ada, "t1", "a", "b", confidence=SURE)
    sat(known, known.ada, "t1", "a", days=-8, earned=1)
    sat(known, known.ada, "t1", "c", days=-9, earned=1)
    sat(known, known.ada, "t2", "c", sitting_id=None)
    sat(known, known.ada, "t3", "c", module=ENTRY)
    sat(known, known.ada, "t3", "c", possible=0)
    sat(known, known.bob, "t2", "c")
    sat(known, known.ada, "weg", "c")
    sat(known, known.ada, "t3", "c")
    lost = known.world.session.query(Attempt).order_by(Attempt.id.desc()).first().id
    again = {"release": known.world.release, "earned": 0, "possible": 0, "settled": True}
    known.world.add(Regrade(attempt_id=lost, reason="", made_at=NOW, **again))
    row = known.sent(known.ada)
    assert known.answer(row, FIRST, earned=0)
    assert known.answer(row, STORY, earned=0)
    assert known.answer(known.sent(known.bob), FIRST)
    found = [one.told for one in missed.hard_for(known.ada.id)]
    assert found == [
        ((*named_as.values(), "L1"), 2, 2, {"V1": 1}, TODAY - 8 * DAY),
        ((*named_as.values(), "L2"), 1, 0, {"V2": 1}, None),
    ]


def test_what_was_hard_has_the_words_of_its_text(session: Any, tmp_path: Path) -> None:
    one = missed._Sum(publish(tmp_path / "modules"), 3, 1, Counter(V1=1, V5=2, V0=1), TODAY)
    found = missed._named(missed._Rule("proef", "een", "L1"), one)
    named = ("Proefcursus", "Module een", "Iets uitleggen")
    assert found == missed.HardRule(*named, 3, 1, ("V5", "V0", "V1"), TODAY)


def test_who_tries_another_ladder_reads_what_was_asked_of_each_rule(
    known: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coats, "questions", lambda _release: {RULE: (), LAST: ()})
    sat(known, known.ada, "t1", "a")
    assert known.answer(known.sent(known.ada), FIRST, earned=0)
    found = list(refreshers.log())
    assert [found.count(of_ada(known).began(rule)) for rule in (RULE, LAST)] == [1, 1]


class Hard:
    """A rule that was hard, without its words."""

    def __init__(self, rule: Any, wrong: int, sure: int, ideas: Any, right_on: date | None) -> None:
        self.told = (tuple(rule), wrong, sure, ideas, right_on)
        self.course, self.module, self.rule = rule
        self.wrong, self.sure = wrong, sure


@pytest.mark.parametrize("earned", [0, 1])
@pytest.mark.parametrize("confidence", [SURE, None])
def test_an_answer_moves_its_rule_on_the_ladder_and_the_next_one_comes_when_something_is_due(
    known: Case, monkeypatch: pytest.MonkeyPatch, earned: int, confidence: str | None
) -> None:
    monkeypatch.setattr(coats, "questions", lambda _release: {RULE: (), LAST: ()})
    sat(known, known.ada, "t1", "a")
    plans = [known.plan(known.ada, 90, **{"delen/L1": 1}), known.plan(known.bob, 90)]
    row = known.sent(known.ada)
    states = of_ada(known).states()
    found = refreshers.find(row.ref, TODAY)
    assert found is not None
    assert refreshers.answer(found, FIRST, ("a",), Score(earned, 1), confidence, NOW)
    kept = known.world.session.query(RefresherAnswer).filter_by(refresher_id=row.id).one()
    asked = AskedRule(RULE, TODAY, bool(earned), confidence == SURE)
    moved = knowledge.LADDER.after(states[RULE], asked)
    assert (kept.step_before, kept.step_after) == (states[RULE].step, moved.step)
    assert known.looks(*plans) == [90, 90]
    assert refreshers.answer(found, STORY, ("a",), Score(0, 0), None, NOW)
    due = refreshing.next_due({RULE: moved, LAST: states[LAST]})
    assert due is not None
    looks = [max((due - TODAY).days, 1), 90]
    assert known.looks(*plans) == looks
    assert not refreshers.answer(found, FIRST, ("b",), Score(1 - earned, 1), None, NOW)
    assert known.looks(*plans) == looks, "the first answer counts"


def test_what_was_gone_through_is_sorted_by_when_it_was_last(known: Case) -> None:
    for who, item in ((known.ada, "t1"), (known.ada, "t2"), (known.bob, "t3"), (known.ada, "t1")):
        sat(known, who, item, "a")
    answered(known.world, enrol(known.world, known.ada, OTHER), "a", item="elders")
    assert before.played(known.ada.id, COURSE) == [("delen", "t2"), ("delen", "t1")]
    assert before.longest_ago(("delen", "t1"), [("delen", "t2"), ("delen", "t1")]) == 1
    assert before.longest_ago(("delen", "nooit"), [("delen", "t2")]) == -1
