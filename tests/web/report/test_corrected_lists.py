"""What was corrected later stands under lists over schools too; a school that went leads nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from course.domain.people.roles import Role
from course.models import Board, Person, School
from course.store.dated import DeedMoment
from course.store.duties import giving
from course.store.duties.giving import NewAssignment
from course.store.people import deeds, organising
from course.store.people.deeds import Workplace
from course.store.people.organising import SchoolFacts
from course.web.report import overview
from tests.checking_client import CheckingClient
from tests.staff import COURSE, World, at_noon


@dataclass
class Yesterday:
    """A school of a board where one person has the course; and pages of yesterday."""

    world: World
    school: School
    person: Person
    other: Board
    client: CheckingClient

    def page(self, name: str) -> str:
        day = self.world.today - timedelta(days=1)
        self.world.session.rollback()
        return self.client.get(f"/rapport/{name}?cursus={COURSE}&peildatum={day}").text


@pytest.fixture
def yesterday(session: Any, world: World, client: CheckingClient) -> Yesterday:
    school, other = world.school("regenboog"), world.other_board()
    (person,) = world.staff(school, 1)
    before, due = world.today - timedelta(days=9), world.today + timedelta(days=30)
    draft = NewAssignment(COURSE, school.id, None, None, due, "gegeven")
    giving.assign(world.actor(Role.TRAINER), draft, at_noon(before), before)
    world.sign_in(client, world.actor(Role.MANAGER, board=world.board))
    return Yesterday(world, school, person, other, client)


@pytest.mark.parametrize("name", ["overzicht", "mensen"])
def test_another_staff_number_is_named_under_the_list(
    yesterday: Yesterday, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "gecorrigeerd" not in yesterday.page(name)
    moment = DeedMoment(at_noon(yesterday.world.today))
    deeds.renumber(yesterday.school.id, [Workplace(yesterday.person.id, None, "P77")], moment)
    yesterday.world.session.commit()
    page = yesterday.page(name)
    for words in ("Later gecorrigeerd: 1 regel", "zonder personeelsnummer", "personeelsnummer P77"):
        assert words in page
    assert yesterday.school.name in page
    yesterday.world.session.rollback()
    monkeypatch.setattr(overview, "MOST_CORRECTED", 0)
    assert "Kies een bestuur of een school om te zien wat" in yesterday.page(name)


def test_a_school_that_went_to_another_board_leads_nowhere(yesterday: Yesterday) -> None:
    school, moment = yesterday.school, DeedMoment(at_noon(yesterday.world.today))
    report = f'href="/rapport/scholen/{school.code}'
    names = ("overzicht", "mensen")
    assert all(report in yesterday.page(name) for name in (*names,))
    facts = SchoolFacts(school.name, yesterday.other.id, school.sector, school.region)
    called, person = school.name, yesterday.person.name
    organising.change_school(school.id, facts, moment)
    yesterday.world.session.commit()
    for name, there in zip(names, (called, person), strict=True):
        page = yesterday.page(name)
        assert there in page
        assert report not in page
    assert (
        report
        not in yesterday.client.get(
            f"/rapport?cursus={COURSE}&peildatum={yesterday.world.today - timedelta(days=1)}"
        ).text
    )
