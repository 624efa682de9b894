"""Rules about dilemmas."""

from __future__ import annotations

from collections.abc import Iterator

from course.content.check.registry import Finding, Page, page_rule
from course.kinds.dilemma.item import DilemmaItem, Ending


def _dilemmas(page: Page) -> Iterator[DilemmaItem]:
    return (item for item in page.lesson.items if isinstance(item, DilemmaItem))


@page_rule("good-ending")
def no_good_ending(page: Page) -> Iterator[Finding]:
    """A dilemma can end well.

    Without a good way out a story only frightens. A story with meters is weighed by those and needs no good ending.
    """
    for item in _dilemmas(page):
        if not item.meters and all(scene.ending is not Ending.GOOD for scene in item.scenes):
            yield Finding("Geen enkele weg loopt goed af. Schrijf een einde met [good].", item=item.key)


@page_rule("ending-lesson")
def ending_without_lesson(page: Page) -> Iterator[Finding]:
    """Every ending says what it shows and what does work (`lesson:`).

    After a bad ending that sentence is what people take with them.
    """
    for item in _dilemmas(page):
        for scene in item.scenes:
            if scene.ending is not None and not scene.lesson:
                message = f"Zeg bij dit einde wat wél werkt: ‘lesson: …’ onder ‘{scene.title}’."
                yield Finding(message, item=item.key, quote=f"## {scene.key}")


@page_rule("expert")
def first_scene_without_expert(page: Page) -> Iterator[Finding]:
    """The first scene of a dilemma shows how an experienced colleague thinks (`expert:`).

    A worked example first, then choices of one's own. A story with meters comes at the end, when that is known.
    """
    for item in _dilemmas(page):
        if not item.meters and not item.scenes[0].expert:
            message = "Laat in de eerste scène zien hoe een ervaren collega denkt: ‘expert: …’."
            yield Finding(message, item=item.key, quote=f"## {item.scenes[0].key}")
