"""One person and the people of a school, as those who keep their accounts may see them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from course.domain.people.roles import Actor, Grant, Permission, Role
from course.models import AwaitedPerson, Person
from course.store.dated import DeedMoment
from course.store.people import deeds, directory, merging, person
from course.store.signing_in import browsers
from tests import builders
from tests.staff import World, at_noon

TODAY = date(2026, 3, 12)
DAY = timedelta(days=1)
NOW = at_noon(TODAY)


def at(days: int = 0) -> DeedMoment:
    return DeedMoment(at_noon(TODAY + days * DAY))


class Case:
    """Ada and Bob work at a school, Ada in a team and at a school of another board too; Cas works
    beside it. `keeper` keeps the accounts of the first, `board` those of its whole board.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.here, self.beside = world.school("regenboog"), world.school("kompas")
        self.away = world.school("ver", world.other_board())
        self.team = world.team(self.here, "Bovenbouw")
        self.ada, self.bob, self.cas = (
            world.person(f"{name} Bos", f"post-{name.lower()}@bos.example")
            for name in ("Ada", "Bob", "Cas")
        )
        world.works(self.ada, self.here, self.team, number="P1")
        world.works(self.ada, self.away, number="P9")
        world.works(self.bob, self.here)
        world.works(self.cas, self.beside)
        self.keeper = world.actor(Role.ADMINISTRATOR, self.here)
        self.board = world.actor(Role.ADMINISTRATOR, board=world.board)
        self.everywhere = world.actor(Role.ADMINISTRATOR)

    def seen(self, actor: Actor) -> list[str]:
        """Which of the four somebody finds."""
        people = (self.ada, self.bob, self.cas)
        return [one.name for one in people if person.find(actor, one.ref, NOW)]

    def found(self, actor: Actor, words: str, days: int = 0, school: str = "") -> list[Any]:
        on = TODAY + days * DAY
        part = directory.search(actor, on, words, school)
        assert part.total == len(part.rows)
        return [(one.name, one.school_code, one.team, one.email) for one in part.rows]


@pytest.fixture
def case(session: Any) -> Case:
    return Case(World(session, TODAY))


ADA = ("Ada Bos", "regenboog", "Bovenbouw", "post-ada@bos.example")
BOB = ("Bob Bos", "regenboog", None, "post-bob@bos.example")
CAS = ("Cas Bos", "kompas", None, "post-cas@bos.example")


def test_an_account_is_found_by_who_keeps_it(case: Case) -> None:
    assert case.seen(case.keeper) == ["Ada Bos", "Bob Bos"]
    assert case.seen(case.board) == case.seen(case.everywhere) == ["Ada Bos", "Bob Bos", "Cas Bos"]
    assert case.seen(case.world.actor(Role.MANAGER, case.here)) == []
    deeds.leave(case.here.id, [case.bob.id], at())
    assert case.seen(case.keeper) == ["Ada Bos", "Bob Bos"], "who worked here"
    case.world.grant(case.cas, Role.MANAGER, case.here)
    assert case.seen(case.keeper) == ["Ada Bos", "Bob Bos", "Cas Bos"]
    assert person.ref_of_address(case.keeper, "POST-BOB@bos.example") == case.bob.ref
    assert person.ref_of_address(case.keeper, "weg@bos.example") is None
    stranger = case.world.actor(Role.ADMINISTRATOR, case.away)
    assert person.ref_of_address(stranger, "post-bob@bos.example") is None
    case.world.grant(case.cas, Role.TRAINER, board=case.world.other_board())
    assert case.seen(stranger) == ["Ada Bos"]


def test_a_role_at_a_board_is_seen_by_who_keeps_that_board(case: Case) -> None:
    lead = case.world.person("Dina Fok")
    case.world.grant(lead, Role.MANAGER, board=case.world.board)
    assert person.find(case.board, lead.ref, NOW) is not None
    assert person.find(case.keeper, lead.ref, NOW) is None


def test_a_place_that_was_taken_is_nobody(case: Case) -> None:
    place = {"email_key": "x@bos.example", "asked_at": NOW, "answered_at": NOW}
    case.world.add(AwaitedPerson(person_id=case.bob.id, became_id=case.cas.id, **place))
    assert case.seen(case.everywhere) == ["Ada Bos", "Cas Bos"]
    assert person.ref_of_address(case.everywhere, "post-bob@bos.example") is None
    assert case.found(case.keeper, "") == [ADA]


def test_of_an_account_browsers_that_are_still_believed_are_counted(case: Case) -> None:
    browsers.sign_in(case.ada.id, NOW - person.IDLE)
    browsers.sign_in(case.ada.id, NOW - person.IDLE + timedelta(minutes=1))
    browsers.sign_in(case.ada.id, NOW)
    browsers.sign_in(case.bob.id, NOW + DAY)
    facts = person.find(case.keeper, case.ada.ref, NOW)
    assert facts is not None
    assert (facts.browsers, facts.seen_at, facts.id, facts.email) == (
        2,
        NOW,
        case.ada.id,
        "post-ada@bos.example",
    )


