"""A lesson as a page: its blocks in reading order, each item with what was answered before.

What is the same for many people comes from `drawn.py`.
"""

from __future__ import annotations

from dataclasses import replace

from flask import render_template, request
from markupsafe import Markup

from course.content.types import (
    Block,
    ClauseQuote,
    Lesson,
    Prose,
)
from course.domain.learning.progress import is_for
from course.kinds.item import Item, as_item, meant_for
from course.kinds.registry import kind_of
from course.store.learning import reading
from course.store.learning.reading import Given
from course.text import variables
from course.text.plain import Html
from course.web.learn.around import clause_links
from course.web.learn.comparing import Colleagues
from course.web.learn.drawn import (
    SUBMISSION,
    around_lesson,
    draw_item,
    macros,
    repeated_item,
    text_of,
)
from course.web.learn.going_on import JUST_DONE, closing, left_behind
from course.web.learn.items import ItemView, kicker_of, page_view
from course.web.learn.learner import OpenLesson, item_stamp
from course.web.learn.pages import LessonFrame, LessonPage
from course.web.school.clauses import clause_views


def render_lesson(opened: OpenLesson, replaced: ItemView | None = None) -> str:
    """The page of a lesson; `replaced` is an item drawn otherwise than its answers say, such as one
    with an error.
    """
    place = opened.place
    given = (
        reading.given(place.enrolment_id, place.module, place.lesson) if opened.lesson.items else []
    )
    text = text_of(place.release, place.module, place.lesson)
    colleagues = Colleagues(opened)
    page = LessonPage(
        around=around_lesson(
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
        moment=closing(opened, just_done=JUST_DONE in request.args),
        unfinished=left_behind(opened, given),
    )
    return render_template("learn/lesson.html", page=page)


def outline_beside(frame: LessonFrame) -> Markup:
    """The outline of a module, drawn."""
    return Markup(macros().beside(frame))


def text_blocks(opened: OpenLesson) -> list[Markup]:
    """The running text of a lesson, without its items."""
    return [block for block in read_blocks(opened) if isinstance(block, Markup)]


def read_blocks(opened: OpenLesson) -> list[Markup | Item]:
    """What this reader gets of a lesson, in reading order: running text drawn, items as they
    are.
    """
    text = text_of(opened.place.release, opened.place.module, opened.place.lesson)
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
    suits_school = meant_for(block.sectors, reader.sectors)
    return suits_school and meant_for(block.audiences, [reader.audience])


def _item(
    opened: OpenLesson,
    item: Item,
    given: list[Given],
    replaced: ItemView | None,
    colleagues: Colleagues,
) -> Markup:
    submission = item_stamp(opened.place, item.key, opened.url)
    if replaced is not None and replaced.item.key == item.key:
        return draw_item(replace(replaced, submission=submission))
    answers = [answer for answer in given if answer.item == item.key]
    last = answers[-1] if answers else None
    if _looks_alike(opened.lesson, item, last):
        place = opened.place
        drawn = repeated_item(
            place.release, place.module, place.lesson, item.key, tuple(answers[-1:])
        )
        return Markup(drawn.replace(SUBMISSION, submission))
    view = page_view(item, answers, opened.values, kicker_of(opened.lesson, item))
    view = replace(view, submission=submission, clauses=clause_links(opened.learner.course, item))
    if kind_of(item).picture:
        view = replace(view, picture_url=f"{opened.url}/plaatje/{item.key}.svg")
    if last is not None:
        view = colleagues.beside(view, last)
    return draw_item(view)


def _looks_alike(lesson: Lesson, item: Item, last: Given | None) -> bool:
    """Whether everybody who gave this answer, or none, sees this item as it is."""
    kind = kind_of(item)
    if lesson.variables or kind.picture:
        return False
    return last is None or kind.repeats


def _words(opened: OpenLesson, block: Block, drawn: Markup) -> Markup:
    """A block in the words of the reader's school."""
    if isinstance(block, ClauseQuote):
        found = [clause for clause in opened.learner.course.clauses if clause.key == block.clause]
        return Markup("").join(macros().quote(view) for view in clause_views(found, opened.conduct))
    return Markup(variables.fill(Html(drawn), opened.values)) if opened.lesson.variables else drawn
