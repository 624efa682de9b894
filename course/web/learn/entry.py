"""The entry test: one question of each module beforehand, and what each module still holds for this
person.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, redirect, render_template
from markupsafe import Markup
from werkzeug.wrappers import Response

from course import clock
from course.domain.learning.entry import ENTRY, SURE, Shown, key_of, minutes_saved, module_of
from course.domain.people.roles import Permission
from course.kinds.item import Item
from course.store import transaction
from course.store.courses import releases
from course.store.learning import projecting, recording
from course.store.learning.recording import OpenSitting, Place
from course.store.people import words
from course.web.http import drawn
from course.web.http.access import allow
from course.web.learn import bp, papers
from course.web.learn.pages import EntryWay
from course.web.learn.papers import Paper
from course.web.learn.study import HOME, Study, find_study
from course.web.page.parts import Link

NAME = "Instaptoets"
MINUTES = 5  # eight questions, and looking them over
_PREFIX = f"/<course>/{ENTRY}"


@dataclass(frozen=True)
class EntryPage:
    """The door: what it is for, and the button to begin or go on."""

    crumbs: tuple[Link, ...]
    questions: int
    minutes: int
    open_url: str
    begin_url: str
    back_url: str


@dataclass(frozen=True)
class Outcome:
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
    outcomes: list[Outcome]
    saved: float
    back_url: str


def entry_way(study: Study) -> EntryWay | None:
    """The way to the entry test, while it is worth something: the school offers it and nothing was
    done yet.
    """
    place, url = _place(study), _url(study)
    if not study.course.entry:
        return None
    if recording.handed_in_sitting(place) is not None:
        return EntryWay(
            Link("Bekijk de uitkomst van uw instaptoets", f"{url}/uitslag"), is_open=False
        )
    if recording.open_sitting(place) is not None:
        return EntryWay(Link("Ga verder met uw instaptoets", url), is_open=True)
    return (
        EntryWay(Link("Begin met de instaptoets", url), is_open=True)
        if _is_offered(study)
        else None
    )


@bp.get(_PREFIX)
@allow(Permission.LEARN)
def show_entry(course: str) -> str | Response:
    """What the entry test is for; its outcome for who already took it."""
    study = _study(course)
    if recording.handed_in_sitting(_place(study)) is not None:
        return redirect(f"{_url(study)}/uitslag", 303)
    paper = _open(study)
    if paper is None and not _is_offered(study):
        abort(404)
    page = EntryPage(
        crumbs=_crumbs(study),
        questions=len(study.course.entry),
        minutes=MINUTES,
        open_url=paper.first_open if paper else "",
        begin_url=f"{_url(study)}/begin",
        back_url=f"{HOME}/{course}",
    )
    return render_template("learn/entry.html", page=page)


@bp.post(f"{_PREFIX}/begin")
@allow(Permission.LEARN)
def begin_entry(course: str) -> Response:
    """Open the entry test; one that is open already goes on."""
    study = _study(course)
    place = _place(study)
    transaction.begin(may_write=True)
    recording.hold(place)
    sitting = recording.open_sitting(place)
    if sitting is None:
        if recording.handed_in_sitting(place) is not None or not _is_offered(study):
            abort(404)
        keys = tuple(key_of(one.module, one.item) for one in study.course.entry)
        sitting = recording.begin_sitting(place, keys, clock.now())
    transaction.commit()
    return redirect(_paper(study, sitting).first_open, 303)


@bp.get(f"{_PREFIX}/vraag/<int:number>")
@allow(Permission.LEARN)
def show_entry_question(course: str, number: int) -> str | Response:
    """One question of the entry test."""
    study = _study(course)
    paper = _open(study)
    return redirect(_url(study), 303) if paper is None else papers.show_question(paper, number)


@bp.post(f"{_PREFIX}/vraag/<int:number>")
@allow(Permission.LEARN)
def answer_entry_question(course: str, number: int) -> str | Response | tuple[str, int]:
    """Save one answer of the entry test as it is given."""
    study = _study(course)
    paper = _open(study)
    if paper is None:
        raise drawn.NotDrawnHereError(drawn.Why.ELSEWHERE, papers.HANDED_IN, _url(study))
    return papers.answer_question(paper, _place(study), number)


@bp.get(f"{_PREFIX}/controle")
@allow(Permission.LEARN)
def check_entry(course: str) -> str | Response:
    """Every question with the answer that counts."""
    study = _study(course)
    paper = _open(study)
    return redirect(_url(study), 303) if paper is None else papers.show_check(paper)


@bp.post(f"{_PREFIX}/inleveren")
@allow(Permission.LEARN)
def hand_in_entry(course: str) -> str | Response | tuple[str, int]:
    """Mark the entry test, and shorten the way through what somebody knows for sure."""
    study = _study(course)
    transaction.begin(may_write=True)
    recording.hold(_place(study))
    paper = papers.hand_in_of(_open(study), _place(study), _url(study))
    if isinstance(paper, OpenSitting):
        return redirect(f"{_url(study)}/uitslag", 303)
    now, place = clock.now(), _place(study)
    marked = papers.mark(paper)
    if marked is None:
        transaction.rollback()
        return papers.show_missing(paper)
    if recording.hand_in(place, paper.sitting, marked, now):
        shown = [
            Shown(module_of(key), score.is_right, answer.confidence == SURE)
            for key, answer, score in marked
        ]
        projecting.project_entry(place.enrolment_id, place.release, shown, study.reader, now)
    transaction.commit()
    return redirect(f"{_url(study)}/uitslag", 303)


@bp.get(f"{_PREFIX}/uitslag")
@allow(Permission.LEARN)
def show_entry_result(course: str) -> str:
    """What each module still holds. No answers: the questions come back in the modules."""
    study = _study(course)
    sitting = recording.handed_in_sitting(_place(study))
    if sitting is None:
        abort(404)
    rows = recording.sitting_result(study.found.enrolment_id, sitting.ref) or []
    outcomes = [
        Outcome(
            title=f"Module {study.number(slug)}: {state.module.title}",
            knows=score.is_right,
            is_sure=confidence == SURE,
            is_short=slug in study.found.short,
            saved=minutes_saved(state.lessons),
        )
        for key, _, score, confidence in rows
        for slug in [module_of(key)]
        for state in study.states
        if state.module.slug == slug
    ]
    page = EntryResultPage(
        crumbs=_crumbs(study),
        outcomes=outcomes,
        saved=sum(one.saved for one in outcomes if one.is_short),
        back_url=f"{HOME}/{course}",
    )
    return render_template("learn/entry_result.html", page=page)


def _study(course: str) -> Study:
    study = find_study(course)
    if study is None or not study.course.entry:
        abort(404)
    return study


def _is_offered(study: Study) -> bool:
    """Beforehand only, and when one of this person's schools chose so."""
    return not study.found.done and any(
        school.entry_test for school in words.schools_of(study.actor.id, clock.today())
    )


