"""The audit trail: each administrator reads what was done at their schools and boards, and to
accounts of their people as a whole; and names only of whom they may see.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from course.domain.people.audited import Audited
from course.domain.people.roles import Actor, Role
from course.models import Person
from course.store import audit
from course.store.audit import AuditNote
from course.store.dated import DeedMoment
from course.store.people import trail
from course.store.people.trail import TrailRow
from tests.staff import World, at_noon

TODAY = date(2026, 3, 12)


class Office:
    """A school here and one of another board; somebody works at each."""

    def __init__(self, world: World) -> None:
        self.world, self.other_board = world, world.other_board()
        self.here = world.school("regenboog")
        self.there = world.school("ver", self.other_board)
        self.ada, self.eva = world.person("Ada Bos"), world.person("Eva Bosman")
        self.mine = self.keeper("Aad Hier", school=self.here)
        self.of_board = self.keeper("Bea Bestuur", board=world.board)
        self.boss = self.keeper("Cor Alles")
        world.works(self.ada, self.here)
        world.works(self.eva, self.there)

    def keeper(self, name: str, **place: Any) -> Actor:
        return self.world.actor(Role.ADMINISTRATOR, name=name, **place)

    def note(self, action: Audited, who: Person | None = None, **more: Any) -> str:
        """Something that was done; returns the deed."""
        by = more.pop("by", None)
        moment = DeedMoment(at_noon(TODAY), by.id if by else None)
        audit.note([AuditNote(action, who.id if who else None, **more)], moment)
        return moment.deed


@pytest.fixture
def office(session: Any) -> Office:
    return Office(World(session, TODAY))


def rows(actor: Actor, words: str = "", action: Audited | None = None) -> list[TrailRow]:
    """What somebody reads of this moment, the newest first."""
    found = trail.search(actor, words, action, limit=99)
    assert found.total == len(found.rows)
    return [row for row in found.rows if row.at == at_noon(TODAY)]


def read(actor: Actor, words: str = "", action: Audited | None = None) -> list[str]:
    return [row.deed for row in rows(actor, words, action)]


def test_each_reads_what_was_done_at_their_own_schools_and_boards(office: Office) -> None:
    here = office.note(Audited.SCHOOL_CHANGED, school_id=office.here.id)
    there = office.note(Audited.SCHOOL_CHANGED, school_id=office.there.id)
    board = office.note(Audited.BOARD_RENAMED, board_id=office.world.board.id)
    other = office.note(Audited.BOARD_RENAMED, board_id=office.other_board.id)
    assert read(office.mine) == [here]
    assert read(office.of_board) == [board, here]
    assert read(office.boss) == [other, board, there, here]
    assert read(office.world.actor(Role.TRAINER, office.here)) == []


def test_of_an_account_as_a_whole_reads_who_may_see_it(office: Office) -> None:
    ada = office.note(Audited.BLOCKED, office.ada)
    eva = office.note(Audited.BLOCKED, office.eva)
    place = office.note(Audited.LEFT, office.ada, school_id=office.there.id)
    at_board = office.note(Audited.ROLE_GRANTED, office.ada, board_id=office.other_board.id)
    role = office.note(Audited.ROLE_GRANTED, office.ada)
    ended = office.note(Audited.ROLE_ENDED, office.ada)
    assert read(office.mine) == read(office.of_board) == [ada]
    assert read(office.boss) == [ended, role, at_board, place, eva, ada]


def test_it_is_searched_by_name_and_by_what_was_done(office: Office) -> None:
    ada = office.note(Audited.BLOCKED, office.ada)
    eva = office.note(Audited.BLOCKED, office.eva)
    back = office.note(Audited.UNBLOCKED, office.ada)
    assert read(office.boss, "bos") == [back, eva, ada]
    assert read(office.boss, "ada bos") == [back, ada]
    assert read(office.boss, "", Audited.BLOCKED) == [eva, ada]
    assert read(office.boss, "ada", Audited.BLOCKED) == [ada]
    part = trail.search(office.boss, "", None, limit=1, offset=1)
    whole = trail.search(office.boss, "", None, limit=99).total
    assert ([row.deed for row in part.rows], part.total) == ([eva], whole)
    of_ada = trail.of_person(office.boss, office.ada.id, 9)
    assert [row.deed for row in of_ada] == [back, ada]
    assert [row.deed for row in trail.of_person(office.boss, office.ada.id, 1)] == [back]


def test_names_are_of_whom_the_reader_may_see(office: Office) -> None:
    both = {"school_id": office.here.id}
    office.note(Audited.JOINED, office.eva, by=office.boss, **both)
    office.note(Audited.JOINED, office.ada, by=office.mine, **both)
    office.note(Audited.LEFT, office.ada, by=office.of_board, **both, detail={"team": 7})
    office.note(Audited.LEFT, office.world.session.get(Person, office.mine.id), **both)

    def told(actor: Actor) -> list[tuple[Any, ...]]:
        return [(row.actor, row.by_command, row.person) for row in rows(actor)]

    assert told(office.mine) == [
        (None, True, "Aad Hier"),
        (None, False, "Ada Bos"),
        ("Aad Hier", False, "Ada Bos"),
        (None, False, None),
    ]
    assert told(office.boss) == [
        (None, True, "Aad Hier"),
        ("Bea Bestuur", False, "Ada Bos"),
        ("Aad Hier", False, "Ada Bos"),
        ("Cor Alles", False, "Eva Bosman"),
    ]
    row = rows(office.boss, "", Audited.LEFT)[1]
    assert (row.person_ref, row.school, row.board) == (office.ada.ref, office.here.name, None)
    assert (row.detail, row.action, row.at) == ({"team": 7}, Audited.LEFT, at_noon(TODAY))


def test_a_deed_about_one_person_says_whom(office: Office) -> None:
    moment = DeedMoment(at_noon(TODAY) + timedelta(hours=1), office.boss.id)
    here = {"school_id": office.here.id}
    audit.note([AuditNote(Audited.JOINED, office.ada.id, **here)] * 2, moment)
    assert trail.only_person(office.boss, moment.deed) == office.ada.ref
    audit.note([AuditNote(Audited.JOINED, office.eva.id, **here)], moment)
    assert trail.only_person(office.boss, moment.deed) is None
    assert trail.only_person(office.mine, moment.deed) == office.ada.ref, "as far as they see"
    school = office.note(Audited.SCHOOL_CHANGED, school_id=office.here.id)
    assert trail.only_person(office.boss, school) is None
    assert trail.only_person(office.boss, "weg") is None
