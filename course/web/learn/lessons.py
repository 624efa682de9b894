"""A lesson as a page: its blocks in reading order, each item with what was answered before.

What is the same for many people is drawn once and remembered: the text of a lesson by its place in
a release, which never changes; what stands around it by what is done in its module; and an item as
it is before anybody answered, or with one of the few answers that can be given to it. Nothing that
somebody typed is remembered.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from flask import current_app, render_template
from markupsafe import Markup

from course.content.types import (
    Block,
    Callout,
    ClauseQuote,
    Figure,
    Lesson,
    LessonKind,
    Prose,
    Skippable,
)
from course.domain.learning.progress import Reader, is_for
from course.kinds.item import Item, as_item
from course.kinds.registry import kind_of
from course.store.courses import releases
from course.store.learning import reading
from course.store.learning.reading import Given
from course.text import variables
from course.text.plain import Html
from course.web.learn.comparing import Colleagues
from course.web.learn.items import ItemView, page_view
from course.web.learn.learner import (
    REMEMBERED,
    OpenLesson,
    clause_links,
    frame_of,
    item_stamp,
    sources_of,
)
from course.web.learn.pages import BlockView, LessonAround, LessonFrame, LessonPage, LessonText
from course.web.school.clauses import clause_views

_SUBMISSION = "inzending-volgt"  # stands in a remembered form where its token goes
KICKERS = {
    LessonKind.OPENER: "Vooraf",
    LessonKind.PAGE: "Even terughalen",
    LessonKind.EXERCISE: "Oefening",
}


def render_lesson(opened: OpenLesson, replaced: ItemView | None = None) -> str:
    """The page of a lesson; `replaced` is an item drawn otherwise than its answers say, such as one
    with an error.
    """
    place = opened.place
    given = (
        reading.given(place.enrolment_id, place.module, place.lesson) if opened.lesson.items else []
    )
    text = _text(place.release, place.module, place.lesson)
    colleagues = Colleagues(opened)
    page = LessonPage(
        around=_around(
            place.release, place.module, place.lesson, opened.state.done, opened.learner.reader
        ),
        parts=[
            _item(opened, item, given, replaced, colleagues)
            if (item := as_item(block))
            else _words(opened, block, drawn)
            for block, drawn in zip(opened.lesson.blocks, text.blocks, strict=True)
            if _is_for(opened, block)
        ],
        foot=text.foot,
        error=bool(replaced and replaced.error),
    )
    return render_template("learn/lesson.html", page=page)


def kicker_of(lesson: Lesson, item: Item) -> str:
    """What stands above an item; numbered when the page has more of its kind, so that each has a
    name of its own.
    """
    kicker = KICKERS.get(lesson.kind, "Vraag")
    alike = [other.key for other in lesson.items if other.kind == item.kind]
    return f"{kicker} {alike.index(item.key) + 1}" if len(alike) > 1 else kicker


def outline_beside(frame: LessonFrame) -> Markup:
    """The outline of a module, drawn."""
    return Markup(_macros().beside(frame))


def text_blocks(opened: OpenLesson) -> list[Markup]:
    """The running text of a lesson, without its items."""
    return [block for block in read_blocks(opened) if isinstance(block, Markup)]


def read_blocks(opened: OpenLesson) -> list[Markup | Item]:
    """What this reader gets of a lesson, in reading order: running text drawn, items as they
    are.
    """
    text = _text(opened.place.release, opened.place.module, opened.place.lesson)
    return [
        as_item(block) or _words(opened, block, drawn)
        for block, drawn in zip(opened.lesson.blocks, text.blocks, strict=True)
        if _is_for(opened, block)
    ]


def _is_for(opened: OpenLesson, block: Block) -> bool:
    """Whether this reader gets a block: some are for one kind of school or work, some need the
    words of a school.
    """
    if item := as_item(block):
        return is_for(item, opened.reader)
    if not isinstance(block, Prose):
        return True
    reader = opened.learner.reader
    suits_school = not block.sectors or not reader.sectors.isdisjoint(block.sectors)
    return suits_school and (not block.audiences or reader.audience in block.audiences)


def _item(
    opened: OpenLesson,
    item: Item,
    given: list[Given],
    replaced: ItemView | None,
    colleagues: Colleagues,
) -> Markup:
    submission = item_stamp(opened.place, item.key, opened.url)
    if replaced is not None and replaced.item.key == item.key:
        return _draw(replace(replaced, submission=submission))
    answers = [answer for answer in given if answer.item == item.key]
    last = answers[-1] if answers else None
    if (
        not opened.lesson.variables
        and not kind_of(item).picture
        and (last is None or kind_of(item).repeats)
    ):
        place = opened.place
        drawn = _repeated(place.release, place.module, place.lesson, item.key, last)
        return Markup(drawn.replace(_SUBMISSION, submission))
    view = page_view(item, answers, opened.values, kicker_of(opened.lesson, item))
    view = replace(view, submission=submission, clauses=clause_links(opened.learner.course, item))
    if kind_of(item).picture:
        view = replace(view, picture_url=f"{opened.url}/plaatje/{item.key}.svg")
    return _draw(colleagues.beside(view, answers[-1]) if answers else view)


@lru_cache(maxsize=REMEMBERED)
def _repeated(release: str, module: str, slug: str, key: str, last: Given | None) -> str:
    """An item as everybody sees it who gave this answer, or none.

    What its form says of itself comes in later.
    """
    lesson = releases.lesson(release, module, slug)
    item = lesson.item(key) if lesson else None
    if lesson is None or item is None:
        raise LookupError(f"release {release} has no item {module}/{slug}/{key}")
    view = page_view(item, [last] if last else [], {}, kicker_of(lesson, item))
    clauses = clause_links(releases.outline(release), item)
    return str(_draw(replace(view, submission=_SUBMISSION, clauses=clauses)))


def _draw(view: ItemView) -> Markup:
    drawn: Markup = _macros().item(view)
    return drawn


def _words(opened: OpenLesson, block: Block, drawn: Markup) -> Markup:
    """A block in the words of the reader's school."""
    if isinstance(block, ClauseQuote):
        found = [clause for clause in opened.learner.course.clauses if clause.key == block.clause]
        return Markup("").join(
            _macros().quote(view) for view in clause_views(found, opened.conduct)
        )
    return Markup(variables.fill(Html(drawn), opened.values)) if opened.lesson.variables else drawn


