"""The assignments of a trainer's schools, one assignment with its people, as they are today."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from flask import render_template, request, url_for

from course import clock
from course.domain.duties.states import SEEN_WHOLE
from course.domain.people.roles import Permission
from course.store.duties import assignments, totals
from course.store.duties.assignments import AssignmentRow
from course.store.people.directory import SchoolRow
from course.web.http.access import allow, current_person
from course.web.page.answering import Page, answer, or_404
from course.web.page.chosen import deeds_for_duties
from course.web.page.formats import counted, long_date, whole
from course.web.page.labels import STATE_OPTIONS
from course.web.page.lists import (
    columns,
    read_sorting,
    rows_of,
    sortable_columns,
    ticked_rows,
)
from course.web.page.options import course_titles
from course.web.page.parts import Link, Tile
from course.web.page.people_fields import (
    ORDERS,
    ORDINARY,
    duty_of,
    read_state,
    state_tile,
    tiles_apart,
)
from course.web.page.query import PAGE_SIZE, address, page_from_query, page_of, paging
from course.web.page.school_choice import schools_to_choose
from course.web.train import bp, wording
from course.web.train.pages import AssignmentPage, TrainPage
from course.web.train.rows import PEOPLE_FIELDS, assignment_fields

SCHOOLS_SHOWN = 12


@bp.get("")
@allow(Permission.ASSIGN)
def show_assignments() -> str:
    """What is assigned at the trainer's schools, and how far people are."""
    actor, today = current_person(), clock.today()
    withdrawn = request.args.get("toon") == "ingetrokken"
    number, found = page_of(
        request.args.get("bladzijde", ""),
        partial(assignments.assignments, actor, today, withdrawn=withdrawn, limit=PAGE_SIZE),
    )
    schools = schools_to_choose(actor, Permission.ASSIGN, SCHOOLS_SHOWN)
    fields = assignment_fields(_titles())
    values = {}
    if withdrawn:
        values["toon"] = "ingetrokken"
    place = paging(request.path, values, number, found.total, "toewijzingen")
    page = TrainPage(
        finding=wording.finding(found.total, assignments.late_assignments(actor, today)),
        schools=tuple(map(_assign_link, schools.schools)),
        more_schools=schools.total - len(schools.schools),
        withdrawn=withdrawn,
        columns=columns(fields),
        rows=rows_of(fields, found.rows),
        paging=place,
        may_publish=actor.holds_everywhere(Permission.PUBLISH),
    )
    if withdrawn:
        page = replace(page, finding=wording.WITHDRAWN)
    return render_template("train/assignments.html", page=page)


@bp.get("/toewijzingen/<ref>")
@allow(Permission.ASSIGN)
def show_assignment(ref: str) -> Page:
    """Who has an assignment, with status and dates. Scores and answers are not asked for."""
    today, row = clock.today(), assignment_of(ref)
    asked, sorting = read_state(request.args), read_sorting(request.args, ORDERS, ORDINARY)
    values = {"status": asked.slug, **sorting.values}
    total = row.counts.of(asked.state)
    number = page_from_query(request.args.get("bladzijde", ""))
    place = paging(request.path, values, number, total, "medewerkers")
    rows = assignments.assigned_people(
        row.id,
        today,
        state=asked.state,
        order=ORDERS[sorting.by],
        descending=sorting.descending,
        limit=PAGE_SIZE,
        offset=(place.current - 1) * PAGE_SIZE,
    )
    page = AssignmentPage(
        ref=row.ref,
        title=_titles().get(row.course, row.course),
        who=wording.who_of(row),
        school=row.school,
        due_on=row.due_on,
        made_by=row.made_by,
        made_on=long_date(row.made_at),
        tiles=_tiles(row),
        caption=f"{whole(total)} van {counted(row.people, 'medewerker', 'medewerkers')}",
        columns=sortable_columns(PEOPLE_FIELDS, sorting, request.path, values),
        people=ticked_rows(PEOPLE_FIELDS, rows, duty_of),
        paging=place,
        state=asked.slug,
        state_options=STATE_OPTIONS,
        hidden=sorting.hidden,
        listed={"toewijzing": row.ref, "status": asked.slug},
        deeds=deeds_for_duties(mend=True, nudge=True),
        errors=asked.errors,
        action=request.path,
        filtered=bool(request.args),
    )
    withdrawn = row.withdrawn_at is not None
    others = assignments.given_together(current_person(), ref, today, withdrawn=withdrawn)
    page = replace(page, together=len(others))
    if row.withdrawn_at:
        page = replace(page, withdrawn_on=long_date(row.withdrawn_at))
    return answer("train/assignment.html", page, asked.errors)


def assignment_of(ref: str) -> AssignmentRow:
    """The assignment of the address. Out of reach and not there look the same."""
    return or_404(assignments.assignment(current_person(), ref, clock.today()))


def _titles() -> dict[str, str]:
    """Of every published course, by its slug."""
    return course_titles(totals.offered_courses())


def _tiles(row: AssignmentRow) -> tuple[Tile, ...]:
    tiles = (state_tile(row.counts, state, {}) for state in SEEN_WHOLE)
    return (*tiles, *tiles_apart(row.counts, {}))


def _assign_link(school: SchoolRow) -> Link:
    return Link(school.name, address(url_for("train.show_form"), {"school": school.code}))
