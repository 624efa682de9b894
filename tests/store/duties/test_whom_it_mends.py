"""Whose duties a deed is about: those of a list, by what narrows it, and of nobody beside it; with
the day that holds for them elsewhere.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from course.content.versioning import to_json
from course.domain.duties.mending import Mending
from course.domain.duties.states import DutyState, ExemptFor
from course.domain.people.roles import Permission, Role
from course.domain.people.sight import Sight
from course.models import Person, Release, School
from course.store.dated import DeedMoment
from course.store.duties import giving, mending, nudging
from course.store.duties.giving import NewAssignment
from course.store.duties.mending import Chosen
from course.store.people import deeds, sight
from course.store.people.deeds import Workplace
from course.store.signing_in import browsers
from tests import builders
from tests.staff import COURSE, World, at_noon, outline
from tests.store.duties.test_mending import DUE, SOONER, TODAY, Case

OTHER = "fiets"


def at(days: int = 0) -> DeedMoment:
    return DeedMoment(at_noon(TODAY + timedelta(days=days)))


class Beside(Case):
    """The same, with Dirk and Ada at a school beside it, and Eva at one of another board."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.there = world.school("kompas")
        self.away = world.school("ver", world.other_board())
        self.dirk, self.eva = world.person("Dirk Bos"), world.person("Eva Bos")
        world.works(self.dirk, self.there)
        world.works(self.people[0], self.there)
        world.works(self.eva, self.away)
        for school in (self.there, self.away):
            self.assign(SOONER - timedelta(days=1), school)
        self.everywhere = world.actor(Role.TRAINER)
        content = to_json(replace(outline(), slug=OTHER))
        known = {"hash": "2" * 64, "course": OTHER, "title": "Fietsen", "edition": 1}
        made = {"renderer": "test", "published_at": at(-99).now, "outline": content}
        builders.current(world.session, Release(**known, **made))

    def also(self, school: School, course: str) -> str:
        """Another course is given at a school."""
        draft = NewAssignment(course, school.id, None, None, SOONER, f"{course}-{school.id}")
        made = giving.assign(self.everywhere, draft, at().now, TODAY)
        assert made is not None
        return made.ref

    def names(self, on: date = TODAY, **chosen: Any) -> list[str]:
        found = mending.chosen_duties(self.everywhere, Chosen(**chosen), on)
        return [f"{one.name.split()[0]} {one.school_code} {one.course}" for one in found]

    def elsewhere(self, person: Person, on: date = TODAY) -> date | None:
        chosen = Chosen(refs=(self.duty(person).ref,))
        (found,) = mending.chosen_duties(self.everywhere, chosen, on)
        return found.now.elsewhere


@pytest.fixture
def case(session: Any) -> Beside:
    return Beside(World(session, TODAY))


HERE = [f"{name} regenboog {COURSE}" for name in ("Ada", "Bob", "Cas")]
THERE = [f"{name} kompas {COURSE}" for name in ("Ada", "Dirk")]
AWAY = [f"Eva ver {COURSE}"]


def test_a_list_is_of_one_course_and_of_one_school_board_or_team(case: Beside) -> None:
    case.also(case.school, OTHER)
    team = case.world.team(case.school, "Bovenbouw")
    other = case.world.team(case.school, "Onderbouw")
    places = zip(case.people, (team, other), strict=False)
    moved = [Workplace(person.id, where.id) for person, where in places]
    deeds.move_team(case.school.id, moved, at())
    of_board = case.names(course=COURSE, board=case.world.board.code)
    assert sorted(of_board) == sorted([*HERE, *THERE])
    assert {*HERE, *THERE, *AWAY} <= {*case.names(course=COURSE)}
    assert not {*case.names(course=OTHER)} & {*HERE, *THERE, *AWAY}
    assert case.names(course=COURSE, school="regenboog") == HERE
    assert case.names(course=OTHER, school="regenboog") == [
        one.replace(COURSE, OTHER) for one in HERE
    ]
    assert case.names(course=COURSE, team=team.ref) == HERE[:1]
    assert case.names(course=COURSE, school="kompas", team=team.ref) == []


def test_who_never_signed_in_is_a_list(case: Beside) -> None:
    browsers.sign_in(case.people[1].id, at().now)
    here = {"course": COURSE, "school": "regenboog"}
    assert case.names(**here) == HERE
    assert case.names(**here, never_signed_in=True) == [HERE[0], HERE[2]]