@lru_cache(maxsize=REMEMBERED)
def _around(
    release: str, module: str, lesson: str, done: frozenset[str], reader: Reader
) -> LessonAround:
    frame, macros = frame_of(release, module, lesson, done, reader), _macros()
    return LessonAround(
        frame=frame,
        breadcrumb=macros.way_here(frame),
        progress=macros.progress(frame),
        way_on=macros.way_on(frame),
        outline=macros.beside(frame),
    )


@lru_cache(maxsize=REMEMBERED)
def _text(release: str, module: str, slug: str) -> LessonText:
    lesson, macros = releases.lesson(release, module, slug), _macros()
    if lesson is None:
        raise LookupError(f"release {release} has no lesson {module}/{slug}")
    checked = date.fromisoformat(lesson.checked) if lesson.checked else None
    return LessonText(
        blocks=tuple(
            macros.text(_view(block))
            if isinstance(block, Prose | Callout | Figure | Skippable)
            else Markup()
            for block in lesson.blocks
        ),
        foot=macros.foot(sources_of(releases.outline(release), lesson.facts), checked),
    )


def _view(block: Prose | Callout | Figure | Skippable) -> BlockView:
    match block:
        case Prose():
            return BlockView("prose", html=block.html)
        case Callout():
            return BlockView("callout", html=block.html, style=block.style)
        case Figure():
            return BlockView("figure", html=block.caption, alt=block.alt, drawing=block.svg)
        case Skippable():
            return BlockView("skippable", html=block.html, alt=block.warning)


def _macros() -> Any:
    """The macros that other learner's pages use in their templates, to call from here."""
    return current_app.jinja_env.get_template("learn/_frame.html").module
