"""A report says what was known at the end of its day, and what was corrected since stands apart."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest

from course.domain.duties.states import DutyState
from course.domain.people.roles import Actor, Role
from course.models import Duty, DutyReason, Person, School, Team
from course.store import dated
from course.store.dated import DeedMoment
from course.store.duties import giving, people_list, totals
from course.store.duties.corrected import OnTheDay, corrections
from course.store.duties.giving import NewAssignment
from course.store.duties.people_list import PeopleFilter, ReportedPerson
from course.store.duties.person import module_rows, person_row, reasons
from course.store.duties.reach import AsOf, Reach, reach_of
from course.store.people import accounts, deeds
from course.store.people.accounts import FullName
from course.store.people.deeds import Workplace
from tests.builders import joiner_due
from tests.staff import COURSE, World, at_noon

START = date(2026, 3, 2)
DUE = START + timedelta(days=8)


def at(days: int) -> DeedMoment:
    return DeedMoment(at_noon(START + timedelta(days=days)))


@dataclass
class Known:
    """A school with a team, four people in it who owe a course, and who reads its report."""

    world: World
    school: School
    team: Team
    people: list[Person]
    manager: Actor

    @property
    def reach(self) -> Reach:
        return reach_of(self.manager, [self.school.id])

    def on(self, day: int, read: int) -> AsOf:
        """The report of a day, read on another."""
        days = START + timedelta(days=day), START + timedelta(days=read)
        return AsOf(COURSE, *days)

    def rows(self, day: int, read: int) -> list[ReportedPerson]:
        return list(people_list.people_rows(self.reach, self.on(day, read), PeopleFilter()))

    def everything(self, day: int, read: int) -> tuple[Any, ...]:
        """All that any report of a day says."""
        moment = self.on(day, read)
        whole = totals.school_totals(self.reach, moment)
        each = [
            (
                person_row(self.reach, moment, one.ref),
                module_rows(self.reach, moment, one.ref),
                reasons(self.reach, moment, one.ref, limit=50),
            )
            for one in self.people
        ]
        schools = totals.totals_by_school(self.reach, moment)
        modules = totals.module_totals(self.reach, moment)
        return self.rows(day, read), whole, schools, modules, each


@pytest.fixture
def known(session: Any) -> Known:
    world = World(session, START)
    school = world.school("regenboog")
    team = world.team(school, "Onderbouw")
    people = [world.person(f"{name} Bos") for name in ("Ada", "Bob", "Cas", "Dirk")]
    for person in people:
        world.works(person, school, team)
    trainer = world.actor(Role.TRAINER, school)
    draft = NewAssignment(COURSE, school.id, None, None, DUE, "a")
    assert giving.assign(trainer, draft, at(0).now, START) is not None
    world.progress(people[0], 2, START + timedelta(days=1), days_apart=2)
    world.progress(people[1], 5, START, START + timedelta(days=4))
    return Known(world, school, team, people, world.actor(Role.MANAGER, school))


def test_off_the_list_and_back_on_it_wipes_no_lateness(known: Known) -> None:
    """Four people leave by a complete list and are back the same day: late they were, and are."""
    before = known.everything(9, 9)
    assert [row.state for row in known.rows(9, 9)].count(DutyState.OVERDUE) == 3
    who = [person.id for person in known.people]
    deeds.leave(known.school.id, who, at(10))
    assert known.rows(10, 10) == []
    deeds.join(known.school.id, [Workplace(one, known.team.id) for one in who], at(10))
    assert known.everything(9, 10) == before
    assert [row.due_on for row in known.rows(10, 10)] == [DUE] * 4
    assert corrections(known.reach, known.on(9, 10)) == []


def test_a_real_return_leaves_the_days_between_without_them(known: Known) -> None:
    ada = known.people[0]
    deeds.leave(known.school.id, [ada.id], at(9))
    deeds.join(known.school.id, [Workplace(ada.id, known.team.id)], at(20))
    names = {day: [row.name for row in known.rows(day, 30)] for day in (8, 9, 19, 20)}
    assert names[8] == names[20] == ["Ada Bos", "Bob Bos", "Cas Bos", "Dirk Bos"]
    assert names[9] == names[19] == ["Bob Bos", "Cas Bos", "Dirk Bos"]
    assert known.rows(8, 30)[0].due_on == DUE
    assert known.rows(20, 30)[0].due_on == joiner_due(START + timedelta(days=20))
    assert totals.school_totals(known.reach, known.on(15, 30)).left == 1


def test_nothing_that_happens_later_changes_a_report(known: Known) -> None:
    ada, bob, cas, _dirk = known.people
    before = [known.everything(day, 8) for day in range(8)]
    upper = known.world.team(known.school, "Bovenbouw")
    deeds.move_team(known.school.id, [Workplace(ada.id, upper.id)], at(8))
    accounts.rename({bob.id: FullName("Bob de Wit", "wit, bob de")}, at(8))
    deeds.leave(known.school.id, [cas.id], at(8))
    new = known.world.person("Eva Fok")
    deeds.join(known.school.id, [Workplace(new.id, upper.id)], at(8))
    known.world.session.expire_all()
    assert [known.everything(day, 9) for day in range(8)] == before
    names = [(row.name, row.team) for row in known.rows(8, 8)]
    assert names == [
        ("Ada Bos", "Bovenbouw"),
        ("Dirk Bos", "Onderbouw"),
        ("Eva Fok", "Bovenbouw"),
        ("Bob de Wit", "Onderbouw"),
    ]


def test_what_is_known_today_is_what_tomorrow_says_of_today(known: Known) -> None:
    """Today is asked as we know it now, and a day that is over as it was known at its end."""
    ada, bob, cas, _dirk = known.people
    upper = known.world.team(known.school, "Bovenbouw")
    deeds.move_team(known.school.id, [Workplace(ada.id, upper.id)], at(8))
    accounts.rename({bob.id: FullName("Bob de Wit", "wit, bob de")}, at(8))
    deeds.leave(known.school.id, [cas.id], at(8))
    known.world.session.expire_all()
    today = known.everything(8, 8)
    assert [row.name for row in today[0]] == ["Ada Bos", "Dirk Bos", "Bob de Wit"]
    assert today[1].left == 1
    assert known.everything(8, 9) == known.everything(8, 30) == today


def test_what_is_corrected_later_is_named_under_the_report_and_not_in_it(known: Known) -> None:
    ada, bob, cas, _dirk = known.people
    links = {row.person_id: row for row in _links(known)}
    before = known.everything(3, 8)
    dated.correct(type(links[ada.id]), {links[ada.id].id: {"team_id": None}}, at(9))
    until = {"ends_on": START + timedelta(days=1)}  # Bob had left long before somebody said so
    dated.correct(type(links[bob.id]), {links[bob.id].id: until}, at(9))
    accounts.rename({cas.id: FullName("Cas Vos", "vos, cas")}, at(9))  # from that day on
    assert known.everything(3, 10) == before
    then = OnTheDay("Ada Bos", "Onderbouw", None, DUE)
    found = corrections(known.reach, known.on(3, 10))
    assert [(one.name, one.then, one.now) for one in found] == [
        ("Ada Bos", then, replace(then, team=None)),
        ("Bob Bos", OnTheDay("Bob Bos", "Onderbouw", None, DUE), None),
    ]
    assert corrections(known.reach, known.on(10, 10)) == [], "today is what we know now"
    elsewhere = reach_of(known.manager, [known.world.school("kompas").id])
    assert corrections(elsewhere, known.on(3, 10)) == []


def test_another_staff_number_is_named_under_the_report(known: Known) -> None:
    before = known.everything(3, 8)
    place = Workplace(known.people[0].id, known.team.id, "P7")
    deeds.renumber(known.school.id, [place], at(9))
    assert known.everything(3, 10) == before
    found = corrections(known.reach, known.on(3, 10))
    numbers = [(one.then, one.now) for one in found if one.then and one.now]
    assert [(then.staff_number, now.staff_number) for then, now in numbers] == [(None, "P7")]


def test_who_turns_out_to_have_worked_there_is_named_as_they_are_known_now(known: Known) -> None:
    """Bob was said to have left. Eve's number is of no concern: nothing was asked of her."""
    bob, eve = known.people[1], known.world.person("Eve Aap")
    known.world.works(eve, known.school)
    deeds.leave(known.school.id, [bob.id], at(2))
    assert [row.name for row in known.rows(3, 3)] == ["Ada Bos", "Cas Bos", "Dirk Bos"]
    duty = known.world.session.query(Duty.id).filter_by(person_id=bob.id).scalar()
    reasons = known.world.session.query(DutyReason).filter_by(duty_id=duty, replaced_at=None)
    links = [row for row in _links(known) if row.person_id == bob.id]
    for row in [*links, *reasons]:
        dated.correct(type(row), {row.id: {"ends_on": None}}, at(9))
    deeds.renumber(known.school.id, [Workplace(eve.id, None, "P9")], at(9))
    (found,) = corrections(known.reach, known.on(3, 10))
    assert (found.name, found.sort_name) == (bob.name, bob.sort_name)
    assert (found.then, found.now) == (None, OnTheDay("Bob Bos", "Onderbouw", None, DUE))


def _links(known: Known) -> list[Any]:
    from course.models import Membership

    query = known.world.session.query(Membership)
    return list(query.filter_by(school_id=known.school.id, replaced_at=None))


def test_how_far_somebody_was_is_what_was_known_that_day(known: Known) -> None:
    ada = known.people[0]
    far = [(row.done, row.total) for row in (known.rows(day, 20)[0] for day in (0, 1, 2, 3, 4))]
    assert far == [(0, None), (1, 5), (1, 5), (2, 5), (2, 5)]
    modules = [module_rows(known.reach, known.on(day, 20), ada.ref) for day in (0, 1, 3)]
    assert [found.get("delen") and found["delen"].done for found in modules] == [None, 1, 2]
