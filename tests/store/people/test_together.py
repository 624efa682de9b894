"""Who is chosen in a list of workplaces, and a deed for all of them at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from course.domain.people.audited import Audited
from course.domain.people.roles import Actor, Grant, Role
from course.domain.people.together import ChosenPlace
from course.models import (
    AuditEntry,
    AwaitedPerson,
    Mail,
    Membership,
    Person,
    RoleGrant,
    School,
    SignInLink,
    Team,
)
from course.store.dated import DeedMoment, holds_on
from course.store.messages.outbox import Outgoing
from course.store.people import together, undoing
from course.store.people.together import ChosenPlaces
from course.store.signing_in.accounts import Invitation
from tests.staff import World, at_noon

TODAY = date(2026, 3, 12)


@dataclass
class Town:
    """Two schools of one board, kept by one administrator, and one of another board."""

    world: World
    keeper: Actor
    school: School
    second: School
    team: Team
    people: list[Person]

    def moment(self, minute: int = 0) -> DeedMoment:
        return DeedMoment(at_noon(TODAY).replace(minute=minute), self.keeper.id)

    def chosen(self, actor: Actor | None = None, *keys: str, **how: str) -> list[ChosenPlace]:
        return together.chosen_places(actor or self.keeper, ChosenPlaces(keys, **how), TODAY)

    def works(self) -> list[tuple[str, str, int | None]]:
        """Who works where, in which team."""
        rows = (
            self.world.session.query(Person.name, School.code, Membership.team_id)
            .join(Membership, Membership.person_id == Person.id)
            .join(School, School.id == Membership.school_id)
            .filter(Person.id.in_([one.id for one in self.people]), holds_on(Membership, TODAY))
        )
        return sorted((name, code, team) for name, code, team in rows)


@pytest.fixture
def town(session: Any) -> Town:
    world = World(session, TODAY)
    school, second = world.school("regenboog"), world.school("vlieger")
    team = world.team(school, "Onderbouw")
    ada, bo, cas = (world.person(name) for name in ("Ada Bos", "Bo Vos", "Cas Das"))
    world.works(ada, school, team, number="7")
    world.works(bo, school)
    world.works(bo, second)
    world.works(cas, world.school("ver", world.other_board()))
    keeper = world.actor(Role.ADMINISTRATOR, board=world.board)
    session.flush()
    return Town(world, keeper, school, second, team, [ada, bo, cas])


def keys(places: list[ChosenPlace]) -> list[tuple[str, str]]:
    return [(one.name, one.code) for one in places]


def test_ticked_are_those_workplaces_and_no_others(town: Town) -> None:
    ada, bo, cas = town.people
    ticked = [f"{ada.ref}:regenboog", f"{bo.ref}:vlieger", f"{cas.ref}:ver", f"{ada.ref}:vlieger"]
    assert keys(town.chosen(None, *ticked)) == [("Ada Bos", "regenboog"), ("Bo Vos", "vlieger")]


def test_without_ticks_it_is_the_list_that_was_looked_at(town: Town) -> None:
    assert keys(town.chosen(words="vos")) == [("Bo Vos", "regenboog"), ("Bo Vos", "vlieger")]
    assert keys(town.chosen(words="vos", school="vlieger")) == [("Bo Vos", "vlieger")]
    assert keys(town.chosen(words="das")) == []


def test_only_a_trainer_of_that_school_may_assign_there(town: Town) -> None:
    grants = (*town.keeper.grants, Grant(Role.TRAINER, town.second.id, None))
    both = Actor(town.keeper.id, "", "", "", "teaching", grants)
    told = [(one.code, one.assignable) for one in town.chosen(both, words="vos")]
    assert told == [("regenboog", False), ("vlieger", True)]
    assert not any(one.assignable for one in town.chosen(words="vos"))


def test_moving_is_taken_back_for_everybody_at_once(town: Town) -> None:
    before, other = town.works(), town.world.team(town.school, "Bovenbouw")
    moment = town.moment()
    together.move(town.chosen(school="regenboog"), other.id, moment)
    assert town.works()[:2] == [
        ("Ada Bos", "regenboog", other.id),
        ("Bo Vos", "regenboog", other.id),
    ]
    assert undoing.can_undo(town.keeper, moment.deed, town.moment(5))
    assert undoing.undo(town.keeper, moment.deed, town.moment(6)).people == 2
    assert town.works() == before
    assert not undoing.can_undo(town.keeper, moment.deed, town.moment(7))


def test_leaving_two_schools_in_one_deed(town: Town) -> None:
    moment = town.moment()
    together.leave(town.chosen(words="vos"), moment, roles_too=False)
    assert [row[:2] for row in town.works()] == [("Ada Bos", "regenboog"), ("Cas Das", "ver")]
    assert undoing.undo(town.keeper, moment.deed, town.moment(5)).people == 1
    assert ("Bo Vos", "vlieger", None) in town.works()
    assert ("Bo Vos", "regenboog", None) in town.works()


def test_the_same_mail_again_is_left_out_with_its_link(town: Town) -> None:
    ada, bo, _ = town.people
    mails = {
        who.id: Invitation(f"hash-{who.id}", Outgoing(f"invitation:t:{who.id}", who.email, "", ""))
        for who in (ada, bo)
    }
    assert together.invite({ada.id: mails[ada.id]}, town.moment()) == 1
    assert together.invite(mails, town.moment(1)) == 1
    session = town.world.session
    assert session.query(Mail).filter(Mail.key.like("invitation:t:%")).count() == 2
    hashes = [f"hash-{who.id}" for who in (ada, bo)]
    links = session.query(SignInLink.purpose).filter(SignInLink.token_hash.in_(hashes))
    assert links.all() == [("invitation",)] * 2
    told = session.query(AuditEntry).filter(
        AuditEntry.action == Audited.INVITED.value, AuditEntry.person_id.in_([ada.id, bo.id])
    )
    assert sorted(row.person_id for row in told) == sorted([ada.id, bo.id])


def test_a_deed_of_another_board_cannot_be_taken_back(town: Town) -> None:
    moment = town.moment()
    together.leave(town.chosen(school="regenboog"), moment, roles_too=False)
    stranger = town.world.actor(Role.ADMINISTRATOR, board=town.world.other_board())
    assert not undoing.can_undo(stranger, moment.deed, town.moment(5))


def test_one_more_than_the_most_says_that_there_are_too_many(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        town.world.works(town.world.person(f"Dirk Tak{number}"), town.school)
    assert len(town.chosen()) == 6
    every = [f"{one.ref}:{one.code}" for one in town.chosen()]
    monkeypatch.setattr(together, "MOST", 3)
    assert len(town.chosen()) == 4
    assert keys(town.chosen(None, *every)) == keys(town.chosen())


def test_they_are_those_who_work_there_today_by_name_and_then_by_school(town: Town) -> None:
    ada, bo, _ = town.people
    _, first, second = town.chosen()
    assert keys(town.chosen()) == [
        ("Ada Bos", "regenboog"),
        ("Bo Vos", "regenboog"),
        ("Bo Vos", "vlieger"),
    ]
    assert (first.key, second.key) == (f"{bo.ref}:regenboog", f"{bo.ref}:vlieger")
    left, later = town.world.person("Eva Weg"), town.world.person("Fie Later")
    town.world.works(left, town.school, ends_on=TODAY - timedelta(days=1))
    town.world.works(later, town.school, starts_on=TODAY + timedelta(days=1))
    place = town.world.person("Gé Plaats", "plaats@a.nl")
    town.world.works(place, town.school)
    asked = {"person_id": place.id, "email_key": "plaats@a.nl", "asked_at": at_noon(TODAY)}
    waits = town.world.add(AwaitedPerson(**asked))
    assert [name for name, _ in keys(town.chosen(school="regenboog"))] == [
        "Ada Bos",
        "Gé Plaats",
        "Bo Vos",
    ]
    waits.became_id = ada.id
    town.world.session.flush()
    assert len(town.chosen(school="regenboog")) == 2, "a place that was taken is nobody"
    (told,) = town.chosen(words="bos")
    assert (told.staff_number, told.team_id, told.blocked) == ("7", town.team.id, False)
    ada.blocked_at = at_noon(TODAY)
    town.world.session.flush()
    assert [one.blocked for one in town.chosen()] == [True, False, False]


def test_who_leads_a_school_assigns_nothing_there(town: Town) -> None:
    far = town.world.session.query(School.id).filter_by(code="ver").scalar()
    grants = (
        *town.keeper.grants,
        *(Grant(Role.MANAGER, one, None) for one in (town.school.id, far)),
    )
    leads = Actor(town.keeper.id, "", "", "", "teaching", grants)
    found = [(one.code, one.assignable) for one in town.chosen(leads)]
    assert found == [("regenboog", False), ("regenboog", False), ("vlieger", False)]


def test_moving_keeps_the_staff_number_and_roles_go_only_when_asked(town: Town) -> None:
    session, (ada, bo, _) = town.world.session, town.people
    for who in (ada, bo):
        town.world.grant(who, Role.TRAINER, town.school)
    together.move(town.chosen(school="regenboog"), None, town.moment())
    number = session.query(Membership.staff_number).filter(
        Membership.person_id == ada.id, holds_on(Membership, TODAY)
    )
    assert number.scalar() == "7"

    def trains() -> list[int]:
        held = session.query(RoleGrant.person_id).filter(
            RoleGrant.school_id == town.school.id, holds_on(RoleGrant, TODAY)
        )
        return sorted(who for (who,) in held)

    together.leave(town.chosen(words="bos"), town.moment(1), roles_too=False)
    assert trains() == [ada.id, bo.id]
    together.leave(town.chosen(words="vos"), town.moment(2), roles_too=True)
    assert trains() == [ada.id]
