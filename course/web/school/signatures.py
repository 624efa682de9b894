"""Who answered the code of conduct of a school, on screen and as a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, abort, render_template, request, url_for

from course import clock
from course.domain.people.audited import ListTold
from course.domain.people.conduct_signing import Asks
from course.domain.people.roles import Permission
from course.sheets.csv_files import csv_response
from course.store.people import conduct, conduct_signing
from course.store.people.conduct import Conduct
from course.store.people.conduct_signing import SignatureRow, VersionCounts
from course.store.people.directory import SchoolRow
from course.web.http.access import allow, proved_lately
from course.web.http.exporting import note_export
from course.web.page.answering import or_404
from course.web.page.formats import counted
from course.web.page.lists import (
    Field,
    coded,
    columns,
    day,
    file_header,
    file_lines,
    rows_of,
    words,
)
from course.web.page.lists import number as number_of
from course.web.page.parts import Cell, Column, Link, Paging
from course.web.page.query import PAGE_SIZE, address, page_from_query, paging
from course.web.school import bp, wording
from course.web.school.reading import own_school

MOST = 100_000  # people of one school in a file

FIELDS: tuple[Field[SignatureRow], ...] = (
    words("Naam", "name"),
    words("Team", "team"),
    coded("Antwoord", "answer", wording.ANSWERS_IN_A_LIST),
    day("Op", "answered_at"),
    words("Versie", "version"),
)


@dataclass(frozen=True)
class SignaturesPage:
    """Everybody who works at a school, with their answer that still holds."""

    crumbs: list[Link]
    school: str
    version: str
    finding: str
    chosen: str  # the version that was asked for; empty: what holds now
    all_url: str
    version_columns: tuple[Column, ...]
    versions: tuple[tuple[Cell, ...], ...]
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
    versions = conduct_signing.by_version(school.id, today)
    chosen = _chosen(versions)
    codes = _codes(holds, school, chosen)
    counts = conduct_signing.signature_counts(school.id, codes, today)
    number = page_from_query(request.args.get("bladzijde", ""))
    asked = {"versie": chosen.ref} if chosen else {}
    place = paging(request.path, asked, number, counts.people, "medewerkers")
    fields = _version_fields(request.path)
    offset = (place.current - 1) * PAGE_SIZE
    found = conduct_signing.signatures(school.id, codes, today, limit=PAGE_SIZE, offset=offset)
    page = SignaturesPage(
        crumbs=[Link(f"Gedragscode van {school.name}", url_for("school.show_conduct", code=code))],
        school=school.name,
        version=chosen.label if chosen else wording.version_words(holds),
        chosen=chosen.label if chosen else "",
        all_url=request.path,
        version_columns=columns(fields),
        versions=rows_of(fields, versions),
        finding=(
            f"{counted(counts.signed, 'medewerker heeft', 'medewerkers hebben')} ondertekend, "
            f"{counts.refused} niet, en {counted(counts.open, 'gaf', 'gaven')} nog geen antwoord."
        ),
        columns=columns(FIELDS),
        rows=rows_of(FIELDS, found.rows),
        paging=place,
        file=Link("Download als CSV", _file_url(code, asked)),
    )
    return render_template("school/signatures.html", page=page)


@bp.get("/<code>/gedragscode/ondertekend.csv")
@allow(Permission.SCHOOL_TEXTS)
@proved_lately
def download_signatures(code: str) -> Response:
    """The same list as a file."""
    school, today = own_school(code), clock.today()
    holds = _asking(school)
    chosen = _chosen(conduct_signing.by_version(school.id, today))
    codes = _codes(holds, school, chosen)
    found = conduct_signing.signatures(school.id, codes, today, limit=MOST)
    name = f"gedragscode-{school.code}-{today.isoformat()}.csv"
    file = csv_response(name, file_header(FIELDS), file_lines(FIELDS, found.rows))
    note_export(ListTold.SIGNATURES, school.id, len(found.rows), file="csv")
    return file


def _file_url(code: str, asked: dict[str, str]) -> str:
    return address(url_for("school.download_signatures", code=code), asked)


def _version_fields(path: str) -> tuple[Field[VersionCounts], ...]:
    def linked(one: VersionCounts) -> Cell:
        return Cell(one.label, address(path, {"versie": one.ref}))

    return (
        Field("Versie", cell=linked),
        day("Geldt vanaf", "in_force_on"),
        number_of("Ondertekend", "signed"),
        number_of("Niet ondertekend", "refused"),
    )


def _chosen(versions: Sequence[VersionCounts]) -> VersionCounts | None:
    """The version in the address; None when it asks for what holds now."""
    asked = request.args.get("versie", "")
    if not asked:
        return None
    return or_404(next((one for one in versions if one.ref == asked), None))


def _codes(holds: Conduct, school: SchoolRow, chosen: VersionCounts | None) -> frozenset[int]:
    """The versions whose answers are listed: one alone, or those that hold now."""
    if chosen is not None:
        return frozenset({chosen.code_id})
    return conduct_signing.counting(holds, school.id, clock.today())


def _asking(school: SchoolRow) -> Conduct:
    """What holds today, where it asks for a signature."""
    holds = conduct.in_force(school.id, clock.today())
    if holds is None or holds.asks is Asks.NOTHING:
        abort(404)
    return holds
