"""What each page for publishing shows, already worded."""

from __future__ import annotations

from dataclasses import dataclass

from course.web.author.figures import ChoiceGroup
from course.web.page.parts import Cell, Column, FormOption, FormPage, SummaryRow


@dataclass(frozen=True)
class CoursesPage:
    """The courses, and whether their folder holds another text than the current one."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    problems: tuple[str, ...]  # what must be mended before anything is published
    more_problems: int


@dataclass(frozen=True)
class PublishPage(FormPage):
    """What publishing a text would change, and the choice."""

    title: str
    lead: str
    back: str
    back_label: str
    may_publish: bool  # there is something to publish, and the folder has no error
    asks: bool  # something must be chosen first
    action: str
    about: str
    people: tuple[SummaryRow, ...]
    changes: tuple[FormOption, ...]
    chosen: str
    places: tuple[FormOption, ...]
    more_places: int
    meant: tuple[str, ...]
    day: str
    asks_renewal: bool
    answered: tuple[str, ...]
    known: bool
    known_options: tuple[FormOption, ...]
    columns: tuple[Column, ...]
    past: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class QuestionList(FormPage):
    """The questions of one module with their figures; without a module nothing was published."""

    module: str = ""
    chosen: str = ""
    modules: tuple[FormOption, ...] = ()
    finding: str = ""
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    gained: str = ""  # what people gained, in a sentence; empty where it cannot be measured
    no_claim: str = ""
    gain_columns: tuple[Column, ...] = ()
    gains: tuple[tuple[Cell, ...], ...] = ()


@dataclass(frozen=True)
class QuestionFigures:
    """One question: what people chose first. `people` is 0 when fewer than five did it."""

    module: str
    back: str
    question: str
    people: int = 0
    summary: tuple[SummaryRow, ...] = ()
    groups: tuple[ChoiceGroup, ...] = ()
    ideas: tuple[SummaryRow, ...] = ()
    regrade_url: str = ""  # where its answers are marked again; empty for who may not


@dataclass(frozen=True)
class RegradePage(FormPage):
    """What marking the answers to one question again would change."""

    question: str
    back: str
    rows: tuple[SummaryRow, ...]
    rises: bool
    falls: bool
    action: str
    about: str
    lowers: bool
    lower_options: tuple[FormOption, ...]
    reason: str
    most: int
