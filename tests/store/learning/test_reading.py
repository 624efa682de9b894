"""What a learner's pages read: their own courses, schools, duties and answers, and of nobody else."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from course.domain.duties.states import Relief
from course.domain.people.roles import Role
from course.kinds.item import Audience
from course.models import (
    Assignment,
    Duty,
    DutyRelief,
    Enrolment,
    LessonVisit,
    Membership,
    Person,
    Progress,
    School,
)
from course.store.dated import DeedMoment
from course.store.duties import giving
from course.store.duties.giving import NewAssignment
from course.store.learning import reading
from course.store.people import deeds
from tests import builders, measured
from tests.staff import COURSE, World, at_noon
from tests.store.learning.test_comparing import answered, enrol

TODAY = date(2026, 3, 12)
DAY = timedelta(days=1)
OTHER = "fiets"


class Case:
    """Ada works at a primary school since long, and at a secondary one since a month; Bob at one of
    another kind.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        make = {"board_id": world.board.id}
        self.first = builders.school(world.session, code="een", sector="po", region="noord", **make)
        self.second = builders.school(world.session, code="twee", sector="vo", **make)
        self.third = builders.school(world.session, code="drie", sector="mbo", **make)
        self.ada, self.bob = world.person("Ada Bos"), world.person("Bob Bos")
        world.works(self.ada, self.second, starts_on=TODAY - 30 * DAY)
        world.works(self.ada, self.first)
        world.works(self.bob, self.third)

    def read(self, who: Person, days: int = 0, course: str = COURSE) -> reading.Learning:
        found = reading.learning(who.id, course, TODAY + days * DAY)
        assert found is not None
        return found

    def assign(self, school: School, due: date, course: str = COURSE) -> None:
        draft = NewAssignment(course, school.id, None, None, due, f"{school.id}-{due}")
        trainer = self.world.actor(Role.TRAINER, board=self.world.board)
        assert giving.assign(trainer, draft, at_noon(TODAY), TODAY) is not None


@pytest.fixture
def case(session: Any) -> Case:
    return Case(World(session, TODAY))


def test_the_schools_of_a_reader_are_those_where_they_work_today(case: Case) -> None:
    enrol(case.world, case.ada)
    enrol(case.world, case.bob)
    found = case.read(case.ada)
    assert (found.sectors, found.school_id) == ({"po", "vo"}, case.first.id)
    assert (case.read(case.bob).sectors, case.read(case.bob).school_id) == ({"mbo"}, case.third.id)
    assert case.read(case.ada, -31).sectors == {"po"}
    deeds.leave(case.first.id, [case.ada.id], DeedMoment(at_noon(TODAY)))
    assert (case.read(case.ada).sectors, case.read(case.ada).school_id) == (
        {"vo"},
        case.second.id,
    )
    assert reading.beginner(case.ada.id, "support", TODAY).sectors == {"vo"}
    assert reading.beginner(case.ada.id, "support", TODAY - DAY).sectors == {"po", "vo"}
    assert reading.beginner(case.bob.id, "support", TODAY).audience == "support"


def test_a_reader_does_the_work_that_this_person_does(case: Case) -> None:
    case.bob.audience = Audience.LEADER
    for who, cycle in ((case.ada, 1), (case.bob, 2)):
        enrol(case.world, who, cycle=cycle)
    read = [case.read(who) for who in (case.ada, case.bob)]
    assert [one.audience for one in read] == [Audience.TEACHING, Audience.LEADER]
    assert [reading.reader(one).renews for one in read] == [False, True]


def test_what_a_school_asked_is_not_owed_by_who_left_it_for_another(case: Case) -> None:
    case.assign(case.first, TODAY + 9 * DAY)
    assert len(reading.own_duties(case.ada.id, TODAY)) == 1
    there = {"person_id": case.ada.id, "school_id": case.first.id}
    row = case.world.session.query(Membership).filter_by(**there).one()
    builders.rewrite(case.world.session, row, ends_on=TODAY - DAY)
    assert reading.own_duties(case.ada.id, TODAY) == []


