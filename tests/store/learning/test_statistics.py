"""Figures about questions: first tries, people in reach, and what the database sums."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from course.domain.learning.entry import SURE
from course.domain.learning.item_analysis import difficulty, discrimination
from course.domain.people.roles import Actor, Role
from course.models import Person, School
from course.store.learning import statistics
from tests.staff import COURSE, World
from tests.store.learning.test_comparing import PLACE, answered, enrol

TODAY = date(2026, 3, 12)


@pytest.fixture
def world(session: Any) -> World:
    return World(session, TODAY)


@pytest.fixture
def school(world: World) -> School:
    return world.school("regenboog")


@pytest.fixture
def trainer(world: World, school: School) -> Actor:
    return world.actor(Role.TRAINER, school)


def did(world: World, person: Person, **points: int) -> None:
    """Of each question how many of its two points somebody earned, at first."""
    row = enrol(world, person)
    for item, earned in points.items():
        answered(world, row, f"{item}-{earned}", item=item, earned=earned, confidence=SURE)


def figures(actor: Actor, course: str = COURSE) -> dict[str, statistics.ItemTotals]:
    found = statistics.module_statistics(actor, course, PLACE[0], TODAY)
    assert [one.item for one in found] == sorted(one.item for one in found)
    return {one.item: one for one in found}


def test_sums_are_those_of_the_first_tries(world: World, school: School, trainer: Actor) -> None:
    first, second, third, fourth = world.staff(school, 4)
    did(world, first, a=2, b=2, c=2)
    did(world, second, a=1, b=2, c=0)
    did(world, third, a=0, b=0, c=1)
    did(world, fourth, a=2)  # nothing else, so it tells nothing about others
    found = figures(trainer)
    assert {key: one.sums.people for key, one in found.items()} == {"a": 4, "b": 3, "c": 3}
    assert {key: one.sure_and_wrong for key, one in found.items()} == {"a": 2, "b": 1, "c": 2}
    sums = found["a"].sums
    assert (sums.score, sums.both_people) == (2.5, 3)
    assert sums.both_score == 1.5
    assert sums.both_rest == pytest.approx(1 + 0.5 + 0.25)
    assert sums.score_squares == 1.25
    assert sums.rest_squares == pytest.approx(1 + 0.25 + 0.0625)
    assert sums.product == pytest.approx(1 + 0.25 + 0)
    hard = difficulty(sums)
    assert hard is not None
    assert hard.value == 0.625
    assert discrimination(sums) is None, "three people are too few"


def test_who_did_one_other_question_tells_about_others(
    world: World, school: School, trainer: Actor
) -> None:
    (person,) = world.staff(school, 1)
    did(world, person, a=2, b=1)
    sums = figures(trainer)["a"].sums
    assert (sums.both_people, sums.both_score, sums.both_rest) == (1, 1, 0.5)


def test_a_question_of_one_point_counts_and_who_was_wrong_without_being_sure(
    world: World, school: School, trainer: Actor
) -> None:
    sure, unsure = (enrol(world, person) for person in world.staff(school, 2))
    answered(world, sure, "b", item="a", earned=0, possible=1, confidence=SURE)
    answered(world, unsure, "b", item="a", earned=0, possible=1)
    found = figures(trainer)["a"]
    assert (found.sums.people, found.sure_and_wrong) == (2, 1)


def test_figures_come_in_whole_fives_so_that_no_day_tells_of_one_person(
    world: World, school: School, trainer: Actor
) -> None:
    """Who looks before and after somebody tried reads the same, at the list and at the question."""

    def told() -> Any:
        where = ("oefening", "a")
        given = statistics.response_statistics(trainer, COURSE, PLACE[0], where, TODAY)
        return figures(trainer).get("a"), given

    seen = []
    for number, person in enumerate(world.staff(school, 10), start=1):
        answered(world, enrol(world, person), "b" if number > 5 else "a", item="a", earned=0)
        seen.append(told())
    assert seen[4] == seen[5] == seen[8] != seen[9]
    (first,) = seen[4][1]
    assert (first.response, first.people) == (("a",), 5)
    assert {one.response: one.people for one in seen[9][1]} == {("a",): 5, ("b",): 5}


def test_a_person_counts_once_however_often_they_try(
    world: World, school: School, trainer: Actor
) -> None:
    (person,) = world.staff(school, 1)
    row = enrol(world, person)
    answered(world, row, "b", item="a", earned=0, settled=False)
    answered(world, row, "a", item="a", earned=2)
    answered(world, enrol(world, person, cycle=2), "a", item="a", earned=2)
    assert figures(trainer)["a"].sums.people == 1
    assert figures(trainer)["a"].sums.score == 0
    (response,) = statistics.response_statistics(
        trainer, COURSE, PLACE[0], ("oefening", "a"), TODAY
    )
    assert (response.response, response.people, response.sure) == (("a",), 1, 0)


def test_others_and_what_is_not_marked_do_not_count(
    world: World, school: School, trainer: Actor
) -> None:
    here, busy = world.staff(school, 2)
    other = world.school("kompas")
    (away,) = world.staff(other, 1)
    gone = world.person()
    world.works(gone, school, ends_on=TODAY - timedelta(days=1))
    did(world, here, a=2)
    did(world, gone, a=0)
    did(world, away, a=0)
    answered(world, enrol(world, busy), "x", item="a", earned=0, possible=0)
    answered(world, enrol(world, busy, course="proef"), "x", item="a", earned=0)
    answered(world, enrol(world, busy, cycle=3), "x", item="a", earned=0, module="elders")
    assert {key: (one.sums.people, one.sums.score) for key, one in figures(trainer).items()} == {
        "a": (1, 1)
    }
    stranger = world.actor(Role.TRAINER, other)
    assert figures(stranger)["a"].sums.score == 0
    assert figures(world.actor(Role.MANAGER, school)) == {}


def test_responses_are_counted_most_often_first(
    world: World, school: School, trainer: Actor
) -> None:
    for number, person in enumerate(world.staff(school, 5)):
        row = enrol(world, person)
        sure = SURE if number == 4 else None
        given = "b" if number > 1 else "a"
        answered(world, row, given, item="a", confidence=sure)
        answered(world, row, "z", item="b")
        answered(world, row, "z", item="a", lesson="andere-les")
    found = statistics.response_statistics(trainer, COURSE, PLACE[0], ("oefening", "a"), TODAY)
    assert [(one.response, one.people, one.sure) for one in found] == [
        (("b",), 3, 1),
        (("a",), 2, 0),
    ]
