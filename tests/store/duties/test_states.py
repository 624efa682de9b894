"""The rules about states and due days, in Python and in SQL, say the same on generated days; and
whose progress it is that they look at.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import Date, Select, String, literal, select

from course import clock
from course.domain.duties.states import Relief, due_for_joiner, state_of
from course.models import Enrolment, PastProgress, Person, Progress
from course.store.duties.cycles import cycle_on
from course.store.duties.states import (
    due_for_joiner_on,
    how_far,
    state_on,
)
from tests.builders import add
from tests.staff import COURSE, World, at_noon

DAY = date(2026, 3, 12)
DAYS = (DAY - timedelta(days=1), DAY, DAY + timedelta(days=1))


def test_sql_agrees_with_the_rule(session: Any) -> None:
    for due, started, completed in product(DAYS, (None, *DAYS), (None, *DAYS)):
        columns = [literal(value, Date) for value in (due, started, completed)]
        for relief in (None, *Relief):
            said = session.scalar(select(state_on(*columns, DAY, literal(relief, String))))
            assert said == state_of(due, started, completed, DAY, relief)


def test_sql_gives_joiners_the_same_due_day(session: Any) -> None:
    for days in range(-3, 4):
        due = DAY + timedelta(days=days)
        query = select(due_for_joiner_on(literal(due, Date), DAY))
        assert session.scalar(query) == due_for_joiner(due, DAY)


def enrolled(world: World, person: Person, cycle: int, days_ago: int, course: str = COURSE) -> int:
    """One round of a course, begun at noon so many days ago."""
    begun = at_noon(DAY - timedelta(days=days_ago))
    values = {"person_id": person.id, "course": course, "cycle": cycle, "enrolled_at": begun}
    return add(world.session, Enrolment(**values, release=world.release)).id


@pytest.mark.parametrize(
    ("days_ago", "cycle"),
    [
        (0, 2),
        (9, 2),
        (10, 1),  # begun at that very instant is not before it
        (99, 1),
        (100, None),
        (101, None),
    ],
)
def test_the_latest_round_is_of_this_person_this_course_and_this_day(
    session: Any, days_ago: int, cycle: int | None
) -> None:
    world = World(session, DAY)
    ada, bob = world.person("Ada Bos"), world.person("Bob Bos")
    rounds = {1: enrolled(world, ada, 1, 100), 2: enrolled(world, ada, 2, 10)}
    for later in (2, 3):
        enrolled(world, bob, later, 200)
        enrolled(world, ada, later, 200, "proef")
    until = at_noon(DAY - timedelta(days=days_ago))
    found = session.scalars(
        select(Enrolment.id).where(cycle_on(literal(ada.id), COURSE, DAY, until))
    )
    assert found.all() == ([] if cycle is None else [rounds[cycle]])


def test_what_was_done_by_a_day_leaves_out_what_is_extra_and_others_did(session: Any) -> None:
    world = World(session, DAY)
    ada, bob = world.person("Ada Bos"), world.person("Bob Bos")
    world.progress(ada, 3, DAY)
    world.progress(bob, 5, DAY - timedelta(days=9))
    mine = session.query(Enrolment.id).filter_by(person_id=ada.id).scalar()
    counts = [session.scalar(_done(mine, day)) for day in (*DAYS, DAY + timedelta(days=9))]
    assert counts == [None, 1, 2, 3]


def _done(enrolment: int, day: date) -> Select[int]:
    far = how_far(clock.end_of_day(day))
    query = select(far.done).select_from(Enrolment).outerjoin(Progress, far.now)
    return query.outerjoin(PastProgress, far.past).where(Enrolment.id == enrolment)
