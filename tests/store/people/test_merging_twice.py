"""Schools and teams that went up in another, came back and went up again: each by its own deed."""

from __future__ import annotations

from typing import Any

import pytest

from course.store.people import accounts, deeds, merged, merging, undoing
from course.store.people.deeds import Workplace
from tests.store.people.test_merging_beside import TODAY, Three


@pytest.fixture
def three(session: Any) -> Three:
    return Three(session)


def test_a_school_that_went_up_twice_is_where_it_went_last(three: Three) -> None:
    """Somebody came to work there again in between; what was taken back counts no more."""
    gone, bo = three.gone.id, three.world.person("Bo")
    three.world.staff(three.gone, 1)
    first, second = three.moment(), three.moment(2)
    merging.merge_schools(gone, three.into.id, first)
    deeds.join(gone, [Workplace(bo.id)], three.moment(1))
    assert merged.school_after("oud", TODAY) == ""
    assert merged.schools_gone_by([gone], TODAY) == {}
    merging.merge_schools(gone, three.beside.id, second)
    assert merged.school_after("oud", TODAY) == "naast"
    assert merged.schools_gone_by([gone], TODAY) == {gone: second.deed}
    assert undoing.undo(three.keeper, second.deed, three.moment(5)).people == 1
    assert merged.school_after("oud", TODAY) == ""
    deeds.leave(gone, [bo.id], three.moment(6))
    assert merged.school_after("oud", TODAY) == "nieuw"
    assert merged.schools_gone_by([gone], TODAY) == {gone: first.deed}


def test_a_team_that_went_up_twice_is_where_it_went_last(three: Three) -> None:
    here, bo = three.gone.id, three.world.person("Bo")
    gone, into, last = (three.world.team(three.gone, name) for name in ("Een", "Twee", "Drie"))
    three.world.staff(three.gone, 1, gone)
    first, second = three.moment(), three.moment(2)
    assert merging.merge_teams(here, gone.id, into.id, first) == 1
    deeds.join(here, [Workplace(bo.id, gone.id)], three.moment(1))
    assert merged.team_after(here, gone.ref, TODAY) is None
    assert merged.teams_gone_by([gone.id], TODAY) == {}
    assert merging.merge_teams(here, gone.id, last.id, second) == 1
    assert merged.team_after(here, gone.ref, TODAY) == last
    assert merged.teams_gone_by([gone.id], TODAY) == {gone.id: second.deed}
    assert undoing.undo(three.keeper, second.deed, three.moment(5)).people == 1
    deeds.leave(here, [bo.id], three.moment(6))
    assert merged.team_after(here, gone.ref, TODAY) == into
    assert merged.teams_gone_by([gone.id], TODAY) == {gone.id: first.deed}


def test_of_two_teams_that_went_up_each_has_its_own_deed(three: Three) -> None:
    here = three.gone.id
    names = ("Een", "Twee", "Drie", "Vier")
    one, into, two, last = (three.world.team(three.gone, name) for name in names)
    first, second = three.moment(), three.moment(1)
    merging.merge_teams(here, one.id, into.id, first)
    merging.merge_teams(here, two.id, last.id, second)
    assert merged.teams_gone_by([one.id, two.id], TODAY) == {
        one.id: first.deed,
        two.id: second.deed,
    }
    assert merged.teams_gone_by([two.id, last.id], TODAY) == {two.id: second.deed}
    assert merged.teams_after(here) == {one.id: into.id, two.id: last.id}


def test_another_deed_that_is_taken_back_moves_no_training(three: Three) -> None:
    (ada,) = three.world.staff(three.gone, 1)
    three.training(three.gone, "Mee")
    merging.merge_schools(three.gone.id, three.into.id, three.moment())
    blocked = three.moment(1)
    accounts.block([ada.id], blocked)
    assert undoing.undo(three.keeper, blocked.deed, three.moment(5)).people == 1
    assert three.planned() == {"oud": [], "nieuw": ["Mee"], "naast": []}
