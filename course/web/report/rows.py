"""People, modules and reasons as rows: on screen, in the file and on the page of one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Protocol

from flask import url_for

from course.content.outline import ModuleOutline
from course.domain.duties.states import SET_APART, DutyState
from course.domain.people.sight import Sight, shows
from course.store.duties.people_list import ReportedPerson
from course.store.duties.person import ModuleAsOf, ReasonRow, ReliefRow
from course.store.people.directory import SchoolRow
from course.web.page import people_fields as shared
from course.web.page.formats import day_or_dash, long_date
from course.web.page.labels import EXEMPT_FOR, LEAST_OPTIONS, STATE_OPTIONS, STATES
from course.web.page.lists import DASH, Field, day, fixed_in_file, status, words
from course.web.page.parts import Cell, FormOption, SummaryRow
from course.web.page.query import address
from course.web.report.forms import ReportQuery


class Listed(shared.OnTheWay, shared.StaffNumbered, Protocol):
    """A row of a list of people, of one school or of many."""

    @property
    def valid_until(self) -> date | None:
        """The last day of a completion."""


VALID_UNTIL: Field[Listed] = day("Geldig tot en met", "valid_until")


def people_fields(
    school: SchoolRow, query: ReportQuery, sight: Sight
) -> tuple[Field[ReportedPerson], ...]:
    """The list of people of one school: what stands on screen, and what in the file, as far as this
    reader sees it.
    """

    def linked_name(person: ReportedPerson) -> Cell:
        url = url_for("report.show_person", code=school.code, ref=person.ref)
        return Cell(person.name, address(url, query.values))

    return (
        Field("Naam", "naam", linked_name, shared.NAME.file),
        *seen_fields(sight),
        fixed_in_file("School", school.name),
        fixed_in_file("Schoolcode", school.code),
        shared.STAFF_NUMBER,
        *said_of(query),
    )


def said_of(query: ReportQuery) -> tuple[Field[object], ...]:
    """What every line of a file says of the report that it is from."""
    return (
        fixed_in_file("Cursus", query.course.title),
        fixed_in_file("Stand op", query.moment.day.isoformat(), in_file="day"),
    )


def seen_fields(sight: Sight) -> tuple[Field[Listed], ...]:
    """What the setting of a school adds, a level at a time."""
    lessons = (shared.LESSONS, shared.LESSONS_DONE, shared.LESSONS_TOTAL)
    begun = (shared.STARTED_ON.only_in_file(),)
    levels: tuple[tuple[Sight, tuple[Field[Listed], ...]], ...] = (
        (Sight.DONE, shared.DUTY),
        (Sight.LESSONS, (*lessons, *begun)),
        (Sight.DATES, (shared.COMPLETED_ON, VALID_UNTIL)),
    )
    shown = [fields for level, fields in levels if shows(sight, level)]
    return tuple(chain.from_iterable(shown))


def state_options(sight: Sight) -> tuple[FormOption, ...]:
    """The states that can be in a list."""
    return STATE_OPTIONS if shows(sight, Sight.LESSONS) else LEAST_OPTIONS


def person_summary(person: ReportedPerson, relief: ReliefRow | None) -> tuple[SummaryRow, ...]:
    """The same person on a page of their own."""
    status = STATES[person.state]
    if relief is not None and person.state in SET_APART:
        status = relief_words(relief)
    rows = [
        SummaryRow("Status", status),
        SummaryRow("Team", person.team or "Zonder team"),
        SummaryRow("Uiterste datum", long_date(person.due_on)),
    ]
    if shows(person.sight, Sight.LESSONS):
        rows += [
            SummaryRow("Lessen", shared.lessons_words(person.done, person.total)),
            SummaryRow("Begonnen op", day_or_dash(person.started_on)),
        ]
    if shows(person.sight, Sight.DATES):
        rows += [
            SummaryRow("Klaar op", day_or_dash(person.completed_on)),
            SummaryRow("Geldig tot en met", day_or_dash(person.valid_until)),
        ]
    return tuple(rows)


def relief_words(relief: ReliefRow) -> str:
    """Until when, why and by whom somebody need not."""
    words = [STATES[DutyState(relief.relief.value)]]
    if relief.until:
        words.append(f"tot en met {long_date(relief.until)}")
    words.append(f"door {relief.made_by}")
    if relief.category:
        words.append(f"omdat: {EXEMPT_FOR[relief.category].lower()}")
    return ", ".join(words)


def is_compulsory(module: ModuleOutline) -> bool:
    """Whether completion needs anything of a module."""
    return any(lesson.required for lesson in module.lessons)


def module_name(module: ModuleOutline) -> str:
    """A module as reports call it: one that completion does not need says so."""
    if is_compulsory(module):
        return module.title
    return f"{module.title} (niet verplicht)"


@dataclass(frozen=True)
class ModuleOfPerson:
    """One module of one person; `row` is None while nothing of it was done."""

    title: str
    row: ModuleAsOf | None

    @property
    def state(self) -> DutyState:
        """A module has no last day, so nobody is late for it."""
        if self.row is None or not self.row.done:
            return DutyState.NOT_STARTED
        if self.row.completed_on:
            return DutyState.DONE
        return DutyState.BUSY

    @property
    def lessons(self) -> str:
        """How many are done."""
        if self.row is None:
            return DASH
        return shared.lessons_words(self.row.done, self.row.total)

    @property
    def completed_on(self) -> date | None:
        """The day on which everything was done."""
        if self.row is None:
            return None
        return self.row.completed_on


def _lessons(module: ModuleOfPerson) -> Cell:
    return Cell(module.lessons)


MODULE_FIELDS: tuple[Field[ModuleOfPerson], ...] = (
    words("Module", "title"),
    status("Status", "state"),
    Field("Lessen", cell=_lessons, numeric=True),
    day("Klaar op", "completed_on"),
)


def _target(reason: ReasonRow) -> str:
    """To whom it was assigned."""
    if reason.to_person:
        return "Alleen deze medewerker"
    if reason.to_team:
        return f"Team {reason.to_team}"
    return "De school"


REASON_FIELDS: tuple[Field[ReasonRow], ...] = (
    words("Toegewezen aan", _target),
    day("Sinds", "starts_on"),
    day("Uiterste datum", "due_on"),
    day("Gestopt op", "ends_on"),
)
