"""What each role may, and where."""

from __future__ import annotations

import pytest

from course.domain.duties.small_groups import too_small
from course.domain.people.roles import Actor, Grant, Permission, Role

OWN, REPORT, ASSIGN = Permission.LEARN, Permission.SCHOOL_REPORT, Permission.ASSIGN
TEXTS, PEOPLE = Permission.SCHOOL_TEXTS, Permission.PEOPLE
NUDGE = Permission.NUDGE


def actor(*grants: Grant) -> Actor:
    return Actor(1, "ref", "Noor", "noor@voorbeeld.example", "teaching", grants)


@pytest.mark.parametrize(
    ("role", "permissions"),
    [
        (None, {OWN}),
        (Role.LEARNER, {OWN}),
        (Role.TRAINER, {OWN, REPORT, ASSIGN, NUDGE, Permission.PUBLISH}),
        (Role.MANAGER, {OWN, REPORT, NUDGE, TEXTS}),
        (Role.ADMINISTRATOR, {OWN, PEOPLE, TEXTS}),
    ],
)
def test_a_role_gives_what_it_is_for_and_nothing_more(
    role: Role | None, permissions: set[Permission]
) -> None:
    who = actor(*([Grant(role, 1, None)] if role else []))
    assert {one for one in Permission if who.may(one)} == permissions


def test_each_permission_holds_where_its_own_role_was_granted() -> None:
    trainer, manager = Grant(Role.TRAINER, 1, None), Grant(Role.MANAGER, None, 2)
    who = actor(trainer, manager)
    assert who.roles == {Role.LEARNER, Role.TRAINER, Role.MANAGER}
    assert who.grants_for(REPORT) == (trainer, manager)
    assert who.grants_for(OWN) == (trainer, manager), "who has a role learns there as well"
    assert who.grants_for(ASSIGN) == (trainer,)
    assert who.grants_for(TEXTS) == (manager,)
    assert who.grants_for(PEOPLE) == ()


def test_whoever_may_read_a_report_sees_no_figure_over_four_people() -> None:
    assert actor(Grant(Role.MANAGER, 1, None)).may(REPORT)
    assert [too_small(size) for size in (1, 4, 5, 6)] == [True, True, False, False]