def test_who_works_nowhere_reads_without_a_school(case: Case) -> None:
    nobody = case.world.person()
    enrol(case.world, nobody)
    found = case.read(nobody)
    assert (found.sectors, found.school_id, found.measures, found.at) == (set(), None, False, None)
    assert (found.done, found.short, found.asked) == (set(), set(), None)


def test_whether_their_school_measures(case: Case) -> None:
    enrol(case.world, case.ada)
    enrol(case.world, case.bob)
    measured.switch_on(case.world.session, case.second)
    assert not case.read(case.ada).measures, "it is not the school of their words"
    measured.switch_on(case.world.session, case.first, since=TODAY)
    assert [case.read(case.ada, days).measures for days in (-1, 0)] == [False, True]
    assert not case.read(case.bob).measures
    measured.switch_on(case.world.session, case.third, on=False)
    assert not case.read(case.bob).measures


def test_each_course_is_read_by_its_newest_cycle(case: Case) -> None:
    for who, course, cycle in (
        (case.ada, COURSE, 1),
        (case.ada, COURSE, 2),
        (case.ada, OTHER, 1),
        (case.bob, COURSE, 3),
    ):
        enrol(case.world, who, course, cycle)
    found = reading.all_learning(case.ada.id, TODAY)
    assert [(one.course, one.cycle) for one in found] == [(OTHER, 1), (COURSE, 2)]
    assert case.read(case.ada).cycle == 2
    assert case.read(case.ada, course=OTHER).course == OTHER
    assert reading.learning(case.bob.id, OTHER, TODAY) is None


def test_progress_and_the_lesson_opened_last_are_of_that_enrolment(case: Case) -> None:
    mine, other = enrol(case.world, case.ada), enrol(case.world, case.bob)
    for who, lesson in ((mine, "les-1"), (mine, "les-2"), (other, "les-3")):
        row = {"enrolment_id": who.id, "module": "delen", "lesson": lesson}
        case.world.add(LessonVisit(**row, visited_at=at_noon(TODAY)))
    until = TODAY + 9 * DAY
    told = {"done": 1, "total": 5, "lessons": ["delen/les-1"], "short": ["blijft"]}
    days = {"started_on": TODAY, "completed_on": TODAY, "valid_until": until}
    times = {"completed_at": at_noon(TODAY), "recorded_at": at_noon(TODAY)}
    case.world.add(Progress(enrolment_id=mine.id, **told, **days, **times))
    found = case.read(case.ada)
    assert (found.done, found.short) == ({("delen", "les-1")}, {"blijft"})
    assert (found.at, case.read(case.bob).at) == (("delen", "les-2"), ("delen", "les-3"))
    assert [found.is_valid_on(day) for day in (until, until + DAY)] == [True, False]
    assert not case.read(case.bob).is_valid_on(TODAY)
    row = case.world.session.get(Progress, mine.id)
    row.valid_until = None
    case.world.session.flush()
    assert case.read(case.ada).is_valid_on(until + DAY)


def test_own_duties_are_what_counts_of_all_schools_where_somebody_works(case: Case) -> None:
    case.assign(case.first, TODAY + 20 * DAY)
    case.assign(case.second, TODAY + 10 * DAY)
    case.assign(case.third, TODAY + 5 * DAY)

    def told(days: int = 0) -> list[tuple[str, date, str]]:
        found = reading.own_duties(case.ada.id, TODAY + days * DAY)
        return [(one.course, one.due_on, one.region) for one in found]

    assert told() == [(COURSE, TODAY + 10 * DAY, case.second.region)]
    deeds.leave(case.second.id, [case.ada.id], DeedMoment(at_noon(TODAY + DAY)))
    assert told() == [(COURSE, TODAY + 10 * DAY, case.second.region)]
    assert told(1) == [(COURSE, TODAY + 20 * DAY, "noord")]
    deeds.leave(case.first.id, [case.ada.id], DeedMoment(at_noon(TODAY + 2 * DAY)))
    assert told(2) == []


