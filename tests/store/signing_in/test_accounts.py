"""Accounts, links and browsers: whose they are, until when they work, and that nobody else's stand in
for them.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from course.domain.people.roles import Grant, Role
from course.domain.signing_in.instants import SKEW
from course.domain.signing_in.lifetimes import LEARNERS, OTHERS
from course.models import Password, Person, SignedInBrowser, SignInLink
from course.store.signing_in import accounts, browsers, passwords
from course.store.signing_in.accounts import LASTS, PROVED_FOR, Account, LinkPurpose
from tests import builders

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TODAY = date(2026, 3, 2)
TICK = timedelta(microseconds=1)
MINUTES, DAYS = timedelta(minutes=30), timedelta(days=7)


@pytest.fixture
def lotte(session: Any) -> Person:
    """And somebody else with a password, a link and a browser of her own."""
    other = builders.person(session, "Anna Bakker", "anna@voorbeeld.example")
    passwords.replace(other.id, "haar-hash", NOW)
    accounts.make_link(other.id, LinkPurpose.SIGN_IN, NOW)
    browsers.sign_in(other.id, NOW)
    return builders.person(session, "Lotte de Wit", "Lotte@Voorbeeld.example")


def account(person: Person) -> Account:
    return Account(person.id, person.name, person.email)


def block(session: Any, person: Person) -> None:
    person.blocked_at = NOW
    session.flush()


def left(session: Any) -> dict[str, int]:
    """How many passwords, links and browsers there are."""
    models = {"passwords": Password, "links": SignInLink, "browsers": SignedInBrowser}
    return {name: session.query(model).count() for name, model in models.items()}


# Accounts


def test_an_address_finds_its_account_in_any_case(session: Any, lotte: Person) -> None:
    passwords.replace(lotte.id, "de-hash", NOW)
    assert accounts.find_account("LOTTE@voorbeeld.EXAMPLE") == account(lotte)
    assert accounts.find_with_password("lotte@voorbeeld.example") == (account(lotte), "de-hash")
    assert accounts.find_account("lotta@voorbeeld.example") is None
    assert accounts.find_with_password("lotta@voorbeeld.example") == (None, None)
    block(session, lotte)
    assert accounts.find_account("lotte@voorbeeld.example") is None
    assert accounts.find_with_password("lotte@voorbeeld.example") == (None, None)


def test_who_has_no_password_has_an_account(lotte: Person) -> None:
    assert accounts.find_with_password("lotte@voorbeeld.example") == (account(lotte), None)


# Links


@pytest.mark.parametrize("purpose", LinkPurpose)
def test_a_link_works_once_and_for_a_while(
    session: Any, lotte: Person, purpose: LinkPurpose
) -> None:
    assert LASTS == {LinkPurpose.SIGN_IN: MINUTES, LinkPurpose.INVITATION: DAYS}
    token = accounts.make_link(lotte.id, purpose, NOW)
    last = NOW + LASTS[purpose] - TICK
    assert accounts.account_of_link(token, last) == account(lotte)
    assert accounts.account_of_link(token, last + TICK) is None
    assert accounts.use_link(token, last + TICK) is None
    assert accounts.use_link(token, last) == account(lotte)
    assert accounts.use_link(token, last) is None
    assert accounts.account_of_link(token, last) is None
    row = session.get(SignInLink, browsers.hash_of(token))
    assert (row.purpose, row.created_at, row.used_at) == (purpose.value, NOW, last)


def test_an_invitation_is_a_link_of_seven_days(lotte: Person) -> None:
    token = accounts.invite(lotte.id, NOW)
    assert accounts.account_of_link(token, NOW + DAYS - TICK) == account(lotte)
    assert accounts.account_of_link(token, NOW + DAYS) is None


def test_another_token_opens_nothing(lotte: Person) -> None:
    tokens = {accounts.make_link(lotte.id, LinkPurpose.SIGN_IN, NOW) for _ in range(2)}
    assert len(tokens) == 2
    assert all(len(token) == 43 for token in tokens)
    for token in ("", "x" * 43, accounts.new_link_token()):
        assert accounts.account_of_link(token, NOW) is None
        assert accounts.use_link(token, NOW) is None


@pytest.mark.parametrize(("ahead", "works"), [(SKEW, True), (SKEW + TICK, False)])
def test_a_link_of_a_clock_that_ran_ahead_works_not_yet(
    lotte: Person, ahead: timedelta, works: bool
) -> None:
    token = accounts.make_link(lotte.id, LinkPurpose.SIGN_IN, NOW + ahead)
    assert (accounts.account_of_link(token, NOW) is not None) is works
    assert (accounts.use_link(token, NOW) is not None) is works


def test_a_link_of_who_was_blocked_opens_nothing(session: Any, lotte: Person) -> None:
    token = accounts.make_link(lotte.id, LinkPurpose.SIGN_IN, NOW)
    block(session, lotte)
    assert accounts.account_of_link(token, NOW) is None
    assert accounts.use_link(token, NOW) is None


def test_links_that_work_no_more_and_prove_nothing_are_forgotten(
    session: Any, lotte: Person
) -> None:
    over = NOW - PROVED_FOR
    stays = [over - MINUTES + TICK, NOW, NOW + SKEW]
    goes = [over - MINUTES, over - DAYS, NOW + SKEW + TICK]
    tokens = [accounts.make_link(lotte.id, LinkPurpose.SIGN_IN, at) for at in (*stays, *goes)]
    invited = [
        accounts.invite(lotte.id, over - DAYS + TICK),
        accounts.invite(lotte.id, over - DAYS),
    ]
    assert accounts.tidy(NOW) >= len(goes) + 1
    left = [
        session.get(SignInLink, browsers.hash_of(token)) is not None
        for token in (*tokens, *invited)
    ]
    assert left == [True] * 3 + [False] * 3 + [True, False]


# Proof that somebody just came by a link


def came_by_link(person: Person, at: datetime) -> str:
    """The token of a browser that a link opened."""
    assert accounts.use_link(accounts.make_link(person.id, LinkPurpose.SIGN_IN, at), at)
    return browsers.sign_in(person.id, at)


@pytest.mark.parametrize(
    ("after", "proved"),
    [
        (timedelta(0), True),
        (PROVED_FOR - TICK, True),
        (PROVED_FOR, False),
        (-SKEW, True),
        (-SKEW - TICK, False),
    ],
)
def test_a_link_is_proof_for_ten_minutes(lotte: Person, after: timedelta, proved: bool) -> None:
    assert timedelta(minutes=10) == PROVED_FOR
    token = came_by_link(lotte, NOW)
    assert accounts.proved_by_link(lotte.id, token, NOW + after) is proved


def test_what_is_proof_for_one_is_none_for_another(session: Any, lotte: Person) -> None:
    anna = session.query(Person).filter_by(email="anna@voorbeeld.example").one()
    hers, his = came_by_link(anna, NOW), browsers.sign_in(lotte.id, NOW)
    later = browsers.sign_in(anna.id, NOW + TICK)
    assert accounts.proved_by_link(anna.id, hers, NOW)
    assert not accounts.proved_by_link(lotte.id, hers, NOW)
    assert not accounts.proved_by_link(anna.id, his, NOW)
    assert not accounts.proved_by_link(lotte.id, his, NOW), "at the same instant as her link"
    assert not accounts.proved_by_link(anna.id, later, NOW + TICK), "she came with a password"
    assert not accounts.proved_by_link(anna.id, "", NOW)


# A new password


def test_a_new_password_makes_ends_and_voids_what_is_of_this_person(
    session: Any, lotte: Person
) -> None:
    passwords.replace(lotte.id, "oud", NOW)
    token = accounts.make_link(lotte.id, LinkPurpose.SIGN_IN, NOW)
    for _ in range(2):
        browsers.sign_in(lotte.id, NOW)
    before = left(session)
    accounts.change_password(lotte.id, "nieuw", NOW + TICK)
    assert accounts.account_of_link(token, NOW) is None
    assert left(session) == {
        "passwords": before["passwords"],
        "links": before["links"] - 1,
        "browsers": before["browsers"] - 2,
    }
    session.expire_all()
    row = session.get(Password, lotte.id)
    assert (row.hash, row.changed_at) == ("nieuw", NOW + TICK)
    anna = session.query(Person).filter_by(email="anna@voorbeeld.example").one()
    assert passwords.hash_for(anna.id) == "haar-hash"


def test_a_stronger_hash_comes_in_the_place_of_the_same_password(
    session: Any, lotte: Person
) -> None:
    passwords.replace(lotte.id, "oud", NOW)
    passwords.rehash(lotte.id, "een-ander", "sterker")
    assert passwords.hash_for(lotte.id) == "oud", "it was changed meanwhile"
    anna = session.query(Person).filter_by(email="anna@voorbeeld.example").one()
    passwords.replace(anna.id, "oud", NOW)
    passwords.rehash(lotte.id, "oud", "sterker")
    assert (passwords.hash_for(lotte.id), passwords.hash_for(anna.id)) == ("sterker", "oud")


# Browsers


def test_who_is_behind_a_browser_with_the_grants_of_today(session: Any, lotte: Person) -> None:
    school, other = builders.school(session), builders.school(session)
    board = builders.board(session)
    builders.grant(session, lotte, Role.TRAINER, school)
    builders.grant(session, lotte, Role.MANAGER, board, ends_on=TODAY)
    builders.grant(session, lotte, Role.ADMINISTRATOR, other, ends_on=TODAY - timedelta(days=1))
    builders.grant(session, lotte, Role.ADMINISTRATOR, other, starts_on=TODAY + timedelta(days=1))
    anna = session.query(Person).filter_by(email="anna@voorbeeld.example").one()
    builders.grant(session, anna, Role.ADMINISTRATOR, school)
    token = browsers.sign_in(lotte.id, NOW)
    browsers.touch(token, NOW + TICK)
    found = browsers.find(token, TODAY)
    assert found is not None
    assert (found.created_at, found.seen_at) == (NOW, NOW + TICK)
    actor = found.actor
    assert (actor.id, actor.ref, actor.name, actor.email, actor.audience) == (
        lotte.id,
        lotte.ref,
        lotte.name,
        lotte.email,
        lotte.audience,
    )
    assert actor.grants == (
        Grant(Role.TRAINER, school.id, None),
        Grant(Role.MANAGER, None, board.id),
    )
    assert browsers.find(accounts.new_link_token(), TODAY) is None
    block(session, lotte)
    assert browsers.find(token, TODAY) is None


def test_one_browser_is_touched_and_ended_without_the_others(session: Any, lotte: Person) -> None:
    first, second, third = (browsers.sign_in(lotte.id, NOW) for _ in range(3))
    assert len({first, second, third}) == 3
    assert len(first) == 43
    browsers.touch(first, NOW + TICK)
    seen = {token: browsers.find(token, TODAY) for token in (first, second)}
    assert [one.seen_at for one in seen.values() if one] == [NOW + TICK, NOW]
    before = left(session)["browsers"]
    browsers.end(first)
    assert browsers.find(first, TODAY) is None
    assert left(session)["browsers"] == before - 1
    accounts.end_others(lotte.id, second)
    assert browsers.find(second, TODAY) is not None
    assert left(session)["browsers"] == before - 2
    browsers.end_all(lotte.id)
    assert left(session)["browsers"] == before - 3


@pytest.mark.parametrize("limits", [LEARNERS, OTHERS])
def test_browsers_are_counted_as_long_as_they_are_believed(
    session: Any, lotte: Person, limits: Any
) -> None:
    def seen(created: timedelta, last: timedelta) -> None:
        token = browsers.sign_in(lotte.id, NOW + created)
        browsers.touch(token, NOW + last)

    for created, last in (
        (-limits.total, -limits.idle),
        (SKEW, SKEW),
        (-limits.total - TICK, -limits.idle),
        (-limits.total, -limits.idle - TICK),
        (SKEW + TICK, SKEW),
        (SKEW, SKEW + TICK),
    ):
        seen(created, last)
    assert accounts.count_browsers(lotte.id, limits, NOW) == 2
    nobody = builders.person(session)
    assert accounts.count_browsers(nobody.id, limits, NOW) == 0


def test_what_is_believed_no_more_is_forgotten(session: Any, lotte: Person) -> None:
    stays = [
        (-LEARNERS.total, -LEARNERS.idle),
        (SKEW, SKEW),
        (-LEARNERS.total, SKEW),
    ]
    goes = [
        (-LEARNERS.total - TICK, -LEARNERS.idle),
        (-LEARNERS.total, -LEARNERS.idle - TICK),
        (SKEW + TICK, SKEW),
        (SKEW, SKEW + TICK),
    ]
    tokens = []
    for created, last in (*stays, *goes):
        tokens.append(browsers.sign_in(lotte.id, NOW + created))
        browsers.touch(tokens[-1], NOW + last)
    assert browsers.tidy(NOW) >= len(goes)
    found = [browsers.find(token, TODAY) is not None for token in tokens]
    assert found == [True] * len(stays) + [False] * len(goes)
