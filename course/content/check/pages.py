"""Rules about a page as a whole: its length, its links, its facts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from course.content.check.registry import Finding, Page, page_rule
from course.content.lesson import texts_of
from course.content.readability import segments, words
from course.content.types import Audience, Item, Lesson, LessonKind, Prose, Sector, Severity

MAX_PAGE_WORDS = 120
# Pages outside the course that every learner may open; a test holds them against the routes.
SITE_PATHS = frozenset({"/hulp", "/hulp/zakkaart", "/privacy", "/toegankelijkheid"})
_LINK = re.compile(r'<a href="([^"]*)"')
_OUTSIDE = ("https://", "mailto:")


@page_rule("page-length")
def long_page(page: Page) -> Iterator[Finding]:
    """A page has at most 120 words of running text, for whoever reads it.

    One page, one message. The question below it does not count. Of texts for one sector or audience only, the longest
    combination that one reader can meet is counted.
    """
    if page.lesson.kind is LessonKind.PAGE and (count := most_words(page.lesson)) > MAX_PAGE_WORDS:
        yield Finding(f"Deze pagina is {count} woorden. Houd het bij {MAX_PAGE_WORDS}, of maak er twee van.")


def most_words(lesson: Lesson) -> int:
    """The words of running text that one reader meets at most."""
    return max(_words_for(lesson, sector, audience) for sector in Sector for audience in Audience)


def _words_for(lesson: Lesson, sector: Sector, audience: Audience) -> int:
    count = 0
    for block in lesson.blocks:
        if isinstance(block, Item):
            continue
        if isinstance(block, Prose) and (
            (block.sectors and sector not in block.sectors) or (block.audiences and audience not in block.audiences)
        ):
            continue
        count += sum(len(words(segment)) for text in texts_of(block) for segment in segments(text))
    return count


@page_rule("dead-link", Severity.ERROR)
def dead_link(page: Page) -> Iterator[Finding]:
    """A link inside the site leads to a page that is there: the help page, privacy, accessibility, or a lesson.

    To a lesson of the same module one links by its name alone, as in `[de vijf vragen](vijf-vragen)`.
    """
    lessons = {lesson.slug for lesson in page.module.lessons if lesson.kind is not LessonKind.REFRESHER}
    for passage in page.passages:
        for address in map(unescape, _LINK.findall(passage.html)):
            if not address.startswith(_OUTSIDE) and address not in SITE_PATHS | lessons:
                yield Finding(f"De link naar ‘{address}’ leidt nergens heen.", item=passage.item, quote=f"]({address})")


@page_rule("unchecked-fact")
def unchecked_fact(page: Page) -> Iterator[Finding]:
    """A page that states a fact which may change says on which day it was last looked up (`checked`).

    Ages of apps and laws change. Readers see the day, and `flask content review` says when it is a year ago.
    """
    used = [fact for fact in page.lesson.facts if fact in page.reviewed_facts]
    if used and page.lesson.checked is None:
        message = f"Feit {', '.join(used)} kan veranderen. Zet in de kop wanneer u het nakeek: checked = 2026-11-20."
        yield Finding(message, quote="facts =")
