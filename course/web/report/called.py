"""Schools under the names that they had on the day of a report, and where they went since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import url_for

from course.domain.people.roles import Permission
from course.store.duties.reach import AsOf
from course.store.people import directory, merged
from course.store.people.directory import SchoolRow
from course.store.people.naming import school_names_on
from course.web.http.access import current_person
from course.web.page.parts import Link
from course.web.report.forms import ReportQuery


def as_called(schools: Sequence[SchoolRow], moment: AsOf) -> list[SchoolRow]:
    """The same schools as they were called then, as it was known at the end of that day."""
    if not moment.is_past:
        return list(schools)
    names = school_names_on([school.id for school in schools], moment.day)
    return [replace(school, name=names.get(school.id, school.name)) for school in schools]


def as_called_then(school: SchoolRow, moment: AsOf) -> SchoolRow:
    """One school so."""
    return as_called([school], moment)[0]


def gone_to(school: str, query: ReportQuery) -> Link | None:
    """The report of the school in which the one of this code went up."""
    code = merged.school_after(school, query.moment.today)
    held = current_person(), Permission.SCHOOL_REPORT
    into = directory.school_in_scope(*held, code) if code else None
    if into is None:
        return None
    url = url_for("report.show_school", code=into.code, cursus=query.course.slug)
    return Link(into.name, url)
