"""The questions of ‘Mag dit?’, one a page, and every answer before the outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from course.text.plain import Html, plain
from course.web.http.access import PUBLIC, allow
from course.web.page.parts import FieldError, FormOption, SummaryRow
from course.web.tools.blueprint import bp
from course.web.tools.checking.answers import Answers
from course.web.tools.checking.desk import Desk, find_desk, next_url, url
from course.web.tools.checking.questions import LATER, QUESTIONS, UNKNOWN, words_of

REGIONS = (FormOption("noord", "Noord"), FormOption("midden", "Midden"), FormOption("zuid", "Zuid"))
_TRAVEL = {*QUESTIONS, "regio"}  # what a form takes along of the address
_OWN_FIELDS = {"datum": {"datum", "regio"}}  # of a question with more than one


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
        if not self.error:
            return []
        return [FieldError(self.name, self.error)]


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
            return _question(desk, sent, QUESTIONS[sent].error), 422
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
            QUESTIONS[name].term,
            plain(Html(words_of(desk.item, name, answers.values.get(name, "")))),
            url("tools.show_question", answers, vraag=name),
        )
        for name in answers.asked
    ]
    return render_template(
        "tools/check_answers.html", page=CheckPage(rows, url("tools.show_outcome", answers))
    )


def _question(desk: Desk, name: str, error: str = "") -> str:
    answers, question = desk.answers, QUESTIONS[name]
    own = _OWN_FIELDS.get(name, {name})
    page = QuestionPage(
        name=name,
        number=answers.asked.index(name) + 1,
        term=question.term,
        hint=question.hint,
        options=question.options(desk.item, answers.values),
        value=_shown(desk, name, error),
        regions=_regions(desk, name),
        region=answers.region,
        hidden={key: sent for key, sent in request.args.items() if sent and key in _TRAVEL - own},
        back=_back(answers, name),
        error=error,
    )
    return render_template("tools/check_question.html", page=page)


def _regions(desk: Desk, name: str) -> tuple[FormOption, ...]:
    """To choose from, beside a day; not when the school says it."""
    if name == "datum" and desk.school is None:
        return REGIONS
    return ()


def _back(answers: Answers, name: str) -> str:
    """The question before this one; nothing before the first."""
    number = answers.asked.index(name)
    if number == 0:
        return ""
    return url("tools.show_question", answers, vraag=answers.asked[number - 1])


def _shown(desk: Desk, name: str, error: str) -> str:
    """What stands in the field: what was typed, what was answered, or for the app the age that such
    an app usually asks.
    """
    typed = request.args.get(name, desk.answers.values.get(name, ""))
    if error:
        return typed
    if name == "app" and "app" not in request.args:
        services = {one.key: one.age for one in desk.item.services}
        return str(services.get(desk.answers.values["dienst"]) or "")
    if name in ("app", "datum") and typed in (UNKNOWN, LATER):
        return ""
    return typed
