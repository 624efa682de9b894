"""A lesson as a page: its blocks in reading order, each item with what was answered before."""

from __future__ import annotations

from datetime import date

from flask import render_template

from course.content import variables
from course.content.types import Block, Callout, Figure, Html, Item, LessonKind, Prose, Skippable
from course.store import learning
from course.store.learning import Given
from course.web.learn.items import ItemView, page_view
from course.web.learn.pages import BlockView, LessonPage
from course.web.learn.study import Desk, frame, sources_of

KICKERS = {LessonKind.OPENER: "Vooraf", LessonKind.PAGE: "Even terughalen", LessonKind.EXERCISE: "Oefening"}


def render_lesson(desk: Desk, replaced: ItemView | None = None) -> str:
    """The page of a lesson; `replaced` is an item drawn otherwise than its answers say, such as one with an error."""
    place = desk.place
    given = learning.given(place.enrolment_id, place.module, place.lesson) if desk.lesson.items else []
    page = LessonPage(
        frame=frame(desk),
        kind=desk.lesson.kind,
        goals=[goal.text for goal in desk.state.module.goals if goal.key in desk.lesson.goals],
        blocks=[view for block in desk.lesson.blocks if (view := _block(desk, block, given, replaced))],
        sources=sources_of(desk.study.course, desk.lesson.facts),
        checked=date.fromisoformat(desk.lesson.checked) if desk.lesson.checked else None,
        error=bool(replaced and replaced.error),
    )
    return render_template("learn/lesson.html", page=page)


def text_blocks(desk: Desk) -> list[BlockView]:
    """The running text of a lesson, without its items."""
    texts = (block for block in desk.lesson.blocks if not isinstance(block, Item))
    return [view for block in texts if (view := _block(desk, block, [], None))]


def _block(desk: Desk, block: Block, given: list[Given], replaced: ItemView | None) -> BlockView | None:
    match block:
        case Prose():
            reader = desk.study.reader
            if (block.sectors and not reader.sectors & set(block.sectors)) or (
                block.audiences and reader.audience not in block.audiences
            ):
                return None
            return BlockView("prose", html=_fill(desk, block.html))
        case Callout():
            return BlockView("callout", html=_fill(desk, block.html), style=block.style)
        case Figure():
            return BlockView("figure", html=block.caption, alt=block.alt, drawing=block.svg)
        case Skippable():
            return BlockView("skippable", html=_fill(desk, block.html), alt=block.warning)
        case Item():
            if not set(block.requires) <= desk.reader.filled:
                return None
            if replaced is not None and replaced.item.key == block.key:
                return BlockView("item", item=replaced)
            answers = [answer for answer in given if answer.item == block.key]
            kicker = KICKERS.get(desk.lesson.kind, "Vraag")
            return BlockView("item", item=page_view(block, answers, desk.values, kicker))


def _fill(desk: Desk, html: Html) -> Html:
    return variables.fill(html, desk.values) if desk.lesson.variables else html
