"""Which stored answers a mended key marks again, and how many of them go up, down or fall out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from course import clock
from course.domain.learning.entry import ENTRY, key_of
from course.domain.learning.gain import MeasuredPart
from course.domain.learning.regrading import MarkedElsewhere, Way
from course.kinds.marking import Score
from course.models import (
    Attempt,
    AuditEntry,
    LaterMark,
    Refresher,
    RefresherAnswer,
    RefresherPlan,
    Regrade,
)
from course.store.dated import DeedMoment
from course.store.learning import regrading, regrading_elsewhere
from course.store.learning.regrading import SecondMark, SecondMarks
from tests import measured
from tests.builders import add
from tests.learning import PAGE, Learner, learner, publish

PLACE = ("een", "eigen-leven", "p1")
MENDED = PAGE.replace("- [ ] a. De maker {V5}", "- [x] a. De maker").replace(
    "- [x] b. Wie doorstuurt", "- [ ] b. Wie doorstuurt {V5}"
)
MULTIPLE = PAGE.replace("choice p1", "multiple p1").replace(
    "- [ ] a. De maker {V5}", "- [x] a. De maker"
)
NUMBER = count(1)
WHOLE = Score(1, 1)
NONE = Score(0, 1)


@dataclass
class Case:
    """Noor follows a course of which one key is mended: not b is right, but a."""

    session: Any
    noor: Learner
    old: str
    new: str

    def answered(self, response: str, earned: int, **changes: Any) -> int:
        """Noor's answer to the question, unless something of it is otherwise."""
        now = clock.now()
        module, lesson, item = PLACE
        row = {"enrolment_id": self.noor.enrolment_id, "release": self.old}
        row |= {"module": module, "lesson": lesson, "item": item, "response": [response]}
        row |= {"earned": earned, "possible": 1, "settled": False, "submitted_at": now}
        row["submission"] = f"inzending-{next(NUMBER):08}"
        return int(add(self.session, Attempt(**(row | changes))).id)

    def refreshed(self, response: str, earned: int, **changes: Any) -> int:
        """Her answer in a refresher."""
        now, today, number = clock.now(), clock.today(), next(NUMBER)
        of = {"person_id": self.noor.person.id, "course": "proef"}
        kept = {"key": f"op-{number}", "day": today, "at": now, "outcome": "sent"}
        asks = {"moments": ["een/eigen-leven/p1/L1"], "open_until": today}
        mail = add(
            self.session,
            Refresher(**of, **kept, **asks, release=self.old, mail_key=f"mail-{number}"),
        )
        about = {"module": PLACE[0], "lesson": PLACE[1], "item": PLACE[2], "goal": "L1"}
        row = of | about | {"response": [response], "earned": earned, "possible": 1}
        row |= {"day": today, "at": now, "step_before": 1, "step_after": 0, "scheduler": "x"}
        return int(add(self.session, RefresherAnswer(refresher_id=mail.id, **(row | changes))).id)

    def proposed(self) -> SecondMarks:
        """Without the answers of who lived there before."""
        found = regrading.propose("proef", PLACE)
        assert found is not None
        rows = tuple(row for row in found.rows if row.person_id >= self.noor.person.id)
        return replace(found, rows=rows)


@pytest.fixture
def case(session: Any, tmp_path: Path) -> Case:
    old = publish(tmp_path / "oud")
    noor = learner(session)
    new = publish(tmp_path / "nieuw", eigen_leven=MENDED)
    return Case(session, noor, old, new)


def test_how_many_go_which_way_is_counted_over_all_places() -> None:
    row = SecondMark(1, 1, 1, NONE, WHOLE, settled=True)
    beside = MarkedElsewhere(1, 1, NONE, WHOLE)
    marks = SecondMarks("proef", PLACE, "", (row,) * 5, 2, (beside,) * 3, (beside,) * 7)
    down = replace(row, before=WHOLE, after=NONE)
    same = replace(row, after=NONE)
    marks = replace(marks, rows=(*marks.rows, down, same))
    assert [marks.count(ways) for ways in ([Way.UP], [Way.DOWN], list(Way), [])] == [15, 1, 16, 0]
    assert len(marks.going(Way.UP)) == 8
    assert marks.going(Way.DOWN) == [down]
    assert (len(marks.falling_out(Way.UP)), marks.falling_out(Way.DOWN)) == (7, [])


def test_every_answer_to_that_question_is_marked_again_and_no_other(case: Case) -> None:
    page, entry = (
        case.answered("b", 1),
        case.answered("a", 0, module=ENTRY, lesson=ENTRY, item=key_of("een", "p1")),
    )
    for other in ({"lesson": "toets"}, {"item": "p2"}, {"module": "twee"}):
        case.answered("b", 1, **other)
    case.answered("a", 0, module=ENTRY, lesson=ENTRY, item=key_of("twee", "p1"))
    elsewhere = measured.enrolment(case.session, case.noor.person, "fiets", case.old)
    case.answered("b", 1, enrolment_id=elsewhere)
    for gone in ("c", "d"):
        case.answered(gone, 0)
    found = case.proposed()
    assert [(one.attempt_id, one.before, one.after, one.way) for one in found.rows] == [
        (page, WHOLE, NONE, Way.DOWN),
        (entry, NONE, WHOLE, Way.UP),
    ]
    assert (found.strange, found.release, found.place) == (2, case.new, PLACE)
    assert [(one.person_id, one.settled) for one in found.rows] == [
        (case.noor.person.id, False),
        (case.noor.person.id, True),
    ], "what was right all along needs no second try"


