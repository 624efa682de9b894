"""Two people who each get a new address: what waits, lasts and is stopped of one says nothing of the
other.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from course.letters.asking import address_ask
from course.models import AddressChange, AuditEntry, Mail, Password, Person
from course.store import transaction
from course.store.dated import DeedMoment
from course.store.people import addresses
from course.store.people.addresses import AddressAsk, Answered, PendingAddress
from tests.staff import World
from tests.store.people.test_addresses import NOW, Desk

DAY = timedelta(days=1)
MOMENT = DeedMoment(NOW)


class Both:
    """Ada and Bob, who are asked in one deed."""

    def __init__(self, app: Flask, session: Any) -> None:
        self.world = World(session, NOW.date())
        self.config = app.config["DEELWIJS"]
        self.ada = self.world.person("Ada Bos", "ada@a.nl")
        self.bob = self.world.person("Bob Cats", "bob@a.nl")

    def asking(self, who: Person, new: str, *, needs_old: bool = False) -> AddressAsk:
        both = who.email, new
        return address_ask(self.config, who.id, who.name, both, needs_old=needs_old)

    def ask(self, who: Person, new: str, days: int = 0, *, needs_old: bool = False) -> bool:
        """Whether it was written down."""
        one = self.asking(who, new, needs_old=needs_old)
        return addresses.ask([one], DeedMoment(NOW + days * DAY)) == [one]

    def pending(self, who: Person, days: int = 0) -> PendingAddress:
        found = addresses.pending(who.id, NOW + days * DAY)
        assert found is not None
        return found

    def outcomes(self, who: Person) -> list[str | None]:
        self.world.session.expire_all()
        rows = self.world.session.query(AddressChange).filter_by(person_id=who.id)
        return [one.outcome for one in rows.order_by(AddressChange.id)]

    def waiting(self) -> set[str]:
        """To whom a mail still goes out."""
        self.world.session.expire_all()
        rows = self.world.session.query(Mail).filter(Mail.key.startswith("address:"))
        return {one.recipient for one in rows if one.body}

    def told(self) -> list[tuple[str, int | None]]:
        rows = self.world.session.query(AuditEntry).filter(AuditEntry.action.startswith("address"))
        return [(one.action, one.person_id) for one in rows.order_by(AuditEntry.id)]


@pytest.fixture
def both(app: Flask, session: Any) -> Both:
    return Both(app, session)


def test_what_waits_is_of_one_person_and_lasts_a_week(both: Both) -> None:
    asks = [both.asking(both.ada, "ada@b.nl"), both.asking(both.bob, "BOB@b.nl", needs_old=True)]
    assert addresses.ask(asks, MOMENT) == asks
    found = both.pending(both.ada)
    assert (found.person_id, found.name, found.email) == (both.ada.id, "Ada Bos", "ada@b.nl")
    assert (found.old_email, found.needs_old, found.asked_at) == ("ada@a.nl", False, NOW)
    assert (both.pending(both.bob).email_key, both.pending(both.bob).needs_old) == (
        "bob@b.nl",
        True,
    )
    assert both.pending(both.ada, 6).email == "ada@b.nl"
    assert addresses.pending(both.ada.id, NOW + 7 * DAY) is None
    assert both.told() == [("address-asked", both.ada.id), ("address-asked", both.bob.id)]
    assert both.waiting() == {"ada@a.nl", "ada@b.nl", "bob@a.nl", "BOB@b.nl"}


def test_another_address_takes_the_place_of_what_waited_for_that_person_alone(both: Both) -> None:
    assert both.ask(both.ada, "ada@b.nl")
    assert both.ask(both.bob, "bob@b.nl")
    assert not both.ask(both.ada, "ADA@b.nl"), "that one waits already"
    assert both.ask(both.ada, "ada@b.nl", 7), "it waited for a week, and no longer does"
    assert both.ask(both.ada, "ada@c.nl", 8)
    assert both.outcomes(both.ada) == ["replaced", "replaced", None]
    assert both.outcomes(both.bob) == [None]
    assert both.pending(both.ada, 8).email == "ada@c.nl"
    assert {action for action, _ in both.told()} == {"address-asked"}, "it was not dropped"


def test_what_is_dropped_is_of_one_person_and_told_once(both: Both) -> None:
    both.ask(both.ada, "ada@b.nl")
    both.ask(both.bob, "bob@b.nl")
    assert addresses.drop(both.ada.id, MOMENT)
    assert not addresses.drop(both.ada.id, MOMENT)
    assert (both.outcomes(both.ada), both.outcomes(both.bob)) == (["stopped"], [None])
    assert both.told()[2:] == [("address-dropped", both.ada.id)]
    assert addresses.pending(both.ada.id, NOW) is None
    assert both.pending(both.bob).email == "bob@b.nl"


def test_a_yes_changes_one_account_and_says_so_in_one_row(both: Both) -> None:
    both.ask(both.ada, "ada@b.nl")
    both.ask(both.bob, "bob@b.nl")
    later = DeedMoment(NOW + DAY)
    assert addresses.confirm(both.pending(both.ada), later) is Answered.CHANGED
    both.world.session.expire_all()
    assert (both.ada.email, both.bob.email) == ("ada@b.nl", "bob@a.nl")
    rows = both.world.session.query(AddressChange).order_by(AddressChange.id)
    assert [(one.confirmed_at, one.settled_at, one.outcome) for one in rows] == [
        (later.now, later.now, "changed"),
        (None, None, None),
    ]


def test_the_old_address_first_and_then_the_new_one(both: Both) -> None:
    both.ask(both.ada, "ada@b.nl", needs_old=True)
    assert addresses.agree(both.pending(both.ada), MOMENT) is Answered.WAITS_FOR_NEW
    assert both.pending(both.ada).agreed_at == NOW
    assert both.ada.email == "ada@a.nl"
    assert addresses.confirm(both.pending(both.ada), MOMENT) is Answered.CHANGED


def test_a_no_afterwards_takes_back_one_account_and_its_password(both: Both) -> None:
    """For two weeks since it was asked, and not once it was taken back."""
    desk = Desk(both.world, both.config, both.ada)
    _new, old = desk.ask("ada@b.nl")
    addresses.confirm(both.pending(both.ada), MOMENT)
    for who in (both.ada, both.bob):
        both.world.add(Password(person_id=who.id, hash="x", changed_at=NOW))
    almost = NOW + addresses.STOPPED_FOR - timedelta(seconds=1)
    assert addresses.to_stop(old, NOW + addresses.STOPPED_FOR) is None
    assert addresses.to_stop("ander", almost) is None
    change = addresses.to_stop(old, almost)
    assert change is not None
    assert addresses.stop(change, DeedMoment(almost)) is Answered.PUT_BACK
    assert both.outcomes(both.ada) == ["put-back"]
    kept = both.world.session.query(Password.person_id).all()
    assert [who for (who,) in kept] == [both.bob.id]
    assert addresses.to_stop(old, almost) is None


def test_a_fresh_link_for_the_old_address_is_the_only_one(both: Both) -> None:
    both.ask(both.ada, "ada@b.nl")
    both.ask(both.bob, "bob@b.nl")
    fresh = both.asking(both.ada, "ada@b.nl")
    before = {one.id: one.stop_hash for one in both.world.session.query(AddressChange)}
    change = both.pending(both.ada)
    addresses.new_stop_link(change, fresh.stop_hash, fresh.letters[-1], NOW)
    both.world.session.expire_all()
    after = {one.id: one.stop_hash for one in both.world.session.query(AddressChange)}
    assert after == before | {change.id: fresh.stop_hash}
    sent = both.world.session.query(Mail).filter_by(recipient="ada@a.nl")
    assert sent.count() == 2


def test_an_address_that_is_somebody_elses_by_now_does_not_come_back(both: Both) -> None:
    desk = Desk(both.world, both.config, both.ada)
    _new, old = desk.ask("ada@b.nl")
    assert addresses.confirm(both.pending(both.ada), MOMENT) is Answered.CHANGED
    both.world.person("Piet Smit", "ada@a.nl")
    both.world.session.commit()
    change = addresses.to_stop(old, NOW)
    assert change is not None
    assert addresses.stop(change, MOMENT) is Answered.TAKEN
    transaction.rollback()
    both.world.session.expire_all()
    assert both.ada.email == "ada@b.nl"
