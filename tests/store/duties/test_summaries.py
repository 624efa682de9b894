"""What was counted of a school at the end of a day: kept, told, put in order and counted again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from course.domain.duties.states import DutyState
from course.domain.people.roles import Actor, Role
from course.domain.people.sight import Sight
from course.models import School, SchoolSummary
from course.store.dated import DeedMoment
from course.store.duties import giving, summaries
from course.store.duties.giving import NewAssignment
from course.store.duties.summaries import CountryFigures
from course.store.people import merging
from tests.staff import COURSE, World, at_noon

TODAY = date(2026, 3, 12)
DAY = timedelta(days=1)
NOTHING = {name.name.lower(): 0 for name in summaries.COUNTED} | {"without_duty": 0}
# what was counted of each school, by its code
TOLD = {
    "aap": {"done": 5},
    "boom": {"without_duty": 7},
    "mies": {"overdue": 2, "done": 2},
    "noot": {"not_started": 3, "paused": 1},
    "vuur": {"busy": 1},
    "wim": {"not_started": 6, "exempt": 9, "overdue": 1},
}


class Counted:
    """Six schools of one board with figures of yesterday, and one of another board."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.schools = {code: world.school(code) for code in TOLD}
        self.elsewhere: School = world.school("elders", world.other_board())
        self.manager: Actor = world.actor(Role.MANAGER, board=world.board)
        self.keep({self.schools[code]: said for code, said in TOLD.items()})
        self.keep({self.elsewhere: {"overdue": 50}})
        self.keep({self.schools["aap"]: {"overdue": 60}}, course="ander")

    def keep(
        self, said: dict[School, dict[str, int]], day: date = TODAY - DAY, course: str = COURSE
    ) -> None:
        found = {school.id: NOTHING | numbers for school, numbers in said.items()}
        summaries.keep(course, day, found, at_noon(day + DAY))

    def codes(self, order: str, limit: int = 9, offset: int = 0, words: str = "") -> list[str]:
        asked = self.manager, COURSE, words, order
        return [one.code for one in summaries.by_school(*asked, limit=limit, offset=offset)]

    def country(self, words: str = "") -> CountryFigures:
        return summaries.country(self.manager, COURSE, words)


@pytest.fixture
def counted(session: Any) -> Counted:
    return Counted(World(session, TODAY))


@pytest.mark.parametrize(
    ("order", "codes"),
    [
        ("name", ["aap", "boom", "mies", "noot", "vuur", "wim"]),
        ("done", ["noot", "vuur", "wim", "mies", "aap", "boom"]),
        ("overdue", ["mies", "wim", "aap", "boom", "noot", "vuur"]),
        ("people", ["wim", "aap", "mies", "noot", "vuur", "boom"]),
    ],
)
def test_the_most_striking_comes_first_and_a_school_of_which_nothing_is_asked_last(
    counted: Counted, order: str, codes: list[str]
) -> None:
    assert counted.codes(order) == codes
    assert counted.codes(order, limit=2, offset=3) == codes[3:5]
    assert counted.codes(order, words="oo") == [code for code in codes if "oo" in code]


def test_each_school_has_its_own_figures(counted: Counted) -> None:
    asked = counted.manager, COURSE, "", "name"
    found = {one.code: one for one in summaries.by_school(*asked, limit=9, offset=0)}
    wim = found["wim"].group
    assert [wim.counts[state] for state in (DutyState.NOT_STARTED, DutyState.EXEMPT)] == [6, 9]
    assert (wim.counts[DutyState.OVERDUE], wim.people, wim.without_duty) == (1, 7, 0)
    assert (found["boom"].group.people, found["boom"].group.without_duty) == (0, 7)
    assert found["aap"].day == TODAY - DAY


def test_of_all_together_it_is_told_at_how_many_schools_somebody_is_late(counted: Counted) -> None:
    found = counted.country()
    assert (found.schools, found.behind) == (6, 2)
    assert (found.first_day, found.last_day) == (TODAY - DAY, TODAY - DAY)
    states = (DutyState.OVERDUE, DutyState.NOT_STARTED, DutyState.BUSY, DutyState.DONE)
    assert [found.group.counts[state] for state in states] == [3, 9, 1, 7]
    assert found.group.without_duty == 7
    assert (counted.country("mies").schools, counted.country("mies").behind) == (1, 1)


def test_where_nothing_was_counted_there_is_nobody_and_no_day(counted: Counted) -> None:
    found = counted.country("bestaat niet")
    assert (found.schools, found.behind, found.first_day, found.last_day) == (0, 0, None, None)
    assert (found.group.people, found.group.without_duty) == (0, 0)


