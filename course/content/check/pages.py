"""Rules about a page as a whole: its length, its links, its facts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from course.content.check.registry import Finding, Page, course_rule, page_rule
from course.content.types import Course, Lesson, LessonKind, Module, Prose
from course.kinds.item import Audience, Sector, as_item
from course.kinds.registry import kind_of
from course.text.problems import Severity
from course.text.readability import segments, words

MAX_PAGE_WORDS = 120
# Pages outside the course that every learner may open, and where courses are; a test holds them
# against the routes.
SITE_PATHS = frozenset({"/gedragscode", "/hulp", "/hulp/zakkaart", "/privacy", "/toegankelijkheid"})
LEARN_PATH = "/leren"
_LINK = re.compile(r'<a href="([^"]*)"')
_OUTSIDE = ("https://", "mailto:")


@page_rule("page-length")
def long_page(page: Page) -> Iterator[Finding]:
    """A page has at most 120 words of running text, for whoever reads it.

    One page, one message. The question below it does not count. Of texts for one sector or audience
    only, the longest combination that one reader can meet is counted.
    """
    if page.lesson.kind is LessonKind.PAGE and (count := most_words(page.lesson)) > MAX_PAGE_WORDS:
        yield Finding(
            f"Deze pagina is {count} woorden. Houd het bij {MAX_PAGE_WORDS}, of maak er twee van."
        )


def most_words(lesson: Lesson) -> int:
    """The words of running text that one reader meets at most."""
    return max(_words_for(lesson, sector, audience) for sector in Sector for audience in Audience)


def _words_for(lesson: Lesson, sector: Sector, audience: Audience) -> int:
    count = 0
    for block in lesson.blocks:
        if as_item(block):
            continue
        if isinstance(block, Prose) and (
            (block.sectors and sector not in block.sectors)
            or (block.audiences and audience not in block.audiences)
        ):
            continue
        count += sum(len(words(segment)) for text in block.texts() for segment in segments(text))
    return count


@course_rule("dead-link", Severity.ERROR)
def dead_link(course: Course) -> Iterator[Finding]:
    """A link inside the site leads to a page that is there.

    That is the code of conduct, the help page, privacy or accessibility; a tool that the course
    names; a module or lesson of the course, such as `/leren/sociale-media/delen/vijf-vragen`; or,
    by its name alone, a lesson of the same module. The `module:` that a scene of a story sends its
    reader to is a module of the course too.
    """
    pages = {module.slug: _open_lessons(module) for module in course.modules}
    home = f"{LEARN_PATH}/{course.slug}"
    known = {home, *SITE_PATHS, *(f"/{tool}" for tool in course.tools)}
    known |= {f"{home}/{module}" for module in pages}
    known |= {
        f"{home}/{module}/{lesson}" for module, lessons in pages.items() for lesson in lessons
    }
    for module in course.modules:
        for lesson in module.lessons:
            for item, address in _links(lesson):
                if not address.startswith(_OUTSIDE) and address not in known | pages[module.slug]:
                    message = f"De link naar ‘{address}’ leidt nergens heen."
                    yield Finding(
                        message, lesson.slug, item, quote=f"]({address})", module=module.slug
                    )
            for item, slug in _scene_modules(lesson):
                if slug not in pages:
                    message = f"Module ‘{slug}’ is er niet in deze cursus."
                    yield Finding(
                        message, lesson.slug, item, quote=f"module: {slug}", module=module.slug
                    )


def _open_lessons(module: Module) -> set[str]:
    return {lesson.slug for lesson in module.lessons if lesson.kind is not LessonKind.REFRESHER}


def _scene_modules(lesson: Lesson) -> Iterator[tuple[str, str]]:
    for item in lesson.items:
        yield from ((item.key, module) for module in kind_of(item).modules(item))


def _links(lesson: Lesson) -> Iterator[tuple[str, str]]:
    """The item a link stands in, or '', and its address."""
    for block in lesson.blocks:
        item = as_item(block)
        for text in block.texts():
            yield from ((item.key if item else "", unescape(link)) for link in _LINK.findall(text))


@page_rule("unchecked-fact")
def unchecked_fact(page: Page) -> Iterator[Finding]:
    """A page that states a fact which may change says on which day it was last looked up
    (`checked`).

    Ages of apps and laws change. Readers see the day, and `flask content review` says when it is a
    year ago.
    """
    used = [fact for fact in page.lesson.facts if fact in page.reviewed_facts]
    if used and page.lesson.checked is None:
        message = (
            f"Feit {', '.join(used)} kan veranderen. Zet in de kop wanneer u het nakeek: checked "
            "= 2026-11-20."
        )
        yield Finding(message, quote="facts =")
