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
from course.web.learn.items import page_view, with_error
from course.web.learn.lessons import kicker_of, render_lesson
from course.web.learn.practising import Practice, practice_after, practice_views
from course.web.learn.study import Desk, about_item, open_desk

GONE = "Deze vraag staat niet meer in uw les."
CHANGED = "Deze vraag is intussen gewijzigd. Kijk uw antwoord na en verstuur het opnieuw."
OTHER_ENDING = "U kwam intussen bij een ander einde uit. Daar horen andere vragen bij."


@bp.post("/<course>/<module>/<lesson>")
@allow(Permission.LEARN)
def answer_item(course: str, module: str, lesson: str) -> Response | tuple[str, int] | str:
    """Mark and save a response, then show it.

    What cannot be marked goes back as it was typed, and costs nothing.
    """
    desk = open_desk(course, module, lesson)
    if desk is None:
        return redirect(url_for("learn.show_module", course=course, module=module), 303)
    if desk.lesson.kind is LessonKind.TEST:
        abort(404)
    item = _item(desk)
    form: Form = {name: request.form.getlist(name) for name in request.form}
    kind = kind_of(item)
    if not drawn.is_about(about_item(desk.place, item.key)):
        return _changed(desk, item, form), 409
    redrawn = kind.adjust(item, form)
    if redrawn is not None:
        return _again(desk, item, redrawn, "")
    response = kind.read(item, form)
    if isinstance(response, NotGradable):
        if desk.lesson.kind is LessonKind.DILEMMA:
            return dilemmas.render_scene(desk, error=said(item, response)), 422
        return _again(desk, item, form, said(item, response), response.field), 422
    transaction.begin(may_write=True)
    recording.answer(
        desk.place,
        desk.reader,
        item,
        response,
        submission=drawn.token(),
        done=desk.study.found.done,
        now=clock.now(),
    )
    transaction.commit()
    if desk.lesson.kind is LessonKind.DILEMMA:
        return redirect(f"{desk.url}?verhaal={item.key}#moment", 303)
    return redirect(f"{desk.url}#item-{item.key}", 303)


@bp.post("/<course>/<module>/<lesson>/opfrissen")
@allow(Permission.LEARN)
def answer_practice(course: str, module: str, lesson: str) -> Response | tuple[str, int]:
    """Mark and keep the answer to a practice question at the end of a story.

    Nothing is projected: it never counts.
    """
    desk = open_desk(course, module, lesson)
    if desk is None:
        return redirect(url_for("learn.show_module", course=course, module=module), 303)
    if desk.lesson.kind is not LessonKind.DILEMMA:
        abort(404)
    at = dilemmas.reached(desk)
    story, practice = f"{desk.url}?verhaal={at.item.key}", practice_after(desk, at.walked)
    item = practice.item(request.form.get("vraag", "")) if practice else None
    if practice is None or item is None:
        raise drawn.NotDrawnHereError(drawn.Why.ELSEWHERE, OTHER_ENDING, story)
    drawn.require_about(about_item(practice.place, item.key), CHANGED, story)
    form: Form = {name: request.form.getlist(name) for name in request.form}
    kind = kind_of(item)
    redrawn = kind.adjust(item, form)
    if redrawn is not None:
        return _practice_again(desk, practice, item, redrawn), 200
    response = kind.read(item, form)
    if isinstance(response, NotGradable):
        return _practice_again(
            desk, practice, item, form, said(item, response), response.field
        ), 422
    token = drawn.token()
    transaction.begin(may_write=True)
    recording.practise(practice.place, item, response, submission=token, now=clock.now())
    transaction.commit()
    return redirect(f"{story}#item-{item.key}", 303)


def _practice_again(
    desk: Desk, practice: Practice, item: Item, form: Form, message: str = "", field: str = ""
) -> str:
    """The story's page with one practice question as it was sent."""
    view = next(view for view in practice_views(practice, desk.url) if view.item.key == item.key)
    return dilemmas.render_scene(desk, replaced=with_error(view, form, message, field))


def _item(desk: Desk) -> Item:
    """The question of the form.

    What was withdrawn, or is for other readers now, takes no answer.
    """
    key = request.form.get("vraag", "")
    if not key:
        abort(422)
    item = desk.lesson.item(key)
    if item is None or not is_for(item, desk.reader):
        raise drawn.NotDrawnHereError(drawn.Why.ELSEWHERE, GONE, desk.url)
    return item


def _changed(desk: Desk, item: Item, form: Form) -> str:
    """The question as it is now, with what was typed to the one before."""
    if desk.lesson.kind is LessonKind.DILEMMA:
        return dilemmas.render_scene(desk, error=CHANGED)
    return _again(desk, item, form, CHANGED)


def _again(desk: Desk, item: Item, form: Form, message: str, field: str = "") -> str:
    place = desk.place
    given = reading.given(place.enrolment_id, place.module, place.lesson)
    view = page_view(
        item,
        [answer for answer in given if answer.item == item.key],
        desk.values,
        kicker_of(desk.lesson, item),
    )
    return render_lesson(desk, with_error(view, form, message, field))
