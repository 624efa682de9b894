"""What people gained: what the database sums, of whom, and of whom not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from course.domain.learning.gain import MeasuredPart, gain_of
from course.domain.people.roles import Role
from course.models import LaterMark, MeasurementAnswer, Membership, Person, School
from course.store.learning import gained
from tests import builders, measured
from tests.staff import COURSE, World, at_noon

PLACE = {"course": COURSE, "module": "delen"}


@pytest.fixture
def world(session: Any) -> World:
    return World(session, date(2026, 3, 12))


@pytest.fixture
def school(world: World) -> School:
    return world.school("regenboog")


def people(world: World, school: School, *audiences: str, **place: Any) -> list[Person]:
    return measured.whole_school(world.session, school, world.release, audiences, **(PLACE | place))


def test_each_order_is_summed_by_goal_and_as_a_whole(world: World, school: School) -> None:
    people(world, school, *["teaching"] * 10)
    found = gained.school_gains(school.id, COURSE)["delen"]
    assert [(one.people, one.before, one.after) for one in found.whole] == [(5, 1, 4)] * 2
    first, last = found.by_goal["L1"], found.by_goal["L2"]
    assert [(one.people, one.before, one.after) for one in first] == [(5, 2, 5)] * 2
    assert [(one.gained, one.squares) for one in first] == [(3, 3)] * 2
    assert [(one.people, one.before, one.after) for one in last] == [(5, 0, 3)] * 2
    told = gain_of(found.whole)
    assert told is not None
    assert told.people == 10
    assert told.difference.value == pytest.approx(0.6)


def test_nine_people_and_the_nineteenth_tell_nothing_more(world: World, school: School) -> None:
    people(world, school, *["teaching"] * 9)
    assert gained.school_gains(school.id, COURSE) == {}
    people(world, school, "teaching")
    before = gained.school_gains(school.id, COURSE)
    people(world, school, *["teaching"] * 9)
    assert gained.school_gains(school.id, COURSE) == before
    people(world, school, "teaching")
    assert gained.school_gains(school.id, COURSE) != before


def test_who_did_not_finish_does_not_count(world: World, school: School) -> None:
    people(world, school, *["teaching"] * 9)
    person = world.person()
    world.works(person, school)
    row = measured.enrolment(world.session, person, COURSE, world.release)
    begun = measured.drawn(world.session, row, school, world.release, first="a", **PLACE)
    measured.answer(world.session, begun, MeasuredPart.BEFORE, [1, 1])
    measured.answer(world.session, begun, MeasuredPart.AFTER, [1])
    assert gained.school_gains(school.id, COURSE) == {}
    rest = {"measurement_id": begun.id, "part": "after", "item": "b2", "goal": "L2"}
    world.add(MeasurementAnswer(**rest, earned=1, possible=1, given_at=at_noon(world.today)))
    assert gained.school_gains(school.id, COURSE)["delen"].whole


def test_order_is_that_of_finishing(world: World, school: School) -> None:
    """Who began first and finished last is not among the first ten."""
    session = world.session
    slow = world.person()
    world.works(slow, school)
    row = measured.enrolment(session, slow, COURSE, world.release)
    made = measured.drawn(session, row, school, world.release, first="a", **PLACE)
    measured.answer(session, made, MeasuredPart.BEFORE, [1, 1])
    people(world, school, *["teaching"] * 10)
    before = gained.school_gains(school.id, COURSE)
    measured.answer(session, made, MeasuredPart.AFTER, [0, 0])
    assert gained.school_gains(school.id, COURSE) == before


def test_groups_come_with_ten_of_each_and_of_the_rest(world: World, school: School) -> None:
    people(world, school, *["teaching"] * 10, *["support", "leader"] * 4, "intern")
    assert [*gained.school_gains(school.id, COURSE)["delen"].by_group] == ["teaching"]
    people(world, school, "support")
    found = gained.school_gains(school.id, COURSE)["delen"].by_group
    assert {group: sum(one.people for one in sums) for group, sums in found.items()} == {
        "teaching": 10,
        "others": 10,
    }


def test_no_group_is_told_of_while_one_of_them_is_small(world: World, school: School) -> None:
    """Neither by what another module, or another pair of forms, has enough of."""
    enough = ["teaching"] * 10 + ["support"] * 10
    people(world, school, *["teaching"] * 9, "support", module="blijft")
    assert gained.school_gains(school.id, COURSE)["blijft"].by_group == {}
    people(world, school, *enough)
    people(world, school, *["teaching"] * 9, "support", forms={"a": ("c1",), "b": ("d1",)})
    found = gained.school_gains(school.id, COURSE)
    assert found["blijft"].by_group == {}
    assert [sum(one.people for one in sums) for sums in found["delen"].by_group.values()] == [
        10,
        10,
    ]


def test_an_author_reads_nothing_of_a_module_where_nobody_finished(
    world: World, school: School
) -> None:
    people(world, school, *["teaching"] * 10, module="blijft")
    actor = world.actor(Role.TRAINER, school)
    assert gained.author_gains(actor, COURSE, "delen") == gained.ModuleGains()
    assert gained.author_gains(actor, COURSE, "blijft").whole


def test_another_school_module_course_and_other_forms_are_counted_apart(
    world: World, school: School
) -> None:
    other = world.school("kompas")
    people(world, school, *["teaching"] * 6)
    people(world, other, *["teaching"] * 6)
    people(world, school, *["teaching"] * 6, module="blijft")
    people(world, school, *["teaching"] * 6, course="proef")
    people(world, school, *["teaching"] * 6, forms={"a": ("c1",), "b": ("d1",)})
    assert gained.school_gains(school.id, COURSE) == {}
    people(world, school, *["teaching"] * 4)
    assert gained.school_gains(school.id, COURSE).keys() == {"delen"}


def test_an_author_sees_the_schools_in_reach_that_have_a_figure(
    world: World, school: School
) -> None:
    other = world.school("kompas")
    away = world.school("elders", world.other_board())
    for place, count in ((school, 12), (other, 10), (away, 10)):
        people(world, place, *["teaching"] * count)
    both = world.actor(Role.TRAINER, board=world.board)
    here = world.actor(Role.TRAINER, school)
    counts = [
        sum(one.people for one in gained.author_gains(actor, COURSE, "delen").whole)
        for actor in (both, here, world.actor(Role.MANAGER, school))
    ]
    assert counts == [20, 10, 0]


def test_who_left_still_counts_so_that_no_figure_loses_one(world: World, school: School) -> None:
    gone, *_ = people(world, school, *["teaching"] * 10)
    before = gained.school_gains(school.id, COURSE)
    builders.rewrite(
        world.session,
        world.session.query(Membership).filter_by(person_id=gone.id).one(),
        ends_on=date(2026, 1, 1),
    )
    assert gained.school_gains(school.id, COURSE) == before


def test_an_answer_whose_key_was_wrong_says_nothing_more(world: World, school: School) -> None:
    """Of one goal somebody has nothing left, so that goal has no figure; the whole has."""
    who = people(world, school, *["teaching"] * 10)
    before = gained.school_gains(school.id, COURSE)["delen"]
    lost = world.session.query(MeasurementAnswer).filter_by(goal="L2", part="before", earned=0)
    mark = {"measurement_answer_id": lost.first().id, "release": world.release, "reason": ""}
    for points in (1, 0):  # the last one counts
        again = {"earned": points, "possible": points, "made_at": at_noon(world.today)}
        world.add(LaterMark(**mark, **again))
    after = gained.school_gains(school.id, COURSE)["delen"]
    assert after.by_goal["L1"] == before.by_goal["L1"]
    assert sum(one.people for one in after.by_goal["L2"]) == 5, "the other order alone"
    assert gain_of(after.by_goal["L2"]) is None
    assert sum(one.people for one in after.whole) == len(who)
    assert sum(one.before for one in after.whole) > sum(one.before for one in before.whole)
