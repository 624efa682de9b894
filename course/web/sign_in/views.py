"""Signing in with a password, and signing out."""

from __future__ import annotations

from datetime import datetime

from flask import make_response, redirect, render_template, request
from flask import session as flask_session
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from course import clock, logs
from course.store import transaction
from course.store.signing_in import accounts, browsers, passwords
from course.web.http.access import PUBLIC, allow, browser_token, cookie_name, signed_in
from course.web.http.paths import own_path
from course.web.http.settings import settings
from course.web.page.frame import tell
from course.web.page.parts import FieldError
from course.web.sign_in import links, wording
from course.web.sign_in.blueprint import bp
from course.web.sign_in.forms import SignInForm
from course.web.sign_in.guessing import SignInGuess
from course.web.sign_in.keeping import keep_form, open_kept
from course.web.sign_in.pages import sign_in_page
from course.web.sign_in.starting import send_kept, start


@bp.record_once
def _keep_forms(state: BlueprintSetupState) -> None:
    state.app.extensions["deelwijs-keep-form"] = keep_form


@bp.get("/inloggen")
@allow(PUBLIC)
def show_sign_in() -> Response:
    """The sign-in page. Who is signed in already goes on, unless they have to do so once more."""
    way_on, actor = own_path(request.args.get("next")), signed_in()
    if actor and "opnieuw" not in request.args:
        return redirect(way_on, 303)
    if "uit" in request.args:  # no message in a cookie: signing out has just cleared those
        tell("U bent uitgelogd.")
    page = sign_in_page(actor.email if actor else "", way_on)
    return make_response(render_template("sign_in/sign_in.html", page=page))


@bp.post("/inloggen")
@allow(PUBLIC)
def sign_in() -> Response:
    """Check address and password.

    What is wrong sounds and takes the same, whether the account exists or not.
    """
    form = SignInForm.read(request.form)
    if request.form.get("via") == "link":
        return links.send_link(form)
    if errors := form.errors():
        return _again(form, errors, 422)
    now = clock.now()
    guess = SignInGuess.at_password(form.email)
    if until := guess.count(now):
        return _wait(form, until, now)
    account, stored = accounts.find_with_password(form.email)
    transaction.rollback()  # hashing is slow, and nobody may wait for our connection meanwhile
    right = passwords.matches(stored, form.password)
    if not right or account is None or stored is None:
        return _again(form, (FieldError("password", wording.NO_MATCH),), 422)
    renewed = passwords.renewed(stored, form.password)
    transaction.begin(may_write=True)
    if passwords.hash_for(account.id) != stored:  # changed while we were hashing
        transaction.rollback()
        return _again(form, (FieldError("password", wording.NO_MATCH),), 422)
    if renewed:
        passwords.rehash(account.id, stored, renewed)
    guess.was_right(now)
    return start(account.id, now, form.next, form.kept)


@bp.post("/inloggen/bewaard")
@allow(PUBLIC)
def show_kept() -> Response:
    """A form that was kept, for who signed in by a link in another tab meanwhile."""
    form = SignInForm.read(request.form)
    actor = signed_in()
    if actor is None:
        return _again(form, (), 401)
    return send_kept(open_kept(form.kept), actor) or redirect(form.next, 303)


@bp.post("/uitloggen")
@allow(PUBLIC)
def sign_out() -> Response:
    """Sign this browser out, here and in the browser.

    Static files may stay: they hold nothing of anybody.
    """
    token = browser_token()
    if token:
        actor = signed_in()
        transaction.begin(may_write=True)
        browsers.end(token)
        transaction.commit()
        if actor is not None:
            logs.note("signed out")
    config = settings()
    response = redirect("/inloggen?uit=1", 303)
    response.delete_cookie(
        cookie_name(config), secure=config.secure_cookies, httponly=True, samesite="Lax", path="/"
    )
    # a message for the next page; that this browser signed in before stays known
    flask_session.clear()
    response.headers["Clear-Site-Data"] = '"storage"'
    return response


def _again(form: SignInForm, errors: tuple[FieldError, ...], status: int) -> Response:
    page = sign_in_page(form.email, form.next, form.kept, errors=errors)
    return make_response(render_template("sign_in/sign_in.html", page=page), status)


def _wait(form: SignInForm, until: datetime, now: datetime) -> Response:
    response = _again(form, (FieldError("email", wording.too_soon(until, now)),), 429)
    response.headers["Retry-After"] = str(int((until - now).total_seconds()) + 1)
    return response
