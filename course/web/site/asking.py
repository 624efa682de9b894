"""Vraag het uw trainer: a short form, also for what is not right in a lesson."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import redirect, request, url_for

from course import clock, logs
from course.domain.people.roles import Permission
from course.models import School
from course.store import transaction
from course.store.messages import questions
from course.store.messages.questions import NewQuestion, QuestionKind
from course.store.people import words
from course.store.submissions import OtherContentsError
from course.web.http import drawn
from course.web.http.access import allow, current_person
from course.web.http.paths import own_path
from course.web.page.answering import Answer, Page, answer
from course.web.page.fields import Fields
from course.web.page.frame import tell
from course.web.page.options import place_options
from course.web.page.parts import FieldError, FormOption, FormPage
from course.web.page.query import picked
from course.web.site.blueprint import bp

MOST_SCHOOLS = 1000  # more than anybody works at
MAX_TEXT, MAX_PATH = 2000, 200  # characters
MOST_A_DAY = 10
SENT = "Uw bericht staat klaar voor de trainers van uw school. Zij antwoorden u per mail."
SENT_TO = dict.fromkeys(QuestionKind, SENT) | {
    QuestionKind.LESSON: "Uw bericht staat klaar voor wie de lessen bijhoudt, en voor de trainers "
    "van uw school. Zij antwoorden u per mail.",
}
OTHER_TEXT = "Met deze pagina stuurde u al een ander bericht. Stuur dit opnieuw als u dat wilt."


@dataclass(frozen=True)
class AskWords:
    """What a form asks for."""

    title: str
    lead: str
    label: str


WORDS = {
    QuestionKind.HELP: AskWords(
        "Vraag het uw trainer", "Schrijf uw vraag in een paar zinnen.", "Uw vraag"
    ),
    QuestionKind.LESSON: AskWords(
        "Klopt er iets niet?", "Schrijf wat er niet klopt in de les.", "Wat klopt er niet?"
    ),
    QuestionKind.TRAINING: AskWords(
        "Vraag een training of advies",
        "Wilt u een training voor uw team, of advies? Schrijf waarover, voor hoeveel mensen en "
        "wanneer ongeveer.",
        "Wat wilt u graag?",
    ),
}


@dataclass(frozen=True)
class AskPage(FormPage):
    """The form. Without a school there are no trainers to ask."""

    words: AskWords
    schools: tuple[FormOption, ...]
    trainers: str  # the names of some; empty: nobody is known, or there are more schools
    sent: dict[str, str]


@bp.get("/hulp/vraag")
@allow(Permission.LEARN)
def show_ask() -> Page:
    """The form, about the page from which somebody came."""
    sent = picked(request.args, ("bij", "soort"))
    return _page(sent | {"bij": _about(sent["bij"])}, ())


@bp.post("/hulp/vraag")
@allow(Permission.LEARN)
def ask() -> Answer:
    """Send it to the trainers of a school where the reader works."""
    fields, actor, now = Fields(request.form), current_person(), clock.now()
    text = request.form.get("tekst", "").strip()
    school = _asked_school(fields)
    if fault := _fault(text, actor.id, now):
        fields.wrong("tekst", fault)
    sent = fields.texts(("bij", "soort", "school")) | {"tekst": text}
    if fields.errors or school is None:
        return _page(sent | {"bij": _about(sent["bij"])}, tuple(fields.errors))
    kind = _kind(sent["soort"])
    draft = NewQuestion(actor.id, school.id, kind, _about(sent["bij"]), text, drawn.token())
    transaction.begin(may_write=True)
    try:
        questions.ask(draft, now)
    except OtherContentsError:
        transaction.rollback()
        found = sent | {"bij": _about(sent["bij"])}
        return _page(found, (FieldError("tekst", OTHER_TEXT),), 409)
    transaction.commit()
    logs.note("question asked", kind=kind.value)
    tell(SENT_TO[kind])
    return redirect(_about(sent["bij"]) or url_for("site.show_help"), 303)


def _kind(soort: str) -> QuestionKind:
    """What an address asks for; anything else is a question."""
    return QuestionKind(soort) if soort in list(QuestionKind) else QuestionKind.HELP


def _schools() -> list[School]:
    return words.schools_of(current_person().id, clock.today(), MOST_SCHOOLS)


def _asked_school(fields: Fields) -> School | None:
    """The school of who works at one, or the one that was chosen."""
    schools = {school.code: school for school in _schools()}
    if len(schools) > 1:
        return fields.choice("school", schools, "Kies een school.")
    return next(iter(schools.values()), None)


def _fault(text: str, person_id: int, now: datetime) -> str:
    """Why this question cannot be sent now; empty when it can."""
    if not text:
        return "Schrijf uw vraag op."
    if len(text) > MAX_TEXT:
        return f"Gebruik hooguit {MAX_TEXT} tekens."
    if questions.asked_since(person_id, now - timedelta(days=1)) >= MOST_A_DAY:
        return "U stuurde vandaag al tien vragen. Probeer het morgen weer."
    return ""


def _about(path: str) -> str:
    """A path of ours, or nothing."""
    safe = own_path(path) if path else ""
    return safe if 1 < len(safe) <= MAX_PATH else ""


def _page(sent: dict[str, str], errors: tuple[FieldError, ...], status: int = 422) -> Page:
    schools, names = _schools(), ""
    if len(schools) == 1:
        found = questions.trainers_at(schools[0].id, clock.today())
        names = ", ".join(found[: questions.MOST_NAMES])
        names += " en anderen" if len(found) > questions.MOST_NAMES else ""
    page = AskPage(
        words=WORDS[_kind(sent.get("soort", ""))],
        schools=place_options(schools),
        trainers=names,
        sent=picked(sent, ("bij", "soort", "school", "tekst")),
        errors=errors,
    )
    return answer("site/ask.html", page, errors, status)
