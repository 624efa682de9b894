"""What somebody owes today, for who keeps their account: as much of it as the reader may know."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import literal, select

from course import clock
from course.domain.duties.states import DutyState
from course.domain.people.roles import Actor, Grant, Role
from course.domain.people.sight import Sight
from course.models import Assignment, Duty, DutyRelief, Enrolment, School, db
from course.store.dated import DeedMoment
from course.store.duties import giving, owing
from course.store.duties.giving import NewAssignment
from course.store.duties.owing import OwedDuty
from course.store.people import deeds
from tests.staff import COURSE, World, at_noon

TODAY = date(2026, 3, 12)
DAY = timedelta(days=1)


class Case:
    """Noor works at three schools and is busy with the course that each asks: in a team at the
    first, whose managers see lessons; those of the second see who is done. Others owe it too.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.here = world.school("regenboog")
        self.there = world.school("kompas", sight=Sight.DONE)
        self.away = world.school("ver", world.other_board())
        self.noor = world.person("Noor Berg")
        team = world.team(self.here, "Onderbouw")
        for school, days in ((self.here, 5), (self.there, 3), (self.away, 9)):
            world.works(self.noor, school, team if school is self.here else None)
            world.staff(school, 2)
            draft = NewAssignment(COURSE, school.id, None, None, TODAY + days * DAY, school.code)
            giving.assign(
                world.actor(Role.TRAINER), draft, at_noon(TODAY - 9 * DAY), TODAY - 9 * DAY
            )
        world.progress(self.noor, 2, TODAY - 4 * DAY)

    def actor(self, *roles: tuple[Role, School]) -> Actor:
        """An administrator of the first two schools, with these roles beside that."""
        one = self.world.actor(Role.ADMINISTRATOR, self.here)
        more = [(Role.ADMINISTRATOR, self.here), (Role.ADMINISTRATOR, self.there), *roles]
        grants = tuple(Grant(role, school.id, None) for role, school in more)
        return Actor(one.id, one.ref, one.name, one.email, one.audience, grants)

    def owed(self, actor: Actor, days: int = 0) -> list[OwedDuty]:
        return owing.owed_by(actor, self.noor.id, TODAY + days * DAY)

    def rows(self, *schools: School, days: int = 0) -> list[Any]:
        """Those of Noor."""
        ids = select(School.id).where(School.id.in_([one.id for one in schools]))
        people = owing.owing(TODAY + days * DAY, ids)
        query = select(people).where(people.c.person_id == self.noor.id)
        return list(db.session.execute(query.order_by(people.c.due_on)).all())


@pytest.fixture
def case(session: Any) -> Case:
    return Case(World(session, TODAY))


def told(found: list[OwedDuty]) -> list[tuple[str, DutyState | None, bool]]:
    return [(one.school_code, one.state, one.may_mend) for one in found]


def test_an_administrator_knows_what_is_owed_and_by_when(case: Case) -> None:
    found = case.owed(case.actor())
    assert told(found) == [("kompas", None, False), ("regenboog", None, False)]
    first = found[0]
    duty = case.world.session.query(Duty.ref).filter_by(
        school_id=case.there.id, person_id=case.noor.id
    )
    assert (first.duty, first.course, first.school) == (duty.scalar(), COURSE, case.there.name)
    assert first.due_on == TODAY + 3 * DAY
    assert case.owed(case.world.actor(Role.MANAGER, case.here)) == [], "that keeps no accounts"


def test_who_reads_the_report_knows_how_far_as_it_shows_there(case: Case) -> None:
    manager = case.actor((Role.MANAGER, case.here), (Role.MANAGER, case.there))
    assert told(case.owed(manager)) == [
        ("kompas", DutyState.OPEN, False),
        ("regenboog", DutyState.BUSY, False),
    ]
    trainer = case.actor((Role.TRAINER, case.there))
    assert told(case.owed(trainer)) == [
        ("kompas", DutyState.BUSY, True),
        ("regenboog", None, False),
    ]
    assert told(case.owed(manager, 4))[0] == ("kompas", DutyState.OVERDUE, False)


def test_of_each_school_it_is_one_row_with_all_that_holds_today(case: Case) -> None:
    duty = case.world.session.query(Duty.id).filter_by(
        school_id=case.here.id, person_id=case.noor.id
    )
    relief = {"kind": "paused", "until": TODAY + DAY, "made_by": case.noor.id}
    noon = {"starts_on": TODAY, "recorded_at": at_noon(TODAY)}
    case.world.add(DutyRelief(duty_id=duty.scalar(), **relief, **noon))
    there, here = case.rows(case.here, case.there)
    assert (there.school_code, there.team, there.relief, there.state) == (
        "kompas",
        None,
        None,
        DutyState.BUSY,
    )
    assert (here.school_code, here.team, here.relief, here.until, here.state) == (
        "regenboog",
        "Onderbouw",
        "paused",
        TODAY + DAY,
        DutyState.PAUSED,
    )
    mine = case.world.session.query(Enrolment.id).filter_by(person_id=case.noor.id).scalar()
    for row in (there, here):
        far = row.enrolment_id, row.done, row.total, row.started_on, row.completed_on
        assert far == (mine, 2, 5, TODAY - 4 * DAY, None)
    assert case.rows(case.here, days=2)[0].state == DutyState.BUSY, "the pause is over"


def test_who_left_or_of_whom_nothing_is_asked_owes_nothing(case: Case) -> None:
    deeds.set_end(case.here.id, [case.noor.id], TODAY, DeedMoment(at_noon(TODAY)))
    assert [one.school_code for one in case.rows(case.here, case.there)] == ["kompas", "regenboog"]
    assert [one.school_code for one in case.rows(case.here, case.there, days=1)] == ["kompas"]
    given = case.world.session.query(Assignment).filter_by(school_id=case.there.id).one()
    assert giving.withdraw(case.world.actor(Role.TRAINER), given.ref, DeedMoment(at_noon(TODAY)))
    assert case.rows(case.there, days=1) == []


def test_a_day_that_is_a_parameter_needs_one_for_its_end(case: Case) -> None:
    day, ids = literal(TODAY), select(School.id).where(School.id == case.here.id)
    people = owing.owing(day, ids, clock.end_of_day(TODAY))
    assert len(db.session.execute(select(people)).all()) == 3
    with pytest.raises(AssertionError):
        owing.owing(day, ids)
