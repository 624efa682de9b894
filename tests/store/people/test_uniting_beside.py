"""Two accounts become one among others: what is counted beforehand, and what of neighbours, of
before and of the account that stays is left as it is.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from course import clock
from course.domain.people.roles import Role
from course.models import (
    Assignment,
    Duty,
    DutyReason,
    DutyRelief,
    Enrolment,
    LessonCompletion,
    MailStop,
    Membership,
    Person,
    RoleGrant,
)
from course.store.dated import DeedMoment, holds_on
from course.store.duties import giving
from course.store.duties.giving import NewAssignment
from course.store.people import uniting
from course.store.people.uniting import UniteEffect
from tests import measured
from tests.staff import COURSE
from tests.store.people.test_uniting import DUE, TODAY, Two

YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def two(session: Any) -> Two:
    return Two(session)


def give(two: Two, *, days: int = 0, to: int | None = None) -> str:
    """The course to the first school, or to one person there; due so many days after `DUE`."""
    due = DUE + timedelta(days=days)
    given = NewAssignment(COURSE, two.boom.id, None, to, due, f"gegeven-{days}-{to}")
    made = giving.assign(two.world.actor(Role.TRAINER), given, clock.now(), TODAY)
    assert made is not None
    return made.ref


def duty(two: Two, person: Person) -> Duty:
    found: Duty = two.session.query(Duty).filter_by(person_id=person.id).one()
    return found


def relieve(two: Two, person: Person, **changes: Any) -> None:
    """Somebody is paused for a month."""
    until = TODAY + timedelta(days=30)
    row = {"duty_id": duty(two, person).id, "kind": "paused", "category": None, "until": until}
    row |= {"made_by": two.keeper.id, "starts_on": TODAY, "recorded_at": clock.now()}
    two.world.add(DutyRelief(**(row | changes)))


def reliefs(two: Two, person: Person) -> list[tuple[str, Any]]:
    query = two.session.query(DutyRelief).filter_by(duty_id=duty(two, person).id)
    held = query.filter(DutyRelief.replaced_at.is_(None), DutyRelief.ends_on.is_(None))
    return [(one.kind, one.until) for one in held]


def days_owed(two: Two, person: Person) -> list[Any]:
    query = two.session.query(DutyReason.due_on).filter_by(duty_id=duty(two, person).id)
    return [day for (day,) in query.filter(holds_on(DutyReason, TODAY))]


def test_what_comes_along_is_counted_beforehand_for_that_account_today(two: Two) -> None:
    give(two, days=9)  # a second reason for the same duty
    two.learns(3)
    two.world.works(two.old, two.world.school("weg"), ends_on=YESTERDAY)
    two.world.grant(two.old, Role.TRAINER, two.tak, ends_on=YESTERDAY)
    two.world.grant(two.old, Role.TRAINER, two.boom, ends_on=TODAY)
    other = two.world.person()
    two.world.works(other, two.boom)
    two.world.progress(other, 2, TODAY - timedelta(days=20))
    assert uniting.effect(two.old.id, TODAY) == UniteEffect(2, 2, 1, 3, 0)
    assert uniting.effect(two.new.id, TODAY) == UniteEffect(1, 0, 0, 0, 0)


def test_what_is_owed_no_more_is_not_counted(two: Two) -> None:
    bob = two.world.person()
    two.world.works(bob, two.boom)
    give(two, to=bob.id)
    trainer = two.world.actor(Role.TRAINER)
    ref = two.session.query(Assignment.ref).filter_by(person_id=two.old.id).scalar()
    tomorrow = DeedMoment(clock.now() + timedelta(days=1))
    assert giving.withdraw(trainer, ref, tomorrow)
    assert uniting.effect(two.old.id, TODAY).duties == 1
    assert uniting.effect(two.old.id, TODAY + timedelta(days=1)).duties == 0
    assert uniting.effect(bob.id, TODAY + timedelta(days=1)).duties == 1


def test_an_account_that_went_up_is_known_by_its_address_where_it_went(two: Two) -> None:
    address = two.old.email
    assert not uniting.went_up(address, two.new.id)
    two.unite()
    assert uniting.went_up(address.upper(), two.new.id)
    assert not uniting.went_up(address, two.keeper.id)
    assert not uniting.went_up("noor.anders@boom.example", two.new.id)


def test_a_pause_goes_along_and_one_of_the_account_that_stays_is_kept(two: Two) -> None:
    bob = two.world.person()
    two.world.works(bob, two.boom)
    give(two, to=bob.id)
    relieve(two, two.old)
    two.unite()
    assert reliefs(two, two.new) == [("paused", TODAY + timedelta(days=30))]
    assert reliefs(two, bob) == [], "who owes the same there is asked it still"


def test_a_pause_of_a_neighbour_or_of_before_does_not_go_along(two: Two) -> None:
    bob = two.world.person()
    two.world.works(bob, two.boom)
    give(two, to=bob.id)
    relieve(two, bob)
    relieve(two, two.old, ends_on=YESTERDAY, starts_on=YESTERDAY)
    two.unite()
    assert reliefs(two, two.new) == []


def test_the_account_that_stays_keeps_its_own_pause(two: Two) -> None:
    two.world.works(two.new, two.boom)
    give(two, to=two.new.id)
    until = TODAY + timedelta(days=3)
    relieve(two, two.new, until=until)
    relieve(two, two.old)
    two.unite()
    assert reliefs(two, two.new) == [("paused", until)]


def test_what_is_owed_keeps_its_strictest_day_whatever_neighbours_owe(two: Two) -> None:
    bob = two.world.person()
    two.world.works(bob, two.boom)
    give(two, days=-20, to=bob.id)
    give(two, days=9)
    with_day = two.session.query(DutyReason).filter_by(duty_id=duty(two, two.old).id)
    assert sorted(one.due_on for one in with_day) == [DUE, DUE + timedelta(days=9)]
    two.unite()
    assert days_owed(two, two.new) == [DUE, DUE]
    assert days_owed(two, bob) == [DUE - timedelta(days=20), DUE + timedelta(days=9)]


def test_what_the_account_that_stays_owed_already_keeps_its_own_day(two: Two) -> None:
    two.world.works(two.new, two.boom)
    give(two, days=9)
    assert days_owed(two, two.new) == [DUE + timedelta(days=9)]
    two.unite()
    assert sorted(days_owed(two, two.new)) == [DUE, DUE + timedelta(days=9)]


def test_what_was_withdrawn_or_is_over_does_not_come_along(two: Two) -> None:
    gone = two.world.school("weg")
    two.world.works(two.old, gone, ends_on=YESTERDAY)
    two.world.grant(two.old, Role.TRAINER, two.tak, ends_on=YESTERDAY)
    withdrawn = give(two, days=5, to=two.old.id)
    assert giving.withdraw(two.world.actor(Role.TRAINER), withdrawn, DeedMoment(clock.now()))
    two.unite()
    copies = two.session.query(Assignment).filter_by(person_id=two.new.id)
    assert [one.due_on for one in copies] == [DUE]
    works = two.session.query(Membership.school_id).filter_by(person_id=two.new.id)
    assert {school for (school,) in works} == {two.boom.id, two.tak.id}
    roles = two.session.query(RoleGrant.role, RoleGrant.school_id).filter_by(person_id=two.new.id)
    assert roles.all() == [("manager", two.boom.id)]


def test_a_role_and_a_workplace_that_both_had_stay_as_they_are(two: Two) -> None:
    until = TODAY + timedelta(days=40)
    own = two.world.grant(two.new, Role.MANAGER, two.boom, ends_on=until)
    beside = two.world.grant(two.world.person(), Role.MANAGER, two.tak)
    later = two.world.works(two.new, two.boom, starts_on=TODAY + timedelta(days=3))
    two.unite()
    held = two.session.query(RoleGrant).filter(
        RoleGrant.person_id == two.new.id, holds_on(RoleGrant, TODAY)
    )
    assert [(one.id, one.ends_on) for one in held] == [(own.id, until)]
    assert two.session.get(RoleGrant, beside.id).ends_on is None
    works = two.session.query(Membership).filter_by(person_id=two.new.id, school_id=two.boom.id)
    assert [one.id for one in works] == [later.id], "it begins on its own day"


def test_a_stop_of_a_neighbour_is_nobody_elses(two: Two) -> None:
    bob = two.world.person()
    two.world.add(MailStop(person_id=bob.id, since=clock.now()))
    two.unite()
    assert [who for (who,) in two.session.query(MailStop.person_id)] == [bob.id]


def test_what_the_account_that_stays_had_until_yesterday_begins_again(two: Two) -> None:
    two.world.works(two.new, two.boom, ends_on=YESTERDAY)
    two.world.grant(two.new, Role.MANAGER, two.boom, ends_on=YESTERDAY)
    two.unite()
    assert two.at_work(two.new) == [("boom", "7"), ("tak", None)]
    held = two.session.query(RoleGrant).filter(
        RoleGrant.person_id == two.new.id, holds_on(RoleGrant, TODAY)
    )
    assert [(one.role, one.school_id) for one in held] == [("manager", two.boom.id)]


def test_lessons_go_to_the_account_that_stays_and_to_nobody_else(two: Two) -> None:
    two.learns(2)
    bob = two.world.person()
    two.world.works(bob, two.boom)
    measured.enrolment(two.session, bob, COURSE, two.world.release)
    two.unite()
    done = two.session.query(Enrolment.person_id).join(
        LessonCompletion, LessonCompletion.enrolment_id == Enrolment.id
    )
    mine = done.filter(Enrolment.person_id.in_((two.old.id, two.new.id, bob.id)))
    assert sorted(who for (who,) in mine) == sorted([two.old.id, two.new.id] * 2)
    assert two.old.blocked_at is not None
    assert two.new.blocked_at is None
    assert bob.blocked_at is None


def test_a_day_of_what_was_withdrawn_is_no_day_any_more(two: Two) -> None:
    early = give(two, days=-20, to=two.old.id)
    assert giving.withdraw(two.world.actor(Role.TRAINER), early, DeedMoment(clock.now()))
    two.unite()
    assert days_owed(two, two.new) == [DUE]


@pytest.mark.parametrize("over", [{"ends_on": YESTERDAY}, {"replaced_at": clock.now()}])
def test_a_pause_that_is_over_or_was_a_mistake_keeps_none_away(
    two: Two, over: dict[str, Any]
) -> None:
    two.world.works(two.new, two.boom)
    give(two, to=two.new.id)
    before = clock.now() - timedelta(days=1)
    relieve(two, two.new, starts_on=YESTERDAY, recorded_at=before, **over)
    relieve(two, two.old, until=TODAY + timedelta(days=9))
    two.unite()
    assert reliefs(two, two.new) == [("paused", TODAY + timedelta(days=9))]
