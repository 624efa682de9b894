"""The code of conduct of the reader's own school, on one page."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template

from course import clock
from course.domain.people.roles import Permission
from course.store.people import conduct, words
from course.web.http.access import allow, current_person
from course.web.page.parts import Paging
from course.web.school.clauses import (
    URL,
    ClauseView,
    clause_views,
    consent_words,
    published_clauses,
    version_words,
)
from course.web.site.blueprint import bp
from course.web.site.own_schools import own_schools


@dataclass(frozen=True)
class SchoolConduct:
    """What holds at one school today.

    Without `version` nothing was adopted, and all clauses are examples.
    """

    name: str  # empty: for who works nowhere now
    version: str
    by_board: bool
    consent: str
    link: str  # where the whole text stands; empty when the school did not say
    clauses: list[ClauseView]


@dataclass(frozen=True)
class OwnConductPage:
    """Usually one school; two for who works at two, and a list in pages for who works at many."""

    schools: list[SchoolConduct]
    paging: Paging


@bp.get(URL)
@allow(Permission.LEARN)
def show_own_conduct() -> str:
    """What the reader's own school agreed."""
    today, clauses = clock.today(), published_clauses()
    schools, place = own_schools(current_person().id)
    found = []
    for school in schools:
        holds = conduct.in_force(school.id, today)
        found.append(
            SchoolConduct(
                name=school.name,
                version=version_words(holds) if holds else "",
                by_board=bool(holds and holds.by_board),
                consent=consent_words(holds) if holds else "",
                link=words.values_of(school.id).get("link_gedragscode", ""),
                clauses=clause_views(clauses, holds),
            )
        )
    nowhere = SchoolConduct(
        "", "", by_board=False, consent="", link="", clauses=clause_views(clauses, None)
    )
    return render_template("site/conduct.html", page=OwnConductPage(found or [nowhere], place))
