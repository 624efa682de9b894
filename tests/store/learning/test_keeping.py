"""What progress said at the end of a day is kept once something else is said: of that enrolment and
module, and of no day that is not over.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from course import clock
from course.models import ModuleProgress, PastModuleProgress, PastProgress, Progress
from course.store.learning import keeping
from tests.staff import World, at_noon
from tests.store.learning.test_comparing import enrol

TODAY = date(2026, 3, 12)
NOW = at_noon(TODAY)
MIDNIGHT = clock.end_of_day(TODAY - timedelta(days=1))
BEFORE = MIDNIGHT - timedelta(microseconds=1)
HERE = "delen"
Kept = tuple[list[Any], list[Any]]


@pytest.fixture
def world(session: Any) -> World:
    return World(session, TODAY)


def begun(world: World, recorded_at: datetime) -> int:
    """Somebody who is in two modules since this instant."""
    mine = enrol(world, world.person()).id
    said = {"enrolment_id": mine, "done": 1, "total": 3, "recorded_at": recorded_at}
    for module in (HERE, "blijft"):
        world.add(ModuleProgress(**said, module=module))
    world.add(Progress(**said, lessons=[], started_on=TODAY))
    return mine


def kept(world: World) -> Kept:
    """Whose progress was kept, and of which modules."""
    modules = world.session.query(PastModuleProgress.enrolment_id, PastModuleProgress.module)
    return (
        [one for (one,) in world.session.query(PastProgress.enrolment_id)],
        [tuple(row) for row in modules],
    )


def test_the_whole_and_the_module_that_says_something_else_are_kept(world: World) -> None:
    mine, _ = begun(world, BEFORE), begun(world, BEFORE)
    keeping.keep(mine, [HERE], NOW)
    assert kept(world) == ([mine], [(mine, HERE)])
    row = world.session.query(PastModuleProgress).one()
    assert (row.done, row.total, row.recorded_at, row.replaced_at) == (1, 3, BEFORE, NOW)
    whole = world.session.query(PastProgress).one()
    assert (whole.done, whole.started_on, whole.replaced_at) == (1, TODAY, NOW)


def test_modules_are_kept_without_the_whole(world: World) -> None:
    mine = begun(world, BEFORE)
    keeping.keep_modules(mine, [HERE], NOW)
    assert kept(world) == ([], [(mine, HERE)])


def test_what_was_said_first_on_this_day_stood_at_the_end_of_none(world: World) -> None:
    keeping.keep(begun(world, MIDNIGHT), [HERE], NOW)
    assert kept(world) == ([], [])
