"""What a renewal knows of somebody: what they had wrong last, which stories they played, and what
their school agreed otherwise since.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from course import clock
from course.domain.learning.again import Before
from course.domain.learning.entry import ENTRY, SURE
from course.kinds.item import Sector
from course.models import Attempt, CodeClause, CodeOfConduct, Refresher, RefresherAnswer, Sitting
from course.store.learning import reading
from course.store.learning.before import before, longest_ago, played
from tests import measured
from tests.builders import add
from tests.content import reading as folders
from tests.content.reading import MODULE
from tests.learning import DILEMMA, PAGE, TEST, Learner, learner, publish

NUMBER = count(1)
OTHER = DILEMMA.replace("S1", "S2").replace("sectors: vo", "sectors: vo, po")
SECOND = TEST.replace("goal: L1", "goal: L2").replace("choice t", "choice u")
PO = [Sector.PO]


@dataclass
class Case:
    """Noor, who is done with a course that has two tests and two stories."""

    session: Any
    noor: Learner
    release: str
    today: date

    def answered(self, item: str, earned: int, days: int = 0, **changes: Any) -> None:
        """Noor's answer in a test so many days from today, unless something is otherwise."""
        mine = changes.pop("enrolment_id", self.noor.enrolment_id)
        lesson = "toets" if item.startswith("t") else "nogmaals"
        place = {"module": "een", "lesson": lesson, **changes}
        now = clock.now() + timedelta(days=days)
        if place.get("sitting_id", 0) == 0:
            where = {"module": place["module"], "lesson": place["lesson"], "items": [item]}
            row = {"enrolment_id": mine, "opened_at": now, "handed_in_at": now, **where}
            place["sitting_id"] = add(self.session, Sitting(**row)).id
        row = {"enrolment_id": mine, "release": self.release, "item": item, "response": ["a"]}
        row |= {"earned": earned, "possible": 1, "settled": True, "submitted_at": now}
        add(self.session, Attempt(**(row | place), submission=f"inzending-{next(NUMBER):08}"))

    def refreshed(self, goal: str, earned: int, days: int = 0, **changes: Any) -> None:
        """Her answer in a refresher so many days from today."""
        day, number = self.today + timedelta(days=days), next(NUMBER)
        of = {"person_id": self.noor.person.id, "course": "proef"}
        sent = {"key": f"op-{number}", "day": day, "at": clock.now(), "outcome": "sent"}
        asks = {"release": self.release, "moments": ["een/toets/t1/L1"], "open_until": day}
        mail = add(self.session, Refresher(**of, **sent, **asks, mail_key=f"mail-{number}"))
        about = {"module": "een", "goal": goal, "lesson": "toets", "item": "t1"}
        marks = {"response": ["a"], "earned": earned, "possible": 1, "confidence": None}
        row = of | about | marks | {"day": day, "at": clock.now(), "scheduler": "proef"}
        add(self.session, RefresherAnswer(refresher_id=mail.id, **(row | changes)))

    def known(self, **changes: Any) -> Before:
        last = reading.learning(self.noor.person.id, "proef", self.today)
        assert last is not None
        reader = replace(reading.reader(last), sectors=frozenset(changes.pop("sectors", ())))
        last = replace(last, completed_on=self.today - timedelta(days=9), **changes)
        return before(self.noor.person.id, last, self.release, reader, self.today)

    def stranger(self) -> int:
        """Another enrolment in the same course."""
        return learner(self.session, f"{next(NUMBER)}@voorbeeld.example").enrolment_id


GOALS = MODULE + '\n[[goals]]\nkey = "L2"\ntext = "iets doen"\nverb = "toepassen"\n'


