"""Mijn kennis: of each rule that somebody learned, until when it lasts. Nobody else sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course import clock
from course.domain.learning.ladder import RuleState
from course.domain.people.roles import Permission
from course.store import transaction
from course.store.courses import releases
from course.store.learning import knowledge, refreshers
from course.store.learning.knowledge import Knowledge
from course.store.messages import refreshers as ledger
from course.web.http.access import allow, current_person
from course.web.http.settings import settings
from course.web.learn import bp
from course.web.learn.around import HOME
from course.web.learn.refresher_mail import refresher_path
from course.web.page.formats import MONTHS
from course.web.page.parts import Link

OVER = "tijd om op te frissen"


@dataclass(frozen=True)
class KnownRule:
    """One rule: what somebody can, and until when that lasts, in words."""

    text: str
    until: str
    lasts: bool


@dataclass(frozen=True)
class KnownModule:
    """A module with its rules."""

    title: str
    rules: tuple[KnownRule, ...]


@dataclass(frozen=True)
class KnownCourse:
    """A course that somebody did. `firm` of all `total` rules last today."""

    title: str
    modules: tuple[KnownModule, ...]
    firm: int
    total: int


@dataclass(frozen=True)
class KnowledgePage:
    """Everything that lasts, a refresher that waits, and whether more of them come."""

    crumbs: list[Link]
    courses: list[KnownCourse]
    waiting: str
    sends: bool  # whether this installation sends refreshers at all
    stopped: bool
    action: str


@bp.get("/mijn-kennis")
@allow(Permission.LEARN)
def show_knowledge() -> str:
    """Until when each rule lasts."""
    actor, today = current_person(), clock.today()
    known = sorted(knowledge.of_people([actor.id]).items())
    page = KnowledgePage(
        crumbs=[Link("Mijn training", HOME)],
        courses=[_course(one, today) for _, one in known],
        waiting=waiting_url(actor.id, today),
        sends=settings().refreshers,
        stopped=ledger.has_stopped(actor.ref),
        action=url_for("learn.switch_refreshers"),
    )
    return render_template("learn/knowledge.html", page=page)


@bp.post("/mijn-kennis/opfrissers")
@allow(Permission.LEARN)
def switch_refreshers() -> Response:
    """No more refreshers, or refreshers again."""
    actor = current_person()
    transaction.begin(may_write=True)
    if request.form.get("weer") == "ja":
        ledger.resume(actor.ref, clock.today())
    else:
        ledger.stop(actor.ref, clock.now())
    transaction.commit()
    return redirect(url_for("learn.show_knowledge"), 303)


def waiting_url(person_id: int, today: date) -> str:
    """Where a refresher of this person waits; empty when none does."""
    found = refreshers.waiting(person_id, today)
    return "" if found is None else refresher_path(settings(), found.ref, found.open_until)


def _course(known: Knowledge, today: date) -> KnownCourse:
    outline, states = releases.outline(known.release), known.states()
    modules: list[KnownModule] = []
    for module in outline.modules:
        texts = {goal.key: goal.text for goal in module.goals}
        own = {rule: state for rule, state in states.items() if rule.module == module.slug}
        if own:
            rules = (_rule(texts[rule.goal], state, today) for rule, state in own.items())
            modules.append(KnownModule(module.title, tuple(rules)))
    firm = sum(state.due_on > today for state in states.values())
    return KnownCourse(outline.title, tuple(modules), firm, len(states))


def _rule(text: str, state: RuleState, today: date) -> KnownRule:
    lasts = state.due_on > today
    until = f"zit tot {_month(state.due_on, today)}" if lasts else OVER
    return KnownRule(text[:1].upper() + text[1:], until, lasts)


def _month(day: date, today: date) -> str:
    """maart, or maart 2027 in another year; 12 maart when that is within a month."""
    if (day - today).days <= 31:
        return f"{day.day} {MONTHS[day.month - 1]}"
    year = "" if day.year == today.year else f" {day.year}"
    return f"{MONTHS[day.month - 1]}{year}"
