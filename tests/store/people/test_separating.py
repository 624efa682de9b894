"""Two accounts that became one are two again: what goes back, and what of others stays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from course import clock
from course.domain.people.roles import Role
from course.models import (
    Assignment,
    AwaitedPerson,
    Duty,
    DutyReason,
    Person,
    School,
)
from course.store.dated import DeedMoment, holds_on
from course.store.duties import giving
from course.store.duties.giving import NewAssignment
from course.store.people import accounts, addresses, deeds, separating, undoing, uniting
from course.store.people.addresses import AddressAsk
from course.store.people.deeds import Workplace
from course.store.signing_in import accounts as signing_in
from tests.staff import COURSE
from tests.store.people.test_uniting import DUE, TODAY, Two

OLD = "noor.oud@boom.example"


@pytest.fixture
def two(session: Any) -> Two:
    return Two(session)


def give(two: Two, who: Person, where: School) -> str:
    """The course to one person at a school; the assignment by its ref."""
    trainer = two.world.actor(Role.TRAINER)
    given = NewAssignment(COURSE, where.id, None, who.id, DUE, f"voor-{who.id}-{where.id}")
    made = giving.assign(trainer, given, clock.now(), TODAY)
    assert made is not None
    return made.ref


def owes(two: Two, who: Person) -> list[str]:
    """At which schools."""
    two.session.expire_all()
    query = two.session.query(School.code).join(Duty, Duty.school_id == School.id)
    query = query.join(DutyReason, DutyReason.duty_id == Duty.id)
    here = query.filter(Duty.person_id == who.id, holds_on(DutyReason, TODAY))
    return sorted({code for (code,) in here})


def unite(two: Two) -> DeedMoment:
    two.moment = DeedMoment(clock.now(), two.keeper.id)
    two.unite()
    return two.moment


def undo(two: Two, done: DeedMoment) -> int:
    return undoing.undo(two.keeper, done.deed, DeedMoment(clock.now(), two.keeper.id)).people


def test_what_was_given_to_it_alone_is_no_longer_asked_of_the_other(two: Two) -> None:
    """Also at the school where both work. What was given to others at that instant stays."""
    give(two, two.old, two.tak)
    third = two.world.person("Noor Derde")
    two.world.works(third, two.tak)
    done = unite(two)
    assert owes(two, two.new) == ["boom", "tak"]
    row = {"course": COURSE, "school_id": two.tak.id, "due_on": DUE, "made_by": two.keeper.id}
    for who, at in ((third, done.now), (two.new, done.now - timedelta(days=1))):
        two.world.add(Assignment(**row, person_id=who.id, made_at=at, submission=f"nog-{who.id}"))
    gone = {"withdrawn_at": done.now - timedelta(seconds=1), "withdrawn_by": third.id}
    more = {"person_id": two.new.id, "made_at": done.now, "submission": "ingetrokken"}
    earlier = two.world.add(Assignment(**row, **more, **gone))
    assert undo(two, done) == 2
    two.session.expire_all()
    assert owes(two, two.old) == ["boom", "tak"]
    assert earlier.withdrawn_by == third.id
    standing = two.session.query(Assignment.person_id, Assignment.submission).filter(
        Assignment.school_id == two.tak.id, Assignment.withdrawn_at.is_(None)
    )
    assert dict(standing.all()).keys() == {two.old.id, third.id, two.new.id}
    ended = two.session.query(Assignment.withdrawn_by).filter(
        Assignment.person_id == two.new.id, Assignment.withdrawn_at > done.now
    )
    assert ended.all() == [(two.keeper.id,)] * 2, "of both schools"


def test_what_came_along_ends_where_both_work(two: Two) -> None:
    give(two, two.old, two.tak)
    done = unite(two)
    assert undo(two, done) == 2
    assert (owes(two, two.new), owes(two, two.old)) == ([], ["boom", "tak"])


def test_an_account_without_anything_that_was_blocked_is_blocked_again(two: Two) -> None:
    for school in (two.boom, two.tak):
        moment = DeedMoment(clock.now(), two.keeper.id)
        deeds.leave(school.id, [two.old.id], moment, roles_too=True)
    accounts.block([two.old.id], DeedMoment(clock.now(), two.keeper.id))
    done = unite(two)
    assert signing_in.find_account(OLD) is None
    assert undo(two, done) == 2
    two.session.expire_all()
    assert two.old.blocked_at is not None
    assert two.old.email_key == OLD


def test_it_is_that_account_that_went_up_in_that_one(two: Two) -> None:
    done = unite(two)

    def can(stays: Person, ref: str, minutes: int = 0) -> bool:
        at = done.now + timedelta(minutes=minutes)
        return separating.can_separate(stays.id, ref, at)

    assert can(two.new, two.old.ref)
    assert not can(two.old, two.old.ref)
    assert not can(two.new, two.new.ref)
    assert not can(two.new, two.old.ref, 1)


def test_a_place_that_waited_for_its_owner_is_not_brought_back(two: Two) -> None:
    """Whose place it was is still to be asked, and the account that took it has the answer."""
    asked = clock.now() - timedelta(days=1)
    assert not uniting.effect(two.old.id, clock.today()).is_final
    two.world.add(AwaitedPerson(person_id=two.old.id, email_key=OLD, asked_at=asked))
    assert uniting.effect(two.old.id, clock.today()).is_final, "and the form says so"
    assert not uniting.effect(two.new.id, clock.today()).is_final
    done = unite(two)
    assert not undoing.can_undo(two.keeper, done.deed, DeedMoment(clock.now()))
    assert undo(two, done) == 0


def test_of_two_that_became_one_work_of_before_is_no_part(two: Two) -> None:
    """What was done to the account on another day is taken back by itself."""
    earlier = DeedMoment(clock.now(), two.keeper.id)
    deeds.move_team(two.boom.id, [Workplace(two.old.id, None, "7")], earlier)
    done = unite(two)
    assert undo(two, done) == 2
    assert two.at_work(two.old) == [("boom", "7"), ("tak", None)]


def test_a_new_address_that_waited_keeps_two_accounts_from_nothing(two: Two) -> None:
    """It is dropped for good when two become one, and that is no part that goes back."""
    ask = AddressAsk(two.old.id, "noor.nieuw@boom.example", "a" * 64, "b" * 64, ())
    addresses.ask([ask], DeedMoment(clock.now(), two.keeper.id))
    done = unite(two)
    assert undoing.can_undo(two.keeper, done.deed, DeedMoment(clock.now()))
    assert undo(two, done) == 2
    assert addresses.pending(two.old.id, clock.now()) is None
