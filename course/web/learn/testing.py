"""The test of a module: a door, its questions, and a result with feedback per answer."""

from __future__ import annotations

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
from course.kinds.marking import Score
from course.store import transaction
from course.store.courses import releases
from course.store.learning import recording, sittings
from course.store.learning.places import LessonPlace
from course.store.learning.sittings import OpenSitting
from course.text.plain import NO_TEXT, Html
from course.web.http import drawn
from course.web.http.access import allow
from course.web.learn import bp, papers
from course.web.learn.items import ItemView, told_view
from course.web.learn.lessons import outline_beside
from course.web.learn.pages import QuestionResult, TestPage, TestResultPage
from course.web.learn.papers import Paper
from course.web.learn.study import Desk, clause_links, frame, lesson_url, open_desk
from course.web.page.parts import Link

_PREFIX = "/<course>/<module>/<lesson>"


def render_door(desk: Desk) -> str:
    """What the test asks, how it went so far, and the button to begin or go on."""
    mastery = _mastery(desk)
    sitting = sittings.open_sitting(desk.place)
    size = len(_draw(desk)) if sitting is None else len(sitting.items)
    page = TestPage(
        frame=frame(desk),
        questions=size,
        share=mastery.share,
        needed=-(-mastery.share * size // 100),
        best=mastery.best,
        mastered=desk.lesson.slug in desk.state.done,
        missing_keys=_labels(desk, mastery),
        open_url=_paper(desk, sitting).first_open if sitting else "",
        begin_url=f"{desk.url}/begin",
        sat=str(sittings.times_sat(desk.place)),
        begin_label="Begin met de toets" if mastery.best is None else "Maak een nieuwe toets",
    )
    return render_template("learn/test.html", page=page)


@bp.post(f"{_PREFIX}/begin")
@allow(Permission.LEARN)
def begin_test(course: str, module: str, lesson: str) -> Response:
    """Draw the questions of a new test; a test that is open already goes on, and an old page begins
    none.
    """
    desk = _desk(course, module, lesson)
    times_sat = sittings.times_sat(desk.place)
    drawn.require_about(str(times_sat), papers.OLD_DOOR, desk.url)
    keys = _draw(desk)
    transaction.begin(may_write=True)
    sitting = recording.begin(desk.place, keys, times_sat, clock.now())
    if sitting is None:
        raise drawn.NotDrawnHereError(drawn.Why.ELSEWHERE, papers.OLD_DOOR, desk.url)
    transaction.commit()
    return redirect(_paper(desk, sitting).first_open, 303)


@bp.get(f"{_PREFIX}/vraag/<int:number>")
@allow(Permission.LEARN)
def show_question(course: str, module: str, lesson: str, number: int) -> str | Response:
    """One question of the open test."""
    desk = _desk(course, module, lesson)
    paper = _open(desk)
    return redirect(desk.url, 303) if paper is None else papers.show_question(paper, number)


@bp.post(f"{_PREFIX}/vraag/<int:number>")
@allow(Permission.LEARN)
def answer_question(
    course: str, module: str, lesson: str, number: int
) -> str | Response | tuple[str, int]:
    """Save one answer of the open test as it is given; it can be changed until the test is handed
    in.
    """
    desk = _desk(course, module, lesson)
    paper = _open(desk)
    if paper is None:
        raise drawn.NotDrawnHereError(drawn.Why.ELSEWHERE, papers.HANDED_IN, desk.url)
    return papers.answer_question(paper, desk.place, number)


@bp.get(f"{_PREFIX}/controle")
@allow(Permission.LEARN)
def check_test(course: str, module: str, lesson: str) -> str | Response:
    """Every question with the answer that counts, before handing in."""
    desk = _desk(course, module, lesson)
    paper = _open(desk)
    return redirect(desk.url, 303) if paper is None else papers.show_check(paper)


@bp.post(f"{_PREFIX}/inleveren")
@allow(Permission.LEARN)
def hand_in(course: str, module: str, lesson: str) -> str | Response | tuple[str, int]:
    """Mark the test.

    Questions without an answer come first; a question that this release lost is left out.
    """
    desk = _desk(course, module, lesson)
    paper = _open(desk)
    ref, missing = papers.hand_in(paper, desk.place, desk.reader, desk.url)
    if paper is not None and missing:
        return papers.show_missing(paper, missing)
    return redirect(f"{desk.url}/uitslag/{ref}", 303)


@bp.get(f"{_PREFIX}/uitslag/<ref>")
@allow(Permission.LEARN)
def show_result(course: str, module: str, lesson: str, ref: str) -> str:
    """How a test went.

    Own answers are explained; the key of what was missed stays for the next try.
    """
    desk = _desk(course, module, lesson)
    rows = sittings.sitting_result(desk.place.enrolment_id, ref)
    if rows is None:
        abort(404)
    mastery = _mastery(desk)
    mastered = desk.lesson.slug in desk.state.done
    right = sum(row.score.is_right for row in rows)
    page = TestResultPage(
        frame=frame(desk),
        right=right,
        asked=len(rows),
        passed=passes(desk.state.module.mastery, right, len(rows)) if rows else False,
        mastered=mastered,
        share=mastery.share,
        missing_keys=_labels(desk, mastery),
        results=[
            QuestionResult(
                view=_told(desk, item, row.answer.response, row.score, full=mastered),
                refutation=_refutation(item, row),
                reread=[] if row.score.is_right else _pages_on(desk, item),
            )
            for row in rows
            if (item := desk.lesson.item(row.item)) is not None
        ],
        again_url=f"{desk.url}/begin",
        sat=str(sittings.times_sat(desk.place)),
    )
    return render_template("learn/test_result.html", page=page)


def _desk(course: str, module: str, lesson: str) -> Desk:
    desk = open_desk(course, module, lesson)
    if desk is None or desk.lesson.kind is not LessonKind.TEST:
        abort(404)
    return desk


def _open(desk: Desk) -> Paper | None:
    sitting = sittings.open_sitting(desk.place)
    return _paper(desk, sitting) if sitting else None


def _paper(desk: Desk, sitting: OpenSitting) -> Paper:
    around = frame(desk)
    return Paper(
        sitting=sitting,
        items={item.key: item for item in desk.lesson.items},
        prints={item.key: _print(desk.place, item.key) for item in desk.lesson.items},
        values=desk.values,
        url=desk.url,
        name=f"Toets module {around.number}",
        crumbs=around.crumbs,
        beside=outline_beside(around),
    )


def _print(place: LessonPlace, key: str) -> str:
    return releases.item_print(place.release, place.module, place.lesson, key)


def _draw(desk: Desk) -> tuple[str, ...]:
    """The questions of the next sitting.

    The seed is the person and how often they sat, so a retry differs.
    """
    marked = sittings.marked_in_tests(desk.place.enrolment_id, desk.place.module)
    bank = items_for(desk.outline, desk.reader)
    seed = f"{desk.study.actor.ref} {desk.place.module} {len({row.sitting for row in marked})}"
    return draw(bank, desk.outline.draw, marked, seed)


def _mastery(desk: Desk) -> Mastery:
    keys = [item.key for item in items_for(desk.outline, desk.reader) if item.key_item]
    marked = sittings.marked_in_tests(desk.place.enrolment_id, desk.place.module)
    return mastery_of(desk.state.module.mastery, keys, marked)


def _labels(desk: Desk, mastery: Mastery) -> list[str]:
    """The key questions that were never right yet, in words; nothing before the first test."""
    if mastery.best is None:
        return []
    return [item.label for item in desk.outline.items if item.key in mastery.missing_keys]


def _told(
    desk: Desk, item: Item, response: responses.Response, score: Score, *, full: bool
) -> ItemView:
    view = told_view(item, response, score, desk.values, full=full)
    return replace(view, clauses=clause_links(desk.study.course, item))


def _pages_on(desk: Desk, item: Item) -> list[Link]:
    """The pages of this module that work on the same goal as an item."""
    return [
        Link(lesson.title, lesson_url(desk.study.course.slug, desk.place.module, lesson.slug))
        for lesson in desk.state.lessons
        if lesson.kind is LessonKind.PAGE
        and item.goal
        and any(one.goal == item.goal for one in lesson.items)
    ]


def _refutation(item: Item, row: MarkedAnswer) -> Html:
    """What opens the feedback to somebody who was sure and wrong."""
    return item.refutation if row.is_sure and not row.score.is_right else NO_TEXT
