"""Deeds write past the session, so what it had read before is read again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from course.models import Membership, Person
from course.store.dated import DeedMoment
from course.store.people import accounts, deeds
from course.store.people.accounts import FullName
from course.store.people.deeds import Workplace
from tests.staff import World, at_noon

TODAY = date(2026, 3, 12)
MOMENT = DeedMoment(at_noon(TODAY))


def test_who_was_read_before_a_deed_is_as_the_deed_left_them(session: Any) -> None:
    world = World(session, TODAY)
    school, ada = world.school("regenboog"), world.person("Ada Bos")
    link = world.works(ada, school, number="1")
    assert (link.staff_number, link.ends_on, ada.name) == ("1", None, "Ada Bos")
    deeds.renumber(school.id, [Workplace(ada.id, None, "2")], MOMENT)
    assert (link.staff_number, link.replaced_at) == ("1", MOMENT.now), "what was known, is over"
    known = session.query(Membership).filter_by(person_id=ada.id, replaced_at=None)
    assert known.one().staff_number == "2"
    deeds.leave(school.id, [ada.id], MOMENT)
    assert known.one().ends_on == TODAY - timedelta(days=1)
    accounts.rename({ada.id: FullName("Ada de Bos", "bos, ada de")}, MOMENT)
    assert ada.name == "Ada de Bos"
    assert session.get(Person, ada.id) is ada
