"""A question whose key was wrong is worth its later mark wherever a mark is read."""

from __future__ import annotations

from typing import Any

import pytest

from course.domain.learning.entry import SURE
from course.domain.learning.ladder import RuleKey
from course.domain.people.roles import Role
from course.models import (
    Attempt,
    Enrolment,
    Regrade,
    Sitting,
)
from course.store.learning import knowledge, reading, statistics
from tests.staff import COURSE, World, at_noon
from tests.store.learning.test_comparing import PLACE, TODAY, answered, enrol


@pytest.fixture
def world(session: Any) -> World:
    return World(session, TODAY)


def marked_again(world: World, enrolment: Enrolment) -> None:
    """Of somebody's answers the first was half right after all, and then all of it."""
    query = world.session.query(Attempt).filter_by(enrolment_id=enrolment.id)
    first = query.order_by(Attempt.id).first()
    row = {"attempt_id": first.id, "release": world.release, "possible": 2, "reason": ""}
    for earned, settled in ((1, False), (2, True)):
        world.add(Regrade(**row, earned=earned, settled=settled, made_at=at_noon(TODAY)))


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