def test_the_people_of_an_assignment_are_who_has_it_today(case: Beside) -> None:
    _, bob, cas = case.people
    draft = NewAssignment(COURSE, case.school.id, None, bob.id, DUE, "bob-alleen")
    alone = giving.assign(case.trainer, draft, at().now, TODAY)
    assert alone is not None
    assert case.names(assignment=alone.ref) == HERE[1:2]
    assert case.names(assignment=case.refs[0]) == HERE
    other = case.also(case.school, OTHER)
    assert case.names(assignment=other) == [one.replace(COURSE, OTHER) for one in HERE]
    deeds.leave(case.school.id, [cas.id], at())
    giving.withdraw(case.trainer, alone.ref, at(1))
    assert case.names(assignment=case.refs[0]) == HERE[:2]
    assert case.names(TODAY + timedelta(days=1), assignment=alone.ref) == []


def test_a_list_by_state_is_the_one_that_the_reader_sees(case: Beside) -> None:
    case.world.progress(case.people[0], 2, TODAY - timedelta(days=3))
    manager = case.world.actor(Role.MANAGER, case.school)

    def seen(state: DutyState) -> list[str]:
        chosen = Chosen(course=COURSE, school="regenboog", state=state)
        found = mending.chosen_duties(manager, chosen, TODAY, Permission.NUDGE)
        return [one.name for one in found]

    assert seen(DutyState.BUSY) == ["Ada Bos"]
    assert seen(DutyState.OPEN) == []
    sight.put(case.school.id, Sight.DONE, None, at(-5))
    assert seen(DutyState.BUSY) == []
    assert seen(DutyState.OPEN) == ["Ada Bos", "Bob Bos", "Cas Bos"]
    nudged = Chosen(course=COURSE, school="regenboog", state=DutyState.OPEN)
    assert len(nudging.asked_duties(manager, nudged, TODAY)) == 3


def test_the_day_elsewhere_is_of_the_same_person_and_course_while_it_holds(case: Beside) -> None:
    ada, bob, _ = case.people
    there = SOONER - timedelta(days=1)
    case.also(case.school, OTHER)
    assert (case.elsewhere(ada), case.elsewhere(bob)) == (there, None)
    case.mend(ada, what=Mending.DAY, day=there - timedelta(days=3))
    assert case.elsewhere(ada) == there, "their own day is not elsewhere"
    mine = case.world.session.get(Person, ada.id)
    deeds.leave(case.there.id, [mine.id], at(2))
    assert case.elsewhere(ada, TODAY + timedelta(days=1)) == there
    assert case.elsewhere(ada, TODAY + timedelta(days=2)) is None


def test_the_day_elsewhere_ends_with_the_work_there_whoever_stays(case: Beside) -> None:
    who = case.world.person("Gus Bos")
    case.world.works(who, case.school)
    case.world.works(who, case.there, ends_on=TODAY + timedelta(days=1))
    case.assign(DUE + timedelta(days=1))
    case.assign(SOONER - timedelta(days=2), case.there)
    days = [case.elsewhere(who, TODAY + timedelta(days=number)) for number in (0, 1, 2)]
    assert days == [SOONER - timedelta(days=2)] * 2 + [None]


def test_who_is_exempt_elsewhere_has_no_day_there(case: Beside) -> None:
    ada = case.people[0]
    (there,) = mending.chosen_duties(
        case.everywhere, Chosen(course=COURSE, school="kompas", words="ada"), TODAY
    )
    wanted = mending.Mend(Mending.EXEMPT, category=ExemptFor.OTHER_WORK)
    moment = DeedMoment(at(1).now, by=case.everywhere.id)
    done = mending.mend(case.everywhere, Chosen(refs=(there.ref,)), wanted, moment)
    assert len(done.changed) == 1
    assert case.elsewhere(ada) == SOONER - timedelta(days=1)
    assert case.elsewhere(ada, TODAY + timedelta(days=1)) is None


def test_what_is_asked_by_hand_is_also_of_who_left_since(case: Beside) -> None:
    ada, bob, _ = case.people
    manager = case.world.actor(Role.MANAGER, case.school)
    refs = [case.duty(one).ref for one in (bob, ada)]
    (away,) = mending.chosen_duties(case.everywhere, Chosen(course=COURSE, school="ver"), TODAY)
    deeds.leave(case.school.id, [ada.id], at())
    found = nudging.asked_duties(manager, Chosen(refs=(*refs, away.ref)), TODAY)
    assert [(one.name, one.works, one.duty) for one in found] == [
        ("Ada Bos", False, refs[1]),
        ("Bob Bos", True, refs[0]),
    ]
    yesterday = nudging.asked_duties(manager, Chosen(refs=tuple(refs)), TODAY - timedelta(days=1))
    assert [one.works for one in yesterday] == [True, True]
