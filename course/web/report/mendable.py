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


MORE = ("functie", "wie", "vanaf", "tot")  # what the page that mends knows nothing of


def may_choose(school: SchoolRow, query: ReportQuery, chosen: PeopleQuery) -> bool:
    """Whether this reader may choose people from the list, to mend what they owe."""
    return _may_mend(school, query) and chosen.filter.state is not DutyState.LEFT


def listed(school: SchoolRow, query: ReportQuery, chosen: PeopleQuery) -> dict[str, str]:
    """What says who is in the list of people; nothing when they cannot be chosen all at once."""
    if not may_choose(school, query, chosen) or any(chosen.values[name] for name in MORE):
        return {}
    narrowed = {name: chosen.values[name] for name in ("team", "status", "zoek")}
    return {"school": school.code, "cursus": query.course.slug, **narrowed}


def mend_url(school: SchoolRow, query: ReportQuery, person: ReportedPerson) -> str:
    """Where what one person owes is mended; empty when this reader may not, or not on this day."""
    if not _may_mend(school, query) or person.state is DutyState.LEFT:
        return ""
    return url_for("train.show_mend", opdracht=person.duty)
