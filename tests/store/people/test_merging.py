"""Two schools or teams become one: what comes along and goes back, and what somebody else does to
them in the same instant.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from course import clock
from course.domain.people.roles import Actor, Role
from course.models import Meeting, Membership, Person, RoleGrant, School
from course.models.base import new_token
from course.store import transaction
from course.store.dated import DeedMoment, holds_on
from course.store.duties import giving
from course.store.duties.targets import ByWhen, TargetPlace, Targets
from course.store.people import deeds, granting, merged, merging, undoing
from course.store.people.deeds import Workplace
from course.store.study_days import meetings
from course.store.study_days.meetings import MeetingFor, MeetingPlan
from tests.meanwhile import meanwhile
from tests.staff import COURSE, World


def test_who_left_a_moment_ago_does_not_come_along(app: Flask, session: Any) -> None:
    world = World(session, clock.today())
    gone, into = world.school("oud").id, world.school("nieuw").id
    ada, bob = (world.person(name).id for name in ("Ada Bos", "Bob Bos"))
    for who in (ada, bob):
        world.works(session.get(Person, who), session.get(School, gone))
    session.commit()
    session.remove()
    came: list[int] = []

    def merge() -> None:
        with app.app_context():
            transaction.begin(may_write=True)
            came.append(merging.merge_schools(gone, into, DeedMoment(clock.now())) or 0)
            transaction.commit()

    transaction.begin(may_write=True)
    granting.lock([ada])
    deeds.leave(gone, [ada], DeedMoment(clock.now()))
    merging_now = threading.Thread(target=merge)
    merging_now.start()
    time.sleep(1)  # it begins before this one is over
    transaction.commit()
    merging_now.join(timeout=60)
    assert came == [1]
    there = session.query(Membership.person_id).filter(
        Membership.school_id == into, holds_on(Membership, clock.today())
    )
    assert [who for (who,) in there] == [bob]


@dataclass
class Two:
    """Two schools of one board, with Ada at the first, and who keeps and trains at both."""

    world: World
    gone: int
    into: int
    ada: int
    keeper: Actor

    def training(self, title: str, school: int | None = None) -> str:
        """Plan one for tomorrow."""
        tomorrow = clock.today() + timedelta(days=1)
        plan = MeetingPlan(title, tomorrow, "13.30", "15.00", "Aula", 9)
        whose = MeetingFor(school or self.gone, None)
        trainer = self.world.actor(Role.TRAINER, board=self.world.board)
        return meetings.plan(trainer, whose, plan, new_token(), clock.now()) or ""

    def planned(self) -> dict[str, list[str]]:
        """The titles of what is planned, by school."""
        self.world.session.expire_all()
        query = select(School.code, Meeting.title).join(School, School.id == Meeting.school_id)
        query = query.where(School.id.in_((self.gone, self.into))).order_by(Meeting.id)
        found: dict[str, list[str]] = {}
        for code, title in self.world.session.execute(query):
            found.setdefault(code, []).append(title)
        return found

    def at_work(self) -> list[str]:
        """Where Ada works today."""
        query = select(School.code).join(Membership, Membership.school_id == School.id)
        query = query.where(Membership.person_id == self.ada, holds_on(Membership, clock.today()))
        return list(self.world.session.scalars(query.order_by(School.code)))

    def moment(self, minutes: int) -> DeedMoment:
        return DeedMoment(clock.now() + timedelta(minutes=minutes), self.keeper.id)


@pytest.fixture
def two(session: Any) -> Two:
    world = World(session, clock.today())
    gone, into = world.school("oud"), world.school("nieuw")
    ada = world.person("Ada Bos")
    world.works(ada, gone)
    return Two(world, gone.id, into.id, ada.id, world.actor(Role.ADMINISTRATOR, board=world.board))


def test_what_was_planned_goes_along_and_back(two: Two) -> None:
    """Back goes what came along, unless it was for the other school already."""
    two.training("Mee")
    two.training("Van daar", two.into)
    merge = two.moment(0)
    assert merging.merge_schools(two.gone, two.into, merge) == 1
    assert two.planned() == {"nieuw": ["Mee", "Van daar"]}
    assert undoing.undo(two.keeper, merge.deed, two.moment(5)).people == 1
    assert two.planned() == {"oud": ["Mee"], "nieuw": ["Van daar"]}
    assert two.at_work() == ["oud"]
    deeds.leave(two.gone, [two.ada], two.moment(6))
    assert not merged.school_after("oud", clock.today()), "empty, and never went up"


def test_who_belongs_elsewhere_too_comes_back_as_they_were(two: Two) -> None:
    """A trainer of many boards, and who works at another board too: they were here all the time."""
    world = two.world
    trainer = world.session.get(Person, world.actor(Role.TRAINER).id)
    world.grant(trainer, Role.TRAINER, world.session.get(School, two.gone))
    world.works(world.session.get(Person, two.ada), world.school("ver", world.other_board()))
    merge = two.moment(0)
    assert merging.merge_schools(two.gone, two.into, merge) == 1
    assert undoing.undo(two.keeper, merge.deed, two.moment(5)) == undoing.Undone(2, 0)
    assert two.at_work() == ["oud", "ver"]
    held = select(RoleGrant.school_id).where(
        RoleGrant.person_id == trainer.id, holds_on(RoleGrant, clock.today())
    )
    assert set(world.session.scalars(held)) == {None, two.gone}


def test_a_training_that_was_cancelled_stays_where_it_was(two: Two) -> None:
    ref = two.training("Mee")
    merge = two.moment(0)
    merging.merge_schools(two.gone, two.into, merge)
    two.world.session.query(Meeting).filter_by(ref=ref).update({"cancelled_at": clock.now()})
    undoing.undo(two.keeper, merge.deed, two.moment(5))
    assert two.planned() == {"nieuw": ["Mee"]}


def test_a_school_where_nobody_works_goes_up_too(two: Two) -> None:
    deeds.leave(two.gone, [two.ada], two.moment(0))
    two.training("Mee")
    assert merging.merge_schools(two.gone, two.into, two.moment(1)) == 0
    assert two.planned() == {"nieuw": ["Mee"]}
    assert merged.school_after("oud", clock.today()) == "nieuw"


def test_of_three_schools_none_goes_up_in_one_that_is_gone(two: Two) -> None:
    third = two.world.school("derde").id
    assert merging.merge_schools(two.gone, two.into, two.moment(0)) == 1
    assert merging.merge_schools(two.gone, two.into, two.moment(1)) == 0, "pressed twice"
    assert merging.merge_schools(two.gone, third, two.moment(2)) is None
    assert merging.merge_schools(third, two.gone, two.moment(3)) is None


def test_nobody_comes_back_where_nobody_is_any_more(two: Two) -> None:
    """Leaving is taken back as long as the school, and its team, is there."""
    left = two.moment(0)
    deeds.leave(two.gone, [two.ada], left)
    assert undoing.can_undo(two.keeper, left.deed, two.moment(1))
    merging.merge_schools(two.gone, two.into, two.moment(2))
    assert not undoing.can_undo(two.keeper, left.deed, two.moment(3))
    assert undoing.undo(two.keeper, left.deed, two.moment(4)).people == 0
    assert two.at_work() == []


def test_nobody_comes_back_in_a_team_that_went_up(two: Two) -> None:
    school = two.world.session.get(School, two.gone)
    old, new, other = (two.world.team(school, name) for name in ("Oud", "Nieuw", "Ander"))
    for minutes, team in enumerate((old, other)):
        moved = two.moment(minutes)
        deeds.move_team(two.gone, [Workplace(two.ada, team.id)], moved)
    assert undoing.can_undo(two.keeper, moved.deed, two.moment(2))
    merge = two.moment(3)
    assert merging.merge_teams(two.gone, old.id, new.id, merge) == 0
    assert not undoing.can_undo(two.keeper, moved.deed, two.moment(4))
    assert merging.merge_teams(two.gone, other.id, old.id, two.moment(5)) is None


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_form_about_a_school_and_its_end_wait_for_each_other(app: Flask, two: Two) -> None:
    """A training that is planned in the same instant goes along; what comes later is refused."""
    gone, into, session = two.gone, two.into, two.world.session
    moment = two.moment(0)
    session.commit()
    transaction.begin(may_write=True)
    merged.hold(["oud"])
    two.training("In hetzelfde ogenblik")
    with meanwhile(app, lambda: merging.merge_schools(gone, into, moment)):
        pass
    assert two.planned() == {"nieuw": ["In hetzelfde ogenblik"]}
    session.rollback()
    assert merged.names_gone(["oud"], clock.today())


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_course_for_a_board_leaves_out_no_school_in_silence(app: Flask, two: Two) -> None:
    """It waits for who makes two schools one, and then it is asked again."""
    trainer = two.world.actor(Role.TRAINER, board=two.world.board)
    places = tuple(TargetPlace(one, board_id=two.world.board) for one in (two.gone, two.into))
    asked = Targets(COURSE, places, (), ByWhen(clock.today() + timedelta(days=60)))
    moment, given, token = two.moment(0), [], new_token()
    two.world.session.commit()
    transaction.begin(may_write=True)
    merging.merge_schools(two.gone, two.into, moment)

    def give() -> None:
        given.append(giving.assign_broadly(trainer, asked, token, two.moment(1)))

    with meanwhile(app, give):
        pass
    assert given == [None]
