"""One person in one course, found once per request: what every learner's page starts from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from flask import abort

from course import clock
from course.content.outline import CourseOutline, LessonOutline
from course.content.types import Lesson, LessonKind
from course.domain.learning.progress import (
    LessonKey,
    ModuleState,
    Reader,
    lessons_for,
    module_states,
    neighbours,
    next_lesson,
)
from course.domain.people.roles import Actor
from course.kinds.item import Item
from course.store import transaction
from course.store.courses import releases
from course.store.learning import projecting, reading
from course.store.learning.reading import Learning
from course.store.learning.recording import Place, record_visit
from course.store.people import conduct, words
from course.store.people.conduct import Conduct
from course.text import variables
from course.web.http import drawn
from course.web.http.access import current_person
from course.web.learn.pages import LessonFrame
from course.web.page.parts import Link, OutlineEntry, Source
from course.web.school.clauses import URL, version_words

# addresses are written, not asked of the router: a page has twenty of them, all of this shape
HOME = "/leren"
CODE_VERSION = (
    "versie_gedragscode"  # known without asking, once a school adopted a code of conduct here
)
REMEMBERED = 1024  # of what costs some kilobytes each
GO_ON = {
    LessonKind.TEST: "Ga naar de toets",
    LessonKind.DILEMMA: "Ga naar het dilemma",
    LessonKind.EXERCISE: "Ga naar de oefening",
    LessonKind.PLAN: "Maak uw als-dan-plan",
    LessonKind.SHEET: "Bekijk het lesidee voor uw klas",
}


@dataclass(frozen=True)
class Study:
    """An enrolment with its release, the reader, and the state of every module."""

    actor: Actor
    found: Learning
    course: CourseOutline
    reader: Reader
    states: tuple[ModuleState, ...]

    def module(self, slug: str) -> ModuleState:
        """The state of a module; 404 when this release has none of that name."""
        found = next((state for state in self.states if state.module.slug == slug), None)
        if found is None:
            abort(404)
        return found

    def number(self, slug: str) -> int:
        """The place of a module in the course, from 1."""
        return next(n for n, state in enumerate(self.states, start=1) if state.module.slug == slug)

    def next(self) -> LessonKey | None:
        """Where to go on in this course."""
        return next_lesson(self.states, self.found.at)


@dataclass(frozen=True)
class Desk:
    """One lesson on somebody's desk."""

    study: Study
    state: ModuleState
    outline: LessonOutline
    lesson: Lesson
    values: dict[str, str]  # the school's words; empty when the page uses none
    conduct: (
        Conduct | None
    )  # the code of conduct that holds at the school; None also when the page quotes none

    @property
    def place(self) -> Place:
        """Where what is done here is recorded."""
        found = self.study.found
        return Place(found.enrolment_id, found.release, self.state.module.slug, self.lesson.slug)

    @property
    def reader(self) -> Reader:
        """The reader, with the words their school filled in."""
        return reading.reader(self.study.found, self.study.actor.audience, self.values)

    @property
    def url(self) -> str:
        """The address of this lesson."""
        return lesson_url(self.study.course.slug, self.place.module, self.lesson.slug)


def lesson_url(course: str, module: str, lesson: str) -> str:
    """The address of a lesson."""
    return f"{HOME}/{course}/{module}/{lesson}"


def about_item(place: Place, key: str) -> str:
    """What a form with one item is about: whose course this is in, and the item as it stands in
    their release.
    """
    return (
        f"{place.enrolment_id} {key} "
        f"{releases.item_print(place.release, place.module, place.lesson, key)}"
    )


def item_stamp(place: Place, key: str, action: str) -> str:
    """What a form with one item says of itself."""
    return drawn.stamp(action, about_item(place, key))


def find_study(course: str) -> Study | None:
    """The signed-in person in this course; None when they are not enrolled."""
    actor = current_person()
    found = reading.learning(actor.id, course, clock.today())
    if found is None:
        return None
    return study_of(actor, found)


def study_of(actor: Actor, found: Learning) -> Study:
    """The study of an enrolment that was found already."""
    outline = releases.outline(found.release)
    reader = reading.reader(found, actor.audience)
    return Study(actor, found, outline, reader, _states(found.release, found.done, reader))


def open_desk(course: str, module: str, lesson: str) -> Desk | None:
    """A lesson of somebody's own course.

    None while its module is locked; 404 when it is not there for this reader.
    """
    study = find_study(course)
    if study is None:
        abort(404)
    state = study.module(module)
    outline = next((one for one in state.lessons if one.slug == lesson), None)
    if outline is None:
        abort(404)
    return None if state.locked else desk_of(study, state, outline)


