"""An assignment gives duties once, to whom it names, within the trainer's schools; withdrawing it
loses nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from course.domain.duties.states import DutyState
from course.domain.people.roles import Role
from course.models import Assignment, Duty, DutyReason, Enrolment, Membership, Progress
from course.store.dated import DeedMoment
from course.store.duties import assignments, giving
from course.store.duties.giving import NewAssignment
from course.store.duties.settling import settle
from course.store.people import deeds
from course.store.people.deeds import Workplace
from tests import builders
from tests.builders import joiner_due
from tests.staff import COURSE, World, at_noon

TODAY = date(2026, 3, 12)
NOW = datetime(2026, 3, 12, 10, tzinfo=UTC)
DUE = TODAY + timedelta(days=30)


@pytest.fixture
def world(session: Any) -> World:
    return World(session, TODAY)


def draft(school: Any, token: str = "a", **changes: Any) -> NewAssignment:
    return replace(NewAssignment(COURSE, school.id, None, None, DUE, token), **changes)


def known_reasons(world: World) -> list[DutyReason]:
    """What is known now, the oldest first."""
    world.session.expire_all()
    rows = world.session.query(DutyReason).filter_by(replaced_at=None)
    return list(rows.order_by(DutyReason.id))


def owed(world: World) -> list[tuple[int, str]]:
    return sorted(world.session.query(Duty.person_id, Duty.course).all())


def test_school_gets_duties_reasons_and_pinned_enrolments(world: World) -> None:
    school = world.school("regenboog")
    trainer = world.actor(Role.TRAINER, school)
    people = world.staff(school, 3)
    left = world.person()
    world.works(left, school, ends_on=TODAY - timedelta(days=1))
    made = giving.assign(trainer, draft(school), NOW, TODAY)
    assert made is not None
    assert made.new
    assert [person for person, _ in owed(world)] == sorted(person.id for person in people)
    assert len({duty.ref for duty in world.session.query(Duty)}) == 3
    assert {
        (row.due_on, row.starts_on, row.ends_on) for row in world.session.query(DutyReason)
    } == {(DUE, TODAY, None)}
    assert {(row.cycle, row.release) for row in world.session.query(Enrolment)} == {
        (1, world.release)
    }


def test_double_submit_is_one_assignment(world: World) -> None:
    school = world.school("regenboog")
    trainer = world.actor(Role.TRAINER, school)
    world.staff(school, 2)
    first = giving.assign(trainer, draft(school), NOW, TODAY)
    again = giving.assign(trainer, draft(school), NOW, TODAY)
    assert first is not None
    assert again is not None
    assert (again.ref, again.new) == (first.ref, False)
    assert world.session.query(Assignment).count() == 1
    assert world.session.query(DutyReason).count() == 2


def test_token_of_somebody_else_gives_nothing_away(world: World) -> None:
    school = world.school("regenboog")
    giving.assign(world.actor(Role.TRAINER, school), draft(school), NOW, TODAY)
    assert giving.assign(world.actor(Role.TRAINER, school), draft(school), NOW, TODAY) is None


def test_two_assignments_are_one_duty_with_two_reasons(world: World) -> None:
    school = world.school("regenboog")
    team = world.team(school, "Onderbouw")
    trainer = world.actor(Role.TRAINER, school)
    world.staff(school, 1, team)
    giving.assign(trainer, draft(school), NOW, TODAY)
    giving.assign(trainer, draft(school, "b", team_id=team.id), NOW, TODAY)
    assert world.session.query(Duty).count() == 1
    assert world.session.query(DutyReason).count() == 2
    assert world.session.query(Enrolment).count() == 1


def test_team_and_person_get_it_alone(world: World) -> None:
    school = world.school("regenboog")
    team = world.team(school, "Onderbouw")
    trainer = world.actor(Role.TRAINER, school)
    in_team = world.staff(school, 2, team)
    alone = world.staff(school, 1)[0]
    giving.assign(trainer, draft(school, team_id=team.id), NOW, TODAY)
    assert [person for person, _ in owed(world)] == [person.id for person in in_team]
    giving.assign(trainer, draft(school, "b", person_id=alone.id), NOW, TODAY)
    assert len(owed(world)) == 3


@pytest.mark.parametrize("target", ["school", "team", "person", "course"])
def test_out_of_scope_changes_nothing(world: World, target: str) -> None:
    """The right on the school and the target inside that school: both are checked."""
    ours, theirs = world.school("regenboog"), world.school("kompas")
    trainer = world.actor(Role.TRAINER, ours)
    world.staff(ours, 1)
    stranger = world.staff(theirs, 1)[0]
    wrong = {
        "school": draft(theirs),
        "team": draft(ours, team_id=world.team(theirs, "Bovenbouw").id),
        "person": draft(ours, person_id=stranger.id),
        "course": draft(ours, course="bestaat-niet"),
    }[target]
    assert giving.assign(trainer, wrong, NOW, TODAY) is None
    assert world.session.query(Assignment).count() == 0
    assert owed(world) == []


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ADMINISTRATOR])
def test_other_roles_do_not_assign(world: World, role: Role) -> None:
    school = world.school("regenboog")
    assert giving.assign(world.actor(role, school), draft(school), NOW, TODAY) is None


def test_trainer_of_the_board_assigns_at_each_school(world: World) -> None:
    school = world.school("regenboog")
    world.staff(school, 1)
    assert (
        giving.assign(world.actor(Role.TRAINER, board=world.board), draft(school), NOW, TODAY)
        is not None
    )


def test_joiner_gets_standing_assignments_of_school_and_own_team(world: World) -> None:
    school = world.school("regenboog")
    team, other = world.team(school, "Onderbouw"), world.team(school, "Bovenbouw")
    trainer = world.actor(Role.TRAINER, school)
    for token, changes in (("a", {}), ("b", {"team_id": team.id}), ("c", {"team_id": other.id})):
        giving.assign(trainer, draft(school, token, **changes), NOW, TODAY)
    later = DUE + timedelta(days=5)
    joiner = world.person()
    world.works(joiner, school, team, starts_on=later)
    settle(school.id, DeedMoment(at_noon(later)), [joiner.id])
    settle(school.id, DeedMoment(at_noon(later)))  # for the whole school, twice: the same
    reasons = world.session.query(DutyReason).all()
    assert [(row.due_on, row.starts_on) for row in reasons] == [(joiner_due(later), later)] * 2
    assert world.session.query(Enrolment).one().person_id == joiner.id


def test_joiner_does_not_get_what_was_withdrawn(world: World) -> None:
    school = world.school("regenboog")
    trainer = world.actor(Role.TRAINER, school)
    made = giving.assign(trainer, draft(school), NOW, TODAY)
    assert made is not None
    giving.withdraw(trainer, made.ref, DeedMoment(NOW))
    world.staff(school, 1)
    settle(school.id, DeedMoment(NOW))
    assert owed(world) == []


def test_who_comes_back_owes_it_again(world: World) -> None:
    school = world.school("regenboog")
    trainer = world.actor(Role.TRAINER, school)
    person = world.staff(school, 1)[0]
    giving.assign(trainer, draft(school), NOW, TODAY)
    gone, back = TODAY + timedelta(days=1), TODAY + timedelta(days=60)
    deeds.leave(school.id, [person.id], DeedMoment(at_noon(gone)))
    world.session.expire_all()
    assert [row.ends_on for row in known_reasons(world)] == [TODAY]
    deeds.join(school.id, [Workplace(person.id)], DeedMoment(at_noon(back)))
    world.session.expire_all()
    first, second = known_reasons(world)
    assert (first.ends_on, first.due_on) == (TODAY, DUE), "what was owed then stays as it was"
    assert (second.starts_on, second.ends_on, second.due_on) == (
        back,
        None,
        joiner_due(back),
    )


def test_withdraw_ends_reasons_and_keeps_progress(world: World) -> None:
    school = world.school("regenboog")
    trainer = world.actor(Role.TRAINER, school)
    person = world.staff(school, 1)[0]
    made = giving.assign(trainer, draft(school), NOW, TODAY)
    assert made is not None
    world.progress(person, 2, TODAY)
    day = TODAY + timedelta(days=3)
    assert giving.withdraw(trainer, made.ref, DeedMoment(at_noon(day)))
    # again: nothing more happens
    assert giving.withdraw(trainer, made.ref, DeedMoment(at_noon(day + timedelta(days=1))))
    world.session.expire_all()
    (reason,) = known_reasons(world)
    assert reason.ends_on == day - timedelta(days=1)
    assert world.session.query(Progress).one().done == 2
    assert world.session.query(Enrolment).count() == 1
    assert assignments.assignments(trainer, day).rows == ()
    assert [row.ref for row in assignments.assignments(trainer, day, withdrawn=True).rows] == [
        made.ref
    ]


def test_trainer_of_another_school_sees_and_withdraws_nothing(world: World) -> None:
    school, other = world.school("regenboog"), world.school("kompas")
    made = giving.assign(world.actor(Role.TRAINER, school), draft(school), NOW, TODAY)
    stranger = world.actor(Role.TRAINER, other)
    assert made is not None
    assert not giving.withdraw(stranger, made.ref, DeedMoment(NOW))
    assert assignments.assignment(stranger, made.ref, TODAY) is None
    assert assignments.assignments(stranger, TODAY).rows == ()
    assert world.session.query(Assignment).one().withdrawn_at is None


def test_counts_by_state(world: World) -> None:
    school = world.school("regenboog")
    trainer = world.actor(Role.TRAINER, school)
    done, busy, _idle, gone = world.staff(school, 4)
    made = giving.assign(trainer, draft(school), NOW, TODAY)
    assert made is not None
    world.progress(done, 5, TODAY, TODAY + timedelta(days=4))
    world.progress(busy, 1, TODAY)
    world.works(world.person(), school)
    link = world.session.query(Membership).filter_by(person_id=gone.id).one()
    builders.rewrite(world.session, link, ends_on=TODAY)
    row = assignments.assignment(trainer, made.ref, TODAY + timedelta(days=10))
    assert row is not None
    assert row.counts == {DutyState.DONE: 1, DutyState.BUSY: 1, DutyState.NOT_STARTED: 1}
    late = assignments.assignments(trainer, DUE + timedelta(days=1)).rows[0]
    assert late.counts == {DutyState.DONE: 1, DutyState.OVERDUE: 2}
    people = assignments.assigned_people(
        row.id, DUE + timedelta(days=1), order="state", descending=True
    )
    assert [one.state for one in people] == [DutyState.DONE, DutyState.OVERDUE, DutyState.OVERDUE]
    only = assignments.assigned_people(row.id, TODAY + timedelta(days=10), state=DutyState.BUSY)
    assert [(one.name, one.done, one.total) for one in only] == [(busy.name, 1, 5)]
