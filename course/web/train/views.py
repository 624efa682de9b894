"""The assignments of a trainer's schools, one assignment with its people, and withdrawing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course import clock
from course.domain.duties.states import DutyState
from course.domain.people.roles import Permission
from course.store import transaction
from course.store.duties import assignments, giving, totals
from course.store.duties.assignments import AssignedPerson, AssignmentRow
from course.store.people import directory
from course.web.http.access import allow, current_person
from course.web.page.formats import counted, long_date, whole
from course.web.page.labels import STATE_SLUGS, STATES
from course.web.page.parts import Cell, Column, Link, Option, Tile
from course.web.page.query import PAGE_SIZE, address, choice_from_query, page_from_query, paging
from course.web.train import bp
from course.web.train.pages import AssignmentPage, TrainPage, WithdrawPage

SCHOOLS_SHOWN = 12
_ORDERS = {"naam": "name", "team": "team", "status": "state", "datum": "date"}
_COLUMNS = (("Naam", "naam"), ("Team", "team"), ("Status", "status"), ("Uiterste datum", "datum"))


@bp.get("")
@allow(Permission.ASSIGN)
def show_assignments() -> str:
    """What is assigned at the trainer's schools, and how far people are."""
    actor, today = current_person(), clock.today()
    withdrawn = request.args.get("toon") == "ingetrokken"
    number = page_from_query(request.args.get("bladzijde", ""))
    found = assignments.assignments(
        actor, today, withdrawn=withdrawn, limit=PAGE_SIZE, offset=(number - 1) * PAGE_SIZE
    )
    schools = directory.schools_in_scope(actor, Permission.ASSIGN, SCHOOLS_SHOWN)
    total = (
        directory.school_count(actor, Permission.ASSIGN)
        if len(schools) == SCHOOLS_SHOWN
        else len(schools)
    )
    titles = {course.slug: course.title for course in totals.offered_courses()}
    values = {"toon": "ingetrokken" if withdrawn else ""}
    page = TrainPage(
        finding=_finding(found.rows, withdrawn),
        schools=tuple(
            Link(school.name, address(url_for("train.show_form"), {"school": school.code}))
            for school in schools
        ),
        more_schools=total - len(schools),
        withdrawn=withdrawn,
        columns=(
            Column("Cursus"),
            Column("Wie"),
            Column("Uiterste datum"),
            *(Column(STATES[state], numeric=True) for state in DutyState),
        ),
        rows=tuple(_assignment_cells(row, titles) for row in found.rows),
        paging=paging(request.path, values, number, found.total, "toewijzingen"),
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
    order = request.args.get("sorteer", "")
    order = order if order in _ORDERS else "naam"
    descending = request.args.get("richting") == "af"
    values = {
        "status": request.args.get("status", "") if state else "",
        "sorteer": order if order != "naam" or descending else "",
        "richting": "af" if descending else "",
    }
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
        order=_ORDERS[order],
        descending=descending,
        limit=PAGE_SIZE,
        offset=(place.current - 1) * PAGE_SIZE,
    )
    titles = {course.slug: course.title for course in totals.offered_courses()}
    page = AssignmentPage(
        ref=row.ref,
        title=titles.get(row.course, row.course),
        who=_who(row),
        school=row.school,
        due_on=row.due_on,
        made_by=row.made_by,
        made_on=long_date(row.made_at),
        withdrawn_on=long_date(row.withdrawn_at) if row.withdrawn_at else "",
        tiles=_tiles(row),
        caption=f"{whole(total)} van {counted(row.people, 'medewerker', 'medewerkers')}",
        columns=_people_columns(values, order, descending),
        people=tuple(_person_cells(person) for person in rows),
        paging=place,
        state=values["status"],
        state_options=tuple(Option(slug, STATES[one]) for slug, one in STATE_SLUGS.items()),
        hidden={name: values[name] for name in ("sorteer", "richting") if values[name]},
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
    title = f"Wilt u de opdracht voor {_who(row)} intrekken?"
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


def _finding(rows: Sequence[AssignmentRow], withdrawn: bool) -> str:
    """The answer to the question of the page, in one sentence or two."""
    if withdrawn:
        return "Deze toewijzingen zijn ingetrokken. De voortgang van mensen is bewaard."
    if not rows:
        return "Er is nu niets toegewezen."
    open_ones = counted(len(rows), "opdracht staat", "opdrachten staan")
    late = sum(row.counts.get(DutyState.OVERDUE, 0) for row in rows)
    if not late:
        return f"{open_ones} open. Niemand is te laat."
    return f"{open_ones} open. In {counted(late, 'geval', 'gevallen')} is iemand te laat."


def _who(row: AssignmentRow) -> str:
    if row.person is not None:
        return f"{row.person}, {row.school}"
    return f"team {row.team}, {row.school}" if row.team is not None else row.school


def _assignment_cells(row: AssignmentRow, titles: Mapping[str, str]) -> tuple[Cell, ...]:
    who = _who(row)
    return (
        Cell(titles.get(row.course, row.course), url_for("train.show_assignment", ref=row.ref)),
        Cell(who[0].upper() + who[1:]),
        Cell(long_date(row.due_on), sort=row.due_on.isoformat()),
        *(Cell(whole(row.counts.get(state, 0))) for state in DutyState),
    )


def _tiles(row: AssignmentRow) -> tuple[Tile, ...]:
    people_words = f"van {counted(row.people, 'medewerker', 'medewerkers')}"
    return tuple(
        Tile(whole(row.counts.get(state, 0)), STATES[state], people_words) for state in DutyState
    )


def _people_columns(values: dict[str, str], order: str, descending: bool) -> tuple[Column, ...]:
    def column(label: str, key: str) -> Column:
        now = order == key
        url = address(
            request.path, values, sorteer=key, richting="af" if now and not descending else ""
        )
        return Column(label, key, url, ("descending" if descending else "ascending") if now else "")

    return (
        *(column(label, key) for label, key in _COLUMNS),
        Column("Lessen", numeric=True),
        Column("Begonnen op"),
        Column("Klaar op"),
    )


def _person_cells(person: AssignedPerson) -> tuple[Cell, ...]:
    word = STATES[person.state]
    return (
        Cell(person.name),
        Cell(person.team or "–"),
        Cell(word, status=word),
        Cell(long_date(person.due_on), sort=person.due_on.isoformat()),
        Cell(
            f"{whole(person.done)} van {whole(person.total)}" if person.total is not None else "–"
        ),
        Cell(long_date(person.started_on) if person.started_on else "–"),
        Cell(long_date(person.completed_on) if person.completed_on else "–"),
    )
