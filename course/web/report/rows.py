"""People, modules and reasons as rows: on screen, in the file and on the page of one person."""

from __future__ import annotations

from datetime import date

from flask import request, url_for

from course.content.outline import ModuleOutline
from course.domain.duties.states import DutyState
from course.store.duties.people_list import ReportedPerson
from course.store.duties.person import ModuleRow, ReasonRow
from course.store.people.directory import SchoolRow
from course.web.page.formats import long_date, whole
from course.web.page.labels import STATES
from course.web.page.parts import Cell, Column, SummaryRow
from course.web.page.query import address
from course.web.report.forms import PeopleQuery, ReportQuery

FILE_HEADER = (
    "Naam",
    "Team",
    "Status",
    "Uiterste datum",
    "Lessen klaar",
    "Lessen in totaal",
    "Begonnen op",
    "Klaar op",
    "Cursus",
    "Stand op",
)


def people_columns(values: dict[str, str], chosen: PeopleQuery) -> tuple[Column, ...]:
    """The columns of the list; each that can be sorted links to the list in that order."""

    def column(label: str, order: str) -> Column:
        now = chosen.order == order
        way = "" if not now or chosen.descending else "af"
        url = address(request.path, values, sorteer=order, richting=way)
        return Column(
            label, order, url, ("descending" if chosen.descending else "ascending") if now else ""
        )

    return (
        column("Naam", "naam"),
        column("Team", "team"),
        column("Status", "status"),
        column("Uiterste datum", "datum"),
        Column("Lessen", numeric=True),
        Column("Klaar op"),
    )


def person_cells(person: ReportedPerson, school: SchoolRow, query: ReportQuery) -> tuple[Cell, ...]:
    """One person in the list on screen."""
    url = address(url_for("report.show_person", code=school.code, ref=person.ref), query.values)
    return (
        Cell(person.name, url),
        Cell(person.team or "–"),
        Cell(STATES[person.state], status=STATES[person.state]),
        Cell(long_date(person.due_on), sort=person.due_on.isoformat()),
        Cell(_lessons(person.done, person.total)),
        Cell(_day(person.completed_on)),
    )


def person_line(person: ReportedPerson, course: str, day: date) -> tuple[str, ...]:
    """The same person in the file; each line says which course and day it is about, also when it is
    copied out.
    """
    return (
        person.name,
        person.team or "",
        STATES[person.state],
        person.due_on.isoformat(),
        str(person.done),
        str(person.total) if person.total is not None else "",
        person.started_on.isoformat() if person.started_on else "",
        person.completed_on.isoformat() if person.completed_on else "",
        course,
        day.isoformat(),
    )


def person_summary(person: ReportedPerson) -> tuple[SummaryRow, ...]:
    """The same person on a page of their own."""
    return (
        SummaryRow("Status", STATES[person.state]),
        SummaryRow("Team", person.team or "Zonder team"),
        SummaryRow("Uiterste datum", long_date(person.due_on)),
        SummaryRow("Lessen", _lessons(person.done, person.total)),
        SummaryRow("Begonnen op", _day(person.started_on)),
        SummaryRow("Klaar op", _day(person.completed_on)),
    )


def module_name(module: ModuleOutline) -> str:
    """A module as reports call it: one that completion does not need says so."""
    return (
        module.title
        if any(lesson.required for lesson in module.lessons)
        else f"{module.title} (niet verplicht)"
    )


def module_cells(title: str, row: ModuleRow | None) -> tuple[Cell, ...]:
    """One module of one person."""
    if row is None or not row.done:
        state = STATES[DutyState.NOT_STARTED]
    else:
        state = STATES[DutyState.DONE if row.completed_on else DutyState.BUSY]
    done = _lessons(row.done, row.total) if row else "–"
    return (
        Cell(title),
        Cell(state, status=state),
        Cell(done),
        Cell(_day(row.completed_on if row else None)),
    )


def reason_cells(reason: ReasonRow) -> tuple[Cell, ...]:
    """One assignment of one person."""
    target = (
        "Alleen deze medewerker"
        if reason.to_person
        else f"Team {reason.to_team}"
        if reason.to_team
        else "De school"
    )
    return (
        Cell(target),
        Cell(long_date(reason.starts_on)),
        Cell(long_date(reason.due_on)),
        Cell(_day(reason.ends_on)),
    )


def _lessons(done: int, total: int | None) -> str:
    return f"{whole(done)} van {whole(total)}" if total is not None else "–"


def _day(day: date | None) -> str:
    return long_date(day) if day is not None else "–"
