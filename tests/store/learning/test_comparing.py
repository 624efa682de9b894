"""Totals over colleagues: only this school, today, others, their first settled response, and ten of
them.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from course.models import Attempt, Enrolment, Person, School, Sitting
from course.store.learning import comparing
from tests.staff import COURSE, World, at_noon
from tests.store.statements import heard

TODAY = date(2026, 3, 12)
PLACE = ("rol", "oefening")
NUMBER = iter(range(10**6))


@pytest.fixture
def world(session: Any) -> World:
    return World(session, TODAY)


def enrol(world: World, person: Person, course: str = COURSE, cycle: int = 1) -> Enrolment:
    row = Enrolment(
        person_id=person.id,
        course=course,
        cycle=cycle,
        release=world.release,
        enrolled_at=at_noon(TODAY),
    )
    enrolment: Enrolment = world.add(row)
    return enrolment


def answered(world: World, enrolment: Enrolment, *response: str, **changes: Any) -> None:
    values = {
        "enrolment_id": enrolment.id,
        "release": world.release,
        "module": PLACE[0],
        "lesson": PLACE[1],
        "item": "kaarten",
        "response": list(response),
        "earned": 1,
        "possible": 2,
        "settled": True,
        "submission": f"inzending-{next(NUMBER):08}",
        "submitted_at": at_noon(TODAY),
    }
    world.add(Attempt(**{**values, **changes}))


def totals(school: School, reader: Person) -> list[tuple[tuple[str, ...], int]]:
    return comparing.colleagues_answers(school.id, reader.id, COURSE, PLACE, TODAY).get(
        "kaarten", []
    )


def test_nine_colleagues_give_nothing_and_ten_give_totals(world: World) -> None:
    school = world.school("regenboog")
    reader, *staff = world.staff(school, 11)
    answered(world, enrol(world, reader), "a=Valkuil")
    for number, person in enumerate(staff[:9]):
        answered(world, enrol(world, person), "a=Voordeel" if number else "a=é")
    assert totals(school, reader) == []
    answered(world, enrol(world, staff[9]), "a=Voordeel")
    assert totals(school, reader) == [(("a=Voordeel",), 9), (("a=é",), 1)]


def test_each_person_counts_once_with_the_first_settled_response(world: World) -> None:
    school = world.school("regenboog")
    reader, *staff = world.staff(school, 11)
    for person in staff:
        enrolment = enrol(world, person)
        answered(world, enrolment, "a=te-vroeg", settled=False)
        answered(world, enrolment, "a=eerst")
        answered(world, enrolment, "a=later")
        answered(world, enrol(world, person, cycle=2), "a=volgende-ronde")
    assert totals(school, reader) == [(("a=eerst",), 10)]


def test_others_places_and_former_colleagues_do_not_count(world: World) -> None:
    school, other = world.school("regenboog"), world.school("kompas")
    reader, *staff = world.staff(school, 10)
    for person in staff:
        answered(world, enrol(world, person), "a=x")
    for person in world.staff(other, 3):
        answered(world, enrol(world, person), "a=x")
    left = world.person()
    world.works(left, school, ends_on=TODAY - timedelta(days=1))
    answered(world, enrol(world, left), "a=x")
    elsewhere = enrol(world, world.staff(school, 1)[0])
    answered(world, elsewhere, "a=x", item="andere-kaarten")
    answered(world, elsewhere, "a=x", lesson="oefening-2")
    answered(world, elsewhere, "a=x", module="delen")
    place = {"module": PLACE[0], "lesson": PLACE[1], "items": ["kaarten"]}
    sat = Sitting(enrolment_id=elsewhere.id, opened_at=at_noon(TODAY), **place)
    answered(world, elsewhere, "a=x", sitting_id=world.add(sat).id)
    answered(world, enrol(world, world.staff(school, 1)[0], course="andere-cursus"), "a=x")
    assert totals(school, reader) == []
    answered(world, elsewhere, "a=x")
    assert totals(school, reader) == [(("a=x",), 10)]


def test_it_is_one_statement_that_names_nobody(world: World) -> None:
    school = world.school("regenboog")
    reader = world.staff(school, 1)[0]
    with heard() as asked:
        totals(school, reader)
    ((statement, _),) = asked
    columns = statement.partition("FROM")[0]
    assert "person" not in columns
    assert "enrolment" not in columns
