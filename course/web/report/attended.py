"""At which trainings people of a school were: how many, and who where the school shows that."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from flask import abort, render_template, request, url_for

from course import clock
from course.domain.people.roles import SMALLEST_GROUP, Permission
from course.store.people.directory import SchoolRow
from course.store.study_days import attended
from course.store.study_days.attended import HeldMeeting, PresentPerson
from course.web.http.access import allow, current_person
from course.web.page.formats import counted, whole
from course.web.page.lists import Field, coded, columns, day, number, rows_of, words
from course.web.page.parts import Cell, Column, Link, Paging
from course.web.page.query import PAGE_SIZE, address, page_of, paging
from course.web.page.school_choice import school_of
from course.web.report import bp

FEW = f"Minder dan {SMALLEST_GROUP}"
WHOM = "Wie er waren, ziet u als u de naam van een bijeenkomst kiest."
NOT_WHOM = (
    "Uw school laat u niet zien wie er waren. Dat kan de school wijzigen, met instemming van de "
    "medezeggenschapsraad."
)


@dataclass(frozen=True)
class AttendedReport:
    """The trainings, or who was at one of them."""

    crumbs: tuple[Link, ...]
    title: str
    about: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    paging: Paging


@bp.get("/scholen/<code>/bijeenkomsten")
@allow(Permission.SCHOOL_REPORT)
def show_attended(code: str) -> str:
    """Of who worked at the school on the day of the training."""
    school = school_of(Permission.SCHOOL_REPORT, code)
    sees = attended.sees_who(current_person(), school.id, clock.today())
    ref = request.args.get("bijeenkomst", "")
    if ref and not sees:
        abort(403)
    page = _people(school, ref) if ref else _meetings(school, sees=sees)
    return render_template("report/attended.html", page=page)


def _meetings(school: SchoolRow, *, sees: bool) -> AttendedReport:
    current, found = page_of(
        request.args.get("bladzijde", ""),
        partial(attended.of_school, school.id, limit=PAGE_SIZE),
    )
    fields = _meeting_fields(sees=sees)
    return AttendedReport(
        crumbs=_crumbs(school),
        title=f"Bijeenkomsten van {school.name}",
        about=_about(found.total, sees=sees),
        caption=f"{counted(found.total, 'bijeenkomst', 'bijeenkomsten')}, de nieuwste eerst",
        columns=columns(fields),
        rows=rows_of(fields, found.rows),
        paging=paging(request.path, {}, current, found.total, "bijeenkomsten"),
    )


def _about(meetings: int, *, sees: bool) -> str:
    if not meetings:
        return ""
    return WHOM if sees else NOT_WHOM


def _people(school: SchoolRow, ref: str) -> AttendedReport:
    current, found = page_of(
        request.args.get("bladzijde", ""),
        partial(attended.people_at, school.id, ref, limit=PAGE_SIZE),
    )
    if not found.total:
        abort(404)
    above = Link("Bijeenkomsten", request.path)
    return AttendedReport(
        crumbs=(*_crumbs(school), above),
        title="Wie er waren",
        about=f"Wie op die dag op {school.name} werkte.",
        caption=f"{counted(found.total, 'medewerker', 'medewerkers')}, op naam",
        columns=columns(PRESENT),
        rows=rows_of(PRESENT, found.rows),
        paging=paging(request.path, {"bijeenkomst": ref}, current, found.total, "mensen"),
    )


def _crumbs(school: SchoolRow) -> tuple[Link, ...]:
    own = Link(school.name, url_for("report.show_school", code=school.code))
    return Link("Rapport", url_for("report.show_schools")), own


def _meeting_fields(*, sees: bool) -> tuple[Field[HeldMeeting], ...]:
    when: Field[HeldMeeting] = day("Dag", "day")
    if sees:
        return Field("Bijeenkomst", cell=_named), when, number("Aanwezig", "people")
    return words("Bijeenkomst", "title"), when, words("Aanwezig", _how_many)


def _named(one: HeldMeeting) -> Cell:
    return Cell(one.title, address(request.path, {"bijeenkomst": one.ref}))


def _how_many(one: HeldMeeting) -> str:
    return whole(one.people) if one.people >= SMALLEST_GROUP else FEW


def _team(one: PresentPerson) -> str:
    return one.team or "Geen team"


HOW = {True: "De trainer vinkte het aan", False: "Vulde de code van de dag in"}
PRESENT: tuple[Field[PresentPerson], ...] = (
    words("Naam", "name"),
    words("Team", _team),
    coded("Hoe wij het weten", "by_trainer", HOW),
)
