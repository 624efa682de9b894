"""Who answered the code of conduct of a school, on screen and as a file."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, abort, render_template, request, url_for

from course import clock
from course.domain.people.audited import ListTold
from course.domain.people.conduct_signing import Asks
from course.domain.people.roles import Permission
from course.sheets.csv_files import csv_response
from course.store.people import conduct, conduct_signing
from course.store.people.conduct import Conduct
from course.store.people.conduct_signing import SignatureRow
from course.store.people.directory import SchoolRow
from course.web.http.access import allow
from course.web.http.exporting import note_export
from course.web.page.formats import counted
from course.web.page.lists import Field, cells, columns, day, file_header, file_lines, words
from course.web.page.parts import Cell, Column, Link, Paging
from course.web.page.query import PAGE_SIZE, page_from_query, paging
from course.web.school import bp, wording
from course.web.school.reading import own_school

MOST = 100_000  # people of one school in a file

FIELDS: tuple[Field[SignatureRow], ...] = (
    words("Naam", lambda row: row.name),
    words("Team", lambda row: row.team),
    words("Antwoord", lambda row: wording.answer_words(row.answer)),
    day("Op", lambda row: clock.day_of(row.answered_at) if row.answered_at else None),
    words("Versie", lambda row: row.version),
)


@dataclass(frozen=True)
class SignaturesPage:
    """Everybody who works at a school, with their answer that still holds."""

    crumbs: list[Link]
    school: str
    version: str
    finding: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    paging: Paging
    file: Link


@bp.get("/<code>/gedragscode/ondertekend")
@allow(Permission.SCHOOL_TEXTS)
def show_signatures(code: str) -> str:
    """Who signed, who refused and who did not answer yet."""
    school, today = own_school(code), clock.today()
    holds = _asking(school)
    codes = conduct_signing.counting(holds, school.id, today)
    counts = conduct_signing.signature_counts(school.id, codes, today)
    number = page_from_query(request.args.get("bladzijde", ""))
    place = paging(request.path, {}, number, counts.people, "medewerkers")
    offset = (place.current - 1) * PAGE_SIZE
    found = conduct_signing.signatures(school.id, codes, today, limit=PAGE_SIZE, offset=offset)
    page = SignaturesPage(
        crumbs=[Link(f"Gedragscode van {school.name}", url_for("school.show_conduct", code=code))],
        school=school.name,
        version=wording.version_words(holds),
        finding=(
            f"{counted(counts.signed, 'medewerker heeft', 'medewerkers hebben')} ondertekend, "
            f"{counts.refused} niet, en {counted(counts.open, 'gaf', 'gaven')} nog geen antwoord."
        ),
        columns=columns(FIELDS),
        rows=tuple(cells(FIELDS, row) for row in found.rows),
        paging=place,
        file=Link("Download als CSV", url_for("school.download_signatures", code=code)),
    )
    return render_template("school/signatures.html", page=page)


@bp.get("/<code>/gedragscode/ondertekend.csv")
@allow(Permission.SCHOOL_TEXTS)
def download_signatures(code: str) -> Response:
    """The same list as a file."""
    school, today = own_school(code), clock.today()
    codes = conduct_signing.counting(_asking(school), school.id, today)
    found = conduct_signing.signatures(school.id, codes, today, limit=MOST)
    name = f"gedragscode-{school.code}-{today.isoformat()}.csv"
    file = csv_response(name, file_header(FIELDS), file_lines(FIELDS, found.rows))
    note_export(ListTold.SIGNATURES, school.id, len(found.rows), file="csv")
    return file


def _asking(school: SchoolRow) -> Conduct:
    """What holds today, where it asks for a signature."""
    holds = conduct.in_force(school.id, clock.today())
    if holds is None or holds.asks is Asks.NOTHING:
        abort(404)
    return holds
