"""What each deed says of itself, what it waits for, and that a repeat is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from course import clock
from course.domain.learning.progress import Reader
from course.domain.learning.sittings import LastAnswer
from course.kinds.item import Item
from course.kinds.marking import Response
from course.models import (
    Answer,
    Attempt,
    Enrolment,
    LessonCompletion,
    LessonVisit,
    Progress,
    StudyDay,
    StudyPresence,
)
from course.store.courses import releases
from course.store.learning import enrolling, recording, recounting, sittings
from course.store.learning.places import LessonPlace
from course.store.learning.recording import Recorded
from course.store.learning.sittings import OpenSitting
from tests.builders import add
from tests.learning import Learner, learner, publish
from tests.store.statements import again, heard

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
READER = Reader("teaching", frozenset({"vo"}))
PAGE = ("een", "eigen-leven")


@dataclass
class Two:
    """Noor and Ada in the same course, each at a school of her own."""

    session: Any
    release: str
    noor: Learner
    ada: Learner

    def place(self, who: Learner, lesson: str = "eigen-leven") -> LessonPlace:
        return LessonPlace(who.enrolment_id, self.release, "een", lesson)

    def item(self, lesson: str, key: str) -> Item:
        found = releases.lesson(self.release, "een", lesson)
        assert found is not None
        item = found.item(key)
        assert item is not None
        return item

    def answer(self, who: Learner, option: str, token: str, **more: Any) -> Recorded:
        """An answer to the question on the page, of which `b` is right."""
        values = {"submission": token, "done": frozenset(), "now": NOW} | more
        item = self.item("eigen-leven", "p1")
        return recording.answer(self.place(who), READER, item, (option,), **values)

    def practise(self, who: Learner, response: Response, token: str) -> bool:
        item = self.item("eigen-leven", "p1")
        given = {"submission": token, "done": frozenset(), "now": NOW}
        return recording.answer(self.place(who), READER, item, response, **given).is_new

    def sit(self, who: Learner, *items: str) -> OpenSitting:
        place = self.place(who, "toets")
        sitting = recording.begin(place, items, sittings.times_sat(place), NOW)
        assert sitting is not None
        return sitting

    def give(self, who: Learner, sitting: OpenSitting, option: str, token: str) -> bool:
        given = LastAnswer((option,), None)
        place = self.place(who, "toets")
        return recording.answer_in_test(place, sitting, "t1", given, submission=token, now=NOW)

    def hand_in(self, who: Learner, sitting: OpenSitting) -> list[int]:
        items = {key: self.item("toets", key) for key in sitting.items}
        return recording.hand_in(self.place(who, "toets"), READER, sitting, items, NOW)

    def was_there(self, who: Learner, day: datetime) -> int:
        """Somebody at a study day of their school about the question on the page."""
        where = {"module": "een", "lesson": "eigen-leven", "item": "p1", "release": self.release}
        when = {"day": day.date(), "phase": "closed", "opened_at": day, "closed_at": day}
        name = f"{who.person.id}-{day:%d%H}"
        study_day = add(
            self.session,
            StudyDay(
                **where,
                **when,
                code=name[-8:],
                school_id=who.school.id,
                opened_by=self.ada.person.id,
                submission=name,
            ),
        )
        there = {"session_id": study_day.id, "person_id": who.person.id, "day": day.date()}
        return add(self.session, StudyPresence(**there)).id

    def signed(self) -> dict[int, tuple[datetime | None, int | None]]:
        """When each presence was signed off, and whose lesson it completed."""
        self.session.expire_all()
        rows = self.session.query(StudyPresence)
        return {row.id: (row.signed_off_at, row.enrolment_id) for row in rows}

    def done(self) -> list[tuple[int, str]]:
        rows = self.session.query(LessonCompletion.enrolment_id, LessonCompletion.lesson)
        return sorted(tuple(row) for row in rows)


@pytest.fixture
def two(session: Any, tmp_path: Path) -> Two:
    release = publish(tmp_path / "modules")
    return Two(session, release, learner(session), learner(session, "ada@voorbeeld.example"))


def test_a_visit_is_always_one_more(two: Two) -> None:
    for _ in range(2):
        assert recording.visit(two.place(two.noor), READER, NOW) == Recorded(True, frozenset())
    visits = two.session.query(LessonVisit.enrolment_id, LessonVisit.module, LessonVisit.lesson)
    assert visits.all() == [(two.noor.enrolment_id, *PAGE)] * 2


def test_an_answer_is_new_once(two: Two) -> None:
    assert two.answer(two.noor, "b", "een") == Recorded(True, frozenset({PAGE}))
    assert two.answer(two.noor, "b", "een") == Recorded(False, frozenset())
    assert two.session.query(Attempt).count() == 1


def test_nothing_is_brought_up_to_date_about_what_was_done_when_it_was_drawn(two: Two) -> None:
    done = frozenset({PAGE, ("een", "plan")})
    assert two.answer(two.noor, "b", "een", done=done) == Recorded(True, done)
    assert two.session.query(Progress).count() == 0
    found = two.answer(two.noor, "b", "twee", done=frozenset({("een", "plan")}))
    assert found == Recorded(True, frozenset({PAGE}))


def test_what_is_done_after_a_change_is_said_of_who_did_the_deed(two: Two) -> None:
    """Ada is further, and the reader of Noor's page is another by now."""
    assert two.answer(two.ada, "b", "van-ada").done == {PAGE}
    changed = replace(two.place(two.noor), followed=1)
    assert recording.visit(changed, READER, NOW).done == frozenset()
    assert two.answer(two.noor, "b", "een").done == {PAGE}
    assert two.answer(two.ada, "b", "nog-eens").done == {PAGE}
    assert recording.visit(changed, READER, NOW).done == {PAGE}


