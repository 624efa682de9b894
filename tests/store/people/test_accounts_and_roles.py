"""What is done to one account or one role leaves that of the next person as it was; pressed twice it
is done once, and written down once.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from course.domain.people.audited import Audited
from course.domain.people.roles import Actor, Grant, Role
from course.kinds.item import Audience
from course.models import (
    AuditEntry,
    AwaitedPerson,
    Mail,
    Person,
    PersonDetails,
    RoleGrant,
    SignedInBrowser,
    SignInLink,
)
from course.store.dated import DeedMoment, holds_on
from course.store.messages import outbox
from course.store.people import access, accounts, granting
from course.store.people.accounts import FullName, NewAccount
from course.store.people.granting import NewGrant
from course.store.signing_in import browsers
from course.store.signing_in.accounts import LinkPurpose, make_link
from tests.staff import World

TODAY = date(2026, 11, 2)
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)
MOMENT, LATER = DeedMoment(NOW), DeedMoment(NOW + DAY)
HOUR = timedelta(hours=1)


@pytest.fixture
def world(session: Any) -> World:
    return World(session, TODAY)


def two(world: World) -> tuple[Person, Person]:
    """Two people, each signed in."""
    found = world.person("Ada Bos"), world.person("Bob Cats")
    for person in found:
        browsers.sign_in(person.id, NOW)
    return found


def signed_in(world: World) -> set[int]:
    return {row.person_id for row in world.session.query(SignedInBrowser)}


def noted(world: World, action: Audited) -> list[tuple[int | None, dict[str, Any]]]:
    rows = world.session.query(AuditEntry).filter_by(action=action.value).order_by(AuditEntry.id)
    return [(row.person_id, row.detail) for row in rows]


def held(world: World, person: Person) -> list[tuple[str, int | None, int | None, date | None]]:
    """The roles of somebody as they are known."""
    rows = world.session.query(RoleGrant).filter_by(person_id=person.id, replaced_at=None)
    return [(row.role, row.school_id, row.board_id, row.ends_on) for row in rows]


def test_a_role_is_given_once_and_who_has_it_signs_in_anew(world: World) -> None:
    ada, bob = two(world)
    here = world.school("regenboog")
    world.grant(ada, Role.TRAINER, here, ends_on=TODAY - DAY)
    wanted = NewGrant(ada.id, Role.TRAINER, here.id)
    assert granting.grant(wanted, MOMENT)
    assert signed_in(world) == {bob.id}
    browsers.sign_in(ada.id, NOW)
    assert not granting.grant(wanted, DeedMoment(NOW + HOUR))
    assert signed_in(world) == {ada.id, bob.id}
    assert noted(world, Audited.ROLE_GRANTED) == [(ada.id, {"role": "trainer"})]
    until = TODAY + 9 * DAY
    assert granting.grant(NewGrant(ada.id, Role.TRAINER, here.id, ends_on=until), LATER)
    last = noted(world, Audited.ROLE_GRANTED)[-1]
    assert last == (ada.id, {"role": "trainer", "until": until.isoformat()})
    rows = world.session.query(RoleGrant).filter(RoleGrant.ends_on == until)
    assert [(row.person_id, row.starts_on) for row in rows] == [(ada.id, TODAY)]
    assert len(held(world, ada)) == 2, "the one that ended, and this one"


def test_roles_differ_by_person_kind_and_place(world: World) -> None:
    ada, bob = two(world)
    here, there = world.school("regenboog"), world.school("kompas")
    different = [
        NewGrant(ada.id, Role.TRAINER, here.id),
        NewGrant(bob.id, Role.TRAINER, here.id),
        NewGrant(ada.id, Role.MANAGER, here.id),
        NewGrant(ada.id, Role.TRAINER, there.id),
        NewGrant(ada.id, Role.TRAINER, None, world.board.id),
        NewGrant(ada.id, Role.TRAINER),
    ]
    assert all(granting.grant(one, MOMENT) for one in different)
    assert len(held(world, ada)) == 5
    assert len(held(world, bob)) == 1
    with pytest.raises(ValueError, match="everybody"):
        granting.grant(NewGrant(ada.id, Role.LEARNER, here.id), MOMENT)
    with pytest.raises(ValueError, match="at one school or"):
        granting.grant(NewGrant(ada.id, Role.MANAGER, here.id, world.board.id), MOMENT)


def test_ending_roles_is_told_of_those_that_held(world: World) -> None:
    ada, bob = two(world)
    here = world.school("regenboog")
    hers, over = (
        world.grant(ada, Role.TRAINER, here),
        world.grant(bob, Role.TRAINER, here, ends_on=TODAY - DAY),
    )
    stays = world.grant(bob, Role.MANAGER, here)
    granting.end([hers.id, over.id], MOMENT)
    assert noted(world, Audited.ROLE_ENDED) == [(ada.id, {"role": "trainer"})]
    assert signed_in(world) == {bob.id}
    known = world.session.query(RoleGrant).filter_by(replaced_at=None).order_by(RoleGrant.role)
    assert {(row.person_id, row.role): row.ends_on for row in known} == {
        (bob.id, "manager"): None,
        (ada.id, "trainer"): TODAY - DAY,
        (bob.id, "trainer"): TODAY - DAY,
    }
    assert stays.ends_on is None


def test_what_somebody_may_now(world: World) -> None:
    ada, bob = two(world)
    here = world.school("regenboog")
    world.grant(ada, Role.TRAINER, here)
    world.grant(ada, Role.MANAGER, board=world.board)
    world.grant(ada, Role.ADMINISTRATOR, here, ends_on=TODAY - DAY)
    world.grant(bob, Role.MANAGER, here)
    mine = (Grant(Role.TRAINER, here.id, None), Grant(Role.MANAGER, None, world.board.id))

    def actor(person: Person) -> Actor:
        return Actor(person.id, person.ref, person.name, person.email, person.audience, ())

    assert granting.grants_of(actor(ada), TODAY) == mine
    found = access.actor_of(ada.id, TODAY)
    assert found is not None
    assert (found.id, found.email, found.grants) == (ada.id, ada.email, mine)
    accounts.block([ada.id], MOMENT)
    assert granting.grants_of(actor(ada), TODAY) == ()
    assert access.actor_of(ada.id, TODAY) is None
    assert [one.role for one in granting.grants_of(actor(bob), TODAY)] == [Role.MANAGER]


def test_somebody_everywhere_is_who_can_sign_in_and_has_that_role_without_a_place(
    world: World,
) -> None:
    ada, bob = two(world)
    role = Role.ADMINISTRATOR

    def anybody(on: date = TODAY) -> bool:
        return granting.somebody_everywhere(role, on)

    world.grant(ada, role, world.school("regenboog"))
    world.grant(ada, role, board=world.board)
    world.grant(ada, Role.MANAGER)
    world.grant(bob, role, ends_on=TODAY - DAY)
    assert (anybody(), anybody(TODAY - DAY)) == (False, True)
    world.grant(ada, role)
    assert anybody()
    accounts.block([ada.id], MOMENT)
    assert not anybody()
    world.grant(bob, role)
    assert anybody()


def test_blocking_is_once_and_of_these_people(world: World) -> None:
    ada, bob = two(world)
    for person in (ada, bob):
        make_link(person.id, LinkPurpose.SIGN_IN, NOW)
        mail = {"key": f"post-{person.id}", "recipient": person.email, "subject": "S", "body": "B"}
        world.add(Mail(**mail, created_at=NOW, next_try_at=NOW, attempts=0))
    accounts.block([ada.id], MOMENT)
    accounts.block([ada.id], LATER)
    assert (ada.blocked_at, bob.blocked_at) == (NOW, None)
    assert signed_in(world) == {bob.id}
    assert {row.person_id: row.used_at for row in world.session.query(SignInLink)} == {
        ada.id: NOW,
        bob.id: None,
    }
    waits = {row.recipient: row.body for row in world.session.query(Mail)}
    assert waits == {ada.email: outbox.DROPPED, bob.email: "B"}
    assert noted(world, Audited.BLOCKED) == [(ada.id, {})]
    for moment in (MOMENT, LATER):
        accounts.unblock([ada.id, bob.id], moment)
    assert noted(world, Audited.UNBLOCKED) == [(ada.id, {})]
    world.session.expire_all()
    assert ada.blocked_at is None
    for moment in (MOMENT, LATER):
        accounts.sign_out(bob.id, moment)
    assert noted(world, Audited.SIGNED_OUT) == [(bob.id, {})]
    assert signed_in(world) == set()


def test_another_address_shuts_the_old_ways_in(world: World) -> None:
    ada, bob = two(world)
    accounts.change_address({ada.id: "Ada@Nieuw.example"}, MOMENT)
    world.session.expire_all()
    assert (ada.email, ada.email_key) == ("Ada@Nieuw.example", "ada@nieuw.example")
    assert signed_in(world) == {bob.id}
    assert noted(world, Audited.ADDRESS_CHANGED) == [(ada.id, {})]
    assert bob.email_key != ada.email_key


def names_of(world: World, person: Person, on: date) -> list[tuple[str, str]]:
    query = world.session.query(PersonDetails).filter_by(person_id=person.id)
    return [(row.name, row.audience) for row in query.filter(holds_on(PersonDetails, on))]


def test_who_chose_a_name_keeps_what_the_list_says_beside_it(world: World) -> None:
    ada, bob = two(world)
    accounts.choose_name(ada.id, FullName("Ada de Bos", "Bos, Ada de"), MOMENT)
    accounts.choose_name(ada.id, FullName("Adje", "Adje"), LATER)
    assert accounts.listed_name(ada.id) == "Ada Bos", "the first one stays the list's"
    assert accounts.listed_name(bob.id) is None
    assert names_of(world, ada, TODAY - DAY) == [("Ada Bos", "teaching")]
    assert names_of(world, ada, TODAY) == [("Ada de Bos", "teaching")]
    assert names_of(world, ada, TODAY + DAY) == [("Adje", "teaching")]
    assert names_of(world, bob, TODAY) == [("Bob Cats", "teaching")]
    accounts.list_as({ada.id: "Ada Bosch"})
    assert accounts.listed_name(ada.id) == "Ada Bosch"
    accounts.drop_choice(ada.id, FullName("Ada Bosch", "Bosch, Ada"), DeedMoment(NOW + 2 * DAY))
    world.session.expire_all()
    assert (ada.name, ada.sort_name, ada.listed_name) == ("Ada Bosch", "Bosch, Ada", None)
    assert noted(world, Audited.NAME_CHANGED) == [(ada.id, {})] * 3


def test_another_function_holds_from_today_also_under_a_name_that_is_to_come(world: World) -> None:
    ada, bob = two(world)
    for name in ("Eerst", "Straks"):  # two on one day: the last one holds
        accounts.rename({ada.id: FullName(name, name)}, LATER)
    accounts.rename({bob.id: FullName("Later", "Later")}, LATER)
    accounts.change_function({ada.id: Audience.SUPPORT}, MOMENT)
    assert names_of(world, ada, TODAY) == [("Ada Bos", "support")]
    assert names_of(world, ada, TODAY + DAY) == [("Straks", "support")]
    assert names_of(world, ada, TODAY - DAY) == [("Ada Bos", "teaching")]
    assert names_of(world, bob, TODAY) == [("Bob Cats", "teaching")]
    assert names_of(world, bob, TODAY + DAY) == [("Later", "teaching")]
    said = {"was": "teaching", "to": "support"}
    assert noted(world, Audited.FUNCTION_CHANGED) == [(ada.id, said)]


def test_an_account_under_an_address_that_is_taken_stands_for_nobody(world: World) -> None:
    assert accounts.open_accounts([], MOMENT) == {}
    ada, _ = two(world)
    long = f"{'x' * 160}@voorbeeld.example"
    rows = [
        NewAccount("Cas Dam", "Dam, Cas", "Cas@Nieuw.example", Audience.SUPPORT),
        NewAccount("Iemand", "Iemand", ada.email.upper()),
        NewAccount("Lang", "Lang", long),
    ]
    opened = accounts.open_accounts(rows, MOMENT)
    again = accounts.open_accounts([NewAccount("Lang", "Lang", long)], MOMENT)
    assert list(opened) == ["cas@nieuw.example", ada.email_key, long]
    assert len({*opened.values(), *again.values(), ada.id}) == 5
    world.session.expire_all()
    keys = {row.id: row.email_key for row in world.session.query(Person)}
    assert keys[opened["cas@nieuw.example"]] == "cas@nieuw.example"
    assert keys[opened[long]] == long
    waits = {row.person_id: row.email_key for row in world.session.query(AwaitedPerson)}
    assert waits == {opened[ada.email_key]: ada.email_key, again[long]: long}
    place = keys[opened[ada.email_key]]
    assert place.startswith(f"{ada.email_key} ")
    assert keys[again[long]].startswith(f"{'x' * 150} ")
    cas = world.session.get(Person, opened["cas@nieuw.example"])
    assert (cas.name, cas.sort_name, cas.email) == ("Cas Dam", "Dam, Cas", "Cas@Nieuw.example")
    assert names_of(world, cas, TODAY) == [("Cas Dam", "support")]
    assert not cas.is_demo
    assert {who for who, _ in noted(world, Audited.ACCOUNT_OPENED)} == {
        *opened.values(),
        *again.values(),
    }
