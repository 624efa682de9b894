"""Whom an assignment is for: what can be chosen and found by whom, what a choice comes to, and what
is told of it before.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from course.domain.duties.calendars import after_school_weeks
from course.domain.people.roles import Role
from course.kinds.item import Audience
from course.models import Person
from course.store.dated import DeedMoment
from course.store.duties import calendars, targets
from course.store.duties.targets import BoardChoice, ByWhen, NamedPlace, TargetPlace, Targets
from course.store.people import deeds
from tests.staff import COURSE, World, at_noon
from tests.store.duties.test_broadly import DUE, TODAY, Case, at

OTHER = "fiets"
DAY = timedelta(days=1)


@pytest.fixture
def case(session: Any) -> Case:
    return Case(World(session, TODAY))


def told(case: Case, *places: TargetPlace, course: str = COURSE, **more: Any) -> dict[str, Any]:
    """By school how many get it, keep it, get it sooner and are done."""
    when = more.pop("when", ByWhen(due_on=DUE))
    wanted = Targets(course, tuple(places), more.pop("functions", ()), when)
    found = targets.effects(case.world.actor(Role.TRAINER), wanted, TODAY)
    names = [one.school for one in found]
    assert names == sorted(names)
    return {one.school: (one.new, one.keep, one.sooner, one.done) for one in found}


def test_boards_are_for_who_gives_at_every_school_of_one(case: Case) -> None:
    world, board = case.world, case.world.board
    mine = BoardChoice(board.id, board.code, board.name, 2)
    assert targets.boards_to_choose(case.trainer, TODAY) == [mine]
    assert targets.boards_to_choose(world.actor(Role.MANAGER, board=board), TODAY) == []
    assert targets.boards_to_choose(world.actor(Role.TRAINER, case.here[0]), TODAY) == []
    assert targets.boards_to_choose(world.actor(Role.MANAGER), TODAY) == []
    everywhere = targets.boards_to_choose(world.actor(Role.TRAINER), TODAY)
    assert {one.id for one in everywhere} >= {board.id, case.away.board_id}
    names = [(one.name, one.id) for one in everywhere]
    assert names == sorted(names)


def test_of_too_many_schools_one_more_is_given(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    case.world.school("derde")
    board = case.world.board.id
    assert len(targets.schools_of_boards([board], TODAY)) == 3
    monkeypatch.setattr(targets, "MOST_PLACES", 1)
    assert len(targets.schools_of_boards([board], TODAY)) == 2


def test_people_are_found_where_they_work_today_in_reach(case: Case) -> None:
    world, here, there = case.world, case.here[0], case.here[1]
    who = world.person("Ada Bos")
    world.works(who, here)
    world.works(who, case.away)
    world.works(world.person("Ada Bos"), case.away)
    found = [NamedPlace("Ada Bos", here.name, TargetPlace(here.id, person_id=who.id))]
    assert targets.by_name(case.trainer, "ada bos", TODAY) == found
    assert targets.by_name(case.trainer, f"Ada Bos, {here.name}", TODAY) == found
    assert targets.by_name(case.trainer, f"Ada Bos, {there.name}", TODAY) == []
    assert targets.by_name(world.actor(Role.MANAGER, here), "Ada Bos", TODAY) == []
    deeds.leave(here.id, [who.id], at())
    assert targets.by_name(case.trainer, "Ada Bos", TODAY) == []
    assert targets.by_name(case.trainer, "Ada Bos", TODAY - DAY) == found


def test_a_name_with_a_comma_in_it_is_found_as_a_whole_first(case: Case) -> None:
    here, there = case.here
    case.world.team(there, "Bovenbouw")
    named = case.world.team(here, f"Bovenbouw, {there.name}")
    found = targets.by_name(case.trainer, named.name, TODAY)
    assert [(one.school, one.place.team_id) for one in found] == [(here.name, named.id)]
    assert targets.by_name(case.trainer, f"Niemand, {there.name}", TODAY) == []


def test_people_and_teams_alone_are_no_whole_school() -> None:
    alone = (
        *(TargetPlace(1, person_id=number) for number in range(5, 25)),
        TargetPlace(1, team_id=1),
        TargetPlace(2, team_id=3),
    )
    assert targets.within(reversed(alone)) == alone
    assert targets.within([TargetPlace(1, person_id=5), TargetPlace(1), alone[-1]]) == (
        TargetPlace(1),
        alone[-1],
    )


def test_who_is_meant_is_who_works_there_today_once(case: Case) -> None:
    world, (here, there) = case.world, case.here
    team = world.team(here, "Bovenbouw")
    teacher, leader = world.person("Een"), world.person("Twee")
    leader.audience = Audience.LEADER
    for person in (teacher, leader):
        world.works(person, here, team)
        world.works(person, there)
    both = (TargetPlace(here.id, team.id), TargetPlace(here.id, person_id=teacher.id))
    assert told(case, *both) == {here.name: (2, 0, 0, 0)}
    assert told(case, both[0], functions=(Audience.LEADER,)) == {here.name: (1, 0, 0, 0)}
    second = world.person("Drie")
    second.audience = Audience.LEADER
    world.works(second, here, team)
    assert told(case, both[0], functions=(Audience.LEADER,)) == {here.name: (2, 0, 0, 0)}
    assert told(case, both[1]) == {here.name: (1, 0, 0, 0)}, "and not there"
    whole = TargetPlace(there.id)
    assert told(case, both[1], whole) == {here.name: (1, 0, 0, 0), there.name: (4, 0, 0, 0)}
    deeds.leave(there.id, [teacher.id], at())
    assert told(case, whole) == {there.name: (3, 0, 0, 0)}
    assert told(case, TargetPlace(case.world.school("leeg").id)) == {"De Leeg": (0, 0, 0, 0)}


def test_what_is_owed_elsewhere_or_of_another_course_is_new_here(case: Case) -> None:
    here, there = case.here
    who = case.people[0]
    case.world.works(who, there)
    case.assign(case.wanted(TargetPlace(here.id)))
    one = TargetPlace(there.id, person_id=who.id)
    assert told(case, one) == {there.name: (1, 0, 0, 0)}
    assert told(case, TargetPlace(here.id), course=OTHER) == {here.name: (2, 0, 0, 0)}
    for due, kinds in ((DUE - DAY, (0, 0, 2, 0)), (DUE, (0, 2, 0, 0)), (DUE + DAY, (0, 2, 0, 0))):
        whole = told(case, TargetPlace(here.id), when=ByWhen(due_on=due))
        assert whole == {here.name: kinds}


def test_of_a_day_and_weeks_the_later_one_counts_at_each_school(case: Case) -> None:
    here = case.here[0]
    calendar = calendars.of_school(here.id)
    weeks = after_school_weeks(TODAY, 4, calendar)

    def due(when: ByWhen) -> date:
        found = targets.due_days(Targets(COURSE, (TargetPlace(here.id),), (), when), TODAY)
        assert list(found) == [here.id]
        return found[here.id][0]

    assert due(ByWhen(weeks=4)) == due(ByWhen(weeks=4, shift=True)) == weeks
    assert due(ByWhen(due_on=weeks + DAY, weeks=4)) == weeks + DAY
    assert due(ByWhen(due_on=weeks - DAY, weeks=4)) == weeks
    assert due(ByWhen(weeks=0)) == after_school_weeks(TODAY, 0, calendar)


def test_who_left_is_told_of_in_no_effect(case: Case) -> None:
    gone: Person = case.people[0]
    case.assign(case.wanted())
    moment = DeedMoment(at_noon(TODAY), by=case.trainer.id)
    deeds.leave(case.here[0].id, [gone.id], moment)
    here = case.here[0]
    assert told(case, TargetPlace(here.id)) == {here.name: (0, 1, 0, 0)}
