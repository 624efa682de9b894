"""What a course is made of, as frozen dataclasses. Read from `modules/` by `catalog.py`, kept in a
release as JSON.

Every text field of type `Html` is safe HTML, made once by `html.py`. Keys of items and options are
lasting: answers refer to them for years.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from course.content.forms import Forms
from course.content.slugs import with_slug
from course.kinds.item import Audience, Item, Sector, items_among
from course.text.plain import NO_TEXT, Html
from course.text.problems import Problem, Severity


class LessonKind(StrEnum):
    """What a lesson asks of the learner, and with that: when it is done
    (`domain/learning/progress.py`).
    """

    OPENER = "opener"  # one ungraded question beforehand
    PAGE = "page"  # one message, then one retrieval question
    EXERCISE = "exercise"
    DILEMMA = "dilemma"  # one or more dilemmas; one played to its end is enough
    TEST = "test"  # a bank from which each sitting draws
    PLAN = "plan"  # an if-then plan, the learner's alone
    SHEET = "sheet"  # for in the classroom, to print
    REFRESHER = "refresher"  # variants asked after completion; never shown in the outline


REQUIRED_BY_DEFAULT = frozenset(
    {LessonKind.PAGE, LessonKind.EXERCISE, LessonKind.DILEMMA, LessonKind.TEST, LessonKind.PLAN}
)


@dataclass(frozen=True)
class Prose:
    """Running text. With `sectors` or `audiences` only for those; empty means for everyone."""

    html: Html
    sectors: tuple[Sector, ...] = ()
    audiences: tuple[Audience, ...] = ()

    def texts(self) -> tuple[Html, ...]:
        """Every text that a learner may read."""
        return (self.html,)


@dataclass(frozen=True)
class Callout:
    """A text set apart. `style` is tip, praktijk or let-op."""

    style: str
    html: Html

    def texts(self) -> tuple[Html, ...]:
        """Every text that a learner may read."""
        return (self.html,)


@dataclass(frozen=True)
class Figure:
    """A drawing of our own, as checked SVG markup, with the sentence that says what it shows."""

    svg: Html
    alt: str
    caption: Html

    def texts(self) -> tuple[Html, ...]:
        """Every text that a learner may read."""
        return (self.caption,)


@dataclass(frozen=True)
class Skippable:
    """A heavy text behind a short warning; who skips it goes on to the text after it."""

    warning: Html
    html: Html

    def texts(self) -> tuple[Html, ...]:
        """Every text that a learner may read."""
        return (self.warning, self.html)


@dataclass(frozen=True)
class ClauseQuote:
    """A clause of the code of conduct, in the words of the reader's own school.

    `clause` is its lasting key.
    """

    clause: str

    def texts(self) -> tuple[Html, ...]:
        """Every text that a learner may read."""
        return ()


Block = Prose | Callout | Figure | Skippable | ClauseQuote | Item


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """One Markdown file, one page on screen."""

    slug: str
    title: str
    kind: LessonKind
    required: bool
    blocks: tuple[Block, ...]
    minutes: float
    goals: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    checked: str | None = (
        None  # the day, ISO, on which the editor last checked the facts that may change
    )
    draw: int = 0  # how many items a sitting of a test draws
    sectors: tuple[Sector, ...] = ()
    audiences: tuple[Audience, ...] = ()
    variables: tuple[str, ...] = ()  # school variables used anywhere on the page
    clauses: tuple[str, ...] = ()  # clauses of the code of conduct that the page quotes
    words: int = 0  # of running text, for the author's figures

    @property
    def texts(self) -> tuple[Html, ...]:
        """Every text that a learner may read, in reading order."""
        texts: list[Html] = []
        for block in self.blocks:
            texts += block.texts()
        return tuple(texts)

    @property
    def items(self) -> tuple[Item, ...]:
        """The items of the page, in reading order."""
        return items_among(self.blocks)

    def item(self, key: str) -> Item | None:
        """The item with this key, or None."""
        for item in self.items:
            if item.key == key:
                return item
        return None


@dataclass(frozen=True)
class Goal:
    """What a learner can do afterwards.

    `verb` is the level of Bloom's taxonomy in Dutch, such as *toepassen*.
    """

    key: str
    text: str
    verb: str


@dataclass(frozen=True)
class MasteryRule:
    """When a module's test is mastered: this share of one sitting right, and every key item right
    once.

    Units: whole per cent, 0 to 100.
    """

    share: int = 80


@dataclass(frozen=True, kw_only=True)
class Module:
    """A folder with goals, a mastery rule and ordered lessons."""

    slug: str
    title: str
    motto: str
    minutes: int
    goals: tuple[Goal, ...]
    excludes: tuple[str, ...]  # what it does not teach, in words
    mastery: MasteryRule
    lessons: tuple[Lesson, ...]
    opens_after: int = 0  # how many other modules are complete before this one opens
    forms: Forms | None = None  # as the author named them; None: by rule (`content/forms.py`)

    @property
    def items(self) -> Iterator[tuple[Lesson, Item]]:
        """Every item in reading order, with the lesson it stands in."""
        for lesson in self.lessons:
            for item in lesson.items:
                yield lesson, item

    def lesson(self, slug: str) -> Lesson | None:
        """The lesson with this slug, or None."""
        return with_slug(self.lessons, slug)


@dataclass(frozen=True)
class Source:
    """Where a fact comes from, as the reader sees it."""

    key: str
    text: str
    url: str | None = None


@dataclass(frozen=True)
class Fact:
    """One checked statement.

    `review` is true when it may change and must be looked up again each year.
    """

    key: str
    text: str
    certainty: str
    sources: tuple[str, ...]
    review: bool = False


@dataclass(frozen=True)
class Variable:
    """One word or text that schools fill in.

    `label` and `hint` stand at the field in the school's settings.
    """

    key: str
    label: str
    hint: str = ""
    kind: str = "text"  # text, lines, link or phone


@dataclass(frozen=True)
class Clause:
    """One agreement in a code of conduct, by a lasting key.

    `example` stands in until a school wrote its own.
    """

    key: str
    title: str
    example: str


@dataclass(frozen=True)
class EntryItem:
    """One question of the entry test: an item of a module's bank, and the lesson it stands in."""

    module: str
    lesson: str
    item: str


