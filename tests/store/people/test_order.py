"""People stand in one order, whichever database they are in: that of Python, and that of Dutch
lists.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import func, inspect, select

from course.domain.people.roles import Role
from course.models import Person, PersonDetails, db
from course.store.dated import DeedMoment
from course.store.people import accounts, directory
from course.store.people.accounts import FullName
from course.text.names import sort_name
from tests.staff import World

TODAY = date(2026, 3, 12)
NOW = DeedMoment(datetime(2026, 3, 12, 10, tzinfo=UTC))
IN_ORDER = [
    "Gabriele d'Ancona",
    "Zoë van den Berg",
    "Anna Berg-Smit",
    "Cor Bergman",
    "Ad de Boer",
    "Willem 's-Gravesande",
    "Els Jansen",
    "Els Jansen - de Vries",
    "Els Janssen-van den Berg",
    "Do Anh Nguyen",
    "Seán O'Brien",
    "Ömer Öztürk",
    "VAN DER PAS",
    "Łukasz van Zanten",
    "Ben Jan Zwart",
]
ODD = [
    "1-2 Groep",
    "10 Jansen",
    "9 Jansen",
    "Ææ Ø",
    "王 小明",
    "Иван Ильин",
    "🙂 Lach",
    "ß ẞ",
    "a_b c%d",
]


@pytest.fixture
def world(session: Any) -> World:
    return World(session, TODAY)


def test_the_database_sorts_as_python_does_and_as_dutch_lists_do(world: World) -> None:
    school = world.school("regenboog")
    for number, name in enumerate(reversed([*IN_ORDER, *ODD])):
        world.works(world.person(name, f"p{number}@a.nl"), school)
    actor = world.actor(Role.ADMINISTRATOR, school)
    found = [one.name for one in directory.search(actor, TODAY, "", "regenboog").rows]
    assert [name for name in found if name in IN_ORDER] == IN_ORDER
    assert found == sorted(found, key=sort_name)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)  # SQLite has one order only
def test_what_sorts_people_has_one_order_on_every_server(session: Any) -> None:
    for table in ("person", "person_details"):
        columns = {one["name"]: one["type"] for one in inspect(db.engine).get_columns(table)}
        assert getattr(columns["sort_name"], "collation", None) == "C"


@pytest.mark.parametrize(
    "typed", ["d'ancona", "Ancona", "gabriele D’Ancona", "ancona, gabriele", "ANCONA d"]
)
def test_a_name_is_found_however_its_marks_are_typed(world: World, typed: str) -> None:
    school = world.school("regenboog")
    for number, name in enumerate(IN_ORDER):
        world.works(world.person(name, f"p{number}@a.nl"), school)
    actor = world.actor(Role.ADMINISTRATOR, school)
    found = directory.search(actor, TODAY, typed)
    assert [one.name for one in found.rows] == ["Gabriele d'Ancona"]


def test_who_chose_a_name_is_found_by_both_and_may_go_back(world: World) -> None:
    school = world.school("regenboog")
    sam = world.person("Eleonora Jansen", "sam@a.nl")
    world.works(sam, school)
    actor = world.actor(Role.ADMINISTRATOR, school)
    for name in ("Sam Visser", "Sam de Visser"):
        accounts.choose_name(sam.id, FullName(name, sort_name(name)), NOW)
    for typed in ("Eleonora", "visser"):
        found = directory.search(actor, TODAY, typed)
        assert [one.name for one in found.rows] == ["Sam de Visser"], typed
    assert accounts.listed_name(sam.id) == "Eleonora Jansen"
    accounts.drop_choice(sam.id, FullName("Eleonora Jansen", "jansen, eleonora"), NOW)
    assert (sam.name, sam.listed_name) == ("Eleonora Jansen", None)
    last = select(func.count()).where(
        PersonDetails.person_id == sam.id,
        PersonDetails.replaced_at.is_(None),
        PersonDetails.ends_on.is_(None),
        PersonDetails.name == Person.name,
        Person.id == sam.id,
    )
    assert world.session.scalar(last) == 1
