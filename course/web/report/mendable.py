"""From a report to the pages that mend duties and send a mail by hand, for who may there."""

from __future__ import annotations

from flask import url_for

from course.domain.duties.states import DutyState
from course.domain.people.roles import Permission
from course.store.duties.people_list import ReportedPerson
from course.store.people.directory import SchoolRow
from course.web.http.access import current_person
from course.web.page.chosen import deeds_for_duties
from course.web.page.parts import ListDeed
from course.web.report.forms import PeopleQuery, ReportQuery


def _may(permission: Permission, school: SchoolRow, query: ReportQuery) -> bool:
    """Whether this reader has a permission here; only for duties as they are today."""
    return not query.moment.is_past and current_person().holds_at(
        permission, school.id, school.board_id
    )


MORE = ("functie", "wie", "vanaf", "tot")  # what the pages that lists lead to know nothing of


def deeds(school: SchoolRow, query: ReportQuery, chosen: PeopleQuery) -> tuple[ListDeed, ...]:
    """What may be done with who is in the list of people. Who may only send a mail does so from the
    lists over schools and the page of a person: boxes would make this page too heavy.
    """
    if chosen.filter.state is DutyState.LEFT or not _may(Permission.ASSIGN, school, query):
        return ()
    everybody = bool(listed(school, query, chosen))
    return deeds_for_duties(mend=True, nudge=True, everybody=everybody)


def listed(school: SchoolRow, query: ReportQuery, chosen: PeopleQuery) -> dict[str, str]:
    """What says who is in the list of people; nothing when they cannot be chosen all at once."""
    if any(map(chosen.values.get, MORE)):
        return {}
    narrowed = {name: chosen.values[name] for name in ("team", "status", "zoek")}
    return {"school": school.code, "cursus": query.course.slug, **narrowed}


def mend_url(school: SchoolRow, query: ReportQuery, person: ReportedPerson) -> str:
    """Where what one person owes is mended; empty when this reader may not, or not on this day."""
    if not _may(Permission.ASSIGN, school, query) or person.state is DutyState.LEFT:
        return ""
    return url_for("train.show_mend", opdracht=person.duty)


def nudge_url(school: SchoolRow, query: ReportQuery, person: ReportedPerson) -> str:
    """Where one person gets a mail by hand; empty as for `mend_url`."""
    if not _may(Permission.NUDGE, school, query) or person.state is DutyState.LEFT:
        return ""
    return url_for("report.show_nudge", opdracht=person.duty)
