"""What the pages of a test show: its door, its questions, the check and the result."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from course.text.plain import Html
from course.web.learn.items import ItemView
from course.web.learn.pages import LessonFrame
from course.web.page.parts import FieldError, Link, Milestone, SummaryRow


@dataclass(frozen=True)
class TestPage:
    """The door of a test: what it asks, how it went so far, and the button to begin or go on."""

    frame: LessonFrame
    questions: int
    share: int
    needed: int
    best: int | None
    mastered: bool
    missing_keys: list[str]
    open_url: str
    begin_url: str
    sat: str
    begin_label: str


@dataclass(frozen=True)
class TestQuestionPage:
    """One question of an open test.

    `name` is that of the test, `beside` the outline of its module, drawn.
    """

    name: str
    crumbs: tuple[Link, ...]
    beside: Markup
    number: int
    total: int
    view: ItemView
    confidence: str
    sureness: str  # what saying how sure you are changes
    back: Link | None
    errors: list[FieldError]


@dataclass(frozen=True)
class TestCheckPage:
    """Every question of an open test with the answer that counts, before it is handed in."""

    name: str
    crumbs: tuple[Link, ...]
    beside: Markup
    afterwards: str  # what handing it in brings
    rows: list[SummaryRow]
    errors: list[FieldError]
    submit_url: str
    sitting: str


@dataclass(frozen=True)
class QuestionResult:
    """One question of a test that was handed in."""

    view: ItemView
    number: int
    verdict: str  # in a few words, on the fold that opens it
    refutation: Html  # opens the explanation to who was sure and wrong; empty for anybody else
    reread: list[Link]  # the pages that explain what was missed


@dataclass(frozen=True)
class TestResultPage:
    """How a test went, with feedback per question; and what is left when it is not mastered yet."""

    frame: LessonFrame
    right: int
    asked: int
    passed: bool
    mastered: bool
    share: int
    missing_keys: list[str]
    results: list[QuestionResult]
    again_url: str
    sat: str
    moment: Milestone  # what a test that was mastered brings, and the next step
    comes_back: str  # what a next test asks; empty when this one was mastered
