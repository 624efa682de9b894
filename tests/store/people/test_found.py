"""Which of somebody's links with a school a deed is about, and who is seen to work there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from course.domain.people.roles import Role
from course.models import (
    Membership,
    Person,
    RoleGrant,
    School,
    SignedInBrowser,
    SignInLink,
    Team,
)
from course.store.dated import DeedMoment
from course.store.people import accounts, deeds, granting
from course.store.people.accounts import NewAccount
from course.store.people.deeds import Workplace
from course.store.people.granting import NewGrant
from course.store.people.roster_found import Importer, look
from course.store.signing_in import accounts as signing_in
from course.store.signing_in import browsers
from course.store.signing_in.accounts import LinkPurpose
from tests.staff import World, at_noon

TODAY = date(2026, 3, 12)
NOW, LAST_WEEK = DeedMoment(at_noon(TODAY)), DeedMoment(at_noon(TODAY - timedelta(days=7)))


def day(days: int) -> date:
    return TODAY + timedelta(days=days)


@dataclass
class Premises:
    """A school with a team, where Ada will work from next month; and Bob, who works there."""

    world: World
    school: School
    team: Team
    ada: Person
    bob: Person

    def links(self, person: Person) -> list[tuple[date, date | None, int | None, str | None]]:
        rows = self.world.session.query(Membership).filter_by(
            person_id=person.id, school_id=self.school.id, replaced_at=None
        )
        found = [(row.starts_on, row.ends_on, row.team_id, row.staff_number) for row in rows]
        return sorted(found, key=lambda link: link[0])


@pytest.fixture
def premises(session: Any) -> Premises:
    world = World(session, TODAY)
    school = world.school("regenboog")
    ada, bob = world.person("Ada Bos"), world.person("Bob Bos")
    world.works(ada, school, starts_on=day(30), ends_on=day(60))
    world.works(bob, school, starts_on=day(-30))
    return Premises(world, school, world.team(school, "Onderbouw"), ada, bob)


def test_who_does_not_work_there_yet_is_left_out(premises: Premises) -> None:
    both = [Workplace(one.id, premises.team.id, "7") for one in (premises.ada, premises.bob)]
    deeds.renumber(premises.school.id, both, NOW)
    assert premises.links(premises.bob) == [(day(-30), None, None, "7")]
    deeds.move_team(premises.school.id, both, NOW)
    deeds.leave(premises.school.id, [premises.ada.id], NOW)
    assert premises.links(premises.ada) == [(day(30), day(60), None, None)]
    assert premises.links(premises.bob) == [
        (day(-30), day(-1), None, "7"),
        (TODAY, None, premises.team.id, "7"),
    ]


def test_who_is_there_until_a_day_and_again_later_goes_on_from_the_first(
    premises: Premises,
) -> None:
    ada = premises.ada
    premises.world.works(ada, premises.school, starts_on=day(-30), ends_on=day(20))
    deeds.join(premises.school.id, [Workplace(ada.id, premises.team.id)], NOW)
    assert premises.links(ada) == [
        (day(-30), day(-1), None, None),
        (TODAY, None, premises.team.id, None),
        (day(30), day(60), None, None),
    ]


def test_who_ends_today_is_for_a_list_to_take_up_again(premises: Premises) -> None:
    eva, fay = premises.world.person("Eva Fok"), premises.world.person("Fay Gans")
    premises.world.works(eva, premises.school, ends_on=day(1))
    premises.world.works(fay, premises.school, ends_on=TODAY)
    found = look(Importer(premises.school.id, TODAY, None, None), (fay.email_key,)).known
    assert {known.person_id: known.at_school for known in found} == {
        premises.bob.id: True,
        eva.id: True,
        fay.id: False,
    }


@pytest.mark.empty  # who comes first has nobody before them
def test_the_first_account_of_all_is_found_again(session: Any) -> None:
    opened = accounts.open_accounts([NewAccount("Ada Bos", "bos, ada", "Ada@a.nl")], NOW)
    assert opened == {"ada@a.nl": session.query(Person.id).scalar()}
    assert accounts.open_accounts([], NOW) == {}


def test_who_is_blocked_is_signed_out_and_nobody_else(premises: Premises) -> None:
    session, ada, bob = premises.world.session, premises.ada, premises.bob
    for who in (ada, bob):
        browsers.sign_in(who.id, NOW.now)
        signing_in.make_link(who.id, LinkPurpose.SIGN_IN, NOW.now)
    accounts.block([ada.id], NOW)
    assert (ada.blocked_at, bob.blocked_at) == (NOW.now, None)
    assert [row.person_id for row in session.query(SignedInBrowser)] == [bob.id]
    links = {row.person_id: row.used_at for row in session.query(SignInLink)}
    assert links == {ada.id: NOW.now, bob.id: None}
    accounts.block([bob.id], NOW)
    accounts.unblock([ada.id], NOW)
    assert (ada.blocked_at, bob.blocked_at) == (None, NOW.now)


def test_a_role_that_ended_may_be_given_again_and_its_end_signs_out_nobody_else(
    premises: Premises,
) -> None:
    session, place = premises.world.session, {"school_id": premises.school.id}
    for who in (premises.ada, premises.bob):
        assert granting.grant(NewGrant(who.id, Role.TRAINER, **place), LAST_WEEK)
        browsers.sign_in(who.id, NOW.now)
    mine = session.query(RoleGrant).filter_by(person_id=premises.ada.id).one()
    granting.end([mine.id], NOW)
    rows = session.query(RoleGrant).filter_by(person_id=premises.ada.id, replaced_at=None)
    assert rows.one().ends_on == day(-1)
    assert [row.person_id for row in session.query(SignedInBrowser)] == [premises.bob.id]
    assert not granting.grant(NewGrant(premises.bob.id, Role.TRAINER, **place), NOW)
    assert granting.grant(NewGrant(premises.ada.id, Role.TRAINER, **place), NOW)
    assert [(row.starts_on, row.ends_on) for row in rows.order_by(RoleGrant.id)] == [
        (day(-7), day(-1)),
        (TODAY, None),
    ]
