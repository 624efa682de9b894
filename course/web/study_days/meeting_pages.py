"""What each page about a training on a day shows, already worded."""

from __future__ import annotations

from dataclasses import dataclass

from course.web.page.parts import Cell, Column, FormOption, FormPage, Link, Paging, SummaryRow, Task


@dataclass(frozen=True)
class MeetingsPage:
    """The trainings where somebody may come."""

    meetings: tuple[Task, ...]
    paging: Paging


@dataclass(frozen=True)
class OwnMeetingPage(FormPage):
    """One training, and what somebody can do about it: `may` holds yes, no and code."""

    url: str
    title: str
    facts: tuple[SummaryRow, ...]
    state: str  # "U komt"; empty: not answered yet
    note: str  # why nothing can be done; empty: something can
    may: frozenset[str]
    code: str = ""


@dataclass(frozen=True)
class PlannedPage(FormPage):
    """The trainings of a trainer's places, and the form for a new one."""

    past: bool
    meetings: tuple[Task, ...]
    paging: Paging
    places: tuple[FormOption, ...]
    places_hint: str  # that there are more schools; empty when there are not
    lessons: tuple[FormOption, ...]
    sent: dict[str, str]
    is_open: bool  # the form


@dataclass(frozen=True)
class LedMeetingPage(FormPage):
    """One training for its trainer: who comes, who was there, and the form to change it."""

    url: str
    title: str
    facts: tuple[SummaryRow, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    others: tuple[tuple[Cell, ...], ...]  # who did not answer and has the name that was looked for
    more_others: bool
    paging: Paging
    files: tuple[Link, ...]  # the same list; none while it is empty
    sent: dict[str, str]
    name: str  # by which others were looked for
    may_change: bool
    may_note: bool
    is_open: bool = False  # the form
