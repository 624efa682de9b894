"""Bundles of evidence that wait for who asked for them: who may still have one, and what is noted
when they fetch it.
"""

from __future__ import annotations

from course import clock
from course.domain.people.audited import ListTold
from course.store.duties import totals as reporting
from course.store.messages.made import MadeFile
from course.web.http.access import current_person
from course.web.http.exporting import note_exports
from course.web.page.made_files import Keeper, keeps
from course.web.report import evidence_asked, file_words
from course.web.report.evidence_asked import NoEvidenceError
from course.web.report.forms import read_report
from course.web.report.queued_files import EVIDENCE


def why_refused(found: MadeFile) -> str:
    """Why the reader may not have it any more: they do not see its schools, or less of one."""
    actor, courses = current_person(), reporting.offered_courses()
    if not courses:
        return file_words.NOT_THERE
    query = read_report(found.arguments, courses, clock.today())
    asked = evidence_asked.again(actor, found.arguments, query)
    if asked is None:
        return file_words.NO_EVIDENCE
    try:
        evidence_asked.ready(asked)
    except NoEvidenceError as why:
        return str(why)
    return ""


def note_fetched(found: MadeFile) -> None:
    """In the audit trail of each school that is in it, with the hash of the file."""
    rows, told = dict(found.place["rows"]), found.arguments
    sha256 = found.place["sha256"]
    note_exports(ListTold.EVIDENCE, rows, course=told["cursus"], file="zip", sha256=sha256)


keeps(EVIDENCE, Keeper(why_refused, note_fetched))
