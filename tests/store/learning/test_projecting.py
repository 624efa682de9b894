"""Progress as it grows deed by deed is what follows from the facts; and a difference is found,
shown and mended.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskCliRunner
from sqlalchemy import select

from course import clock
from course.content.versioning import to_json
from course.domain.learning.progress import Reader
from course.domain.learning.sittings import LastAnswer
from course.kinds.item import Item
from course.models import (
    Certificate,
    Enrolment,
    LessonCompletion,
    ModuleProgress,
    Progress,
    Release,
    db,
)
from course.store.courses import releases
from course.store.dated import DeedMoment
from course.store.learning import recording, recounting, sittings
from course.store.learning.places import LessonPlace
from course.store.people import filling
from tests.builders import add
from tests.learning import Learner, learner, publish
from tests.untriggered import untriggered

START = datetime(2026, 3, 2, 9, tzinfo=UTC)  # a Monday
READER = Reader("teaching", frozenset({"vo"}))
RIGHT, WRONG = "a", "b"  # the options of every question of the test


# what Noor answers: it settles the item at once, or it is the wrong first try
RESPONSES = {"p1": ("b",), "S1": ("b",), "pl1": ("ik iets deel", "denk ik na")}
WRONG_RESPONSES = {"p1": ("a",), "S1": ("a",), "pl1": ("ik iets deel", "denk ik na")}
Done = frozenset[tuple[str, str]]


class Deeds:
    """Noor at work: what a page records, at the minute that the test says."""

    def __init__(self, who: Learner, release: str) -> None:
        self.enrolment_id, self.release, self.school_id = who.enrolment_id, release, who.school.id

    def place(self, lesson: str) -> LessonPlace:
        return LessonPlace(self.enrolment_id, self.release, "een", lesson)

    def at(self, minute: int) -> datetime:
        return START + timedelta(minutes=minute)

    def visit(self, lesson: str, minute: int) -> Done:
        return recording.visit(self.place(lesson), READER, self.at(minute)).done

    def answer(
        self,
        lesson: str,
        item: str,
        minute: int,
        response: tuple[str, ...] = (),
        place: LessonPlace | None = None,
    ) -> Done:
        recorded = recording.answer(
            place or self.place(lesson),
            READER,
            question(self.release, item),
            response or RESPONSES[item],
            submission=f"{item}-{minute}",
            done=frozenset(),
            now=self.at(minute),
        )
        assert recorded.is_new
        return recorded.done

    def wrong(self, lesson: str, item: str, minute: int) -> Done:
        return self.answer(lesson, item, minute, WRONG_RESPONSES[item])

    def test(self, minute: int, **answers: str) -> bool:
        """Sit a whole test; returns whether it is done after it."""
        place = self.place("toets")
        times = sittings.times_sat(place)
        sitting = recording.begin(place, list(answers), times, self.at(minute))
        assert sitting is not None
        for key, option in answers.items():
            assert recording.answer_in_test(
                place,
                sitting,
                key,
                LastAnswer((option,), "zeker"),
                submission=f"{key}-{minute}",
                now=self.at(minute),
            )
        items = {key: question(self.release, key) for key in answers}
        assert recording.hand_in(place, READER, sitting, items, self.at(minute + 1)) == []
        return place.at in self.visit("toets", minute + 1)

    def completed_at(self) -> datetime | None:
        mine = Progress.enrolment_id == self.enrolment_id
        return db.session.scalars(select(Progress.completed_at).where(mine)).one()


def question(release: str, key: str) -> Item:
    """An item of the course, wherever it stands."""
    for lesson in ("eigen-leven", "dilemma", "toets", "plan"):
        content = releases.lesson(release, "een", lesson)
        assert content is not None
        item = content.item(key)
        if item is not None:
            return item
    raise LookupError(key)


@pytest.fixture
def deeds(session: Any, tmp_path: Path) -> Deeds:
    release = publish(tmp_path / "modules")
    return Deeds(learner(session), release)


def do_all(deeds: Deeds) -> None:
    """Everything that the course asks, with a wrong first try and a failed first test."""
    deeds.visit("eigen-leven", 0)
    deeds.wrong("eigen-leven", "p1", 1)
    deeds.answer("eigen-leven", "p1", 2)
    deeds.visit("dilemma", 3)
    deeds.answer("dilemma", "S1", 4)
    deeds.visit("toets", 5)
    deeds.test(6, t1=WRONG, t2=RIGHT, t3=RIGHT)
    deeds.test(10, t1=RIGHT, t4=RIGHT, t5=RIGHT)
    deeds.visit("plan", 12)
    deeds.answer("plan", "pl1", 13)


def kept(session: Any) -> tuple[Any, ...]:
    """Every projection of everybody, as plain values."""
    lessons = session.query(
        LessonCompletion.lesson, LessonCompletion.required, LessonCompletion.completed_at
    )
    modules = session.query(ModuleProgress.done, ModuleProgress.total, ModuleProgress.completed_at)
    progress = session.query(
        Progress.done, Progress.total, Progress.started_on, Progress.completed_at
    )
    return (
        sorted(lessons.all()),
        modules.all(),
        [
            (row.lessons, *rest)
            for row, rest in zip(session.query(Progress).all(), progress.all(), strict=True)
        ],
    )


def test_a_lesson_is_done_when_its_item_is_settled(deeds: Deeds) -> None:
    assert deeds.visit("eigen-leven", 0) == frozenset()
    assert deeds.wrong("eigen-leven", "p1", 1) == frozenset()
    assert deeds.answer("eigen-leven", "p1", 2) == {("een", "eigen-leven")}


def test_a_second_try_settles_a_question_also_when_it_is_wrong(deeds: Deeds) -> None:
    assert deeds.wrong("eigen-leven", "p1", 1) == frozenset()
    assert deeds.wrong("eigen-leven", "p1", 2) == {("een", "eigen-leven")}


@pytest.mark.parametrize(
    "elsewhere",
    [{"module": "twee", "lesson": "eigen-leven"}, {"module": "een", "lesson": "dilemma"}],
    ids=["module", "lesson"],
)
def test_the_same_question_elsewhere_completes_nothing_here(
    deeds: Deeds, elsewhere: dict[str, str]
) -> None:
    place = LessonPlace(deeds.enrolment_id, deeds.release, **elsewhere)
    deeds.answer("", "p1", 0, place=place)
    assert ("een", "eigen-leven") not in deeds.visit("eigen-leven", 1)


def test_a_question_that_was_asked_in_a_test_completes_no_lesson(deeds: Deeds) -> None:
    place = deeds.place("eigen-leven")
    sitting = recording.begin(place, ["p1"], 0, deeds.at(0))
    assert sitting is not None
    given = LastAnswer(("b",), None)
    assert recording.answer_in_test(place, sitting, "p1", given, submission="t", now=deeds.at(0))
    items = {"p1": question(deeds.release, "p1")}
    assert recording.hand_in(place, READER, sitting, items, deeds.at(1)) == []
    assert deeds.visit("eigen-leven", 2) == frozenset()


@pytest.mark.parametrize("at", [("een", "bestaat-niet"), ("bestaat-niet", "eigen-leven")])
def test_a_lesson_that_is_not_there_is_never_done(deeds: Deeds, at: tuple[str, str]) -> None:
    place = LessonPlace(deeds.enrolment_id, deeds.release, *at)
    assert recording.visit(place, READER, deeds.at(0)).done == frozenset()


def test_what_is_done_again_moves_no_date(deeds: Deeds, session: Any) -> None:
    deeds.visit("eigen-leven", 0)
    deeds.visit("eigen-leven", 0)
    assert deeds.completed_at() is None
    do_all(deeds)
    deeds.answer("eigen-leven", "p1", 70)
    deeds.answer("plan", "pl1", 71)
    assert session.query(ModuleProgress).one().completed_at == deeds.at(13)
    assert session.query(Progress).one().completed_at == deeds.at(13)


def test_a_test_is_done_at_the_share_with_every_key_item_once_right(deeds: Deeds) -> None:
    assert not deeds.test(0, t1=WRONG, t2=RIGHT, t3=RIGHT)  # two of three is under 80 %
    assert not deeds.test(5, t2=RIGHT, t3=RIGHT, t4=RIGHT)  # all right, but the key item never was
    assert deeds.test(10, t1=RIGHT, t2=WRONG, t3=WRONG)  # key item right now, and the best counts


def test_completion_is_the_instant_of_the_last_required_lesson(deeds: Deeds, session: Any) -> None:
    do_all(deeds)
    progress = session.query(Progress).one()
    assert (progress.done, progress.total) == (4, 4)
    assert progress.started_on == START.date()
    assert progress.completed_at == deeds.at(13)
    assert session.query(ModuleProgress).one().completed_at == deeds.at(13)


def test_who_is_done_has_a_certificate_with_the_deed(deeds: Deeds, session: Any) -> None:
    do_all(deeds)
    found = session.query(Certificate.enrolment_id, Certificate.completed_on)
    assert found.all() == [(deeds.enrolment_id, START.date())]


def test_a_completion_keeps_its_period_whatever_a_later_text_promises(
    deeds: Deeds, session: Any
) -> None:
    do_all(deeds)
    was = session.get(Release, deeds.release)
    text = replace(releases.outline(was.hash), valid_months=24)
    said = {"course": was.course, "title": was.title, "edition": 1, "renderer": "test"}
    deeds.release = "twee-jaar-geldig"
    said |= {"hash": deeds.release, "outline": to_json(text), "published_at": clock.now()}
    add(session, Release(**said))
    session.query(Enrolment).update({"release": deeds.release})
    assert ("een", "klas") in deeds.visit("klas", 60)
    row = session.query(Progress).one()
    assert (row.completed_at, row.valid_until) == (deeds.at(13), date(2027, 3, 2))


def test_what_grew_is_what_follows_from_the_facts(deeds: Deeds, session: Any) -> None:
    do_all(deeds)
    grown = kept(session)
    assert recounting.verify([deeds.enrolment_id], clock.today()) == []
    recounting.rebuild([deeds.enrolment_id], clock.now())
    assert kept(session) == grown
    assert len(grown[0]) == 4


def test_an_extra_lesson_read_afterwards_moves_no_completion(deeds: Deeds, session: Any) -> None:
    do_all(deeds)
    assert ("een", "klas") in deeds.visit("klas", 60)
    assert session.query(Progress).one().completed_at == deeds.at(13)
    assert recounting.verify([deeds.enrolment_id], clock.today()) == []
    recounting.rebuild([deeds.enrolment_id], clock.now())
    assert session.query(Progress).one().completed_at == deeds.at(13)
    assert session.query(ModuleProgress).one().completed_at == deeds.at(13)


def test_done_stays_done_when_the_school_fills_in_more(deeds: Deeds, session: Any) -> None:
    do_all(deeds)
    moment = DeedMoment(deeds.at(60))
    filling.fill_in(deeds.school_id, {"naam_ict_dienst": "Voorbeeld"}, moment)
    deeds.wrong("eigen-leven", "p1", 90)
    assert session.query(Progress).one().completed_at == deeds.at(13)


def test_nobody_began_means_no_rows(deeds: Deeds, session: Any) -> None:
    recounting.rebuild([deeds.enrolment_id], clock.now())
    assert kept(session) == ([], [], [])
    assert recounting.verify([deeds.enrolment_id], clock.today()) == []


def test_verify_shows_each_row_that_differs_and_changes_nothing(deeds: Deeds, session: Any) -> None:
    do_all(deeds)
    with untriggered(session, "lesson_completion"):
        session.query(LessonCompletion).filter_by(lesson="dilemma").delete()
    session.query(Progress).update({"done": 3})
    session.flush()
    (difference,) = recounting.verify([deeds.enrolment_id], clock.today())
    assert difference.enrolment_id == deeds.enrolment_id
    assert [row for row in difference.kept if "done=3" in row]
    assert [row for row in difference.derived if "lesson=dilemma" in row]
    assert session.query(LessonCompletion).count() == 3


def test_commands_find_and_mend(deeds: Deeds, session: Any, runner: FlaskCliRunner) -> None:
    do_all(deeds)
    session.query(Progress).update({"total": 9})
    session.commit()
    found = runner.invoke(args=["projections", "verify"])
    assert found.exit_code == 1
    assert f"inschrijving {deeds.enrolment_id}" in found.output
    assert "1 verschil" in found.output
    assert runner.invoke(args=["projections", "rebuild"]).exit_code == 0
    checked = runner.invoke(args=["projections", "verify", "--sample", "1"])
    assert checked.exit_code == 0, checked.output
    assert "1 inschrijving nagekeken" in checked.output


def test_verify_refuses_a_sample_of_none(runner: FlaskCliRunner) -> None:
    assert runner.invoke(args=["projections", "verify", "--sample", "0"]).exit_code == 2
