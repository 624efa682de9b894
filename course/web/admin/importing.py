"""Importing a school's list in two steps: what the file would change, then the button that does it."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course import clock, logs
from course.domain.importing import Change, Known, PeopleFile, Plan, RowProblem, read_people
from course.domain.roles import Permission
from course.store import importing, people, scope, session, signing_in
from course.store.people import SchoolRow
from course.web.access import allow, current_person
from course.web.admin import bp
from course.web.admin.carrying import pack, unpack
from course.web.admin.pages import ImportPage, PreviewPage
from course.web.auth.links import queue_invitation
from course.web.auth.sending import send_soon
from course.web.formats import counted, whole
from course.web.forms import Fields
from course.web.labels import AUDIENCES
from course.web.parts import Cell, Column, FieldError, Option, SummaryRow

Page = str | tuple[str, int] | Response
MOST_SCHOOLS = 200  # in a list to choose from
SHOWN = 200  # rows of a preview on screen; the counts hold for all
_COLUMNS = (Column("Naam"), Column("E-mail"), Column("Team"), Column("Functie"), Column("Wat verandert er"))
_PROBLEM_COLUMNS = (Column("Rij", numeric=True), Column("Kolom"), Column("Wat u doet"))


@bp.get("/importeren")
@allow(Permission.PEOPLE)
def show_import() -> str:
    """The form with the file."""
    return render_template("admin/import.html", page=_import_page(request.args.get("school", ""), False, (), ()))


@bp.post("/importeren")
@allow(Permission.PEOPLE)
def check_import() -> Page:
    """Read the file and show what it would change, or everything that is wrong with it. Nothing is written."""
    fields = Fields(request.form)
    code, complete = fields.text("school"), fields.ticked("volledig")
    upload = request.files.get("bestand")
    data = upload.read() if upload is not None else b""
    if not code:
        fields.wrong("school", "Kies een school.")
    if not data:
        fields.wrong("bestand", "Kies een bestand met medewerkers erin.")
    if fields.errors:
        return _refused(code, complete, tuple(fields.errors), ())
    return _show(_school(code), data, complete)


@bp.post("/importeren/uitvoeren")
@allow(Permission.PEOPLE)
def run_import() -> Page:
    """Do what was shown. When something changed in the meantime, it is shown again and nothing is written."""
    actor, fields = current_person(), Fields(request.form)
    school, complete = _school(fields.text("school")), fields.ticked("volledig")
    data = unpack(request.form.get("lijst", ""), f"{actor.ref}/{school.code}")
    if data is None:
        message = "Deze lijst is onderweg veranderd of te oud. Kies het bestand opnieuw."
        return _refused(school.code, complete, (FieldError("bestand", message),), ())
    file = read_people(data)
    plan = _preview(school, file, complete)
    if plan.many_leaving and not fields.ticked("vertrek"):
        session.rollback()
        error = FieldError("vertrek", "Zet een vinkje als het klopt dat zoveel mensen weggaan.")
        return _preview_page(school, data, plan, complete, errors=(error,))
    done = importing.apply(
        school.id,
        file,
        clock.now(),
        clock.today(),
        complete=complete,
        keeper=actor.id,
        schools=scope.schools_for(actor, Permission.PEOPLE),
        fingerprint=request.form.get("afdruk", ""),
    )
    if done is None:
        session.rollback()
        return _show(school, data, complete, changed_meanwhile=True)
    invited = _invite(done) if fields.ticked("uitnodigen") else 0
    session.commit()
    logs.note("imported", school=school.code, **done.counts, invited=invited)
    if invited:
        send_soon()
    flash(f"De lijst van {school.name} is verwerkt: {_done_words(done, invited)}.")
    return redirect(url_for("admin.show_people", school=school.code), 303)


def _school(code: str) -> SchoolRow:
    """The school of the form. Out of reach and not there look the same."""
    school = people.school_in_scope(current_person(), Permission.PEOPLE, code)
    if school is None:
        abort(404)
    return school


def _preview(school: SchoolRow, file: PeopleFile, complete: bool) -> Plan:
    actor = current_person()
    return importing.preview(
        school.id,
        file,
        clock.today(),
        complete=complete,
        keeper=actor.id,
        schools=scope.schools_for(actor, Permission.PEOPLE),
    )


def _show(school: SchoolRow, data: bytes, complete: bool, *, changed_meanwhile: bool = False) -> Page:
    file = read_people(data)
    plan = _preview(school, file, complete)
    if plan.problems:
        count = counted(len(plan.problems), "punt", "punten")
        message = f"Verbeter eerst {count} in het bestand. Er is niets veranderd."
        return _refused(school.code, complete, (FieldError("bestand", message),), plan.problems)
    return _preview_page(school, data, plan, complete, changed_meanwhile=changed_meanwhile)


def _refused(
    code: str, complete: bool, errors: tuple[FieldError, ...], problems: tuple[RowProblem, ...]
) -> tuple[str, int]:
    return render_template("admin/import.html", page=_import_page(code, complete, errors, problems)), 422


def _import_page(
    code: str, complete: bool, errors: tuple[FieldError, ...], problems: tuple[RowProblem, ...]
) -> ImportPage:
    schools = people.schools_in_scope(current_person(), Permission.PEOPLE, MOST_SCHOOLS)
    return ImportPage(
        schools=tuple(Option(school.code, school.name) for school in schools),
        school=code or (schools[0].code if len(schools) == 1 else ""),
        complete=complete,
        errors=errors,
        problem_columns=_PROBLEM_COLUMNS,
        problems=tuple(
            (Cell(str(problem.row) if problem.row else "–"), Cell(problem.column or "–"), Cell(problem.message))
            for problem in problems
        ),
    )


def _preview_page(
    school: SchoolRow,
    data: bytes,
    plan: Plan,
    complete: bool,
    *,
    changed_meanwhile: bool = False,
    errors: tuple[FieldError, ...] = (),
) -> Page:
    packed = pack(data, f"{current_person().ref}/{school.code}")
    if packed is None:
        message = "Dit bestand is te groot. Deel het op in kleinere bestanden."
        return _refused(school.code, complete, (FieldError("bestand", message),), ())
    page = PreviewPage(
        school=school.name,
        summary=_summary(plan),
        changed_meanwhile=changed_meanwhile,
        columns=_COLUMNS,
        added=tuple(_change_cells(change) for change in plan.added[:SHOWN]),
        changed=tuple(_change_cells(change) for change in plan.changed[:SHOWN]),
        leaving=tuple(_leaving_cells(known) for known in plan.leaving[:SHOWN]),
        leaving_columns=(Column("Naam"), Column("E-mail"), Column("Team")),
        submit=_submit(plan),
        ask_leaving=_ask_leaving(plan),
        ask_invite=_ask_invite(plan),
        errors=errors,
        hidden={
            "school": school.code,
            "lijst": packed,
            "afdruk": plan.fingerprint,
            **({"volledig": "ja"} if complete else {}),
        },
    )
    html = render_template("admin/preview.html", page=page)
    return (html, 422) if errors else (html, 409) if changed_meanwhile else html


def _summary(plan: Plan) -> tuple[SummaryRow, ...]:
    rows = [
        SummaryRow("Nieuw op deze school", whole(len(plan.added))),
        SummaryRow("Gewijzigd", whole(len(plan.changed))),
        SummaryRow("Blijft gelijk", whole(plan.unchanged)),
        SummaryRow("Gaat weg", whole(len(plan.leaving))),
    ]
    if plan.new_teams:
        rows.append(SummaryRow("Nieuwe teams", ", ".join(plan.new_teams)))
    return tuple(rows)


def _submit(plan: Plan) -> str:
    """A button that says the result."""
    if plan.added and not plan.leaving and not plan.changed:
        if len(plan.added) == 1:
            return "Voeg deze medewerker toe"
        return f"Voeg deze {whole(len(plan.added))} mensen toe"
    if plan.added:
        return f"Voeg {counted(len(plan.added), 'medewerker', 'medewerkers')} toe en bewaar de rest"
    return "" if plan.does_nothing else "Bewaar deze wijzigingen"


def _ask_leaving(plan: Plan) -> str:
    if not plan.many_leaving:
        return ""
    everybody = counted(plan.members, "medewerker", "medewerkers")
    go = "gaat" if len(plan.leaving) == 1 else "gaan"
    return f"Ja, het klopt: {whole(len(plan.leaving))} van de {everybody} {go} weg"


def _change_cells(change: Change) -> tuple[Cell, ...]:
    line = change.line
    what = ", ".join(change.words)
    if change.known is None:
        what = "Nieuw account"
    elif not change.known.at_school:
        what = "Had al een account, komt bij deze school"
    return (
        Cell(line.name),
        Cell(line.email),
        Cell(line.team or "–"),
        Cell(AUDIENCES[line.audience] if line.audience else "–"),
        Cell(what),
    )


def _leaving_cells(known: Known) -> tuple[Cell, ...]:
    return (Cell(known.name), Cell(known.email_key), Cell(known.team or "–"))


def _invite(plan: Plan) -> int:
    """A first link for every new account, in the outbox. Returns how many."""
    found = [signing_in.find_account(change.line.email) for change in plan.added if change.known is None]
    accounts = [account for account in found if account is not None]
    for account in accounts:
        queue_invitation(account, clock.now())
    return len(accounts)


def _ask_invite(plan: Plan) -> str:
    new = sum(change.known is None for change in plan.added)
    return f"Stuur {counted(new, 'uitnodiging', 'uitnodigingen')} per mail" if new else ""


def _done_words(plan: Plan, invited: int) -> str:
    words = [f"{whole(len(plan.added))} nieuw", f"{whole(len(plan.changed))} gewijzigd"]
    if plan.leaving:
        words.append(f"{whole(len(plan.leaving))} weg")
    if invited:
        words.append(f"{counted(invited, 'uitnodiging', 'uitnodigingen')} verstuurd")
    return ", ".join(words)
