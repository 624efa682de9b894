"""Signing the code of conduct of one's own school: what changed, the whole text, and the answer."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import abort, flash, redirect, render_template, request, url_for

from course import clock
from course.domain.people.conduct_signing import (
    Asks,
    ClauseChange,
    SignAnswer,
    changed_clauses,
)
from course.domain.people.roles import Permission
from course.models.people import School
from course.store import transaction
from course.store.people import conduct, conduct_signing, words
from course.store.people.conduct import Conduct
from course.store.people.conduct_signing import NewSignature, Signed
from course.store.signing_in import passwords
from course.store.submissions import OtherContentsError
from course.text.plain import Html, text_as_html
from course.web.http import drawn
from course.web.http.access import allow, current_person
from course.web.page.answering import Answer, Page, answer
from course.web.page.fields import Fields
from course.web.page.formats import long_date
from course.web.page.parts import FieldError, FormOption, FormPage
from course.web.school import wording
from course.web.school.clauses import ClauseView, clause_views, published_clauses
from course.web.sign_in.guessing import SignInGuess
from course.web.sign_in.wording import too_soon
from course.web.site.blueprint import bp

STATEMENT = {
    SignAnswer.SIGNED: "Ik heb deze afspraken gelezen en ik houd mij eraan.",
    SignAnswer.REFUSED: "Ik heb deze afspraken gelezen en ik onderteken ze niet.",
}
OPTIONS = tuple(FormOption(one.value, words) for one, words in STATEMENT.items())
OTHER = "Met deze pagina gaf u al een ander antwoord. Kies opnieuw en verstuur nog eens."
NEWER = "De gedragscode is intussen anders. Lees wat er nu staat en kies opnieuw."
NO_PASSWORD = "Uw school vraagt uw wachtwoord. U hebt er nog geen: kies er een bij Account."


@dataclass(frozen=True)
class SignPage(FormPage):
    """The code of conduct of one school, to answer."""

    school: str
    version: str
    consent: str
    changed: tuple[ClauseChange, ...]  # against what this person answered before
    titles: dict[str, str]  # of the clauses, by key
    clauses: list[ClauseView]
    action: str
    about: str
    options: tuple[FormOption, ...]
    chosen: str
    asks_password: bool


@dataclass(frozen=True)
class SignedPage:
    """What somebody answered, with the text as it stood there."""

    school: str
    name: str
    answer: str
    day: str
    hash: str
    text: Html


@dataclass(frozen=True)
class AskedConduct:
    """What is asked of somebody at one school."""

    school: School
    holds: Conduct
    last: Signed | None
    is_open: bool  # no answer that still holds


@bp.get("/gedragscode/ondertekenen/<code>")
@allow(Permission.LEARN)
def show_signing(code: str) -> Page:
    """The text with what changed since the last answer, and the question."""
    return _page(_asked(code))


@bp.post("/gedragscode/ondertekenen/<code>")
@allow(Permission.LEARN)
def sign_conduct(code: str) -> Answer:
    """Keep the answer. Both answers are valid, and neither locks anybody out."""
    found = _asked(code)
    drawn.require_about(_about(found), NEWER, request.path)
    fields = Fields(request.form)
    known = {one.value: one for one in SignAnswer}
    chosen = fields.choice("antwoord", known, "Kies een van de twee.")
    if chosen is None:
        return _page(found, tuple(fields.errors))
    if error := _wrong_password(found.holds):
        return _page(found, (FieldError("wachtwoord", error),), 422)
    actor = current_person()
    draft = NewSignature(
        person_id=actor.id,
        school_id=found.school.id,
        code_id=found.holds.id,
        name=actor.name,
        text=_whole_text(found, chosen),
        answer=chosen,
        submission=drawn.token(),
    )
    transaction.begin(may_write=True)
    try:
        conduct_signing.sign(draft, clock.now())
    except OtherContentsError:
        transaction.rollback()
        return _page(found, (FieldError("antwoord", OTHER),), 409)
    transaction.commit()
    flash("Uw antwoord is bewaard.")
    return redirect(url_for("site.show_own_conduct"), 303)


@bp.get("/gedragscode/ondertekend/<ref>")
@allow(Permission.LEARN)
def show_signed(ref: str) -> str:
    """One's own answer, with the text exactly as it stood there."""
    found = conduct_signing.signed_copy(current_person().id, ref)
    if found is None:
        abort(404)
    page = SignedPage(
        school=found.school,
        name=found.name,
        answer=STATEMENT[found.answer],
        day=long_date(found.answered_at),
        hash=found.text_hash,
        text=Html("<br>".join(map(text_as_html, found.text.split("\n")))),
    )
    return render_template("site/signed.html", page=page)


def standing(person_id: int, school: School) -> AskedConduct | None:
    """What is asked at a school today; None when nothing is."""
    today = clock.today()
    holds = conduct.in_force(school.id, today)
    if holds is None or holds.asks is Asks.NOTHING:
        return None
    last = conduct_signing.last_answer(person_id, school.id)
    counting = conduct_signing.counting(holds, school.id, today)
    return AskedConduct(school, holds, last, is_open=last is None or last.code_id not in counting)


def _asked(code: str) -> AskedConduct:
    """The school of the address, where the reader works and something is asked."""
    actor = current_person()
    school = words.own_school(actor.id, clock.today(), code)
    found = school and standing(actor.id, school)
    if not found:
        abort(404)
    return found


def _about(found: AskedConduct) -> str:
    """For which version a form was drawn."""
    return f"{found.holds.id}"


def _wrong_password(holds: Conduct) -> str:
    """What is wrong with the password, where one is asked; empty when nothing is."""
    if holds.asks is not Asks.PASSWORD:
        return ""
    actor, now = current_person(), clock.now()
    stored = passwords.hash_for(actor.id)
    if stored is None:
        return NO_PASSWORD
    typed = request.form.get("wachtwoord", "")
    if not typed:
        return "Vul uw wachtwoord in."
    guess = SignInGuess.at_password(actor.email)
    if until := guess.count(now):
        return too_soon(until, now)
    if not passwords.matches(stored, typed):
        return "Dit is niet uw wachtwoord. Controleer het."
    transaction.begin(may_write=True)
    guess.was_right(now)
    transaction.commit()
    return ""


def _whole_text(found: AskedConduct, chosen: SignAnswer) -> str:
    """The text that is kept, exactly: heading, every clause that was adopted, and the answer."""
    lines = [f"{found.school.name}: {wording.version_words(found.holds)}"]
    for clause in published_clauses():
        if text := found.holds.clauses.get(clause.key):
            lines += ["", clause.title, text]
    return "\n".join([*lines, "", STATEMENT[chosen]])


def _page(found: AskedConduct, errors: tuple[FieldError, ...] = (), status: int = 422) -> Page:
    holds, clauses = found.holds, published_clauses()
    page = SignPage(
        school=found.school.name,
        version=wording.version_words(holds),
        consent=wording.consent_words(holds),
        changed=(),
        titles={clause.key: clause.title for clause in clauses},
        clauses=[view for view in clause_views(clauses, holds) if holds.clauses.get(view.key)],
        action=request.path,
        about=_about(found),
        options=OPTIONS,
        chosen=request.form.get("antwoord", ""),
        asks_password=holds.asks is Asks.PASSWORD,
        errors=errors,
    )
    if found.last is not None and found.is_open:
        before = conduct_signing.clauses_of(found.last.code_id)
        changed = changed_clauses(before, holds.clauses, page.titles)
        page = replace(page, changed=tuple(changed))
    return answer("site/sign_conduct.html", page, errors, status)
