"""Another day for an assignment, and one that comes back: only that one, by who gives duties there,
and what was told before is what is done.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from course.domain.duties.mending import Mending
from course.domain.duties.states import ExemptFor
from course.domain.people.roles import Role
from course.models import Assignment, AuditEntry
from course.store.duties import changing, giving, mending
from course.store.duties.changing import GivenBack
from course.store.duties.mending import Chosen
from tests.staff import COURSE, World
from tests.store.duties.test_mending import DUE, LATER, SOONER, TODAY
from tests.store.duties.test_whom_it_mends import OTHER, Beside, at


@pytest.fixture
def case(session: Any) -> Beside:
    return Beside(World(session, TODAY))


def withdrawn(case: Beside) -> list[bool]:
    """Of each of the two assignments whether it was withdrawn."""
    case.world.session.expire_all()
    query = case.world.session.query(Assignment).filter(Assignment.ref.in_(case.refs))
    return [row.withdrawn_at is not None for row in query.order_by(Assignment.id)]


def noted(case: Beside) -> list[tuple[str, int | None, dict[str, str]]]:
    query = case.world.session.query(AuditEntry).filter(AuditEntry.action.in_(NOTED))
    return [(row.action, row.school_id, row.detail) for row in query.order_by(AuditEntry.id)]


NOTED = ("duty-day", "duty-restored")


def exempt(case: Beside, who: str, school: str, course: str) -> None:
    chosen = Chosen(course=course, school=school, words=who)
    wanted = mending.Mend(Mending.EXEMPT, category=ExemptFor.DECISION)
    assert len(mending.mend(case.everywhere, chosen, wanted, at()).changed) == 1


def test_a_day_between_two_assignments_becomes_the_day_of_everybody(case: Beside) -> None:
    between = SOONER + timedelta(days=3)
    told = changing.day_effect(case.trainer, case.refs[1], between, TODAY)
    assert told is not None
    assert (told.moved, told.stricter, told.own, told.done) == (3, 0, 0, 0)
    assert changing.change_day(case.trainer, case.refs[1], between, at()) == told
    assert {case.home(one).due_on for one in case.people[1:]} == {between}
    days = {"from": SOONER.isoformat(), "day": between.isoformat()}
    assert noted(case) == [("duty-day", case.school.id, {"assignment": case.refs[1], **days})]


def test_the_same_day_again_is_no_deed(case: Beside) -> None:
    assert changing.change_day(case.trainer, case.refs[1], SOONER, at()) is not None
    assert noted(case) == []


def test_who_leads_a_school_changes_and_restores_nothing(case: Beside) -> None:
    manager = case.world.actor(Role.MANAGER, case.school)
    assert changing.day_effect(manager, case.refs[0], LATER, TODAY) is None
    assert changing.change_day(manager, case.refs[0], LATER, at()) is None
    assert giving.withdraw(case.trainer, case.refs[0], at(1))
    assert changing.restore_effect(manager, case.refs[0], at(2).today) is None
    assert not changing.restore(manager, case.refs[0], at(2))
    stranger = case.world.actor(Role.TRAINER, case.away)
    assert changing.restore_effect(stranger, case.refs[0], at(2).today) is None
    assert withdrawn(case) == [True, False]


def test_what_was_withdrawn_gets_no_other_day_and_what_stands_is_not_restored(
    case: Beside,
) -> None:
    assert giving.withdraw(case.trainer, case.refs[1], at(1))
    assert changing.day_effect(case.trainer, case.refs[1], LATER, at(2).today) is None
    assert changing.change_day(case.trainer, case.refs[1], LATER, at(2)) is None
    assert changing.restore_effect(case.trainer, case.refs[0], at(2).today) is None
    assert changing.restore(case.trainer, case.refs[0], at(2)), "it stands"
    assert noted(case) == []
    assert withdrawn(case) == [False, True]


def test_one_of_two_comes_back_with_its_own_day(case: Beside) -> None:
    for ref in case.refs:
        assert giving.withdraw(case.trainer, ref, at(1))
    told = changing.restore_effect(case.trainer, case.refs[0], at(2).today)
    assert told == GivenBack(people=3, done=0, late=0, relieved=0)
    assert changing.restore(case.trainer, case.refs[0], at(2))
    assert withdrawn(case) == [False, True]
    bob = case.people[1]
    assert case.home(bob, at(2).today).due_on == DUE
    assert noted(case) == [("duty-restored", case.school.id, {"assignment": case.refs[0]})]


def test_on_the_day_itself_nobody_is_late(case: Beside) -> None:
    assert giving.withdraw(case.trainer, case.refs[1], at(1))
    late = [
        told.late
        for day in (SOONER, SOONER + timedelta(days=1))
        if (told := changing.restore_effect(case.trainer, case.refs[1], day))
    ]
    assert late == [0, 3]


def test_only_who_is_relieved_of_this_course_at_this_school_is_told_so(case: Beside) -> None:
    ada, bob, cas = case.people
    case.also(case.school, OTHER)
    exempt(case, "bob", "regenboog", OTHER)
    exempt(case, "ada", "kompas", COURSE)
    exempt(case, "cas", "regenboog", COURSE)
    assert giving.withdraw(case.trainer, case.refs[1], at(1))

    def told() -> GivenBack | None:
        return changing.restore_effect(case.trainer, case.refs[1], LATER)

    assert told() == GivenBack(people=3, done=0, late=2, relieved=1)
    case.world.progress(cas, 5, TODAY - timedelta(days=4), TODAY)
    assert told() == GivenBack(people=3, done=1, late=2, relieved=0)
    case.world.progress(bob, 5, TODAY - timedelta(days=4), TODAY)
    assert told() == GivenBack(people=3, done=2, late=1, relieved=0)
    assert case.home(ada, LATER).due_on < LATER
