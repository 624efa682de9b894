"""All schools beside each other with one course, and their people in one list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from flask import render_template, request, url_for

from course import clock
from course.domain.duties.states import DutyState
from course.domain.people.roles import Actor, Permission
from course.kinds.marking import by_key
from course.store.courses import releases
from course.store.duties import overview, schools_then, whole_list
from course.store.duties import totals as reporting
from course.store.duties.overview import BesideFilter, PersonBeside, SchoolBeside
from course.store.duties.reach import reach_then
from course.store.duties.totals import OfferedCourse
from course.store.duties.who import Who
from course.text.names import tidy
from course.web.http.access import allow, current_person
from course.web.page.answering import Answer, answer
from course.web.page.chosen import deeds_for_duties
from course.web.page.fields import themselves
from course.web.page.lists import columns, rows_of, ticked_rows
from course.web.page.options import course_options, table_options
from course.web.page.parts import FormOption, Link, ListDeed
from course.web.page.query import (
    PAGE_SIZE,
    address,
    choice_from_query,
    page_from_query,
    page_of,
    paging,
)
from course.web.report import beside, bp, file_words
from course.web.report.addresses import with_course
from course.web.report.asked import read_asked
from course.web.report.beside_files import files_of_list
from course.web.report.called import gone_to
from course.web.report.corrected_later import corrected_later
from course.web.report.evidence import board_evidence_url
from course.web.report.forms import LONGEST, ReportQuery, read_report
from course.web.report.pages import CorrectedLater, NoCourses, OverviewPage, PeopleBesidePage

ON_A_PAGE = 40  # schools
MOST_CORRECTED = 100  # schools of which what was corrected is looked up for a page
TOO_MANY_CORRECTED = (
    "In deze lijst staat wat die dag bekend was. Kies een bestuur of een school om te zien wat "
    "later is gecorrigeerd."
)
ORDERS: dict[str, Callable[[SchoolBeside], tuple[int, str]]] = {
    "klaar": lambda one: (one.group.done * 10_000 // max(1, one.group.people), one.name),
    "te-laat": lambda one: (-beside.late(one), one.name),
    "nooit-ingelogd": lambda one: (-one.apart.never_signed_in, one.name),
    "niet-bereikt": lambda one: (-one.apart.unreached, one.name),
    "lege-woorden": lambda one: (one.filled, one.name),
}
ORDER_OPTIONS = (
    FormOption("klaar", "Minste klaar eerst"),
    FormOption("te-laat", "Meeste te laat eerst"),
    FormOption("nooit-ingelogd", "Meeste nooit ingelogd eerst"),
    FormOption("niet-bereikt", "Meeste niet bereikt eerst"),
    FormOption("lege-woorden", "Meeste lege woorden eerst"),
)
NO_BOARD = "Dit bestuur is er niet. Kies een bestuur uit de lijst."


@bp.get("/overzicht")
@allow(Permission.SCHOOL_REPORT)
def show_overview() -> Answer:
    """Every school with its figures, the totals over all of them, and where each figure leads."""
    courses = reporting.offered_courses()
    if not courses:
        return render_template("report/no_courses.html", page=NoCourses())
    if "cursus" not in request.args:
        return with_course(courses)
    query, actor = read_report(request.args, courses, clock.today()), current_person()
    boards = schools_then.boards_of(actor, query.moment.day)
    codes = themselves(dict(boards))
    asked = request.args.get("bestuur", "")
    chosen, errors = choice_from_query(asked, "bestuur", codes, NO_BOARD)
    board, words = chosen or "", tidy(request.args.get("zoek", ""))[:LONGEST]
    order = request.args.get("sorteer", "")
    keys = _keys(courses)
    found = overview.schools_beside(actor, query.moment, keys, board=board, words=words)
    more = len(found) > overview.MOST
    del found[overview.MOST :]
    if order in ORDERS:
        found.sort(key=ORDERS[order])
    values = {**query.values, "bestuur": board, "zoek": words, "sorteer": order}
    number = page_from_query(request.args.get("bladzijde", ""))
    place = paging(request.path, values, number, len(found), "scholen", size=ON_A_PAGE)
    first, first_shown = (place.current - 1) * ON_A_PAGE, ""
    if more:
        first_shown = beside.first_schools(overview.MOST, board, boards)
    errors = query.errors + errors
    page = OverviewPage(
        course=query.course.title,
        day=query.moment.day,
        finding=beside.finding(found),
        figures=beside.figures(found, query, board, words),
        rows=tuple(beside.row(one, query, len(keys)) for one in found[first : first + ON_A_PAGE]),
        paging=place,
        courses=course_options(courses),
        boards=table_options(dict(boards)),
        orders=ORDER_OPTIONS,
        sent={**values, "peildatum": query.day_text, "cursus": query.course.slug},
        evidence_url=_evidence_url(board, boards, query),
        first=first_shown,
        corrected=_corrected_beside(actor, query, found),
        errors=errors,
    )
    return answer("report/overview.html", page, errors)


def _evidence_url(board: str, boards: Sequence[tuple[str, str]], query: ReportQuery) -> str:
    """The bundle of the board that was chosen, or of the only one that there is."""
    if not board and len(boards) == 1:
        board = boards[0][0]
    return board_evidence_url(board, query)


def _keys(courses: Sequence[OfferedCourse]) -> list[str]:
    """Every word that a published course leaves to schools."""
    keys: set[str] = set()
    for course in courses:
        keys |= by_key(releases.outline(course.release).variables).keys()
    return sorted(keys)


@bp.get("/mensen")
@allow(Permission.SCHOOL_REPORT)
def show_people() -> Answer:
    """The people of all schools in one list: who is late, who never signed in, and so on."""
    courses = reporting.offered_courses()
    if not courses:
        return render_template("report/no_courses.html", page=NoCourses())
    if "cursus" not in request.args:
        return with_course(courses)
    asked, actor = read_asked(request.args, courses, clock.today()), current_person()
    query, chosen, values = asked.query, asked.chosen, asked.values
    fetch = partial(overview.people_beside, actor, query.moment, chosen, limit=PAGE_SIZE)
    number, found = page_of(request.args.get("bladzijde", ""), fetch)
    listed = _listed(chosen, values, query)
    deeds = _deeds(actor, query, chosen, everybody=bool(listed))
    fields, over_many = asked.fields, whole_list.is_over_many(actor, query.moment, chosen)
    if not any(one.state for one in found.rows):
        deeds = ()
    people = rows_of(fields, found.rows)
    if deeds:
        people = ticked_rows(fields, found.rows, _tick)
    page = PeopleBesidePage(
        course=query.course.title,
        day=query.moment.day,
        title=beside.people_title(chosen),
        back=address(url_for("report.show_overview"), query.values),
        caption=beside.people_caption(found.total),
        first=overview.MOST if over_many else 0,
        hidden_note=beside.why_fewer(actor, chosen),
        gone_to=_gone_to(chosen, found.total, query),
        columns=columns(fields),
        people=people,
        listed=listed,
        deeds=deeds,
        paging=paging(request.path, values, number, found.total, "medewerkers"),
        who_options=beside.WHO_OPTIONS,
        sent=values | {"cursus": query.course.slug},
        files=files_of_list(asked, found.total, over_many=over_many),
        kinds=file_words.KIND_OPTIONS,
        everies=file_words.EVERY_OPTIONS,
        corrected=_corrected(actor, query, chosen),
        errors=asked.errors,
    )
    return answer("report/people.html", page, asked.errors)


def _gone_to(chosen: BesideFilter, people: int, query: ReportQuery) -> Link | None:
    """Where the school that was asked went, when nobody is in its list."""
    if not chosen.school or people:
        return None
    return gone_to(chosen.school, query)


def _tick(person: PersonBeside) -> str:
    """The duty that may be chosen; empty for who has none."""
    if person.state is None:
        return ""
    return person.duty or ""


def _corrected(actor: Actor, query: ReportQuery, chosen: BesideFilter) -> CorrectedLater | None:
    """Of the same schools, whichever of their people were asked for."""
    if not query.moment.is_past:
        return None
    schools = overview.schools_asked(actor, chosen, query.moment.day, overview.MOST)
    return _corrected_of(actor, query, schools_then.names_on(schools, query.moment.day))


def _corrected_beside(
    actor: Actor, query: ReportQuery, schools: Sequence[SchoolBeside]
) -> CorrectedLater | None:
    return _corrected_of(actor, query, {one.id: one.name for one in schools})


def _corrected_of(
    actor: Actor, query: ReportQuery, names: Mapping[int, str]
) -> CorrectedLater | None:
    if query.moment.is_past and len(names) > MOST_CORRECTED:
        return CorrectedLater(TOO_MANY_CORRECTED, (), ())
    return corrected_later(reach_then(actor, names.keys(), query.moment), query.moment, names)


def _deeds(
    actor: Actor, query: ReportQuery, chosen: BesideFilter, *, everybody: bool
) -> tuple[ListDeed, ...]:
    """What may be done with people; only with duties as they are today."""
    if query.moment.is_past or chosen.state is DutyState.LEFT:
        return ()
    mend, nudge = actor.may(Permission.ASSIGN), actor.may(Permission.NUDGE)
    return deeds_for_duties(mend=mend, nudge=nudge, everybody=everybody)


def _listed(chosen: BesideFilter, values: dict[str, str], query: ReportQuery) -> dict[str, str]:
    """What says who is in this list; nothing for a list that is about more than duties."""
    if chosen.who not in (None, Who.NEVER_SIGNED_IN):
        return {}
    narrowed = {"status": values["wie"], "school": values["school"], "bestuur": values["bestuur"]}
    return {"cursus": query.course.slug, **narrowed}
