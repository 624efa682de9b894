"""What a deed that is taken back comes to when its own day is over, or is of another place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from course.domain.people.audited import Audited
from course.domain.people.roles import Role
from course.models import AddressChange, AuditEntry, Person, RoleGrant
from course.store import audit
from course.store.audit import AuditNote
from course.store.dated import DeedMoment, holds_on
from course.store.people import addresses, deeds, granting, undoing
from course.store.people.addresses import AddressAsk
from course.store.people.deeds import Workplace
from course.store.people.granting import NewGrant
from tests.store.people.test_undoing import TODAY, Office, opened

Deed = Callable[[Office, DeedMoment], None]
DAYS = 60 * 24  # a day in minutes


@pytest.fixture
def office(session: Any) -> Office:
    return opened(session)


def until(days: int) -> date:
    return TODAY + timedelta(days=days)


def _leave_with_a_last_day(office: Office, moment: DeedMoment) -> None:
    deeds.set_end(office.school.id, [office.ada.id], until(3), office.moment(-DAYS))
    deeds.leave(office.school.id, [office.ada.id], moment, roles_too=False)


def _move_with_a_last_day(office: Office, moment: DeedMoment) -> None:
    deeds.set_end(office.school.id, [office.ada.id], until(3), office.moment(-DAYS))
    deeds.move_team(office.school.id, [Workplace(office.ada.id, None, "7", until(3))], moment)


def _another_last_day(office: Office, moment: DeedMoment) -> None:
    deeds.set_end(office.school.id, [office.ada.id], until(3), office.moment(-DAYS))
    deeds.set_end(office.school.id, [office.ada.id], until(20), moment)


def _a_last_day(office: Office, moment: DeedMoment) -> None:
    deeds.set_end(office.school.id, [office.ada.id], until(3), moment)


def _role_with_a_last_day(office: Office, moment: DeedMoment) -> None:
    wanted = NewGrant(office.ada.id, Role.MANAGER, office.school.id, ends_on=until(3))
    assert granting.grant(wanted, moment)


def _role_ends_before_its_last_day(office: Office, moment: DeedMoment) -> None:
    _role_with_a_last_day(office, office.moment(-DAYS))
    query = office.world.session.query(RoleGrant.id).filter_by(person_id=office.ada.id)
    held = query.filter(RoleGrant.role == Role.MANAGER.value, holds_on(RoleGrant, TODAY))
    granting.end([held.scalar()], moment)


OVER: tuple[Deed, ...] = (
    _leave_with_a_last_day,
    _move_with_a_last_day,
    _another_last_day,
    _a_last_day,
    _role_with_a_last_day,
    _role_ends_before_its_last_day,
)


@pytest.mark.parametrize("deed", OVER, ids=lambda deed: deed.__name__)
def test_what_would_be_over_by_now_stays(office: Office, deed: Deed) -> None:
    """Up to and on its last day it can be taken back; after that nothing is written down."""
    colleague = office.world.person("Bo Vos", "bo@a.nl")
    for who, where in ((office.ada, "vlieger"), (colleague, "kompas")):
        office.world.works(who, office.world.school(where), number="5")
    office.world.works(colleague, office.school)
    office.world.grant(colleague, Role.MANAGER, office.school)
    done = office.moment()
    deed(office, done)
    rows = office.world.session.query(AuditEntry).count()
    assert office.undo(done, 4 * DAYS) == undoing.Undone(people=0, stays=1)
    assert office.world.session.query(AuditEntry).count() == rows
    assert office.undo(done, 3 * DAYS) == undoing.Undone(people=1, stays=0)


def test_who_comes_back_has_the_number_and_the_last_day_that_they_had(office: Office) -> None:
    place = Workplace(office.ada.id, None, "9", until(3))
    deeds.move_team(office.school.id, [place], office.moment(-DAYS))
    office.world.works(office.ada, office.world.school("vlieger"), number="5", ends_on=TODAY)
    before, done = office.state(), office.moment()
    deeds.leave(office.school.id, [office.ada.id], done)
    colleague = office.world.person("Bo Vos", "bo@a.nl")
    office.world.works(colleague, office.school, number="8")
    assert office.undo(done).people == 1
    assert office.state() == before


def test_a_role_ends_at_that_place_alone(office: Office) -> None:
    """Manager of the school and of its board: each was given by a deed of its own."""
    who, session = office.ada.id, office.world.session
    places = [(office.school.id, None), (None, office.world.board.id)]
    given = [office.moment(number) for number in range(2)]
    for place, moment in zip(places, given, strict=True):
        assert granting.grant(NewGrant(who, Role.MANAGER, *place), moment)
    bo = office.world.person("Bo Vos", "bo@a.nl")
    office.world.works(bo, office.school)
    office.world.grant(bo, Role.MANAGER, office.school)
    office.world.grant(office.ada, Role.MANAGER, board=office.world.other_board())

    def held() -> list[tuple[int, str, int | None, int | None]]:
        columns = (RoleGrant.person_id, RoleGrant.role, RoleGrant.school_id, RoleGrant.board_id)
        query = session.query(*columns).filter(
            RoleGrant.person_id.in_((who, bo.id)), holds_on(RoleGrant, TODAY)
        )
        return sorted(map(tuple, query), key=repr)

    before = held()
    assert office.undo(given[0]).people == 1
    assert held() == [row for row in before if row != (who, "manager", *places[0])]
    assert office.undo(given[1]).people == 1
    ended = [(who, "manager", *place) for place in places]
    assert held() == [row for row in before if row not in ended]


def test_an_address_that_was_asked_waits_no_longer(office: Office) -> None:
    """And once it came, only who has it may do something about it."""
    session, waits = office.world.session, office.moment()
    addresses.ask([AddressAsk(office.ada.id, "nieuw@a.nl", "a" * 64, "b" * 64, ())], waits)
    other = office.world.person("Bo Vos", "bo@a.nl")
    office.world.works(other, office.school)
    addresses.ask([AddressAsk(other.id, "bo2@a.nl", "c" * 64, "d" * 64, ())], office.moment(1))
    assert office.undo(waits, 2) == undoing.Undone(people=1, stays=0)
    settled = session.query(AddressChange.person_id).filter(AddressChange.settled_at.is_not(None))
    assert settled.all() == [(office.ada.id,)]
    assert office.undo(waits, 3) == undoing.Undone(people=0, stays=1), "once"


def test_an_address_that_waits_no_longer_stays(office: Office) -> None:
    done = office.moment()
    audit.note([AuditNote(Audited.ADDRESS_ASKED, office.ada.id)], done)
    assert office.undo(done) == undoing.Undone(people=0, stays=1), "nothing waited"


def test_a_name_of_which_nothing_was_written_down_stays(office: Office) -> None:
    row = {"name": "Cas Das", "sort_name": "das, cas", "email": "cas@a.nl"}
    cas: Person = office.world.add(Person(**row, email_key="cas@a.nl"))
    office.world.works(cas, office.school)
    done = office.moment()
    audit.note([AuditNote(Audited.NAME_CHANGED, cas.id)], done)
    assert office.undo(done) == undoing.Undone(people=0, stays=1)
    assert cas.name == "Cas Das"
