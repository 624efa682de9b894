"""One person in one course, found once per request: what every learner's page starts from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from course import clock
from course.content.outline import CourseOutline, LessonOutline
from course.content.slugs import with_slug
from course.content.types import Lesson
from course.domain.learning.progress import (
    LessonKey,
    ModuleState,
    Reader,
    next_lesson,
)
from course.domain.people.roles import Actor
from course.store import transaction
from course.store.courses import releases
from course.store.learning import reading, recording
from course.store.learning.places import LessonPlace
from course.store.learning.reading import Learning
from course.store.people import conduct, words
from course.store.people.conduct import Conduct
from course.text import variables
from course.web.http import drawn
from course.web.http.access import current_person
from course.web.learn.around import frame_of, lesson_url
from course.web.learn.drawn import states
from course.web.learn.pages import LessonFrame
from course.web.page.answering import or_404
from course.web.school.wording import version_words

CODE_VERSION = (
    "versie_gedragscode"  # known without asking, once a school adopted a code of conduct here
)


@dataclass(frozen=True)
class Learner:
    """Somebody in a course: the enrolment with its release, and the state of every module."""

    actor: Actor
    found: Learning
    course: CourseOutline
    reader: Reader
    states: tuple[ModuleState, ...]

    def module(self, slug: str) -> ModuleState:
        """The state of a module; 404 when this release has none of that name."""
        return or_404({state.module.slug: state for state in self.states}.get(slug))

    def number(self, slug: str) -> int:
        """The place of a module in the course, from 1."""
        return next(n for n, state in enumerate(self.states, start=1) if state.module.slug == slug)

    def next(self) -> LessonKey | None:
        """Where to go on in this course."""
        return next_lesson(self.states, self.found.at)


@dataclass(frozen=True)
class OpenLesson:
    """A lesson that somebody may see now, in the words of their school."""

    learner: Learner
    state: ModuleState
    outline: LessonOutline
    lesson: Lesson
    values: dict[str, str]  # the school's words; empty when the page uses none
    # the code of conduct that holds at the school; None also when the page quotes none
    conduct: Conduct | None
    finishes: bool = False  # opening it just now was the last thing that its module asked

    @cached_property
    def place(self) -> LessonPlace:
        """Where what is done here is recorded."""
        found = self.learner.found
        return LessonPlace(
            found.enrolment_id,
            found.release,
            self.state.module.slug,
            self.lesson.slug,
            found.followed,
        )

    @cached_property
    def reader(self) -> Reader:
        """The reader, with the words their school filled in."""
        return reading.reader(self.learner.found, self.values)

    @property
    def url(self) -> str:
        """The address of this lesson."""
        return lesson_url(self.learner.course.slug, self.place.module, self.lesson.slug)


def about_item(place: LessonPlace, key: str) -> str:
    """What a form with one item is about: whose course this is in, and the item as it stands in
    their release.
    """
    return (
        f"{place.enrolment_id} {key} "
        f"{releases.item_print(place.release, place.module, place.lesson, key)}"
    )


def item_stamp(place: LessonPlace, key: str, action: str) -> str:
    """What a form with one item says of itself."""
    return drawn.stamp(action, about_item(place, key))


def find_learner(course: str) -> Learner | None:
    """The signed-in person in this course; None when they are not enrolled."""
    actor = current_person()
    found = reading.learning(actor.id, course, clock.today())
    if found is None:
        return None
    return learner_of(actor, found)


def learner_of(actor: Actor, found: Learning) -> Learner:
    """Who follows a course, from an enrolment that was found already."""
    outline = releases.outline(found.release)
    reader = reading.reader(found)
    return Learner(actor, found, outline, reader, states(found.release, found.done, reader))


def open_lesson(course: str, module: str, lesson: str) -> OpenLesson | None:
    """A lesson of somebody's own course.

    None while its module is locked; 404 when it is not there for this reader.
    """
    learner = or_404(find_learner(course))
    state = learner.module(module)
    outline = or_404(with_slug(state.lessons, lesson))
    if state.locked:
        return None
    return opened_lesson(learner, state, outline)


def opened_lesson(learner: Learner, state: ModuleState, outline: LessonOutline) -> OpenLesson:
    """A lesson of an open module, with the words of the reader's school in it."""
    content = or_404(releases.lesson(learner.found.release, state.module.slug, outline.slug))
    asked = chain.from_iterable(item.requires for item in outline.items)
    names = {*content.variables, *asked}
    holds: Conduct | None = None
    if content.clauses or CODE_VERSION in names:
        holds, values = conduct.in_force_with_words(learner.found.school_id, clock.today())
    else:
        values = words.values_of(learner.found.school_id) if names else {}
    if holds is not None:
        values.setdefault(CODE_VERSION, version_words(holds))
    if content.variables:
        content = variables.fill_in(content, values)
    return OpenLesson(learner, state, outline, content, values, holds)


def note_visit(opened: OpenLesson) -> OpenLesson:
    """Remember where somebody is, the first time they open a lesson after another; reading goes on
    when that fails.
    """
    learner, place = opened.learner, opened.place
    if learner.found.at == place.at:
        return opened
    now = clock.now()
    visited = transaction.beside("visit", lambda: recording.visit(place, opened.reader, now))
    if visited is None:
        return opened
    found = replace(learner.found, at=place.at, done=visited.done)
    fresh = learner_of(learner.actor, found)
    state = fresh.module(place.module)
    finishes = state.is_complete and not opened.state.is_complete
    return replace(opened, learner=fresh, state=state, finishes=finishes)


def frame(opened: OpenLesson, *, title: str = "") -> LessonFrame:
    """What stands around a lesson."""
    learner, place = opened.learner, opened.place
    found = frame_of(place.release, place.module, place.lesson, opened.state.done, learner.reader)
    return replace(found, title=title) if title else found
