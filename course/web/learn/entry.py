"""The entry test: one question of each module beforehand, and what each module still holds for this
person.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import abort, redirect, render_template
from markupsafe import Markup
from werkzeug.wrappers import Response

from course import clock
from course.domain.learning.entry import ENTRY, key_of, minutes_saved, module_of
from course.domain.learning.sittings import MarkedAnswer
from course.domain.people.roles import Permission
from course.kinds.item import Item
from course.store import transaction
from course.store.courses import releases
from course.store.learning import recording, sittings
from course.store.learning.places import LessonPlace
from course.store.learning.sittings import OpenSitting
from course.store.people import words
from course.text.numbers import half_up
from course.web.http import drawn
from course.web.http.access import allow
from course.web.learn import bp, papers
from course.web.learn.around import HOME
from course.web.learn.learner import Learner, find_learner
from course.web.learn.pages import EntryWay
from course.web.learn.papers import Paper
from course.web.page.answering import or_404
from course.web.page.parts import Link

NAME = "Instaptoets"
NEVER_SAT = 0  # the entry test is taken once
MINUTES = 5  # for so many questions as below, and looking them over
QUESTIONS = 8
_PREFIX = f"/<course>/{ENTRY}"


@dataclass(frozen=True)
class EntryPage:
    """The door: what it is for, and the button to begin or go on."""

    crumbs: tuple[Link, ...]
    questions: int
    minutes: int
    spread: str  # from which modules the questions are
    open_url: str
    begin_url: str
    back_url: str


@dataclass(frozen=True)
class EntryOutcome:
    """What the entry test says about one module."""

    title: str
    knows: bool
    is_sure: bool
    is_short: bool
    saved: float  # minutes of explanation that may be skipped


@dataclass(frozen=True)
class EntryResultPage:
    """Each module with what it still holds for this person. No mark."""

    crumbs: tuple[Link, ...]
    outcomes: list[EntryOutcome]
    saved: float
    back_url: str


def entry_way(learner: Learner) -> EntryWay | None:
    """The way to the entry test, while it is worth something: the school offers it and nothing was
    done yet.
    """
    place, url = _place(learner), _url(learner)
    if not learner.course.entry:
        return None
    if sittings.handed_in_sitting(place) is not None:
        return EntryWay(
            Link("Bekijk de uitkomst van uw instaptoets", f"{url}/uitslag"), is_open=False
        )
    if sittings.open_sitting(place) is not None:
        return EntryWay(Link("Ga verder met uw instaptoets", url), is_open=True)
    return (
        EntryWay(Link("Begin met de instaptoets", url), is_open=True)
        if _is_offered(learner)
        else None
    )


@bp.get(_PREFIX)
@allow(Permission.LEARN)
def show_entry(course: str) -> str | Response:
    """What the entry test is for; its outcome for who already took it."""
    learner = _learner(course)
    if sittings.handed_in_sitting(_place(learner)) is not None:
        return redirect(f"{_url(learner)}/uitslag", 303)
    paper = _open(learner)
    if paper is None and not _is_offered(learner):
        abort(404)
    page = EntryPage(
        crumbs=_crumbs(learner),
        questions=len(learner.course.entry),
        minutes=max(1, half_up(MINUTES * len(learner.course.entry), QUESTIONS)),
        spread=_spread(learner),
        open_url=paper.first_open if paper else "",
        begin_url=f"{_url(learner)}/begin",
        back_url=f"{HOME}/{course}",
    )
    return render_template("learn/entry.html", page=page)


@bp.post(f"{_PREFIX}/begin")
@allow(Permission.LEARN)
def begin_entry(course: str) -> Response:
    """Open the entry test; one that is open already goes on."""
    learner = _learner(course)
    place = _place(learner)
    if sittings.open_sitting(place) is None and not _is_offered(learner):
        abort(404)
    keys = tuple(key_of(one.module, one.item) for one in learner.course.entry)
    transaction.begin(may_write=True)
    sitting = or_404(recording.begin(place, keys, NEVER_SAT, clock.now()))
    transaction.commit()
    return redirect(_paper(learner, sitting).first_open, 303)


@bp.get(f"{_PREFIX}/vraag/<int:number>")
@allow(Permission.LEARN)
def show_entry_question(course: str, number: int) -> str | Response:
    """One question of the entry test."""
    learner = _learner(course)
    paper = _open(learner)
    if paper is None:
        return redirect(_url(learner), 303)
    return papers.show_question(paper, number)


@bp.post(f"{_PREFIX}/vraag/<int:number>")
@allow(Permission.LEARN)
def answer_entry_question(course: str, number: int) -> str | Response | tuple[str, int]:
    """Save one answer of the entry test as it is given."""
    learner = _learner(course)
    paper = _open(learner)
    if paper is None:
        raise drawn.NotDrawnHereError(drawn.Why.ELSEWHERE, papers.HANDED_IN, _url(learner))
    return papers.answer_question(paper, _place(learner), number)


@bp.get(f"{_PREFIX}/controle")
@allow(Permission.LEARN)
def check_entry(course: str) -> str | Response:
    """Every question with the answer that counts."""
    learner = _learner(course)
    paper = _open(learner)
    if paper is None:
        return redirect(_url(learner), 303)
    return papers.show_check(paper)


@bp.post(f"{_PREFIX}/inleveren")
@allow(Permission.LEARN)
def hand_in_entry(course: str) -> str | Response | tuple[str, int]:
    """Mark the entry test, and shorten the way through what somebody knows for sure."""
    learner = _learner(course)
    paper = _open(learner)
    _, missing = papers.hand_in(paper, _place(learner), learner.reader, _url(learner))
    if paper is not None and missing:
        return papers.show_missing(paper, missing)
    return redirect(f"{_url(learner)}/uitslag", 303)


@bp.get(f"{_PREFIX}/uitslag")
@allow(Permission.LEARN)
def show_entry_result(course: str) -> str:
    """What each module still holds. No answers: the questions come back in the modules."""
    learner = _learner(course)
    sitting = or_404(sittings.handed_in_sitting(_place(learner)))
    rows = sittings.sitting_result(learner.found.enrolment_id, sitting.ref) or []
    outcomes = list(_outcomes(learner, rows))
    page = EntryResultPage(
        crumbs=_crumbs(learner),
        outcomes=outcomes,
        saved=sum(one.saved for one in outcomes if one.is_short),
        back_url=f"{HOME}/{course}",
    )
    return render_template("learn/entry_result.html", page=page)


def _learner(course: str) -> Learner:
    learner = find_learner(course)
    if learner is None or not learner.course.entry:
        abort(404)
    return learner


def _outcomes(learner: Learner, rows: list[MarkedAnswer]) -> Iterator[EntryOutcome]:
    """Each module of which a question was asked, in the order of the questions."""
    states = {state.module.slug: state for state in learner.states}
    for row in rows:
        slug = module_of(row.item)
        if slug in states:
            yield EntryOutcome(
                title=f"Module {learner.number(slug)}: {states[slug].module.title}",
                knows=row.score.is_right,
                is_sure=row.is_sure,
                is_short=slug in learner.found.short,
                saved=minutes_saved(states[slug].module, states[slug].lessons),
            )


def _spread(learner: Learner) -> str:
    """From which modules the questions are: never more than is true."""
    asked = {one.module for one in learner.course.entry}
    if asked.issuperset(state.module.slug for state in learner.states):
        return "één uit elke module"
    if asked.issuperset(state.module.slug for state in learner.states if state.required):
        return "één uit elke verplichte module"
    return "elk uit een andere module"


def _is_offered(learner: Learner) -> bool:
    """Beforehand only, when one of this person's schools chose so; a renewal is short already."""
    begun = learner.found.done or learner.reader.only is not None
    return not begun and words.is_offered_entry_test(learner.actor.id, clock.today())


