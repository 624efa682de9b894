"""Rules about a page as a whole: its length, its links, its facts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from html import unescape
from itertools import product

from course.content.check.registry import Flaw, Page, course_rule, page_rule
from course.content.slugs import by_slug
from course.content.types import Block, Course, Lesson, LessonKind, Module, Prose
from course.kinds.item import Audience, Sector, as_item
from course.kinds.registry import kind_of
from course.text import variables
from course.text.problems import Severity
from course.text.readability import count_words

MAX_PAGE_WORDS = 120
# Pages outside the course that every learner may open, and where courses are; a test holds them
# against the routes.
SITE_PATHS = frozenset({"/gedragscode", "/hulp", "/hulp/zakkaart", "/privacy", "/toegankelijkheid"})
LEARN_PATH = "/leren"
_LINK = re.compile(r'<a href="([^"]*)"')
_OUTSIDE = ("https://", "http://", "mailto:", "tel:")


@page_rule("empty-word", Severity.ERROR)
def word_without_words(page: Page) -> Iterator[Flaw]:
    """A word of the school in a sentence has words for the case that the school left it empty.

    Write *Vraag {{naam_ict_dienst: de ict-dienst van uw school}} om hulp*. Alone, or last after a
    colon, a word may do without: there the page says whom to ask, and else it would read *Vraag
    Vraag dit na*. So may a word without which its question steps aside (`requires`).
    """
    needed = {item.key: item.requires for item in page.lesson.items}
    for passage, segment in page.segments:
        for name in variables.wordless(segment):
            if name not in needed.get(passage.item, ()):
                yield Flaw(
                    f"Wat staat hier als een school ‘{name}’ leeg laat? Schrijf het erbij: "
                    f"{{{{{name}: …}}}}.",
                    item=passage.item,
                    quote=segment,
                )


@page_rule("page-length", only_on=LessonKind.PAGE)
def long_page(page: Page) -> Iterator[Flaw]:
    """A page has at most 120 words of running text, for whoever reads it.

    One page, one message. The question below it does not count. Of texts for one sector or audience
    only, the longest combination that one reader can meet is counted.
    """
    count = most_words(page.lesson)
    if count > MAX_PAGE_WORDS:
        yield Flaw(
            f"Deze pagina is {count} woorden. Houd het bij {MAX_PAGE_WORDS}, of maak er twee van."
        )


def most_words(lesson: Lesson) -> int:
    """The words of running text that one reader meets at most."""
    met: Counter[tuple[Sector, Audience]] = Counter()
    for block in lesson.blocks:
        if as_item(block):
            continue
        count = sum(map(count_words, block.texts()))
        for reader in _readers(block):
            met[reader] += count
    return max(met.values(), default=0)


def _readers(block: Block) -> Iterable[tuple[Sector, Audience]]:
    """For whom a block is."""
    if isinstance(block, Prose):
        return product(set(block.sectors) or Sector, set(block.audiences) or Audience)
    return product(Sector, Audience)


@course_rule("dead-link", Severity.ERROR)
def dead_link(course: Course) -> Iterator[Flaw]:
    """A link inside the site leads to a page that is there.

    That is the code of conduct, the help page, privacy or accessibility; a tool that the course
    names; a module or lesson of the course, such as `/leren/sociale-media/delen/vijf-vragen`; or,
    by its name alone, a lesson of the same module. The `module:` that a scene of a story sends its
    reader to is a module of the course too.
    """
    known = _addresses(course)
    modules = by_slug(course.modules)
    for module in course.modules:
        here = known | _open_lessons(module)
        for lesson in module.lessons:
            yield from _dead_links(module, lesson, here)
            yield from _missing_modules(module, lesson, modules)


def _addresses(course: Course) -> frozenset[str]:
    """Every address inside the site that a link may lead to, in whatever module it stands."""
    home = f"{LEARN_PATH}/{course.slug}"
    known = {home, *SITE_PATHS}
    for tool in course.tools:
        known.add(f"/{tool}")
    for module in course.modules:
        address = f"{home}/{module.slug}"
        known.add(address)
        for lesson in _open_lessons(module):
            known.add(f"{address}/{lesson}")
    return frozenset(known)


def _open_lessons(module: Module) -> set[str]:
    return {lesson.slug for lesson in module.lessons if lesson.kind is not LessonKind.REFRESHER}


def _dead_links(module: Module, lesson: Lesson, known: frozenset[str]) -> Iterator[Flaw]:
    for item, address in _links(lesson):
        if address.startswith(_OUTSIDE) or address in known:
            continue
        message = f"De link naar ‘{address}’ leidt nergens heen."
        quote = f"]({address})"
        yield Flaw(message, lesson.slug, item, quote, module.slug)


def _links(lesson: Lesson) -> Iterator[tuple[str, str]]:
    """The item a link stands in, or '', and its address."""
    for block in lesson.blocks:
        key = ""
        if item := as_item(block):
            key = item.key
        for address in _LINK.findall("\n".join(block.texts())):
            yield key, unescape(address)


def _missing_modules(module: Module, lesson: Lesson, modules: Container[str]) -> Iterator[Flaw]:
    for item in lesson.items:
        for slug in kind_of(item).modules(item):
            if slug not in modules:
                message = f"Module ‘{slug}’ is er niet in deze cursus."
                yield Flaw(message, lesson.slug, item.key, f"module: {slug}", module.slug)


@page_rule("unchecked-fact")
def unchecked_fact(page: Page) -> Iterator[Flaw]:
    """A page that states a fact which may change says on which day it was last looked up
    (`checked`).

    Ages of apps and laws change. Readers see the day, and `flask content review` says when it is a
    year ago.
    """
    if page.lesson.checked is not None:
        return
    used = [fact for fact in page.lesson.facts if fact in page.reviewed_facts]
    if used:
        message = (
            f"Feit {', '.join(used)} kan veranderen. Zet in de kop wanneer u het nakeek: checked "
            "= 2026-11-20."
        )
        yield Flaw(message, quote="facts =")
