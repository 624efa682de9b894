"""Lists over schools: of a board they have the schools that were under it on the day of the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from course.domain.people.roles import Actor, Role
from course.domain.people.sight import Sight
from course.models import Board, School, SchoolDetails
from course.store import dated
from course.store.dated import DeedMoment
from course.store.duties import giving, overview, schools_then, summaries, whole_list
from course.store.duties.giving import NewAssignment
from course.store.duties.overview import BesideFilter, SchoolBeside
from course.store.duties.reach import AsOf
from course.store.duties.whole_list import ListedPerson
from course.store.people import merging, organising
from course.store.people.organising import SchoolFacts
from tests.staff import COURSE, World, at_noon

TODAY = date(2026, 3, 12)
LATER = TODAY + timedelta(days=40)
THEN, NOW = AsOf(COURSE, TODAY, LATER), AsOf(COURSE, LATER, LATER)


class TwoBoards:
    """One board has two schools, of which the first goes to the other board, with its one school."""

    def __init__(self, world: World) -> None:
        self.world, self.ours = world, world.board
        self.theirs: Board = world.other_board()
        self.goes = world.school("regenboog", sight=Sight.DONE)
        self.stays, self.other = world.school("kompas"), world.school("ver", self.theirs)
        for school, people in ((self.goes, 3), (self.stays, 2), (self.other, 1)):
            world.staff(school, people)
            draft = NewAssignment(COURSE, school.id, None, None, TODAY, school.code)
            giving.assign(world.actor(Role.TRAINER), draft, at_noon(TODAY), TODAY)

    def moves(self, *schools: School) -> None:
        for school in schools:
            facts = SchoolFacts(f"{school.name} 2", self.theirs.id, school.sector, school.region)
            organising.change_school(school.id, facts, DeedMoment(at_noon(LATER)))
        organising.rename_board(self.ours.id, "Anders", DeedMoment(at_noon(LATER)))
        self.world.session.expire_all()

    def readers(self, role: Role) -> list[tuple[Actor, str]]:
        """Of each board, and of both: with a board and without."""
        found = []
        for board in (self.ours, self.theirs):
            actor = self.world.actor(role, board=board)
            found += [(actor, ""), (actor, board.code)]
        return [*found, (self.world.actor(role), self.ours.code)]


@pytest.fixture
def boards(session: Any) -> TwoBoards:
    return TwoBoards(World(session, TODAY))


def people(actor: Actor, moment: AsOf, **chosen: Any) -> list[ListedPerson]:
    """A file of them, without whether there is a page of each school."""
    asked = BesideFilter(**chosen)
    schools = overview.schools_asked(actor, asked, moment.day)
    rows = whole_list.page_after(actor, moment, asked, schools, None)
    assert len(rows) == overview.people_beside(actor, moment, asked, limit=9).total
    return [replace(one, opens=True) for one in rows]


def figures(actor: Actor, moment: AsOf, board: str = "") -> list[SchoolBeside]:
    found = overview.schools_beside(actor, moment, (), board=board)
    return [replace(one, opens=True) for one in found]


def codes(found: Sequence[Any]) -> list[str]:
    return [one.code for one in found]


@pytest.mark.parametrize("role", [Role.MANAGER, Role.TRAINER])
def test_a_list_of_an_earlier_day_has_the_schools_that_a_board_had_then(
    boards: TwoBoards, role: Role
) -> None:
    readers = boards.readers(role)
    that_day = replace(THEN, today=TODAY)
    files = [people(actor, that_day, board=board) for actor, board in readers]
    tables = [figures(actor, that_day, board) for actor, board in readers]
    parts = [schools_then.part_of_schools(actor, that_day, limit=9) for actor, _ in readers]
    assert list(map(len, files)) == [5, 5, 1, 1, 5]
    boards.moves(boards.goes)
    assert [people(actor, THEN, board=board) for actor, board in readers] == files
    assert [figures(actor, THEN, board) for actor, board in readers] == tables
    names = [[(one.name, one.board) for one in part.rows] for part in parts]
    again = [schools_then.part_of_schools(actor, THEN, limit=9) for actor, _ in readers]
    assert [[(one.name, one.board) for one in part.rows] for part in again] == names
    assert [len(people(actor, NOW, board=board)) for actor, board in readers] == [2, 2, 4, 4, 2]
    ours, theirs = readers[0][0], readers[2][0]
    assert codes(figures(ours, NOW)) == ["kompas"]
    assert codes(figures(theirs, NOW)) == ["regenboog", "ver"]


def test_a_school_that_went_elsewhere_has_no_page_and_is_asked_by_who_has_it_now(
    boards: TwoBoards,
) -> None:
    readers = boards.readers(Role.MANAGER)
    ours, theirs = readers[0][0], readers[2][0]
    boards.moves(boards.goes)
    found = overview.schools_beside(ours, THEN, ())
    assert [(one.code, one.opens) for one in found] == [("kompas", True), ("regenboog", False)]
    part = overview.people_beside(ours, THEN, BesideFilter(school="regenboog"), limit=9)
    assert [one.opens for one in part.rows] == [False] * 3
    assert people(ours, NOW, school="regenboog") == []
    assert len(people(theirs, THEN, school="regenboog")) == 3
    assert people(theirs, THEN, school="kompas") == []
    assert people(ours, THEN, school="ver") == []


def test_the_boards_to_choose_are_those_of_the_day_by_the_name_of_then(boards: TwoBoards) -> None:
    manager = boards.world.actor(Role.MANAGER, board=boards.ours)
    boards.moves(boards.goes, boards.stays)
    mine = (boards.ours.code, "Stichting Voorbeeld")
    assert schools_then.boards_of(manager, TODAY) == [mine]
    assert schools_then.boards_of(manager, LATER) == []
    assert mine in schools_then.boards_of(boards.world.actor(Role.TRAINER), TODAY)
    asked = {boards.ours.code, boards.theirs.code}
    assert schools_then.boards_called(manager, asked) == {boards.ours.code: "Anders"}
    assert set(schools_then.boards_called(boards.world.actor(Role.TRAINER), asked)) == asked


def test_a_school_that_went_up_in_another_is_there_then_and_for_who_looks_for_it(
    boards: TwoBoards,
) -> None:
    reader = boards.readers(Role.MANAGER)[0][0]
    merging.merge_schools(boards.goes.id, boards.stays.id, DeedMoment(at_noon(LATER)))

    def listed(moment: AsOf, words: str = "") -> list[str]:
        return codes(schools_then.part_of_schools(reader, moment, words, limit=9).rows)

    assert listed(NOW) == ["kompas"]
    assert listed(THEN) == ["kompas", "regenboog"]
    assert listed(NOW, "regenboog") == listed(THEN, "regenboog") == ["regenboog"]
    assert codes(figures(reader, NOW)) == ["kompas"]


def test_a_school_is_asked_by_who_sees_it_then_or_today(boards: TwoBoards) -> None:
    ours, theirs = (boards.readers(Role.MANAGER)[place][0] for place in (0, 2))
    boards.moves(boards.goes)

    def asked(actor: Actor, day: date, school: str) -> list[int]:
        return schools_then.asked_schools(actor, day, school=school)

    goes = [boards.goes.id]
    assert asked(ours, TODAY, "regenboog") == asked(theirs, TODAY, "regenboog") == goes
    assert asked(ours, LATER, "regenboog") == []
    assert asked(theirs, LATER, "regenboog") == goes
    assert asked(ours, TODAY, "ver") == asked(ours, LATER, "ver") == []


def test_names_are_told_of_what_was_asked_and_seen(boards: TwoBoards) -> None:
    boards.moves(boards.goes)
    assert schools_then.names_on([boards.goes.id], TODAY) == {boards.goes.id: "De Regenboog"}
    assert schools_then.names_on([boards.goes.id], LATER) == {boards.goes.id: "De Regenboog 2"}
    here = boards.world.actor(Role.MANAGER, boards.stays)
    everybody = ["kompas", "regenboog", "ver"]
    assert schools_then.schools_called(here, everybody) == {"kompas": "De Kompas"}
    assert schools_then.schools_called(here, everybody[1:]) == {}
    whole = boards.world.actor(Role.MANAGER, board=boards.theirs)
    assert schools_then.schools_called(whole, ["ver"]) == {"ver": "De Ver"}
    known = [boards.ours.code, boards.theirs.code]
    assert list(schools_then.boards_called(here, known)) == [boards.ours.code]
    assert list(schools_then.boards_called(whole, known)) == [boards.theirs.code]
    assert (
        list(schools_then.boards_called(boards.world.actor(Role.MANAGER), known[:1])) == known[:1]
    )


def test_a_board_that_is_corrected_later_changes_no_list_of_a_day_before(
    boards: TwoBoards,
) -> None:
    theirs = boards.world.actor(Role.TRAINER, board=boards.theirs)
    boards.moves(boards.goes)
    before = people(theirs, THEN)
    known = boards.world.session.query(SchoolDetails).filter_by(replaced_at=None)
    row = known.filter_by(school_id=boards.goes.id, board_id=boards.ours.id).one()
    next_day = DeedMoment(at_noon(LATER + timedelta(days=1)))
    dated.correct(SchoolDetails, {row.id: {"board_id": boards.theirs.id}}, next_day)
    assert people(theirs, THEN) == before


def test_the_figures_of_last_night_stand_under_the_names_of_that_day(boards: TwoBoards) -> None:
    schools = [boards.goes.id, boards.stays.id]
    counted = summaries.count(schools, COURSE, TODAY)
    summaries.keep(COURSE, TODAY, counted, at_noon(TODAY))
    trainer = boards.world.actor(Role.TRAINER)

    def told() -> list[tuple[str, str]]:
        found = summaries.by_school(trainer, COURSE, "regenboog", "name", limit=9, offset=0)
        return [(one.name, one.board) for one in found]

    assert told() == [("De Regenboog", "Stichting Voorbeeld")]
    boards.moves(boards.goes)
    assert told() == [("De Regenboog", "Stichting Voorbeeld")]
