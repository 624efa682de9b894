"""Saying yes or no to a new mail address, by links to the new one and to the old one.

Opening a link changes nothing, because mail scanners open links too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from course import clock, logs
from course.letters.asking import changed_letter
from course.store import transaction
from course.store.dated import DeedMoment
from course.store.messages.outbox import Outgoing
from course.store.people import addresses, granting
from course.store.people.addresses import Answered, PendingAddress
from course.web.http.access import PUBLIC, allow
from course.web.http.settings import settings
from course.web.sign_in import wording
from course.web.sign_in.blueprint import bp
from course.web.sign_in.pages import AddressAnswer, AddressPage, DeadLinkPage
from course.web.sign_in.sending import send_soon

Find = Callable[[str, datetime], PendingAddress | None]


@dataclass(frozen=True)
class WaitingAnswer:
    """A change of address that waits for a yes or a no, and what the old address hears of it."""

    change: PendingAddress
    told: tuple[str, Outgoing]
    moment: DeedMoment


@bp.get("/inloggen/adres/<token>")
@allow(PUBLIC)
def show_new_address(token: str) -> Response:
    """For who reads the new address: is it right?"""
    return _shown(addresses.to_confirm(token, clock.now()), old=False)


@bp.post("/inloggen/adres/<token>")
@allow(PUBLIC)
def confirm_address(token: str) -> Response:
    """Yes, by who reads the new address."""
    found = _to_answer(addresses.to_confirm, token)
    if found is None:
        return _dead()
    return _finish(found, addresses.confirm(found.change, found.moment))


@bp.get("/inloggen/adres/<token>/oud")
@allow(PUBLIC)
def show_old_address(token: str) -> Response:
    """For who reads the old address: what was asked, or what happened."""
    return _shown(addresses.to_stop(token, clock.now()), old=True)


@bp.post("/inloggen/adres/<token>/oud")
@allow(PUBLIC)
def answer_by_old_address(token: str) -> Response:
    """Yes where that is asked, or no: the old address stays or comes back."""
    found = _to_answer(addresses.to_stop, token)
    if found is None:
        return _dead()
    if request.form.get("antwoord") == "ja" and _may_agree(found.change):
        return _finish(found, addresses.agree(found.change, found.moment))
    return _finish(found, addresses.stop(found.change, found.moment))


def _to_answer(find: Find, token: str) -> WaitingAnswer | None:
    """What still waits, in a transaction that writes; None for a link that is dead by now.

    Two answers at once come one after the other, so that a no is not passed by a yes. The letter is
    composed before, so that nobody waits for it.
    """
    now = clock.now()
    seen = find(token, now)
    if seen is None:
        return None
    told = changed_letter(settings(), seen.name, seen.old_email)
    transaction.begin(may_write=True)
    granting.lock([seen.person_id])
    change = find(token, now)
    if change is None:
        transaction.rollback()
        return None
    return WaitingAnswer(change, told, DeedMoment(now, change.person_id))


def _finish(found: WaitingAnswer, answered: Answered) -> Response:
    """Written down, unless the address turned out to be of somebody else; and told."""
    if answered is Answered.TAKEN:
        transaction.rollback()
    else:
        if answered is Answered.CHANGED:
            addresses.new_stop_link(found.change, *found.told, clock.now())
        transaction.commit()
        logs.note("address answered", outcome=answered.value)
        send_soon()
    page = AddressAnswer(wording.ADDRESS_ANSWERED[answered])
    status = 409 if answered is Answered.TAKEN else 200
    return make_response(render_template("sign_in/address_answer.html", page=page), status)


def _shown(change: PendingAddress | None, *, old: bool) -> Response:
    if change is None:
        return _dead()
    page = AddressPage(
        change.name,
        change.email,
        change.old_email,
        request.path,
        old,
        _may_agree(change),
        change.settled_at is not None,
    )
    return make_response(render_template("sign_in/address.html", page=page))


def _may_agree(change: PendingAddress) -> bool:
    return change.needs_old and change.agreed_at is None and change.settled_at is None


def _dead() -> Response:
    return make_response(render_template("sign_in/dead_link.html", page=DeadLinkPage()), 410)
