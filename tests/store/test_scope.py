"""A role reaches its own school or board and nothing else, for as long as it holds; and the scope
in its fixed form gives the schools of the scope that is built for one actor.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from course.domain.people.roles import Actor, Grant, Permission, Role
from course.models import Board, Membership, School
from course.store.dated import holds_on
from course.store.scope import GRANTED, granted, schools_for
from tests.staff import World


@pytest.mark.parametrize("permission", list(Permission))
@pytest.mark.parametrize("role", list(Role))
def test_both_forms_agree(session: Any, role: Role, permission: Permission) -> None:
    world = World(session, date(2026, 3, 12))
    ours, _theirs = (
        world.school("regenboog"),
        world.school("kompas", world.add(Board(code="b", name="B"))),
    )
    third = world.school("derde")
    person = world.person()
    grants = [(), (Grant(role, ours.id, None),), (Grant(role, None, world.board.id),)]
    for held in [*grants, grants[1] + (Grant(Role.MANAGER, third.id, None),)]:
        actor = Actor(person.id, person.ref, "A", "a@a.nl", "teaching", held)
        fixed = select(School.id).where(School.id.in_(GRANTED)).order_by(School.id)
        built = (
            select(School.id)
            .where(School.id.in_(schools_for(actor, permission)))
            .order_by(School.id)
        )
        assert (
            session.scalars(fixed, granted(actor, permission)).all() == session.scalars(built).all()
        )


def codes(session: Any, *grants: Grant) -> tuple[list[str], list[str]]:
    """The schools where these grants let somebody report, by both forms."""
    actor = Actor(1, "r", "A", "a@a.nl", "teaching", grants)
    built = schools_for(actor, Permission.SCHOOL_REPORT)
    query = select(School.code).order_by(School.code)
    fixed = session.scalars(
        query.where(School.id.in_(GRANTED)), granted(actor, Permission.SCHOOL_REPORT)
    )
    return fixed.all(), session.scalars(query.where(School.id.in_(built))).all()


def test_a_role_reaches_its_own_school_or_the_schools_of_its_own_board(session: Any) -> None:
    world = World(session, date(2026, 3, 12))
    here, _beside = world.school("regenboog"), world.school("vlieger")
    there = world.school("kompas", world.other_board())
    manager = Role.MANAGER
    at_school, at_other = Grant(manager, here.id, None), Grant(manager, there.id, None)
    at_board = Grant(manager, None, world.board.id)
    found = {
        (): [],
        (at_school,): ["regenboog"],
        (at_board,): ["regenboog", "vlieger"],
        (at_board, at_other): ["kompas", "regenboog", "vlieger"],
        (at_school, at_other): ["kompas", "regenboog"],
        (at_board, at_school): ["regenboog", "vlieger"],
        (at_other, Grant(Role.LEARNER, here.id, None)): ["kompas"],
        (at_other, Grant(Role.ADMINISTRATOR, None, world.board.id)): ["kompas"],
    }
    for grants, schools in found.items():
        assert codes(session, *grants) == (schools, schools), grants


@pytest.mark.parametrize(
    ("starts", "ends", "holds"),
    [
        (0, None, True),  # the first day counts
        (1, None, False),
        (-9, 0, True),  # the last day counts
        (-9, -1, False),
        (-9, 1, True),
        (0, 0, True),
        (1, 9, False),
    ],
)
def test_a_link_holds_from_its_first_day_to_its_last(
    session: Any, starts: int, ends: int | None, holds: bool
) -> None:
    today = date(2026, 3, 12)
    world = World(session, today)
    school, person = world.school("regenboog"), world.person()
    ends_on = None if ends is None else today + timedelta(days=ends)
    world.works(person, school, starts_on=today + timedelta(days=starts), ends_on=ends_on)
    found = session.scalars(
        select(Membership.person_id).where(
            Membership.school_id == school.id, holds_on(Membership, today)
        )
    )
    assert list(found) == ([person.id] if holds else [])


def test_two_scopes_in_one_statement_stay_apart(session: Any) -> None:
    world = World(session, date(2026, 3, 12))
    ours = world.school("regenboog")
    trainer, stranger = world.actor(Role.TRAINER, ours), world.actor(Role.LEARNER, ours)
    held = School.id.in_(schools_for(trainer, Permission.ASSIGN))
    not_held = School.id.in_(schools_for(stranger, Permission.ASSIGN))
    assert session.scalars(select(School.id).where(held, ~not_held)).all() == [ours.id]
    assert session.scalars(select(School.id).where(held, not_held)).all() == []
