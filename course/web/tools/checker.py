"""‘Mag dit?’: one question a page, a check, what comes of it and when to begin, and a letter.
Nothing is stored.

The texts of the rules come from the newest published exercise; without one there is no tool.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course import clock
from course.domain.duties.calendars import Region, calendar_of, earliest_lesson, start_day
from course.domain.duties.lead_times import LeadTimes, read_lead_times, total
from course.kinds.consent.item import ConsentItem, Decider, Purpose, RuleText, Verdict
from course.kinds.consent.law import Outcome, board_first, decider
from course.models.people import School
from course.store.courses import releases
from course.store.people import words
from course.text.names import tidy
from course.text.plain import NO_TEXT, Html, plain
from course.text.variables import fill
from course.web.http.access import PUBLIC, allow, signed_in
from course.web.learn.around import sources_of
from course.web.page.formats import counted
from course.web.page.parts import FieldError, FormOption, SourceLine, SummaryRow
from course.web.page.query import address
from course.web.tools import offered
from course.web.tools.blueprint import bp
from course.web.tools.questions import (
    ERRORS,
    TERMS,
    UNKNOWN,
    UNKNOWN_TERMS,
    Answers,
    read_answers,
    words_of,
)

KNOWN = (FormOption("ja", "Ja"), FormOption("nee", "Nee"), FormOption(UNKNOWN, "Weet ik niet"))
REGIONS = (FormOption("noord", "Noord"), FormOption("midden", "Midden"), FormOption("zuid", "Zuid"))
LONGEST = 120  # characters in a field of the letter


@dataclass(frozen=True)
class Desk:
    """The texts, who asks, and what their school filled in.

    Nobody signed in: no school and no values.
    """

    release: str
    item: ConsentItem
    school: School | None
    values: Mapping[str, str]
    answers: Answers
    today: date

    @property
    def regions(self) -> list[Region]:
        """The region of the school, else the one chosen; all three when neither is known."""
        name = self.school.region if self.school else self.answers.region
        return [Region(name)] if name in set(Region) else list(Region)


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


@dataclass(frozen=True)
class Plan:
    """Counting back: the steps, and the days. `begin` is None while no day is chosen."""

    rows: list[SummaryRow]
    is_example: bool
    lesson: date | None
    begin: date | None
    is_past: bool
    earliest: date
    is_known: bool
    region: str  # empty: not known, so every region counts


@dataclass(frozen=True)
class OutcomePage:
    """What it comes to. `others` are rules that hold when an unknown answer turns out otherwise."""

    verdict: str
    title: str
    rule: RuleText
    others: tuple[RuleText, ...]
    unknown: list[str]
    ask: Html
    decider: Html
    plan: Plan | None
    letter_url: str
    change_url: str
    new_url: str
    disclaimer: Html
    sources: list[SourceLine]
    values: Mapping[str, str]
    signed_in: bool

    def filled(self, html: Html) -> Html:
        """A text of the course with the words of the school."""
        return fill(html, self.values)


@dataclass(frozen=True)
class LetterPage:
    """A letter that asks for consent. What is empty prints as a line to write on."""

    school: str
    to_pupil: bool
    publishes: bool
    board_first: bool  # the board's agreements come before this letter goes out
    apps: list[str]
    fields: Mapping[str, str]
    hidden: Mapping[str, str]
    back: str
    officer: Html
    signed_in: bool


@bp.get("/mag-dit")
@allow(PUBLIC)
def show_question() -> str | Response | tuple[str, int]:
    """The next question; the one that was just sent when it needs mending; or the one that somebody
    wants to change.
    """
    desk = _desk()
    sent, wanted = request.args.get("stap", ""), request.args.get("vraag", "")
    if sent in desk.answers.asked:
        if sent not in desk.answers.values:
            return _question(desk, sent, ERRORS[sent]), 422
        return redirect(_next_url(desk.answers), 303)
    if wanted in desk.answers.asked:
        return _question(desk, wanted)
    if desk.answers.open is None:
        return redirect(_url("tools.show_checked", desk.answers), 303)
    return _question(desk, desk.answers.open)


@bp.get("/mag-dit/controle")
@allow(PUBLIC)
def show_checked() -> str | Response:
    """Every answer with the way to change it."""
    desk = _desk()
    answers = desk.answers
    if not answers.is_complete:
        return redirect(_next_url(answers), 303)
    rows = [
        SummaryRow(
            TERMS[name],
            plain(Html(words_of(desk.item, name, answers.values.get(name, "")))),
            _url("tools.show_question", answers, vraag=name),
        )
        for name in answers.asked
    ]
    return render_template(
        "tools/check_answers.html", page=CheckPage(rows, _url("tools.show_outcome", answers))
    )


@bp.get("/mag-dit/uitkomst")
@allow(PUBLIC)
def show_outcome() -> str | Response:
    """What it comes to, why, what to do first, and when to begin."""
    desk = _desk()
    answers = desk.answers
    if not answers.is_complete:
        return redirect(_next_url(answers), 303)
    found = answers.outcome()
    first, *others = found.rules
    rule = desk.item.rule(first)
    decides = decider(first, answers.age)
    shares = answers.purpose in (Purpose.PUBLISH, Purpose.INFORM)
    asks_consent = _asks_consent(answers)
    page = OutcomePage(
        verdict=found.verdict,
        title=_title(found.verdict, shares),
        rule=rule,
        others=tuple(desk.item.rule(key) for key in others),
        unknown=_left_to_find_out(answers, found),
        ask=next((ask for key in found.rules if (ask := desk.item.rule(key).ask)), NO_TEXT),
        decider=next(named.text for named in desk.item.deciders if named.key == decides),
        plan=_plan(desk, first) if asks_consent else None,
        letter_url=_url("tools.show_letter", answers) if asks_consent else "",
        change_url=_url("tools.show_checked", answers),
        new_url=url_for("tools.show_question"),
        disclaimer=desk.item.after,
        sources=sources_of(releases.outline(desk.release), rule.facts),
        values=desk.values,
        signed_in=signed_in() is not None,
    )
    return render_template("tools/check_outcome.html", page=page)


@bp.get("/mag-dit/brief")
@allow(PUBLIC)
def show_letter() -> str | Response:
    """A letter that asks for consent, to fill in, print and change; only where somebody's consent
    is the question.
    """
    desk = _desk()
    answers = desk.answers
    if not answers.is_complete:
        return redirect(_next_url(answers), 303)
    first = answers.outcome().rules[0]
    decides = decider(first, answers.age)
    if not _asks_consent(answers):
        return redirect(_url("tools.show_outcome", answers), 303)
    names = ("app1", "app2", "waarvoor", "gegevens", "zichtbaar", "tot", "terug", "adres")
    fields = {name: tidy(request.args.get(name, ""))[:LONGEST] for name in names}
    page = LetterPage(
        school=desk.school.name if desk.school else "",
        to_pupil=decides is Decider.PUPIL,
        publishes=answers.purpose is Purpose.PUBLISH,
        board_first=_board_first(answers, first),
        apps=[fields["app1"], *([fields["app2"]] if fields["app2"] else [])],
        fields=fields,
        hidden={name: value for name, value in answers.query.items() if value},
        back=_url("tools.show_outcome", answers),
        officer=_officer(desk.values),
        signed_in=signed_in() is not None,
    )
    return render_template("tools/consent_letter.html", page=page)


def _asks_consent(answers: Answers) -> bool:
    """Whether somebody outside the school has to agree first."""
    found = answers.outcome()
    decides = decider(found.rules[0], answers.age)
    return found.verdict is Verdict.ARRANGE and decides is not Decider.SCHOOL


def _left_to_find_out(answers: Answers, found: Outcome) -> list[str]:
    """What was not known, as far as it makes a difference."""
    if not found.differs:
        return []
    return [UNKNOWN_TERMS.get(name, TERMS[name]) for name in answers.unknown()]


def _desk() -> Desk:
    """404 while no published course asks for the tool, or has the exercise."""
    offered.require("mag-dit")
    found = releases.newest_item(ConsentItem)
    if found is None:
        abort(404)
    actor, today = signed_in(), clock.today()
    school = words.home_school(actor.id, today) if actor else None
    values = words.values_of(school.id) if school else {}
    return Desk(found[0], found[1], school, values, read_answers(request.args, today), today)


def _url(endpoint: str, answers: Answers, **more: str) -> str:
    return address(url_for(endpoint), answers.query, **more)


def _next_url(answers: Answers) -> str:
    return _url("tools.show_question" if answers.open else "tools.show_checked", answers)


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
        back=_url("tools.show_question", answers, vraag=answers.asked[number - 1])
        if number
        else "",
        error=error,
    )
    return render_template("tools/check_question.html", page=page)


_HINTS = {
    "leeftijd": "In hele jaren.",
    "app": "Laat het veld leeg als u het niet weet. Vul 0 in als de app geen minimumleeftijd "
    "heeft.",
    "weigering": "Een ouder, of een leerling vanaf 16 jaar.",
    "eens": "Hebt u het nog niet gevraagd? Kies dan ‘weet ik niet’.",
    "datum": "Bijvoorbeeld 12-3-2027. Laat het veld leeg als u het nog niet weet.",
}


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


def _title(verdict: Verdict, shares: bool) -> str:
    if verdict is Verdict.ARRANGE:
        return "Eerst vragen"
    if verdict is Verdict.ALLOWED:
        return "Delen mag" if shares else "Dit mag"
    return "Niet delen" if shares else "Niet doen"


def _plan(desk: Desk, key: str) -> Plan:
    """The school's own lead times when they can be read, else the worked example."""
    own = read_lead_times(desk.values.get("doorlooptijden", ""))
    times = own or LeadTimes(desk.item.leads, (desk.item.check,))
    steps = times.steps(with_check=_board_first(desk.answers, key))
    days, calendar = total(steps), calendar_of(desk.regions)
    lesson = desk.answers.lesson_day
    begin = start_day(lesson, days, calendar) if lesson else None
    earliest = earliest_lesson(desk.today, days, calendar)
    ends = (begin, lesson) if begin and lesson else (desk.today, earliest)
    return Plan(
        rows=[
            *(
                SummaryRow(step.text, counted(step.days, "schooldag", "schooldagen"))
                for step in steps
            ),
            SummaryRow("Samen", counted(days, "schooldag", "schooldagen")),
        ],
        is_example=own is None,
        lesson=lesson,
        begin=begin,
        is_past=begin is not None and begin < desk.today,
        earliest=earliest,
        is_known=all(calendar.knows(day) for day in ends),
        region=desk.regions[0] if len(desk.regions) == 1 else "",
    )


def _board_first(answers: Answers, key: str) -> bool:
    return any(board_first(key, service) for service in answers.services)


def _officer(values: Mapping[str, str]) -> Html:
    """The data protection officer, as far as the school filled that in; else nothing, and a line to
    write on.
    """
    named = [f"{{{{{key}}}}}" for key in ("naam_fg", "contact_fg") if key in values]
    return fill(Html(", ".join(named)), values)