def _place(study: Study) -> Place:
    return Place(study.found.enrolment_id, study.found.release, ENTRY, ENTRY)


def _url(study: Study) -> str:
    return f"{HOME}/{study.course.slug}/{ENTRY}"


def _crumbs(study: Study) -> tuple[Link, ...]:
    return Link("Mijn training", HOME), Link(study.course.title, f"{HOME}/{study.course.slug}")


def _open(study: Study) -> Paper | None:
    sitting = recording.open_sitting(_place(study))
    return _paper(study, sitting) if sitting else None


def _paper(study: Study, sitting: OpenSitting) -> Paper:
    return Paper(
        sitting=sitting,
        items=_items(study),
        prints={
            key_of(one.module, one.item): releases.item_print(
                study.found.release, one.module, one.lesson, one.item
            )
            for one in study.course.entry
        },
        values=words.values_of(study.found.school_id),
        url=_url(study),
        name=NAME,
        crumbs=(*_crumbs(study), Link(NAME, _url(study))),
        beside=Markup(),
    )


def _items(study: Study) -> dict[str, Item]:
    """The questions of the release that this person is pinned to."""
    found: dict[str, Item] = {}
    for one in study.course.entry:
        lesson = releases.lesson(study.found.release, one.module, one.lesson)
        item = lesson.item(one.item) if lesson else None
        if item is not None:
            found[key_of(one.module, one.item)] = item
    return found