@pytest.fixture
def case(session: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    monkeypatch.setattr(folders, "MODULE", GOALS)
    quoting = PAGE.replace("clauses: kanalen\n", "") + "\n::: clause kanalen\n:::\n"
    pages = {"dilemma": DILEMMA, "verder": OTHER, "nogmaals": SECOND, "eigen_leven": quoting}
    release = publish(tmp_path / "tekst", **pages)
    return Case(session, learner(session), release, clock.today())


FIRST, NEXT = ("een", "L1"), ("een", "L2")


def test_what_was_wrong_is_what_was_wrong_the_last_time(case: Case) -> None:
    case.answered("t1", 0, -5)
    case.answered("t2", 1, -5)
    case.answered("u1", 0, -5)
    case.answered("u1", 1, -4)
    assert case.known().wrong == (FIRST,)
    case.answered("u1", 0, -3)
    assert case.known().wrong == (FIRST, NEXT)
    case.answered("t1", 1, -3)
    assert case.known().wrong == (NEXT,)


def test_what_somebody_was_sure_of_comes_first(case: Case) -> None:
    case.answered("t1", 0, -5)
    case.answered("u1", 0, -5, confidence=SURE)
    case.answered("u2", 0, -5)
    assert case.known().wrong == (NEXT, FIRST)


def test_only_own_answers_in_tests_of_this_course_count(case: Case) -> None:
    elsewhere = measured.enrolment(case.session, case.noor.person, "fiets", case.release)
    for whose in (case.stranger(), elsewhere):
        case.answered("t1", 0, enrolment_id=whose)
    case.answered("t1", 0, module=ENTRY)
    case.answered("t1", 0, module="twee")
    case.answered("t1", 0, sitting_id=None)
    case.answered("weg", 0)
    assert case.known().wrong == ()


def test_a_refresher_says_more_than_a_test_of_that_day_or_before(case: Case) -> None:
    case.answered("t1", 0, -5)
    case.answered("u1", 0, -2)
    case.refreshed("L1", 1, -5)
    case.refreshed("L2", 1, -3)
    assert case.known().wrong == (NEXT,), "it was asked in a test since"
    case.refreshed("L1", 0, -1, confidence=SURE)
    case.refreshed("L2", 0, -1)
    assert case.known().wrong == (FIRST, NEXT)
    case.refreshed("L2", 1)
    assert case.known().wrong == (FIRST,), "the last one counts"


def test_a_refresher_of_somebody_else_another_course_or_a_story_says_nothing(case: Case) -> None:
    bob = learner(case.session, "bob@voorbeeld.example").person
    case.refreshed("L1", 0, person_id=bob.id)
    case.refreshed("L1", 0, course="fiets")
    case.refreshed("", 0)
    assert case.known().wrong == ()


def test_what_was_played_is_told_in_the_order_of_the_last_time(case: Case) -> None:
    elsewhere = measured.enrolment(case.session, case.noor.person, "fiets", case.release)
    for whose in (case.stranger(), elsewhere):
        case.answered("S3", 1, lesson="dilemma", enrolment_id=whose, sitting_id=None)
    for item, days in (("S1", -9), ("S2", -8), ("S1", -7)):
        case.answered(item, 1, days, lesson="dilemma", sitting_id=None)
    story, other = ("een", "S1"), ("een", "S2")
    assert played(case.noor.person.id, "proef") == [other, story]
    assert longest_ago(story, [other, story]) == 1
    assert longest_ago(("een", "S9"), [other, story]) == -1


def test_a_story_that_was_not_played_comes_first_and_plays_where_somebody_works(
    case: Case,
) -> None:
    first, other = ("een", "dilemma"), ("een", "verder")
    assert case.known().stories == (first, other)
    case.answered("S1", 1, -5, lesson="dilemma", sitting_id=None)
    assert case.known().stories == (other, first)
    case.answered("S2", 1, -4, lesson="verder", sitting_id=None)
    assert case.known().stories == (first, other)
    assert case.known(sectors=PO).stories == (other,)


def agree(case: Case, days: int, **clauses: str) -> None:
    """A code of conduct of Noor's school, so many days from today."""
    made = {"consent_reference": "", "made_by": case.noor.person.id, "made_at": clock.now()}
    row = {"label": "x", "in_force_on": case.today + timedelta(days=days), **made}
    code = CodeOfConduct(school_id=case.noor.school.id, submission=f"code-{next(NUMBER)}", **row)
    add(case.session, code)
    for key, words in clauses.items():
        add(case.session, CodeClause(code_id=code.id, clause=key, text=words))


def test_an_agreement_that_says_something_else_since_is_asked_where_it_is_quoted(
    case: Case,
) -> None:
    assert case.known().clauses == set(), "there is none"
    agree(case, -20, kanalen="De app.", foto="Nooit.")
    assert case.known().clauses == set(), "it was so then"
    agree(case, -5, kanalen="De app.", foto="Soms.")
    assert case.known().clauses == set(), "no lesson quotes what changed"
    agree(case, -4, kanalen="De mail.", foto="Soms.")
    assert case.known().clauses == {("een", "eigen-leven"), ("een", "klas")}
    assert case.known(school_id=None).clauses == set(), "who works nowhere has none"
