"""One's own account: who we think this is, which browsers are signed in, and the password."""

from __future__ import annotations

from flask import make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from course import clock, logs
from course.domain.people.audited import Audited
from course.domain.people.roles import Actor, Permission
from course.domain.signing_in.lifetimes import lifetime
from course.domain.signing_in.passwords import weakness
from course.store import audit, transaction
from course.store.audit import AuditNote
from course.store.dated import DeedMoment
from course.store.people import accounts as people_accounts
from course.store.people import words
from course.store.people.accounts import FullName
from course.store.signing_in import accounts, browsers, passwords
from course.text.names import said_name, sort_name
from course.web.http.access import allow, browser_token, current_person, set_browser_cookie
from course.web.http.settings import settings
from course.web.page.fields import Fields
from course.web.page.frame import tell
from course.web.page.parts import FieldError, SummaryRow
from course.web.sign_in import wording
from course.web.sign_in.blueprint import bp
from course.web.sign_in.forms import PasswordForm
from course.web.sign_in.guessing import SignInGuess
from course.web.sign_in.pages import AccountPage

NAMED = 10  # schools


@bp.get("/account")
@allow(Permission.LEARN)
def show_account() -> Response:
    """One's own account."""
    return _page()


@bp.post("/account/apparaten")
@allow(Permission.LEARN)
def sign_out_others() -> Response:
    """Sign out every other browser of this person."""
    transaction.begin(may_write=True)
    accounts.end_others(current_person().id, browser_token() or "")
    transaction.commit()
    tell("Op uw andere apparaten bent u uitgelogd.")
    return redirect("/account", 303)


@bp.post("/account/naam")
@allow(Permission.LEARN)
def choose_name() -> Response:
    """What somebody is called here, also when the list of the school says otherwise."""
    actor, moment, fields = (
        current_person(),
        DeedMoment(clock.now(), current_person().id),
        Fields(request.form),
    )
    listed = people_accounts.listed_name(actor.id)
    typed = said_name(fields.text("naam"))
    if listed is not None and typed in ("", listed):
        transaction.begin(may_write=True)
        people_accounts.drop_choice(actor.id, _full(listed), moment)
        transaction.commit()
        tell("U heet hier weer zoals uw school u noemt.")
        return redirect("/account", 303)
    name = fields.name("naam", "Vul in hoe u heet.")
    if name is None or not any(map(str.isalpha, typed)):
        errors = tuple(fields.errors) or (FieldError("naam", "Vul in hoe u heet."),)
        return _page(errors, 422, typed=typed)
    if typed != actor.name:
        transaction.begin(may_write=True)
        people_accounts.choose_name(actor.id, _full(typed), moment)
        transaction.commit()
        logs.note("name chosen", person=actor.ref)
    tell(f"U heet hier nu {typed}.")
    return redirect("/account", 303)


def _full(name: str) -> FullName:
    return FullName(name, sort_name(name))


@bp.post("/account/wachtwoord")
@allow(Permission.LEARN)
def change_password() -> Response:
    """A new password. Every other browser is signed out and links that were sent stop working."""
    actor, now = current_person(), clock.now()
    form = PasswordForm.read(request.form)
    stored = passwords.hash_for(actor.id)
    proved = accounts.proved_by_link(actor.id, browser_token() or "", now)
    if stored is None and not proved:
        return _page(status=422)  # the page says how to choose a first password
    errors = _new_errors(form, actor)
    if not (proved or form.old):
        errors = _old(wording.OLD_MISSING) + errors
    if errors:
        return _page(errors, 422)
    if not proved:
        guess = SignInGuess.at_password(actor.email)
        if until := guess.count(now):
            return _page(_old(wording.too_soon(until, now)), 429)
        if not passwords.matches(stored, form.old):
            return _page(_old(wording.OLD_WRONG), 422)
        transaction.begin(may_write=True)
        guess.was_right(now)
        transaction.commit()
    hashed = passwords.hash_of(form.new)
    transaction.begin(may_write=True)
    accounts.change_password(actor.id, hashed, now)
    audit.note([AuditNote(Audited.PASSWORD_CHANGED, actor.id)], DeedMoment(now, actor.id))
    token = browsers.sign_in(actor.id, now)
    transaction.commit()
    tell("Uw nieuwe wachtwoord is bewaard. Op andere apparaten bent u uitgelogd.")
    response = redirect("/account", 303)
    set_browser_cookie(response, token)
    return response


def _old(message: str) -> tuple[FieldError, ...]:
    return (FieldError("old_password", message),)


def _new_errors(form: PasswordForm, actor: Actor) -> tuple[FieldError, ...]:
    config = settings()
    names = [school.name for school in words.schools_of(actor.id, clock.today(), NAMED)]
    if weak := weakness(form.new, [actor.name, actor.email, config.brand, *names]):
        return (FieldError("new_password", wording.WEAK[weak]),)
    if form.new != form.again:
        return (FieldError("new_password_again", "Vul twee keer hetzelfde nieuwe wachtwoord in."),)
    return ()


def _page(
    errors: tuple[FieldError, ...] = (), status: int = 200, *, typed: str | None = None
) -> Response:
    actor, now = current_person(), clock.now()
    limits = lifetime(actor.roles)
    has_password = passwords.hash_for(actor.id) is not None
    proved = accounts.proved_by_link(actor.id, browser_token() or "", now)
    listed = people_accounts.listed_name(actor.id)
    schools = words.schools_of(actor.id, clock.day_of(now), NAMED + 1)
    names = ", ".join(school.name for school in schools[:NAMED])
    names += " en meer scholen" if len(schools) > NAMED else ""
    page = AccountPage(
        actor.email,
        (
            SummaryRow("Naam", actor.name),
            *((SummaryRow("Naam bij uw school", listed),) if listed else ()),
            SummaryRow("Mailadres", actor.email),
            SummaryRow("School", names or "U werkt nu niet bij een school die wij kennen"),
        ),
        accounts.count_browsers(actor.id, limits, now),
        errors=errors,
        called=actor.name if typed is None else typed,
        has_chosen=listed is not None,
        old_needed=not proved,
        may_choose=has_password or proved,
    )
    return make_response(render_template("sign_in/account.html", page=page), status)
