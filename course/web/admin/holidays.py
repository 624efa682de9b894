"""School holidays for every school: which years are known, and a newer file."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, abort, redirect, request, url_for

from course import clock, logs
from course.domain.duties.holiday_file import (
    HEADER,
    CalendarFault,
    CalendarProblem,
    read_holidays,
)
from course.domain.duties.holiday_years import HOLIDAYS, Region
from course.domain.people.audited import ListTold
from course.domain.people.roles import Permission
from course.sheets.csv_files import csv_response
from course.store import audit, transaction
from course.store.duties import calendars
from course.web.admin import bp
from course.web.admin.deed import deed_moment
from course.web.admin.importing import uploaded
from course.web.http.access import allow, current_person
from course.web.page.answering import Answer, Page, answer
from course.web.page.fields import Fields
from course.web.page.formats import long_date
from course.web.page.frame import tell
from course.web.page.free_days import HOLIDAY_NAMES
from course.web.page.parts import FieldError, FormPage, SummaryRow

SHOWN = 50  # problems
_WORDS = {
    CalendarFault.TOO_LARGE: "Het bestand is te groot voor een kalender.",
    CalendarFault.UNREADABLE: "Dit is geen kalender die wij kunnen lezen.",
    CalendarFault.HEADER: f"De eerste regel moet zijn: {';'.join(HEADER)}.",
    CalendarFault.EMPTY: "Er staat geen vakantie in het bestand.",
    CalendarFault.YEAR: "Schrijf het schooljaar als 2029-2030.",
    CalendarFault.HOLIDAY: f"Kies als vakantie: {', '.join(HOLIDAYS)}.",
    CalendarFault.REGION: "Kies als regio: noord, midden, zuid of heel Nederland.",
    CalendarFault.DATE: "Schrijf een datum als 2029-10-20 of 20-10-2029.",
    CalendarFault.ORDER: "De laatste dag ligt voor de eerste, of meer dan 60 dagen later.",
    CalendarFault.OUTSIDE: "Deze dagen vallen niet in dat schooljaar.",
    CalendarFault.TWICE: "Deze vakantie staat er voor deze regio al.",
    CalendarFault.MISSING: "Er ontbreekt een vakantie",
    CalendarFault.OVERLAP: "Deze vakantie begint voordat die ervoor voorbij is",
    CalendarFault.GAP: "Tussen de jaren die wij kennen en dit bestand ontbreekt",
}


@dataclass(frozen=True)
class HolidaysPage(FormPage):
    """The years that are known with their sources, and the form with a file."""

    years: tuple[SummaryRow, ...]
    source: str
    problems: tuple[str, ...]
    more: int


@bp.get("/kalender")
@allow(Permission.PEOPLE)
def show_holidays() -> Page:
    """Which school years are known, and from where."""
    _check_may_change()
    return _page("", ())


@bp.get("/kalender/voorbeeld.csv")
@allow(Permission.PEOPLE)
def show_holiday_template() -> Response:
    """The years that are known as a file, to go on from."""
    _check_may_change()
    rows: list[tuple[str, ...]] = []
    for year in calendars.years():
        for region in Region:
            for holiday in year.of(region):
                days = holiday.first.isoformat(), holiday.last.isoformat()
                rows.append((year.name, holiday.name, region.value, *days))
    return csv_response("schoolvakanties.csv", HEADER, rows)


@bp.post("/kalender")
@allow(Permission.PEOPLE)
def bring_holidays() -> Answer:
    """A newer file. Nothing is kept while anything in it is wrong."""
    _check_may_change()
    fields, data = Fields(request.form), uploaded("bestand")
    source = fields.name("bron", "Vul in van wie dit bestand komt.")
    if not data:
        fields.wrong("bestand", "Kies een bestand.")
    if fields.errors or not source:
        return _page(fields.text("bron"), tuple(fields.errors))
    read = read_holidays(data, calendars.years(), source, clock.today())
    if read.problems:
        error = FieldError("bestand", "Verbeter eerst het bestand. Er is niets veranderd.")
        return _page(source, (error,), read.problems)
    transaction.begin(may_write=True)
    calendars.keep_years(read.years, current_person().id, clock.now())
    audit.imported(ListTold.HOLIDAYS, len(read.years), deed_moment())
    transaction.commit()
    logs.note("holidays changed", years=len(read.years))
    names = ", ".join(year.name for year in read.years)
    tell(f"De schoolvakanties van {names} zijn bewaard.")
    return redirect(url_for("admin.show_holidays"), 303)


def _check_may_change() -> None:
    """Holidays hold for every school, so who keeps all of them changes them."""
    if not current_person().holds_everywhere(Permission.PEOPLE):
        abort(404)


def _page(
    source: str, errors: tuple[FieldError, ...], problems: tuple[CalendarProblem, ...] = ()
) -> Page:
    years = (
        SummaryRow(year.name, f"{year.source}, gezien op {long_date(year.seen_on)}")
        for year in calendars.years()
    )
    page = HolidaysPage(
        years=tuple(years),
        source=source,
        problems=tuple(map(_words, problems[:SHOWN])),
        more=max(0, len(problems) - SHOWN),
        errors=errors,
    )
    return answer("admin/holidays.html", page, errors)


def _words(problem: CalendarProblem) -> str:
    said = _WORDS[problem.fault]
    if problem.row:
        return f"Rij {problem.row}: {said}"
    if not problem.where:
        return said
    where = problem.where.split(", ")
    if len(where) == 3:
        where = [where[0], f"regio {where[1]}", HOLIDAY_NAMES[where[2]]]
    return f"{said}: {', '.join(where)}."