def test_a_repeat_is_told_by_the_last_answer_of_this_person_to_this_question(two: Two) -> None:
    assert two.practise(two.noor, ("a",), "een")
    assert two.practise(two.ada, ("b",), "van-ada")
    assert not two.practise(two.noor, ("a",), "een"), "what Ada did afterwards is another's"
    assert two.practise(two.noor, ("b",), "een"), "another choice after going back"
    assert not two.practise(two.noor, ("b",), "een")
    assert two.practise(two.noor, ("a",), "een"), "and back to the first"
    rows = two.session.query(Attempt).filter_by(enrolment_id=two.noor.enrolment_id)
    assert [row.response for row in rows.order_by(Attempt.id)] == [["a"], ["b"], ["a"]]


def test_the_same_choice_in_a_fresh_form_is_an_answer_of_its_own(two: Two) -> None:
    sitting = two.sit(two.noor, "t1")
    assert two.give(two.noor, sitting, "a", "een")
    assert two.give(two.noor, sitting, "a", "twee")
    assert two.session.query(Answer).filter_by(sitting_id=sitting.id).count() == 2


def test_a_test_of_one_question_has_a_result(two: Two) -> None:
    sitting = two.sit(two.noor, "t1")
    assert two.give(two.noor, sitting, "a", "een")
    assert two.hand_in(two.noor, sitting) == []
    found = sittings.sitting_result(two.noor.enrolment_id, sitting.ref)
    assert [(one.item, one.score.earned) for one in found or ()] == [("t1", 1)]


def sign_off(two: Two, presence: int, now: datetime) -> bool:
    return recording.sign_off_lesson(presence, two.place(two.noor), READER, {"p1"}, now)


def test_a_study_day_is_signed_off_once_and_completes_the_own_lesson(two: Two) -> None:
    mine, other_day = two.was_there(two.noor, NOW), two.was_there(two.noor, LATER)
    hers = two.was_there(two.ada, NOW)
    assert sign_off(two, mine, NOW)
    assert two.done() == [(two.noor.enrolment_id, "eigen-leven")]
    assert not sign_off(two, mine, LATER)
    nothing = (None, None)
    expected = {mine: (NOW, two.noor.enrolment_id), other_day: nothing, hers: nothing}
    assert two.signed() == expected


def test_a_study_day_about_no_lesson_of_theirs_is_signed_off_all_the_same(two: Two) -> None:
    mine, other_day = two.was_there(two.noor, NOW), two.was_there(two.noor, LATER)
    hers = two.was_there(two.ada, NOW)
    assert recording.sign_off(mine, NOW)
    assert not recording.sign_off(mine, LATER)
    assert two.signed() == {mine: (NOW, None), other_day: (None, None), hers: (None, None)}
    assert two.done() == []


def held(two: Two, deed: Callable[[], object]) -> list[int]:
    """The enrolments on which a deed waits first."""
    with heard(two.session) as asked:
        deed()
    return [row[0] for row in again(two.session, asked[0])]


def test_who_practised_before_anything_else_began(two: Two) -> None:
    """In a renewal the story may have been played in the cycle before."""
    assert two.practise(two.noor, ("a",), "een")
    two.session.commit()
    assert recounting.verify([two.noor.enrolment_id, two.ada.enrolment_id], clock.today()) == []


def test_every_deed_first_waits_for_its_own_enrolment_and_no_other(two: Two) -> None:
    """So that what it rests on cannot change under it; nobody waits for somebody else."""
    noor, own = two.noor, [two.noor.enrolment_id]
    presence = two.was_there(noor, NOW)
    for lesson, key in (("eigen-leven", "p1"), ("toets", "t1")):
        two.item(lesson, key)  # a lesson is read before any deed
    now = two.place(noor, "klas")
    assert held(two, lambda: recording.visit(now, READER, NOW)) == own
    assert held(two, lambda: two.practise(noor, ("a",), "een")) == own
    assert held(two, lambda: two.answer(noor, "a", "twee")) == own
    assert held(two, lambda: recording.begin(two.place(noor, "toets"), ["t1"], 0, NOW)) == own
    sitting = sittings.open_sitting(two.place(noor, "toets"))
    assert sitting is not None
    assert held(two, lambda: two.give(noor, sitting, "a", "drie")) == own
    assert held(two, lambda: two.hand_in(noor, sitting)) == own
    assert held(two, lambda: sign_off(two, presence, NOW)) == own


def test_nobody_starts_a_course_that_was_never_published(two: Two) -> None:
    assert not enrolling.enrol(two.ada.person.id, "bestaat-niet", NOW)
    assert two.session.query(Enrolment).filter_by(course="bestaat-niet").count() == 0


def test_who_starts_again_goes_on_as_they_were(two: Two) -> None:
    assert enrolling.enrol(two.noor.person.id, "proef", clock.now())
    found = two.session.query(Enrolment).filter_by(person_id=two.noor.person.id)
    assert [(row.id, row.cycle) for row in found] == [(two.noor.enrolment_id, 1)]
