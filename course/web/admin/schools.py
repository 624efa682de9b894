"""Boards, schools and teams: found, opened and changed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import abort, redirect, render_template, request, url_for

from course import clock, logs
from course.domain.people.roles import Permission
from course.domain.people.school_codes import CodeSystem
from course.models import Board, School
from course.store import transaction
from course.store.dated import DeedMoment
from course.store.people import directory, merged, organising, school_list
from course.store.people.organising import SchoolAtWork, SchoolFacts
from course.text.names import tidy
from course.web.admin import bp
from course.web.admin.pages import SchoolFormPage, SchoolPage, SchoolsPage
from course.web.admin.rows import SCHOOL_FIELDS, team_fields
from course.web.admin.school_form import (
    CODE_FIELDS,
    KEPT,
    NEW_BOARD,
    REGIONS,
    SECTORS,
    SchoolForm,
    code_rows,
    from_list,
    read_school,
    sent_of,
)
from course.web.admin.school_steps import next_steps
from course.web.http.access import allow, current_person
from course.web.page.answering import Answer, or_404
from course.web.page.fields import Fields
from course.web.page.formats import counted, whole
from course.web.page.frame import explain, tell
from course.web.page.lists import columns, rows_of
from course.web.page.options import place_options
from course.web.page.parts import FieldError, FormOption, Link, SummaryRow
from course.web.page.query import PAGE_SIZE, page_of, paging, picked


@bp.get("/scholen")
@allow(Permission.PEOPLE)
def show_schools() -> str:
    """The schools whose accounts this person keeps, found by name, code or board."""
    actor, typed = current_person(), tidy(request.args.get("zoek", ""))[:100]
    number, found = page_of(
        request.args.get("bladzijde", ""),
        partial(organising.search_schools, actor, clock.today(), typed, limit=PAGE_SIZE),
    )
    page = SchoolsPage(
        words=typed,
        action=request.path,
        caption=f"{counted(found.total, 'school', 'scholen')}, gesorteerd op naam",
        columns=columns(SCHOOL_FIELDS),
        schools=rows_of(SCHOOL_FIELDS, found.rows),
        paging=paging(request.path, {"zoek": typed}, number, found.total, "scholen"),
        may_open=bool(_boards()) or actor.holds_everywhere(Permission.PEOPLE),
        keeps_all=actor.holds_everywhere(Permission.PEOPLE),
    )
    return render_template("admin/schools.html", page=page)


@bp.get("/scholen/nieuw")
@allow(Permission.PEOPLE)
def show_new_school() -> Answer:
    """The form for a school, and for its board when that is new too."""
    _check_may_open()
    sent: Mapping[str, str] = {}
    row = school_list.listed(tidy(request.args.get("uit", ""))[:8])
    if row is not None:
        sent = from_list(row, school_list.board_with_number(row.board) if row.board else None)
    return render_template("admin/school_form.html", page=_form_page(sent))


@bp.post("/scholen/nieuw")
@allow(Permission.PEOPLE)
def open_school() -> Answer:
    """A new school. Nothing is written while something is wrong."""
    _check_may_open()
    form = read_school(request.form, _boards(), may_open_boards=_may_open_boards(), new=True)
    known = organising.school_at_work(current_person(), form.code, clock.today())
    if known is not None and known.name == form.name:
        return redirect(url_for("admin.show_school", code=form.code), 303)  # pressed twice
    errors = form.errors or (*_taken(form), *_codes_taken(form, None))
    if errors:
        return _again(form.sent, errors)
    transaction.begin(may_write=True)
    if not _opened(form):  # somebody else took the code since it was looked at
        transaction.rollback()
        return _again(form.sent, _taken(form))
    transaction.commit()
    logs.note("school opened", school=form.code)
    tell(f"{form.name} staat erin. Voeg nu teams of mensen toe.")
    return redirect(url_for("admin.show_school", code=form.code), 303)


@bp.get("/scholen/<code>")
@allow(Permission.PEOPLE)
def show_school(code: str) -> str:
    """One school: what is known of it, its teams, and what to do next."""
    return render_template("admin/school.html", page=_school_page(school_in_reach(code)))


@bp.get("/scholen/<code>/wijzigen")
@allow(Permission.PEOPLE)
def show_change_school(code: str) -> str:
    """The form with what is known of the school."""
    school = school_in_reach(code)
    return render_template("admin/school_form.html", page=_form_page(_known(school), school))


@bp.post("/scholen/<code>/wijzigen")
@allow(Permission.PEOPLE)
def change_school(code: str) -> Answer:
    """Another name, sector, region or board; the code stays, since addresses hold it."""
    school = school_in_reach(code)
    form = read_school(request.form, _boards(), may_open_boards=False, own_board=school.board_id)
    errors = form.errors or _codes_taken(form, school.id)
    if errors:
        return _again(form.sent, errors, school)
    transaction.begin(may_write=True)
    facts = SchoolFacts(form.name, form.board_id or school.board_id, form.sector, form.region)
    organising.change_school(school.id, facts, DeedMoment(clock.now(), current_person().id))
    transaction.commit()
    logs.note("school changed", school=code)
    tell("De gegevens van de school zijn bewaard. Zij gelden vanaf vandaag.")
    return redirect(url_for("admin.show_school", code=code), 303)


@bp.post("/scholen/<code>/teams")
@allow(Permission.PEOPLE)
def open_team(code: str) -> Answer:
    """One more team."""
    school, fields = school_in_reach(code), Fields(request.form)
    name = fields.name("team", "Vul de naam van het team in.")
    if name is None:
        return _school_again(school, fields)
    transaction.begin(may_write=True)
    if not organising.open_team(school.id, name):
        transaction.rollback()
        explain(f"Team {name} stond er al in.")
    else:
        transaction.commit()
        tell(f"Team {name} staat erin.")
    return redirect(url_for("admin.show_school", code=code), 303)


def _school_again(school: SchoolAtWork, fields: Fields) -> tuple[str, int]:
    page = _school_page(school, fields.text("team"), tuple(fields.errors))
    return render_template("admin/school.html", page=page), 422


def school_in_reach(code: str) -> SchoolAtWork:
    """Out of reach and not there look the same."""
    return or_404(organising.school_at_work(current_person(), code, clock.today()))


def _school_page(
    school: SchoolAtWork, typed: str = "", errors: tuple[FieldError, ...] = ()
) -> SchoolPage:
    number, found = page_of(
        request.args.get("bladzijde", ""),
        partial(directory.part_of_teams, school.id, clock.today(), limit=PAGE_SIZE),
    )
    fields, here = team_fields(school.code), url_for("admin.show_school", code=school.code)
    return SchoolPage(
        school=school,
        facts=_facts(school),
        columns=columns(fields),
        teams=rows_of(fields, found.rows),
        paging=paging(here, {}, number, found.total, "teams"),
        next_steps=next_steps(school),
        is_open=not merged.school_after(school.code, clock.today()),
        gone_to=_gone_to(school),
        typed=typed,
        errors=errors,
    )


def _facts(school: SchoolAtWork) -> tuple[SummaryRow, ...]:
    """What is known of a school, in words."""
    sectors = {option.value: option.label for option in SECTORS}
    regions = {option.value: option.label for option in REGIONS}
    return (
        SummaryRow("Code", school.code),
        *code_rows(school),
        SummaryRow("Bestuur", school.board),
        SummaryRow("Sector", sectors[school.sector]),
        SummaryRow("Vakantieregio", regions[school.region]),
        SummaryRow("Mensen", whole(school.people)),
        SummaryRow("Leidinggevenden", whole(school.managers)),
    )


def _gone_to(school: SchoolAtWork) -> Link | None:
    """The school in which this one went up, as long as nobody works here again."""
    code = merged.school_after(school.code, clock.today())
    into = organising.school_at_work(current_person(), code, clock.today()) if code else None
    if into is None:
        return None
    return Link(into.name, url_for("admin.show_school", code=into.code))


def _boards() -> dict[str, int]:
    """The boards to choose from: their ids by code."""
    return {board.code: board.id for board in organising.boards_in_scope(current_person())}


def _may_open_boards() -> bool:
    return current_person().holds_everywhere(Permission.PEOPLE)


def _check_may_open() -> None:
    if not (_boards() or _may_open_boards()):
        abort(404)


def _opened(form: SchoolForm) -> bool:
    """The school, and its board when that is new too. False when one of the codes is taken."""
    board_id = form.board_id or organising.open_board(form.board_code, form.board_name)
    if board_id is None:
        return False
    facts = SchoolFacts(form.name, board_id, form.sector, form.region)
    school_id = organising.open_school(form.code, facts)
    if school_id is None:
        return False
    school_list.set_codes(school_id, form.codes, DeedMoment(clock.now()))
    return True


def _known(school: SchoolAtWork) -> dict[str, str]:
    return sent_of(school, school_list.codes_of(school.id))


def _codes_taken(form: SchoolForm, but: int | None) -> tuple[FieldError, ...]:
    """A code by which others know a school is of one school."""
    moment = DeedMoment(clock.now())
    taken = [
        FieldError(name, "Een andere school heeft deze code.")
        for name, system in CODE_FIELDS.items()
        if form.codes[system]
        and system is CodeSystem.LOCATION
        and school_list.code_taken(system, form.codes[system], but, moment)
    ]
    return tuple(taken)


def _taken(form: SchoolForm) -> tuple[FieldError, ...]:
    """Codes are for one school and one board."""
    errors = []
    if organising.taken(School, form.code):
        errors.append(FieldError("code", "Er is al een school met deze code."))
    if form.board_code and organising.taken(Board, form.board_code):
        errors.append(FieldError("bestuur_code", "Er is al een bestuur met deze code."))
    return tuple(errors)


def _first_board(options: list[FormOption], sent: Mapping[str, str]) -> dict[str, str]:
    """The one board that can be chosen is chosen: the first school of all comes with a new one."""
    return {"bestuur": options[0].value} if len(options) == 1 and "bestuur" not in sent else {}


def _again(
    sent: Mapping[str, str], errors: tuple[FieldError, ...], school: SchoolAtWork | None = None
) -> tuple[str, int]:
    return render_template("admin/school_form.html", page=_form_page(sent, school, errors)), 422


def _form_page(
    sent: Mapping[str, str],
    school: SchoolAtWork | None = None,
    errors: tuple[FieldError, ...] = (),
) -> SchoolFormPage:
    boards = organising.boards_in_scope(current_person())
    options = [*place_options(boards)]
    if school is None and _may_open_boards():
        options.append(FormOption(NEW_BOARD, "Een nieuw bestuur"))
    where = "admin.open_school" if school is None else "admin.change_school"
    known: dict[str, Any] = {} if school is None else {"code": school.code}
    return SchoolFormPage(
        school=school.name if school else "",
        action=url_for(where, **known),
        boards=tuple(options),
        asks_board=school is None and _may_open_boards(),
        sectors=SECTORS,
        regions=REGIONS,
        sent=picked(sent, KEPT) | _first_board(options, sent),
        errors=errors,
    )
