"""Schools beside each other: the figures are those of each school, and lead to exactly those
people.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from course.clock import end_of_day
from course.domain.duties.renewal import LONGEST_WINDOW
from course.domain.duties.states import DutyState
from course.domain.people.roles import Actor, Role
from course.models import Enrolment, Progress
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
    assert here.apart == overview.Apart(2, 0, 0), "who left is no concern of these"
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
    browsers.sign_in(case.people[1].id, end_of_day(TODAY))
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


def test_words_that_a_school_or_its_board_filled_in_count_once(case: Case) -> None:
    """Of those that are asked, and that hold now; the words of another board are none of theirs."""
    keys, noon = ("naam_ict_dienst", "naam_fg", "naam_its"), DeedMoment(at_noon(TODAY))
    next_day = DeedMoment(at_noon(TODAY + timedelta(days=1)))

    def filled(*keys: str) -> tuple[int, int]:
        found = overview.schools_beside(case.manager, LATE, keys)
        told = {one.code: one.filled for one in found}
        return told["regenboog"], told["kompas"]

    filling.fill_in(case.here.id, {"naam_ict_dienst": "De helpdesk"}, noon)
    assert (filled(*keys), filled("naam_fg")) == ((1, 0), (0, 0))
    filling.fill_in(case.here.id, {"naam_ict_dienst": "De balie"}, next_day)
    board = case.world.board.id
    filling.fill_in_for_board(board, {"naam_ict_dienst": "Bureau", "naam_fg": "Kim"}, noon)
    filling.fill_in_for_board(case.away.board_id, {"naam_its": "Een ander"}, noon)
    assert (filled(*keys), filled("naam_fg")) == ((2, 2), (1, 1))
    filling.fill_in_for_board(board, {"naam_fg": "Noor"}, next_day)
    filling.fill_in_for_board(board, {"naam_ict_dienst": ""}, next_day)
    assert (filled(*keys), filled("naam_ict_dienst")) == ((2, 1), (1, 0))
    filling.fill_in(case.here.id, {"naam_ict_dienst": ""}, DeedMoment(at_noon(DUE)))
    assert filled(*keys) == (1, 1)


def test_whose_validity_ends_soon_is_a_figure_and_a_list(case: Case) -> None:
    """From the day of the report on, as long as it may be done again; of whom it is asked."""
    until = (LATE.day, LATE.day + timedelta(weeks=LONGEST_WINDOW))
    done_on = TODAY + timedelta(days=4)
    staff = [*case.people, *case.world.staff(case.here, 2), case.others[0]]
    giving_again = NewAssignment(COURSE, case.here.id, None, None, DUE, "u" * 20)
    giving.assign(case.world.actor(Role.TRAINER), giving_again, at_noon(TODAY), TODAY)
    ends = [*until, until[1] + timedelta(days=1), until[0] - timedelta(days=1), None, until[1]]
    for person, end in zip(staff, ends, strict=True):
        case.world.progress(person, 5, TODAY, done_on)
        query = case.world.session.query(Progress).join(Enrolment)
        query.filter(Enrolment.person_id == person.id).one().valid_until = end
    case.world.session.flush()
    found = case.found()
    assert (found["regenboog"].apart.expiring, found["kompas"].apart.expiring) == (2, 0)
    assert case.names(who=Who.EXPIRING) == sorted(one.name for one in staff[:2])
    assert case.names(who=Who.EXPIRING, school="kompas") == []


def test_how_far_somebody_is_shows_only_to_a_school_that_asked_it(case: Case) -> None:
    """Each of them did the same, for a school or for themselves."""
    for person in (case.people[0], case.others[0]):
        case.world.progress(person, 5, TODAY, TODAY + timedelta(days=4))
    part = overview.people_beside(case.manager, LATE, BesideFilter(), limit=50)
    rows = {one.name: (one.done, one.total, one.started_on, one.completed_on) for one in part.rows}
    assert rows[case.people[0].name] == (5, 5, TODAY, TODAY + timedelta(days=4))
    assert rows[case.others[0].name] == (None, None, None, None)


def test_one_school_more_is_read_than_fits(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a page knows that there are more."""
    for code in ("aarde", "maan"):
        case.world.school(code)
    monkeypatch.setattr(overview, "MOST", 2)
    assert list(case.found()) == ["aarde", "kompas", "maan"]
    part = overview.people_beside(case.manager, LATE, BesideFilter(), limit=9)
    assert {one.school_code for one in part.rows} == {"kompas"}, "of two schools by name"
