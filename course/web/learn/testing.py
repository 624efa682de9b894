"""The test of a module: a door, one question per page, a page to check, and a result with feedback per answer."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course import clock
from course.content.text import plain
from course.content.types import NO_TEXT, Html, Item, LessonKind
from course.domain.grading import Score
from course.domain.items import kind_of
from course.domain.mastery import Mastery, draw, mastery_of, passes
from course.domain.progress import items_for
from course.domain.responses import Form, NotGradable
from course.domain.roles import Permission
from course.store import attempting, projecting, session
from course.store.attempting import LastAnswer, OpenSitting
from course.web.access import allow
from course.web.learn import bp
from course.web.learn.answering import submission
from course.web.learn.items import ItemView, blank_view, told_view, with_error
from course.web.learn.pages import TestCheckPage, TestPage, TestQuestionPage, TestResultPage
from course.web.learn.study import Desk, frame, open_desk
from course.web.parts import FieldError, Link, SummaryRow

CONFIDENCE = ("gok", "denk", "zeker")
_PREFIX = "/<course>/<module>/<lesson>"


def render_door(desk: Desk) -> str:
    """What the test asks, how it went so far, and the button to begin or go on."""
    mastery = _mastery(desk)
    sitting = attempting.open_sitting(desk.place)
    size = len(_draw(desk)) if sitting is None else len(sitting.items)
    page = TestPage(
        frame=frame(desk),
        questions=size,
        share=mastery.share,
        needed=-(-mastery.share * size // 100),
        best=mastery.best,
        mastered=desk.lesson.slug in desk.state.done,
        missing_keys=_labels(desk, mastery),
        open_url=_first_open(desk, sitting) if sitting else "",
        begin_label="Begin met de toets" if mastery.best is None else "Maak een nieuwe toets",
    )
    return render_template("learn/test.html", page=page)


@bp.post(f"{_PREFIX}/begin")
@allow(Permission.LEARN)
def begin_test(course: str, module: str, lesson: str) -> Response:
    """Draw the questions of a new test; a test that is open already goes on."""
    desk = _desk(course, module, lesson)
    sitting = attempting.open_sitting(desk.place) or attempting.begin_sitting(desk.place, _draw(desk), clock.now())
    session.commit()
    return redirect(_first_open(desk, sitting), 303)


@bp.get(f"{_PREFIX}/vraag/<int:number>")
@allow(Permission.LEARN)
def show_question(course: str, module: str, lesson: str, number: int) -> str | Response:
    """One question of the open test."""
    desk = _desk(course, module, lesson)
    sitting = attempting.open_sitting(desk.place)
    if sitting is None:
        return redirect(desk.url, 303)
    item = _question(desk, sitting, number)
    last = attempting.answers(sitting.id).get(item.key)
    return _render_question(desk, sitting, number, _view(desk, item, last), last.confidence or "" if last else "")


@bp.post(f"{_PREFIX}/vraag/<int:number>")
@allow(Permission.LEARN)
def answer_question(course: str, module: str, lesson: str, number: int) -> str | Response | tuple[str, int]:
    """Save one answer of the open test as it is given; it can be changed until the test is handed in."""
    desk = _desk(course, module, lesson)
    sitting = attempting.open_sitting(desk.place)
    if sitting is None:
        return redirect(desk.url, 303)
    item = _question(desk, sitting, number)
    form: Form = {name: request.form.getlist(name) for name in request.form}
    confidence = request.form.get("zekerheid", "")
    kind = kind_of(item)
    blank = _view(desk, item, None)
    redrawn = kind.adjust(item, form)
    if redrawn is not None:
        return _render_question(desk, sitting, number, with_error(blank, redrawn, ""), confidence)
    response = kind.read(item, form)
    if isinstance(response, NotGradable):
        view = with_error(blank, form, response.message)
        return _render_question(desk, sitting, number, view, confidence), 422
    known = confidence if confidence in CONFIDENCE else None
    attempting.record_answer(sitting.id, item.key, response, known, submission(), clock.now())
    session.commit()
    answered = attempting.answers(sitting.id)
    left = [n for n, key in enumerate(sitting.items, start=1) if key not in answered]
    after = next((n for n in left if n > number), left[0] if left else None)
    return redirect(_url(desk, "show_question", number=after) if after else _url(desk, "check_test"), 303)


@bp.get(f"{_PREFIX}/controle")
@allow(Permission.LEARN)
def check_test(course: str, module: str, lesson: str) -> str | Response:
    """Every question with the answer that counts, before handing in."""
    desk = _desk(course, module, lesson)
    sitting = attempting.open_sitting(desk.place)
    if sitting is None:
        return redirect(desk.url, 303)
    return _render_check(desk, sitting, [])


@bp.post(f"{_PREFIX}/inleveren")
@allow(Permission.LEARN)
def hand_in(course: str, module: str, lesson: str) -> str | Response | tuple[str, int]:
    """Mark the test. Questions without an answer come first; a question that this release lost is left out."""
    desk = _desk(course, module, lesson)
    sitting = attempting.open_sitting(desk.place)
    if sitting is None:
        return redirect(desk.url, 303)
    answered = attempting.answers(sitting.id)
    open_numbers = [n for n, key in enumerate(sitting.items, start=1) if key not in answered and desk.lesson.item(key)]
    if open_numbers:
        errors = [FieldError(f"vraag-{n}", f"Beantwoord vraag {n} nog.") for n in open_numbers]
        return _render_check(desk, sitting, errors), 422
    marked = [
        (key, answered[key], kind_of(item).grade(item, answered[key].response))
        for key in sitting.items
        if (item := desk.lesson.item(key)) is not None
    ]
    now, place = clock.now(), desk.place
    if attempting.hand_in(place, sitting, marked, now):
        projecting.project_lesson(place.enrolment_id, place.release, (place.module, place.lesson), desk.reader, now)
    session.commit()
    return redirect(_url(desk, "show_result", ref=sitting.ref), 303)


@bp.get(f"{_PREFIX}/uitslag/<ref>")
@allow(Permission.LEARN)
def show_result(course: str, module: str, lesson: str, ref: str) -> str:
    """How a test went. Own answers are explained; the key of what was missed stays for the next try."""
    desk = _desk(course, module, lesson)
    rows = attempting.sitting_result(desk.place.enrolment_id, ref)
    if rows is None:
        abort(404)
    mastery = _mastery(desk)
    mastered = desk.lesson.slug in desk.state.done
    right = sum(score.is_right for _, _, score, _ in rows)
    page = TestResultPage(
        frame=frame(desk),
        right=right,
        asked=len(rows),
        passed=passes(desk.state.module.mastery, right, len(rows)) if rows else False,
        mastered=mastered,
        share=mastery.share,
        missing_keys=_labels(desk, mastery),
        views=[
            (told_view(item, response, score, desk.values, full=mastered), _refutation(item, score, confidence))
            for key, response, score, confidence in rows
            if (item := desk.lesson.item(key)) is not None
        ],
        again_url=_url(desk, "begin_test"),
    )
    return render_template("learn/test_result.html", page=page)


def _desk(course: str, module: str, lesson: str) -> Desk:
    desk = open_desk(course, module, lesson)
    if desk is None or desk.lesson.kind is not LessonKind.TEST:
        abort(404)
    return desk


def _url(desk: Desk, view: str, **values: Any) -> str:
    place = desk.place
    address: str = url_for(
        f"learn.{view}", course=desk.study.course.slug, module=place.module, lesson=place.lesson, **values
    )
    return address


def _draw(desk: Desk) -> tuple[str, ...]:
    """The questions of the next sitting. The seed is the person and how often they sat, so a retry differs."""
    marked = attempting.marked_in_tests(desk.place.enrolment_id, desk.place.module)
    bank = items_for(desk.outline, desk.reader)
    goals = {item.key: item.goal for item in bank}
    missed = {goal for row in marked if not row.is_right and (goal := goals.get(row.item))}
    seed = f"{desk.study.actor.ref} {desk.place.module} {len({row.sitting for row in marked})}"
    return draw(bank, desk.outline.draw, {row.item for row in marked}, missed, seed)


def _mastery(desk: Desk) -> Mastery:
    keys = [item.key for item in items_for(desk.outline, desk.reader) if item.key_item]
    marked = attempting.marked_in_tests(desk.place.enrolment_id, desk.place.module)
    return mastery_of(desk.state.module.mastery, keys, marked)


def _labels(desk: Desk, mastery: Mastery) -> list[str]:
    """The key questions that were never right yet, in words; nothing before the first test."""
    if mastery.best is None:
        return []
    return [item.label for item in desk.outline.items if item.key in mastery.missing_keys]


def _question(desk: Desk, sitting: OpenSitting, number: int) -> Item:
    item = desk.lesson.item(sitting.items[number - 1]) if 1 <= number <= len(sitting.items) else None
    if item is None:
        abort(404)
    return item


def _first_open(desk: Desk, sitting: OpenSitting) -> str:
    """Where to go on: the first question without an answer, or the page to check."""
    answered = attempting.answers(sitting.id)
    left = [n for n, key in enumerate(sitting.items, start=1) if key not in answered]
    return _url(desk, "show_question", number=left[0]) if left else _url(desk, "check_test")


def _view(desk: Desk, item: Item, last: LastAnswer | None) -> ItemView:
    blank = blank_view(item, desk.values, button="Bewaar mijn antwoord en ga verder")
    if last is None:
        return blank
    return with_error(blank, kind_of(item).fields(item, last.response), "")


def _render_question(desk: Desk, sitting: OpenSitting, number: int, view: ItemView, confidence: str) -> str:
    page = TestQuestionPage(
        frame=frame(desk, title=f"Vraag {number} van {len(sitting.items)}"),
        number=number,
        total=len(sitting.items),
        view=view,
        confidence=confidence,
        back=Link(f"Terug naar vraag {number - 1}", _url(desk, "show_question", number=number - 1))
        if number > 1
        else None,
        errors=[FieldError(f"item-{view.item.key}", view.error)] if view.error else [],
    )
    return render_template("learn/test_question.html", page=page)


def _render_check(desk: Desk, sitting: OpenSitting, errors: list[FieldError]) -> str:
    answered = attempting.answers(sitting.id)
    rows = [
        SummaryRow(
            term=f"Vraag {number}: {item.label}",
            text=_words(item, answered[key]) if key in answered else "Nog geen antwoord",
            change_url=_url(desk, "show_question", number=number),
            change_label="Wijzig mijn antwoord" if key in answered else "Geef mijn antwoord",
        )
        for number, key in enumerate(sitting.items, start=1)
        if (item := desk.lesson.item(key)) is not None
    ]
    page = TestCheckPage(frame(desk, title="Kijk uw antwoorden na"), rows, errors, _url(desk, "hand_in"))
    return render_template("learn/test_check.html", page=page)


def _words(item: Item, answer: LastAnswer) -> str:
    """An answer in words, for the page to check."""
    return " · ".join(plain(text) for text in kind_of(item).words(item, answer.response))


def _refutation(item: Item, score: Score, confidence: str | None) -> Html:
    """What opens the feedback to somebody who was sure and wrong."""
    return item.refutation if confidence == "zeker" and not score.is_right else NO_TEXT
