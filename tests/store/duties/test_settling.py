"""What is settled for several people at once is each one's own."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from course.domain.people.roles import Role
from course.models import Duty, DutyReason
from course.store.dated import DeedMoment
from course.store.duties import giving
from course.store.duties.giving import NewAssignment
from course.store.duties.settling import settle
from tests import builders
from tests.staff import COURSE, World, at_noon

TODAY = date(2026, 3, 12)
DUE = TODAY + timedelta(days=60)
LATER = TODAY + timedelta(days=5)


def ends(session: Any) -> dict[int, date | None]:
    """By person: the last day of their one reason, as it is known."""
    session.expire_all()
    rows = session.query(Duty.person_id, DutyReason.ends_on)
    rows = rows.filter(DutyReason.replaced_at.is_(None))
    return dict(rows.join(DutyReason, DutyReason.duty_id == Duty.id).all())


@pytest.mark.parametrize("everybody", [True, False], ids=["the school", "by name"])
def test_who_went_to_another_team_owes_it_no_more_and_who_stayed_does(
    session: Any, everybody: bool
) -> None:
    world = World(session, TODAY)
    school = world.school("regenboog")
    lower, upper = world.team(school, "Onderbouw"), world.team(school, "Bovenbouw")
    ada, bob = world.person("Ada Bos"), world.person("Bob Bos")
    place = world.works(ada, school, lower)
    world.works(bob, school, lower)
    trainer = world.actor(Role.TRAINER, school)
    draft = NewAssignment(COURSE, school.id, lower.id, None, DUE, "onderbouw")
    assert giving.assign(trainer, draft, at_noon(TODAY), TODAY) is not None
    last = LATER - timedelta(days=1)
    builders.rewrite(session, place, ends_on=last)
    world.works(ada, school, upper, starts_on=LATER)
    people = None if everybody else [ada.id, bob.id]
    settle(school.id, DeedMoment(at_noon(LATER)), people)
    assert ends(session) == {ada.id: last, bob.id: None}
    settle(school.id, DeedMoment(at_noon(LATER)), people)
    assert ends(session) == {ada.id: last, bob.id: None}, "again says the same"
