"""The scope gives the schools of the grants, in its fixed form and filled in for one actor."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from course.domain.people.roles import Actor, Grant, Permission, Role
from course.models import Board, School
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


def test_two_scopes_in_one_statement_stay_apart(session: Any) -> None:
    world = World(session, date(2026, 3, 12))
    ours = world.school("regenboog")
    trainer, stranger = world.actor(Role.TRAINER, ours), world.actor(Role.LEARNER, ours)
    held = School.id.in_(schools_for(trainer, Permission.ASSIGN))
    not_held = School.id.in_(schools_for(stranger, Permission.ASSIGN))
    assert session.scalars(select(School.id).where(held, ~not_held)).all() == [ours.id]
    assert session.scalars(select(School.id).where(held, not_held)).all() == []
