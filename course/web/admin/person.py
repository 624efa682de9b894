"""One person: what is known, and the deeds for their account."""

from __future__ import annotations

from datetime import date, timedelta

from flask import abort, render_template

from course.domain.people.audited import Audited
from course.domain.people.roles import Permission
from course.letters.asking import address_ask
from course.store import audit
from course.store.audit import AuditNote
from course.store.messages import outbox
from course.store.people import accounts, addresses, renaming
from course.store.people.accounts import FullName
from course.store.signing_in import accounts as signing_in
from course.store.signing_in.accounts import LinkPurpose
from course.text.names import fold_email, sort_name
from course.web.admin import bp
from course.web.admin.deed import PersonDeed, known_account, person_deed
from course.web.admin.person_page import FUNCTIONS_BY_WORD, not_ours, person_page
from course.web.http import drawn
from course.web.http.access import allow, proved_lately
from course.web.http.settings import settings
from course.web.page.answering import Answer
from course.web.page.looked import note_look
from course.web.sign_in.links import invitation
from course.web.sign_in.sending import send_soon

WITHIN = timedelta(days=366)
NOT_WITHIN = "Kies een dag binnen een jaar van vandaag."


@bp.get("/mensen/<ref>")
@allow(Permission.PEOPLE)
def show_person(ref: str) -> str:
    """Account, workplaces, roles and signing in."""
    html = render_template("admin/person.html", page=person_page(known_account(ref), {}, ()))
    note_look(ref)
    return html


@bp.post("/mensen/<ref>/gegevens")
@allow(Permission.PEOPLE)
def change_details(ref: str) -> Answer:
    """Another name or kind of work."""
    deed = person_deed(ref)
    if not_ours(deed.known):
        abort(404)  # the page has no such form then
    name = deed.fields.name("naam", "Vul de naam in.")
    function = deed.fields.choice("functie", FUNCTIONS_BY_WORD, "Kies een functie.")
    since = _since(deed)
    if name is None or function is None or deed.fields.errors:
        return deed.again()
    deed.begin()
    account = deed.account
    _rename(deed, FullName(name, sort_name(name)), since)
    if function is not account.audience:
        accounts.change_function({account.id: function}, deed.moment)
    return deed.done("person changed", f"De gegevens van {name} zijn bewaard.")


def _since(deed: PersonDeed) -> date:
    """The day from which a name holds: today, or another within a year."""
    today = deed.moment.today
    if not deed.fields.text("vanaf"):
        return today
    day = deed.fields.day("vanaf", today - WITHIN, NOT_WITHIN)
    if day is not None and day > today + WITHIN:
        deed.fields.wrong("vanaf", NOT_WITHIN)
    return day or today


def _rename(deed: PersonDeed, name: FullName, since: date) -> None:
    account = deed.account
    if since != deed.moment.today:
        renaming.rename_from(account.id, name, since, deed.moment)
    elif name.name != account.name:
        accounts.rename({account.id: name}, deed.moment)


@bp.post("/mensen/<ref>/adres")
@allow(Permission.PEOPLE)
@proved_lately
def change_address(ref: str) -> Answer:
    """Ask for a new address: it counts once its owner says yes by mail, and the old one is told.

    Nobody hears here whether an account has that address already.
    """
    deed = person_deed(ref)
    if deed.known.is_away:
        abort(404)
    account = deed.account
    email = deed.fields.email("email", "Vul een e-mailadres in, bijvoorbeeld naam@school.nl.")
    if email is None:
        return deed.again()
    if fold_email(email) == fold_email(account.email):
        return deed.refuse("email", "Dit is het adres dat er al staat.")
    both, beyond = (account.email, email), deed.known.is_beyond
    ask = address_ask(settings(), account.id, account.name, both, needs_old=beyond)
    deed.begin()
    if not addresses.ask([ask], deed.moment):
        return deed.over()  # that very address was asked already
    asked = f"Er gaat een mail naar {email}. Het nieuwe adres telt zodra daar ja is gezegd"
    more = ", en ook op het oude adres." if beyond else ". Het oude adres krijgt bericht."
    done = deed.done("address asked", asked + more)
    send_soon()
    return done


@bp.post("/mensen/<ref>/uitloggen")
@allow(Permission.PEOPLE)
def sign_out_everywhere(ref: str) -> Answer:
    """End every session of somebody."""
    deed = person_deed(ref)
    if deed.known.is_away:
        abort(404)
    deed.begin()
    accounts.sign_out(deed.account.id, deed.moment)
    return deed.done("person signed out", f"{deed.account.name} is overal uitgelogd.")


@bp.post("/mensen/<ref>/uitnodiging")
@allow(Permission.PEOPLE)
def invite(ref: str) -> Answer:
    """One more mail with a link to sign in, to the address that stands here."""
    deed = person_deed(ref)
    account = deed.account
    if deed.known.is_away:
        abort(404)
    if account.blocked_at is not None:
        return deed.refuse("blokkade", "Dit account is geblokkeerd. Hef dat eerst op.")
    mail = invitation(account.name, account.email)
    deed.begin()
    key, letter, now = f"invitation:{drawn.token()}", mail.letter, deed.moment.now
    if not outbox.queue(key, letter.recipient, letter.subject, letter.body, now):
        return deed.over()  # pressed twice: one mail
    signing_in.keep_links([(account.id, mail.token_hash)], LinkPurpose.INVITATION, now)
    audit.note([AuditNote(Audited.INVITED, account.id)], deed.moment)
    done = deed.done("person invited", f"De uitnodiging gaat naar {account.email}.")
    send_soon()
    return done
