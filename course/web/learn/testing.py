"""The test of a module: a door, its questions, and a result with feedback per answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flask import abort, redirect, render_template
from werkzeug.wrappers import Response

from course import clock
from course.content.types import LessonKind
from course.domain.learning.mastery import Mastery, draw, mastery_of, passes
from course.domain.learning.progress import items_for
from course.domain.learning.sittings import MarkedAnswer
from course.domain.people.roles import Permission
from course.kinds import marking as responses
from course.kinds.item import Item
from course.kinds.marking import Score, by_key
from course.kinds.registry import wording_of
from course.store import transaction
from course.store.courses import releases
from course.store.learning import recording, sittings
from course.store.learning.places import LessonPlace
from course.store.learning.sittings import OpenSitting
from course.text.plain import NO_TEXT, Html
from course.web.http import drawn
from course.web.http.access import allow
from course.web.learn import bp, papers
from course.web.learn.around import clause_links, lesson_url
from course.web.learn.going_on import moment_of
from course.web.learn.items import ItemView, told_view
from course.web.learn.learner import OpenLesson, frame, open_lesson
from course.web.learn.lessons import outline_beside
from course.web.learn.papers import Paper
from course.web.learn.sitting_pages import QuestionResult, TestPage, TestResultPage
from course.web.page.answering import or_404
from course.web.page.parts import Link, Milestone

MASTERED = "U hebt de toets gehaald"
OTHER_TIME = "Deze keer was het te weinig. Uw beste keer telt, dus de toets blijft gehaald."
_PREFIX = "/<course>/<module>/<lesson>"


def render_door(opened: OpenLesson) -> str:
    """What the test asks, how it went so far, and the button to begin or go on."""
    mastery = _mastery(opened)
    sitting, times_sat = sittings.open_sitting(opened.place), sittings.times_sat(opened.place)
    open_url, label = "", "Begin met de toets"
    if sitting is None:
        size = len(_draw(opened, times_sat))
    else:
        paper = _paper(opened, sitting)
        size, open_url = paper.size, paper.first_open
    if mastery.best is not None:
        label = "Maak een nieuwe toets"
    page = TestPage(
        frame=frame(opened),
        questions=size,
        share=mastery.share,
        needed=-(-mastery.share * size // 100),
        best=mastery.best,
        mastered=opened.lesson.slug in opened.state.done,
        missing_keys=_labels(opened, mastery),
        open_url=open_url,
        begin_url=f"{opened.url}/begin",
        sat=str(times_sat),
        begin_label=label,
    )
    return render_template("learn/test.html", page=page)


@bp.post(f"{_PREFIX}/begin")
@allow(Permission.LEARN)
def begin_test(course: str, module: str, lesson: str) -> Response:
    """Draw the questions of a new test; a test that is open already goes on, and an old page begins
    none.
    """
    opened = _test(course, module, lesson)
    times_sat = sittings.times_sat(opened.place)
    drawn.require_about(str(times_sat), papers.OLD_DOOR, opened.url)
    keys = _draw(opened, times_sat)
    transaction.begin(may_write=True)
    sitting = recording.begin(opened.place, keys, times_sat, clock.now())
    if sitting is None:
        raise drawn.NotDrawnHereError(drawn.Why.ELSEWHERE, papers.OLD_DOOR, opened.url)
    transaction.commit()
    return redirect(_paper(opened, sitting).first_open, 303)


@bp.get(f"{_PREFIX}/vraag/<int:number>")
@allow(Permission.LEARN)
def show_question(course: str, module: str, lesson: str, number: int) -> str | Response:
    """One question of the open test."""
    opened = _test(course, module, lesson)
    paper = _open(opened)
    if paper is None:
        return redirect(opened.url, 303)
    return papers.show_question(paper, number)


@bp.post(f"{_PREFIX}/vraag/<int:number>")
@allow(Permission.LEARN)
def answer_question(
    course: str, module: str, lesson: str, number: int
) -> str | Response | tuple[str, int]:
    """Save one answer of the open test as it is given; it can be changed until the test is handed
    in.
    """
    opened = _test(course, module, lesson)
    paper = _open(opened)
    if paper is None:
        raise drawn.NotDrawnHereError(drawn.Why.ELSEWHERE, papers.HANDED_IN, opened.url)
    return papers.answer_question(paper, opened.place, number)


@bp.get(f"{_PREFIX}/controle")
@allow(Permission.LEARN)
def check_test(course: str, module: str, lesson: str) -> str | Response:
    """Every question with the answer that counts, before handing in."""
    opened = _test(course, module, lesson)
    paper = _open(opened)
    if paper is None:
        return redirect(opened.url, 303)
    return papers.show_check(paper)


@bp.post(f"{_PREFIX}/inleveren")
@allow(Permission.LEARN)
def hand_in(course: str, module: str, lesson: str) -> str | Response | tuple[str, int]:
    """Mark the test.

    Questions without an answer come first; a question that this release lost is left out.
    """
    opened = _test(course, module, lesson)
    paper = _open(opened)
    ref, missing = papers.hand_in(paper, opened.place, opened.reader, opened.url)
    if paper is not None and missing:
        return papers.show_missing(paper, missing)
    return redirect(f"{opened.url}/uitslag/{ref}", 303)


@bp.get(f"{_PREFIX}/uitslag/<ref>")
@allow(Permission.LEARN)
def show_result(course: str, module: str, lesson: str, ref: str) -> str:
    """How a test went.

    Own answers are explained; the key of what was missed stays for the next try.
    """
    opened = _test(course, module, lesson)
    found = or_404(sittings.sitting_result(opened.place.enrolment_id, ref))
    # a question that was withdrawn since is neither right nor wrong
    items = by_key(opened.lesson.items)
    rows = [row for row in found if row.item in items]
    mastery = _mastery(opened)
    mastered = opened.lesson.slug in opened.state.done
    right = sum(row.score.is_right for row in rows)
    enough = bool(rows) and passes(opened.state.module.mastery, right, len(rows))
    page = TestResultPage(
        frame=replace(frame(opened), following_first=False),
        right=right,
        asked=len(rows),
        passed=enough,
        mastered=mastered,
        share=mastery.share,
        missing_keys=_labels(opened, mastery),
        results=list(_results(opened, rows, full=mastered)),
        again_url=f"{opened.url}/begin",
        sat=str(sittings.times_sat(opened.place)),
        moment=_mastered(opened, enough=enough),
        comes_back=_comes_back(mastery, rows, mastered=mastered),
    )
    return render_template("learn/test_result.html", page=page)


def _results(
    opened: OpenLesson, rows: list[MarkedAnswer], *, full: bool
) -> Iterator[QuestionResult]:
    """Each answer of a test. `full`: with what is right, also where it was missed."""
    items = by_key(opened.lesson.items)
    for number, row in enumerate(rows, start=1):
        item = items[row.item]
        yield QuestionResult(
            number=number,
            verdict=_verdict(row, item),
            view=_told(opened, item, row.answer.response, row.score, full=full),
            refutation=_refutation(item, row),
            reread=_pages_on(opened, item, row.score),
        )


def _mastered(opened: OpenLesson, *, enough: bool) -> Milestone:
    """What a mastered test brings: the module is done, or this is next in it. `enough`: this time
    too; else it was another time that counts.
    """
    kept = OTHER_TIME
    if enough:
        kept = "Dat blijft zo, ook als u later nog oefent."
    module = moment_of(opened.learner, opened.state)
    if module is None:
        return Milestone(MASTERED, (kept,), frame(opened).following)
    return replace(module, title=MASTERED, brings=(kept, f"{module.title}.", *module.brings))


def _comes_back(mastery: Mastery, rows: list[MarkedAnswer], *, mastered: bool) -> str:
    """What the next test asks, as `mastery.draw` does; nothing when there need be none."""
    if mastered:
        return ""
    back = []
    if mastery.missing_keys:
        back.append("de kernvragen die u nog niet goed had")
    if any(map(_is_surprise, rows)):
        back.append("wat u zeker wist en niet goed had")
    new = "vragen die u nog niet zag, zolang die er zijn"
    if not back:
        return f"In een nieuwe toets komen {new}."
    return f"In een nieuwe toets komen {' en '.join(back)} terug. De rest zijn {new}."


def _verdict(row: MarkedAnswer, item: Item) -> str:
    """How one answer was marked, in a few words."""
    if row.score.is_right:
        return "klopt"
    if not row.score.earned or row.score.possible == 1:
        return "klopt niet"
    return wording_of(item).partly.format(
        right=row.score.earned, parts=row.score.possible, possible=row.score.possible
    )


def _test(course: str, module: str, lesson: str) -> OpenLesson:
    opened = open_lesson(course, module, lesson)
    if opened is None or opened.lesson.kind is not LessonKind.TEST:
        abort(404)
    return opened


def _open(opened: OpenLesson) -> Paper | None:
    sitting = sittings.open_sitting(opened.place)
    if sitting is None:
        return None
    return _paper(opened, sitting)


def _paper(opened: OpenLesson, sitting: OpenSitting) -> Paper:
    around = frame(opened)
    return Paper(
        sitting=sitting,
        items=by_key(opened.lesson.items),
        prints={item.key: _print(opened.place, item.key) for item in opened.lesson.items},
        values=opened.values,
        url=opened.url,
        name=f"Toets module {around.number}",
        crumbs=around.crumbs,
        afterwards="Na het inleveren leest u bij elk antwoord de uitleg.",
        sureness="Uw uitslag verandert er niet door. Wat u zeker wist en fout had, komt terug.",
        beside=outline_beside(around),
    )


def _print(place: LessonPlace, key: str) -> str:
    return releases.item_print(place.release, place.module, place.lesson, key)


def _draw(opened: OpenLesson, times_sat: int) -> tuple[str, ...]:
    """The questions of the next sitting.

    The seed is the person and how often they sat, so a retry differs.
    """
    marked = sittings.marked_in_tests(opened.place.enrolment_id, opened.state.module)
    bank = items_for(opened.outline, opened.reader)
    seed = f"{opened.learner.actor.ref} {opened.place.module} {times_sat}"
    return draw(bank, opened.outline.draw, marked, seed)


def _mastery(opened: OpenLesson) -> Mastery:
    keys = [item.key for item in items_for(opened.outline, opened.reader) if item.key_item]
    marked = sittings.marked_in_tests(opened.place.enrolment_id, opened.state.module)
    return mastery_of(opened.state.module.mastery, keys, marked)


def _labels(opened: OpenLesson, mastery: Mastery) -> list[str]:
    """The key questions that were never right yet, in words; nothing before the first test."""
    if mastery.best is None:
        return []
    return [item.label for item in opened.outline.items if item.key in mastery.missing_keys]


def _told(
    opened: OpenLesson, item: Item, response: responses.Response, score: Score, *, full: bool
) -> ItemView:
    view = told_view(item, response, score, opened.values, full=full)
    return replace(view, clauses=clause_links(opened.learner.course, item))


def _pages_on(opened: OpenLesson, item: Item, score: Score) -> list[Link]:
    """The pages of this module that work on the goal of an item that was missed."""
    if score.is_right or not item.goal:
        return []
    pages, course = [], opened.learner.course.slug
    for lesson in opened.state.lessons:
        goals = {one.goal for one in lesson.items}
        if lesson.kind is LessonKind.PAGE and item.goal in goals:
            url = lesson_url(course, opened.place.module, lesson.slug)
            pages.append(Link(lesson.title, url))
    return pages


def _refutation(item: Item, row: MarkedAnswer) -> Html:
    """What opens the feedback to somebody who was sure and wrong."""
    if not _is_surprise(row):
        return NO_TEXT
    return item.refutation


def _is_surprise(row: MarkedAnswer) -> bool:
    """Whether somebody was sure, and wrong."""
    return row.is_sure and not row.score.is_right
