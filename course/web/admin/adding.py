"""One more person, by a form: a list of one line, with the same questions and checks."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from flask import render_template, request

from course.domain.people.lists.columns import ListColumn
from course.domain.people.roles import Permission
from course.domain.people.roster_file import read_people
from course.domain.people.roster_problems import RowProblem
from course.kinds.item import Audience
from course.store.people.directory import SchoolRow
from course.web.admin import bp
from course.web.admin.list_desk import hold, propose, tables_in
from course.web.admin.list_faults import sentence
from course.web.admin.pages import AddPage
from course.web.admin.showing import show
from course.web.http.access import allow, current_person
from course.web.page.answering import Answer
from course.web.page.fields import Fields
from course.web.page.labels import AUDIENCES
from course.web.page.options import word_options
from course.web.page.parts import FieldError
from course.web.page.query import picked
from course.web.page.school_choice import school_of, schools_to_choose

FUNCTIONS = word_options(AUDIENCES.values())
COLUMNS: Mapping[str, ListColumn] = {
    "voornaam": ListColumn.FIRST,
    "tussenvoegsel": ListColumn.PREFIX,
    "achternaam": ListColumn.SURNAME,
    "email": ListColumn.EMAIL,
    "functie": ListColumn.AUDIENCE,
    "team": ListColumn.TEAM,
    "nummer": ListColumn.STAFF_NUMBER,
}


@bp.get("/mensen/nieuw")
@allow(Permission.PEOPLE)
def show_add() -> str:
    """The form for one person."""
    sent = {"school": request.args.get("school", ""), "functie": AUDIENCES[Audience.TEACHING]}
    return render_template("admin/add.html", page=_page(sent))


@bp.post("/mensen/nieuw")
@allow(Permission.PEOPLE)
def check_add() -> Answer:
    """What this person would change at the school. Nothing is written."""
    fields = Fields(request.form)
    sent = fields.texts(("school", *COLUMNS))
    if not sent["school"]:
        fields.wrong("school", "Kies een school.")
        return render_template("admin/add.html", page=_page(sent, tuple(fields.errors))), 422
    school = school_of(Permission.PEOPLE, sent["school"])
    data = line_of(sent)
    if errors := _errors(school, data):
        return render_template("admin/add.html", page=_page(sent, errors)), 422
    tables = tables_in([data])
    if isinstance(tables, RowProblem):
        errors = (FieldError("achternaam", sentence(tables)),)
        return render_template("admin/add.html", page=_page(sent, errors)), 422
    return show(hold(current_person(), school, tables, complete=False))


def line_of(sent: Mapping[str, str]) -> bytes:
    """The form as a list of one line."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow([column.value for column in COLUMNS.values()])
    writer.writerow([sent[name] for name in COLUMNS])
    return text.getvalue().encode()


def _errors(school: SchoolRow, data: bytes) -> tuple[FieldError, ...]:
    """What is wrong with the one line, at the field that it is about."""
    names = {column.value: name for name, column in COLUMNS.items()}
    plan = propose(current_person(), school, read_people(data), complete=False).plan
    return tuple(
        FieldError(names.get(problem.column, "voornaam"), sentence(problem))
        for problem in plan.problems
    )


def _page(sent: Mapping[str, str], errors: tuple[FieldError, ...] = ()) -> AddPage:
    choice = schools_to_choose(current_person(), Permission.PEOPLE)
    only = choice.schools[0].code if choice.total == 1 else ""
    filled = picked(sent, ("school", *COLUMNS))
    return AddPage(
        schools=choice.options,
        schools_hint=choice.hint,
        sent={**filled, "school": filled["school"] or only},
        functions=FUNCTIONS,
        errors=errors,
    )
