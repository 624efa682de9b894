"""What is derived follows what it rests on, in the same transaction; and a completion stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskCliRunner

from course.content.outline import CourseOutline
from course.domain.learning.progress import module_states
from course.domain.people.roles import Role
from course.kinds.item import Audience, Sector
from course.models import (
    Enrolment,
    LessonCompletion,
    ModuleProgress,
    PastProgress,
    Person,
    Progress,
    School,
)
from course.store.dated import DeedMoment
from course.store.duties import giving
from course.store.duties.giving import NewAssignment
from course.store.duties.people_list import PeopleFilter, people_rows
from course.store.duties.reach import AsOf, Reach, reach_of
from course.store.learning import reading, recording, recounting
from course.store.learning.places import LessonPlace
from course.store.people import accounts, deeds, organising
from course.store.people.deeds import Workplace
from course.store.people.organising import SchoolFacts
from tests.staff import World, at_noon
from tests.store.weeks.texts import LESSONS, outline, publish
from tests.store.weeks.whole import COURSE

START = date(2026, 3, 2)


def at(days: int) -> DeedMoment:
    return DeedMoment(at_noon(START + timedelta(days=days)))


@dataclass
class Leader:
    """Somebody who leads a primary school, owes the course, and did all that it asks of leaders."""

    world: World
    person: Person
    school: School
    course: CourseOutline
    reach: Reach

    def left(self, days: int) -> list[str]:
        """What the learner still has to do, as their own list says it."""
        self.world.session.expire_all()
        found = reading.learning(self.person.id, COURSE, at(days).today)
        assert found is not None
        reader = reading.reader(found)
        states = module_states(self.course, found.done, reader)
        return [lesson.slug for state in states for lesson in state.left]

    def reported(self, days: int, read: int | None = None) -> tuple[int, int | None, date | None]:
        """Done, of how many, and since when: the report of a day, read on that day or later."""
        moment = AsOf(COURSE, at(days).today, at(days if read is None else read).today)
        (row,) = people_rows(self.reach, moment, PeopleFilter())
        return row.done, row.total, row.completed_on

    def visit(self, module: str, lesson: str, moment: DeedMoment) -> None:
        found = reading.learning(self.person.id, COURSE, moment.today)
        assert found is not None
        place = LessonPlace(found.enrolment_id, found.release, module, lesson)
        recording.visit(place, reading.reader(found), moment.now)

    @property
    def enrolments(self) -> list[int]:
        rows = self.world.session.query(Enrolment.id).filter_by(person_id=self.person.id)
        return [one for (one,) in rows]


@pytest.fixture
def leader(session: Any) -> Leader:
    world = World(session, START)
    publish(world, START)
    school, person = world.school("regenboog"), world.person()
    world.works(person, school)
    accounts.change_function({person.id: Audience.LEADER}, at(-30))
    trainer = world.actor(Role.TRAINER, school)
    draft = NewAssignment(COURSE, school.id, None, None, START + timedelta(days=9), "a")
    assert giving.assign(trainer, draft, at(0).now, START) is not None
    reach = reach_of(world.actor(Role.MANAGER, school), [school.id])
    found = Leader(world, person, school, outline(), reach)
    for module, lesson in LESSONS:
        if lesson != "vo":
            found.visit(module, lesson, at(1))
    session.expire_all()
    return found


def test_a_leader_who_becomes_a_teacher_reads_what_the_report_says(leader: Leader) -> None:
    assert (leader.left(1), leader.reported(1)) == ([], (4, 4, START + timedelta(days=1)))
    accounts.change_function({leader.person.id: Audience.TEACHING}, at(5))
    assert leader.left(5) == []
    assert leader.reported(5) == (3, 3, START + timedelta(days=1))
    assert leader.reported(4, 5) == (4, 4, START + timedelta(days=1)), "as it was that day"
    assert recounting.verify(leader.enrolments, at(5).today) == []


def test_who_comes_to_another_kind_of_school_has_more_to_do_and_stays_complete(
    leader: Leader,
) -> None:
    other = leader.world.school("kompas")
    other.sector = "vo"
    deeds.join(other.id, [Workplace(leader.person.id)], at(5))
    assert leader.left(5) == ["vo"]
    assert leader.reported(5) == (4, 5, START + timedelta(days=1))
    assert leader.reported(4, 6) == (4, 4, START + timedelta(days=1))
    leader.visit("blijft", "vo", at(8))
    assert (leader.left(8), leader.reported(8)[:2]) == ([], (5, 5))
    deeds.leave(other.id, [leader.person.id], at(9))
    assert (leader.left(9), leader.reported(9)[:2]) == ([], (4, 4))
    assert [leader.reported(day, 9)[:2] for day in (4, 5, 7, 8)] == [(4, 4), (4, 5), (4, 5), (5, 5)]
    assert recounting.verify(leader.enrolments, at(9).today) == []


def of_kind(school: School, sector: Sector, moment: DeedMoment) -> None:
    facts = SchoolFacts(school.name, school.board_id, sector, school.region)
    organising.change_school(school.id, facts, moment)


def test_a_school_of_another_kind_has_other_lessons(leader: Leader) -> None:
    of_kind(leader.school, Sector.VO, at(5))
    assert (leader.left(5), leader.reported(5)[:2]) == (["vo"], (4, 5))
    assert leader.reported(4, 5)[:2] == (4, 4)
    of_kind(leader.school, Sector.PO, at(6))
    assert (leader.left(6), leader.reported(6)[:2]) == ([], (4, 4))
    assert recounting.verify(leader.enrolments, at(6).today) == []


def test_less_to_do_can_complete_and_that_is_on_the_day_of_the_change(session: Any) -> None:
    world = World(session, START)
    publish(world, START)
    school, person = world.school("kompas"), world.person()
    school.sector = "vo"
    link = world.works(person, school)
    draft = NewAssignment(COURSE, school.id, None, None, START, "a")
    trainer = world.actor(Role.TRAINER, school)
    assert giving.assign(trainer, draft, at(0).now, START) is not None
    reach = reach_of(world.actor(Role.MANAGER, school), [school.id])
    found = Leader(world, person, school, outline(), reach)
    for module, lesson in LESSONS[:3]:
        found.visit(module, lesson, at(1))
    session.expire_all()
    assert (found.left(1), found.reported(1)) == (["vo"], (3, 4, None))
    other = world.school("linde")
    assert link.school_id == school.id
    deeds.join(other.id, [Workplace(person.id)], at(4))
    deeds.leave(school.id, [person.id], at(5))
    session.expire_all()
    assert found.left(5) == []
    assert session.query(Progress).one().completed_on == START + timedelta(days=5)


@pytest.mark.parametrize("function", [Audience.TEACHING, Audience.SUPPORT])
def test_rebuilding_takes_no_completion_away(leader: Leader, function: Audience) -> None:
    """Done as a leader, then something else: the lesson for leaders follows from nothing now."""
    session = leader.world.session
    accounts.change_function({leader.person.id: function}, at(5))
    tables = (LessonCompletion, ModuleProgress, Progress)

    def kept() -> list[tuple[Any, ...]]:
        session.expire_all()
        return [
            (row.enrolment_id, row.completed_at, row.completed_on)
            for table in tables
            for row in session.query(table).order_by(table.completed_at)
        ]

    before = kept()
    recounting.rebuild(leader.enrolments, at(6).now)
    assert kept() == before
    assert recounting.verify(leader.enrolments, at(6).today) == []


def test_verify_says_what_stays_and_why(leader: Leader, runner: FlaskCliRunner) -> None:
    """A school that is not for this course any more, and facts that nobody has."""
    session = leader.world.session
    enrolment = leader.enrolments[0]
    row = {"enrolment_id": enrolment, "module": "delen", "lesson": "van-vroeger"}
    session.add(LessonCompletion(**row, completed_at=at(2).now, completed_on=at(2).today))
    recounting.rebuild([enrolment], at(3).now)
    assert [one.lessons for one in recounting.stays_done([enrolment], at(3).today)] == [
        (("delen", "van-vroeger"),)
    ]
    session.commit()
    said = runner.invoke(args=["projections", "verify"])
    assert said.exit_code == 0, said.output
    assert "blijft klaar, volgt niet meer uit de antwoorden: delen/van-vroeger" in said.output


def test_what_progress_said_is_kept_once_a_day(leader: Leader) -> None:
    session = leader.world.session
    kept = session.query(PastProgress).count()
    for number, audience in enumerate((Audience.TEACHING, Audience.LEADER, Audience.SUPPORT)):
        moment = DeedMoment(at(5).now + timedelta(minutes=number))
        accounts.change_function({leader.person.id: audience}, moment)
    assert session.query(PastProgress).count() == kept + 1