def test_workplaces_are_all_of_one_person_and_say_which_are_kept_here(case: Case) -> None:
    later = case.world.person("Dirk Fok")
    case.world.works(later, case.here, ends_on=TODAY - 9 * DAY)
    case.world.works(later, case.beside, starts_on=TODAY + DAY)
    case.world.works(later, case.away, starts_on=TODAY)

    def told(actor: Actor, who: Person) -> list[tuple[str, str | None, str | None, bool]]:
        found = person.workplaces(actor, who.id)
        return [(one.code, one.team, one.staff_number, one.in_scope) for one in found]

    assert told(case.keeper, case.ada) == [
        ("ver", None, "P9", False),
        ("regenboog", "Bovenbouw", "P1", True),
    ]
    assert [one[0::3] for one in told(case.board, later)] == [
        ("kompas", True),
        ("ver", False),
        ("regenboog", True),
    ]
    deeds.renumber(case.here.id, [deeds.Workplace(case.ada.id, case.team.id, "P2")], at())
    assert [one[2] for one in told(case.keeper, case.ada)] == ["P2", "P9"]


def test_roles_are_those_of_today_and_later_in_the_order_given(case: Case) -> None:
    who = case.world.person("Dina Fok")
    case.world.grant(who, Role.MANAGER, case.here, ends_on=TODAY)
    case.world.grant(who, Role.TRAINER, board=case.world.board)
    case.world.grant(who, Role.TRAINER, ends_on=TODAY + DAY)
    case.world.grant(who, Role.MANAGER, case.away, ends_on=TODAY - DAY)
    case.world.grant(case.bob, Role.MANAGER, case.here)

    def told(actor: Actor, days: int = 0) -> list[tuple[Role, str | None, str | None, bool]]:
        found = person.grants(actor, who.id, TODAY + days * DAY)
        return [(one.role, one.school, one.board, one.in_scope) for one in found]

    name, board = case.here.name, case.world.board.name
    assert told(case.keeper) == [
        (Role.MANAGER, name, None, True),
        (Role.TRAINER, None, board, False),
        (Role.TRAINER, None, None, False),
    ]
    assert [one[3] for one in told(case.board)] == [True, True, False]
    assert [one[3] for one in told(case.everywhere)] == [True, True, True]
    assert [one[:3:2] for one in told(case.keeper, 1)] == [
        (Role.TRAINER, board),
        (Role.TRAINER, None),
    ]


def test_who_trains_elsewhere_keeps_no_roles_there(case: Case) -> None:
    grants = (
        Grant(Role.ADMINISTRATOR, case.here.id, None),
        Grant(Role.TRAINER, case.beside.id, None),
    )
    both = replace(case.keeper, grants=grants)
    case.world.grant(case.cas, Role.MANAGER, case.beside)
    case.world.grant(case.cas, Role.MANAGER, case.here)
    told = [one.in_scope for one in person.grants(both, case.cas.id, TODAY)]
    assert told == [False, True]


def test_the_last_who_keeps_everything_for_good_is_known(case: Case) -> None:
    session = case.world.session
    others = session.query(Person.id).filter(Person.id != case.everywhere.id)
    for (id_,) in others.filter(Person.email.like("%buren.example")):
        session.get(Person, id_).blocked_at = NOW
    mine = person.grants(case.everywhere, case.everywhere.id, TODAY)[0].id

    def other() -> bool:
        return person.another_administrator(mine, TODAY)

    assert not other()
    second = case.world.person()
    case.world.grant(second, Role.ADMINISTRATOR, case.here)
    case.world.grant(second, Role.ADMINISTRATOR, board=case.world.board)
    case.world.grant(second, Role.TRAINER)
    case.world.grant(second, Role.ADMINISTRATOR, ends_on=TODAY + DAY)
    later = {"starts_on": TODAY + DAY}
    builders.grant(session, case.world.person(), Role.ADMINISTRATOR, None, **later)
    assert not other()
    case.world.grant(second, Role.ADMINISTRATOR)
    assert other()
    session.get(Person, second.id).blocked_at = NOW
    session.flush()
    assert not other()


def test_without_words_it_is_who_works_there_today(case: Case) -> None:
    assert case.found(case.keeper, "") == [ADA, BOB]
    assert case.found(case.board, "") == [ADA, BOB, CAS]
    assert case.found(case.board, "", school="kompas") == [CAS]
    assert case.found(case.keeper, "", school="kompas") == []
    deeds.leave(case.here.id, [case.bob.id], at())
    assert case.found(case.keeper, "") == [ADA]
    assert case.found(case.keeper, "", -1) == [ADA, BOB]


