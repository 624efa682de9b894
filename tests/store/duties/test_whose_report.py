"""Whose row a report shows: of this school, this course and this day, and of nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from course.domain.duties.states import DutyState, StateCounts
from course.domain.people.roles import Role
from course.models import (
    Assignment,
    Duty,
    DutyReason,
    Enrolment,
    LessonCompletion,
    Person,
    Release,
    School,
    Team,
)
from course.models.base import new_token
from course.store.dated import DeedMoment
from course.store.duties import assignments, giving, people_list, person, reach, totals
from course.store.duties.giving import NewAssignment
from course.store.duties.people_list import PeopleFilter
from course.store.duties.person import ModuleAsOf
from course.store.duties.reach import AsOf, Reach
from course.store.duties.totals import GroupCounts, OfferedCourse
from tests import builders
from tests.staff import COURSE, World, at_noon

TODAY = date(2026, 3, 12)
NOW = datetime(2026, 3, 12, 10, tzinfo=UTC)
EVERYBODY = PeopleFilter()
OTHER_COURSE = "proef"  # published in the town
DUE = TODAY + timedelta(days=20)
BUSY, DONE, LATE, NOT_YET = (
    DutyState.BUSY,
    DutyState.DONE,
    DutyState.OVERDUE,
    DutyState.NOT_STARTED,
)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def moment(days: int = 0) -> AsOf:
    return AsOf(COURSE, ago(days), TODAY)


@dataclass
class Report:
    """Two schools of one board that one manager reads. Here work Ada and Bob, in two teams, and
    Cas and Dirk in none; Dirk does not owe the course. Ada works there as well, where more people
    owe it. Everybody here owes another course too.
    """

    world: World
    here: School
    there: School
    teams: tuple[Team, Team]
    people: dict[str, Person]

    @property
    def both(self) -> Reach:
        return self.reach(self.here, self.there)

    @property
    def mine(self) -> Reach:
        return self.reach(self.here)

    def reach(self, *schools: School) -> Reach:
        manager = self.world.actor(Role.MANAGER, board=self.world.board)
        return reach.reach_of(manager, [school.id for school in schools])

    def ref(self, name: str) -> str:
        return self.people[name].ref

    def give(self, school: School, day: date, due_on: date, **target: Any) -> None:
        trainer = self.world.actor(Role.TRAINER, school)
        values = {"course": COURSE, "team_id": None, "person_id": None} | target
        draft = NewAssignment(school_id=school.id, due_on=due_on, submission=new_token(), **values)
        assert giving.assign(trainer, draft, at_noon(day), day) is not None

    def owes(
        self,
        person: Person,
        school: School,
        starts_on: date,
        ends_on: date | None = None,
        course: str = COURSE,
    ) -> None:
        """One duty with one reason, as they stand in the database."""
        add = self.world.add
        made = {"course": course, "school_id": school.id, "due_on": DUE, "made_by": person.id}
        assignment = add(Assignment(**made, made_at=NOW, submission=new_token()))
        duty = add(Duty(person_id=person.id, school_id=school.id, course=course))
        dates = {"due_on": DUE, "starts_on": starts_on, "ends_on": ends_on}
        add(DutyReason(duty_id=duty.id, assignment_id=assignment.id, **dates))

    def list(self, chosen: PeopleFilter = EVERYBODY, days: int = 0, **page: int) -> list[str]:
        rows = people_list.people_rows(self.mine, moment(days), chosen, **page)
        return [row.name.split()[0] for row in rows]


@pytest.fixture
def report(session: Any) -> Report:
    world = World(session, TODAY)
    here, there = world.school("regenboog"), world.school("kompas")
    upper, lower = world.team(here, "Onderbouw"), world.team(here, "Bovenbouw")
    names = ("Ada Bos", "Bob Aal", "Cas Dam", "Dirk Eik", "Eva Fok", "Fay Gans")
    people = {name.split()[0].lower(): world.person(name) for name in names}
    world.works(people["ada"], here, upper)
    world.works(people["bob"], here, lower)
    world.works(people["cas"], here)
    for name in ("ada", "eva", "fay"):
        world.works(people[name], there)
    made = Report(world, here, there, (upper, lower), people)
    made.give(here, ago(30), TODAY + timedelta(days=4))
    made.give(there, ago(40), ago(1))
    made.give(here, ago(35), ago(3), course=OTHER_COURSE)
    made.give(here, ago(25), TODAY + timedelta(days=9), person_id=people["ada"].id)
    made.give(here, ago(15), TODAY + timedelta(days=2), team_id=upper.id)
    made.give(there, ago(25), ago(5), person_id=people["ada"].id)
    world.works(people["dirk"], here)
    world.progress(people["ada"], 3, ago(10))
    world.progress(people["bob"], 5, ago(20), ago(16))
    world.progress(people["dirk"], 5, ago(20), ago(16))
    world.progress(people["eva"], 3, ago(20))
    return made


def test_a_person_stands_in_it_with_their_own_work_for_this_school(report: Report) -> None:
    ada, bob, cas = sorted(
        people_list.people_rows(report.mine, moment(), EVERYBODY), key=lambda row: row.name
    )
    first = TODAY + timedelta(days=2)  # the first day of three reasons
    assert (ada.name, ada.team, ada.state, ada.due_on) == ("Ada Bos", "Onderbouw", BUSY, first)
    assert (ada.done, ada.total, ada.started_on, ada.completed_on) == (3, 5, ago(10), None)
    assert (bob.name, bob.team, bob.state) == ("Bob Aal", "Bovenbouw", DONE)
    assert (bob.done, bob.total, bob.started_on, bob.completed_on) == (5, 5, ago(20), ago(16))
    assert (cas.name, cas.team, cas.state, cas.done, cas.total) == (
        "Cas Dam",
        None,
        NOT_YET,
        0,
        None,
    )
    assert (ada.ref, cas.ref) == (report.ref("ada"), report.ref("cas"))
    for row in (ada, bob, cas):
        assert person.person_row(report.mine, moment(), row.ref) == row


@pytest.mark.parametrize(
    ("days", "state", "done", "started", "completed"),
    [
        (16, DONE, 5, 20, 16),  # the day of the last lesson counts
        (17, BUSY, 4, 20, None),
        (19, BUSY, 2, 20, None),
        (20, BUSY, 1, 20, None),  # and so does the first
        (21, NOT_YET, 0, None, None),
        (30, NOT_YET, 0, None, None),  # the day on which it was given
    ],
)
def test_an_earlier_day_shows_what_was_done_by_then(
    report: Report, days: int, state: DutyState, done: int, started: int, completed: int | None
) -> None:
    row = person.person_row(report.mine, moment(days), report.ref("bob"))
    assert row is not None
    assert (row.state, row.done) == (state, done)
    assert row.started_on == (ago(started) if started else None)
    assert row.completed_on == (ago(completed) if completed else None)
    assert row.total == (5 if started else None)


def test_who_did_not_owe_it_here_is_not_found(report: Report) -> None:
    for name in ("dirk", "eva"):
        assert person.person_row(report.mine, moment(), report.ref(name)) is None
    assert person.person_row(report.mine, moment(31), report.ref("bob")) is None, "not given yet"
    assert person.person_row(report.mine, moment(), "bestaat-niet") is None


def test_the_list_is_who_owes_it_by_the_filter_and_in_its_order(report: Report) -> None:
    order: dict[Any, list[str]] = {
        "name": ["Bob", "Ada", "Cas"],  # Aal, Bos, Dam
        "team": ["Cas", "Bob", "Ada"],  # no team, Bovenbouw, Onderbouw
        "state": ["Cas", "Ada", "Bob"],
        "date": ["Ada", "Bob", "Cas"],  # Bob and Cas on one day, by name
    }
    for key, names in order.items():
        assert report.list(PeopleFilter(order=key)) == names, key
    assert report.list(PeopleFilter(descending=True)) == ["Cas", "Ada", "Bob"]
    assert report.list(PeopleFilter(order="date", descending=True)) == ["Bob", "Cas", "Ada"]
    assert report.list(PeopleFilter(team_ref=report.teams[0].ref)) == ["Ada"]
    assert report.list(PeopleFilter(state=DONE)) == ["Bob"]
    assert report.list(PeopleFilter(state=DONE, team_ref=report.teams[0].ref)) == []
    assert report.list(limit=2) == ["Bob", "Ada"]
    assert report.list(limit=2, offset=2) == ["Cas"]
    assert report.list(PeopleFilter(state=NOT_YET), days=21) == ["Bob", "Ada", "Cas"]


def test_totals_are_by_team_with_who_has_none_at_the_end(report: Report) -> None:
    found = totals.school_totals(report.mine, moment())
    upper, lower = report.teams
    assert found.teams == (
        GroupCounts(lower.ref, "Bovenbouw", {DONE: 1}),
        GroupCounts(upper.ref, "Onderbouw", {BUSY: 1}),
        GroupCounts("", "", {NOT_YET: 1}, without_duty=1),
    )
    assert found.whole == GroupCounts(
        "", "", StateCounts({BUSY: 1, DONE: 1, NOT_YET: 1}), without_duty=1
    )
    assert [team.done for team in found.teams] == [1, 0, 0]
    assert [team.people for team in found.teams] == [1, 1, 1]
    assert found.left == 0


def test_those_of_a_team_are_added_up_by_state(report: Report) -> None:
    upper = report.teams[0]
    for _ in range(2):
        report.world.works(report.world.person(), report.here, upper)
    for name in ("Gea Haas", "Hein Iep"):
        person = report.world.person(name)
        report.world.works(person, report.here, upper)
        report.owes(person, report.here, ago(3))
    found = {team.name: team for team in totals.school_totals(report.mine, moment()).teams}
    assert found["Onderbouw"] == GroupCounts(upper.ref, "Onderbouw", {BUSY: 1, NOT_YET: 2}, 2)


def test_each_school_counts_its_own(report: Report) -> None:
    here, there = str(report.here.id), str(report.there.id)
    assert totals.totals_by_school(report.both, moment()) == {
        report.here.id: GroupCounts(here, "", {BUSY: 1, DONE: 1, NOT_YET: 1}, without_duty=1),
        report.there.id: GroupCounts(there, "", {LATE: 3}),
    }
    assert totals.totals_by_school(report.mine, moment()).keys() == {report.here.id}
    assert totals.totals_by_school(report.reach(), moment()) == {}


@pytest.mark.parametrize(
    ("days", "modules"),
    [
        (0, {"delen": 2, "blijft": 1}),  # Ada and Bob; Dirk owes nothing here
        (8, {"delen": 2, "blijft": 1}),
        (9, {"delen": 1, "blijft": 1}),
        (16, {"delen": 1, "blijft": 1}),
        (17, {"delen": 1}),
        (18, {"delen": 1}),
        (19, {}),
    ],
)
def test_modules_count_who_owes_the_course_here_and_had_completed_them(
    report: Report, days: int, modules: dict[str, int]
) -> None:
    assert totals.module_totals(report.mine, moment(days)) == modules


def test_the_modules_of_one_person_are_as_far_as_they_were(report: Report) -> None:
    enrolment = (
        report.world.session.query(Enrolment).filter_by(person_id=report.people["bob"].id).all()
    )
    first = next(one for one in enrolment if one.course == COURSE)
    values = {"enrolment_id": first.id, "module": "delen", "lesson": "extra", "required": False}
    report.world.add(
        LessonCompletion(**values, completed_at=at_noon(ago(20)), completed_on=ago(20))
    )

    def at(days: int, name: str = "bob") -> dict[str, ModuleAsOf]:
        return person.module_rows(report.mine, moment(days), report.ref(name))

    def rows(*found: ModuleAsOf) -> dict[str, ModuleAsOf]:
        return {row.module: row for row in found}

    delen = ModuleAsOf("delen", 3, 3, ago(18))
    assert at(0) == at(16) == rows(delen, ModuleAsOf("blijft", 2, 2, ago(16)))
    assert at(17) == rows(delen, ModuleAsOf("blijft", 1, 2, None))
    assert at(18) == rows(delen)
    assert at(19) == rows(ModuleAsOf("delen", 2, 3, None))
    assert at(0, "ada") == rows(ModuleAsOf("delen", 3, 3, ago(8)))
    assert at(0, "cas") == at(0, "eva") == {}


def test_the_reasons_of_one_person_are_those_of_this_school_and_course(report: Report) -> None:
    trainer = report.world.actor(Role.TRAINER, report.here)
    personal = next(
        row.ref for row in assignments.assignments(trainer, TODAY).rows if row.person is not None
    )
    assert giving.withdraw(trainer, personal, DeedMoment(at_noon(ago(5))))

    def at(days: int) -> list[tuple[int, str | None, bool, date | None]]:
        rows = person.reasons(report.mine, moment(days), report.ref("ada"), limit=9)
        return [
            ((TODAY - row.starts_on).days, row.to_team, row.to_person, row.ends_on) for row in rows
        ]

    school, alone, team = (30, None, False), (25, None, True), (15, "Onderbouw", False)
    assert at(0) == at(5) == [(*school, None), (*alone, ago(5)), (*team, None)]
    assert at(6) == at(15) == [(*school, None), (*alone, None), (*team, None)]
    assert at(16) == at(25) == [(*school, None), (*alone, None)]
    assert at(30) == [(*school, None)]
    assert at(31) == []
    days = [row.due_on for row in person.reasons(report.mine, moment(), report.ref("ada"), limit=9)]
    assert days == [TODAY + timedelta(days=after) for after in (4, 9, 2)]
    assert len(person.reasons(report.mine, moment(), report.ref("bob"), limit=9)) == 1
    second = person.reasons(report.mine, moment(), report.ref("ada"), limit=1, offset=1)
    assert [row.to_person for row in second] == [True]
    counts = [person.reason_count(report.mine, moment(days), report.ref("ada")) for days in (0, 16)]
    assert counts == [3, 2]
    assert person.reason_count(report.mine, moment(31), report.ref("ada")) == 0
    assert person.reason_count(report.mine, moment(), report.ref("bob")) == 1


LEFT = ago(10)  # somebody's last day


@pytest.mark.parametrize(
    ("starts", "ends", "counts"),
    [
        (30, None, 1),
        (10, None, 1),  # given on their last day
        (9, None, 0),  # given when they had left
        (30, 10, 1),  # held until their last day
        (30, 11, 0),  # did not hold any more on their last day
        (30, 12, 0),
        (30, 2, 1),
    ],
)
def test_who_left_counts_when_they_owed_it_on_their_last_day(
    report: Report, starts: int, ends: int | None, counts: int
) -> None:
    gone = report.world.person("Weg Gegaan")
    report.world.works(gone, report.here, ends_on=LEFT)
    report.owes(gone, report.here, ago(starts), None if ends is None else ago(ends))
    assert totals.school_totals(report.mine, moment()).left == counts


@pytest.mark.parametrize(("days", "counts"), [(11, 0), (10, 0), (9, 1), (0, 1)])
def test_the_last_day_still_counts_as_working(report: Report, days: int, counts: int) -> None:
    gone = report.world.person("Weg Gegaan")
    report.world.works(gone, report.here, ends_on=LEFT)
    report.owes(gone, report.here, ago(30))
    assert totals.school_totals(report.mine, moment(days)).left == counts


@pytest.mark.parametrize("other", ["school", "course", "person"])
def test_what_somebody_owed_elsewhere_does_not_make_them_one_who_left(
    report: Report, other: str
) -> None:
    gone = report.world.person("Weg Gegaan")
    report.world.works(gone, report.here, ends_on=LEFT)
    if other == "school":
        report.owes(gone, report.there, ago(30))
    elif other == "course":
        report.owes(gone, report.here, ago(30), course=OTHER_COURSE)
    assert totals.school_totals(report.mine, moment()).left == 0
    assert totals.school_totals(report.both, moment()).left == 0


@pytest.mark.parametrize(
    ("starts", "ends", "counts"),
    [
        (5, None, 0),
        (5, -3, 0),
        (0, None, 0),  # back today
        (-1, None, 1),  # tomorrow
        (5, 0, 0),  # back, and today is the last day
        (5, 1, 1),  # back and gone again: once
    ],
)
def test_who_came_back_did_not_leave(
    report: Report, starts: int, ends: int | None, counts: int
) -> None:
    gone = report.world.person("Weg Gegaan")
    report.world.works(gone, report.here, ends_on=LEFT)
    report.owes(gone, report.here, ago(30))
    last = None if ends is None else ago(ends)
    report.world.works(gone, report.here, starts_on=ago(starts), ends_on=last)
    assert totals.school_totals(report.mine, moment()).left == counts


def test_who_went_to_another_school_left_this_one(report: Report) -> None:
    gone = report.world.person("Weg Gegaan")
    report.world.works(gone, report.here, ends_on=LEFT)
    report.world.works(gone, report.there, starts_on=ago(9))
    report.owes(gone, report.here, ago(30))
    assert totals.school_totals(report.mine, moment()).left == 1
    assert totals.school_totals(report.reach(report.there), moment()).left == 0


def test_a_course_is_offered_in_its_newest_release(report: Report) -> None:
    for release, title, day in (("f" * 64, "Later", 3), ("0" * 64, "Even laat", 3)):
        values = {"course": COURSE, "title": title, "edition": 1, "renderer": "test"}
        builders.current(
            report.world.session,
            Release(hash=release, **values, published_at=at_noon(ago(day)), outline="{}"),
        )
    offered = {one.slug: one for one in totals.offered_courses()}
    assert offered[COURSE] == OfferedCourse(COURSE, "Even laat", "0" * 64, offered[COURSE].since)
    assert [one.title for one in totals.offered_courses()] == sorted(
        one.title for one in offered.values()
    )
