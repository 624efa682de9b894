"""A question whose key was wrong is worth its later mark wherever a mark is read."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from course.domain.learning.entry import SURE
from course.domain.learning.gain import MeasuredPart
from course.domain.learning.ladder import RuleKey
from course.domain.people.roles import Role
from course.models import (
    Attempt,
    Enrolment,
    LaterMark,
    MeasurementAnswer,
    Refresher,
    RefresherAnswer,
    Regrade,
    Sitting,
    db,
)
from course.store.learning import knowledge, marks, reading, statistics
from tests.measured import answer, drawn
from tests.staff import COURSE, World, at_noon
from tests.store.learning.test_comparing import PLACE, TODAY, answered, enrol


@pytest.fixture
def world(session: Any) -> World:
    return World(session, TODAY)


def marked_again(world: World, enrolment: Enrolment) -> None:
    """Of somebody's answers the first was right after all."""
    query = world.session.query(Attempt).filter_by(enrolment_id=enrolment.id)
    first = query.order_by(Attempt.id).first()
    row = {"attempt_id": first.id, "release": world.release, "earned": 2, "possible": 2}
    world.add(Regrade(**row, settled=True, reason="", made_at=at_noon(TODAY)))


def test_figures_about_questions_count_it(world: World) -> None:
    school = world.school("regenboog")
    (person,) = world.staff(school, 1)
    mine = enrol(world, person)
    answered(world, mine, "a", item="a", earned=0, confidence=SURE)
    marked_again(world, mine)
    trainer = world.actor(Role.TRAINER, school)
    (found,) = statistics.module_statistics(trainer, COURSE, PLACE[0], TODAY)
    assert (found.sums.score, found.sure_and_wrong) == (1, 0)


def test_a_page_asks_no_more_what_an_earlier_try_had_right(world: World) -> None:
    mine = enrol(world, world.person())
    for response in ("a", "b"):
        answered(world, mine, response, item="a", earned=0, settled=False)
    marked_again(world, mine)
    found = reading.given(mine.id, *PLACE)
    assert [(one.response, one.settled) for one in found] == [(("a",), True), (("b",), False)]


def test_what_most_people_have_wrong_is_by_the_later_mark(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = RuleKey(PLACE[0], "doel")
    monkeypatch.setattr(knowledge, "goals_of", lambda _release: {(PLACE[0], "a"): rule})
    monkeypatch.setattr(knowledge, "FEWEST_PEOPLE", 1)
    mine = enrol(world, world.person(), course="fiets")
    where = {"module": PLACE[0], "lesson": PLACE[1], "items": ["a"]}
    sitting = world.add(Sitting(enrolment_id=mine.id, opened_at=at_noon(TODAY), **where))
    answered(world, mine, "a", item="a", earned=0, sitting_id=sitting.id)
    assert knowledge.most_wrong("fiets", world.release) == {rule}
    marked_again(world, mine)
    assert knowledge.most_wrong("fiets", world.release) == set()


def test_the_last_of_several_marks_counts(world: World) -> None:
    """Of a test, of a refresher and of a measurement."""
    mine = enrol(world, world.person())
    answered(world, mine, "a", item="a", earned=0, settled=False)
    marked_again(world, mine)
    attempt = world.session.query(Attempt).filter_by(enrolment_id=mine.id).one()
    of = {"person_id": mine.person_id, "course": COURSE}
    asked = {"key": "op-1", "day": TODAY, "at": at_noon(TODAY), "outcome": "sent", "moments": []}
    asked |= {"mail_key": "op-1"}
    mail = world.add(Refresher(**of, **asked, release=world.release, open_until=TODAY))
    about = {"module": "delen", "lesson": "les-1", "item": "t1", "goal": "L1", "response": ["a"]}
    when = {"day": TODAY, "at": at_noon(TODAY), "scheduler": "proef"}
    points = {"earned": 0, "possible": 1}
    reply = world.add(RefresherAnswer(refresher_id=mail.id, **of, **about, **when, **points))
    place = {"course": COURSE, "module": PLACE[0]}
    school = world.school("regenboog")
    begun = drawn(world.session, mine.id, school, world.release, first="a", **place)
    answer(world.session, begun, MeasuredPart.BEFORE, [0])
    figure = world.session.query(MeasurementAnswer).filter_by(measurement_id=begun.id).one()
    again = {"release": world.release, "reason": "", "made_at": at_noon(TODAY), "possible": 3}
    for earned in (3, 1):
        world.add(Regrade(attempt_id=attempt.id, settled=True, earned=earned, **again))
        world.add(LaterMark(refresher_answer_id=reply.id, earned=earned, **again))
        world.add(LaterMark(measurement_answer_id=figure.id, earned=earned, **again))
    for table, row, earned, possible in (
        (Attempt, attempt, marks.EARNED, marks.POSSIBLE),
        (RefresherAnswer, reply, marks.REFRESHED_EARNED, marks.REFRESHED_POSSIBLE),
        (MeasurementAnswer, figure, marks.MEASURED_EARNED, marks.MEASURED_POSSIBLE),
    ):
        found = db.session.execute(select(earned, possible).where(table.id == row.id)).one()
        assert tuple(found) == (1, 3), table
