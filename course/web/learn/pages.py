"""What each learner's page shows: one dataclass per template."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from course.content.types import Goal
from course.text.plain import NO_TEXT, Html
from course.web.learn.items import ItemView
from course.web.learn.welcome import Welcome
from course.web.page.parts import (
    Link,
    Milestone,
    OutlineEntry,
    SourceLine,
    Task,
)


@dataclass(frozen=True)
class NextStep:
    """The lesson where somebody goes on: what it is called, where it stands, and the button."""

    title: str
    module: str
    url: str
    label: str


@dataclass(frozen=True)
class Deadline:
    """By when somebody has to be done, and whether that day is over; or why they need not now."""

    due_on: date | None = None
    is_late: bool = False
    words: str = ""


@dataclass(frozen=True)
class Resume:
    """Where to go on in one course, and how much is left."""

    course: str
    slug: str
    step: NextStep
    minutes_left: int
    a_week: int  # minutes of each week until the day; 0: nothing to divide
    deadline: Deadline
    started: bool
    done: int
    total: int


@dataclass(frozen=True)
class HomePage:
    """Mijn training: what now, how long, by when."""

    first_name: str
    resume: Resume | None
    welcome: Welcome | None  # of a course that was not begun
    tasks: list[Task]
    finished: list[Task]
    offered: list[Task]
    refresher: str  # where one waits; empty when none does
    to_sign: tuple[Link, ...]  # the schools that ask to sign their code of conduct


@dataclass(frozen=True)
class EntryWay:
    """The way to the entry test from the page of a course."""

    link: Link
    is_open: bool  # it can still be taken


@dataclass(frozen=True)
class RenewalPart:
    """Until when a completion is valid, and whether the course may be done again now."""

    words: str
    may_begin: bool


@dataclass(frozen=True)
class CoursePage:
    """One course: its modules, and what is left."""

    title: str
    intro: Html
    slug: str
    is_enrolled: bool
    modules: list[Task]
    done: int
    total: int
    minutes_left: int
    a_week: int
    deadline: Deadline
    completed_on: date | None
    step: NextStep | None
    moment: Milestone | None
    entry: EntryWay | None
    renewal: RenewalPart | None


@dataclass(frozen=True)
class ModulePage:
    """One module: what it is for, its lessons, and exactly what is left."""

    crumbs: list[Link]
    number: int
    title: str
    motto: str
    goals: tuple[Goal, ...]
    excludes: tuple[str, ...]
    lessons: list[Task]
    done: int
    total: int
    minutes_left: int
    locked_until: str
    resume: Link | None
    moment: Milestone | None
    is_optional: bool
    plan: tuple[str, str] | None
    handout: (
        str  # where the module stands as one page to print; empty when it has nothing for paper
    )


@dataclass(frozen=True)
class LeftPage:
    """Everything that is still to be done in a course, by module."""

    crumbs: list[Link]
    course: str
    groups: list[tuple[str, list[Task]]]
    minutes_left: int


@dataclass(frozen=True)
class BlockView:
    """One block of running text: `kind` says which of the others is filled."""

    kind: str
    html: Html = NO_TEXT
    style: str = ""
    alt: str = ""
    drawing: Html = NO_TEXT


@dataclass(frozen=True)
class LessonFrame:
    """What stands around every lesson: the way there, the way on, and how far the module is."""

    crumbs: tuple[Link, ...]
    module: str
    number: int
    title: str
    outline: tuple[OutlineEntry, ...]
    done: int
    total: int
    previous: Link | None
    following: Link | None
    following_first: bool  # going on is the next thing to do, so its button is the primary one


@dataclass(frozen=True)
class LessonAround:
    """What stands around a lesson, drawn: everybody who is as far in a module sees the same."""

    frame: LessonFrame
    breadcrumb: Markup
    progress: Markup
    way_on: Markup
    outline: Markup


@dataclass(frozen=True)
class LessonText:
    """What a lesson says to everybody, drawn: each block by its place, and what rests on what.

    Empty for an item, and for a clause, which every school has its own words for.
    """

    blocks: tuple[Markup, ...]
    foot: Markup


@dataclass(frozen=True)
class LessonPage:
    """One lesson: one message, then one item.

    A part is drawn: running text, or an item in its form.
    """

    around: LessonAround
    parts: list[Markup]
    foot: Markup
    error: bool
    moment: Milestone | None  # the module is done with this lesson
    unfinished: str  # what going on leaves behind; empty when it leaves nothing


@dataclass(frozen=True)
class Story:
    """One dilemma that can be chosen."""

    title: str
    url: str
    is_current: bool
    is_played: bool


@dataclass(frozen=True)
class PathStep:
    """One choice on the way to an ending.

    `back` is the path up to it, to try something else there.
    """

    title: str
    choice: Html
    back: list[str]
    place: int  # which of the choices it was, from 0
    choices: int
    changes: str  # what it did to the meters, in words
    module: Link | None  # where to read more


@dataclass(frozen=True)
class Meter:
    """One meter of a story, 0 to 10."""

    name: str
    value: int


@dataclass(frozen=True)
class DilemmaPage:
    """One moment of a dilemma."""

    frame: LessonFrame
    intro: list[Markup]
    key: str
    submission: str
    kicker: str
    title: str
    text: Html
    echoes: list[Html]
    colleague_on: str  # the title of the moment that an experienced colleague speaks about
    colleague: Html
    warning: Html
    instead: Html
    choices: list[tuple[str, Html]]
    path: list[str]
    ending: str
    ending_words: str
    lesson: Html
    steps: list[PathStep]
    meters: list[Meter]
    meter_words: str
    practice: list[ItemView]
    practice_url: str
    practice_from: Link | None
    stories: list[Story]
    sources: list[SourceLine]
    moment: Milestone | None  # the module is done with this story
    error: str
