"""From a report to the page that mends duties, for who assigns there."""

from __future__ import annotations

from flask import url_for

from course.domain.duties.states import DutyState
from course.domain.people.roles import Permission
from course.store.duties.people_list import ReportedPerson
from course.store.people.directory import SchoolRow
from course.web.http.access import current_person
from course.web.report.forms import PeopleQuery, ReportQuery


def _may_mend(school: SchoolRow, query: ReportQuery) -> bool:
    """Whether this reader may mend duties here; only as they are today."""
    return not query.moment.is_past and current_person().holds_at(
        Permission.ASSIGN, school.id, school.board_id
    )


def listed(school: SchoolRow, query: ReportQuery, chosen: PeopleQuery) -> dict[str, str]:
    """What says who is in the list of people; nothing when nobody may be chosen from it."""
    if not _may_mend(school, query) or chosen.filter.state is DutyState.LEFT:
        return {}
    narrowed = {name: chosen.values[name] for name in ("team", "status", "zoek")}
    return {"school": school.code, "cursus": query.course.slug, **narrowed}


def mend_url(school: SchoolRow, query: ReportQuery, person: ReportedPerson) -> str:
    """Where what one person owes is mended; empty when this reader may not, or not on this day."""
    if not _may_mend(school, query) or person.state is DutyState.LEFT:
        return ""
    return url_for("train.show_mend", opdracht=person.duty)