def test_words_are_found_in_name_address_and_number_also_of_who_left(case: Case) -> None:
    case.bob.listed_name = "Robert Boschman"
    case.world.session.flush()
    for words, found in (
        ("bos ada", [ADA]),
        ("post-bob@", [BOB]),
        ("p1", [ADA]),
        ("boschman", [BOB]),
        ("P9", []),
        ("cas", []),
        ("bos weg", []),
        ("%", []),
    ):
        assert case.found(case.keeper, words) == found, words
    deeds.leave(case.here.id, [case.bob.id], at())
    gone = ("Bob Bos", None, None, "post-bob@bos.example")
    assert case.found(case.keeper, "bob") == [gone]
    assert case.found(case.keeper, "bob", school="regenboog") == []


def test_the_new_address_of_who_went_elsewhere_is_not_for_who_knew_them(case: Case) -> None:
    deeds.leave(case.here.id, [case.ada.id], at())
    assert case.found(case.keeper, "ada bos") == [("Ada Bos", None, None, "")]
    assert case.found(case.keeper, "post-ada") == []
    assert case.found(case.everywhere, "post-ada") == [
        ("Ada Bos", "ver", None, "post-ada@bos.example")
    ]


def test_schools_and_teams_are_those_in_scope_that_are_open(case: Case) -> None:
    sees = Permission.PEOPLE

    def listed(actor: Actor) -> list[str]:
        found = directory.schools_in_scope(actor, sees, TODAY, 9)
        assert len(found) == directory.school_count(actor, sees, TODAY)
        return [one.code for one in found]

    assert listed(case.board) == ["kompas", "regenboog"]
    assert listed(case.keeper) == ["regenboog"]
    assert listed(case.world.actor(Role.MANAGER, case.here)) == []
    row = directory.school_in_scope(case.keeper, sees, "regenboog")
    assert row is not None
    assert (row.id, row.board_id, row.board) == (
        case.here.id,
        case.world.board.id,
        case.world.board.name,
    )
    assert directory.school_in_scope(case.keeper, sees, "kompas") is None
    assert directory.school_in_scope(case.keeper, sees, "weg") is None
    assert directory.school_by_code("kompas") is not None
    assert directory.school_by_code("weg") is None
    merging.merge_schools(case.beside.id, case.here.id, at())
    assert listed(case.board) == ["regenboog"]


def test_a_team_has_who_is_in_it_today(case: Case) -> None:
    lower = case.world.team(case.here, "Onderbouw")
    other = case.world.team(case.beside, "Bovenbouw")
    case.world.works(case.world.person(), case.here, lower, ends_on=TODAY)

    def sizes(days: int = 0) -> list[tuple[str, int]]:
        on = TODAY + days * DAY
        found = [(one.name, one.people) for one in directory.teams_of(case.here.id, on)]
        part = directory.part_of_teams(case.here.id, on, limit=1, offset=1)
        assert [(one.name, one.people) for one in part.rows] == found[1:2]
        assert part.total == directory.team_count(case.here.id) == len(found)
        return found

    assert sizes() == [("Bovenbouw", 1), ("Onderbouw", 1)]
    assert sizes(1) == [("Bovenbouw", 1), ("Onderbouw", 0)]
    assert len(directory.teams_of(case.here.id, TODAY, 1)) == 1
    for found in (
        directory.team_by_ref(case.here.id, case.team.ref, TODAY),
        directory.team_by_name(case.here.id, "Bovenbouw", TODAY),
    ):
        assert found is not None
        assert (found.id, found.people) == (case.team.id, 1)
    assert directory.team_by_ref(case.here.id, other.ref, TODAY) is None
    assert directory.team_by_name(case.beside.id, "Onderbouw", TODAY) is None


def test_a_team_that_went_up_in_another_is_offered_while_somebody_is_in_it(case: Case) -> None:
    lower = case.world.team(case.here, "Onderbouw")
    merging.merge_teams(case.here.id, lower.id, case.team.id, at())

    def names(days: int) -> list[str]:
        return [one.name for one in directory.teams_of(case.here.id, TODAY + days * DAY)]

    assert names(0) == ["Bovenbouw"]
    deeds.move_team(case.here.id, [deeds.Workplace(case.bob.id, lower.id)], at(1))
    assert names(1) == ["Bovenbouw", "Onderbouw"]
    assert directory.part_of_teams(case.here.id, TODAY, limit=9).total == 1


def test_a_name_is_found_without_its_signs(case: Case) -> None:
    case.world.works(case.world.person("Ömer Öztürk", "x@bos.example"), case.here)
    assert [one[0] for one in case.found(case.keeper, "ozturk omer")] == ["Ömer Öztürk"]


def test_who_works_at_a_school_today_is_counted_and_found_by_address(case: Case) -> None:
    assert directory.members_count(case.here.id, TODAY) == 2
    assert directory.member_by_email(case.here.id, "POST-ADA@bos.example", TODAY) == case.ada.id
    assert directory.member_by_email(case.here.id, "post-cas@bos.example", TODAY) is None
    deeds.leave(case.here.id, [case.ada.id], at())
    assert directory.members_count(case.here.id, TODAY) == 1
    assert directory.member_by_email(case.here.id, "post-ada@bos.example", TODAY) is None
    assert directory.member_by_email(case.away.id, "post-ada@bos.example", TODAY) == case.ada.id
