"""A list of people for a file, page by page; and how much of each school its reader sees."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from course.domain.duties.states import DutyState
from course.domain.people.roles import Role
from course.domain.people.sight import ORDER, Sight
from course.store.dated import DeedMoment
from course.store.duties import giving, overview, whole_list
from course.store.duties.giving import NewAssignment
from course.store.duties.overview import BesideFilter
from course.store.duties.reach import AsOf, reach_then
from course.store.people import sight
from tests.staff import COURSE, World, at_noon

TODAY = date(2026, 3, 12)
DAY = timedelta(days=1)
NOW = AsOf(COURSE, TODAY, TODAY)
EVERYBODY = BesideFilter()


class Case:
    """Three schools of one board, of which the second shows dates and the third who is done. At
    each one person is done with the course that it asks, and one is busy.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        levels = {"aarde": Sight.LESSONS, "maan": Sight.DATES, "zon": Sight.DONE}
        self.schools = {code: world.school(code, sight=level) for code, level in levels.items()}
        self.ids = [one.id for one in self.schools.values()]
        self.manager = world.actor(Role.MANAGER, board=world.board)
        begun = TODAY - 9 * DAY
        for code, school in self.schools.items():
            done, busy = world.staff(school, 2)
            draft = NewAssignment(COURSE, school.id, None, None, TODAY + DAY, f"gegeven-{code}")
            giving.assign(world.actor(Role.TRAINER), draft, at_noon(begun), begun)
            world.progress(done, 5, begun, begun + 5 * DAY)
            world.progress(busy, 2, begun)

    def put(self, code: str, level: Sight, days: int) -> None:
        moment = DeedMoment(at_noon(TODAY + days * DAY))
        sight.put(self.schools[code].id, level, None, moment)

    def ranks(self, moment: AsOf) -> list[Sight]:
        found = whole_list.ranks(self.manager, moment, self.ids)
        assert set(found) == set(self.ids)
        return [ORDER[found[one]] for one in self.ids]


@pytest.fixture
def case(session: Any) -> Case:
    return Case(World(session, TODAY))


def test_everybody_comes_once_and_in_order_however_small_a_page(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = whole_list.page_after(case.manager, NOW, EVERYBODY, case.ids, None)
    assert len(whole) == 6
    assert [one.school_code for one in whole] == ["aarde"] * 2 + ["maan"] * 2 + ["zon"] * 2
    for at_once, sizes in ((1, [1] * 6), (3, [3, 3]), (4, [4, 2]), (6, [6]), (9, [6])):
        monkeypatch.setattr(whole_list, "ROWS_AT_ONCE", at_once)
        found = list(whole_list.pages(case.manager, NOW, EVERYBODY, case.ids))
        assert [len(page) for page in found] == sizes
        assert [one for page in found for one in page] == whole
    assert (
        list(whole_list.pages(case.manager, NOW, BesideFilter(state=DutyState.LEFT), case.ids))
        == []
    )


def test_schools_are_read_a_few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_list, "SCHOOLS_AT_ONCE", 2)
    assert list(whole_list.school_batches([5, 3, 4, 1, 2])) == [[5, 3], [4, 1], [2]]
    assert list(whole_list.school_batches([])) == []


def test_a_list_is_longer_than_its_rows_or_than_a_page_has_schools(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def longer(most: int) -> bool:
        return whole_list.is_longer(case.manager, NOW, EVERYBODY, most)

    assert [longer(most) for most in (5, 6)] == [True, False]
    for most, over in ((2, True), (3, False)):
        monkeypatch.setattr(whole_list, "MOST", most)
        assert whole_list.is_over_many(case.manager, NOW, EVERYBODY) is over
        assert longer(6) is over


def test_how_much_is_seen_is_the_less_of_then_and_now(case: Case) -> None:
    three = [Sight.LESSONS, Sight.DATES, Sight.DONE]
    assert case.ranks(NOW) == three
    case.put("aarde", Sight.DONE, 3)
    case.put("zon", Sight.LESSONS, 3)
    past = AsOf(COURSE, TODAY, TODAY + 5 * DAY)
    assert case.ranks(past) == [Sight.DONE, Sight.DATES, Sight.DONE]
    later = AsOf(COURSE, TODAY + 5 * DAY, TODAY + 5 * DAY)
    assert case.ranks(later) == [Sight.DONE, Sight.DATES, Sight.LESSONS]
    then = replace(reach_then(case.manager, case.ids, past), as_then=True)
    found = whole_list.ranks_of(then, past)
    assert [ORDER[found[one]] for one in case.ids] == three, "what evidence goes by"
    only = whole_list.ranks(case.manager, NOW, case.ids[:1])
    assert set(only) == {case.ids[0]}
    stranger = case.world.actor(Role.MANAGER, case.world.school("ver", case.world.other_board()))
    assert whole_list.ranks(stranger, NOW, case.ids) == {}


def test_a_reader_sees_of_each_what_their_school_shows(case: Case) -> None:
    part = overview.people_beside(case.manager, NOW, EVERYBODY, limit=9)
    done, busy = DutyState.DONE, DutyState.OPEN
    ended = TODAY - 4 * DAY
    rows = {(one.school_code, one.state): one for one in part.rows}
    told = {
        key: (one.done, one.total, one.started_on, one.completed_on) for key, one in rows.items()
    }
    assert told == {
        ("aarde", done): (5, 5, TODAY - 9 * DAY, ended),
        ("aarde", DutyState.BUSY): (2, 5, TODAY - 9 * DAY, None),
        ("maan", done): (None, None, None, ended),
        ("maan", busy): (None, None, None, None),
        ("zon", done): (None, None, None, None),
        ("zon", busy): (None, None, None, None),
    }
