"""Every school of a reader in one table, by the figures that the worker counted last night."""

from __future__ import annotations

from flask import render_template, request, url_for

from course import clock
from course.domain.duties.small_groups import too_small
from course.domain.duties.states import DutyState
from course.domain.people.roles import Permission
from course.store.duties import summaries
from course.store.duties import totals as reporting
from course.store.duties.summaries import CountryFigures, SchoolFigures
from course.text.names import tidy
from course.web.http.access import allow, current_person
from course.web.page.answering import Answer, answer
from course.web.page.formats import counted, long_date, whole
from course.web.page.lists import Field, columns, figure, number, rows_of, words
from course.web.page.options import course_options
from course.web.page.parts import Cell, FormOption
from course.web.page.query import PAGE_SIZE, address, page_from_query, paging
from course.web.report import bp
from course.web.report.addresses import with_course
from course.web.report.forms import LONGEST, ReportQuery, read_report
from course.web.report.pages import CountryPage, NoCourses

ORDERS = {"": "name", "klaar": "done", "te-laat": "overdue", "grootte": "people"}
ORDER_OPTIONS = (
    FormOption("klaar", "Minste klaar eerst"),
    FormOption("te-laat", "Meeste te laat eerst"),
    FormOption("grootte", "Grootste school eerst"),
)
NOT_YET = "De cijfers worden ’s nachts geteld. Ze staan hier morgen."


@bp.get("/landelijk")
@allow(Permission.SCHOOL_REPORT)
def show_country() -> Answer:
    """Every school with its figures, however many there are."""
    courses = reporting.offered_courses()
    if not courses:
        return render_template("report/no_courses.html", page=NoCourses())
    if "cursus" not in request.args:
        return with_course(courses)
    # the day is the one that was counted last
    asked = {name: value for name, value in request.args.items() if name != "peildatum"}
    query, actor = read_report(asked, courses, clock.today()), current_person()
    looked_for, order = tidy(asked.get("zoek", ""))[:LONGEST], asked.get("sorteer", "")
    order = order if order in ORDERS else ""
    slug = query.course.slug
    whole_country = summaries.country(actor, slug, looked_for)
    values = {"cursus": slug, "zoek": looked_for, "sorteer": order}
    number = page_from_query(asked.get("bladzijde", ""))
    place = paging(request.path, values, number, whole_country.schools, "scholen")
    start = (place.current - 1) * PAGE_SIZE
    rows = summaries.by_school(
        actor, slug, looked_for, ORDERS[order], limit=PAGE_SIZE, offset=start
    )
    fields = _fields(query)
    page = CountryPage(
        course=query.course.title,
        finding=_finding(whole_country),
        as_of=_as_of(whole_country),
        caption=f"{counted(whole_country.schools, 'school', 'scholen')}, de cijfers per school",
        columns=columns(fields),
        rows=rows_of(fields, rows),
        paging=place,
        courses=course_options(courses),
        orders=ORDER_OPTIONS,
        sent=values,
        errors=query.errors,
    )
    return answer("report/country.html", page, query.errors)


def _finding(found: CountryFigures) -> str:
    people = counted(found.group.people, "medewerker telt", "medewerkers tellen")
    told = f"{counted(found.schools, 'school', 'scholen')}. {people} mee: {_share(found)} klaar."
    if not found.behind:
        return f"{told} Nergens is iemand te laat."
    return f"{told} Op {counted(found.behind, 'school', 'scholen')} is iemand te laat."


def _as_of(found: CountryFigures) -> str:
    """Of which day the figures are."""
    if found.first_day is None or found.last_day is None:
        return NOT_YET
    if found.first_day < found.last_day:
        days = f"{long_date(found.first_day)} of {long_date(found.last_day)}"
        return f"Stand aan het eind van {days}: het tellen is nog bezig."
    return f"Stand aan het eind van {long_date(found.last_day)}."


def _share(found: SchoolFigures | CountryFigures) -> str:
    """How many are done, as a part of who counts where that tells about nobody."""
    group = found.group
    if too_small(group.people):
        return whole(group.done)
    return f"{whole(group.done)} ({round(100 * group.done / group.people)}%)"


def _fields(query: ReportQuery) -> tuple[Field[SchoolFigures], ...]:
    def name(one: SchoolFigures) -> Cell:
        url = url_for("report.show_school", code=one.code)
        return Cell(one.name, address(url, query.values, peildatum=one.day.isoformat()))

    return (
        Field("School", cell=name),
        words("Bestuur", "board"),
        number("Telt mee", "group.people"),
        figure("Klaar", _share),
        *(_state(head, *states) for head, states in _STATES.items()),
        number("Zonder opdracht", "group.without_duty"),
    )


_STATES = {
    "Nog niet klaar": (DutyState.BUSY, DutyState.NOT_STARTED),  # no school shows less than this
    "Te laat": (DutyState.OVERDUE,),
    "Telt niet mee": (DutyState.PAUSED, DutyState.EXEMPT),
}


def _state(head: str, *states: DutyState) -> Field[SchoolFigures]:
    def people(one: SchoolFigures) -> int:
        return sum(one.group.counts[state] for state in states)

    return number(head, people)
