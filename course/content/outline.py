"""A course without its text: what there is, in which order, and what counts.

Rules and menus need no more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from course.content.forms import Forms, forms_of
from course.content.slugs import with_slug
from course.content.types import (
    Clause,
    ClauseQuote,
    Course,
    EntryItem,
    Fact,
    Goal,
    Lesson,
    LessonKind,
    MasteryRule,
    Module,
    Source,
    Variable,
)
from course.kinds.item import Audience, Item, Sector
from course.kinds.marking import keys_of
from course.text.numbers import half_up
from course.text.plain import NO_TEXT, Html


@dataclass(frozen=True)
class ItemOutline:
    """One item: enough to draw it for a test and to say whether a lesson is done."""

    key: str
    kind: str
    label: str
    graded: bool
    compulsory: bool
    key_item: bool
    requires: tuple[str, ...]
    goal: str | None
    audiences: tuple[Audience, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LessonOutline:
    """One lesson without its blocks."""

    slug: str
    title: str
    kind: LessonKind
    required: bool
    minutes: int  # whole, so that what is left, what is saved and what is gone agree
    draw: int
    sectors: tuple[Sector, ...]
    audiences: tuple[Audience, ...]
    items: tuple[ItemOutline, ...]
    of_school: bool = False  # it shows something of the reader's own school
    left_out: bool = False  # the way of this reader leads past it: a short route, or a renewal


@dataclass(frozen=True, kw_only=True)
class ModuleOutline:
    """One module: its goals, its rule and its lessons in order."""

    slug: str
    title: str
    motto: str
    minutes: int
    goals: tuple[Goal, ...]
    excludes: tuple[str, ...]
    mastery: MasteryRule
    lessons: tuple[LessonOutline, ...]
    opens_after: int = 0
    forms: Forms | None = None  # what is asked before and after it, where a school measures

    def lesson(self, slug: str) -> LessonOutline | None:
        """The lesson with this slug, or None."""
        return with_slug(self.lessons, slug)


@dataclass(frozen=True, kw_only=True)
class CourseOutline:
    """One course, with the facts and sources that its lessons quote."""

    slug: str
    title: str
    intro: Html
    edition: int
    valid_months: int
    first: str | None
    always_open: tuple[str, ...]
    modules: tuple[ModuleOutline, ...]
    facts: tuple[Fact, ...]
    sources: tuple[Source, ...]
    variables: tuple[Variable, ...] = ()
    clauses: tuple[Clause, ...] = ()
    entry: tuple[EntryItem, ...] = ()
    tools: tuple[str, ...] = ()
    help: Html = NO_TEXT
    card: Html = NO_TEXT

    def module(self, slug: str) -> ModuleOutline | None:
        """The module with this slug, or None."""
        return with_slug(self.modules, slug)


def outline_of(course: Course) -> CourseOutline:
    """The outline of a course."""
    return CourseOutline(
        slug=course.slug,
        title=course.title,
        intro=course.intro,
        edition=course.edition,
        valid_months=course.valid_months,
        first=course.first,
        always_open=course.always_open,
        modules=tuple(_module(module, course.entry) for module in course.modules),
        facts=course.facts,
        sources=course.sources,
        variables=course.variables,
        clauses=course.clauses,
        entry=course.entry,
        tools=course.tools,
        help=course.help,
        card=course.card,
    )


def _module(module: Module, entry: Iterable[EntryItem]) -> ModuleOutline:
    return ModuleOutline(
        slug=module.slug,
        title=module.title,
        motto=module.motto,
        minutes=module.minutes,
        goals=module.goals,
        excludes=module.excludes,
        mastery=module.mastery,
        opens_after=module.opens_after,
        forms=module.forms or _forms(module, entry),
        lessons=_lessons(module.lessons),
    )


def _forms(module: Module, entry: Iterable[EntryItem]) -> Forms | None:
    bank = [item for lesson, item in module.items if lesson.kind is LessonKind.TEST]
    asked = {one.item for one in entry if one.module == module.slug}
    return forms_of(keys_of(module.goals), bank, asked)


def _lessons(lessons: Iterable[Lesson]) -> tuple[LessonOutline, ...]:
    """All but the refreshers, each with whole minutes. What one is rounded up by, the next is
    shorter, so that a module of twelve minutes is one of twelve; what is required and what is not
    are counted apart.
    """
    ahead = {True: 0.0, False: 0.0}
    told = []
    for lesson in lessons:
        if lesson.kind is LessonKind.REFRESHER:
            continue
        exact = lesson.minutes - ahead[lesson.required]
        whole = max(1, half_up(max(exact, 0)))
        ahead[lesson.required] = whole - exact
        told.append(_lesson(lesson, whole))
    return tuple(told)


def _lesson(lesson: Lesson, minutes: int) -> LessonOutline:
    return LessonOutline(
        slug=lesson.slug,
        title=lesson.title,
        kind=lesson.kind,
        required=lesson.required,
        minutes=minutes,
        draw=lesson.draw,
        sectors=lesson.sectors,
        audiences=lesson.audiences,
        items=tuple(map(_item, lesson.items)),
        of_school=bool(
            lesson.variables or any(isinstance(block, ClauseQuote) for block in lesson.blocks)
        ),
    )


def _item(item: Item) -> ItemOutline:
    return ItemOutline(
        key=item.key,
        kind=item.kind,
        label=item.label,
        graded=item.graded,
        compulsory=item.compulsory,
        key_item=item.key_item,
        requires=item.requires,
        goal=item.goal,
        audiences=item.audiences,
    )
