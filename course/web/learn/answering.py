"""An answer to an item on a page: read, marked, saved once, and shown with what belongs to it."""

from __future__ import annotations

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from course import clock
from course.content.types import LessonKind
from course.domain.learning.progress import is_for
from course.domain.people.roles import Permission
from course.kinds.item import Item
from course.kinds.marking import Form, NotGradable
from course.kinds.registry import kind_of, said
from course.store import transaction
from course.store.learning import reading, recording
from course.web.http import drawn
from course.web.http.access import allow
from course.web.learn import bp, dilemmas
from course.web.learn.going_on import JUST_DONE, finishes
from course.web.learn.items import kicker_of, page_view, with_error
from course.web.learn.learner import OpenLesson, about_item, open_lesson
from course.web.learn.lessons import render_lesson
from course.web.learn.practising import Practice, practice_after, practice_views
from course.web.page.query import address

GONE = "Deze vraag staat niet meer in uw les."
CHANGED = "Deze vraag is intussen gewijzigd. Kijk uw antwoord na en verstuur het opnieuw."
OTHER_ENDING = "U kwam intussen bij een ander einde uit. Daar horen andere vragen bij."


@bp.post("/<course>/<module>/<lesson>")
@allow(Permission.LEARN)
def answer_item(course: str, module: str, lesson: str) -> Response | tuple[str, int] | str:
    """Mark and save a response, then show it.

    What cannot be marked goes back as it was typed, and costs nothing.
    """
    opened = open_lesson(course, module, lesson)
    if opened is None:
        return redirect(url_for("learn.show_module", course=course, module=module), 303)
    if opened.lesson.kind is LessonKind.TEST:
        abort(404)
    item = _item(opened)
    form: Form = request.form.to_dict(flat=False)
    kind = kind_of(item)
    if not drawn.is_about(about_item(opened.place, item.key)):
        return _changed(opened, item, form), 409
    redrawn = kind.adjust(item, form)
    if redrawn is not None:
        return _again(opened, item, redrawn, "")
    response = kind.read(item, form)
    if isinstance(response, NotGradable):
        if opened.lesson.kind is LessonKind.DILEMMA:
            return dilemmas.render_scene(opened, error=said(item, response)), 422
        return _again(opened, item, form, said(item, response), response.field), 422
    transaction.begin(may_write=True)
    recorded = recording.answer(
        opened.place,
        opened.reader,
        item,
        response,
        submission=drawn.token(),
        done=opened.learner.found.done,
        now=clock.now(),
    )
    transaction.commit()
    return redirect(_back_to(opened, item, finishes(opened, recorded.done)), 303)


@bp.post("/<course>/<module>/<lesson>/opfrissen")
@allow(Permission.LEARN)
def answer_practice(course: str, module: str, lesson: str) -> Response | tuple[str, int]:
    """Mark and keep the answer to a practice question at the end of a story. It counts for nothing
    but that somebody began.
    """
    opened = open_lesson(course, module, lesson)
    if opened is None:
        return redirect(url_for("learn.show_module", course=course, module=module), 303)
    if opened.lesson.kind is not LessonKind.DILEMMA:
        abort(404)
    at = dilemmas.reached(opened)
    story, practice = f"{opened.url}?verhaal={at.item.key}", practice_after(opened, at.walked)
    item = practice.item(request.form.get("vraag", "")) if practice else None
    if practice is None or item is None:
        raise drawn.NotDrawnHereError(drawn.Why.ELSEWHERE, OTHER_ENDING, story)
    drawn.require_about(about_item(practice.place, item.key), CHANGED, story)
    form: Form = request.form.to_dict(flat=False)
    kind = kind_of(item)
    redrawn = kind.adjust(item, form)
    if redrawn is not None:
        return _practice_again(opened, practice, item, redrawn), 200
    response = kind.read(item, form)
    if isinstance(response, NotGradable):
        return _practice_again(
            opened, practice, item, form, said(item, response), response.field
        ), 422
    token = drawn.token()
    transaction.begin(may_write=True)
    done, now = opened.learner.found.done, clock.now()
    recording.answer(
        practice.place, opened.reader, item, response, submission=token, done=done, now=now
    )
    transaction.commit()
    return redirect(f"{story}#item-{item.key}", 303)


def _back_to(opened: OpenLesson, item: Item, is_finished: bool) -> str:
    """Where somebody reads what became of an answer; the address says when it finished a module."""
    query = {JUST_DONE: "ja"} if is_finished else {}
    if opened.lesson.kind is LessonKind.DILEMMA:
        return f"{address(opened.url, {'verhaal': item.key} | query)}#moment"
    return f"{address(opened.url, query)}#item-{item.key}"


def _practice_again(
    opened: OpenLesson,
    practice: Practice,
    item: Item,
    form: Form,
    message: str = "",
    field: str = "",
) -> str:
    """The story's page with one practice question as it was sent."""
    view = next(view for view in practice_views(practice, opened.url) if view.item.key == item.key)
    return dilemmas.render_scene(opened, replaced=with_error(view, form, message, field))


def _item(opened: OpenLesson) -> Item:
    """The question of the form.

    What was withdrawn, or is for other readers now, takes no answer.
    """
    key = request.form.get("vraag", "")
    if not key:
        abort(422)
    item = opened.lesson.item(key)
    if item is None or not is_for(item, opened.reader):
        raise drawn.NotDrawnHereError(drawn.Why.ELSEWHERE, GONE, opened.url)
    return item


def _changed(opened: OpenLesson, item: Item, form: Form) -> str:
    """The question as it is now, with what was typed to the one before."""
    if opened.lesson.kind is LessonKind.DILEMMA:
        return dilemmas.render_scene(opened, error=CHANGED)
    return _again(opened, item, form, CHANGED)


def _again(opened: OpenLesson, item: Item, form: Form, message: str, field: str = "") -> str:
    place = opened.place
    given = reading.given(place.enrolment_id, place.module, place.lesson)
    view = page_view(
        item,
        [answer for answer in given if answer.item == item.key],
        opened.values,
        kicker_of(opened.lesson, item),
    )
    return render_lesson(opened, with_error(view, form, message, field))
