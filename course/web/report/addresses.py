"""Where a report is: the course is always in its address."""

from __future__ import annotations

from collections.abc import Sequence

from flask import redirect, request, url_for

from course.domain.duties.states import DutyState
from course.store.duties.totals import OfferedCourse
from course.web.page.answering import Answer
from course.web.page.labels import STATE_SLUGS
from course.web.page.query import address
from course.web.report.forms import first_course


def with_course(courses: Sequence[OfferedCourse]) -> Answer:
    """The same page by an address that says which course: a new course changes no bookmark."""
    values = {**request.args, "cursus": first_course(courses).slug}
    return redirect(address(request.path, values))


def clear_url() -> str:
    """The report without anything asked but the course; nowhere when nothing is."""
    if not set(request.args) - {"cursus"}:
        return ""
    return address(request.path, {"cursus": request.args.get("cursus", "")})


def unreached_url(school_code: str, course_slug: str) -> str:
    """The list of whom mail does not reach at one school."""
    path = url_for("report.show_people")
    return address(path, {"cursus": course_slug, "school": school_code, "wie": "niet-bereikt"})


def in_state(values: dict[str, str]) -> dict[DutyState, str]:
    """By state the list of who is in it, of everybody who is counted."""
    plain = values | {"zoek": "", "team": ""}
    return {
        state: f"{address(request.path, plain, status=slug)}#mensen"
        for slug, state in STATE_SLUGS.items()
    }