def test_what_is_counted_later_comes_in_its_place(counted: Counted) -> None:
    """While the worker counts, the days differ."""
    counted.keep({counted.schools["aap"]: {"done": 4, "overdue": 3}}, TODAY)
    summaries.keep(COURSE, TODAY, {}, at_noon(TODAY))
    found = counted.country()
    assert (found.schools, found.behind) == (6, 3)
    assert (found.first_day, found.last_day) == (TODAY - DAY, TODAY)
    assert found.group.counts[DutyState.DONE] == 6
    row = counted.world.session.get(SchoolSummary, (counted.schools["aap"].id, COURSE))
    assert (row.day, row.counted_at) == (TODAY, at_noon(TODAY + DAY))


def test_a_school_that_went_up_in_another_is_there_for_the_days_that_people_worked_there(
    counted: Counted,
) -> None:
    gone, stays = counted.schools["wim"], counted.schools["mies"]
    counted.world.staff(gone, 1)
    merging.merge_schools(gone.id, stays.id, DeedMoment(at_noon(TODAY)))
    assert "wim" in counted.codes("name")
    counted.keep({school: {} for school in counted.schools.values()}, TODAY)
    assert "wim" not in counted.codes("name")
    assert counted.country().schools == 5


def test_schools_come_a_few_at_a_time(counted: Counted) -> None:
    ids = sorted(one.id for one in [*counted.schools.values(), counted.elsewhere])
    assert summaries.next_schools(ids[1], 3) == ids[2:5]
    assert summaries.next_schools(ids[-1], 3) == []


class Worked:
    """A school whose managers see only who is done: of four one is done, one busy, and two late.
    A fifth came without a duty.
    """

    def __init__(self, world: World) -> None:
        self.world, self.school = world, world.school("regenboog", sight=Sight.DONE)
        self.empty = world.school("leeg")
        staff, begun = world.staff(self.school, 4), TODAY - 20 * DAY
        for days, people in ((3, staff[:2]), (-3, staff[2:])):
            for person in people:
                draft = (COURSE, self.school.id, None, person.id, TODAY + days * DAY)
                made = NewAssignment(*draft, f"gegeven-aan-{person.id}")
                giving.assign(world.actor(Role.TRAINER), made, at_noon(begun), begun)
        world.progress(staff[0], 5, begun, begun + 5 * DAY)
        world.progress(staff[1], 2, begun)
        world.works(world.person(), self.school)

    def count(self, day: date = TODAY) -> dict[int, dict[str, int]]:
        return summaries.count([self.school.id, self.empty.id], COURSE, day)


@pytest.fixture
def worked(session: Any) -> Worked:
    return Worked(World(session, TODAY))


def test_everybody_is_counted_whatever_managers_see(worked: Worked) -> None:
    said = {"overdue": 2, "busy": 1, "done": 1, "without_duty": 1}
    assert worked.count() == {worked.school.id: NOTHING | said, worked.empty.id: NOTHING}


def test_a_row_that_does_not_follow_from_the_facts_is_told(worked: Worked) -> None:
    """Also beside rows of another day and another course, each of which is right for its own."""
    session, mine = worked.world.session, worked.school.id
    before, _ = summaries.differing()
    for day in (TODAY - DAY, TODAY):
        summaries.keep(COURSE, day, worked.count(day), at_noon(day))
    summaries.keep(
        COURSE, TODAY - 4 * DAY, {mine: worked.count(TODAY - 4 * DAY)[mine]}, at_noon(TODAY)
    )
    assert summaries.differing() == (before + 2, [])
    row = session.get(SchoolSummary, (mine, COURSE))
    row.busy, right = 3, worked.count(row.day)[mine]
    session.flush()
    looked_at, (found,) = summaries.differing()
    assert looked_at == before + 2
    assert (found.school, found.course, found.day) == ("regenboog", COURSE, TODAY - 4 * DAY)
    assert (found.kept, found.derived) == (right | {"busy": 3}, right)
    assert summaries.differing(1)[0] == 1


def test_rows_of_one_course_and_one_day_are_looked_at_together(worked: Worked) -> None:
    """And told in that order, whatever the order in which they were kept."""
    mine, empty = worked.school.id, worked.empty.id
    wrong = NOTHING | {"paused": 9}
    for course, day, schools in (
        ("zingen", TODAY - 3 * DAY, [mine]),
        (COURSE, TODAY - DAY, [mine]),
        (COURSE, TODAY - 2 * DAY, [empty]),
        ("fietsen", TODAY, [empty, mine]),
    ):
        summaries.keep(course, day, dict.fromkeys(schools, wrong), at_noon(TODAY))
    told = [(one.course, one.school) for one in summaries.differing()[1]]
    assert told == [
        ("fietsen", "regenboog"),
        ("fietsen", "leeg"),
        (COURSE, "leeg"),
        (COURSE, "regenboog"),
        ("zingen", "regenboog"),
    ]
