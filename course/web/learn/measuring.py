"""What a school that measures asks before a module and after it: a door, a few questions, no mark.

Before a module that was not begun, and once more before its test: then all was taught, and no
question was explained yet. One press skips it, for good in this module.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course import clock
from course.domain.learning.gain import SMALLEST, MeasuredPart
from course.domain.learning.measured import MeasuredSoFar, minutes_for, part_due, test_of
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
from course.web.learn.around import HOME, lesson_url
from course.web.learn.items import ItemView, blank_view, with_error
from course.web.learn.learner import Learner, OpenLesson, find_learner
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


@dataclass(frozen=True)
class _AskedNow:
    """Somebody who is to be measured now: what of, and how far they are with it."""

    learner: Learner
    state: ModuleState
    part: MeasuredPart
    drawn: DrawnForms | None

    @property
    def url(self) -> str:
        """The door."""
        return _url(self.learner, self.state)

    @property
    def crumbs(self) -> tuple[Link, ...]:
        """The way back to the module."""
        course = self.learner.course
        above = f"{HOME}/{course.slug}"
        title = f"Module {self.learner.number(self.state.module.slug)}: {self.state.module.title}"
        module = Link(title, f"{above}/{self.state.module.slug}")
        return Link("Mijn training", HOME), Link(course.title, above), module

    @property
    def onward(self) -> str:
        """Where it leads on to: the module, or its test."""
        lesson = self.state.begin if self.part is MeasuredPart.BEFORE else test_of(self.state)
        slug = lesson.slug if lesson else self.state.begin.slug
        return lesson_url(self.learner.course.slug, self.state.module.slug, slug)

    @property
    def left(self) -> tuple[str, ...]:
        """The questions that are still to be answered now."""
        return self.drawn.left(self.part) if self.drawn else ()


def asked_first(opened: OpenLesson) -> str:
    """Where somebody is led before they read this lesson; empty when nothing is asked."""
    learner, state = opened.learner, opened.state
    if not _is_measured(learner, state):
        return ""
    test = test_of(state)
    is_test = test is not None and opened.outline.slug == test.slug
    if state.done and not is_test:
        return ""
    asked = _asked(learner, state)
    if asked is None or (asked.part is MeasuredPart.AFTER and not is_test):
        return ""
    return asked.url


@bp.get(_PREFIX)
@allow(Permission.LEARN)
def show_measuring(course: str, module: str) -> str | Response:
    """What it is for, and who sees what."""
    learner = _learner(course)
    asked = _asked(learner, learner.module(module))
    if asked is None:
        return _to_module(course, module)
    forms = asked.state.module.forms
    size = len(forms.a) if forms else 0
    page = MeasuringDoor(
        crumbs=asked.crumbs,
        module=asked.state.module.title,
        is_after=asked.part is MeasuredPart.AFTER,
        questions=len(asked.left) or size,
        minutes=minutes_for(len(asked.left) or size),
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
    asked = _asked(learner, learner.module(module))
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
    asked = _asked(learner, learner.module(module))
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
        return redirect(f"{before.url}/vraag" if before.left else before.onward, 303)
    asked = _asked(learner, learner.module(module))
    if asked is None or asked.drawn is None or not asked.left:
        raise drawn.NotDrawnHereError(drawn.Why.ELSEWHERE, OTHER, f"{HOME}/{course}/{module}")
    drawn.require_about(_about(asked, asked.left[0]), OTHER, f"{asked.url}/vraag")
    item = _item(asked, asked.left[0])
    form: Form = {name: request.form.getlist(name) for name in request.form}
    redrawn = kind_of(item).adjust(item, form)
    if redrawn is not None:
        return _page(asked, with_error(_view(asked, item), redrawn, ""))
    response = kind_of(item).read(item, form)
    if isinstance(response, NotGradable):
        return _page(asked, with_error(_view(asked, item), form, said(item, response))), 422
    return _keep(asked, asked.drawn, item, kind_of(item).grade(item, response))


def _keep(asked: _AskedNow, of: DrawnForms, item: Item, score: Score) -> Response:
    """Keep the points, and lead on to the next question or to the module."""
    transaction.begin(may_write=True)
    measuring.answer(of, asked.part, (item.key, item.goal or ""), score, clock.now())
    transaction.commit()
    if len(asked.left) > 1:
        return redirect(f"{asked.url}/vraag", 303)
    flash(DONE[asked.part])
    return redirect(asked.onward, 303)


@bp.post(f"{_PREFIX}/overslaan")
@allow(Permission.LEARN)
def skip_measuring(course: str, module: str) -> Response:
    """Somebody wants none of it, or no more: never asked again in this module."""
    learner = _learner(course)
    state = learner.module(module)
    asked = _asked(learner, state)
    if asked is None:  # pressed twice
        part = MeasuredPart.AFTER if state.done else MeasuredPart.BEFORE
        return redirect(_AskedNow(learner, state, part, None).onward, 303)
    transaction.begin(may_write=True)
    measuring.skip(learner.found.enrolment_id, module, clock.now())
    transaction.commit()
    return redirect(asked.onward, 303)


def _learner(course: str) -> Learner:
    learner = find_learner(course)
    if learner is None:
        abort(404)
    return learner


def _to_module(course: str, module: str) -> Response:
    """Nothing is asked here now."""
    return redirect(url_for("learn.show_module", course=course, module=module), 303)


def _answered_before(learner: Learner, state: ModuleState) -> _AskedNow | None:
    """For a form that arrives again: what its question was part of; None for any other form."""
    stands = measuring.standing(learner.found.enrolment_id, state.module.slug)
    for part, key in stands.drawn.answered if stands.drawn else ():
        was = _AskedNow(learner, state, part, stands.drawn)
        if drawn.is_about(_about(was, key)):
            return was
    return None


def _is_measured(learner: Learner, state: ModuleState) -> bool:
    """Whether the school measures, in a first time through a module that has two forms. A renewal
    measures nothing: what it asks is what is new.
    """
    is_first = learner.found.cycle == 1 and learner.reader.only is None
    return learner.found.measures and is_first and state.module.forms is not None


def _asked(learner: Learner, state: ModuleState) -> _AskedNow | None:
    """What somebody may be asked now in a module; None for nothing."""
    if not _is_measured(learner, state):
        return None
    enrolment, slug = learner.found.enrolment_id, state.module.slug
    stands, forms = measuring.standing(enrolment, slug), state.module.forms
    size = len(forms.a) if forms else 0
    so_far = MeasuredSoFar(
        skipped=stands.skipped,
        left_before=len(stands.drawn.left(MeasuredPart.BEFORE)) if stands.drawn else size,
        left_after=len(stands.drawn.left(MeasuredPart.AFTER)) if stands.drawn else size,
        tested=measuring.has_test(enrolment, slug),
    )
    part = part_due(state, so_far)
    return None if part is None else _AskedNow(learner, state, part, stands.drawn)


def _url(learner: Learner, state: ModuleState) -> str:
    return f"{HOME}/{learner.course.slug}/{state.module.slug}/meting"


def _item(asked: _AskedNow, key: str) -> Item:
    """A question of the release in which somebody began."""
    release = asked.drawn.release if asked.drawn else ""
    module = releases.outline(release).module(asked.state.module.slug)
    for lesson in module.lessons if module else ():
        content = releases.lesson(release, asked.state.module.slug, lesson.slug)
        item = content.item(key) if content else None
        if item is not None:
            return item
    raise LookupError(f"no question {key} in release {release}")


def _about(asked: _AskedNow, key: str) -> str:
    """What the form of a question is about: whose it is, when it is asked, and which one."""
    return f"{asked.learner.found.enrolment_id} {asked.part.value} {key}"


def _view(asked: _AskedNow, item: Item) -> ItemView:
    values = words.values_of(asked.learner.found.school_id)
    return blank_view(item, values, button=BUTTON)


def _page(asked: _AskedNow, view: ItemView) -> str:
    where = f"{asked.url}/vraag"
    view = replace(view, submission=drawn.stamp(where, _about(asked, view.item.key)))
    total = len(asked.drawn.asked[asked.part]) if asked.drawn else 0
    page = MeasuringQuestion(
        crumbs=asked.crumbs,
        number=total - len(asked.left) + 1,
        total=total,
        view=view,
        skip_url=f"{asked.url}/overslaan",
        errors=[FieldError(f"item-{view.item.key}", view.error)] if view.error else [],
    )
    return render_template("learn/measuring_question.html", page=page)
