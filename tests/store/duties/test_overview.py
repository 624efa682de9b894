"""Schools beside each other: the figures are those of each school, and lead to exactly those
people.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from course.domain.duties.states import DutyState
from course.domain.people.roles import Actor, Role
from course.store.dated import DeedMoment
from course.store.duties import giving, overview, schools_then
from course.store.duties.giving import NewAssignment
from course.store.duties.overview import BesideFilter
from course.store.duties.reach import AsOf
from course.store.duties.who import Who
from course.store.messages import reminders
from course.store.people import deeds, filling
from course.store.signing_in import browsers
from tests.staff import COURSE, World, at_noon

TODAY = date(2026, 3, 12)
DUE = TODAY + timedelta(days=30)
LATE = AsOf(COURSE, DUE + timedelta(days=1), DUE + timedelta(days=1))


class Case:
    """Two schools of one board, of which the first has the course, and one of another board."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.here, self.beside = world.school("regenboog"), world.school("kompas")
        self.away = world.school("ver", world.other_board())
        self.people = world.staff(self.here, 3)
        self.others = world.staff(self.beside, 2)
        world.staff(self.away, 4)
        self.manager: Actor = world.actor(Role.MANAGER, board=world.board)
        trainer = world.actor(Role.TRAINER, board=world.board)
        draft = NewAssignment(COURSE, self.here.id, None, None, DUE, "t" * 20)
        giving.assign(trainer, draft, at_noon(TODAY), TODAY)

    def found(self, moment: AsOf = LATE, **asked: Any) -> dict[str, overview.SchoolBeside]:
        schools = overview.schools_beside(self.manager, moment, ("naam_ict_dienst",), **asked)
        return {one.code: one for one in schools}

    def names(self, **chosen: Any) -> list[str]:
        part = overview.people_beside(self.manager, LATE, BesideFilter(**chosen), limit=50)
        assert part.total == len(part.rows)
        return sorted(one.name for one in part.rows)


@pytest.fixture
def case(session: Any) -> Case:
    return Case(World(session, TODAY))


def test_each_school_has_its_own_figures_and_no_other_board_is_seen(case: Case) -> None:
    case.world.progress(case.people[0], 5, TODAY, TODAY + timedelta(days=4))
    browsers.sign_in(case.people[0].id, at_noon(TODAY))
    found = case.found()
    assert set(found) == {"regenboog", "kompas"}
    here, beside = found["regenboog"], found["kompas"]
    assert (here.counts[DutyState.DONE], here.counts[DutyState.OVERDUE]) == (1, 2)
    assert (here.group.without_duty, beside.group.without_duty) == (0, 2)
    assert (here.apart.never_signed_in, beside.apart.never_signed_in) == (2, 2)


def test_every_figure_leads_to_its_people(case: Case) -> None:
    here, beside = (sorted(one.name for one in who) for who in (case.people, case.others))
    assert case.names(state=DutyState.OVERDUE) == here
    assert case.names(who=Who.WITHOUT_DUTY) == beside
    assert case.names(who=Who.NEVER_SIGNED_IN) == sorted([*here, *beside])
    assert case.names(who=Who.NEVER_SIGNED_IN, school="kompas") == beside
    assert case.names(who=Who.NEVER_SIGNED_IN, school="ver") == []
    assert case.names(board=case.world.board.code, state=DutyState.DONE) == []


def test_who_left_is_counted_and_listed_and_stands_in_no_percentage(case: Case) -> None:
    gone = case.people[0]
    deeds.leave(case.here.id, [gone.id], DeedMoment(at_noon(DUE)))
    here = case.found()["regenboog"]
    assert here.counts[DutyState.LEFT] == 1
    assert (here.group.people, here.group.listed) == (2, 2)
    assert case.found()["kompas"].counts[DutyState.LEFT] == 0
    assert case.names(state=DutyState.LEFT) == [gone.name]
    assert case.names(state=DutyState.LEFT, school="kompas") == []


def test_whose_mail_came_back_is_a_figure_and_a_list_of_the_school(case: Case) -> None:
    lost, elsewhere = case.people[0], case.world.person("Iemand", "elders@voorbeeld.example")
    case.world.works(elsewhere, case.away)
    reminders.came_back(lost.email.upper(), "550", at_noon(TODAY))
    reminders.came_back(elsewhere.email, "550", at_noon(TODAY))
    found = case.found()
    assert (found["regenboog"].apart.unreached, found["kompas"].apart.unreached) == (1, 0)
    assert case.names(who=Who.UNREACHED) == [lost.name]
    assert case.names(who=Who.UNREACHED, school="kompas") == []
    chosen = BesideFilter(Who.UNREACHED)
    (row,) = overview.people_beside(case.manager, LATE, chosen, limit=5).rows
    assert (row.email, row.came_back_at) == (lost.email, at_noon(TODAY))
    reminders.reached(lost.email, at_noon(TODAY))
    assert case.found()["regenboog"].apart.unreached == 0


def test_who_signs_in_later_had_not_on_an_earlier_day(case: Case) -> None:
    browsers.sign_in(case.people[0].id, at_noon(DUE))
    browsers.sign_in(case.people[0].id, at_noon(DUE + timedelta(days=9)))
    assert case.found()["regenboog"].apart.never_signed_in == 2
    before = AsOf(COURSE, TODAY, LATE.today)
    assert case.found(before)["regenboog"].apart.never_signed_in == 3


def test_schools_are_looked_for_by_name_and_board(case: Case) -> None:
    assert set(case.found(words=case.here.name.upper())) == {"regenboog"}
    assert set(case.found(board=case.world.board.code)) == {"regenboog", "kompas"}
    assert case.found(board="elders") == {}
    assert [code for code, _ in schools_then.boards_of(case.manager, TODAY)] == [
        case.world.board.code
    ]


def test_a_school_without_anybody_has_figures_of_nobody(case: Case) -> None:
    case.world.school("leeg")
    empty = case.found()["leeg"]
    assert (empty.apart, empty.filled, empty.opens) == (overview.Apart(0, 0, 0), 0, True)
    assert (empty.group.people, empty.group.without_duty) == (0, 0)


def test_words_that_a_school_filled_in_count_once(case: Case) -> None:
    filling.fill_in(case.here.id, {"naam_ict_dienst": "De helpdesk"}, DeedMoment(at_noon(TODAY)))
    found = case.found()
    assert (found["regenboog"].filled, found["kompas"].filled) == (1, 0)
