"""Every statement of a report stays within the reader's grants, also when the view did not ask
first.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from course.domain.duties.states import DutyState, Relief
from course.domain.people.roles import Actor, Role
from course.models import Duty, DutyRelief, Enrolment, Progress, School
from course.store.dated import DeedMoment
from course.store.duties import assignments, giving, totals
from course.store.duties.giving import NewAssignment
from course.store.duties.people_list import PeopleFilter, people_rows
from course.store.duties.person import module_rows, person_row, reasons
from course.store.duties.reach import AsOf, reach_of
from course.store.people import deeds
from tests.staff import COURSE, World, at_noon

TODAY = date(2026, 3, 12)
NOW = datetime(2026, 3, 12, 10, tzinfo=UTC)
MOMENT = AsOf(COURSE, TODAY, TODAY)


@pytest.fixture
def world(session: Any) -> World:
    return World(session, TODAY)


@pytest.fixture
def school(world: World) -> School:
    """A school of two, of whom one is done."""
    school = world.school("regenboog")
    done, _ = world.staff(school, 2)
    trainer = world.actor(Role.TRAINER, school)
    giving.assign(trainer, NewAssignment(COURSE, school.id, None, None, TODAY, "a"), NOW, TODAY)
    world.progress(done, 5, TODAY - timedelta(days=9), TODAY - timedelta(days=5))
    return school


def names(actor: Actor, school: School) -> list[str]:
    return [row.name for row in people_rows(reach_of(actor, [school.id]), MOMENT, PeopleFilter())]


def test_within_the_grants_there_are_people(world: World, school: School) -> None:
    for actor in (world.actor(Role.MANAGER, school), world.actor(Role.MANAGER, board=world.board)):
        reach = reach_of(actor, [school.id])
        assert len(names(actor, school)) == 2
        assert totals.school_totals(reach, MOMENT).whole.done == 1
        assert totals.module_totals(reach, MOMENT) == {"delen": 1, "blijft": 1}


@pytest.mark.parametrize("role", [Role.MANAGER, Role.TRAINER, Role.ADMINISTRATOR])
def test_outside_the_grants_there_is_nobody(world: World, school: School, role: Role) -> None:
    elsewhere = school if role is Role.ADMINISTRATOR else world.school("kompas")
    stranger = world.actor(role, elsewhere)
    reach = reach_of(stranger, [school.id])
    ref = refs(world, school)[0]
    assert names(stranger, school) == []
    assert totals.school_totals(reach, MOMENT).teams == ()
    assert totals.totals_by_school(reach, MOMENT) == {}
    assert totals.module_totals(reach, MOMENT) == {}
    assert person_row(reach, MOMENT, ref) is None
    assert module_rows(reach, MOMENT, ref) == {}
    assert reasons(reach, MOMENT, ref, limit=9) == []


def refs(world: World, school: School) -> list[str]:
    reach = reach_of(world.actor(Role.MANAGER, school), [school.id])
    return [row.ref for row in people_rows(reach, MOMENT, PeopleFilter())]


def test_the_latest_cycle_counts_once(world: World, school: School) -> None:
    """A renewal stands beside the first round; a person stays one row, and earlier days show the
    first round.
    """
    first = (
        world.session.query(Enrolment).join(Progress, Progress.enrolment_id == Enrolment.id).one()
    )
    world.add(
        Enrolment(
            person_id=first.person_id,
            course=COURSE,
            cycle=2,
            release=world.release,
            enrolled_at=NOW - timedelta(days=2),
        )
    )
    manager = world.actor(Role.MANAGER, school)
    reach = reach_of(manager, [school.id])
    assert len(names(manager, school)) == 2
    assert totals.school_totals(reach, MOMENT).whole.done == 0
    assert [
        row.state for row in people_rows(reach, MOMENT, PeopleFilter(state=DutyState.DONE))
    ] == []


def test_withdrawn_today_still_held_yesterday(world: World, school: School) -> None:
    trainer = world.actor(Role.TRAINER, school)
    day = TODAY + timedelta(days=3)
    giving.withdraw(
        trainer, assignments.assignments(trainer, TODAY).rows[0].ref, DeedMoment(at_noon(day))
    )
    reach = reach_of(trainer, [school.id])
    assert totals.school_totals(reach, AsOf(COURSE, day, day)).whole.people == 0
    assert totals.school_totals(reach, AsOf(COURSE, day, day)).whole.without_duty == 2
    before = AsOf(COURSE, day - timedelta(days=1), day)
    assert totals.school_totals(reach, before).whole.people == 2


def test_who_left_after_a_withdrawal_owed_nothing_that_day(world: World, school: School) -> None:
    """What others left before says nothing about the last day of this one."""
    actor = world.actor(Role.TRAINER, school)
    later = TODAY + timedelta(days=30)
    early, late = world.staff(school, 2)
    draft = NewAssignment(COURSE, school.id, None, None, later, "b")
    made = giving.assign(actor, draft, NOW, TODAY)
    assert made is not None
    for days, deed in (
        (5, lambda moment: deeds.leave(school.id, [early.id], moment)),
        (10, lambda moment: giving.withdraw(actor, made.ref, moment)),
        (20, lambda moment: deeds.leave(school.id, [late.id], moment)),
    ):
        deed(DeedMoment(NOW + timedelta(days=days)))
    moment = AsOf(COURSE, later, later)
    left = PeopleFilter(state=DutyState.LEFT)
    found = people_rows(reach_of(actor, [school.id]), moment, left)
    assert [row.ref for row in found] == [early.ref]


def test_modules_are_counted_of_who_counts(world: World, school: School) -> None:
    """A bar of a module is a part of those who count: no paused colleague is in it."""
    reach = reach_of(world.actor(Role.MANAGER, school), [school.id])
    paused = world.staff(school, 1)[0]
    trainer = world.actor(Role.TRAINER, school)
    giving.assign(trainer, NewAssignment(COURSE, school.id, None, None, TODAY, "b"), NOW, TODAY)
    world.progress(paused, 4, TODAY - timedelta(days=9))
    assert totals.module_totals(reach, MOMENT) == {"delen": 2, "blijft": 1}
    duty = world.session.query(Duty).filter_by(person_id=paused.id).one()
    relief = {"duty_id": duty.id, "kind": Relief.PAUSED.value, "made_by": trainer.id}
    known = {"starts_on": TODAY, "recorded_at": at_noon(TODAY), "until": TODAY}
    world.add(DutyRelief(**relief, **known))
    assert totals.school_totals(reach, MOMENT).whole.people == 2
    assert totals.module_totals(reach, MOMENT) == {"delen": 1, "blijft": 1}
