"""What each page for administrators shows, already worded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from course.store.people.organising import SchoolAtWork
from course.web.page.chosen import ChosenPage
from course.web.page.parts import (
    Cell,
    Column,
    FormOption,
    FormPage,
    Link,
    ListDeed,
    Paging,
    SummaryRow,
)


@dataclass(frozen=True)
class PeoplePage:
    """People whose accounts this administrator keeps."""

    runs_all: bool  # may see what is done in the background
    words: str
    school: str
    schools: tuple[FormOption, ...]
    schools_hint: str  # that there are more; empty when there are not
    action: str
    filtered: bool
    caption: str
    columns: tuple[Column, ...]
    people: tuple[tuple[Cell, ...], ...]
    listed: dict[str, str]  # what says which list this is
    deeds: tuple[ListDeed, ...]
    paging: Paging
    school_texts: tuple[Link, ...]  # for each school: where its texts and contacts are filled in


@dataclass(frozen=True)
class TogetherPage(ChosenPage):
    """People at work, for one deed together."""

    teams: tuple[FormOption, ...]
    courses: tuple[FormOption, ...]


@dataclass(frozen=True)
class TrailPage:
    """What was done within reach, the newest first."""

    words: str
    chosen: str
    choices: tuple[FormOption, ...]
    action: str
    filtered: bool
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    paging: Paging


@dataclass(frozen=True)
class ImportPage(FormPage):
    """The form with the file, and after a mistake: the problems in the file."""

    schools: tuple[FormOption, ...]
    schools_hint: str  # that there are more; empty when there are not
    school: str
    complete: bool
    why: str  # the one thing that is wrong with the file as a whole; empty when it is in rows
    good: str  # the button for the rows that are right; empty when there is none
    held: dict[str, str]  # which list that button is about
    questions: str  # where somebody says what its columns hold; empty when it cannot be read
    problem_columns: tuple[Column, ...]
    problems: tuple[tuple[Cell, ...], ...]
    more: str  # how many problems are not in the list; empty when all of them are


@dataclass(frozen=True)
class PreviewPart:
    """One list of a preview: the people who are new, change or leave.

    Its caption says when it is not all of them.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class PreviewPage(FormPage):
    """What a file would change. Nothing has been written."""

    school: str
    lead: str  # whether there is anything to do
    summary: tuple[SummaryRow, ...]
    notes: tuple[str, ...]  # what was left out, put together or not understood
    questions: str  # where somebody changes that
    changed_meanwhile: bool
    parts: tuple[PreviewPart, ...]
    submit: str  # empty: there is nothing to do
    ask_leaving: str  # empty: no extra question
    ask_roles: str  # empty: nobody who leaves has a role here
    ask_same: tuple[FormOption, ...]  # rows that may be about somebody else
    ask_invite: str  # empty: nobody is new
    hidden: dict[str, str]


@dataclass(frozen=True)
class ColumnCard:
    """One column of a list: what it is called, what stands in it, and what it may hold."""

    field: str
    name: str
    chosen: str
    samples: tuple[str, ...]


@dataclass(frozen=True)
class WordChoice:
    """One word of a list, and what it may mean."""

    field: str
    label: str
    chosen: str
    options: tuple[FormOption, ...]


@dataclass(frozen=True)
class ListQuestionsPage(FormPage):
    """What a list does not say by itself."""

    school: str
    action: str
    columns: tuple[ColumnCard, ...]
    meanings: tuple[FormOption, ...]
    functions: tuple[WordChoice, ...]
    more_functions: int  # that are not asked now
    sites: tuple[FormOption, ...]
    sites_chosen: tuple[str, ...]
    shared: tuple[WordChoice, ...]
    add_file: str  # why another file may be needed; empty when nothing is missing
    private: str  # which columns were dropped at once


@dataclass(frozen=True)
class ListWordsPage(FormPage):
    """What a school's lists call things."""

    school: str
    code: str
    columns: tuple[Column, ...]
    words: tuple[tuple[Cell, ...], ...]
    removable: tuple[FormOption, ...]
    kinds: tuple[FormOption, ...]
    sent: Mapping[str, str]


@dataclass(frozen=True)
class SchoolsPage:
    """The schools whose accounts this administrator keeps."""

    words: str
    action: str
    caption: str
    columns: tuple[Column, ...]
    schools: tuple[tuple[Cell, ...], ...]
    paging: Paging
    may_open: bool
    keeps_all: bool


@dataclass(frozen=True)
class SchoolFormPage(FormPage):
    """The form of a new school, or of one that is there."""

    school: str  # its name; empty for a new one
    action: str
    boards: tuple[FormOption, ...]
    asks_board: bool  # the fields of a new board stand there too
    sectors: tuple[FormOption, ...]
    regions: tuple[FormOption, ...]
    sent: Mapping[str, str]


@dataclass(frozen=True)
class SchoolPage(FormPage):
    """One school, its teams, and what to do next."""

    school: SchoolAtWork
    facts: tuple[SummaryRow, ...]
    columns: tuple[Column, ...]
    teams: tuple[tuple[Cell, ...], ...]
    paging: Paging  # of the teams
    next_steps: tuple[Link, ...]
    is_open: bool  # it did not go up in another
    gone_to: Link | None  # the school in which it went up
    typed: str


@dataclass(frozen=True)
class CalledPage(FormPage):
    """What a board or a team is called, to change."""

    kind: str  # board or team, in a sentence
    name: str
    typed: str
    action: str
    trail: tuple[Link, ...]  # the pages above this one
    merge: str = ""  # where it becomes one with another; empty when it cannot
    gone_to: Link | None = None  # the team in which it went up


@dataclass(frozen=True)
class MergePage(FormPage):
    """With which other one a school or a team becomes one; `told` once that is chosen: what it
    does.
    """

    name: str
    action: str
    trail: tuple[Link, ...]
    label: str
    options: tuple[FormOption, ...]
    hint: str = ""  # that there are more; empty when there are not
    question: str = ""
    submit: str = ""
    told: tuple[str, ...] = ()
    hidden: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class AddPage(FormPage):
    """The form for one person."""

    schools: tuple[FormOption, ...]
    schools_hint: str
    sent: Mapping[str, str]
    functions: tuple[FormOption, ...]
