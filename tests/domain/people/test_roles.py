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
    held = {one for one in Permission if who.grants_for(one)}
    assert held == (permissions if role else set()), "what is one's own is held nowhere"


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


@pytest.mark.parametrize(
    ("grant", "here", "for_board", "everywhere"),
    [
        (Grant(Role.TRAINER, 1, None), True, False, False),
        (Grant(Role.TRAINER, 7, None), False, False, False),  # another school
        (Grant(Role.TRAINER, None, 2), True, True, False),
        (Grant(Role.TRAINER, None, 7), False, False, False),  # another board
        (Grant(Role.TRAINER, None, None), True, True, True),
        (Grant(Role.MANAGER, None, None), False, False, False),  # who leads assigns nothing
    ],
)
def test_where_a_permission_holds(
    grant: Grant, here: bool, for_board: bool, everywhere: bool
) -> None:
    """At school 1 of board 2, for all of that board, and at every school."""
    who = actor(grant)
    assert who.holds_at(ASSIGN, 1, 2) is here
    assert who.holds_for_board(ASSIGN, 2) is for_board
    assert who.holds_everywhere(ASSIGN) is everywhere


def test_the_boards_for_whose_every_school_a_permission_holds() -> None:
    grants = [Grant(Role.TRAINER, None, board) for board in (2, 3)]
    who = actor(*grants, Grant(Role.MANAGER, None, 4), Grant(Role.TRAINER, 1, None))
    assert who.boards_with(ASSIGN) == [2, 3]
    assert who.boards_with(REPORT) == [2, 3, 4]
