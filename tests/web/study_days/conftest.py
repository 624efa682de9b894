"""A room for every test of a study day."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from course import clock
from course.domain.people.roles import Role
from tests.checking_client import Visitor
from tests.learning import publish
from tests.staff import World
from tests.web.study_days.room import Room


@pytest.fixture
def room(app: Flask, session: Any, tmp_path: Path) -> Room:
    publish(tmp_path / "modules")
    world = World(session, clock.today())
    school = world.school("regenboog")
    trainer = world.actor(Role.TRAINER, school)
    screen = Visitor(app)
    world.sign_in(screen, trainer)
    return Room(app, session, world, school, trainer, screen)
