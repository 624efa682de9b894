"""Saying yes or no to a new mail address, by links to the new one and to the old one.

Opening a link changes nothing, because mail scanners open links too.
"""

from __future__ import annotations

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from course import clock, logs
from course.letters.asking import changed_letter
from course.store import transaction
from course.store.dated import DeedMoment
from course.store.messages.outbox import Outgoing
from course.store.people import addresses
from course.store.people.addresses import Answered, PendingAddress
from course.web.http.access import PUBLIC, allow
from course.web.http.settings import settings
from course.web.sign_in import wording
from course.web.sign_in.blueprint import bp
from course.web.sign_in.pages import AddressAnswer, AddressPage, DeadLinkPage
from course.web.sign_in.sending import send_soon


@bp.get("/inloggen/adres/<token>")
@allow(PUBLIC)
def show_new_address(token: str) -> Response:
    """For who reads the new address: is it right?"""
    change = addresses.to_confirm(token, clock.now())
    return _dead() if change is None else _page(change, old=False)


@bp.post("/inloggen/adres/<token>")
@allow(PUBLIC)
def confirm_address(token: str) -> Response:
    """Yes, by who reads the new address."""
    now = clock.now()
    told = _told(addresses.to_confirm(token, now))
    transaction.begin(may_write=True)
    change = addresses.to_confirm(token, now)
    if change is None or told is None:
        transaction.rollback()
        return _dead()
    answered = addresses.confirm(change, DeedMoment(now, change.person_id))
    return _finish(change, answered, told)


@bp.get("/inloggen/adres/<token>/oud")
@allow(PUBLIC)
def show_old_address(token: str) -> Response:
    """For who reads the old address: what was asked, or what happened."""
    change = addresses.to_stop(token, clock.now())
    return _dead() if change is None else _page(change, old=True)


@bp.post("/inloggen/adres/<token>/oud")
@allow(PUBLIC)
def answer_by_old_address(token: str) -> Response:
    """Yes where that is asked, or no: the old address stays or comes back."""
    now = clock.now()
    told = _told(addresses.to_stop(token, now))
    transaction.begin(may_write=True)
    change = addresses.to_stop(token, now)
    if change is None or told is None:
        transaction.rollback()
        return _dead()
    moment = DeedMoment(now, change.person_id)
    if request.form.get("antwoord") == "ja" and _may_agree(change):
        return _finish(change, addresses.agree(change, moment), told)
    return _finish(change, addresses.stop(change, moment), told)


def _told(change: PendingAddress | None) -> tuple[str, Outgoing] | None:
    """What the old address hears when the new one counts, composed before anybody waits for it."""
    return changed_letter(settings(), change.name, change.old_email) if change else None


def _finish(change: PendingAddress, answered: Answered, told: tuple[str, Outgoing]) -> Response:
    """Written down, unless the address turned out to be of somebody else; and told."""
    if answered is Answered.TAKEN:
        transaction.rollback()
    else:
        if answered is Answered.CHANGED:
            addresses.new_stop_link(change, *told, clock.now())
        transaction.commit()
        logs.note("address answered", outcome=answered.value)
        send_soon()
    page = AddressAnswer(wording.ADDRESS_ANSWERED[answered])
    status = 409 if answered is Answered.TAKEN else 200
    return make_response(render_template("sign_in/address_answer.html", page=page), status)


def _page(change: PendingAddress, *, old: bool) -> Response:
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
