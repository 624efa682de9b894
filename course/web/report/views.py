"""Schools, one school, one person; and the list of people as a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from flask import abort, render_template, request, url_for

from course import clock
from course.domain.duties.states import DutyState
from course.domain.people.roles import Permission
from course.domain.people.sight import ORDER, Sight, shows
from course.store.courses import releases
from course.store.duties import people_list, schools_then, whole_list
from course.store.duties import totals as reporting
from course.store.duties.people_list import ReportedPerson
from course.store.duties.person import (
    module_rows,
    person_row,
    reason_count,
    reasons,
    relief_row,
)
from course.store.duties.reach import reach_of, reach_then
from course.store.duties.schools_then import SchoolThen
from course.store.duties.totals import GroupCounts, HowFarTogether, OfferedCourse, SchoolTotals
from course.store.people.directory import SchoolRow
from course.text.names import tidy
from course.web.http.access import allow, current_person
from course.web.page.answering import Answer, answer, or_404
from course.web.page.lists import columns, rows_of, sortable_columns, ticked_rows
from course.web.page.looked import note_look
from course.web.page.options import course_options
from course.web.page.parts import BarRow, FieldError, Link, Paging
from course.web.page.people_fields import duty_of
from course.web.page.query import PAGE_SIZE, address, page_from_query, page_of, paging, picked
from course.web.page.school_choice import school_of
from course.web.report import bp, wording
from course.web.report.addresses import clear_url, in_state, unreached_url, with_course
from course.web.report.bars import NOBODY, group_bar, legend
from course.web.report.called import as_called_then, gone_to
from course.web.report.corrected_later import corrected_later
from course.web.report.evidence import evidence_url
from course.web.report.files import files_of
from course.web.report.forms import (
    EVERYONE,
    LONGEST,
    PeopleQuery,
    ReportQuery,
    read_people,
    read_report,
)
from course.web.report.gains import gains_url
from course.web.report.mendable import MORE, deeds, listed, mend_url, nudge_url
from course.web.report.module_bars import compulsory, module_bars
from course.web.report.narrowing import AUDIENCE_OPTIONS, listed_options
from course.web.report.pages import (
    CorrectedLater,
    NoCourses,
    Period,
    PersonReport,
    SchoolReport,
    SchoolsReport,
)
from course.web.report.rows import (
    MODULE_FIELDS,
    REASON_FIELDS,
    ModuleOfPerson,
    module_name,
    people_fields,
    person_summary,
    state_options,
)
from course.web.report.teams import teams_shown
from course.web.report.weeks import week_line

_NARROWED = ("team", "status", "peildatum", *MORE)


@bp.get("")
@allow(Permission.SCHOOL_REPORT)
def show_schools() -> Answer:
    """The schools in reach and how far each is with a course, on any day that is asked for."""
    actor = current_person()
    courses = reporting.offered_courses()
    if not courses:
        return render_template("report/no_courses.html", page=NoCourses())
    if "cursus" not in request.args:
        return with_course(courses)
    query = read_report(request.args, courses, clock.today())
    words = tidy(request.args.get("zoek", ""))[:LONGEST]
    fetch = partial(schools_then.part_of_schools, actor, query.moment, words, limit=PAGE_SIZE)
    number, found = page_of(request.args.get("bladzijde", ""), fetch)
    values = {**query.values, "zoek": words}
    place = paging(request.path, values, number, found.total, "scholen")
    groups = reporting.totals_by_school(
        reach_then(actor, [school.id for school in found.rows], query.moment), query.moment
    )
    rows = tuple(_school_bar(school, groups.get(school.id), query) for school in found.rows)
    page = SchoolsReport(
        course=query.course.title,
        day=query.moment.day,
        period=_period(query, query.errors, courses),
        finding=wording.schools_finding(groups, place, found.total, words),
        rows=rows,
        legend=legend(rows),
        words=words,
        notes=wording.schools_notes(groups),
        paging=place,
    )
    return answer("report/schools.html", page, query.errors)


@bp.get("/scholen/<code>")
@allow(Permission.SCHOOL_REPORT)
def show_school(code: str) -> Answer:
    """How far one school is with a course: figures, teams, modules and people."""
    school, courses = school_of(Permission.SCHOOL_REPORT, code), reporting.offered_courses()
    if not courses:
        return render_template("report/no_courses.html", page=NoCourses())
    if "cursus" not in request.args:
        return with_course(courses)
    query = read_report(request.args, courses, clock.today())
    reach = reach_of(current_person(), [school.id])
    totals = reporting.school_totals(reach, query.moment)
    if not totals.teams:  # nobody worked there, so no row says how much this reader sees
        ranks = whole_list.ranks_of(reach, query.moment)
        totals = replace(totals, sight=ORDER[ranks[school.id]])
    chosen = read_people(request.args, totals.teams, query.moment, totals.sight)
    found = _matching(totals, chosen)
    if chosen.filter.words or any(map(chosen.values.get, MORE)):
        found = people_list.people_count(reach, query.moment, chosen.filter)
    values = query.values | chosen.values
    place = paging(request.path, values, chosen.page, found, "medewerkers")
    rows = people_list.people_rows(
        reach,
        query.moment,
        chosen.filter,
        limit=found if chosen.everyone else PAGE_SIZE,
        offset=0 if chosen.everyone else (place.current - 1) * PAGE_SIZE,
    )
    errors = query.errors + chosen.errors
    page = _school_page(
        school,
        query,
        chosen,
        totals,
        reporting.far_together(reach, query.moment),
        rows,
        found,
        place,
        _period(query, errors, courses),
        corrected_later(reach, query.moment),
        errors,
    )
    return answer("report/school.html", page, errors)


@bp.get("/scholen/<code>/mensen/<ref>")
@allow(Permission.SCHOOL_REPORT)
def show_person(code: str, ref: str) -> Answer:
    """One person at one school: status and dates per module, and why they have the course."""
    school, courses = school_of(Permission.SCHOOL_REPORT, code), reporting.offered_courses()
    if not courses:
        abort(404)
    if "cursus" not in request.args:
        return with_course(courses)
    query = read_report(request.args, courses, clock.today())
    reach = reach_of(current_person(), [school.id])
    person = or_404(person_row(reach, query.moment, ref))
    if query.errors:
        abort(422)
    found = module_rows(reach, query.moment, ref)
    outline = releases.outline(query.course.release)
    seen = outline.modules if shows(person.sight, Sight.LESSONS) else ()
    modules = [ModuleOfPerson(module_name(module), found.get(module.slug)) for module in seen]
    place = paging(
        request.path,
        query.values,
        page_from_query(request.args.get("bladzijde", "")),
        reason_count(reach, query.moment, ref),
        "toewijzingen",
    )
    offset = (place.current - 1) * PAGE_SIZE
    why = reasons(reach, query.moment, ref, limit=PAGE_SIZE, offset=offset)
    back = address(url_for("report.show_school", code=school.code), query.values)
    page = PersonReport(
        crumbs=(
            Link("Rapport", address(url_for("report.show_schools"), query.values)),
            Link(as_called_then(school, query.moment).name, back),
        ),
        name=person.name,
        course=query.course.title,
        day=query.moment.day,
        rows=person_summary(person, relief_row(reach, query.moment, ref)),
        columns=columns(MODULE_FIELDS),
        modules=rows_of(MODULE_FIELDS, modules),
        sight_note=wording.sight_note(person.sight),
        reason_columns=columns(REASON_FIELDS),
        reasons=rows_of(REASON_FIELDS, why),
        paging=place,
        mend_url=mend_url(school, query, person),
        nudge_url=nudge_url(school, query, person),
    )
    html = render_template("report/person.html", page=page)
    note_look(ref, school.id)
    return html


def _period(
    query: ReportQuery, errors: tuple[FieldError, ...], courses: Sequence[OfferedCourse]
) -> Period:
    return Period(
        action=request.path,
        courses=course_options(courses),
        course=query.course.slug,
        day_text=query.day_text,
        errors=errors,
        clear_url=clear_url(),
    )


def _school_page(
    school: SchoolRow,
    query: ReportQuery,
    chosen: PeopleQuery,
    totals: SchoolTotals,
    far: HowFarTogether,
    people: Iterable[ReportedPerson],
    found: int,
    place: Paging,
    period: Period,
    corrected: CorrectedLater | None,
    errors: tuple[FieldError, ...],
) -> SchoolReport:
    values, fields = query.values | chosen.values, people_fields(school, query, totals.sight)
    teams = teams_shown(totals, query, chosen)
    modules = module_bars(query, far.modules, totals)
    return SchoolReport(
        school=as_called_then(school, query.moment).name,
        course=query.course.title,
        day=query.moment.day,
        period=period,
        finding=wording.finding(totals.whole),
        tiles=wording.tiles(totals.whole, in_state(values), totals.sight),
        hidden_note=wording.why_hidden((*teams.bars, *modules)),
        teams=teams,
        weeks=week_line(far, totals.whole.people, query.moment.day),
        modules_finding=wording.first_to_last(compulsory(query, modules)),
        modules=modules,
        notes=wording.notes(totals),
        words=chosen.filter.words,
        filtered=any(map(chosen.values.get, ("zoek", "team", "status", *MORE))),
        narrowed=bool(errors or any(map(values.get, _NARROWED))),
        team=chosen.filter.team_ref,
        state_options=state_options(totals.sight),
        state=chosen.values["status"],
        audience_options=AUDIENCE_OPTIONS,
        who_options=listed_options(totals.sight),
        hidden=chosen.sorting.hidden,
        caption=wording.caption(found, totals.whole.listed, chosen),
        columns=sortable_columns(fields, chosen.sorting, request.path, values),
        more=picked(request.args, MORE),
        listed=listed(school, query, chosen),
        deeds=deeds(school, query, chosen),
        people=ticked_rows(fields, people, duty_of),
        paging=replace(place, current=1, total=1) if chosen.everyone else place,
        files=files_of(school.code, values),
        evidence_url=evidence_url(school, query),
        gains_url=gains_url(school, query),
        attended_url=url_for("report.show_attended", code=school.code),
        whole_url=address(request.path, values, lijst=EVERYONE) if place.total > 1 else "",
        everyone=chosen.everyone,
        unreached_url=_unreached_link(school, query),
        corrected=corrected,
        texts=_words_link(school),
        gone_to=None if totals.whole.listed else gone_to(school.code, query),
    )


def _unreached_link(school: SchoolRow, query: ReportQuery) -> str:
    return "" if query.moment.is_past else unreached_url(school.code, query.course.slug)


def _school_bar(school: SchoolThen, group: GroupCounts | None, query: ReportQuery) -> BarRow:
    """One that has gone to another board since leads nowhere."""
    url = ""
    if school.opens:
        url = address(url_for("report.show_school", code=school.code), query.values)
    if group is None:
        return BarRow(school.name, None, NOBODY, url)
    return group_bar(school.name, group, url)


def _matching(totals: SchoolTotals, chosen: PeopleQuery) -> int:
    """How many people the filter leaves, from the totals that are there already."""
    team = chosen.filter.team_ref
    if chosen.filter.state is DutyState.LEFT:
        return totals.left_of(team)
    groups = [group for group in totals.teams if team in ("", group.key)]
    return sum(group.counts.of(chosen.filter.state) for group in groups)


def _words_link(school: SchoolRow) -> Link | None:
    """The page with texts and contacts, for who keeps them at this school."""
    if not current_person().holds_at(Permission.SCHOOL_TEXTS, school.id, school.board_id):
        return None
    return Link(
        "Teksten en contacten van de school", url_for("school.show_words", code=school.code)
    )
