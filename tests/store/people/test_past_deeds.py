"""Which deeds may be taken back, by whom: places that went up, halves of others, accounts as a
whole.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from course.domain.people.roles import Actor, Grant, Role
from course.models import Team
from course.store.dated import DeedMoment
from course.store.people import accounts, deeds, granting, merging, undoing
from course.store.people.accounts import FullName
from course.store.people.deeds import Workplace
from course.store.people.granting import NewGrant
from tests.staff import at_noon
from tests.store.people.test_undoing import TODAY, Office, opened

NEW = FullName("Ada de Wit", "wit, ada de")


@pytest.fixture
def office(session: Any) -> Office:
    return opened(session)


def can(office: Office, done: DeedMoment, actor: Actor | None = None) -> bool:
    """Whether a deed can be taken back; the page of Ada says the same of it."""
    who, later = actor or office.keeper, office.moment(60)
    found = undoing.can_undo(who, done.deed, later)
    assert (done.deed in undoing.possible(who, office.ada.id, later)) == found
    return found


def team_of(office: Office, name: str) -> Team:
    return office.world.team(office.school, name)


def test_an_account_is_of_who_keeps_all_of_it(office: Office) -> None:
    """What was done at a school is of that school, also for who belongs elsewhere too."""
    other = office.world.other_board()
    renamed, given, led = (office.moment(number) for number in range(3))
    accounts.rename({office.ada.id: NEW}, renamed)
    granting.grant(NewGrant(office.ada.id, Role.MANAGER, office.school.id), given)
    granting.grant(NewGrant(office.ada.id, Role.MANAGER, None, office.world.board.id), led)
    assert [can(office, one) for one in (renamed, given, led)] == [True, True, True]
    office.world.works(office.ada, office.world.school("ver", other))
    assert [can(office, one) for one in (renamed, given, led)] == [False, True, True]
    runs_all = office.world.actor(Role.ADMINISTRATOR)
    assert [can(office, one, runs_all) for one in (renamed, given, led)] == [True, True, True]


def test_nobody_comes_back_to_a_school_that_went_up(office: Office) -> None:
    into = office.world.school("vlieger")
    left, merged = office.moment(), office.moment(5)
    staying = office.world.person("Bo Vos", "bo@a.nl")
    office.world.works(staying, office.school)
    deeds.leave(office.school.id, [office.ada.id], left)
    assert can(office, left)
    assert merging.merge_schools(office.school.id, into.id, merged) == 1
    assert not can(office, left)
    assert undoing.can_undo(office.keeper, merged.deed, office.moment(60))
    assert office.undo(merged).people == 2, "Bo, and the role of Ada"
    assert can(office, left), "the school is there again"


@pytest.mark.parametrize("how", ["left", "moved", "joined"])
def test_nobody_comes_back_into_a_team_that_went_up(office: Office, how: str) -> None:
    """Who came to the team leaves the school when that is taken back, whatever became of it."""
    here, ada = office.school.id, office.ada.id
    gone, into = team_of(office, "Groep 7"), team_of(office, "Groep 8")
    (was,) = [row[1] for row in office.state()[4]]
    deeds.move_team(here, [Workplace(ada, gone.id, "7")], office.moment(-60 * 24))
    bo = office.world.person("Bo Vos", "bo@a.nl")
    office.world.works(bo, office.school, gone)
    done = office.moment()
    if how == "left":
        deeds.leave(here, [ada], done)
    elif how == "moved":
        deeds.move_team(here, [Workplace(ada, was, "7")], done)
    else:
        deeds.leave(here, [ada], office.moment(-1))
        deeds.join(here, [Workplace(ada, gone.id, "7")], done)
    assert can(office, done)
    merged = office.moment(5)
    assert merging.merge_teams(here, gone.id, into.id, merged) == (2 if how == "joined" else 1)
    if how != "joined":
        assert not can(office, done)
        assert office.undo(done) == undoing.Undone(0, 1)
    assert undoing.can_undo(office.keeper, merged.deed, office.moment(60))
    other = office.moment(8)
    accounts.rename({ada: NEW}, other)
    assert can(office, other), "a name is in no team"


def test_a_half_at_a_board_of_others_is_a_half(office: Office) -> None:
    """One press that gave Ada a role here and one at another board, and Bo a role here alone."""
    world = office.world
    far, bo = world.other_board(), world.person("Bo Vos", "bo@a.nl")
    world.works(bo, office.school)
    done = office.moment()
    for who in (office.ada.id, bo.id):
        granting.grant(NewGrant(who, Role.MANAGER, office.school.id), done)
    assert can(office, done)
    granting.grant(NewGrant(office.ada.id, Role.MANAGER, None, far.id), done)
    assert done.deed not in undoing.possible(office.keeper, office.ada.id, office.moment(60))
    assert done.deed in undoing.possible(office.keeper, bo.id, office.moment(60))
    assert office.undo(done) == undoing.Undone(people=1, stays=1), "of Bo alone"


def test_a_half_of_another_deed_or_at_our_own_board_is_none(office: Office) -> None:
    far = office.world.school("ver", office.world.other_board())
    done, elsewhere = office.moment(), office.moment(1)
    granting.grant(NewGrant(office.ada.id, Role.MANAGER, office.school.id), done)
    granting.grant(NewGrant(office.ada.id, Role.MANAGER, None, office.world.board.id), done)
    granting.grant(NewGrant(office.ada.id, Role.MANAGER, far.id), elsewhere)
    assert can(office, done)
    assert not can(office, elsewhere)
    assert office.undo(done) == undoing.Undone(people=1, stays=0)


def test_of_one_person_the_newest_are_looked_at(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = office.moment(), office.moment(1)
    accounts.rename({office.ada.id: NEW}, first)
    accounts.block([office.ada.id], second)
    other = office.world.person("Bo Vos", "bo@a.nl")
    office.world.works(other, office.school)
    accounts.block([other.id], office.moment(2))
    possible = undoing.possible(office.keeper, office.ada.id, office.moment(60))
    assert possible == {first.deed, second.deed}
    monkeypatch.setattr(undoing, "MOST", 1)
    assert undoing.possible(office.keeper, office.ada.id, office.moment(60)) == {second.deed}


def test_what_is_too_long_ago_is_in_no_list(office: Office) -> None:
    done = DeedMoment(at_noon(TODAY) - timedelta(days=31), office.keeper.id)
    accounts.rename({office.ada.id: NEW}, done)
    assert not can(office, done)


@pytest.mark.parametrize("where", ["everywhere", "board", "school"])
def test_leading_or_training_elsewhere_makes_no_half_whole(office: Office, where: str) -> None:
    """Only who keeps the accounts there reaches the other half."""
    board = office.world.other_board()
    school = office.world.school("ver", board)
    extra = {
        "everywhere": Grant(Role.TRAINER, None, None),
        "board": Grant(Role.MANAGER, None, board.id),
        "school": Grant(Role.MANAGER, school.id, None),
    }
    keeper = replace(office.keeper, grants=(*office.keeper.grants, extra[where]))
    done = office.moment()
    granting.grant(NewGrant(office.ada.id, Role.MANAGER, office.school.id), done)
    assert can(office, done, keeper)
    place = (None, board.id) if where == "board" else (school.id, None)
    granting.grant(NewGrant(office.ada.id, Role.TRAINER, *place), done)
    assert not can(office, done, keeper)


def test_who_keeps_one_school_or_an_empty_board_takes_back_what_was_done_there(
    office: Office,
) -> None:
    world, here, led = office.world, office.moment(), office.moment(1)
    empty = world.other_board()
    of_school = world.actor(Role.ADMINISTRATOR, office.school)
    of_board = world.actor(Role.ADMINISTRATOR, board=empty)
    granting.grant(NewGrant(office.ada.id, Role.MANAGER, office.school.id), here)
    granting.grant(NewGrant(office.ada.id, Role.MANAGER, None, empty.id), led)
    assert can(office, here, of_school)
    assert can(office, led, of_board)
    assert not can(office, led, of_school)
