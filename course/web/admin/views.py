"""People of the schools whose accounts an administrator keeps."""

from __future__ import annotations

from functools import partial

from flask import render_template, request, url_for

from course import clock
from course.domain.people.roles import Permission
from course.store.people import directory
from course.store.people.directory import PersonRow
from course.text.names import tidy
from course.web.admin import bp
from course.web.admin.pages import PeoplePage
from course.web.admin.rows import PEOPLE_FIELDS
from course.web.http.access import allow, current_person
from course.web.page.formats import counted
from course.web.page.lists import columns, ticked_rows
from course.web.page.parts import Link, ListDeed
from course.web.page.query import PAGE_SIZE, page_of, paging
from course.web.page.school_choice import schools_to_choose


@bp.get("")
@allow(Permission.PEOPLE)
def show_people() -> str:
    """Search by name or address; every word must be found."""
    actor = current_person()
    typed, school = tidy(request.args.get("zoek", ""))[:100], tidy(request.args.get("school", ""))
    number, found = page_of(
        request.args.get("bladzijde", ""),
        partial(directory.search, actor, clock.today(), typed, school, limit=PAGE_SIZE),
    )
    choice = schools_to_choose(actor, Permission.PEOPLE)
    page = PeoplePage(
        runs_all=actor.holds_everywhere(Permission.PEOPLE),
        words=typed,
        school=school,
        schools=choice.options,
        schools_hint=choice.hint,
        action=request.path,
        filtered=bool(typed or school),
        caption=f"{counted(found.total, 'regel', 'regels')}, gesorteerd op achternaam",
        columns=columns(PEOPLE_FIELDS),
        people=ticked_rows(PEOPLE_FIELDS, found.rows, _key),
        listed={"zoek": typed, "school": school},
        deeds=(_choose(everybody=found.total > PAGE_SIZE),),
        paging=paging(
            request.path, {"zoek": typed, "school": school}, number, found.total, "regels"
        ),
        school_texts=tuple(
            Link(one.name, url_for("school.show_words", code=one.code)) for one in choice.schools
        ),
    )
    return render_template("admin/people.html", page=page)


def _choose(*, everybody: bool) -> ListDeed:
    """The way on with who is ticked; a list of one page is ticked whole by hand."""
    everyone = "Kies iedereen in deze lijst" if everybody else ""
    return ListDeed(url_for("admin.show_together"), "Kies wie is aangevinkt", everyone)


def _key(one: PersonRow) -> str:
    """What a box says: this person at this school. Who works nowhere today has none."""
    return f"{one.ref}:{one.school_code}" if one.school_code else ""
