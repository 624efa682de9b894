"""Two schools for every test of whose something is."""

from __future__ import annotations

from typing import Any

import pytest

from course.domain.people.roles import Role
from tests.staff import World
from tests.store.two_schools import (
    TODAY,
    TwoSchools,
)


@pytest.fixture
def two(session: Any) -> TwoSchools:
    world = World(session, TODAY)
    here, there = world.school("regenboog"), world.school("kompas", world.other_board())
    team = world.team(here, "Onderbouw")
    ada, bob = world.person("Ada Bos"), world.person("Bob Bos")
    for person in (ada, bob):
        world.works(person, here, team)
        world.works(person, there)
    trainers = world.actor(Role.TRAINER, here), world.actor(Role.TRAINER, there)
    return TwoSchools(world, here, there, team, *trainers, ada, bob)
