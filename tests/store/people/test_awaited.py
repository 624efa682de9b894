"""A place on a list that stands for nobody yet, and what the lists of a school call their columns."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from course.models import AwaitedPerson, Membership, Person, School
from course.store.dated import DeedMoment
from course.store.people import joining, list_words
from course.store.people.joining import JoinQuestion
from course.store.people.list_words import NewListWord, WordKind
from tests.staff import World, at_noon

TODAY = date(2026, 3, 12)
DAY = timedelta(days=1)
ADDRESS = "iris@elders.example"


def at(days: int = 0) -> DeedMoment:
    return DeedMoment(at_noon(TODAY + days * DAY))


class Case:
    """Iris works at a school of another board; at two schools here a place waits for her."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.here, self.beside = world.school("regenboog"), world.school("kompas")
        self.team = world.team(self.here, "Bovenbouw")
        self.iris = world.person("Iris Jol", ADDRESS)
        world.works(self.iris, world.school("ver", world.other_board()))
        self.place = world.person("Iris Jol", "plaats@hier.example")
        world.works(self.place, self.here, self.team, number="P1")
        world.works(self.place, self.beside, ends_on=TODAY + 9 * DAY)
        world.works(self.place, world.school("was"), ends_on=TODAY - DAY)
        joining.keep([(self.place.id, ADDRESS)], at())

    def asked(self, days: int = 0) -> JoinQuestion | None:
        return joining.question(self.place.id, at(days))

    def works(self, who: Person, school: School, days: int = 0) -> list[tuple[Any, ...]]:
        on = TODAY + days * DAY
        query = self.world.session.query(Membership).filter_by(person_id=who.id, replaced_at=None)
        rows = query.filter(Membership.school_id == school.id).order_by(Membership.id)
        return [
            (row.team_id, row.staff_number, row.ends_on)
            for row in rows
            if row.starts_on <= on and (row.ends_on is None or row.ends_on >= on)
        ]


@pytest.fixture
def case(session: Any) -> Case:
    return Case(World(session, TODAY))


def test_who_has_the_address_is_asked_for_the_schools_of_today_and_later(case: Case) -> None:
    name, schools = case.iris.name, (case.beside.name, case.here.name)
    assert case.asked() == JoinQuestion(case.place.id, name, schools)
    assert case.asked(10) == JoinQuestion(case.place.id, name, schools[1:])
    assert joining.question(case.iris.id, at()) is None
    assert [joining.waits(one.id) for one in (case.place, case.iris)] == [True, False]
    case.iris.blocked_at = at_noon(TODAY)
    case.world.session.flush()
    assert case.asked() is None
    assert joining.accept(case.place.id, at()) is None


def test_a_place_for_an_address_that_nobody_has_asks_nothing(case: Case) -> None:
    other = case.world.person()
    joining.keep([(other.id, "niemand@elders.example")], at())
    assert joining.question(other.id, at()) is None
    assert joining.accept(other.id, at()) is None
    assert joining.waits(other.id)


def test_of_two_places_only_the_one_of_who_says_yes_is_taken(case: Case) -> None:
    other = case.world.person()
    case.world.works(other, case.here)
    joining.keep([(other.id, "iemand@elders.example")], at())

    def empty() -> set[int]:
        found = case.world.session.query(Person.id).filter(joining.is_empty())
        return {one for (one,) in found} & {case.place.id, other.id}

    assert empty() == set(), "who is waited for is shown"
    assert joining.accept(case.place.id, at(1)) == case.iris.id
    assert empty() == {case.place.id}
    row = case.world.session.query(AwaitedPerson).filter_by(person_id=other.id).one()
    case.world.session.refresh(row)
    assert (row.became_id, row.answered_at) == (None, None)


def test_yes_takes_the_places_as_they_stand_once(case: Case) -> None:
    assert joining.accept(case.place.id, at(1)) == case.iris.id
    assert joining.accept(case.place.id, at(1)) is None
    assert case.works(case.iris, case.here, 1) == [(case.team.id, "P1", None)]
    assert case.works(case.iris, case.beside, 1) == [(None, None, TODAY + 9 * DAY)]
    assert case.works(case.place, case.here, 1) == case.works(case.place, case.beside, 1) == []
    assert case.works(case.place, case.here) == [(case.team.id, "P1", TODAY)]
    assert case.asked(1) is None
    row = case.world.session.query(AwaitedPerson).filter_by(person_id=case.place.id).one()
    case.world.session.refresh(row)
    assert (row.became_id, row.answered_at) == (case.iris.id, at(1).now)
    found = case.world.session.query(Person.id).filter(joining.is_empty())
    assert [id_ for (id_,) in found if id_ in (case.place.id, case.iris.id)] == [case.place.id]


# What lists call their columns


def test_words_are_of_one_school_and_one_kind_and_the_last_meaning_counts(case: Case) -> None:
    column, function = WordKind.COLUMN, WordKind.FUNCTION
    words = [
        NewListWord(column, "roepnaam", "Roepnaam", "first"),
        NewListWord(function, "juf", "Juf", "teaching"),
        NewListWord(column, "achternaam", "A" * 300, "last"),
        NewListWord(column, "", "Leeg", "first"),
        NewListWord(column, "x" * 200, "Lang", ""),
        NewListWord(column, "y" * 201, "Langer", ""),
    ]
    list_words.remember(case.here.id, words)
    list_words.remember(case.beside.id, [NewListWord(column, "roepnaam", "Roepnaam", "")])
    list_words.remember(case.here.id, [NewListWord(column, "roepnaam", "Naam", "last")])
    meant = {"achternaam": "last", "roepnaam": "last", "x" * 200: ""}
    assert list_words.meanings(case.here.id, column) == meant
    assert list_words.meanings(case.here.id, function) == {"juf": "teaching"}
    assert list_words.meanings(case.beside.id, column) == {"roepnaam": ""}
    rows = list_words.words_of(case.here.id)
    assert [(one.about, one.word) for one in rows] == [
        (column, "achternaam"),
        (column, "roepnaam"),
        (column, "x" * 200),
        (function, "juf"),
    ]
    assert (rows[0].name, rows[1].name) == ("A" * 200, "Naam")


def test_a_word_is_forgotten_at_its_own_school(case: Case) -> None:
    for school in (case.here, case.beside):
        list_words.remember(school.id, [NewListWord(WordKind.COLUMN, "naam", "Naam", "name")])
    (mine,) = list_words.words_of(case.here.id)
    list_words.forget(case.beside.id, mine.id)
    assert list_words.words_of(case.here.id) == [mine]
    list_words.forget(case.here.id, mine.id)
    assert list_words.words_of(case.here.id) == []
    assert len(list_words.words_of(case.beside.id)) == 1
