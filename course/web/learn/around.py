"""What stands around a lesson of a release, and where everything of a course is."""

from __future__ import annotations

from course.content.outline import CourseOutline, LessonOutline
from course.content.types import LessonKind
from course.domain.learning.progress import ModuleState, Reader, lessons_for, neighbours
from course.kinds.item import Item
from course.kinds.marking import by_key
from course.store.courses import releases
from course.web.learn.pages import LessonFrame
from course.web.page.parts import Link, OutlineEntry, SourceLine
from course.web.school.clauses import URL

# addresses are written, not asked of the router: a page has twenty of them, all of this shape
HOME = "/leren"
GO_ON = {
    LessonKind.OPENER: "Ga naar de vraag vooraf",
    LessonKind.TEST: "Ga naar de toets",
    LessonKind.DILEMMA: "Ga naar het dilemma",
    LessonKind.EXERCISE: "Ga naar de oefening",
    LessonKind.PLAN: "Maak uw als-dan-plan",
    LessonKind.SHEET: "Bekijk het lesidee voor uw klas",
}


def lesson_url(course: str, module: str, lesson: str) -> str:
    """The address of a lesson."""
    return f"{HOME}/{course}/{module}/{lesson}"


def frame_of(
    release: str, module_slug: str, slug: str, done: frozenset[str], reader: Reader
) -> LessonFrame:
    """The same for whoever is as far in a module."""
    course = releases.outline(release)
    number, module = next(
        found for found in enumerate(course.modules, start=1) if found[1].slug == module_slug
    )
    state = ModuleState(module, lessons_for(module, reader), done, locked=False)
    lesson = next(one for one in state.lessons if one.slug == slug)
    before, after = neighbours(state, slug)
    module_url = f"{HOME}/{course.slug}/{module.slug}"
    lessons_done, total = state.counted
    way_back: Link | None = None
    if before:
        way_back = Link("Terug", lesson_url(course.slug, module.slug, before.slug))
    way_on = Link("Naar het overzicht van deze module", module_url)
    if after:
        way_on = Link(go_on_label(after), lesson_url(course.slug, module.slug, after.slug))
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
        previous=way_back,
        following=way_on,
        following_first=(slug in done or not lesson.items) and not state.is_complete,
    )


def go_on_label(lesson: LessonOutline) -> str:
    """What the button to a lesson says."""
    return GO_ON.get(lesson.kind, f"Ga verder met: {lesson.title}")


def clause_links(course: CourseOutline, item: Item) -> tuple[Link, ...]:
    """Where the clauses of an item stand in the code of conduct of the reader's school."""
    return tuple(
        Link(clause.title, f"{URL}#{clause.key}")
        for clause in course.clauses
        if clause.key in item.clauses
    )


def sources_of(course: CourseOutline, facts: tuple[str, ...]) -> list[SourceLine]:
    """The sources of these facts, each once, with the numbers of the facts that rest on it."""
    texts = by_key(course.sources)
    numbers: dict[str, list[str]] = {}
    for fact in course.facts:
        if fact.key not in facts:
            continue
        for source in fact.sources:
            numbers.setdefault(source, []).append(fact.key)
    return [
        SourceLine(texts[key].text, texts[key].url or "", ", ".join(rests))
        for key, rests in numbers.items()
        if key in texts
    ]
