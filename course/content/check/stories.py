"""Rules about dilemmas."""

from __future__ import annotations

from collections.abc import Iterator

from course.content.check.registry import Flaw, Page, advised, page_rule


@page_rule("good-ending")
def no_good_ending(page: Page) -> Iterator[Flaw]:
    """A dilemma can end well.

    Without a good way out a story only frightens. A story with meters is weighed by those and needs
    no good ending.
    """
    yield from advised(page, "good-ending")


@page_rule("ending-lesson")
def ending_without_lesson(page: Page) -> Iterator[Flaw]:
    """Every ending says what it shows and what does work (`lesson:`).

    After a bad ending that sentence is what people take with them.
    """
    yield from advised(page, "ending-lesson")


@page_rule("expert")
def first_scene_without_expert(page: Page) -> Iterator[Flaw]:
    """The first scene of a dilemma shows how an experienced colleague thinks (`expert:`).

    A worked example first, then choices of one's own. A story with meters comes at the end, when
    that is known.
    """
    yield from advised(page, "expert")


@page_rule("told-result")
def choice_without_result(page: Page) -> Iterator[Flaw]:
    """In a story with meters each choice has its told result: a later scene says what came of it
    (`after-<choice>:`).

    Else the story goes on as if nothing was chosen, and only a number moved.
    """
    yield from advised(page, "told-result")