def desk_of(study: Study, state: ModuleState, outline: LessonOutline) -> Desk:
    """A lesson of an open module, with the words of the reader's school in it."""
    content = releases.lesson(study.found.release, state.module.slug, outline.slug)
    if content is None:
        abort(404)
    names = {*content.variables, *(name for item in outline.items for name in item.requires)}
    holds: Conduct | None = None
    if content.clauses or CODE_VERSION in names:
        holds, values = conduct.in_force_with_words(study.found.school_id, clock.today())
    else:
        values = words.values_of(study.found.school_id) if names else {}
    if holds is not None:
        values.setdefault(CODE_VERSION, version_words(holds))
    if content.variables:
        content = variables.fill_in(content, values)
    return Desk(study, state, outline, content, values, holds)


def clause_links(course: CourseOutline, item: Item) -> tuple[Link, ...]:
    """Where the clauses of an item stand in the code of conduct of the reader's school."""
    return tuple(
        Link(clause.title, f"{URL}#{clause.key}")
        for clause in course.clauses
        if clause.key in item.clauses
    )


def note_visit(desk: Desk) -> Desk:
    """Remember where somebody is, the first time they open a lesson after another; reading goes on
    when that fails.
    """
    study, place = desk.study, desk.place
    if study.found.at == (place.module, place.lesson):
        return desk
    outcome = transaction.beside("visit", lambda: _visited(desk))
    if outcome is None:
        return desk
    found = replace(study.found, at=(place.module, place.lesson), done=outcome.done)
    fresh = study_of(study.actor, found)
    return replace(desk, study=fresh, state=fresh.module(place.module))


def _visited(desk: Desk) -> projecting.Outcome:
    place, now = desk.place, clock.now()
    record_visit(place, now)
    at = (place.module, place.lesson)
    return projecting.project_lesson(place.enrolment_id, place.release, at, desk.reader, now)


def frame(desk: Desk, *, title: str = "") -> LessonFrame:
    """What stands around a lesson."""
    study, place = desk.study, desk.place
    found = frame_of(place.release, place.module, place.lesson, desk.state.done, study.reader)
    return replace(found, title=title) if title else found


@lru_cache(maxsize=REMEMBERED)
def frame_of(
    release: str, module_slug: str, slug: str, done: frozenset[str], reader: Reader
) -> LessonFrame:
    """Whoever is as far in a module sees the same around a lesson, so it is made once."""
    course = releases.outline(release)
    number, module = next(
        found for found in enumerate(course.modules, start=1) if found[1].slug == module_slug
    )
    state = ModuleState(module, lessons_for(module, reader), done, locked=False)
    lesson = next(one for one in state.lessons if one.slug == slug)
    before, after = neighbours(state, slug)
    lessons_done, total = state.counted
    module_url = f"{HOME}/{course.slug}/{module.slug}"
    return LessonFrame(
        crumbs=(
            Link("Mijn training", HOME),
            Link(course.title, f"{HOME}/{course.slug}"),
            Link(f"Module {number}: {module.title}", module_url),
        ),
        module=module.title,
        number=number,
        title=lesson.title,
        outline=tuple(
            OutlineEntry(
                label=one.title,
                url=lesson_url(course.slug, module.slug, one.slug),
                done=one.slug in done,
                current=one.slug == slug,
                optional=not one.required,
            )
            for one in state.lessons
        ),
        done=lessons_done,
        total=max(1, total),
        previous=Link("Terug", lesson_url(course.slug, module.slug, before.slug))
        if before
        else None,
        following=(
            Link(go_on_label(after), lesson_url(course.slug, module.slug, after.slug))
            if after
            else Link("Naar het overzicht van deze module", module_url)
        ),
        following_first=slug in done or not lesson.items,
    )


@lru_cache(maxsize=REMEMBERED)
def _states(release: str, done: frozenset[LessonKey], reader: Reader) -> tuple[ModuleState, ...]:
    """Where somebody stands follows from little, and colleagues often stand at the same point."""
    return module_states(releases.outline(release), done, reader)


def go_on_label(lesson: LessonOutline) -> str:
    """What the button to a lesson says."""
    return GO_ON.get(lesson.kind, f"Ga verder met: {lesson.title}")


def sources_of(course: CourseOutline, facts: tuple[str, ...]) -> list[Source]:
    """The sources of these facts, each once, with the numbers of the facts that rest on it."""
    texts = {source.key: source for source in course.sources}
    numbers: dict[str, list[str]] = {}
    for fact in course.facts:
        if fact.key in facts:
            for source in fact.sources:
                numbers.setdefault(source, []).append(fact.key)
    return [
        Source(texts[key].text, texts[key].url or "", ", ".join(rests))
        for key, rests in numbers.items()
        if key in texts
    ]
