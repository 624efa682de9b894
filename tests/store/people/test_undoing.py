"""Each deed that can be taken back, what makes it final, and what a reader of the trail sees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from course.domain.people.audited import Audited
from course.domain.people.roles import Actor, Role
from course.kinds.item import Audience
from course.models import AuditEntry, Membership, Person, RoleGrant, School
from course.store.dated import DeedMoment, holds_on
from course.store.people import accounts, deeds, granting, last_days, merging, trail, undoing
from course.store.people.accounts import FullName
from course.store.people.deeds import Workplace
from course.store.people.granting import NewGrant
from tests.staff import World, at_noon

TODAY = date(2026, 3, 12)


@dataclass
class Office:
    world: World
    school: School
    keeper: Actor
    ada: Person

    def moment(self, minutes: int = 0) -> DeedMoment:
        return DeedMoment(at_noon(TODAY) + timedelta(minutes=minutes), self.keeper.id)

    def undo(self, done: DeedMoment, minutes: int = 60) -> undoing.Undone:
        return undoing.undo(self.keeper, done.deed, self.moment(minutes))

    def state(self) -> tuple[Any, ...]:
        """What the deeds change."""
        session = self.world.session
        session.expire_all()
        works = session.query(Membership).filter(
            Membership.person_id == self.ada.id, holds_on(Membership, TODAY)
        )
        roles = session.query(RoleGrant).filter(
            RoleGrant.person_id == self.ada.id, holds_on(RoleGrant, TODAY)
        )
        return (
            self.ada.name,
            self.ada.sort_name,
            self.ada.audience,
            self.ada.blocked_at is not None,
            sorted((one.school_id, one.team_id, one.staff_number, one.ends_on) for one in works),
            sorted((one.role, one.school_id, one.ends_on) for one in roles),
        )


def opened(session: Any) -> Office:
    """Ada works at a school, with a team, a number and a role there."""
    world = World(session, TODAY)
    school = world.school("regenboog")
    keeper = world.actor(Role.ADMINISTRATOR, board=world.board)
    ada = world.person("Ada Bos", "ada@a.nl")
    world.works(ada, school, world.team(school, "Onderbouw"), number="7")
    world.grant(ada, Role.TRAINER, school)
    return Office(world, school, keeper, ada)


@pytest.fixture
def office(session: Any) -> Office:
    return opened(session)


def _leave(office: Office, moment: DeedMoment) -> None:
    deeds.leave(office.school.id, [office.ada.id], moment, roles_too=True)


def _second(office: Office, moment: DeedMoment) -> None:
    deeds.join(office.world.school("vlieger").id, [Workplace(office.ada.id)], moment)


def _move(office: Office, moment: DeedMoment) -> None:
    deeds.move_team(office.school.id, [Workplace(office.ada.id, None, "7")], moment)


def _until(office: Office, moment: DeedMoment) -> None:
    day = TODAY + timedelta(days=30)
    deeds.set_end(office.school.id, [office.ada.id], day, moment)


def _role(office: Office, moment: DeedMoment) -> None:
    assert granting.grant(NewGrant(office.ada.id, Role.MANAGER, office.school.id), moment)


def _rename(office: Office, moment: DeedMoment) -> None:
    accounts.rename({office.ada.id: FullName("Ada de Wit", "wit, ada de")}, moment)


def _function(office: Office, moment: DeedMoment) -> None:
    accounts.change_function({office.ada.id: Audience.LEADER}, moment)


def _block(office: Office, moment: DeedMoment) -> None:
    accounts.block([office.ada.id], moment)


def _unblock(office: Office, moment: DeedMoment) -> None:
    accounts.unblock([office.ada.id], moment)


Deed = Callable[[Office, DeedMoment], None]
DEEDS: tuple[Deed, ...] = (
    *(_leave, _second, _move, _until, _role, _rename, _function, _block, _unblock),
)


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.__name__)
def test_a_deed_taken_back_leaves_things_as_they_were(office: Office, deed: Deed) -> None:
    if deed is _unblock:
        _block(office, office.moment(-5))
    before, done = office.state(), office.moment()
    deed(office, done)
    assert office.state() != before
    assert done.deed in undoing.possible(office.keeper, office.ada.id, office.moment(60))
    rows = office.world.session.query(AuditEntry).count()
    assert office.undo(done) == undoing.Undone(people=1, stays=0)
    assert office.state() == before
    assert office.world.session.query(AuditEntry).count() > rows, "it is a further deed"
    assert office.undo(done, 120) == undoing.Undone(people=0, stays=1), "once"
    assert office.state() == before


def test_what_came_later_makes_a_deed_final(office: Office) -> None:
    first, second = office.moment(), office.moment(10)
    _rename(office, first)
    accounts.rename({office.ada.id: FullName("Ada Berg", "berg, ada")}, second)
    assert office.undo(first) == undoing.Undone(0, 1)
    assert undoing.possible(office.keeper, office.ada.id, office.moment(60)) == {second.deed}
    office.undo(second)
    assert office.ada.name == "Ada de Wit"


def test_after_thirty_days_it_stays(office: Office) -> None:
    done = office.moment()
    _rename(office, done)
    assert office.undo(done, 60 * 24 * 31) == undoing.Undone(0, 1)


def test_a_deed_for_many_is_taken_back_for_who_it_still_can(office: Office) -> None:
    bob = office.world.person("Bob Bos", "bob@a.nl")
    office.world.works(bob, office.school)
    done = office.moment()
    accounts.block([office.ada.id, bob.id], done)
    accounts.unblock([bob.id], office.moment(5))
    assert office.undo(done) == undoing.Undone(people=1, stays=1)
    assert office.state()[3] is False


def test_somebody_of_another_board_takes_nothing_back_and_reads_nothing(office: Office) -> None:
    done = office.moment()
    _leave(office, done)
    other = office.world.other_board()
    stranger = office.world.actor(Role.ADMINISTRATOR, board=other)
    assert undoing.people_of(stranger, done.deed, TODAY) == []
    assert undoing.undo(stranger, done.deed, office.moment(9)) == undoing.Undone(0, 0)
    assert trail.search(stranger, "", None, limit=25).total == 0
    assert trail.of_person(stranger, office.ada.id, 25) == []
    assert trail.of_person(office.keeper, office.ada.id, 25) != []


def test_who_works_at_another_board_by_now_is_not_brought_back(office: Office) -> None:
    done = office.moment()
    _leave(office, done)
    elsewhere = office.world.school("verre-school", office.world.other_board())
    office.world.works(office.ada, elsewhere, starts_on=TODAY)
    assert office.undo(done) == undoing.Undone(0, 1)


def test_nobody_takes_back_what_was_done_to_themselves(office: Office) -> None:
    done = office.moment()
    granting.grant(NewGrant(office.keeper.id, Role.MANAGER, office.school.id), done)
    assert undoing.people_of(office.keeper, done.deed, TODAY) == []


def test_who_did_it_has_no_name_for_who_may_not_see_their_account(office: Office) -> None:
    """An administrator of everything, seen by one of a board; and a command."""
    boss = office.world.actor(Role.ADMINISTRATOR, name="Baas Van Alles")
    accounts.block([office.ada.id], DeedMoment(at_noon(TODAY), boss.id))
    accounts.unblock([office.ada.id], DeedMoment(at_noon(TODAY)))
    command, other = trail.of_person(office.keeper, office.ada.id, 2)
    assert (command.by_command, other.by_command, other.actor) == (True, False, None)
    assert trail.of_person(boss, office.ada.id, 2)[1].actor == "Baas Van Alles"


def test_a_role_everywhere_is_read_by_who_keeps_everything(office: Office) -> None:
    granting.grant(NewGrant(office.ada.id, Role.TRAINER), office.moment())
    seen = {row.action for row in trail.of_person(office.keeper, office.ada.id, 9)}
    assert Audited.ROLE_GRANTED not in seen
    boss = office.world.actor(Role.ADMINISTRATOR)
    assert trail.of_person(boss, office.ada.id, 9)[0].action is Audited.ROLE_GRANTED


def test_a_last_day_ends_what_is_owed_when_it_is_over(office: Office) -> None:
    day = TODAY + timedelta(days=2)
    deeds.set_end(office.school.id, [office.ada.id], day, office.moment())
    assert last_days.settle_ended(office.moment(60 * 24 * 2)) == 0
    assert last_days.settle_ended(office.moment(60 * 24 * 3)) == 0, "nothing was owed"


@pytest.mark.asvs("8.2.2")
def test_half_of_a_deed_is_taken_back_by_nobody(office: Office) -> None:
    """Whoever keeps only the school to which people came would leave them without any."""
    world, session = office.world, office.world.session
    far = world.school("ver", world.other_board())
    bob = world.person("Bob Smit", "bob@b.nl")
    world.works(bob, far)
    runs_all = world.actor(Role.ADMINISTRATOR)
    done = DeedMoment(at_noon(TODAY), runs_all.id)
    assert merging.merge_schools(far.id, office.school.id, done) == 1

    def schools() -> list[int]:
        session.expire_all()
        works = session.query(Membership).filter(
            Membership.person_id == bob.id, holds_on(Membership, TODAY)
        )
        return [one.school_id for one in works]

    assert office.undo(done).people == 0
    assert schools() == [office.school.id]
    assert not undoing.can_undo(office.keeper, done.deed, office.moment(60))
    assert done.deed not in undoing.possible(office.keeper, bob.id, office.moment(60))
    later = DeedMoment(at_noon(TODAY) + timedelta(hours=1), runs_all.id)
    assert undoing.undo(runs_all, done.deed, later).people == 1
    assert schools() == [far.id]
