"""A school, a board or a team gets another name: reports of earlier days keep that of then; and two
become one.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from course.domain.people.roles import Role
from course.models import (
    Board,
    Membership,
    RoleGrant,
    School,
    SchoolDetails,
    Team,
    TeamDetails,
)
from course.store.dated import holds_on
from course.store.duties.people_list import PeopleFilter, people_rows
from course.store.duties.reach import AsOf
from course.store.people import deeds, merging, naming, organising
from course.store.people.organising import SchoolFacts
from tests.store.courses.test_publishing import COURSE, at
from tests.store.duties.test_cycles import School as Given


class Houses:
    """A school with a team, in which one person owes a course."""

    def __init__(self, session: Any) -> None:
        self.session, self.given = session, Given(session)
        self.school, self.world = self.given.school, self.given.pupils.world
        self.team = self.world.team(self.school, "Onderbouw")
        self.other = self.world.team(self.school, "Bovenbouw")
        self.who = self.given.pupils.people["Klaar"]
        self.move(self.team)

    def move(self, team: Team) -> None:
        place = deeds.Workplace(self.who.id, team.id)
        deeds.move_team(self.school.id, [place], at(-2))

    def links(self, school: School) -> list[Membership]:
        query = self.session.query(Membership).filter_by(school_id=school.id)
        return list(query.filter(holds_on(Membership, at(30).today)))

    def team_on(self, day: int, seen: int = 30) -> str | None:
        moment = AsOf(COURSE, at(day).today, at(seen).today)
        (row,) = people_rows(self.given.reach, moment, PeopleFilter())
        return row.team


@pytest.fixture
def houses(session: Any) -> Houses:
    return Houses(session)


def test_a_report_says_what_a_team_was_called_that_day(houses: Houses) -> None:
    assert organising.rename_team(houses.school.id, houses.team.id, "Groep 1 en 2", at(5))
    assert houses.team_on(4) == "Onderbouw"
    assert houses.team_on(5) == "Groep 1 en 2"
    assert organising.rename_team(houses.school.id, houses.team.id, "Kleuters", at(9))
    assert [houses.team_on(day) for day in (4, 8, 9)] == ["Onderbouw", "Groep 1 en 2", "Kleuters"]
    houses.session.refresh(houses.team)
    assert houses.team.name == "Kleuters"


def test_two_names_on_one_day_leave_the_last(houses: Houses) -> None:
    for name in ("Eerst", "Toen"):
        assert organising.rename_team(houses.school.id, houses.team.id, name, at(5))
    assert [houses.team_on(day) for day in (4, 5)] == ["Onderbouw", "Toen"]


def test_a_name_that_is_taken_is_refused(houses: Houses) -> None:
    assert not organising.rename_team(houses.school.id, houses.team.id, "Bovenbouw", at(5))
    assert organising.rename_team(houses.school.id, houses.team.id, "Onderbouw", at(5))
    elsewhere = houses.world.team(houses.world.school("verweg"), "Ver weg")
    assert not organising.rename_team(houses.school.id, elsewhere.id, "Nieuw", at(5))
    rows = houses.session.query(TeamDetails).filter_by(team_id=elsewhere.id)
    assert rows.count() == 0


def test_a_school_and_a_board_are_called_what_they_were_called(houses: Houses) -> None:
    school, board = houses.school, houses.world.board
    old = school.name
    facts = SchoolFacts("De Nieuwe Naam", school.board_id, school.sector, school.region)
    organising.change_school(school.id, facts, at(5))
    organising.rename_board(board.id, "Stichting Nieuw", at(5))

    def names(day: int) -> str | None:
        return naming.school_names_on([school.id], at(day).today).get(school.id)

    assert (names(4), names(5)) == (old, "De Nieuwe Naam")
    houses.session.expire_all()
    assert houses.session.get(School, school.id).name == "De Nieuwe Naam"
    assert houses.session.get(Board, board.id).name == "Stichting Nieuw"


def test_what_never_changed_has_no_rows(houses: Houses) -> None:
    assert naming.school_names_on([houses.school.id], date(2026, 3, 1)) == {}


def test_two_teams_become_one(houses: Houses) -> None:
    assert merging.merge_teams(houses.school.id, houses.team.id, houses.other.id, at(5)) == 1
    assert (houses.team_on(4), houses.team_on(5)) == ("Onderbouw", "Bovenbouw")
    assert merging.merge_teams(houses.school.id, houses.team.id, houses.other.id, at(6)) == 0
    assert merging.merge_teams(houses.school.id, houses.other.id, houses.other.id, at(6)) == 0


def test_two_schools_become_one_with_their_roles(houses: Houses) -> None:
    into = houses.world.school("samen", houses.world.board)
    both = houses.world.person("Op Beide")
    houses.world.works(both, houses.school)
    houses.world.works(both, into)
    houses.world.grant(houses.who, Role.MANAGER, houses.school)
    assert merging.merge_schools(houses.school.id, into.id, at(5)) == 1
    here = {row.person_id for row in houses.links(houses.school)}
    there = {row.person_id for row in houses.links(into)}
    assert houses.who.id not in here
    assert both.id not in here
    assert {houses.who.id, both.id} <= there
    roles = houses.session.query(RoleGrant).filter_by(person_id=houses.who.id)
    now = roles.filter(holds_on(RoleGrant, at(5).today))
    assert [(row.role, row.school_id) for row in now] == [("manager", into.id)]
    assert houses.team_on(4) == "Onderbouw", "what was, was"
    assert merging.merge_schools(houses.school.id, into.id, at(6)) == 0


def test_what_is_written_down_is_of_that_school_as_it_was_known_then(houses: Houses) -> None:
    """Another school of the board, with another kind, is described too, and earlier."""
    session, school = houses.session, houses.school
    old = school.name
    other = houses.world.school("ander")
    told = SchoolFacts("De Ander", other.board_id, "vo", "zuid")
    organising.change_school(other.id, told, at(3))
    facts = SchoolFacts("De Nieuwe Naam", school.board_id, "so", "noord")
    organising.change_school(school.id, facts, at(5))
    again = replace(facts, name="De Nieuwste Naam")
    organising.change_school(school.id, again, at(9))
    assert (school.name, school.sector, school.region) == ("De Nieuwste Naam", "so", "noord")
    held = session.query(SchoolDetails).filter_by(school_id=school.id, replaced_at=None)
    rows = [
        (row.name, row.sector, row.region, row.starts_on, row.ends_on)
        for row in held.order_by(SchoolDetails.starts_on)
    ]
    assert rows == [
        (old, "po", "midden", date(1900, 1, 1), at(4).today),
        ("De Nieuwe Naam", "so", "noord", at(5).today, at(8).today),
        ("De Nieuwste Naam", "so", "noord", at(9).today, None),
    ]
    both = [school.id, other.id]
    names = [naming.school_names_on(both, at(day).today) for day in (4, 5, 8, 9)]
    assert [one[school.id] for one in names] == [
        old,
        *["De Nieuwe Naam"] * 2,
        "De Nieuwste Naam",
    ]
    assert naming.school_names_on([other.id], at(9).today) == {other.id: "De Ander"}
