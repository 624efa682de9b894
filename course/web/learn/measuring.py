"""What a school that measures asks before a module and after it: a door, a few questions, no mark.

Before a module that was not begun, and once more before its test: then all was taught, and no
question was explained yet. One press skips it, for good in this module.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course import clock
from course.content.slugs import by_slug
from course.domain.learning.gain import SMALLEST, MeasuredPart
from course.domain.learning.measured import minutes_for
from course.domain.learning.progress import ModuleState
from course.domain.people.roles import Permission
from course.kinds.item import Item
from course.kinds.marking import Form, NotGradable, Score
from course.kinds.registry import kind_of, said
from course.store import transaction
from course.store.courses import releases
from course.store.learning import measuring
from course.store.learning.measuring import DrawnForms, Whom
from course.store.learning.places import LessonPlace
from course.store.people import words
from course.web.http import drawn
from course.web.http.access import allow
from course.web.learn import bp
from course.web.learn.around import HOME
from course.web.learn.asked_now import AskedNow, asked_now, form_size
from course.web.learn.items import ItemView, blank_view, with_error
from course.web.learn.learner import Learner, find_learner
from course.web.page.answering import or_404
from course.web.page.frame import tell
from course.web.page.parts import FieldError, Link

BUTTON = "Bewaar mijn antwoord en ga verder"
OTHER = "Deze vraag was al beantwoord, of de meting is klaar."
DONE = {
    MeasuredPart.BEFORE: "Dank u wel. Nu begint de module.",
    MeasuredPart.AFTER: "Dank u wel. Dit was de meting. Nu komt de toets.",
}
_PREFIX = "/<course>/<module>/meting"


@dataclass(frozen=True)
class MeasuringDoor:
    """What it is for and who sees what, and the buttons to begin or to skip it."""

    crumbs: tuple[Link, ...]
    module: str
    is_after: bool
    questions: int
    minutes: int
    smallest: int  # people in a figure
    begin_url: str
    skip_url: str


@dataclass(frozen=True)
class MeasuringQuestion:
    """One question of a form."""

    crumbs: tuple[Link, ...]
    number: int
    total: int
    view: ItemView
    skip_url: str
    errors: list[FieldError]


@bp.get(_PREFIX)
@allow(Permission.LEARN)
def show_measuring(course: str, module: str) -> str | Response:
    """What it is for, and who sees what."""
    learner = _learner(course)
    asked = asked_now(learner, learner.module(module))
    if asked is None:
        return _to_module(course, module)
    questions = len(asked.left) or form_size(asked.state)
    page = MeasuringDoor(
        crumbs=asked.crumbs,
        module=asked.state.module.title,
        is_after=asked.part is MeasuredPart.AFTER,
        questions=questions,
        minutes=minutes_for(questions),
        smallest=SMALLEST,
        begin_url=f"{asked.url}/begin",
        skip_url=f"{asked.url}/overslaan",
    )
    return render_template("learn/measuring.html", page=page)


@bp.post(f"{_PREFIX}/begin")
@allow(Permission.LEARN)
def begin_measuring(course: str, module: str) -> Response:
    """Draw who gets which form first; who began already goes on."""
    learner = _learner(course)
    asked = asked_now(learner, learner.module(module))
    if asked is None:
        return _to_module(course, module)
    found, forms = asked.learner.found, asked.state.module.forms
    if asked.drawn is None:
        if found.school_id is None or forms is None:
            abort(404)
        place = LessonPlace(found.enrolment_id, found.release, module, "", found.followed)
        whom = Whom(found.audience, found.school_id)
        transaction.begin(may_write=True)
        measuring.draw(place, course, whom, forms, clock.now())
        transaction.commit()
    return redirect(f"{asked.url}/vraag", 303)


@bp.get(f"{_PREFIX}/vraag")
@allow(Permission.LEARN)
def show_measuring_question(course: str, module: str) -> str | Response:
    """The next question without an answer."""
    learner = _learner(course)
    asked = asked_now(learner, learner.module(module))
    if asked is None:
        return _to_module(course, module)
    if not asked.left:
        return redirect(asked.url, 303)
    return _page(asked, _view(asked, _item(asked, asked.left[0])))


@bp.post(f"{_PREFIX}/vraag")
@allow(Permission.LEARN)
def answer_measuring_question(course: str, module: str) -> str | Response | tuple[str, int]:
    """Mark one answer, and keep its points. The same form again is the same answer."""
    learner = _learner(course)
    before = _answered_before(learner, learner.module(module))
    if before is not None:
        onward = before.onward
        if before.left:
            onward = f"{before.url}/vraag"
        return redirect(onward, 303)
    asked = asked_now(learner, learner.module(module))
    if asked is None or asked.drawn is None or not asked.left:
        raise drawn.NotDrawnHereError(drawn.Why.ELSEWHERE, OTHER, f"{HOME}/{course}/{module}")
    drawn.require_about(_about(asked, asked.left[0]), OTHER, f"{asked.url}/vraag")
    item = _item(asked, asked.left[0])
    form: Form = request.form.to_dict(flat=False)
    redrawn = kind_of(item).adjust(item, form)
    if redrawn is not None:
        return _page(asked, with_error(_view(asked, item), redrawn, ""))
    response = kind_of(item).read(item, form)
    if isinstance(response, NotGradable):
        return _page(asked, with_error(_view(asked, item), form, said(item, response))), 422
    return _keep(asked, asked.drawn, item, kind_of(item).grade(item, response))


def _keep(asked: AskedNow, of: DrawnForms, item: Item, score: Score) -> Response:
    """Keep the points, and lead on to the next question or to the module."""
    transaction.begin(may_write=True)
    measuring.answer(of, asked.part, (item.key, item.goal or ""), score, clock.now())
    transaction.commit()
    if len(asked.left) > 1:
        return redirect(f"{asked.url}/vraag", 303)
    tell(DONE[asked.part])
    return redirect(asked.onward, 303)


@bp.post(f"{_PREFIX}/overslaan")
@allow(Permission.LEARN)
def skip_measuring(course: str, module: str) -> Response:
    """Somebody wants none of it, or no more: never asked again in this module."""
    learner = _learner(course)
    state = learner.module(module)
    asked = asked_now(learner, state)
    if asked is None:  # pressed twice
        part = MeasuredPart.BEFORE
        if state.done:
            part = MeasuredPart.AFTER
        return redirect(AskedNow(learner, state, part, None).onward, 303)
    transaction.begin(may_write=True)
    measuring.skip(learner.found.enrolment_id, module, clock.now())
    transaction.commit()
    return redirect(asked.onward, 303)


def _learner(course: str) -> Learner:
    return or_404(find_learner(course))


def _to_module(course: str, module: str) -> Response:
    """Nothing is asked here now."""
    return redirect(url_for("learn.show_module", course=course, module=module), 303)


def _answered_before(learner: Learner, state: ModuleState) -> AskedNow | None:
    """For a form that arrives again: what its question was part of; None for any other form."""
    stands = measuring.standing(learner.found.enrolment_id, state.module.slug)
    if stands.drawn is None:
        return None
    for part, key in stands.drawn.answered:
        was = AskedNow(learner, state, part, stands.drawn)
        if drawn.is_about(_about(was, key)):
            return was
    return None


def _item(asked: AskedNow, key: str) -> Item:
    """A question of the release in which somebody began."""
    if asked.drawn is None:
        raise LookupError(f"no question {key} was drawn")
    release, slug = asked.drawn.release, asked.state.module.slug
    for lesson in by_slug(releases.outline(release).modules)[slug].lessons:
        content = releases.lesson(release, slug, lesson.slug)
        if content is None:
            continue
        item = content.item(key)
        if item is not None:
            return item
    raise LookupError(f"no question {key} in release {release}")


def _about(asked: AskedNow, key: str) -> str:
    """What the form of a question is about: whose it is, when it is asked, and which one."""
    return f"{asked.learner.found.enrolment_id} {asked.part.value} {key}"


def _view(asked: AskedNow, item: Item) -> ItemView:
    values = words.values_of(asked.learner.found.school_id)
    return blank_view(item, values, button=BUTTON)


def _page(asked: AskedNow, view: ItemView) -> str:
    where = f"{asked.url}/vraag"
    view = replace(view, submission=drawn.stamp(where, _about(asked, view.item.key)))
    total = 0
    if asked.drawn is not None:
        total = len(asked.drawn.asked[asked.part])
    page = MeasuringQuestion(
        crumbs=asked.crumbs,
        number=total - len(asked.left) + 1,
        total=total,
        view=view,
        skip_url=f"{asked.url}/overslaan",
        errors=view.errors,
    )
    return render_template("learn/measuring_question.html", page=page)
