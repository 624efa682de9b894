"""What holds on a day, in each form in which a day is given, against days that are counted out."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Date, bindparam, literal, select

import course
from course.domain.people.roles import Role
from course.models import Assignment, Duty, DutyReason, Membership, RoleGrant
from course.store.dated import Day, holds_on, lasts_to
from tests import builders
from tests.staff import COURSE, World, at_noon

MONDAY = date(2026, 3, 9)
WEEK = [MONDAY + timedelta(days=number) for number in range(7)]
BEGUN, ENDED, DUE = WEEK[2], WEEK[4], WEEK[6]
MakeRow = Callable[[World], Any]


def membership(world: World) -> Membership:
    return world.works(world.person(), world.school("regenboog"))


def role(world: World) -> RoleGrant:
    return world.grant(world.person(), Role.TRAINER, world.school("regenboog"))


def reason(world: World) -> DutyReason:
    school, person = world.school("regenboog"), world.person()
    duty = world.add(Duty(person_id=person.id, school_id=school.id, course=COURSE))
    made = Assignment(
        course=COURSE,
        school_id=school.id,
        due_on=DUE,
        made_by=person.id,
        made_at=at_noon(MONDAY),
        submission="a",
    )
    assignment = world.add(made)
    row = DutyReason(duty_id=duty.id, assignment_id=assignment.id, due_on=DUE, starts_on=BEGUN)
    return world.add(row)  # type: ignore[no-any-return]


def held(session: Any, row: Any) -> list[date]:
    """The days of the week on which a row holds, in every form the same."""
    table = type(row)

    def days(form: Callable[[date], Day], of: Any = holds_on) -> list[date]:
        found = []
        for day in WEEK:
            query = select(table.id).where(table.id == row.id, of(table, form(day)))
            values = {} if form is not bound else {"day": day}
            found += [day] if session.scalar(query, values) is not None else []
        return found

    def bound(_day: date) -> Day:
        return bindparam("day")

    as_date = days(lambda day: day)
    assert days(bound) == as_date
    assert days(lambda day: literal(day, Date)) == as_date
    assert days(lambda day: day, lasts_to) == [*WEEK[:2], *as_date]
    return as_date


@pytest.mark.parametrize(
    "make",
    [membership, role, reason],
)
def test_a_row_holds_from_its_first_day_to_its_last(session: Any, make: MakeRow) -> None:
    row = make(World(session, MONDAY))
    row = builders.rewrite(session, row, starts_on=BEGUN)
    assert held(session, row) == WEEK[2:]
    row = builders.rewrite(session, row, ends_on=ENDED)
    assert held(session, row) == [day for day in WEEK if BEGUN <= day <= ENDED]


def test_nobody_else_says_when_something_is_over() -> None:
    own_way = re.compile(r"ends_on\.is_\(None\)\s*\|")
    files = Path(course.__file__).parent.rglob("*.py")
    assert [path.name for path in files if own_way.search(path.read_text("utf-8"))] == ["dated.py"]
