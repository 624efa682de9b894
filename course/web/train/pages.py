"""What each page for trainers shows, already worded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

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
    Tile,
)


@dataclass(frozen=True)
class TrainPage:
    """The open or the withdrawn assignments of the trainer's schools."""

    finding: str
    schools: tuple[Link, ...]
    more_schools: int
    withdrawn: bool
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    paging: Paging
    may_publish: bool


@dataclass(frozen=True)
class ChooseSchoolPage(FormPage):
    """The first step of assigning, for who trains at several schools."""

    schools: tuple[FormOption, ...]
    hint: str  # that there are more; empty when there are not


@dataclass(frozen=True)
class AssignPage(FormPage):
    """The form that assigns a course at one school."""

    school: str
    school_code: str
    several_schools: bool
    courses: tuple[FormOption, ...]
    targets: tuple[FormOption, ...]
    sent: dict[str, str]
    teams: int = 0  # how many the school has, when that is more than the list shows


@dataclass(frozen=True)
class ConfirmAssignPage:
    """The last question before assigning: how many people get what, by when."""

    title: str
    people: int
    whole_group: bool  # later joiners get it too
    instead: dict[str, str]  # the same choices by the proposed Friday; empty when none is proposed
    instead_submit: str
    notes: tuple[str, ...]  # what to think of before pressing
    rows: tuple[SummaryRow, ...]
    hidden: dict[str, str]
    back: str
    submit: str


@dataclass(frozen=True)
class AssignmentPage(FormPage):
    """One assignment: who has it and how far they are."""

    ref: str
    title: str
    who: str
    school: str
    due_on: date
    made_by: str
    made_on: str
    tiles: tuple[Tile, ...]
    caption: str
    columns: tuple[Column, ...]
    people: tuple[tuple[Cell, ...], ...]
    paging: Paging
    state: str
    state_options: tuple[FormOption, ...]
    hidden: dict[str, str]
    listed: dict[str, str]  # the fields that say who is in this list
    deeds: tuple[ListDeed, ...]
    action: str
    filtered: bool
    withdrawn_on: str = ""  # empty: it holds
    together: int = 1  # how many were given with the same press and still stand, or stand no more


@dataclass(frozen=True)
class WithdrawPage:
    """The last question before withdrawing."""

    title: str
    people: int
    action: str
    hidden: dict[str, str]
    back: str


@dataclass(frozen=True)
class MendPage(ChosenPage):
    """Duties, to be mended together."""

    courses: str
    reasons: tuple[FormOption, ...]
    first: int  # as many as fit in one deed, so there may be more; 0: these are all


@dataclass(frozen=True)
class DayPage(FormPage):
    """Another day for an assignment."""

    ref: str
    who: str
    due_on: date
    action: str
    sent: str


@dataclass(frozen=True)
class ConfirmChangePage:
    """The last question about an assignment as a whole."""

    title: str
    told: tuple[str, ...]
    action: str
    hidden: dict[str, str]
    back: str
    submit: str
    keep: str


@dataclass(frozen=True)
class BroadPage(FormPage):
    """The form that assigns a course to several groups at once."""

    courses: tuple[FormOption, ...]
    boards: tuple[FormOption, ...]
    schools: tuple[FormOption, ...]
    more_schools: int
    functions: tuple[FormOption, ...]
    several: dict[str, tuple[str, ...]]
    single: dict[str, str]


@dataclass(frozen=True)
class ConfirmBroadPage:
    """What assigning does by school, before it is done."""

    title: str
    course: str
    told: str
    who: str  # which functions; empty: all
    weeks: int  # 0: a fixed day
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    more: int
    off: int  # schools at which the day is off
    hidden: dict[str, str]
    back: str
    submit: str
