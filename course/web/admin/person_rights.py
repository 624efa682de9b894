"""What one person may do, and whether they sign in: first what a deed does, then the deed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import abort

from course.domain.people.roles import Permission, Role
from course.store.people import accounts, granting, person
from course.store.people.granting import NewGrant
from course.store.people.person import GrantRow
from course.web.admin import bp, person_words
from course.web.admin.deed import PersonDeed, PersonQuestion, last_day, person_deed
from course.web.admin.person_page import not_ours
from course.web.admin.role_places import RolePlace, place_of, place_words
from course.web.http.access import allow, current_person, proved_lately
from course.web.page.answering import Answer
from course.web.page.labels import ROLES

GRANTED: Mapping[str, Role] = {ROLES[role]: role for role in Role if role is not Role.LEARNER}
OPEN = "open"  # what the field says when somebody may sign in again


@dataclass(frozen=True)
class RoleAsk:
    """A role that somebody is to have, and where."""

    wanted: NewGrant
    where: RolePlace


@bp.get("/mensen/<ref>/rollen")
@allow(Permission.PEOPLE)
def ask_role(ref: str) -> Answer:
    """What it does when they get this role. Nothing has been written yet."""
    deed = person_deed(ref)
    asked = _role_asked(deed)
    if not isinstance(asked, RoleAsk):
        return asked
    question = PersonQuestion(
        title=f"Wordt {deed.account.name} {ROLES[asked.wanted.role]}?",
        told=person_words.of_role(deed.account.name, asked.wanted, asked.where.words),
        submit="Geef deze rol",
        names=("rol", "waar", "tot"),
    )
    return deed.ask(question)


@bp.post("/mensen/<ref>/rollen")
@allow(Permission.PEOPLE)
@proved_lately
def give_role(ref: str) -> Answer:
    """A role at one school, at a board or everywhere; never wider than one's own."""
    deed = person_deed(ref)
    asked = _role_asked(deed)
    if not isinstance(asked, RoleAsk):
        return asked
    deed.begin()
    if not granting.grant(asked.wanted, deed.moment):
        return deed.over()  # it was there already
    role = ROLES[asked.wanted.role]
    return deed.done("role granted", f"{deed.account.name} is nu {role} ({asked.where.words}).")


def _role_asked(deed: PersonDeed) -> RoleAsk | Answer:
    """What was chosen, or the page again."""
    role = deed.fields.choice("rol", GRANTED, "Kies een rol.")
    where = place_of(deed.fields.text("waar"))
    if where is None:
        deed.fields.wrong("waar", "Kies waar de rol geldt.")
    if deed.known.is_away:
        abort(404)
    ends_on = last_day(deed)
    if role is None or where is None or deed.fields.errors:
        return deed.again()
    if ends_on is not None and (why := _stays(deed, role)):
        return deed.refuse("rol", why)
    wanted = NewGrant(deed.account.id, role, where.school_id, where.board_id, ends_on)
    return RoleAsk(wanted, where)


def _stays(deed: PersonDeed, role: Role) -> str:
    """Why a role cannot get a last day; empty when it can."""
    if role is not Role.ADMINISTRATOR or deed.account.id != current_person().id:
        return ""
    return "U kunt uw eigen rol als beheerder geen laatste dag geven. Vraag een andere beheerder."


@bp.get("/mensen/<ref>/rollen/<int:number>/einde")
@allow(Permission.PEOPLE)
def ask_end_role(ref: str, number: int) -> Answer:
    """What it does when a role ends. Nothing has been written yet."""
    deed = person_deed(ref)
    grant = _grant_of(deed, number)
    if grant is None:
        return deed.over()
    if why := _keeps(deed, grant):
        return deed.refuse("rol", why)
    question = PersonQuestion(
        title=f"Is {deed.account.name} geen {ROLES[grant.role]} meer?",
        told=person_words.of_role_end(deed.account.name, grant, place_words(grant)),
        submit="Beëindig deze rol",
        danger=True,
    )
    return deed.ask(question)


@bp.post("/mensen/<ref>/rollen/<int:number>/einde")
@allow(Permission.PEOPLE)
def end_role(ref: str, number: int) -> Answer:
    """A role that no longer holds today."""
    deed = person_deed(ref)
    grant = _grant_of(deed, number)
    if grant is None:
        return deed.over()  # pressed twice
    deed.begin()
    if why := _keeps(deed, grant):
        return deed.refuse("rol", why)
    granting.end([grant.id], deed.moment)
    return deed.done("role ended", f"{deed.account.name} is geen {ROLES[grant.role]} meer.")


def _grant_of(deed: PersonDeed, number: int) -> GrantRow | None:
    """The role, within reach; None when it is over."""
    grant = next((one for one in deed.known.grants if one.id == number), None)
    if grant is not None and not grant.in_scope:
        abort(404)
    return grant


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


@bp.get("/mensen/<ref>/blokkade")
@allow(Permission.PEOPLE)
def ask_block(ref: str) -> Answer:
    """What it does when they cannot sign in, or can again. Nothing has been written yet."""
    deed = _block_deed(ref)
    name = deed.account.name
    if deed.account.id == current_person().id:
        return deed.refuse("blokkade", OWN_ACCOUNT)
    if deed.fields.text("wordt") == OPEN:
        question = PersonQuestion(
            title=f"Kan {name} weer inloggen?",
            told=person_words.of_unblock(name),
            submit="Laat weer inloggen",
            names=("wordt",),
        )
        return deed.ask(question)
    question = PersonQuestion(
        title=f"Blokkeert u het account van {name}?",
        told=person_words.of_block(deed.account),
        submit="Blokkeer dit account",
        names=("wordt",),
        danger=True,
    )
    return deed.ask(question)


@bp.post("/mensen/<ref>/blokkade")
@allow(Permission.PEOPLE)
@proved_lately
def block(ref: str) -> Answer:
    """Not to sign in until somebody lets them again; or to be let again."""
    deed = _block_deed(ref)
    if deed.account.id == current_person().id:
        return deed.refuse("blokkade", OWN_ACCOUNT)
    deed.begin()
    if deed.fields.text("wordt") == OPEN:
        accounts.unblock([deed.account.id], deed.moment)
        return deed.done("person unblocked", f"{deed.account.name} kan weer inloggen.")
    accounts.block([deed.account.id], deed.moment)
    return deed.done("person blocked", f"{deed.account.name} kan niet meer inloggen.")


OWN_ACCOUNT = "U kunt uw eigen account niet blokkeren."


def _block_deed(ref: str) -> PersonDeed:
    deed = person_deed(ref)
    if not_ours(deed.known):
        abort(404)
    return deed
