"""A refresher: a few questions behind a link from the mail, without signing in.

The link is signed, opens this one refresher and nothing else, and ends. Opening it changes nothing,
for mail scanners follow links; the own plan is shown only to who just answered the last question.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from flask import abort, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from course import clock
from course.domain.learning.entry import SURE
from course.domain.messages import refresher_links
from course.kinds.item import Item
from course.kinds.marking import Form, NotGradable, Score
from course.kinds.registry import kind_of, said
from course.store import transaction
from course.store.learning import coats, reading, refreshers
from course.store.learning.coats import AgainQuestion
from course.store.learning.refreshers import GivenAnswer, KeptMoment, OwnRefresher
from course.store.people import words
from course.text import variables
from course.text.plain import NO_TEXT, Html
from course.web.http.access import PUBLIC, allow
from course.web.http.settings import settings
from course.web.learn import bp
from course.web.learn.items import ItemView, blank_view, told_view, with_error
from course.web.learn.papers import said_confidence
from course.web.page.answering import or_404

CHECK, CHOOSE = "Controleer mijn antwoord", "Kijk hoe het verdergaat"


@dataclass(frozen=True)
class ToldAnswer:
    """What is said about the answer that was just given. `story` is how a story went on."""

    view: ItemView
    refutation: Html
    story: Html


@dataclass(frozen=True)
class RefresherPage:
    """One question, under what is said about the one before."""

    number: int
    total: int
    view: ItemView
    asks_confidence: bool
    confidence: str
    told: ToldAnswer | None


@dataclass(frozen=True)
class RefresherEnd:
    """What is said about the last answer, and the own plan as (if, then) when there is one."""

    told: ToldAnswer | None
    plan: tuple[str, str] | None
    over: bool = False  # its last day has passed


@dataclass(frozen=True)
class _Opened:
    """A refresher of a link, with what was answered so far."""

    own: OwnRefresher
    given: Mapping[str, GivenAnswer]
    values: Mapping[str, str]

    @property
    def left(self) -> tuple[KeptMoment, ...]:
        """What is still to be answered, in order."""
        return tuple(one for one in self.own.moments if one.item not in self.given)

    def question(self, moment: KeptMoment) -> AgainQuestion:
        """What a moment asks, in the words of the reader's school."""
        if moment.goal:
            listed = coats.questions(self.own.release).get(moment.rule, ())
        else:
            listed = coats.stories(self.own.release)
        found = {one.coat.item: one for one in listed}[moment.item]
        return replace(found, item=variables.fill_in(found.item, self.values))

    @property
    def moments(self) -> dict[str, KeptMoment]:
        """What is asked, by item."""
        return {one.item: one for one in self.own.moments}


@bp.get("/opfrissen/<sealed>")
@allow(PUBLIC)
def show_refresher(sealed: str) -> Response:
    """The first question without an answer."""
    opened = _open(sealed)
    if opened is None:
        return _end(None, over=True)
    if not opened.left:
        return _end(None)
    return make_response(_page(opened))


@bp.post("/opfrissen/<sealed>")
@allow(PUBLIC)
def answer_refresher(sealed: str) -> Response:
    """Keep an answer; the first one to each question counts."""
    opened = _open(sealed)
    if opened is None:
        return _end(None, over=True)
    key = request.form.get("vraag", "")
    moment = or_404(opened.moments.get(key))
    if key not in opened.given:
        refused = _keep(opened, moment)
        if refused is not None:
            return refused
        opened = _read(opened.own)
    if opened.left:
        return redirect(f"{request.path}#gezegd", 303)
    return _end(opened)


def _keep(opened: _Opened, moment: KeptMoment) -> Response | None:
    """Mark an answer and keep it; the same page again when there is nothing to mark."""
    question = opened.question(moment)
    item = _asked(question)
    form: Form = request.form.to_dict(flat=False)
    redrawn = kind_of(item).adjust(item, form)
    if redrawn is not None:
        return make_response(_page(opened, redrawn))
    response = kind_of(item).read(item, form)
    if isinstance(response, NotGradable):
        page = _page(opened, form, said(item, response), response.field)
        return make_response(page, 422)
    score = Score(0, 0)
    if moment.goal:
        score = kind_of(item).grade(item, response)
    confidence = said_confidence(request.form.get("zekerheid", ""))
    transaction.begin(may_write=True)
    refreshers.answer(opened.own, moment, response, score, confidence, clock.now())
    transaction.commit()
    return None


def _open(sealed: str) -> _Opened | None:
    """The refresher of a link. 404 for a link that is not ours or of who left; None when its last
    day has passed.
    """
    today = clock.today()
    own = refreshers.find(refresher_links.ref_in(sealed), today)
    key = settings().secret_key
    if own is None or not refresher_links.is_sealed(key, sealed, own.ref, own.open_until):
        abort(404)
    if own.open_until < today:
        return None
    return _read(own)


def _read(own: OwnRefresher) -> _Opened:
    today: date = clock.today()
    found = reading.learning(own.person_id, own.course, today)
    values: Mapping[str, str] = {}
    if found is not None:
        values = words.values_of(found.school_id)
    return _Opened(own, refreshers.answers(own.id), values)


def _asked(question: AgainQuestion) -> Item:
    """The item to answer; of a story its first moment."""
    if question.rule.goal:
        return question.item
    return kind_of(question.item).ballot(question.item).item


def _page(opened: _Opened, form: Form | None = None, message: str = "", field: str = "") -> str:
    """The next question, under what is said about the last answer."""
    moment = opened.left[0]
    item = _asked(opened.question(moment))
    number, total = opened.own.moments.index(moment) + 1, len(opened.own.moments)
    name, button = "Verhaal", CHOOSE
    if moment.goal:
        name, button = "Vraag", CHECK
    kicker = f"{name} {number} van {total}"
    view = blank_view(item, opened.values, button=button, kicker=kicker)
    if form:
        view = with_error(view, form, message, field)
    page = RefresherPage(
        number=number,
        total=total,
        view=view,
        asks_confidence=bool(moment.goal),
        confidence=request.form.get("zekerheid", ""),
        told=_told(opened),
    )
    return render_template("learn/refresher.html", page=page)


def _told(opened: _Opened) -> ToldAnswer | None:
    """What is said about the answer that was given last."""
    if not opened.given:
        return None
    answer = [*opened.given.values()][-1]
    moment = opened.moments[answer.item]
    question = opened.question(moment)
    asked = _asked(question)
    if not moment.goal:
        story = coats.came_of(question.item, answer.response[0])
        return ToldAnswer(blank_view(asked, opened.values, button=""), NO_TEXT, story)
    view = told_view(asked, answer.response, answer.score, opened.values, full=True)
    refutation = NO_TEXT
    if answer.confidence == SURE and not answer.score.is_right:
        refutation = question.item.refutation
    return ToldAnswer(view, refutation, NO_TEXT)


def _end(opened: _Opened | None, *, over: bool = False) -> Response:
    """There is nothing left to answer."""
    page, status = RefresherEnd(None, None, over), 200
    if opened is not None:
        page = RefresherEnd(_told(opened), refreshers.own_plan(opened.own))
    if over:
        status = 410
    return make_response(render_template("learn/refresher_end.html", page=page), status)
