"""What is kept for a school, its board and its people: of two that have the same, each has their own,
on the days on which it holds.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from course.domain.people.roles import Role
from course.models import BoardValue, Person, RecordLook, SchoolMeasuring, SchoolValue, WaitingList
from course.store.dated import DeedMoment
from course.store.people import belonging, measuring, waiting_lists, words
from course.store.proof import looking
from course.store.proof.looking import Look
from tests import builders
from tests.staff import World

TODAY = date(2026, 11, 2)
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)
YESTERDAY, TOMORROW = TODAY - DAY, TODAY + DAY


@pytest.fixture
def world(session: Any) -> World:
    return World(session, TODAY)


def test_words_are_of_a_school_and_else_of_its_own_board(world: World) -> None:
    here, beside = world.school("regenboog"), world.school("kompas")
    away = world.school("ver", world.other_board())
    builders.word(world.session, here, "naam_fg", "FG van hier")
    builders.word(world.session, away, "naam_ict", "ict van ver")
    since = {"starts_on": builders.LONG_AGO}
    over = {"key": "naam_ict", "text": "ict van toen", "ends_on": YESTERDAY}
    world.add(SchoolValue(school_id=here.id, **since, **over))
    rows = [
        (world.board.id, "naam_fg", "FG van het bestuur", None),
        (world.board.id, "naam_po", "PO van het bestuur", None),
        (world.board.id, "naam_oud", "van vroeger", YESTERDAY),
        (away.board_id, "naam_po", "PO van ver", None),
    ]
    for board, key, text, ends_on in rows:
        world.add(BoardValue(board_id=board, **since, ends_on=ends_on, key=key, text=text))
    of_board = {"naam_fg": "FG van het bestuur", "naam_po": "PO van het bestuur"}
    assert words.values_of(here.id) == {**of_board, "naam_fg": "FG van hier"}
    assert words.values_of(beside.id) == words.inherited_by(here.id) == of_board
    assert words.values_of(away.id) == {"naam_ict": "ict van ver", "naam_po": "PO van ver"}
    assert words.values_of(None) == words.own_values_of(beside.id) == {}
    assert words.own_values_of(here.id) == {"naam_fg": "FG van hier"}
    assert words.values_of_board(world.board.id) == of_board
    assert words.filled_on(here.id, TODAY) == {"naam_fg", "naam_po"}
    assert words.filled_on(here.id, YESTERDAY) == {"naam_fg", "naam_po", "naam_ict", "naam_oud"}
    assert words.filled_on(beside.id, TODAY) == {"naam_fg", "naam_po"}


def test_the_schools_of_somebody_are_where_they_work_that_day(world: World) -> None:
    first, second = world.school("kompas"), world.school("regenboog")
    past, later = world.school("vroeger"), world.school("straks")
    ada, bob = world.person(), world.person()
    world.works(ada, second, starts_on=TODAY - 9 * DAY)
    team = world.team(first, "Onderbouw")
    world.works(ada, first, starts_on=TODAY - 99 * DAY, ends_on=YESTERDAY)
    world.works(ada, first, team, starts_on=TODAY)
    world.works(ada, past, ends_on=YESTERDAY)
    world.works(ada, later, starts_on=TOMORROW)
    world.works(bob, later, starts_on=TODAY)

    def named(person: Person, on: date = TODAY, limit: int = 9, offset: int = 0) -> list[str]:
        return [one.code for one in words.schools_of(person.id, on, limit, offset)]

    assert named(ada) == ["kompas", "regenboog"], "another team makes nobody newer"
    assert (named(ada, limit=1), named(ada, limit=1, offset=1)) == (["kompas"], ["regenboog"])
    assert named(ada, YESTERDAY) == ["vroeger", "kompas", "regenboog"]
    assert words.school_count(ada.id, TODAY) == 2
    assert words.school_count(world.person().id, TODAY) == 0
    home = words.home_school(ada.id, TODAY)
    assert home is not None
    assert home.id == first.id
    assert words.home_school(world.person().id, TODAY) is None
    found = words.own_school(ada.id, TODAY, "regenboog")
    assert found is not None
    assert found.id == second.id
    assert words.own_school(ada.id, TODAY, "vroeger") is None
    assert words.own_school(bob.id, TODAY, "regenboog") is None


def test_the_entry_test_is_offered_by_a_school_to_who_works_there(world: World) -> None:
    here, there = world.school("regenboog"), world.school("kompas")
    ada, gone = world.person(), world.person()
    world.works(ada, here)
    world.works(gone, here, ends_on=YESTERDAY)
    words.offer_entry_test(there.id, offered=True)
    assert not words.is_offered_entry_test(ada.id, TODAY)
    words.offer_entry_test(here.id, offered=True)
    assert words.is_offered_entry_test(ada.id, TODAY)
    assert not words.is_offered_entry_test(gone.id, TODAY)
    words.offer_entry_test(there.id, offered=False)
    assert (words.offers_entry_test(here.id), words.offers_entry_test(there.id)) == (True, False)
    assert not words.offers_entry_test(0)


def test_whether_a_school_measures(world: World) -> None:
    here, there = world.school("regenboog"), world.school("kompas")
    ada = world.person("Ada Bos")
    measuring.put(there.id, on=True, moment=DeedMoment(NOW))
    assert not measuring.is_on(here.id, TODAY)
    for after, on in ((0, True), (3, False), (5, True)):
        measuring.put(here.id, on=on, moment=DeedMoment(NOW + after * DAY, ada.id))
    days = [measuring.is_on(here.id, TODAY + after * DAY) for after in range(-1, 6)]
    assert days == [False, True, True, True, False, False, True]
    assert [(one.is_on, one.starts_on, one.made_by) for one in measuring.history(here.id)] == [
        (True, TODAY + 5 * DAY, "Ada Bos"),
        (False, TODAY + 3 * DAY, "Ada Bos"),
        (True, TODAY, "Ada Bos"),
    ]
    assert [one.made_by for one in measuring.history(there.id)] == [None]
    known = world.session.query(SchoolMeasuring).filter_by(school_id=here.id, replaced_at=None)
    assert known.count() == 3


def test_a_list_waits_a_day_for_who_sent_it_and_that_school(world: World) -> None:
    here, there = world.school("regenboog"), world.school("kompas")
    ada, bob = world.person().id, world.person().id

    def hold(who: int, where: int, content: bytes, now: datetime = NOW) -> str:
        return waiting_lists.hold(who, where, content, {"kolom": "naam"}, now).ref

    first, other = hold(ada, here.id, b"een"), hold(ada, there.id, b"twee")
    his = hold(bob, here.id, b"drie")
    second = hold(ada, here.id, b"vier")
    assert waiting_lists.find(ada, here.id, first, NOW) is None, "one for each sender and school"
    for who, where, ref in ((ada, there.id, other), (bob, here.id, his), (ada, here.id, second)):
        assert waiting_lists.find(who, where, ref, NOW + DAY - timedelta(seconds=1)) is not None
        assert waiting_lists.find(who, where, ref, NOW + DAY) is None
    assert waiting_lists.find(bob, here.id, second, NOW) is None
    assert waiting_lists.find(ada, there.id, second, NOW) is None

    waiting_lists.answer(second, None, {"kolom": "e-mail"})
    waiting_lists.answer(his, b"vijf", {})
    found = [
        waiting_lists.find(ada, here.id, second, NOW),
        waiting_lists.find(bob, here.id, his, NOW),
    ]
    assert [one and (one.content, one.answers) for one in found] == [
        (b"vier", {"kolom": "e-mail"}),
        (b"vijf", {}),
    ]
    hold(ada, there.id, b"zes", NOW + DAY / 2)
    waiting_lists.tidy(NOW + DAY)
    assert [row.content for row in world.session.query(WaitingList)] == [b"zes"]
    hold(bob, there.id, b"zeven", NOW + DAY + DAY / 2)
    assert [row.content for row in world.session.query(WaitingList)] == [b"zeven"], "too old"


def test_a_look_at_a_record_is_written_once_a_day_for_each_who_looks(world: World) -> None:
    ada, eva, tom = (world.person(name) for name in ("Ada Bos", "Eva Aa", "Tom Ba"))
    school = world.school("regenboog")
    look = Look(eva.id, ada.id, school.id, TODAY)
    assert looking.person_looked_at(eva.id, ada.ref, TODAY) == ada.id
    assert looking.person_looked_at(ada.id, ada.ref, TODAY) is None, "one's own"
    looking.write(look)
    looking.write(replace(look, school_id=None))
    assert looking.person_looked_at(eva.id, ada.ref, TODAY) is None
    assert looking.person_looked_at(eva.id, ada.ref, TOMORROW) == ada.id
    assert looking.person_looked_at(eva.id, tom.ref, TODAY) == tom.id
    assert looking.person_looked_at(tom.id, ada.ref, TODAY) == ada.id
    looking.write(Look(tom.id, ada.id, None, TODAY - looking.KEPT))
    looking.write(Look(tom.id, eva.id, None, TODAY))
    found = [(one.name, one.school, one.day) for one in looking.at(ada.id)]
    long_ago = ("Tom Ba", None, TODAY - looking.KEPT)
    assert found == [("Eva Aa", school.name, TODAY), long_ago]
    looking.forget(TODAY)
    assert len(looking.at(ada.id)) == 2, "kept that long"
    looking.forget(TOMORROW)
    assert len(looking.at(ada.id)) == 1
    assert world.session.query(RecordLook).count() == 2


def test_who_belongs_here_and_who_elsewhere_too(world: World) -> None:
    here, beside = world.school("regenboog"), world.school("kompas")
    away = world.school("ver", world.other_board())
    keeper = world.actor(Role.ADMINISTRATOR, here)
    board_keeper = world.actor(Role.ADMINISTRATOR, board=world.board)
    everywhere = world.actor(Role.ADMINISTRATOR)
    people = {
        "hier": [(here, None, TODAY, None)],
        "hier tot vandaag": [(here, None, TODAY, TODAY)],
        "hier tot gisteren": [(here, None, YESTERDAY, YESTERDAY)],
        "hier straks": [(here, None, TOMORROW, None)],
        "ook ernaast": [(here, None, TODAY, None), (beside, None, TODAY, None)],
        "ook ver": [(here, None, TODAY, None), (away, None, TOMORROW, None)],
        "ver tot gisteren": [(here, None, TODAY, None), (away, None, YESTERDAY, YESTERDAY)],
        "rol hier": [(here, Role.TRAINER, TODAY, None)],
        "rol ver": [(here, None, TODAY, None), (away, Role.TRAINER, TODAY, None)],
        "rol ver tot gisteren": [(away, Role.TRAINER, YESTERDAY, YESTERDAY)],
        "rol bij het bestuur": [(world.board, Role.TRAINER, TODAY, None)],
        "rol overal": [(here, None, TODAY, None), (None, Role.TRAINER, TODAY, None)],
        "nergens": [],
    }
    ids: dict[int, str] = {}
    for name, ties in people.items():
        person = world.person(name)
        ids[person.id] = name
        for place, role, starts_on, ends_on in ties:
            days = {"starts_on": starts_on, "ends_on": ends_on}
            if role is None:
                builders.membership(world.session, person, place, **days)
            else:
                builders.grant(world.session, person, role, place, **days)

    def which(condition: Any) -> set[str]:
        query = select(Person.id).where(Person.id.in_(ids), condition)
        return {ids[one] for one in world.session.scalars(query)}

    working = {"hier", "hier tot vandaag", "hier straks", "ook ernaast", "ook ver"}
    working |= {"ver tot gisteren", "rol ver", "rol overal"}
    assert which(belonging.here(keeper, Person.id, TODAY)) == working | {"rol hier"}
    assert which(belonging.here(board_keeper, Person.id, TODAY)) == working | {
        "rol hier",
        "rol bij het bestuur",
    }
    assert which(belonging.here(everywhere, Person.id, TODAY)) == set(people)
    beyond = {"ook ver", "rol ver", "rol overal"}
    assert which(belonging.tied_elsewhere(keeper, Person.id, TODAY)) == beyond | {
        "ook ernaast",
        "rol bij het bestuur",
    }
    assert which(belonging.tied_elsewhere(board_keeper, Person.id, TODAY)) == beyond
    assert which(belonging.tied_elsewhere(everywhere, Person.id, TODAY)) == set()
