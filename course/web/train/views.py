"""The assignments of a trainer's schools, one assignment with its people, and withdrawing it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course import clock
from course.domain.duties.states import DutyState
from course.domain.people.roles import Permission
from course.store import transaction
from course.store.duties import assignments, giving, totals
from course.store.duties.assignments import AssignmentRow
from course.store.people import directory
from course.web.http.access import allow, current_person
from course.web.page.formats import counted, long_date, whole
from course.web.page.labels import STATE_SLUGS, STATES
from course.web.page.lists import cells, columns, read_sorting, sortable_columns
from course.web.page.parts import FormOption, Link, Paging, Tile
from course.web.page.people_fields import ORDERS, ORDINARY
from course.web.page.query import (
    PAGE_SIZE,
    address,
    choice_from_query,
    page_from_query,
    page_of,
    paging,
)
from course.web.train import bp
from course.web.train.pages import AssignmentPage, TrainPage, WithdrawPage
from course.web.train.rows import PEOPLE_FIELDS, assignment_fields, who_of

SCHOOLS_SHOWN = 12
WITHDRAWN = "Deze toewijzingen zijn ingetrokken. De voortgang van mensen is bewaard."


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
    schools = directory.schools_in_scope(actor, Permission.ASSIGN, SCHOOLS_SHOWN)
    total = (
        directory.school_count(actor, Permission.ASSIGN)
        if len(schools) == SCHOOLS_SHOWN
        else len(schools)
    )
    fields = assignment_fields(_titles())
    values = {"toon": "ingetrokken" if withdrawn else ""}
    place = paging(request.path, values, number, found.total, "toewijzingen")
    finding = WITHDRAWN if withdrawn else _finding(found.rows, place, found.total)
    page = TrainPage(
        finding=finding,
        schools=tuple(
            Link(school.name, address(url_for("train.show_form"), {"school": school.code}))
            for school in schools
        ),
        more_schools=total - len(schools),
        withdrawn=withdrawn,
        columns=columns(fields),
        rows=tuple(cells(fields, row) for row in found.rows),
        paging=place,
    )
    return render_template("train/assignments.html", page=page)


@bp.get("/toewijzingen/<ref>")
@allow(Permission.ASSIGN)
def show_assignment(ref: str) -> str | tuple[str, int]:
    """Who has an assignment, with status and dates. Scores and answers are not asked for."""
    today, row = clock.today(), _assignment(ref)
    state, wrong = choice_from_query(
        request.args.get("status", ""),
        "status",
        STATE_SLUGS,
        "Deze status bestaat niet. Kies een status uit de lijst.",
    )
    status = request.args.get("status", "") if state else ""
    sorting = read_sorting(request.args, ORDERS, ORDINARY)
    values = {"status": status, **sorting.values}
    total = row.counts.get(state, 0) if state else row.people
    place = paging(
        request.path,
        values,
        page_from_query(request.args.get("bladzijde", "")),
        total,
        "medewerkers",
    )
    rows = assignments.assigned_people(
        row.id,
        today,
        state=state,
        order=ORDERS[sorting.by],
        descending=sorting.descending,
        limit=PAGE_SIZE,
        offset=(place.current - 1) * PAGE_SIZE,
    )
    page = AssignmentPage(
        ref=row.ref,
        title=_titles().get(row.course, row.course),
        who=who_of(row),
        school=row.school,
        due_on=row.due_on,
        made_by=row.made_by,
        made_on=long_date(row.made_at),
        withdrawn_on=long_date(row.withdrawn_at) if row.withdrawn_at else "",
        tiles=_tiles(row),
        caption=f"{whole(total)} van {counted(row.people, 'medewerker', 'medewerkers')}",
        columns=sortable_columns(PEOPLE_FIELDS, sorting, request.path, values),
        people=tuple(cells(PEOPLE_FIELDS, person) for person in rows),
        paging=place,
        state=status,
        state_options=tuple(FormOption(slug, STATES[one]) for slug, one in STATE_SLUGS.items()),
        hidden=sorting.hidden,
        errors=(wrong,) if wrong else (),
        action=request.path,
        filtered=bool(request.args),
    )
    html = render_template("train/assignment.html", page=page)
    return (html, 422) if wrong else html


@bp.get("/toewijzingen/<ref>/intrekken")
@allow(Permission.ASSIGN)
def ask_withdraw(ref: str) -> str:
    """The last question before withdrawing."""
    row = _assignment(ref)
    title = f"Wilt u de opdracht voor {who_of(row)} intrekken?"
    back = url_for("train.show_assignment", ref=ref)
    return render_template(
        "train/withdraw.html", page=WithdrawPage(title, row.people, request.path, back)
    )


@bp.post("/toewijzingen/<ref>/intrekken")
@allow(Permission.ASSIGN)
def withdraw(ref: str) -> Response:
    """End the assignment today."""
    transaction.begin(may_write=True)
    if not giving.withdraw(current_person(), ref, clock.now(), clock.today()):
        abort(404)
    transaction.commit()
    flash("De opdracht is ingetrokken. De voortgang is bewaard.")
    return redirect(url_for("train.show_assignment", ref=ref), 303)


def _assignment(ref: str) -> AssignmentRow:
    """The assignment of the address. Out of reach and not there look the same."""
    row = assignments.assignment(current_person(), ref, clock.today())
    if row is None:
        abort(404)
    return row


def _titles() -> dict[str, str]:
    """Of every published course, by its slug."""
    return {course.slug: course.title for course in totals.offered_courses()}


def _finding(rows: Sequence[AssignmentRow], place: Paging, total: int) -> str:
    """The answer to the question of the page, in one sentence or two.

    Who is late is known of this page only, and is said so when there are more.
    """
    if not rows:
        return "Er is nu niets toegewezen."
    open_ones = f"{counted(total, 'opdracht staat', 'opdrachten staan')} open."
    late = sum(row.counts.get(DutyState.OVERDUE, 0) for row in rows)
    here = " op deze bladzijde" if place.total > 1 else ""
    if not late:
        return f"{open_ones} Niemand is te laat{here}."
    return f"{open_ones} In {counted(late, 'geval', 'gevallen')}{here} is iemand te laat."


def _tiles(row: AssignmentRow) -> tuple[Tile, ...]:
    people_words = f"van {counted(row.people, 'medewerker', 'medewerkers')}"
    return tuple(
        Tile(whole(row.counts.get(state, 0)), STATES[state], people_words) for state in DutyState
    )