@dataclass(frozen=True, kw_only=True)
class Course:
    """Ordered modules, with the facts and sources that their lessons quote."""

    slug: str
    title: str
    intro: Html
    modules: tuple[Module, ...]
    edition: int = 1  # raised by the author when earlier completions should be renewed
    valid_months: int = 12
    first: str | None = None  # the module that opens the others
    always_open: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    sources: tuple[Source, ...] = ()
    variables: tuple[Variable, ...] = ()  # the words that this course leaves to schools
    clauses: tuple[Clause, ...] = ()  # what a code of conduct is made of here, in order
    entry: tuple[
        EntryItem, ...
    ] = ()  # the entry test, one question of a module; empty for a course without one
    tools: tuple[str, ...] = ()  # of the site, for this subject: what their addresses begin with
    help: Html = NO_TEXT  # what the help page says about this subject
    card: Html = NO_TEXT  # what the pocket card says about it

    @property
    def lessons(self) -> Iterator[Lesson]:
        """The lessons of all modules, in reading order."""
        for module in self.modules:
            yield from module.lessons

    @property
    def placed_lessons(self) -> Iterator[tuple[Module, Lesson]]:
        """The same, each with its module."""
        for module in self.modules:
            for lesson in module.lessons:
                yield module, lesson

    def module(self, slug: str) -> Module | None:
        """The module with this slug, or None."""
        return with_slug(self.modules, slug)


@dataclass(frozen=True)
class Catalog:
    """Everything in a content folder, and everything that is wrong with it."""

    courses: tuple[Course, ...] = ()
    problems: tuple[Problem, ...] = ()
    misconceptions: dict[str, str] = field(default_factory=dict)
    variables: tuple[Variable, ...] = ()
    clauses: tuple[Clause, ...] = ()

    @property
    def publishable(self) -> bool:
        """True when no problem is an error."""
        return Severity.ERROR not in [problem.severity for problem in self.problems]

    def course(self, slug: str) -> Course | None:
        """The course with this slug, or None."""
        return with_slug(self.courses, slug)
