"""One person, and every deed that an administrator can do for them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask import abort, render_template

from course.domain.people.audited import Audited
from course.domain.people.roles import Permission, Role
from course.letters.asking import address_ask
from course.store import audit
from course.store.audit import AuditNote
from course.store.messages import outbox
from course.store.people import accounts, addresses, deeds, granting, person
from course.store.people.accounts import FullName
from course.store.people.deeds import Workplace
from course.store.people.directory import SchoolRow
from course.store.people.granting import NewGrant
from course.store.people.person import GrantRow
from course.store.signing_in import accounts as signing_in
from course.store.signing_in.accounts import LinkPurpose
from course.text.names import fold_email, sort_name
from course.web.admin import bp
from course.web.admin.deed import PersonDeed, known_account, person_deed
from course.web.admin.person_page import FUNCTIONS_BY_WORD, not_ours, person_page, place_of
from course.web.http import drawn
from course.web.http.access import allow, current_person
from course.web.http.settings import settings
from course.web.page.answering import Answer
from course.web.page.labels import ROLES
from course.web.page.looked import note_look
from course.web.sign_in.links import invitation
from course.web.sign_in.sending import send_soon

GRANTED: Mapping[str, Role] = {ROLES[role]: role for role in Role if role is not Role.LEARNER}


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
    if name is None or function is None:
        return deed.again()
    deed.begin()
    account = deed.account
    if name != account.name:
        accounts.rename({account.id: FullName(name, sort_name(name))}, deed.moment)
    if function is not account.audience:
        accounts.change_function({account.id: function}, deed.moment)
    return deed.done("person changed", f"De gegevens van {name} zijn bewaard.")


@bp.post("/mensen/<ref>/adres")
@allow(Permission.PEOPLE)
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


@bp.post("/mensen/<ref>/werk")
@allow(Permission.PEOPLE)
def place(ref: str) -> Answer:
    """To work at a school, or in another team of it, from today on; until a last day or without."""
    deed = person_deed(ref)
    if deed.known.is_away:
        abort(404)
    code = deed.fields.text("school")
    if not code:
        return deed.refuse("school", "Kies een school.")
    school = deed.known.school(code)
    if school is None:
        abort(404)
    ends_on = _last_day(deed)
    if deed.fields.errors:
        return deed.again()
    team_ref = deed.fields.text("team")
    team_id = person.team_id_of(school.id, team_ref) if team_ref else None
    if team_ref and team_id is None:
        abort(404)
    return _place(deed, school, team_id, ends_on)


def _place(
    deed: PersonDeed, school: SchoolRow, team_id: int | None, ends_on: date | None
) -> Answer:
    who, name, at_work = deed.account.id, deed.account.name, deed.known.working_at(school.code)
    number = at_work.staff_number if at_work else None
    where = [Workplace(who, team_id, number, ends_on)]
    deed.begin()
    if at_work is None:
        deeds.join(school.id, where, deed.moment)
        return deed.done("person placed", f"{name} werkt vanaf vandaag op {school.name}.")
    deeds.move_team(school.id, where, deed.moment)
    if at_work.ends_on != ends_on:
        deeds.set_end(school.id, [who], ends_on, deed.moment)
    return deed.done("person placed", f"De aanstelling van {name} is bewaard.")


def _last_day(deed: PersonDeed) -> date | None:
    """The last day that was typed, today or later; None for none."""
    if not deed.fields.text("tot"):
        return None
    return deed.fields.day("tot", deed.moment.today, "Kies vandaag of een dag daarna.")


@bp.post("/mensen/<ref>/vertrek")
@allow(Permission.PEOPLE)
def leave(ref: str) -> Answer:
    """No longer to work at a school."""
    deed = person_deed(ref)
    code = deed.fields.text("school")
    if deed.known.school(code) is None:
        abort(404)
    at_work = deed.known.working_at(code)
    if at_work is None:
        return deed.over()  # pressed twice
    if deed.account.id == current_person().id:
        return deed.refuse("vertrek", "U kunt uw eigen aanstelling niet beëindigen.")
    deed.begin()
    roles_too = deed.fields.ticked("rollen")
    deeds.leave(at_work.school_id, [deed.account.id], deed.moment, roles_too=roles_too)
    return deed.done("person left", f"{deed.account.name} werkt niet meer op {at_work.school}.")


@bp.post("/mensen/<ref>/rollen")
@allow(Permission.PEOPLE)
def give_role(ref: str) -> Answer:
    """A role at one school, at a board or everywhere; never wider than one's own."""
    deed = person_deed(ref)
    role = deed.fields.choice("rol", GRANTED, "Kies een rol.")
    where = place_of(deed.fields.text("waar"))
    if where is None:
        deed.fields.wrong("waar", "Kies waar de rol geldt.")
    if deed.known.is_away:
        abort(404)
    ends_on = _last_day(deed)
    if role is None or where is None or deed.fields.errors:
        return deed.again()
    if ends_on is not None and (why := _stays(deed, role)):
        return deed.refuse("rol", why)
    deed.begin()
    wanted = NewGrant(deed.account.id, role, where.school_id, where.board_id, ends_on)
    if not granting.grant(wanted, deed.moment):
        return deed.over()  # it was there already
    return deed.done("role granted", f"{deed.account.name} is nu {ROLES[role]} ({where.words}).")


def _stays(deed: PersonDeed, role: Role) -> str:
    """Why a role cannot get a last day; empty when it can."""
    if role is not Role.ADMINISTRATOR or deed.account.id != current_person().id:
        return ""
    return "U kunt uw eigen rol als beheerder geen laatste dag geven. Vraag een andere beheerder."


@bp.post("/mensen/<ref>/rollen/<int:number>/einde")
@allow(Permission.PEOPLE)
def end_role(ref: str, number: int) -> Answer:
    """A role that no longer holds today."""
    deed = person_deed(ref)
    grant = next((one for one in deed.known.grants if one.id == number), None)
    if grant is None:
        return deed.over()  # pressed twice
    if not grant.in_scope:
        abort(404)
    deed.begin()
    if why := _keeps(deed, grant):
        return deed.refuse("rol", why)
    granting.end([grant.id], deed.moment)
    return deed.done("role ended", f"{deed.account.name} is geen {ROLES[grant.role]} meer.")


def _keeps(deed: PersonDeed, grant: GrantRow) -> str:
    """Why a role cannot end; empty when it can."""
    if grant.role is not Role.ADMINISTRATOR:
        return ""
    everywhere = grant.school_id is None and grant.board_id is None
    if everywhere and not person.another_administrator(grant.id, deed.moment.today):
        return "Dit is de laatste beheerder van alles. Geef eerst iemand anders die rol."
    if deed.account.id == current_person().id:
        return "U kunt uw eigen rol als beheerder niet beëindigen. Vraag een andere beheerder."
    return ""


@bp.post("/mensen/<ref>/blokkade")
@allow(Permission.PEOPLE)
def block(ref: str) -> Answer:
    """Not to sign in until somebody lets them again; or to be let again."""
    deed = person_deed(ref)
    if not_ours(deed.known):
        abort(404)
    if deed.account.id == current_person().id:
        return deed.refuse("blokkade", "U kunt uw eigen account niet blokkeren.")
    deed.begin()
    if deed.fields.text("wordt") == "open":
        accounts.unblock([deed.account.id], deed.moment)
        return deed.done("person unblocked", f"{deed.account.name} kan weer inloggen.")
    accounts.block([deed.account.id], deed.moment)
    return deed.done("person blocked", f"{deed.account.name} kan niet meer inloggen.")


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
