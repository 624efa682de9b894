"""Each deed about people brings all that hangs on it: duties, ways in, mail on its way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest

from course.domain.people.roles import Actor, Role
from course.kinds.item import Audience
from course.models import (
    Assignment,
    Duty,
    DutyReason,
    Mail,
    Membership,
    Person,
    Progress,
    RoleGrant,
    School,
    SignedInBrowser,
    SignInLink,
    Team,
)
from course.store.dated import DeedMoment
from course.store.duties import giving
from course.store.duties.giving import NewAssignment
from course.store.messages import outbox
from course.store.people import accounts, deeds, granting
from course.store.people.accounts import FullName
from course.store.people.deeds import Workplace
from course.store.people.granting import NewGrant
from course.store.signing_in import accounts as signing_in
from course.store.signing_in import browsers
from tests.builders import joiner_due
from tests.staff import COURSE, World, at_noon

TODAY = date(2026, 3, 12)
DUE = TODAY + timedelta(days=10)


def at(days: int) -> DeedMoment:
    """Noon, so many days from today."""
    return DeedMoment(at_noon(TODAY + timedelta(days=days)))


@dataclass
class Premises:
    """A school with two teams; Ada works in the lower one, Bob in the upper one."""

    world: World
    school: School
    lower: Team
    upper: Team
    ada: Person
    bob: Person
    trainer: Actor

    def give(self, token: str, **changes: Any) -> None:
        draft = replace(NewAssignment(COURSE, self.school.id, None, None, DUE, token), **changes)
        assert giving.assign(self.trainer, draft, at(0).now, TODAY) is not None

    def owes(self, person: Person, days: int) -> dict[str, date]:
        """Which assignments ask the course of somebody on a day, and by when."""
        self.world.session.expire_all()
        day = TODAY + timedelta(days=days)
        rows = self.world.session.query(Assignment.submission, DutyReason)
        rows = rows.join(DutyReason, DutyReason.assignment_id == Assignment.id)
        rows = rows.join(Duty, Duty.id == DutyReason.duty_id).filter(Duty.person_id == person.id)
        rows = rows.filter(DutyReason.replaced_at.is_(None))
        return {
            token: row.due_on
            for token, row in rows
            if row.starts_on <= day and (row.ends_on is None or row.ends_on >= day)
        }

    def team_on(self, person: Person, days: int) -> list[int | None]:
        day = TODAY + timedelta(days=days)
        rows = self.world.session.query(Membership)
        rows = rows.filter_by(person_id=person.id, replaced_at=None)
        return [
            row.team_id
            for row in rows
            if row.starts_on <= day and (row.ends_on is None or row.ends_on >= day)
        ]


@pytest.fixture
def here(session: Any) -> Premises:
    world = World(session, TODAY)
    school = world.school("regenboog")
    lower, upper = world.team(school, "Onderbouw"), world.team(school, "Bovenbouw")
    ada, bob = world.person("Ada Bos", "ada@a.nl"), world.person("Bob Bos", "bob@a.nl")
    world.works(ada, school, lower, number="1")
    world.works(bob, school, upper)
    trainer = world.actor(Role.TRAINER, school)
    return Premises(world, school, lower, upper, ada, bob, trainer)


def test_another_team_ends_its_duties_and_begins_those_of_the_new_one(here: Premises) -> None:
    here.give("school")
    here.give("onder", team_id=here.lower.id)
    here.give("boven", team_id=here.upper.id)
    here.give("ada", person_id=here.ada.id)
    here.world.progress(here.ada, 2, TODAY)
    deeds.move_team(here.school.id, [Workplace(here.ada.id, here.upper.id, "1")], at(5))
    here.world.session.expire_all()
    assert here.team_on(here.ada, 4) == [here.lower.id]
    assert here.team_on(here.ada, 5) == [here.upper.id]
    assert here.owes(here.ada, 4) == {"school": DUE, "onder": DUE, "ada": DUE}
    later = joiner_due(TODAY + timedelta(days=5))
    assert here.owes(here.ada, 5) == {"school": DUE, "boven": later, "ada": DUE}
    assert here.owes(here.bob, 5) == {"school": DUE, "boven": DUE}
    assert here.world.session.query(Progress).one().done == 2


@pytest.mark.parametrize(
    ("away", "due"),
    [(0, DUE), (1, DUE), (2, None)],  # on the same day, on the next day, and later
)
@pytest.mark.parametrize("deed", ["team", "school"])
def test_who_is_back_by_the_next_day_has_the_old_due_day(
    here: Premises, away: int, due: date | None, deed: str
) -> None:
    here.give("onder", team_id=here.lower.id)
    here.give("ada", person_id=here.ada.id)
    place, back = Workplace(here.ada.id, here.lower.id, "1"), at(3 + away)
    if deed == "team":
        deeds.move_team(here.school.id, [replace(place, team_id=here.upper.id)], at(3))
        deeds.move_team(here.school.id, [place], back)
    else:
        deeds.leave(here.school.id, [here.ada.id], at(3))
        assert here.owes(here.ada, 3) == {}, "a personal assignment too"
        deeds.join(here.school.id, [place], back)
    due = due or joiner_due(back.today)
    found = here.owes(here.ada, 3 + away)
    assert found == {"onder": due, "ada": DUE if deed == "team" else due}
    assert here.team_on(here.ada, 3 + away) == [here.lower.id]


def test_who_leaves_today_is_gone_today(here: Premises) -> None:
    new = here.world.person()
    deeds.join(here.school.id, [Workplace(new.id)], at(0))
    deeds.leave(here.school.id, [here.ada.id, new.id], at(0))
    here.world.session.expire_all()
    assert (here.team_on(here.ada, -1), here.team_on(here.ada, 0)) == ([here.lower.id], [])
    assert here.team_on(new, 0) == [], "not even the day on which somebody began"
    assert here.team_on(here.bob, 0) == [here.upper.id]


def test_leaving_signs_out_voids_links_and_stops_mail(here: Premises) -> None:
    links = {who.id: signing_in.invite(who.id, at(0).now) for who in (here.ada, here.bob)}
    for who in (here.ada, here.bob):
        browsers.sign_in(who.id, at(0).now)
        outbox.queue(f"sign-in:{who.id}", who.email, "S", "/inloggen/link/geheim", at(0).now)
    deeds.leave(here.school.id, [here.ada.id], at(0))
    session = here.world.session
    session.expire_all()
    assert [row.person_id for row in session.query(SignedInBrowser)] == [here.bob.id]
    works = {who: signing_in.account_of_link(token, at(0).now) for who, token in links.items()}
    assert works[here.ada.id] is None
    assert works[here.bob.id] is not None
    assert _going_out(session) == ["bob@a.nl"]


def _going_out(session: Any) -> list[str]:
    """To whom mail goes out from here on; and the link of what does not stands nowhere."""
    sent = []
    while letter := outbox.claim(at(0).now + timedelta(hours=1)):
        sent.append(letter.recipient)
    stopped = session.query(Mail).filter(Mail.recipient.not_in(sent))
    assert not any("geheim" in row.body for row in stopped)
    return sent


def test_a_new_address_signs_out_voids_links_and_stops_mail_to_the_old_one(here: Premises) -> None:
    old = signing_in.invite(here.ada.id, at(0).now)
    browsers.sign_in(here.ada.id, at(0).now)
    browsers.sign_in(here.bob.id, at(0).now)
    outbox.queue("invitation:1", here.ada.email, "S", "/inloggen/link/geheim", at(0).now)
    accounts.change_address({here.ada.id: "Ada.Bos@b.nl"}, at(0))
    session = here.world.session
    session.expire_all()
    assert (here.ada.email, here.ada.email_key) == ("Ada.Bos@b.nl", "ada.bos@b.nl")
    assert [row.person_id for row in session.query(SignedInBrowser)] == [here.bob.id]
    assert signing_in.account_of_link(old, at(0).now) is None
    assert _going_out(session) == []
    new = signing_in.invite(here.ada.id, at(0).now)
    assert signing_in.account_of_link(new, at(0).now) is not None


def test_a_link_that_was_used_keeps_its_moment(here: Premises) -> None:
    token = signing_in.invite(here.ada.id, at(-1).now)
    signing_in.use_link(token, at(-1).now)
    accounts.change_address({here.ada.id: "ada@b.nl"}, at(0))
    here.world.session.expire_all()
    link = here.world.session.query(SignInLink).filter_by(person_id=here.ada.id).one()
    assert link.used_at == at(-1).now


def test_roles_at_this_school_stay_unless_somebody_chose_otherwise(here: Premises) -> None:
    world, other = here.world, here.world.school("kompas")
    world.grant(here.ada, Role.MANAGER, here.school)
    world.grant(here.ada, Role.TRAINER, other)
    world.grant(here.bob, Role.MANAGER, here.school)
    stays = {("Ada Bos", here.school.id): None, ("Ada Bos", other.id): None}
    stays[("Bob Bos", here.school.id)] = None
    deeds.leave(here.school.id, [here.ada.id], at(0))
    assert _last_days(here) == stays
    deeds.join(here.school.id, [Workplace(here.ada.id)], at(1))
    deeds.leave(here.school.id, [here.ada.id], at(2), roles_too=True)
    ended = {("Ada Bos", here.school.id): TODAY + timedelta(days=1)}
    assert _last_days(here) == stays | ended


def _last_days(here: Premises) -> dict[tuple[str, int], date | None]:
    """By name and school: the last day of each role of Ada and Bob."""
    here.world.session.expire_all()
    rows = here.world.session.query(RoleGrant).filter_by(replaced_at=None)
    names = {here.ada.id: "Ada Bos", here.bob.id: "Bob Bos"}
    found = [row for row in rows if row.person_id in names]
    return {(names[row.person_id], row.school_id): row.ends_on for row in found}


def test_a_role_is_given_once_and_ended_at_once(here: Premises) -> None:
    wanted = NewGrant(here.ada.id, Role.MANAGER, school_id=here.school.id)
    token = browsers.sign_in(here.ada.id, at(0).now)
    assert granting.grant(wanted, at(0))
    assert browsers.find(token, TODAY) is None, "who may more signs in anew"
    assert not granting.grant(wanted, at(0))
    token = browsers.sign_in(here.ada.id, at(0).now)
    found = browsers.find(token, TODAY)
    assert found is not None
    assert [grant.role for grant in found.actor.grants] == [Role.MANAGER]
    (row,) = here.world.session.query(RoleGrant).filter_by(person_id=here.ada.id)
    granting.end([row.id], at(0))
    assert browsers.find(token, TODAY) is None
    token = browsers.sign_in(here.ada.id, at(0).now)
    found = browsers.find(token, TODAY)
    assert found is not None
    assert found.actor.grants == ()


@pytest.mark.parametrize(
    "wanted",
    [
        NewGrant(1, Role.LEARNER, school_id=1),
        NewGrant(1, Role.TRAINER, school_id=1, board_id=1),
    ],
)
def test_a_role_needs_one_place(here: Premises, wanted: NewGrant) -> None:
    with pytest.raises(ValueError, match=r"learner|one school"):
        granting.grant(wanted, at(0))


def test_name_work_and_number_change_for_whom_they_are_meant(here: Premises) -> None:
    accounts.rename({here.ada.id: FullName("Ada de Wit", "wit, ada de")}, at(0))
    accounts.change_function({here.bob.id: Audience.LEADER}, at(0))
    deeds.renumber(here.school.id, [Workplace(here.ada.id, None, "7")], at(0))
    here.world.session.expire_all()
    assert [(one.name, one.sort_name, one.audience) for one in (here.ada, here.bob)] == [
        ("Ada de Wit", "wit, ada de", "teaching"),
        ("Bob Bos", here.bob.sort_name, "leader"),
    ]
    links = here.world.session.query(Membership)
    (link,) = links.filter_by(person_id=here.ada.id, replaced_at=None)
    assert (link.staff_number, link.team_id) == ("7", here.lower.id)


def test_a_blocked_account_is_cut_off_until_it_is_let_in_again(here: Premises) -> None:
    token = browsers.sign_in(here.ada.id, at(0).now)
    accounts.block([here.ada.id], at(0))
    assert browsers.find(token, TODAY) is None
    assert signing_in.find_account("ada@a.nl") is None
    accounts.unblock([here.ada.id], at(0))
    assert signing_in.find_account("ada@a.nl") is not None
