"""Two schools or teams become one among others: what is counted beforehand, who comes along as what,
and what of neighbours and of before stays.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from course import clock
from course.domain.people.roles import Actor, Role
from course.models import AuditEntry, Meeting, Membership, Person, RoleGrant, School, Team
from course.models.base import new_token
from course.store.dated import DeedMoment, holds_on
from course.store.duties import giving
from course.store.duties.giving import NewAssignment
from course.store.people import deeds, merged, merging, organising, undoing
from course.store.people.deeds import Workplace
from course.store.people.merging import MergeEffect
from course.store.people.organising import SchoolFacts
from course.store.study_days import attending, meetings
from course.store.study_days.meetings import MeetingFor, MeetingPlan
from tests.staff import COURSE, World

TODAY = clock.today()
DAY = timedelta(days=1)


class Three:
    """A school that goes, one in which it goes up, and one beside them that has all the same."""

    def __init__(self, session: Any) -> None:
        self.session, self.world = session, World(session, TODAY)
        self.gone, self.into, self.beside = map(self.world.school, ("oud", "nieuw", "naast"))
        self.keeper: Actor = self.world.actor(Role.ADMINISTRATOR, board=self.world.board)
        self.trainer: Actor = self.world.actor(Role.TRAINER, board=self.world.board)

    def moment(self, minutes: int = 0) -> DeedMoment:
        return DeedMoment(clock.now() + timedelta(minutes=minutes), self.keeper.id)

    def training(self, school: School, title: str, days: int = 1) -> str:
        planned = MeetingPlan(title, TODAY + days * DAY, "13.30", "15.00", "Aula", 9)
        whose, now = MeetingFor(school.id, None), clock.now()
        ref = meetings.plan(self.trainer, whose, planned, new_token(), now)
        assert ref is not None
        return ref

    def give(self, school: School, team: Team | None = None, who: Person | None = None) -> str:
        place = school.id, team.id if team else None, who.id if who else None
        given = NewAssignment(COURSE, *place, TODAY + 60 * DAY, new_token())
        made = giving.assign(self.trainer, given, clock.now(), TODAY)
        assert made is not None
        return made.ref

    def works(self, who: Person) -> list[tuple[str, int | None, Any]]:
        """Where somebody works today, in which team and until when."""
        self.session.expire_all()
        query = select(School.code, Membership.team_id, Membership.ends_on)
        query = query.join(Membership, Membership.school_id == School.id)
        here = query.where(Membership.person_id == who.id, holds_on(Membership, TODAY))
        return [tuple(row) for row in self.session.execute(here.order_by(School.code))]

    def roles(self, who: Person) -> list[tuple[str, str, Any]]:
        query = select(School.code, RoleGrant.role, RoleGrant.ends_on)
        query = query.join(RoleGrant, RoleGrant.school_id == School.id)
        here = query.where(RoleGrant.person_id == who.id, holds_on(RoleGrant, TODAY))
        return [tuple(row) for row in self.session.execute(here.order_by(RoleGrant.id))]

    def planned(self) -> dict[str, list[str]]:
        self.session.expire_all()
        query = select(School.code, Meeting.title).join(School, School.id == Meeting.school_id)
        found: dict[str, list[str]] = {"oud": [], "nieuw": [], "naast": []}
        for code, title in self.session.execute(query.order_by(Meeting.title)):
            found.setdefault(code, []).append(title)
        return {code: found[code] for code in ("oud", "nieuw", "naast")}


@pytest.fixture
def three(session: Any) -> Three:
    return Three(session)


def test_what_one_school_brings_another_is_counted_beforehand(three: Three) -> None:
    world = three.world
    ada, bob, cas = world.staff(three.gone, 3)
    world.works(bob, three.into)
    world.works(cas, three.beside)
    world.works(world.person(), three.gone, ends_on=TODAY - DAY)
    world.staff(three.into, 2)
    for place, ends_on in ((three.gone, None), (three.gone, TODAY - DAY), (three.beside, None)):
        world.grant(ada, Role.TRAINER if ends_on else Role.MANAGER, place, ends_on=ends_on)
    team = world.team(three.gone, "Onderbouw")
    for school in (three.gone, three.gone, three.into, three.beside):
        three.give(school)
    three.give(three.gone, team)
    three.give(three.gone, who=ada)
    assert giving.withdraw(three.trainer, three.give(three.gone), three.moment())
    three.training(three.gone, "Straks")
    three.training(three.gone, "Vandaag", 0)
    three.training(three.gone, "Gisteren", -1)
    three.training(three.beside, "Ernaast")
    held, off = three.training(three.gone, "Geweest", 0), three.training(three.gone, "Vervalt")
    attending.note_presence(meetings.by_ref(held), [ada.id], clock.now(), TODAY)
    assert meetings.cancel(meetings.by_ref(off), clock.now())
    found = merging.effect(three.gone.id, three.into.id, TODAY)
    assert found == MergeEffect(people=3, both=1, roles=1, given=2, there=1, meetings=2)


def test_who_comes_keeps_their_last_day_and_who_was_there_stays_as_they_were(three: Three) -> None:
    world, until = three.world, TODAY + 30 * DAY
    ada, bob, cas, eva = (world.person(name) for name in ("Ada", "Bob", "Cas", "Eva"))
    team = world.team(three.into, "Bovenbouw")
    world.works(ada, three.gone, world.team(three.gone, "Onderbouw"), ends_on=until)
    world.works(bob, three.gone)
    world.works(bob, three.into, team)
    world.works(cas, three.gone, ends_on=TODAY - DAY)
    world.works(eva, three.beside)
    world.grant(ada, Role.MANAGER, three.gone, ends_on=until)
    world.grant(bob, Role.TRAINER, three.gone)
    world.grant(eva, Role.MANAGER, three.beside)
    world.grant(cas, Role.MANAGER, three.gone, ends_on=TODAY - DAY)
    assert merging.merge_schools(three.gone.id, three.into.id, three.moment()) == 1
    assert three.works(ada) == [("nieuw", None, until)]
    assert three.works(bob) == [("nieuw", team.id, None)]
    assert three.works(cas) == []
    assert three.works(eva) == [("naast", None, None)]
    assert three.roles(ada) == [("nieuw", "manager", until)]
    assert three.roles(bob) == [("nieuw", "trainer", None)]
    assert three.roles(eva) == [("naast", "manager", None)]
    assert three.roles(cas) == []
    assert merging.merge_schools(three.into.id, three.into.id, three.moment()) == 0


def test_only_what_is_still_to_come_goes_along_and_only_that_comes_back(three: Three) -> None:
    world = three.world
    world.staff(three.gone, 1)
    for title, days in (("Straks", 1), ("Vandaag", 0), ("Gisteren", -1)):
        three.training(three.gone, title, days)
    three.training(three.beside, "Ernaast")
    moment = three.moment()
    merging.merge_schools(three.gone.id, three.into.id, moment)
    assert three.planned() == {
        "oud": ["Gisteren"],
        "nieuw": ["Straks", "Vandaag"],
        "naast": ["Ernaast"],
    }
    (note,) = three.session.query(AuditEntry).filter_by(action="schools-merged").all()
    assert (note.school_id, note.detail["into"]) == (three.gone.id, "nieuw")
    three.training(three.into, "Nieuw gepland")
    later = three.moment(5)
    merging.take_back(moment.deed, TODAY + DAY)
    assert three.planned() == {
        "oud": ["Gisteren", "Straks"],
        "nieuw": ["Nieuw gepland", "Vandaag"],
        "naast": ["Ernaast"],
    }
    assert undoing.undo(three.keeper, moment.deed, later).people == 1
    assert three.planned()["oud"] == ["Gisteren", "Straks", "Vandaag"]


def test_a_team_goes_up_with_who_is_in_it_today(three: Three) -> None:
    world, until = three.world, TODAY + 30 * DAY
    gone, into, other = (world.team(three.gone, name) for name in ("Een", "Twee", "Drie"))
    ada, bob, cas = (world.person(name) for name in ("Ada", "Bob", "Cas"))
    world.works(ada, three.gone, gone, ends_on=until, number="7")
    world.works(bob, three.gone, other)
    world.works(cas, three.gone, gone, ends_on=TODAY - DAY)
    merge = merging.merge_teams
    assert merge(three.gone.id, into.id, into.id, three.moment()) == 0
    assert merge(three.gone.id, gone.id, into.id, three.moment()) == 1
    assert three.works(ada) == [("oud", into.id, until)]
    assert three.works(bob) == [("oud", other.id, None)]
    assert merged.teams_after(three.gone.id) == {gone.id: into.id}
    assert merged.teams_after(three.beside.id) == {}
    found = merged.team_after(three.gone.id, gone.ref, TODAY)
    assert found is not None
    assert found.id == into.id
    for school, ref in ((three.beside, gone.ref), (three.gone, other.ref), (three.gone, "weg")):
        assert merged.team_after(school.id, ref, TODAY) is None
    assert merge(three.gone.id, gone.id, other.id, three.moment(1)) is None, "it went up already"
    assert merge(three.gone.id, other.id, gone.id, three.moment(2)) is None
    deeds.move_team(three.gone.id, [Workplace(bob.id, gone.id)], three.moment(3))
    assert merged.team_after(three.gone.id, gone.ref, TODAY) is None, "somebody is in it again"
    assert merge(three.gone.id, gone.id, other.id, three.moment(4)) == 1


def test_what_went_up_is_known_by_its_code_its_team_and_what_was_given_there(
    three: Three,
) -> None:
    world = three.world
    (ada,) = world.staff(three.gone, 1)
    team, beside = world.team(three.gone, "Onderbouw"), world.team(three.beside, "Onderbouw")
    refs = [three.give(school) for school in (three.gone, three.beside)]
    names = ["oud", team.ref, refs[0]]
    assert not merged.names_gone([*names, "naast", beside.ref, refs[1]], TODAY)
    moment = three.moment()
    merging.merge_schools(three.gone.id, three.into.id, moment)
    assert [merged.names_gone([one], TODAY) for one in names] == [True] * 3
    assert not merged.names_gone(["naast", "nieuw", beside.ref, refs[1]], TODAY)
    assert merged.are_gone([three.gone.id], [], TODAY)
    assert not merged.are_gone([three.into.id, three.beside.id], [beside.id, None], TODAY)
    assert merged.schools_gone_by([three.gone.id, three.beside.id, None], TODAY) == {
        three.gone.id: moment.deed
    }
    assert merged.schools_gone_by([three.beside.id], TODAY) == {}
    deeds.join(three.gone.id, [Workplace(ada.id)], three.moment(1))
    assert not merged.are_gone([three.gone.id], [], TODAY), "people work there again"
    assert merged.school_after("oud", TODAY) == ""
    assert merged.schools_gone_by([three.gone.id], TODAY) == {}


def test_a_team_that_went_up_is_known_by_its_deed(three: Three) -> None:
    world = three.world
    gone, into = world.team(three.gone, "Een"), world.team(three.gone, "Twee")
    twin = world.team(three.beside, "Een")
    moment = three.moment()
    assert merging.merge_teams(three.gone.id, gone.id, into.id, moment) == 0
    assert merged.teams_gone_by([gone.id, into.id, twin.id], TODAY) == {gone.id: moment.deed}
    assert merged.teams_gone_by([into.id], TODAY) == {}
    assert merged.are_gone([], [gone.id], TODAY)
    assert not merged.are_gone([], [into.id, twin.id], TODAY)
    assert merged.names_gone([gone.ref], TODAY)
    assert not merged.names_gone([into.ref, twin.ref], TODAY)
    open_ones = three.session.scalars(select(Team.id).where(merged.team_is_open(TODAY)))
    assert gone.id not in (found := set(open_ones))
    assert {into.id, twin.id} <= found


def test_of_two_schools_that_went_up_each_is_known_where_it_went(three: Three) -> None:
    world, last = three.world, three.world.school("laatst")
    world.staff(three.gone, 1)
    world.staff(three.beside, 1)
    first, second = three.moment(), three.moment(1)
    merging.merge_schools(three.gone.id, three.into.id, first)
    merging.merge_schools(three.beside.id, last.id, second)
    facts = SchoolFacts("Toen", world.board.id, "po", "midden")
    organising.change_school(three.gone.id, facts, three.moment(2))
    found = [merged.school_after(code, TODAY) for code in ("oud", "naast", "nieuw", "weg")]
    assert found == ["nieuw", "laatst", "", ""], "whatever was done to it since"
    deeds_of = merged.schools_gone_by([three.gone.id, three.beside.id, last.id], TODAY)
    assert deeds_of == {three.gone.id: first.deed, three.beside.id: second.deed}


def test_a_team_whose_end_was_taken_back_is_open_also_without_anybody(three: Three) -> None:
    world = three.world
    gone, into, empty = (world.team(three.gone, name) for name in ("Een", "Twee", "Drie"))
    ada = world.person("Ada")
    world.works(ada, three.gone, gone)
    moment = three.moment()
    assert merging.merge_teams(three.gone.id, gone.id, into.id, moment) == 1
    assert merged.team_after(three.gone.id, empty.ref, TODAY) is None, "it never went up"
    assert undoing.undo(three.keeper, moment.deed, three.moment(5)).people == 1
    assert three.works(ada) == [("oud", gone.id, None)]
    deeds.leave(three.gone.id, [ada.id], three.moment(6))
    assert merged.teams_after(three.gone.id) == {}
    assert not merged.are_gone([three.gone.id], [gone.id], TODAY)
    assert merged.teams_gone_by([gone.id], TODAY) == {}


def test_a_school_whose_end_was_taken_back_is_open_also_without_anybody(three: Three) -> None:
    (ada,) = three.world.staff(three.gone, 1)
    moment = three.moment()
    merging.merge_schools(three.gone.id, three.into.id, moment)
    assert undoing.undo(three.keeper, moment.deed, three.moment(5)).people == 1
    deeds.leave(three.gone.id, [ada.id], three.moment(6))
    assert merged.school_after("oud", TODAY) == ""
    assert not merged.are_gone([three.gone.id], [], TODAY)
    assert merged.schools_gone_by([three.gone.id], TODAY) == {}
    assert not merged.names_gone(["oud"], TODAY)
