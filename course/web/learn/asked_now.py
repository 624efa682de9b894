"""Whether somebody is measured now: before a module or after it, and how far they are with it."""

from __future__ import annotations

from dataclasses import dataclass

from course.domain.learning.gain import MeasuredPart
from course.domain.learning.measured import MeasuredSoFar, part_due, test_of
from course.domain.learning.progress import ModuleState
from course.store.learning import measuring
from course.store.learning.measuring import DrawnForms
from course.web.learn.around import HOME, lesson_url
from course.web.learn.learner import Learner, OpenLesson
from course.web.page.parts import Link


@dataclass(frozen=True)
class AskedNow:
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
        lesson = self.state.begin
        if self.part is MeasuredPart.AFTER:
            lesson = test_of(self.state) or lesson
        return lesson_url(self.learner.course.slug, self.state.module.slug, lesson.slug)

    @property
    def left(self) -> tuple[str, ...]:
        """The questions that are still to be answered now."""
        if self.drawn is None:
            return ()
        return self.drawn.left(self.part)


def asked_first(opened: OpenLesson) -> str:
    """Where somebody is led before they read this lesson; empty when nothing is asked."""
    learner, state = opened.learner, opened.state
    if not is_measured(learner, state):
        return ""
    test = test_of(state)
    is_test = test is not None and opened.outline.slug == test.slug
    if state.done and not is_test:
        return ""
    asked = asked_now(learner, state)
    if asked is None or (asked.part is MeasuredPart.AFTER and not is_test):
        return ""
    return asked.url


def is_measured(learner: Learner, state: ModuleState) -> bool:
    """Whether the school measures, in a first time through a module that has two forms. A renewal
    measures nothing: what it asks is what is new.
    """
    is_first = learner.found.cycle == 1 and learner.reader.only is None
    return learner.found.measures and is_first and state.module.forms is not None


def asked_now(learner: Learner, state: ModuleState) -> AskedNow | None:
    """What somebody may be asked now in a module; None for nothing."""
    if not is_measured(learner, state):
        return None
    enrolment, slug = learner.found.enrolment_id, state.module.slug
    stands = measuring.standing(enrolment, slug)
    before = after = form_size(state)
    if stands.drawn is not None:
        before = len(stands.drawn.left(MeasuredPart.BEFORE))
        after = len(stands.drawn.left(MeasuredPart.AFTER))
    tested = measuring.has_test(enrolment, slug)
    part = part_due(state, MeasuredSoFar(stands.skipped, before, after, tested))
    if part is None:
        return None
    return AskedNow(learner, state, part, stands.drawn)


def form_size(state: ModuleState) -> int:
    """How many questions each form of a module has."""
    if state.module.forms is None:
        return 0
    return len(state.module.forms.a)


def _url(learner: Learner, state: ModuleState) -> str:
    return f"{HOME}/{learner.course.slug}/{state.module.slug}/meting"
