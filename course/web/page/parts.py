"""Small values that components take, when one argument has several fields.

A page dataclass holds these, already worded: a component never decides what something means.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Sorted = Literal["", "ascending", "descending"]


@dataclass(frozen=True)
class Link:
    """A place to go, named after what is there."""

    label: str
    url: str


@dataclass(frozen=True)
class Milestone:
    """Something is done: what, what it brings, and the one next step."""

    title: str
    brings: tuple[str, ...]
    step: Link | None = None
    sign: str = "circle-check"
    also: Link | None = None  # beside the step, when there is something to go on with too


@dataclass(frozen=True)
class Task:
    """One row of a task list."""

    title: str
    url: str = ""  # empty: not open yet, then `reason` says why
    meta: str = ""  # "ongeveer 6 minuten"
    status: str = ""  # one of the status words of `tag`
    reason: str = ""  # "Na les 7"


@dataclass(frozen=True)
class OutlineEntry:
    """One lesson in the outline of a module."""

    label: str
    url: str
    done: bool = False
    current: bool = False
    optional: bool = False  # completion does not need it


@dataclass(frozen=True)
class FieldError:
    """What is wrong in one field of a form, in the words that also stand at the field."""

    field: str  # the id of the control
    message: str


def messages_of(errors: Iterable[FieldError]) -> dict[str, str]:
    """What is wrong, by the field that it is about."""
    return {error.field: error.message for error in errors}


@dataclass(frozen=True)
class FormPage:
    """A page with a form. `errors` is what is wrong in it, in the order of the form."""

    errors: tuple[FieldError, ...] = field(default=(), kw_only=True)

    def error(self, name: str) -> str:
        """What is wrong in one field; empty when nothing is."""
        return next((one.message for one in self.errors if one.field == name), "")


@dataclass(frozen=True)
class FormOption:
    """One choice in a select, a radio group or a checkbox group."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True)
class SummaryRow:
    """A question and its answer, with the way to change it."""

    term: str
    text: str
    change_url: str = ""
    change_label: str = "Wijzig"


@dataclass(frozen=True)
class Tile:
    """One figure: the number, what it counts, and the same in words."""

    value: str
    label: str
    detail: str = ""
    url: str = ""  # the list of who is counted


@dataclass(frozen=True)
class BarPart:
    """A part of a bar: which state, where it begins and how long it is, in percent."""

    state: str
    start: float
    share: float


@dataclass(frozen=True)
class BarRow:
    """One row of a bar table. `percent` None draws no bar: the group is too small to show."""

    label: str
    percent: int | None
    words: str  # "59% · 41 van 69"
    url: str = ""
    parts: tuple[BarPart, ...] = ()  # of a bar that shows more than one thing


@dataclass(frozen=True)
class VoteBar:
    """One option in one vote. `turn` is 1 or 2: which of the two votes, and so which colour."""

    label: str  # "Eerste stemming"
    percent: int
    words: str  # "40% · 12 stemmen"
    turn: int


@dataclass(frozen=True)
class VoteRow:
    """One option with its bars.

    `note` says in words what the option is, such as the right answer.
    """

    text: str  # may hold safe HTML, as Markup
    bars: tuple[VoteBar, ...] | list[VoteBar]
    note: str = ""
    letter: str = ""  # by which a group talks about it


@dataclass(frozen=True)
class Column:
    """One column of a report table."""

    label: str
    sort_url: str = ""  # empty: not sortable
    sorted: Sorted = ""
    numeric: bool = False


@dataclass(frozen=True)
class Cell:
    """One cell of a report table."""

    text: str
    url: str = ""
    status: str = ""  # draws the status word as a tag, instead of `text`
    tick: str = ""  # the value of the box that chooses this row; in the first cell of a row


@dataclass(frozen=True)
class LinePoint:
    """Where a line passes, in the units of its drawing."""

    x: int
    y: int


@dataclass(frozen=True)
class WeekLine:
    """How many people were done at the end of each week, as a line and as its table."""

    finding: str
    points: tuple[LinePoint, ...]
    most: str  # what stands at the top
    first: str
    last: str
    due: str  # by which day, in words
    due_at: int  # where that day stands; 0: outside the drawing
    due_turned: bool  # its words stand before it: there is no room behind it
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class SourceLine:
    """Where something on the page comes from."""

    title: str
    url: str = ""
    note: str = ""  # publisher and date


@dataclass(frozen=True)
class ListDeed:
    """What may be done with who is chosen in a list. `submit_all`: with all of it; empty: not."""

    action: str
    submit: str
    submit_all: str = ""


@dataclass(frozen=True)
class Paging:
    """Where the reader is in a long list."""

    current: int
    total: int
    words: str  # "51 tot en met 100 van 312 medewerkers"
    previous_url: str = ""
    next_url: str = ""
