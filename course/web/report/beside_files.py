"""The people of several schools as a file: at once when the list is short, else by a worker, with a
page that says how far it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import IO

from flask import Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from course import clock
from course.domain.people.audited import ListTold
from course.domain.people.roles import Permission
from course.sheets.sending import file_response
from course.store import transaction
from course.store.duties import totals as reporting
from course.store.duties import whole_list
from course.store.duties.overview import schools_asked
from course.store.duties.whole_list import ListedPerson
from course.web.http.access import allow, current_person, proved_lately
from course.web.http.exporting import note_exports
from course.web.page.frame import explain
from course.web.page.parts import Link
from course.web.page.query import address
from course.web.report import bp, file_words
from course.web.report.asked import AskedPeople, read_asked
from course.web.report.files import MOST_ON_PAPER, MOST_PRINTED
from course.web.report.making import (
    FILE_TYPES,
    NoPaperError,
    RowsBySchool,
    TooLongError,
    write_file,
)
from course.web.report.pages import ListFiles
from course.web.report.queued_files import PEOPLE, NotQueuedError, queue_file

AT_ONCE = 2000  # people in a file that somebody waits for
ASKED = ("cursus", "peildatum", "wie", "school", "bestuur")


@bp.get("/mensen.csv")
@allow(Permission.SCHOOL_REPORT)
@proved_lately
def download_people_csv() -> BaseResponse:
    """As text, for any program."""
    return _download("csv", AT_ONCE)


@bp.get("/mensen.xlsx")
@allow(Permission.SCHOOL_REPORT)
@proved_lately
def download_people_xlsx() -> BaseResponse:
    """As a spreadsheet."""
    return _download("xlsx", AT_ONCE)


@bp.get("/mensen.pdf")
@allow(Permission.SCHOOL_REPORT)
@proved_lately
def download_people_pdf() -> BaseResponse:
    """As paper."""
    return _download("pdf", MOST_ON_PAPER)


@bp.post("/mensen/bestand")
@allow(Permission.SCHOOL_REPORT)
def ask_for_file() -> BaseResponse:
    """A worker makes it. What is being made for somebody already is not made twice."""
    asked, kind = _asked(request.form), request.form.get("soort", "")
    if kind not in FILE_TYPES:
        return _back(asked, file_words.NO_KIND)
    try:
        ref = queue_file(PEOPLE, current_person(), {**asked.values, "soort": kind})
    except NotQueuedError as why:
        return _back(asked, str(why))
    return redirect(url_for("site.show_waiting", ref=ref), 303)


def files_of_list(asked: AskedPeople, people: int, *, over_many: bool) -> ListFiles:
    """By how long it is. Longer than a paper can be, it is no PDF at all."""
    most = {"pdf": MOST_ON_PAPER}
    quick = {
        one.value
        for one in file_words.KIND_OPTIONS
        if not over_many and people <= most.get(one.value, AT_ONCE)
    }
    return ListFiles(
        tuple(
            Link(f"Download als {words}", address(f"/rapport/mensen.{kind}", asked.values))
            for kind, words in file_words.KINDS.items()
            if kind in quick
        ),
        tuple(
            one
            for one in file_words.KIND_OPTIONS
            if one.value not in quick and (one.value != "pdf" or people <= MOST_PRINTED)
        ),
    )


def _download(kind: str, most: int) -> BaseResponse:
    asked, actor = _asked(request.args), current_person()
    moment, chosen = asked.query.moment, asked.chosen
    if kind == "pdf" and whole_list.is_longer(actor, moment, chosen, MOST_PRINTED):
        return _back(asked, file_words.too_long_for_paper(MOST_PRINTED))
    if whole_list.is_longer(actor, moment, chosen, most):
        return _back(asked, file_words.too_long_for_now(most))
    tally, schools = RowsBySchool(), schools_asked(actor, chosen, moment.day)

    def rows() -> Iterator[ListedPerson]:
        batches = whole_list.school_batches(schools)
        pages = (whole_list.pages(actor, moment, chosen, batch) for batch in batches)
        yield from tally.counted(chain.from_iterable(chain.from_iterable(pages)))

    def fill(file: IO[bytes]) -> None:
        write_file(file, kind, asked, rows(), most)

    try:
        file: Response = file_response(asked.name(kind), FILE_TYPES[kind], fill)
    except TooLongError:
        return _back(asked, file_words.too_long_for_paper(most))
    except NoPaperError:
        return _back(asked, file_words.NO_PAPER)
    note_exports(ListTold.REPORT, tally.by_school, course=asked.query.course.slug, file=kind)
    return file


def _asked(sent: Mapping[str, str]) -> AskedPeople:
    courses = reporting.offered_courses()
    if not courses:
        abort(404)
    asked = read_asked(sent, courses, clock.today())
    if asked.errors:
        abort(422)
    return asked


def _back(asked: AskedPeople, words: str) -> BaseResponse:
    """The list, with why there is no file of it."""
    transaction.rollback()
    explain(words)
    return redirect(address(url_for("report.show_people"), asked.values), 303)
