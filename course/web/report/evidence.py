"""A bundle of evidence: what was known of a school at the end of a day, in one ZIP.

The same day gives the same bytes later, so only a day that is over has one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course import clock
from course.domain.people.audited import ListTold
from course.domain.people.roles import Permission
from course.sheets.csv_files import csv_text
from course.sheets.sending import file_response
from course.sheets.xlsx_files import Sheet, write_sheet
from course.store import transaction
from course.store.courses import releases
from course.store.duties import people_list
from course.store.duties import totals as reporting
from course.store.duties.people_list import PeopleFilter, ReportedPerson
from course.store.duties.reach import Reach, reach_of_evidence
from course.store.people import sight
from course.store.people.directory import SchoolRow
from course.store.proof import bundle
from course.web.http.access import allow, current_person
from course.web.http.exporting import note_export
from course.web.http.settings import settings
from course.web.page.lists import Field, file_header, file_kinds, file_lines
from course.web.page.paper import printed
from course.web.page.query import address
from course.web.page.school_choice import school_of
from course.web.report import bp, wording
from course.web.report import evidence_texts as texts
from course.web.report.called import as_called_then
from course.web.report.evidence_texts import BundleFacts
from course.web.report.forms import ReportQuery, read_report
from course.web.report.pages import PaperEvidence
from course.web.report.rows import people_fields

PIECE = 65536
NOBODY_LEFT_OUT = PeopleFilter()


@dataclass(frozen=True)
class AskedBundle:
    """What a bundle is made of: its facts, and how its list is asked."""

    evidence: BundleFacts
    school: SchoolRow
    query: ReportQuery
    reach: Reach

    @property
    def fields(self) -> tuple[Field[ReportedPerson], ...]:
        """The columns of the list."""
        return people_fields(self.school, self.query, self.evidence.sight)


@bp.get("/scholen/<code>/bewijs.zip")
@allow(Permission.SCHOOL_REPORT)
def download_evidence(code: str) -> Response:
    """Everything about one school and one course on a day that is over."""
    school, courses = school_of(Permission.SCHOOL_REPORT, code), reporting.offered_courses()
    if not courses:
        abort(404)
    today = clock.today()
    query = read_report(request.args, courses, today)
    if query.errors:
        abort(422)
    day = query.moment.day
    release = bundle.release_on(query.course.slug, day)
    why = _why_not(school.id, release, day, today)
    if release is None or why:
        flash(why)
        return redirect(url_for("report.show_school", code=code, cursus=query.course.slug), 303)
    asked = _asked(school, query, release)
    summary, kind = _summary(asked.evidence)
    files = _texts(asked.evidence)

    def fill(file: IO[bytes]) -> None:
        with transaction.batches(), ZipFile(file, "w", ZIP_DEFLATED) as zipped:
            packed = Packed(zipped, {})
            packed.add(f"samenvatting.{kind}", iter((summary,)))
            packed.add("lijst.csv", _csv(asked))
            packed.add("lijst.xlsx", _xlsx(asked))
            for name, text in files.items():
                packed.add(name, iter((text.encode(),)))
            packed.finish()

    name = f"bewijs-{school.code}-{query.course.slug}-{day.isoformat()}.zip"
    file = file_response(name, "application/zip", fill)
    told = {"course": query.course.slug, "file": "zip"}
    note_export(ListTold.EVIDENCE, school.id, asked.evidence.totals.whole.listed, **told)
    return file


@dataclass(frozen=True)
class Packed:
    """A ZIP that is being filled, and the hash of each file in it."""

    zipped: ZipFile
    hashes: dict[str, str]

    def add(self, name: str, pieces: Iterator[bytes]) -> None:
        """One file; its date is always the same."""
        info = ZipInfo(name)
        info.compress_type = ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        hashed = hashlib.sha256()
        with self.zipped.open(info, "w", force_zip64=True) as member:
            for piece in pieces:
                hashed.update(piece)
                member.write(piece)
        self.hashes[name] = hashed.hexdigest()

    def finish(self) -> None:
        """How to check all of it."""
        lines = "".join(f"{hashed}  {name}\n" for name, hashed in sorted(self.hashes.items()))
        text = texts.CHECKING.format(brand=settings().brand) + lines
        self.add("controle.txt", iter((text.encode(),)))


def evidence_url(school: SchoolRow, query: ReportQuery) -> str:
    """Where the bundle of a report is; for today that of yesterday, since today is not over."""
    day = min(query.moment.day, query.moment.today - timedelta(days=1))
    values = {"cursus": query.course.slug, "peildatum": day.isoformat()}
    return address(url_for("report.download_evidence", code=school.code), values)


def _why_not(school_id: int, release: str | None, day: date, today: date) -> str:
    if day >= today:
        return wording.DAY_NOT_OVER
    first = bundle.first_day(school_id)
    if first is None or day < first:
        return wording.before_first(first)
    return "" if release else wording.NO_COURSE_YET


def _asked(school: SchoolRow, query: ReportQuery, release: str) -> AskedBundle:
    """The course has the title of its release of that day, and the school its name."""
    title, _, published_at = bundle.edition_of(release)
    course = replace(query.course, title=title, release=release)
    called, then = as_called_then(school, query.moment), replace(query, course=course)
    reach = reach_of_evidence(current_person(), [school.id])
    evidence = BundleFacts(
        school=called.name,
        day=query.moment.day,
        course=releases.outline(release),
        release=release,
        published_at=published_at,
        totals=reporting.school_totals(reach, query.moment),
        modules=reporting.module_totals(reach, query.moment),
        codes=tuple(bundle.codes_until(school.id, query.moment.day)),
        answers=bundle.signed_until(school.id, query.moment.day),
        sight=sight.on(school.id, query.moment.day, clock.end_of_day(query.moment.day)),
    )
    return AskedBundle(evidence, called, then, reach)


def _summary(found: BundleFacts) -> tuple[bytes, str]:
    """As PDF; where this machine makes none, as the page that it would have printed."""
    page = PaperEvidence(
        brand=settings().brand,
        evidence=found,
        states=tuple(texts.state_rows(found)),
        teams=tuple(texts.team_rows(found.totals.teams)),
        modules=tuple(texts.module_rows(found)),
    )
    html = render_template("papers/evidence.html", page=page)
    paper = printed(html, f"bewijs-{found.release}-{found.day.isoformat()}")
    return (html.encode(), "html") if paper is None else (paper, "pdf")


def _texts(found: BundleFacts) -> dict[str, str]:
    codes = {
        f"gedragscode-{number}.txt": texts.code_text(code, found.course)
        for number, code in enumerate(found.codes, 1)
    }
    return {
        "cursus.txt": texts.course_text(found),
        **codes,
        "instellingen.txt": texts.who_sees(found),
        "normenkader.csv": "".join(csv_text(texts.NORM_HEADER, texts.norm_lines(found))),
    }


def _rows(asked: AskedBundle) -> Iterator[ReportedPerson]:
    return people_list.people_rows(asked.reach, asked.query.moment, NOBODY_LEFT_OUT)


def _csv(asked: AskedBundle) -> Iterator[bytes]:
    lines = file_lines(asked.fields, _rows(asked))
    return map(str.encode, csv_text(file_header(asked.fields), lines))


def _xlsx(asked: AskedBundle) -> Iterator[bytes]:
    sheet = Sheet(
        title=wording.list_title(asked.school.name, asked.query.course.title),
        header=file_header(asked.fields),
        kinds=file_kinds(asked.fields),
        rows=file_lines(asked.fields, _rows(asked)),
        day=asked.query.moment.day,
    )
    with TemporaryFile() as file:
        write_sheet(file, sheet)
        file.seek(0)
        read: Callable[[], bytes] = lambda: file.read(PIECE)  # noqa: E731
        yield from iter(read, b"")
