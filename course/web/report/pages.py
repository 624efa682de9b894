"""What each page of a report shows, already worded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from course.store.proof.bundle import EvidenceCode
from course.web.page.parts import (
    BarPart,
    BarRow,
    Cell,
    Column,
    FormOption,
    FormPage,
    Link,
    ListDeed,
    Paging,
    SummaryRow,
    Tile,
    WeekLine,
)
from course.web.report.evidence_facts import BundleFacts
from course.web.report.teams import TeamsShown


@dataclass(frozen=True)
class Period(FormPage):
    """The fields course and day, as they stand in every report."""

    action: str
    courses: tuple[FormOption, ...]
    course: str
    day_text: str
    clear_url: str


@dataclass(frozen=True)
class NoCourses:
    """Nothing was published yet, so there is nothing to report."""


@dataclass(frozen=True)
class SchoolsReport:
    """The schools that the reader may see."""

    course: str
    day: date
    period: Period
    finding: str
    rows: tuple[BarRow, ...]
    legend: str
    notes: tuple[str, ...]
    paging: Paging
    words: str  # what somebody looks for in the names


@dataclass(frozen=True)
class CorrectedLater:
    """Lines of a report that were corrected after its day."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class SchoolReport:
    """One school: figures, teams, modules and people."""

    school: str
    course: str
    day: date
    period: Period
    finding: str
    tiles: tuple[Tile, ...]
    hidden_note: str  # why a figure is missing; empty when none is
    teams: TeamsShown
    weeks: WeekLine | None  # None: too few people, or nobody is done
    modules_finding: str
    modules: tuple[BarRow, ...]
    notes: tuple[str, ...]
    words: str  # what somebody looks for in the names
    filtered: bool
    narrowed: bool  # by more than a name, so that those fields are open
    team: str
    state_options: tuple[FormOption, ...]
    state: str
    audience_options: tuple[FormOption, ...]
    who_options: tuple[FormOption, ...]
    hidden: dict[str, str]  # order of the list, which the filter form takes along
    more: dict[str, str]  # kind of work, who, and the period, as they were asked
    listed: dict[str, str]  # who is in this list, when everybody in it may be chosen at once
    deeds: tuple[ListDeed, ...]  # what this reader may do with them; empty: nothing
    caption: str
    columns: tuple[Column, ...]
    people: tuple[tuple[Cell, ...], ...]
    paging: Paging
    files: tuple[Link, ...]
    gains_url: str
    attended_url: str
    evidence_url: str  # the bundle of evidence of that day
    whole_url: str  # the whole list on one page, to print; empty when it is on one page already
    everyone: bool  # this is that page
    unreached_url: str  # to whom mail came back; empty on a day of the past
    corrected: CorrectedLater | None
    texts: Link | None  # where this reader fills in the texts and contacts of the school
    gone_to: Link | None  # the report of the school in which this one went up


@dataclass(frozen=True)
class PersonReport:
    """One person at one school: status and dates."""

    crumbs: tuple[Link, ...]
    name: str
    course: str
    day: date
    rows: tuple[SummaryRow, ...]
    columns: tuple[Column, ...]
    modules: tuple[tuple[Cell, ...], ...]
    sight_note: str  # what this reader does not see, and why
    reason_columns: tuple[Column, ...]
    reasons: tuple[tuple[Cell, ...], ...]
    paging: Paging  # of the reasons
    mend_url: str  # where this duty is mended; empty: not by this reader, or not on this day
    nudge_url: str  # where this person gets a mail by hand; empty as well


@dataclass(frozen=True)
class FigureLink:
    """A number with its word, and the list of who it is about."""

    number: str
    label: str
    url: str


@dataclass(frozen=True)
class SchoolLine:
    """One school beside the others."""

    name: str
    url: str
    board: str
    bar: tuple[BarPart, ...]  # empty: too small a group, or nobody
    figures: tuple[FigureLink, ...]
    empty_words: str


@dataclass(frozen=True)
class OverviewPage(FormPage):
    """All schools beside each other."""

    course: str
    day: date
    finding: str
    figures: tuple[FigureLink, ...]
    rows: tuple[SchoolLine, ...]
    paging: Paging
    courses: tuple[FormOption, ...]
    boards: tuple[FormOption, ...]
    orders: tuple[FormOption, ...]
    sent: dict[str, str]
    first: str  # that these are only the first schools, and what to do; empty when they are all
    evidence_url: str  # the bundle of the chosen board; empty when there is none to have
    corrected: CorrectedLater | None


@dataclass(frozen=True)
class CountryPage(FormPage):
    """Every school in one table, by the figures of last night."""

    course: str
    finding: str
    as_of: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    paging: Paging
    courses: tuple[FormOption, ...]
    orders: tuple[FormOption, ...]
    sent: dict[str, str]


@dataclass(frozen=True)
class ListFiles:
    """The kinds of file that a list is downloaded as at once, and those that a worker makes."""

    at_once: tuple[Link, ...]
    by_worker: tuple[FormOption, ...]


@dataclass(frozen=True)
class PeopleBesidePage(FormPage):
    """People of all schools in one list."""

    course: str
    day: date
    title: str
    back: str
    caption: str
    first: int  # the list is about so many schools only, the first by name; 0: about all
    hidden_note: str  # why somebody may be missing; empty when nobody is
    gone_to: Link | None  # the report of the school in which the one that was asked went up
    columns: tuple[Column, ...]
    people: tuple[tuple[Cell, ...], ...]
    deeds: tuple[ListDeed, ...]
    listed: dict[str, str]  # who is in this list, when everybody in it may be chosen at once
    paging: Paging
    who_options: tuple[FormOption, ...]
    sent: dict[str, str]
    files: ListFiles
    kinds: tuple[FormOption, ...]  # of a list that comes again
    everies: tuple[FormOption, ...]  # how often it may come again
    corrected: CorrectedLater | None


@dataclass(frozen=True)
class PaperEvidence:
    """The summary of a bundle of evidence, as PDF."""

    brand: str
    evidence: BundleFacts
    finding: str
    codes: tuple[EvidenceCode, ...]
    states: tuple[tuple[str, int], ...]
    teams: tuple[tuple[str, int, int], ...]
    modules: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class PaperBoardEvidence:
    """The summary of a bundle about every school of a board, as PDF."""

    brand: str
    evidence: BundleFacts
    finding: str
    states: tuple[tuple[str, int], ...]
