"""How far schools have come, for who keeps, trains or leads them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from course.domain.people.conduct_signing import ConductChange
from course.domain.people.roles import Actor, Permission, Role
from course.models import BoardValue, SchoolValue
from course.store.dated import DeedMoment
from course.store.duties import giving
from course.store.duties.giving import NewAssignment
from course.store.people import conduct, first_steps, merging
from course.store.people.conduct import NewVersion
from course.store.people.first_steps import Begun
from tests.builders import LONG_AGO, word
from tests.staff import COURSE, World, at_noon

TODAY = date(2026, 3, 12)
DAY = timedelta(days=1)
SEES = Permission.SCHOOL_REPORT


@pytest.fixture
def world(session: Any) -> World:
    return World(session, TODAY)


def adopt(world: World, on: date, **owner: int) -> None:
    of = {"school_id": None, "board_id": None, **owner}
    told = {"label": "code", "in_force_on": on, "consent_on": None, "consent_reference": ""}
    made = {"clauses": {}, "submission": f"{owner}-1234567890", "change": ConductChange.MEANING}
    assert conduct.adopt(NewVersion(**of, **told, **made), world.person().id, at_noon(TODAY))


def begun(actor: Actor, days: int = 0) -> Begun:
    return first_steps.begun(actor, SEES, TODAY + days * DAY)


def test_each_school_counts_by_what_it_has_itself_or_by_its_board(world: World) -> None:
    here, beside = world.school("a-school"), world.school("b-school")
    away = world.school("c-school", world.other_board())
    board = world.actor(Role.MANAGER, board=world.board)
    empty = Begun(2, 0, 0, 0, 0, "a-school", "a-school", "a-school", "a-school")
    world.staff(away, 1)
    word(world.session, away, "naam_fg", "FG")
    adopt(world, TODAY, school_id=away.id)
    assert begun(board) == empty
    world.works(world.person(), here, ends_on=TODAY)
    word(world.session, here, "naam_fg", "FG")
    adopt(world, TODAY, school_id=here.id)
    half = Begun(2, 1, 1, 1, 0, "a-school", "b-school", "b-school", "b-school")
    assert begun(board) == half
    assert begun(board, 1).with_people == 0, "after their last day"
    assert begun(board, -1).with_conduct == 0, "before its first day"
    row = {"board_id": world.board.id, "key": "naam_po", "text": "PO", "starts_on": LONG_AGO}
    world.add(BoardValue(**row))
    adopt(world, TODAY, board_id=world.board.id)
    world.staff(beside, 1)
    assert begun(board) == Begun(2, 2, 2, 2, 0, "a-school", None, None, None)


def test_words_that_ended_or_were_replaced_are_none(world: World) -> None:
    here = world.school("a-school")
    board = world.actor(Role.MANAGER, board=world.board)
    over = {"starts_on": LONG_AGO, "key": "naam_fg", "text": "FG"}
    ends = {"ends_on": TODAY - DAY}
    gone = {"replaced_at": at_noon(TODAY)}
    for end in (ends, gone):
        world.add(SchoolValue(school_id=here.id, **over, **end))
        world.add(BoardValue(board_id=world.board.id, **over, **end))
    assert begun(board).with_words == 0


def test_a_course_that_was_withdrawn_is_given_no_more(world: World) -> None:
    here = world.school("a-school")
    world.school("b-school")
    trainer = world.actor(Role.TRAINER, here)
    draft = NewAssignment(COURSE, here.id, None, None, TODAY, "t" * 20)
    made = giving.assign(trainer, draft, at_noon(TODAY), TODAY)
    assert made is not None
    board = world.actor(Role.MANAGER, board=world.board)
    assert begun(board).with_course == 1
    giving.withdraw(trainer, made.ref, DeedMoment(at_noon(TODAY)))
    assert begun(board).with_course == 0


def test_a_school_that_went_up_in_another_counts_no_more(world: World) -> None:
    here, beside = world.school("a-school"), world.school("b-school")
    merging.merge_schools(here.id, beside.id, DeedMoment(at_noon(TODAY)))
    board = world.actor(Role.MANAGER, board=world.board)
    assert (begun(board).schools, begun(board).first) == (1, "b-school")
    assert begun(world.actor(Role.TRAINER, beside)).schools == 1
    keeper = world.actor(Role.MANAGER, beside)
    assert first_steps.begun(keeper, Permission.ASSIGN, TODAY) == Begun(
        0, 0, 0, 0, 0, None, None, None, None
    )


def test_since_when_somebody_has_a_role(world: World) -> None:
    person, here = world.person(), world.school("a-school")
    assert first_steps.has_role_since(person.id, TODAY) is None
    grant = world.grant(person, Role.MANAGER, here, ends_on=TODAY)
    world.grant(world.person(), Role.TRAINER, here)
    assert first_steps.has_role_since(person.id, TODAY) == grant.starts_on
    assert first_steps.has_role_since(person.id, TODAY + DAY) is None


@pytest.mark.parametrize("where", ["school", "board", "everywhere"])
def test_somebody_trains_at_a_school_its_board_or_everywhere(world: World, where: str) -> None:
    here = world.school("a-school")
    keeper = world.actor(Role.ADMINISTRATOR, here)
    trainer = world.person()
    elsewhere = world.school("c-school", world.other_board())
    world.grant(trainer, Role.TRAINER, elsewhere)
    world.grant(trainer, Role.MANAGER, here)
    assert not first_steps.has_trainer(keeper, TODAY)
    places = {"school": (here, None), "board": (None, world.board), "everywhere": (None, None)}
    world.grant(trainer, Role.TRAINER, *places[where], ends_on=TODAY)
    assert first_steps.has_trainer(keeper, TODAY)
    assert not first_steps.has_trainer(keeper, TODAY + DAY)


def test_who_opened_a_report_is_known_once(world: World) -> None:
    one, other = world.person(), world.person()
    for _ in range(2):
        first_steps.see_report(one.id, at_noon(TODAY))
    assert [first_steps.saw_report(who.id) for who in (one, other)] == [True, False]