def test_what_was_settled_stays_so_whatever_it_is_worth(case: Case) -> None:
    for settled in (True, False):
        case.answered("b", 1, settled=settled)
    assert [one.settled for one in case.proposed().rows] == [True, False]


def test_every_answer_in_a_refresher_is_marked_again_and_no_other(case: Case) -> None:
    down, up = case.refreshed("b", 1), case.refreshed("a", 0)
    places = ({"lesson": "toets"}, {"item": "p2"}, {"module": "twee"}, {"course": "fiets"})
    for other in places:
        case.refreshed("b", 1, **other)
    case.refreshed("c", 0)
    found = case.proposed()
    assert [(one.answer_id, one.way) for one in found.refreshed] == [
        (down, Way.DOWN),
        (up, Way.UP),
    ]
    assert (found.rows, found.strange) == ((), 1)


def test_in_a_measurement_only_what_the_other_key_marked_falls_out(
    case: Case, tmp_path: Path
) -> None:
    """Not by the current key, nor where it was no question yet or one of another kind."""
    session, school = case.session, case.noor.school
    forms = {"a": ("p1", "t1"), "b": ("t2", "t3")}

    def measure(release: str, earned: int, **given: Any) -> None:
        course, module = given.get("course", "proef"), given.get("module", "een")
        who = learner(session, f"{next(NUMBER)}@voorbeeld.example")
        place = {"course": course, "module": module, "forms": forms, "first": "a"}
        made = measured.drawn(session, who.enrolment_id, school, release, **place)
        measured.answer(session, made, MeasuredPart.BEFORE, [earned, 1], {"p1": "L1", "t1": "L1"})

    measure(case.old, 1)
    measure(case.old, 0)
    for other in ({"module": "twee"}, {"course": "fiets"}):
        measure(case.old, 0, **other)
    measure(case.new, 0)
    texts = {"weg": PAGE.replace("choice p1", "choice p9"), "anders": MULTIPLE}
    for name, page in texts.items():
        measure(publish(tmp_path / name, now=clock.now() - timedelta(days=9), eigen_leven=page), 0)
    found = case.proposed().measured
    assert [(one.before, one.after, one.way) for one in found] == [
        (WHOLE, Score(0, 0), Way.DOWN),
        (NONE, Score(0, 0), Way.UP),
    ]
    moment = DeedMoment(clock.now())
    assert regrading.regrade(case.proposed(), list(Way), "Notulen", moment) == 2
    assert case.proposed().measured == (), "what fell out stays out"


def test_what_no_text_asks_is_proposed_by_nobody(case: Case) -> None:
    assert regrading.propose("weg", PLACE) is None
    for place in (("weg", *PLACE[1:]), ("een", "weg", "p1"), (*PLACE[:2], "weg")):
        assert regrading.propose("proef", place) is None


def test_later_marks_are_written_for_the_ways_that_were_chosen(case: Case) -> None:
    up, down = case.answered("a", 0), case.answered("b", 1)
    fresh = case.refreshed("a", 0)
    moment = DeedMoment(clock.now(), case.noor.person.id)
    assert regrading.regrade(case.proposed(), [Way.UP, Way.SAME], "", moment) == 2
    (mark,) = case.session.query(Regrade).all()
    assert (mark.attempt_id, mark.earned, mark.possible, mark.settled) == (up, 1, 1, True)
    assert (mark.release, mark.made_by, mark.made_at) == (case.new, moment.by, moment.now)
    (later,) = case.session.query(LaterMark).all()
    assert (later.refresher_answer_id, later.measurement_answer_id) == (fresh, None)
    assert (later.earned, later.possible, later.release) == (1, 1, case.new)
    assert (later.made_by, later.made_at) == (moment.by, moment.now)
    notes = case.session.query(AuditEntry).filter_by(action="regraded").all()
    assert [(one.person_id, one.detail) for one in notes] == [
        (case.noor.person.id, {"course": "proef", "item": ":".join(PLACE), "way": "up"})
    ] * 2
    assert [one.attempt_id for one in case.proposed().going(Way.DOWN)] == [down]  # type: ignore[union-attr]
    assert case.proposed().going(Way.UP) == []


def test_the_worker_looks_today_at_who_may_be_asked_sooner(case: Case) -> None:
    today, bob = clock.today(), learner(case.session, "bob@voorbeeld.example").person
    plans = [
        (case.noor.person.id, "proef", today + timedelta(days=30)),
        (case.noor.person.id, "fiets", today + timedelta(days=30)),
        (bob.id, "proef", today + timedelta(days=30)),
    ]
    for who, course, look_on in plans:
        row = {"person_id": who, "course": course, "look_on": look_on}
        add(case.session, RefresherPlan(**row, learned_on=today, origins={}))

    def looked() -> list[int]:
        case.session.expire_all()
        rows = case.session.query(RefresherPlan).order_by(RefresherPlan.person_id)
        return sorted((row.look_on - today).days for row in rows)

    moment = DeedMoment(clock.now())
    regrading_elsewhere.look_again("proef", [case.noor.person.id], moment)
    assert looked() == [0, 30, 30]
    early = DeedMoment(clock.now() - timedelta(days=3))
    regrading_elsewhere.look_again("proef", [case.noor.person.id], early)
    assert looked() == [-3, 30, 30]
    regrading_elsewhere.look_again("proef", [case.noor.person.id], moment)
    assert looked() == [-3, 30, 30], "later than that day it is never put off"
