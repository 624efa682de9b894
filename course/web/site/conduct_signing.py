"""Signing the code of conduct of one's own school: what changed, the whole text, and the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, redirect, render_template, request, url_for

from course import clock
from course.domain.people.conduct_questions import ClauseQuestion, questions_about
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
from course.web.page.answering import Answer, Page, answer, or_404
from course.web.page.fields import Fields, by_value
from course.web.page.formats import long_date
from course.web.page.frame import tell
from course.web.page.options import table_options
from course.web.page.parts import FieldError, FormOption, FormPage, Link
from course.web.school import wording
from course.web.school.clauses import ClauseView, clause_views, published_clauses
from course.web.sign_in.guessing import SignInGuess
from course.web.sign_in.wording import too_soon
from course.web.site.blueprint import bp
from course.web.site.conduct_questions import (
    NOTHING_BEFORE,
    NOTHING_NOW,
    AskedQuestion,
    asked_questions,
    check_questions,
    question_lines,
)
from course.web.site.own_schools import ON_A_PAGE

STATEMENT = {
    SignAnswer.SIGNED: "Ik heb deze afspraken gelezen en ik houd mij eraan.",
    SignAnswer.REFUSED: "Ik heb deze afspraken gelezen en ik onderteken ze niet.",
}
OPTIONS = table_options(STATEMENT)
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
    questions: tuple[AskedQuestion, ...]  # about what changed, for who signs
    options: tuple[FormOption, ...]
    chosen: str
    asks_password: bool
    nothing_before: str = NOTHING_BEFORE
    nothing_now: str = NOTHING_NOW


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
    counting: frozenset[int]  # the versions of which an answer still holds

    @property
    def is_open(self) -> bool:
        """Whether there is no answer that still holds."""
        return self.last is None or self.last.code_id not in self.counting


@dataclass(frozen=True)
class Changes:
    """What changed since somebody's last answer that holds no more, and what is asked about it.
    Empty for who answers for the first time. An answer to this version changes nothing of it, so
    that a form that arrives twice says the same twice.
    """

    clauses: tuple[ClauseChange, ...]
    titles: dict[str, str]
    questions: tuple[ClauseQuestion, ...]


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
    known = by_value(SignAnswer)
    chosen = fields.choice("antwoord", known, "Kies een van de twee.")
    changes = _changes(found)
    if chosen is SignAnswer.SIGNED:
        check_questions(changes.questions, fields)
    if chosen is None or fields.errors:
        return _page(found, tuple(fields.errors))
    if error := _wrong_password(found.holds):
        return _page(found, (FieldError("wachtwoord", error),), 422)
    actor = current_person()
    draft = NewSignature(
        person_id=actor.id,
        school_id=found.school.id,
        code_id=found.holds.id,
        name=actor.name,
        text=_whole_text(found, changes, chosen),
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
    tell("Uw antwoord is bewaard.")
    return redirect(url_for("site.show_own_conduct"), 303)


@bp.get("/gedragscode/ondertekend/<ref>")
@allow(Permission.LEARN)
def show_signed(ref: str) -> str:
    """One's own answer, with the text exactly as it stood there."""
    found = or_404(conduct_signing.signed_copy(current_person().id, ref))
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
    return AskedConduct(school, holds, last, conduct_signing.counting(holds, school.id, today))


def open_links(person_id: int) -> tuple[Link, ...]:
    """Where somebody is asked to sign at the schools where they work longest; no more of them than
    the page with all of these has at once.
    """
    schools = words.schools_of(person_id, clock.today(), ON_A_PAGE)
    asked = (standing(person_id, school) for school in schools)
    return tuple(
        Link(one.school.name, url_for("site.show_signing", code=one.school.code))
        for one in asked
        if one is not None and one.is_open
    )


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


def _changes(found: AskedConduct) -> Changes:
    person_id, holds = current_person().id, found.holds
    titles = {clause.key: clause.title for clause in published_clauses()}
    last = conduct_signing.last_answer(person_id, found.school.id, but=found.counting)
    if last is None:
        return Changes((), titles, ())
    before = conduct_signing.clauses_of(last.code_id)
    changed = tuple(changed_clauses(before, holds.clauses, titles))
    keys = {one.key for one in changed}
    same = [key for key in titles if key not in keys and holds.clauses.get(key)]
    return Changes(changed, titles, questions_about(changed, same, f"{person_id} {holds.id}"))


def _whole_text(found: AskedConduct, changes: Changes, chosen: SignAnswer) -> str:
    """The text that is kept, exactly: heading, every clause that was adopted, for who signs what
    was asked about the changes, and the answer.
    """
    lines = [f"{found.school.name}: {wording.version_words(found.holds)}"]
    for key, title in changes.titles.items():
        if text := found.holds.clauses.get(key):
            lines += ["", title, text]
    if chosen is SignAnswer.SIGNED:
        lines += question_lines(changes.questions, changes.titles)
    return "\n".join([*lines, "", STATEMENT[chosen]])


def _page(found: AskedConduct, errors: Sequence[FieldError] = (), status: int = 422) -> Page:
    holds, changes = found.holds, _changes(found)
    views, wrong = clause_views(published_clauses(), holds), [one.field for one in errors]
    page = SignPage(
        school=found.school.name,
        version=wording.version_words(holds),
        consent=wording.consent_words(holds),
        changed=changes.clauses,
        titles=changes.titles,
        clauses=[view for view in views if holds.clauses.get(view.key)],
        action=request.path,
        about=_about(found),
        questions=asked_questions(changes.questions, changes.titles, request.form, wrong),
        options=OPTIONS,
        chosen=request.form.get("antwoord", ""),
        asks_password=holds.asks is Asks.PASSWORD,
        errors=tuple(errors),
    )
    return answer("site/sign_conduct.html", page, page.errors, status)
