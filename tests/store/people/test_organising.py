"""Boards, schools and teams as an administrator sees and changes them: only their own, and of two
that look alike each keeps what is its own.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from course.domain.people.roles import Grant, Role
from course.models import AuditEntry, Board, BoardDetails, School, SchoolDetails, Team
from course.store.dated import DeedMoment
from course.store.people import merging, organising
from course.store.people.organising import SchoolAtWork, SchoolFacts
from tests.staff import World, at_noon

TODAY = date(2026, 11, 2)
YESTERDAY = TODAY - timedelta(days=1)
MOMENT = DeedMoment(at_noon(TODAY))


@pytest.fixture
def world(session: Any) -> World:
    return World(session, TODAY)


def facts_of(school: School, **changes: Any) -> SchoolFacts:
    names = ("name", "board_id", "sector", "region")
    return SchoolFacts(**{name: getattr(school, name) for name in names} | changes)


def noted(world: World) -> list[tuple[str, int | None, int | None]]:
    rows = world.session.query(AuditEntry).filter(AuditEntry.at == MOMENT.now)
    return [(one.action, one.school_id, one.board_id) for one in rows.order_by(AuditEntry.id)]


def test_a_school_in_a_list_says_who_works_there_and_leads_it_today(world: World) -> None:
    here, beside = world.school("regenboog"), world.school("kompas")
    away = world.school("ver", world.other_board())
    team = world.team(here, "Onderbouw")
    world.team(here, "Bovenbouw")
    world.team(beside, "Onderbouw")
    people = world.staff(here, 3, team)
    world.works(world.person(), here, ends_on=YESTERDAY)
    world.staff(beside, 1)
    lead = world.person()
    for place in (here, world.board, None):
        world.grant(lead, Role.MANAGER, *places_of(place))
    world.grant(people[1], Role.MANAGER, here)
    world.grant(people[2], Role.MANAGER, here, ends_on=YESTERDAY)
    world.grant(people[2], Role.TRAINER, here)
    world.grant(world.person(), Role.MANAGER, board=world.board)
    world.grant(world.person(), Role.MANAGER, away)

    def counted(code: str) -> tuple[int, int, int]:
        found = organising.school_at_work(world.actor(Role.ADMINISTRATOR), code, TODAY)
        assert found is not None
        return found.people, found.teams, found.managers

    assert counted("regenboog") == (3, 2, 3)
    assert counted("kompas") == (1, 1, 2), "of the board, and everywhere"
    assert counted("ver") == (0, 0, 2)


def places_of(place: School | Board | None) -> tuple[School | None, Board | None]:
    is_school = isinstance(place, School)
    return (place, None) if is_school else (None, place)  # type: ignore[return-value]


def test_schools_are_found_within_reach_by_all_their_words(world: World) -> None:
    theirs = world.other_board()
    first, second = world.school("regenboog"), world.school("kompas")
    world.school("ver", theirs)
    everywhere = world.actor(Role.ADMINISTRATOR)
    ours = world.actor(Role.ADMINISTRATOR, board=world.board)
    one = world.actor(Role.ADMINISTRATOR, first)
    trainer = world.actor(Role.TRAINER)

    def codes(actor: Any, words: str = "", **part: int) -> tuple[list[str], int]:
        found = organising.search_schools(actor, TODAY, words, **{"limit": 9, **part})
        return [school.code for school in found.rows], found.total

    assert codes(ours) == (["kompas", "regenboog"], 2)
    assert codes(ours, limit=1, offset=1) == (["regenboog"], 2)
    assert codes(one) == (["regenboog"], 1)
    assert codes(trainer) == ([], 0)
    assert codes(everywhere, "boog") == codes(everywhere, "Voorbeeld boog") == (["regenboog"], 1)
    assert codes(everywhere, "kompas boog") == ([], 0)
    seen = organising.school_at_work(one, "regenboog", TODAY)
    assert isinstance(seen, SchoolAtWork)
    assert (seen.name, seen.sector, seen.region) == (first.name, "po", "midden")
    assert (seen.board_id, seen.board_code) == (world.board.id, world.board.code)
    assert organising.school_at_work(one, "kompas", TODAY) is None
    assert organising.school_at_work(everywhere, "weg", TODAY) is None
    merging.merge_schools(second.id, first.id, MOMENT)
    assert codes(ours) == (["regenboog"], 1), "what went up is not listed"
    assert codes(ours, "kompas") == (["kompas"], 1), "but who looks for it finds it"


def test_the_boards_of_an_administrator_are_those_whose_every_school_is_theirs(
    world: World,
) -> None:
    theirs = world.other_board()
    theirs.name = "Aa Stichting"
    world.session.flush()
    school = world.school("regenboog")
    read = organising.boards_in_scope
    assert [one.id for one in read(world.actor(Role.ADMINISTRATOR, board=theirs))] == [theirs.id]
    assert read(world.actor(Role.ADMINISTRATOR, school)) == []
    assert read(world.actor(Role.TRAINER, board=theirs)) == []
    found = [one.code for one in read(world.actor(Role.ADMINISTRATOR))]
    assert found.index(theirs.code) < found.index(world.board.code), "by name"
    for extra in (Grant(Role.TRAINER, None, None), Grant(Role.MANAGER, None, world.board.id)):
        both = world.actor(Role.ADMINISTRATOR, board=theirs)
        both = replace(both, grants=(*both.grants, extra))
        assert [one.id for one in read(both)] == [theirs.id], "training or leading keeps none"
        assert organising.school_at_work(both, "regenboog", TODAY) is None
    here = organising.board_by_code(theirs.code)
    assert here is not None
    assert (here.id, here.name) == (theirs.id, "Aa Stichting")
    assert organising.board_by_code("weg") is None
    assert organising.board_of_school(school.id).id == world.board.id


def test_a_code_and_a_name_are_given_once(world: World) -> None:
    school, other = world.school("regenboog"), world.school("kompas")
    board = organising.open_board("nieuw", "Stichting Nieuw")
    assert board is not None
    assert organising.open_board("nieuw", "Een andere") is None
    made = organising.open_school("tak", SchoolFacts("De Tak", board, "vo", "noord"))
    assert made is not None
    assert organising.open_school("tak", SchoolFacts("Anders", board, "vo", "noord")) is None
    kept = world.session.get(School, made)
    assert (kept.code, kept.name, kept.board_id) == ("tak", "De Tak", board)
    assert (kept.sector, kept.region, kept.entry_test) == ("vo", "noord", False)
    assert organising.taken(Board, "nieuw")
    assert not organising.taken(School, "nieuw")
    assert organising.taken(School, "tak")
    assert organising.open_team(school.id, "Onderbouw")
    assert not organising.open_team(school.id, "Onderbouw")
    assert organising.open_team(other.id, "Onderbouw"), "another school has its own"
    assert world.session.query(Team).filter_by(name="Onderbouw", school_id=school.id).count() == 1


def test_what_a_school_already_is_changes_nothing_and_what_it_becomes_is_noted(
    world: World,
) -> None:
    school, theirs = world.school("regenboog"), world.other_board()
    beside = world.school("kompas")
    organising.change_school(school.id, facts_of(school), MOMENT)
    assert noted(world) == []
    assert world.session.query(SchoolDetails).count() == 0
    organising.change_school(school.id, facts_of(school, name="De Tak", region="zuid"), MOMENT)
    organising.change_school(
        school.id, facts_of(school, name="De Tak", region="zuid", board_id=theirs.id), MOMENT
    )
    assert noted(world) == [("school-changed", school.id, None), ("school-moved", school.id, None)]
    world.session.expire_all()
    assert (school.name, school.region, school.board_id) == ("De Tak", "zuid", theirs.id)
    assert (beside.name, beside.board_id) == ("De Kompas", world.board.id)


def test_a_board_that_is_called_so_already_is_not_renamed(world: World) -> None:
    name, other = world.board.name, world.other_board()
    organising.rename_board(world.board.id, name, MOMENT)
    assert noted(world) == []
    assert world.session.query(BoardDetails).count() == 0
    organising.rename_board(world.board.id, "Anders", MOMENT)
    assert noted(world) == [("board-renamed", None, world.board.id)]
    world.session.expire_all()
    assert (world.board.name, other.name) == ("Anders", name)
    organising.rename_board(world.board.id, "Anders", MOMENT)
    assert len(noted(world)) == 1
    organising.rename_board(world.board.id, name, MOMENT)
    assert len(noted(world)) == 2, "another board may be called so too"


def test_a_team_is_renamed_at_its_own_school_alone(world: World) -> None:
    here, there = world.school("regenboog"), world.school("kompas")
    team, beside = world.team(here, "Onderbouw"), world.team(there, "Kleuters")
    assert organising.rename_team(here.id, team.id, "Onderbouw", MOMENT)
    assert noted(world) == [], "it is called so already"
    assert not organising.rename_team(there.id, team.id, "Midden", MOMENT)
    assert not organising.rename_team(here.id, beside.id, "Onderbouw", MOMENT)
    assert organising.rename_team(here.id, team.id, "Kleuters", MOMENT), "taken elsewhere only"
    assert noted(world) == [("team-renamed", here.id, None)]
    world.session.expire_all()
    assert (team.name, beside.name) == ("Kleuters", "Kleuters")