def test_a_duty_ends_with_the_work_and_with_what_gave_it_whoever_stays(case: Case) -> None:
    who = case.world.person()
    case.world.works(who, case.second, ends_on=TODAY + DAY)
    case.assign(case.second, TODAY + 10 * DAY)

    def owes(days: int) -> int:
        return len(reading.own_duties(who.id, TODAY + days * DAY))

    assert [owes(days) for days in (0, 1, 2)] == [1, 1, 0]
    assert reading.own_duties(case.ada.id, TODAY + 2 * DAY) != []
    given = case.world.session.query(Assignment).filter_by(school_id=case.second.id).one()
    trainer = case.world.actor(Role.TRAINER, case.second)
    assert giving.withdraw(trainer, given.ref, DeedMoment(at_noon(TODAY + DAY)))
    assert [owes(days) for days in (0, 1)] == [1, 0]


def test_a_pause_at_one_school_leaves_the_day_of_the_other(case: Case) -> None:
    case.assign(case.first, TODAY + 20 * DAY)
    case.assign(case.second, TODAY + 10 * DAY)
    query = case.world.session.query(Duty.id).filter_by(person_id=case.ada.id)
    for school, until in ((case.second, TODAY), (case.first, TODAY)):
        duty = query.filter_by(school_id=school.id).scalar()
        row = {"duty_id": duty, "kind": "paused", "until": until, "made_by": case.bob.id}
        case.world.add(DutyRelief(**row, starts_on=TODAY, recorded_at=at_noon(TODAY)))
        (one,) = reading.own_duties(case.ada.id, TODAY)
        both = school is case.first
        assert one.owed.relief is (Relief.PAUSED if both else None)
    assert reading.own_duties(case.ada.id, TODAY + DAY)[0].owed.relief is None
    assert reading.own_duties(case.bob.id, TODAY) == []


def test_the_newest_responses_are_of_this_course_up_to_this_cycle(case: Case) -> None:
    before, now, later = (enrol(case.world, case.ada, COURSE, cycle) for cycle in (1, 2, 3))
    elsewhere, theirs = enrol(case.world, case.ada, OTHER), enrol(case.world, case.bob)

    def give(of: Enrolment, response: str, item: str = "x", module: str = "rol") -> None:
        answered(case.world, of, response, item=item, module=module)

    for of, response in (
        (before, "a"),
        (before, "b"),
        (later, "c"),
        (elsewhere, "d"),
        (theirs, "e"),
    ):
        give(of, response)
    give(before, "f", "y")
    give(before, "g", "z")
    give(before, "i", module="regels")  # another question of the same key
    first, second, gone = (("rol", key) for key in ("x", "y", "weg"))
    found = reading.last_responses(now.id, [first, second, gone])
    assert found == {first: ("b",), second: ("f",)}
    assert reading.last_responses(now.id, [("regels", "x")]) == {("regels", "x"): ("i",)}
    give(now, "h")
    for one, response in ((now, "h"), (before, "b"), (later, "h")):
        assert reading.last_responses(one.id, [first]) == {first: (response,)}


def test_given_answers_are_of_one_page_of_one_enrolment(case: Case) -> None:
    mine, other = enrol(case.world, case.ada), enrol(case.world, case.bob)
    for of, response, more in (
        (mine, "a", {"settled": True}),
        (mine, "b", {"settled": False}),
        (mine, "c", {"settled": False}),
        (mine, "d", {"lesson": "anders"}),
        (mine, "e", {"module": "anders"}),
        (other, "f", {}),
    ):
        answered(case.world, of, response, **more)
    found = reading.given(mine.id, "rol", "oefening")
    assert [(one.response, one.settled) for one in found] == [(("a",), True), (("c",), False)]
