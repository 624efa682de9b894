"""What is drawn for somebody, once; which points are kept; and that a school is divided equally."""

from __future__ import annotations

import secrets
from collections import Counter
from datetime import date
from typing import Any

import pytest

from course.content.forms import Forms
from course.domain.learning.gain import MeasuredPart
from course.kinds.marking import Score
from course.models import (
    Answer,
    Attempt,
    Measurement,
    MeasurementAnswer,
    Progress,
    School,
    Sitting,
)
from course.store.learning import measuring
from course.store.learning.measuring import Whom
from course.store.learning.places import LessonPlace
from tests import measured
from tests.staff import COURSE, World, at_noon

FORMS = Forms(("a1", "a2"), ("b1", "b2"))
NOW = at_noon(date(2026, 3, 12))


@pytest.fixture
def world(session: Any) -> World:
    return World(session, date(2026, 3, 12))


@pytest.fixture
def school(world: World) -> School:
    return world.school("regenboog")


def begin(world: World, school: School, module: str = "delen", course: str = COURSE) -> LessonPlace:
    """Somebody who begins to be measured."""
    person = world.person()
    world.works(person, school)
    row = measured.enrolment(world.session, person, COURSE, world.release)
    place = LessonPlace(row, world.release, module, "")
    measuring.draw(place, course, Whom("teaching", school.id), FORMS, NOW)
    return place


def test_a_school_is_divided_equally_and_each_module_apart(world: World, school: School) -> None:
    for count in range(1, 9):
        begin(world, school)
        given = Counter(row.first for row in world.session.query(Measurement))
        assert abs(given["a"] - given["b"]) == count % 2
    other = [begin(world, world.school("kompas")), begin(world, school, "blijft")]
    assert len(other) == 2
    elsewhere = Counter(row.first for row in world.session.query(Measurement))
    assert sum(elsewhere.values()) == 10


@pytest.mark.parametrize(("coin", "first"), [(1, "a1"), (0, "b1")])
def test_a_coin_decides_where_both_forms_were_given_as_often(
    world: World, school: School, monkeypatch: pytest.MonkeyPatch, coin: int, first: str
) -> None:
    monkeypatch.setattr(secrets, "randbelow", lambda sides: coin * (sides - 1))
    drawn = measuring.standing(begin(world, school).enrolment_id, "delen").drawn
    assert drawn is not None
    assert drawn.left(MeasuredPart.BEFORE)[0] == first


def test_what_was_drawn_in_another_module_or_course_divides_nobody_here(
    world: World, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secrets, "randbelow", lambda sides: sides - 1)
    begin(world, school)
    begin(world, school, "blijft")
    begin(world, school, course="fiets")
    assert {row.first for row in world.session.query(Measurement)} == {"a"}


def test_each_module_has_its_own_forms(world: World, school: School) -> None:
    place = begin(world, school)
    there = LessonPlace(place.enrolment_id, world.release, "blijft", "")
    assert measuring.standing(place.enrolment_id, "blijft").drawn is None
    measuring.draw(there, COURSE, Whom("teaching", school.id), Forms(("c1",), ("d1",)), NOW)
    own = [measuring.standing(place.enrolment_id, module).drawn for module in ("delen", "blijft")]
    assert [one and sorted(one.asked.values()) for one in own] == [
        [FORMS.a, FORMS.b],
        [("c1",), ("d1",)],
    ]


def test_a_test_that_was_begun_is_one_of_that_module_by_that_person(
    world: World, school: School
) -> None:
    mine, other = begin(world, school).enrolment_id, begin(world, school).enrolment_id
    place = {"module": "delen", "lesson": "les-3", "items": ["een"]}
    world.add(Sitting(enrolment_id=mine, opened_at=NOW, **place))
    asked = [(mine, "delen"), (mine, "blijft"), (other, "delen")]
    assert [measuring.has_test(*one) for one in asked] == [True, False, False]


def test_what_was_drawn_stays(world: World, school: School) -> None:
    place = begin(world, school)
    before = measuring.standing(place.enrolment_id, "delen").drawn
    assert before is not None
    for _ in range(6):
        measuring.draw(place, COURSE, Whom("leader", school.id), Forms(("x",), ("y",)), NOW)
    assert measuring.standing(place.enrolment_id, "delen").drawn == before
    forms = {before.asked[MeasuredPart.BEFORE], before.asked[MeasuredPart.AFTER]}
    assert forms == {FORMS.a, FORMS.b}


def test_the_first_answer_counts_and_of_that_only_its_points(world: World, school: School) -> None:
    place, other = begin(world, school), begin(world, world.school("kompas"))
    drawn = measuring.standing(place.enrolment_id, "delen").drawn
    theirs = measuring.standing(other.enrolment_id, "delen").drawn
    assert drawn is not None
    assert theirs is not None
    first = drawn.asked[MeasuredPart.BEFORE][0]
    for earned in (1, 0):
        measuring.answer(drawn, MeasuredPart.BEFORE, (first, "L1"), Score(earned, 1), NOW)
    (row,) = world.session.query(MeasurementAnswer)
    assert (row.item, row.goal, row.earned, row.possible) == (first, "L1", 1, 1)
    assert "response" not in MeasurementAnswer.__table__.columns
    after = measuring.standing(place.enrolment_id, "delen").drawn
    assert after is not None
    assert after.left(MeasuredPart.BEFORE) == drawn.asked[MeasuredPart.BEFORE][1:]
    assert measuring.standing(other.enrolment_id, "delen").drawn == theirs
    assert after.left(MeasuredPart.AFTER) == drawn.asked[MeasuredPart.AFTER]


def test_nothing_else_is_written(world: World, school: School) -> None:
    """Tests, progress and completions know nothing of it."""
    place = begin(world, school)
    drawn = measuring.standing(place.enrolment_id, "delen").drawn
    assert drawn is not None
    for key in drawn.asked[MeasuredPart.BEFORE]:
        measuring.answer(drawn, MeasuredPart.BEFORE, (key, "L1"), Score(1, 1), NOW)
    for table in (Attempt, Answer, Sitting, Progress):
        assert world.session.query(table).count() == 0


def test_a_skip_is_of_one_module(world: World, school: School) -> None:
    place = begin(world, school)
    for _ in range(2):
        measuring.skip(place.enrolment_id, "delen", NOW)
    assert measuring.standing(place.enrolment_id, "delen").skipped
    assert not measuring.standing(place.enrolment_id, "blijft").skipped
