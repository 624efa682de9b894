"""A module on paper: what its pages say, and their questions with room to answer.

Paper cannot hold back an answer until somebody has thought, so a handout has no key and no
feedback. Tests, exercises and stories stay on screen: they live by what happens after a choice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain

from flask import abort, redirect, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from course.content.types import Goal, LessonKind
from course.domain.learning.progress import ModuleState
from course.domain.people.roles import Permission
from course.kinds.item import Item
from course.kinds.registry import kind_of, wording_of
from course.text.plain import Html
from course.web.http.access import allow
from course.web.learn import bp
from course.web.learn.around import sources_of
from course.web.learn.learner import Learner, OpenLesson, find_learner, opened_lesson
from course.web.learn.lessons import read_blocks
from course.web.page.answering import or_404
from course.web.page.frame import explain
from course.web.page.parts import Link, SourceLine

ON_PAPER = frozenset({LessonKind.PAGE, LessonKind.PLAN, LessonKind.SHEET})
_HEADING = re.compile(r"(</?h)([2-5])\b")


@dataclass(frozen=True)
class PaperQuestion:
    """One item without its answer: a box before each choice, or lines that begin with these
    words.
    """

    text: Html
    choices: tuple[Html, ...] = ()
    lines: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class PrintedLesson:
    """One lesson on paper. What can be handed out by itself, begins on a page of its own."""

    title: str
    parts: list[Markup | PaperQuestion]
    stands_alone: bool


@dataclass(frozen=True)
class HandoutPage:
    """All pages of a module in one document."""

    crumbs: list[Link]
    course: str
    number: int
    title: str
    motto: str
    goals: tuple[Goal, ...]
    lessons: list[PrintedLesson]
    sources: list[SourceLine]


@bp.get("/<course>/<module>/afdrukken")
@allow(Permission.LEARN)
def print_module(course: str, module: str) -> str | Response:
    """The pages of a module as one document, for this reader's kind of school and work."""
    learner = or_404(find_learner(course))
    state = learner.module(module)
    url = url_for("learn.show_module", course=course, module=module)
    if state.locked:
        explain("Deze module is nog niet open.")
        return redirect(url, 303)
    lessons = [
        opened_lesson(learner, state, lesson) for lesson in state.lessons if lesson.kind in ON_PAPER
    ]
    if not lessons:
        abort(404)
    number = learner.number(module)
    page = HandoutPage(
        crumbs=[
            Link("Mijn training", url_for("learn.show_home")),
            Link(learner.course.title, url_for("learn.show_course", course=course)),
            Link(f"Module {number}: {state.module.title}", url),
        ],
        course=learner.course.title,
        number=number,
        title=state.module.title,
        motto=state.module.motto,
        goals=state.module.goals,
        lessons=list(map(_printed, lessons)),
        sources=sources_of(
            learner.course, tuple(chain.from_iterable(opened.lesson.facts for opened in lessons))
        ),
    )
    return render_template("learn/handout.html", page=page)


def handout_url(learner: Learner, state: ModuleState) -> str:
    """Where a module can be printed; empty while it is locked, or when it has nothing for paper."""
    if state.locked or all(lesson.kind not in ON_PAPER for lesson in state.lessons):
        return ""
    return url_for("learn.print_module", course=learner.course.slug, module=state.module.slug)


def question_of(item: Item) -> PaperQuestion:
    """An item on paper, with what to do there; lines to write on where there is nothing to choose
    from.
    """
    printed, words = kind_of(item).printed(item), wording_of(item)
    if not printed.choices:
        return PaperQuestion(printed.text, lines=words.lines)
    return PaperQuestion(
        printed.text, printed.choices, note=words.on_paper.format(places=", ".join(printed.places))
    )


def _printed(opened: OpenLesson) -> PrintedLesson:
    """A lesson under a heading of its own, so the headings inside it go one level down."""
    return PrintedLesson(
        title=opened.lesson.title,
        parts=[
            Markup(_HEADING.sub(_deeper, block))
            if isinstance(block, Markup)
            else question_of(block)
            for block in read_blocks(opened)
        ],
        stands_alone=opened.lesson.kind is LessonKind.SHEET,
    )


def _deeper(heading: re.Match[str]) -> str:
    return f"{heading[1]}{int(heading[2]) + 1}"