def _place(learner: Learner) -> LessonPlace:
    found = learner.found
    return LessonPlace(found.enrolment_id, found.release, ENTRY, ENTRY, found.followed)


def _url(learner: Learner) -> str:
    return f"{HOME}/{learner.course.slug}/{ENTRY}"


def _crumbs(learner: Learner) -> tuple[Link, ...]:
    return Link("Mijn training", HOME), Link(learner.course.title, f"{HOME}/{learner.course.slug}")


def _open(learner: Learner) -> Paper | None:
    sitting = sittings.open_sitting(_place(learner))
    if sitting is None:
        return None
    return _paper(learner, sitting)


def _paper(learner: Learner, sitting: OpenSitting) -> Paper:
    return Paper(
        sitting=sitting,
        items=_items(learner),
        prints={
            key_of(one.module, one.item): releases.item_print(
                learner.found.release, one.module, one.lesson, one.item
            )
            for one in learner.course.entry
        },
        values=words.values_of(learner.found.school_id),
        url=_url(learner),
        name=NAME,
        crumbs=(*_crumbs(learner), Link(NAME, _url(learner))),
        afterwards="Na het inleveren ziet u per module of uw route korter wordt.",
        sureness="Alleen wie het zeker weet en het goed heeft, mag uitleg overslaan.",
        beside=Markup(),
    )


def _items(learner: Learner) -> dict[str, Item]:
    """The questions of the release that this person is pinned to."""
    found: dict[str, Item] = {}
    for one in learner.course.entry:
        lesson = releases.lesson(learner.found.release, one.module, one.lesson)
        if lesson is None:
            continue
        item = lesson.item(one.item)
        if item is not None:
            found[key_of(one.module, one.item)] = item
    return found
