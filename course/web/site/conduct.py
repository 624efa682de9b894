"""The code of conduct of the reader's own school, on one page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from flask import render_template, url_for

from course import clock
from course.domain.people.roles import Permission
from course.models.people import School
from course.store.people import conduct, words
from course.web.http.access import allow, current_person
from course.web.page.formats import long_date
from course.web.page.parts import Paging
from course.web.school import wording
from course.web.school.clauses import (
    URL,
    ClauseView,
    clause_views,
    published_clauses,
)
from course.web.site.blueprint import bp
from course.web.site.conduct_signing import AskedConduct, standing
from course.web.site.own_schools import own_schools


@dataclass(frozen=True)
class SchoolConduct:
    """What holds at one school today.

    Without `version` nothing was adopted, and all clauses are examples.
    """

    name: str  # empty: for who works nowhere now
    clauses: list[ClauseView]
    link: str = ""  # where the whole text stands; empty when the school did not say
    version: str = ""
    by_board: bool = False
    consent: str = ""
    answered: str = ""  # when the reader signed or refused, this version or one before it
    signed_url: str = ""  # the answer with its text
    sign_url: str = ""  # where to answer; empty when nothing is asked, or it was answered


@dataclass(frozen=True)
class OwnConductPage:
    """Usually one school; two for who works at two, and a list in pages for who works at many."""

    schools: list[SchoolConduct]
    paging: Paging


@bp.get(URL)
@allow(Permission.LEARN)
def show_own_conduct() -> str:
    """What the reader's own school agreed."""
    today = clock.today()
    schools, place = own_schools(current_person())
    found = [_at(school, today) for school in schools]
    nowhere = SchoolConduct("", clause_views(published_clauses(), None))
    return render_template("site/conduct.html", page=OwnConductPage(found or [nowhere], place))


def _at(school: School, today: date) -> SchoolConduct:
    holds = conduct.in_force(school.id, today)
    link = words.values_of(school.id).get("link_gedragscode", "")
    found = SchoolConduct(school.name, clause_views(published_clauses(), holds), link)
    if holds is None:
        return found
    found = replace(
        found,
        version=wording.version_words(holds),
        by_board=holds.by_board,
        consent=wording.consent_words(holds),
    )
    return _with_answer(found, standing(current_person().id, school))


def _with_answer(found: SchoolConduct, asked: AskedConduct | None) -> SchoolConduct:
    """What the school asks of the reader, and what they answered."""
    if asked is None:
        return found
    if asked.last is not None:
        said, on = wording.ANSWERS[asked.last.answer], long_date(asked.last.answered_at)
        what = "een eerdere versie " if asked.is_open else ""
        found = replace(
            found,
            answered=f"U hebt {what}{said} op {on}.",
            signed_url=url_for("site.show_signed", ref=asked.last.ref),
        )
    if asked.is_open:
        return replace(found, sign_url=url_for("site.show_signing", code=asked.school.code))
    return found
