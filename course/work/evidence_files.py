"""A large bundle of evidence is made for who asked for it: the same bytes that a small one would
have, since nothing that was known at the end of its day changes any more.
"""

from __future__ import annotations

from dataclasses import replace
from tempfile import TemporaryFile
from typing import IO

from course import clock
from course.store.duties import totals as reporting
from course.store.messages.job_files import PIECE
from course.store.messages.jobs import JobEnding
from course.web.report import evidence_asked, evidence_facts, file_words
from course.web.report.evidence_asked import AskedEvidence, NoEvidenceError, ReadyEvidence
from course.web.report.evidence_facts import BundleFacts
from course.web.report.evidence_making import write_bundle
from course.web.report.forms import read_report
from course.web.report.queued_files import EVIDENCE
from course.work.making_files import MOST_STARTS, GoneError, NoRightError, reader_of
from course.work.registry import job
from course.work.working import RefusedError, Work


@job(EVIDENCE)
def make_evidence(work: Work) -> JobEnding:
    """The ZIP, with what is in it of which school. Ends in a transaction that writes.

    Errors: RefusedError with why there is none.
    """
    starts = work.place.get("starts", 0) + 1
    if starts > MOST_STARTS:
        raise RefusedError(file_words.BROKE_OFF)
    ready = _ready(work)
    with TemporaryFile() as file:
        found, sha256 = _made(work, ready, file, starts)
        _allowed(work)
        file.seek(0)
        pieces = iter(lambda: file.read(PIECE), b"")
        ending = work.made(ready.asked.name, file_words.ZIP, pieces)
    rows = [[one.school.id, one.group.listed] for one in found.schools]
    told = file_words.made(sum(row[1] for row in rows), len(rows))
    changes = {"done": work.total, "place": {"rows": rows, "sha256": sha256}}
    return replace(ending, message=told, changes=changes)


def _made(
    work: Work, ready: ReadyEvidence, file: IO[bytes], starts: int
) -> tuple[BundleFacts, str]:
    """Written, with a bar over the schools: each is in two lists."""
    work.keep(0, 2 * len(ready.schools), starts=starts)

    def passed(schools: int) -> None:
        work.keep(work.done + schools, starts=starts)
        _allowed(work)

    found = evidence_facts.gathered(ready, passed)
    return found, write_bundle(file, found, passed)


def _ready(work: Work) -> ReadyEvidence:
    asked = _allowed(work)
    try:
        return evidence_asked.ready(asked)
    except NoEvidenceError as why:
        raise RefusedError(str(why)) from why


def _allowed(work: Work) -> AskedEvidence:
    """What was asked, while who asked may have it."""
    courses = reporting.offered_courses()
    if not courses:
        raise GoneError(file_words.NOT_THERE)
    query = read_report(work.arguments, courses, clock.today())
    if query.errors:
        raise GoneError(file_words.NOT_THERE)
    asked = evidence_asked.again(reader_of(work), work.arguments, query)
    if asked is None:
        raise NoRightError(file_words.NO_EVIDENCE)
    return asked
