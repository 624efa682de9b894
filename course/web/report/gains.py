"""What the people of a school gained in each module, where it measures: on screen and as a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Response, render_template, request, url_for

from course import clock
from course.content.outline import ModuleOutline
from course.domain.learning.gain import SMALLEST, gain_of
from course.domain.people.audited import ListTold
from course.domain.people.roles import Permission
from course.sheets.csv_files import csv_response
from course.store.courses import releases
from course.store.courses.releases import Published
from course.store.learning import gained
from course.store.learning.gained import ModuleGains
from course.store.people import measuring
from course.store.people.directory import SchoolRow
from course.web.http.access import allow, current_person
from course.web.http.exporting import Counted, note_export
from course.web.page import gains
from course.web.page.answering import Page, answer, or_404
from course.web.page.gains import WHEN, GainRow
from course.web.page.lists import columns, rows_of
from course.web.page.options import course_options
from course.web.page.parts import Cell, Column, FormOption, FormPage, Link
from course.web.page.query import address, choice_from_query
from course.web.page.school_choice import school_of
from course.web.report import bp
from course.web.report.forms import ReportQuery
from course.web.report.pages import NoCourses

NO_COURSE = "Deze cursus is er niet. Kies een cursus uit de lijst."


@dataclass(frozen=True)
class ModuleSection:
    """One module with its figures; `groups` is empty while some group is too small."""

    title: str
    finding: str
    goals: tuple[tuple[Cell, ...], ...]
    groups: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class GainsReport(FormPage):
    """The modules with a figure, and those that have none yet."""

    crumbs: tuple[Link, ...]
    school: str
    action: str
    course: str
    courses: tuple[FormOption, ...]
    is_on: bool
    setting_url: str  # where it is switched on; empty: by somebody else
    smallest: int
    when: str  # a module gets a figure
    no_claim: str
    goal_columns: tuple[Column, ...]
    group_columns: tuple[Column, ...]
    sections: tuple[ModuleSection, ...]
    waiting: tuple[str, ...]
    nothing: str  # why no module can be measured; empty when one can
    file_url: str


@bp.get("/scholen/<code>/leerwinst")
@allow(Permission.SCHOOL_REPORT)
def show_gains(code: str) -> Page:
    """By module, goal and function group; never of fewer than ten people."""
    school, offered = school_of(Permission.SCHOOL_REPORT, code), _offered()
    if not offered:
        return render_template("report/no_courses.html", page=NoCourses())
    asked = request.args.get("cursus", "")
    chosen, errors = choice_from_query(asked, "cursus", offered, NO_COURSE)
    course = chosen or next(iter(offered.values()))
    found = _by_module(school, course)
    above = url_for("report.show_school", code=school.code)
    page = GainsReport(
        crumbs=(
            Link("Rapport", url_for("report.show_schools")),
            Link(school.name, address(above, {"cursus": course.slug})),
        ),
        school=school.name,
        action=request.path,
        course=course.slug,
        courses=course_options(offered.values()),
        is_on=measuring.is_on(school.id, clock.today()),
        setting_url=_setting_url(school),
        smallest=SMALLEST,
        when=WHEN,
        no_claim=gains.NO_CLAIM,
        goal_columns=columns(gains.fields("Leerdoel")),
        group_columns=columns(gains.fields("Functie")),
        sections=tuple(_section(module, one) for module, one in found if _has_figure(one)),
        waiting=tuple(module.title for module, one in found if not _has_figure(one)),
        nothing="" if found else gains.NO_FORMS,
        file_url=address(url_for("report.download_gains", code=code), {"cursus": course.slug}),
        errors=errors,
    )
    return answer("report/gains.html", page, errors)


@bp.get("/scholen/<code>/leerwinst.csv")
@allow(Permission.SCHOOL_REPORT)
def download_gains(code: str) -> Response:
    """The same figures, each with what it does not say."""
    school = school_of(Permission.SCHOOL_REPORT, code)
    course = or_404(_offered().get(request.args.get("cursus", "")))
    today = clock.today().isoformat()
    lines = Counted(_lines((school.name, school.code, course.title, today), school, course))
    name = f"leerwinst-{school.code}-{today}.csv"
    file = csv_response(name, gains.FILE_HEADER, lines)
    note_export(ListTold.GAINS, school.id, lines.count, course=course.slug, file="csv")
    return file


def gains_url(school: SchoolRow, query: ReportQuery) -> str:
    """Where this stands, for the course of a report."""
    where = url_for("report.show_gains", code=school.code)
    return address(where, {"cursus": query.course.slug})


def _offered() -> dict[str, Published]:
    return {one.slug: one for one in releases.published()}


def _by_module(school: SchoolRow, course: Published) -> list[tuple[ModuleOutline, ModuleGains]]:
    """The modules that can be measured, in order."""
    found = gained.school_gains(school.id, course.slug)
    modules = releases.outline(course.release).modules
    return [(one, found.get(one.slug, ModuleGains())) for one in modules if one.forms is not None]


def _has_figure(found: ModuleGains) -> bool:
    return gain_of(found.whole) is not None


def _section(module: ModuleOutline, found: ModuleGains) -> ModuleSection:
    by_goal, by_group = gains.fields("Leerdoel"), gains.fields("Functie")
    return ModuleSection(
        title=module.title,
        finding=gains.finding(gain_of(found.whole)),
        goals=rows_of(by_goal, gains.goal_rows(module, found)),
        groups=rows_of(by_group, gains.group_rows(found.by_group)),
    )


def _lines(
    known: tuple[str, ...], school: SchoolRow, course: Published
) -> Iterator[tuple[str, ...]]:
    for module, found in _by_module(school, course):
        rows: tuple[GainRow, ...] = (
            *gains.goal_rows(module, found),
            *gains.group_rows(found.by_group),
        )
        for row in gains.with_figure(rows):
            yield gains.file_line((*known, module.title), row)


def _setting_url(school: SchoolRow) -> str:
    """Where it is switched on, for who keeps the texts of this school."""
    if not current_person().holds_at(Permission.SCHOOL_TEXTS, school.id, school.board_id):
        return ""
    return url_for("school.show_measuring", code=school.code)
