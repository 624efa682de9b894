"""The open list of Dutch schools: brought in from a file, and searched for a school to add."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from flask import abort, redirect, render_template, request, url_for

from course import logs
from course.domain.people.audited import ListTold
from course.domain.people.roles import Permission
from course.domain.people.school_list import SchoolList, SchoolListProblem, read_school_list
from course.kinds.item import Sector
from course.store import audit, transaction
from course.store.people import organising, school_list
from course.store.people.school_list import ListedRow
from course.text.names import tidy
from course.web.admin import bp
from course.web.admin.deed import deed_moment
from course.web.admin.importing import uploaded
from course.web.admin.school_form import SECTORS
from course.web.admin.school_list_faults import list_sentence
from course.web.http.access import allow, current_person
from course.web.page.answering import Answer
from course.web.page.fields import Fields, themselves
from course.web.page.formats import counted, whole
from course.web.page.frame import tell
from course.web.page.lists import Field, columns, rows_of, words
from course.web.page.parts import Cell, Column, FieldError, FormOption, FormPage, Paging, SummaryRow
from course.web.page.query import PAGE_SIZE, page_of, paging


@dataclass(frozen=True)
class SchoolListPage(FormPage):
    """What the list has, what was found in it, and the form with a file."""

    words: str
    action: str
    counts: tuple[SummaryRow, ...]
    caption: str
    columns: tuple[Column, ...]
    found: tuple[tuple[Cell, ...], ...]
    paging: Paging
    keeps_all: bool
    sectors: tuple[FormOption, ...]
    sector: str
    problems: tuple[str, ...]


def _add_link(row: ListedRow) -> Cell:
    if row.own_code is not None:
        return Cell("Staat erin", url_for("admin.show_school", code=row.own_code))
    return Cell(f"Voeg {row.location} toe", url_for("admin.show_new_school", uit=row.location))


LISTED_FIELDS: tuple[Field[ListedRow], ...] = (
    words("School", "name"),
    words("Plaats", "place"),
    words("Vestigingscode", "location"),
    words("Bestuur", lambda row: row.board_name or row.board),
    Field("Wat u kunt doen", cell=_add_link),
)


@bp.get("/scholen/lijst")
@allow(Permission.PEOPLE)
def show_school_list() -> str:
    """Schools of the open list, found by name, place or code."""
    _check_may_open()
    return render_template("admin/school_list.html", page=_page("", ()))


@bp.post("/scholen/lijst")
@allow(Permission.PEOPLE)
def bring_school_list() -> Answer:
    """A newer list, of schools, of boards or of RIO. Nothing is kept while anything is wrong."""
    if not _keeps_all():
        abort(404)
    fields, data = Fields(request.form), uploaded("bestand")
    sector = fields.choice("sector", themselves(Sector), "Kies een sector.")
    if not data:
        fields.wrong("bestand", "Kies een bestand.")
    if fields.errors or sector is None:
        return _refused(fields.text("sector"), tuple(fields.errors))
    read = read_school_list(data)
    if read.problems:
        error = FieldError("bestand", "Verbeter eerst het bestand. Er is niets veranderd.")
        return _refused(sector, (error,), read.problems)
    transaction.begin(may_write=True)
    said = kept(read, sector)
    audit.imported(ListTold.SCHOOLS, read.count, deed_moment())
    transaction.commit()
    logs.note("school list changed", sector=sector)
    tell(said)
    return redirect(url_for("admin.show_school_list"), 303)


def kept(read: SchoolList, sector: str) -> str:
    """Keep what a file held; returns what was done, in words."""
    if read.boards is not None:
        school_list.keep_boards(read.boards)
        return f"De namen van {counted(len(read.boards), 'bestuur', 'besturen')} zijn bewaard."
    if read.providers is not None:
        count = school_list.keep_providers(read.providers)
        return f"{counted(count, 'school heeft', 'scholen hebben')} nu een OnderwijsaanbiederId."
    school_list.keep_places(read.places, sector)
    count = len(read.places)
    left = counted(read.left_out, "kolom was", "kolommen waren")
    return f"{counted(count, 'school staat', 'scholen staan')} in de lijst. {left} niet nodig."


def _refused(
    sector: str, errors: tuple[FieldError, ...], problems: tuple[SchoolListProblem, ...] = ()
) -> Answer:
    page = _page(sector, errors, tuple(map(list_sentence, problems)))
    return render_template("admin/school_list.html", page=page), 422


def _keeps_all() -> bool:
    """The list is of every school, so who keeps all of them brings it in."""
    return current_person().holds_everywhere(Permission.PEOPLE)


def _check_may_open() -> None:
    if not (_keeps_all() or organising.boards_in_scope(current_person())):
        abort(404)


def _page(
    sector: str, errors: tuple[FieldError, ...], problems: tuple[str, ...] = ()
) -> SchoolListPage:
    typed, path = tidy(request.args.get("zoek", ""))[:100], url_for("admin.show_school_list")
    number, found = page_of(
        request.args.get("bladzijde", ""),
        partial(school_list.search_list, typed, limit=PAGE_SIZE),
    )
    names = {option.value: option.label for option in SECTORS}
    counts = school_list.list_counts()
    return SchoolListPage(
        words=typed,
        action=path,
        counts=tuple(SummaryRow(names[key], whole(count)) for key, count in counts.items()),
        caption=f"{counted(found.total, 'school', 'scholen')}, gesorteerd op naam",
        columns=columns(LISTED_FIELDS),
        found=rows_of(LISTED_FIELDS, found.rows),
        paging=paging(path, {"zoek": typed}, number, found.total, "scholen"),
        keeps_all=_keeps_all(),
        sectors=SECTORS,
        sector=sector,
        problems=problems,
        errors=errors,
    )
