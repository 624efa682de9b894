"""The questions of ‘Mag dit?’, one a page, and every answer before the outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from course.kinds.consent.item import Purpose
from course.text.plain import Html, plain
from course.web.http.access import PUBLIC, allow
from course.web.page.parts import FieldError, FormOption, SummaryRow
from course.web.tools.blueprint import bp
from course.web.tools.checking.desk import Desk, find_desk, next_url, url
from course.web.tools.checking.questions import ERRORS, TERMS, UNKNOWN, words_of

KNOWN = (FormOption("ja", "Ja"), FormOption("nee", "Nee"), FormOption(UNKNOWN, "Weet ik niet"))
REGIONS = (FormOption("noord", "Noord"), FormOption("midden", "Midden"), FormOption("zuid", "Zuid"))
_HINTS = {
    "leeftijd": "In hele jaren.",
    "app": "Laat het veld leeg als u het niet weet. Vul 0 in als de app geen minimumleeftijd "
    "heeft.",
    "weigering": "Een ouder, of een leerling vanaf 16 jaar.",
    "eens": "Hebt u het nog niet gevraagd? Kies dan ‘weet ik niet’.",
    "datum": "Bijvoorbeeld 12-3-2027. Laat het veld leeg als u het nog niet weet.",
}


@dataclass(frozen=True)
class QuestionPage:
    """One question. `hidden` are the answers that travel along."""

    name: str
    number: int
    term: str
    hint: str
    options: tuple[FormOption, ...]  # empty: a field to type in
    value: str
    regions: tuple[FormOption, ...]  # only where the region is asked too
    region: str
    hidden: Mapping[str, str]
    back: str
    error: str

    @property
    def errors(self) -> list[FieldError]:
        """For the summary above the form."""
        return [FieldError(self.name, self.error)] if self.error else []


@dataclass(frozen=True)
class CheckPage:
    """Every answer, before the outcome."""

    rows: list[SummaryRow]
    outcome_url: str


@bp.get("/mag-dit")
@allow(PUBLIC)
def show_question() -> str | Response | tuple[str, int]:
    """The next question; the one that was just sent when it needs mending; or the one that somebody
    wants to change.
    """
    desk = find_desk()
    sent, wanted = request.args.get("stap", ""), request.args.get("vraag", "")
    if sent in desk.answers.asked:
        if sent not in desk.answers.values:
            return _question(desk, sent, ERRORS[sent]), 422
        return redirect(next_url(desk.answers), 303)
    if wanted in desk.answers.asked:
        return _question(desk, wanted)
    if desk.answers.open is None:
        return redirect(url("tools.show_checked", desk.answers), 303)
    return _question(desk, desk.answers.open)


@bp.get("/mag-dit/controle")
@allow(PUBLIC)
def show_checked() -> str | Response:
    """Every answer with the way to change it."""
    desk = find_desk()
    answers = desk.answers
    if not answers.is_complete:
        return redirect(next_url(answers), 303)
    rows = [
        SummaryRow(
            TERMS[name],
            plain(Html(words_of(desk.item, name, answers.values.get(name, "")))),
            url("tools.show_question", answers, vraag=name),
        )
        for name in answers.asked
    ]
    return render_template(
        "tools/check_answers.html", page=CheckPage(rows, url("tools.show_outcome", answers))
    )


def _question(desk: Desk, name: str, error: str = "") -> str:
    answers = desk.answers
    number = answers.asked.index(name)
    typed = request.args.get(name, answers.values.get(name, ""))
    page = QuestionPage(
        name=name,
        number=number + 1,
        term=TERMS[name],
        hint=_HINTS.get(name, ""),
        options=_options(desk, name),
        value=_shown(desk, name, typed) if not error else typed,
        regions=REGIONS if name == "datum" and desk.school is None else (),
        region=answers.region,
        hidden={
            key: value
            for key, value in request.args.items()
            if key in {*TERMS, "regio"} - {name}
            and value
            and not (key == "regio" and name == "datum")
        },
        back=url("tools.show_question", answers, vraag=answers.asked[number - 1]) if number else "",
        error=error,
    )
    return render_template("tools/check_question.html", page=page)


def _options(desk: Desk, name: str) -> tuple[FormOption, ...]:
    if name == "dienst":
        unknown = FormOption(UNKNOWN, words_of(desk.item, name, UNKNOWN))
        return (*(FormOption(one.key, plain(one.text)) for one in desk.item.services), unknown)
    if name == "doel":
        service = desk.answers.values["dienst"]
        fitting = (Purpose.LESSON, Purpose.INFORM) if service == "viewing" else tuple(Purpose)
        return tuple(
            FormOption(one.key, plain(one.text))
            for one in desk.item.purposes
            if one.key in set(fitting)
        )
    return KNOWN if name in ("weigering", "eens") else ()


def _shown(desk: Desk, name: str, value: str) -> str:
    """What stands in the field: what was answered, or for the app the age that such an app usually
    asks.
    """
    if name == "app" and "app" not in request.args:
        services = {one.key: one.age for one in desk.item.services}
        return str(services.get(desk.answers.values["dienst"]) or "")
    if name in ("app", "datum") and value in (UNKNOWN, "later"):
        return ""
    return value
