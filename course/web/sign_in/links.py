"""Signing in with a link from the mail.

Opening a link changes nothing, because mail scanners open links too.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from urllib.parse import urlencode

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from course import clock
from course.letters.composing import LetterText, compose
from course.letters.invitation.letter import FirstLink
from course.letters.sign_in_link.letter import SignInMail
from course.store import transaction
from course.store.dated import DeedMoment
from course.store.messages import outbox
from course.store.messages.outbox import Outgoing
from course.store.people import joining
from course.store.people.joining import JoinQuestion
from course.store.signing_in import accounts, browsers
from course.store.signing_in.accounts import Account, Invitation, LinkPurpose
from course.web.http.access import PUBLIC, allow
from course.web.http.paths import own_path
from course.web.http.settings import settings
from course.web.page.parts import FieldError
from course.web.sign_in import wording
from course.web.sign_in.blueprint import bp
from course.web.sign_in.forms import SignInForm
from course.web.sign_in.guessing import SignInGuess
from course.web.sign_in.pages import (
    AskLinkPage,
    BelongPage,
    DeadLinkPage,
    LinkPage,
    LinkSentPage,
    shows_postbox,
)
from course.web.sign_in.sending import send_soon
from course.web.sign_in.starting import start


@bp.get("/inloggen/link")
@allow(PUBLIC)
def show_ask_link() -> str:
    """Ask for a link."""
    return render_template(
        "sign_in/ask_link.html", page=AskLinkPage(next=own_path(request.args.get("next")))
    )


@bp.post("/inloggen/link")
@allow(PUBLIC)
def ask_link() -> Response:
    """Send a link, if there is an account. The answer does not tell."""
    return send_link(SignInForm.read(request.form))


def send_link(form: SignInForm) -> Response:
    """The same page for every address, in the same time."""
    if errors := form.email_errors():
        return _again(form, errors, 422)
    now = clock.now()
    if until := SignInGuess.for_link(form.email).count(now):
        response = _again(form, (FieldError("email", wording.too_soon(until, now)),), 429)
        response.headers["Retry-After"] = str(int((until - now).total_seconds()) + 1)
        return response
    account = accounts.find_account(form.email)
    if account is not None:
        queue_link(account, form.next, now)
    else:
        queue_nothing(form.next, now)
    send_soon()
    page = LinkSentPage(form.email, form.next, form.kept, shows_postbox())
    return make_response(render_template("sign_in/link_sent.html", page=page))


def queue_link(account: Account, way_on: str, now: datetime) -> None:
    """Put a mail with a new link in the outbox.

    Its address comes from the settings, never from the request.
    """
    token = accounts.new_link_token()
    message = _letter(account.name, token, way_on)
    transaction.begin(may_write=True)
    outbox.tidy(now)
    accounts.keep_links([(account.id, browsers.hash_of(token))], LinkPurpose.SIGN_IN, now)
    outbox.queue(
        f"sign-in:{secrets.token_hex(16)}", account.email, message.subject, message.body, now
    )
    transaction.commit()


def queue_nothing(way_on: str, now: datetime) -> None:
    """As much work as `queue_link`, of which nothing is left: two rows are written, and as many
    bytes composed.
    """
    message = _letter("Iemand Zonder Account", accounts.new_link_token(), way_on)
    key = f"sign-in:{secrets.token_hex(16)}"
    transaction.begin(may_write=True)
    outbox.tidy(now)
    outbox.queue(key, "", message.subject, message.body, now)
    outbox.take_back(key)
    transaction.commit()


def _letter(name: str, token: str, way_on: str) -> LetterText:
    config = settings()
    link = f"{config.base_url}/inloggen/link/{token}{_query(way_on)}"
    return compose(SignInMail(config.brand, name, link))


def invitation(name: str, address: str) -> Invitation:
    """A mail with a first link, for somebody who is about to get an account.

    Nothing is written yet.
    """
    config = settings()
    token = accounts.new_link_token()
    link = f"{config.base_url}/inloggen/link/{token}"
    message = compose(FirstLink(config.brand, name, link))
    letter = Outgoing(f"invitation:{secrets.token_hex(16)}", address, message.subject, message.body)
    return Invitation(browsers.hash_of(token), letter)


@bp.get("/inloggen/link/<token>")
@allow(PUBLIC)
def show_link(token: str) -> Response:
    """Who signs in with this link, and the button that does it."""
    way_on = own_path(request.args.get("next"))
    account, moment = accounts.account_of_link(token, clock.now()), DeedMoment(clock.now())
    if account is None:
        return _dead(way_on)
    if joining.waits(account.id):
        asked = joining.question(account.id, moment)
        return _dead(way_on) if asked is None else _ask_to_join(asked)
    page = LinkPage(account.name, request.path + _query(way_on))
    return make_response(render_template("sign_in/link.html", page=page))


@bp.post("/inloggen/link/<token>")
@allow(PUBLIC)
def follow_link(token: str) -> Response:
    """Sign in with a link, and use it up."""
    now = clock.now()
    way_on = own_path(request.args.get("next"))
    transaction.begin(may_write=True)
    account = accounts.use_link(token, now)
    if account is None:
        transaction.rollback()
        return _dead(way_on)
    if joining.waits(account.id):
        return _joined(account, now, way_on)
    return start(account.id, now, way_on)


def _ask_to_join(asked: JoinQuestion) -> Response:
    """A school put somebody on its list who has an account already: do they want that?"""
    page = BelongPage(asked.name, asked.schools, request.path)
    return make_response(render_template("sign_in/join.html", page=page))


def _joined(account: Account, now: datetime, way_on: str) -> Response:
    """What they said. A no is told to nobody: the place on the list stays as it is."""
    if request.form.get("antwoord") != "ja":
        transaction.commit()
        return make_response(render_template("sign_in/not_joined.html", page=DeadLinkPage()))
    own = joining.accept(account.id, DeedMoment(now))
    if own is None:
        transaction.rollback()
        return _dead(way_on)
    return start(own, now, way_on)


def _again(form: SignInForm, errors: tuple[FieldError, ...], status: int) -> Response:
    page = AskLinkPage(form.email, form.next, form.kept, errors=errors)
    return make_response(render_template("sign_in/ask_link.html", page=page), status)


def _dead(way_on: str) -> Response:
    """Used, too old, void or never ours: all of them gone."""
    return make_response(render_template("sign_in/dead_link.html", page=DeadLinkPage(way_on)), 410)


def _query(way_on: str) -> str:
    if way_on == "/":
        return ""
    return "?" + urlencode({"next": way_on})
