"""What ‘Mag dit?’ comes to, why, and when to begin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from course.domain.duties.calendars import calendar_of, earliest_lesson, start_day
from course.domain.duties.lead_times import LeadTimes, read_lead_times, total
from course.kinds.consent.item import Purpose, RuleText, Verdict
from course.kinds.consent.law import Outcome, decider
from course.kinds.marking import with_key
from course.store.courses import releases
from course.text.plain import NO_TEXT, Html
from course.text.variables import fill
from course.web.http.access import PUBLIC, allow, signed_in
from course.web.learn.around import sources_of
from course.web.page.formats import counted
from course.web.page.parts import SourceLine, SummaryRow
from course.web.tools.blueprint import bp
from course.web.tools.checking.answers import Answers
from course.web.tools.checking.desk import Desk, asks_consent, board_first, find_desk, next_url, url
from course.web.tools.checking.glossary import MEANINGS, Glossary
from course.web.tools.checking.questions import QUESTIONS

# by the verdict, and whether something would be shared
_TITLES = {
    (Verdict.ALLOWED, True): "Delen mag",
    (Verdict.ALLOWED, False): "Dit mag",
    (Verdict.ARRANGE, True): "Eerst vragen",
    (Verdict.ARRANGE, False): "Eerst vragen",
    (Verdict.STOP, True): "Niet delen",
    (Verdict.STOP, False): "Niet doen",
}
NAMELESS = "Doorlooptijd"  # a step of which the school wrote only how long it takes


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
    glossary: Glossary

    def filled(self, html: Html) -> Html:
        """A text of the course with the words of the school, and what a word means where it first
        stands.
        """
        return self.glossary.explained(fill(html, self.values))


@bp.get("/mag-dit/uitkomst")
@allow(PUBLIC)
def show_outcome() -> str | Response:
    """What it comes to, why, what to do first, and when to begin."""
    desk = find_desk()
    answers = desk.answers
    if not answers.is_complete:
        return redirect(next_url(answers), 303)
    found = answers.outcome()
    first, *others = found.rules
    rule = desk.item.rule(first)
    decides = decider(first, answers.age)
    shares = answers.purpose in (Purpose.PUBLISH, Purpose.INFORM)
    page = OutcomePage(
        verdict=found.verdict,
        title=_TITLES[found.verdict, shares],
        rule=rule,
        others=tuple(map(desk.item.rule, others)),
        unknown=_left_to_find_out(answers, found),
        ask=next((ask for key in found.rules if (ask := desk.item.rule(key).ask)), NO_TEXT),
        decider=with_key(desk.item.deciders, decides).text,
        plan=_plan(desk, first),
        letter_url=_letter_url(answers),
        change_url=url("tools.show_checked", answers),
        new_url=url_for("tools.show_question"),
        disclaimer=desk.item.after,
        sources=sources_of(releases.outline(desk.release), rule.facts),
        values=desk.values,
        signed_in=signed_in() is not None,
        glossary=Glossary(MEANINGS),
    )
    return render_template("tools/check_outcome.html", page=page)


def _left_to_find_out(answers: Answers, found: Outcome) -> list[str]:
    """What was not known, as far as it makes a difference."""
    if not found.differs:
        return []
    questions = [QUESTIONS[name] for name in answers.unknown()]
    return [question.to_find_out or question.term for question in questions]


def _letter_url(answers: Answers) -> str:
    """Where the letter is; nowhere when nobody has to agree."""
    if not asks_consent(answers):
        return ""
    return url("tools.show_letter", answers)


def _plan(desk: Desk, key: str) -> Plan | None:
    """By the school's own lead times when they can be read, else by the worked example; None when
    nobody has to agree.
    """
    if not asks_consent(desk.answers):
        return None
    own = read_lead_times(desk.values.get("doorlooptijden", ""))
    times = own or LeadTimes(desk.item.leads, (desk.item.check,))
    steps = times.steps(with_check=board_first(desk.answers, key))
    days, calendar = total(steps), calendar_of(desk.regions)
    lesson, begin = desk.answers.lesson_day, None
    earliest = earliest_lesson(desk.today, days, calendar)
    ends = desk.today, earliest
    if lesson:
        begin = start_day(lesson, days, calendar)
        ends = begin, lesson
    return Plan(
        rows=[*(_row(step.text, step.days) for step in steps), _row("Samen", days)],
        is_example=own is None,
        lesson=lesson,
        begin=begin,
        is_past=begin is not None and begin < desk.today,
        earliest=earliest,
        is_known=all(map(calendar.knows, ends)),
        region=desk.region or "",
    )


def _row(what: str, days: int) -> SummaryRow:
    return SummaryRow(what or NAMELESS, counted(days, "schooldag", "schooldagen"))
