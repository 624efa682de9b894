"""A new address: it counts once its owner says yes, the old one can stop it, and nobody hears
whether it is somebody's.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from course import clock
from course.config import Config
from course.letters.asking import PATH, address_ask
from course.models import AddressChange, AuditEntry, Mail, Password, Person, SignedInBrowser
from course.store import transaction
from course.store.dated import DeedMoment
from course.store.people import accounts, addresses
from course.store.people.addresses import Answered, PendingAddress
from course.store.signing_in import browsers
from tests.checking_client import CheckingClient
from tests.staff import World

NOW = datetime(2026, 3, 12, 9, tzinfo=UTC)


@dataclass
class Desk:
    world: World
    config: Config
    ada: Person

    def ask(self, new: str, *, needs_old: bool = False, now: datetime = NOW) -> list[str]:
        """Ask for an address; the links in the mails that were written, in order."""
        both = self.ada.email, new
        ask = address_ask(self.config, self.ada.id, self.ada.name, both, needs_old=needs_old)
        addresses.ask([ask], DeedMoment(now))
        return self.links()

    def links(self) -> list[str]:
        self.world.session.expire_all()
        mails = self.world.session.query(Mail).filter(Mail.key.startswith("address:"))
        bodies = [mail.body for mail in mails.order_by(Mail.id) if PATH in mail.body]
        return [body.partition(PATH)[2].split()[0].removesuffix("/oud") for body in bodies]

    def confirm(self, token: str, now: datetime = NOW) -> Answered | None:
        change = addresses.to_confirm(token, now)
        return None if change is None else addresses.confirm(change, DeedMoment(now))

    def address(self) -> str:
        self.world.session.expire_all()
        return str(self.ada.email)


@pytest.fixture
def desk(app: Flask, session: Any) -> Desk:
    world = World(session, NOW.date())
    return Desk(world, app.config["DEELWIJS"], world.person("Ada Bos", "ada@a.nl"))


def test_it_counts_after_a_yes_and_closes_every_way_in(desk: Desk) -> None:
    browsers.sign_in(desk.ada.id, NOW)
    new, _old = desk.ask("Nieuw@a.nl")
    assert desk.address() == "ada@a.nl"
    assert desk.confirm(new) is Answered.CHANGED
    assert desk.address() == "Nieuw@a.nl"
    assert desk.ada.email_key == "nieuw@a.nl"
    assert desk.world.session.query(SignedInBrowser).count() == 0
    assert desk.confirm(new) is None, "once"
    told = [row.action for row in desk.world.session.query(AuditEntry).order_by(AuditEntry.id)]
    assert told == ["address-asked", "address-changed"]


def test_the_old_address_is_told_and_stops_it(desk: Desk) -> None:
    new, old = desk.ask("nieuw@a.nl")
    recipients = [mail.recipient for mail in desk.world.session.query(Mail).order_by(Mail.id)]
    assert recipients == ["nieuw@a.nl", "ada@a.nl"]
    change = addresses.to_stop(old, NOW)
    assert change is not None
    assert addresses.stop(change, DeedMoment(NOW)) is Answered.STOPPED
    assert desk.confirm(new) is None
    assert desk.links() == [old], "what was not sent to the new address never goes out"


def test_the_old_address_comes_back_and_what_was_chosen_meanwhile_is_gone(desk: Desk) -> None:
    new, old = desk.ask("kwaad@a.nl")
    desk.confirm(new)
    desk.world.add(Password(person_id=desk.ada.id, hash="x", changed_at=NOW))
    browsers.sign_in(desk.ada.id, NOW)
    change = addresses.to_stop(old, NOW + timedelta(days=13))
    assert change is not None
    assert addresses.stop(change, DeedMoment(NOW)) is Answered.PUT_BACK
    assert desk.address() == "ada@a.nl"
    assert desk.world.session.query(Password).count() == 0
    assert desk.world.session.query(SignedInBrowser).count() == 0
    assert addresses.to_stop(old, NOW) is None


def test_who_reaches_further_says_yes_on_both_addresses_in_any_order(desk: Desk) -> None:
    new, old = desk.ask("nieuw@a.nl", needs_old=True)
    assert desk.confirm(new) is Answered.WAITS_FOR_OLD
    assert desk.address() == "ada@a.nl"
    change = addresses.to_stop(old, NOW)
    assert change is not None
    assert addresses.agree(change, DeedMoment(NOW)) is Answered.CHANGED
    assert desk.address() == "nieuw@a.nl"


def test_a_week_later_it_is_over(desk: Desk) -> None:
    new, old = desk.ask("nieuw@a.nl")
    assert addresses.to_confirm(new, NOW + timedelta(days=7)) is None
    assert addresses.to_stop(old, NOW + timedelta(days=14)) is None


def test_the_same_question_twice_is_one_mail_and_another_replaces_it(desk: Desk) -> None:
    first = desk.ask("nieuw@a.nl")
    assert desk.ask("NIEUW@a.nl") == first
    assert len(desk.ask("anders@a.nl")) == 3  # two new ones, and what the old address was told
    assert desk.confirm(first[0]) is None


def test_who_is_blocked_changes_nothing(desk: Desk) -> None:
    new, _old = desk.ask("nieuw@a.nl")
    accounts.block([desk.ada.id], DeedMoment(NOW))
    assert desk.confirm(new) is None


def test_an_address_of_another_account_is_told_to_its_owner_only(desk: Desk) -> None:
    desk.world.person("Piet Smit", "piet@a.nl")
    new, _old = desk.ask("piet@a.nl")
    desk.world.session.commit()
    assert desk.confirm(new) is Answered.TAKEN
    transaction.rollback()
    assert desk.address() == "ada@a.nl"


def test_two_who_get_the_same_address_at_once_are_one(app: Flask, desk: Desk) -> None:
    bob = desk.world.person("Bob Bos", "bob@a.nl")
    ids = [desk.ada.id, bob.id]
    tokens = desk.ask("samen@a.nl")[:1]
    ask = address_ask(desk.config, bob.id, "Bob", ("bob@a.nl", "samen@a.nl"), needs_old=False)
    addresses.ask([ask], DeedMoment(NOW))
    tokens.append(next(one for one in reversed(desk.links()[:-1])))
    desk.world.session.commit()
    desk.world.session.remove()
    barrier, found = threading.Barrier(2), [""] * 2

    def run(number: int) -> None:
        with app.app_context():
            transaction.begin(may_write=True)
            barrier.wait(timeout=30)
            change = addresses.to_confirm(tokens[number], NOW)
            assert change is not None
            answered = addresses.confirm(change, DeedMoment(NOW))
            (transaction.rollback if answered is Answered.TAKEN else transaction.commit)()
            found[number] = answered.value

    threads = [threading.Thread(target=run, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(found) == ["changed", "taken"]
    with app.app_context():
        session = desk.world.session
        people = session.query(Person).filter(Person.id.in_(ids), Person.email == "samen@a.nl")
        assert people.count() == 1
        done = session.query(AddressChange).filter_by(outcome="changed")
        assert done.count() == 1


def test_a_no_is_not_passed_by_a_yes_at_the_same_moment(
    app: Flask, desk: Desk, client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    new, old = desk.ask("kwaad@a.nl", now=clock.now())
    ada = desk.ada.id
    desk.world.session.commit()
    desk.world.session.remove()
    said_no, really_stop = threading.Event(), addresses.stop

    def stop_slowly(change: PendingAddress, moment: DeedMoment) -> Answered:
        answered = really_stop(change, moment)
        said_no.set()
        time.sleep(1)  # the yes arrives while this one still writes
        return answered

    monkeypatch.setattr(addresses, "stop", stop_slowly)
    other = app.test_client()
    where, headers = f"/inloggen/adres/{old}/oud", {"Sec-Fetch-Site": "same-origin"}
    saying_no = threading.Thread(target=lambda: other.post(where, headers=headers))
    saying_no.start()
    assert said_no.wait(timeout=30)
    assert client.post(f"/inloggen/adres/{new}").status_code == 410
    saying_no.join(timeout=60)
    assert desk.world.session.get(Person, ada).email == "ada@a.nl"
