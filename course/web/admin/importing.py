"""Importing a school's list in two steps: what it would change, then the button that does it.

What a list does not say by itself is asked in between (`list_questions.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, redirect, render_template, request, url_for

from course import clock
from course.domain.people.roles import Permission
from course.domain.people.roster_plan import RosterPlan
from course.domain.people.roster_problems import RowProblem
from course.sheets.csv_files import csv_response
from course.sheets.list_template import COLUMNS, workbook
from course.store import transaction
from course.store.messages import jobs, workers
from course.web.admin import bp
from course.web.admin.carrying_out import carry_out
from course.web.admin.list_desk import SentList, find, hold, tables_in
from course.web.admin.showing import file_error, import_page, preview, refused, show, too_old
from course.web.http.access import allow, current_person
from course.web.page.answering import Answer
from course.web.page.fields import Fields
from course.web.page.frame import tell
from course.web.page.parts import FieldError
from course.web.page.school_choice import school_of
from course.web.sign_in.sending import send_soon

MOST_FILES = 6
AT_ONCE = 2_000  # people who are new or change; more is for a worker
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/importeren")
@allow(Permission.PEOPLE)
def show_import() -> str:
    """The form with the file."""
    return render_template(
        "admin/import.html", page=import_page(request.args.get("school", ""), False)
    )


@bp.post("/importeren")
@allow(Permission.PEOPLE)
def check_import() -> Answer:
    """Read the file and show what it would change, or everything that is wrong with it.

    Nothing is written, but the list itself, which waits.
    """
    fields = Fields(request.form)
    code, complete = fields.text("school"), fields.ticked("volledig")
    files = uploaded_files("bestand")
    if not code:
        fields.wrong("school", "Kies een school.")
    if not files:
        fields.wrong("bestand", "Kies een bestand met medewerkers erin.")
    elif len(files) > MOST_FILES:
        fields.wrong("bestand", f"Kies hooguit {MOST_FILES} bestanden.")
    if fields.errors:
        return refused(code, complete, tuple(fields.errors))
    school = school_of(Permission.PEOPLE, code)
    tables = tables_in(files)
    if isinstance(tables, RowProblem):
        return refused(code, complete, file_error(1), RosterPlan(problems=(tables,)))
    return show(hold(current_person(), school, tables, complete))


@bp.post("/importeren/uitvoeren")
@allow(Permission.PEOPLE)
def run_import() -> Answer:
    """Do what was shown.

    When something changed in the meantime, it is shown again and nothing is written.
    """
    fields = Fields(request.form)
    school = school_of(Permission.PEOPLE, fields.text("school"))
    sent = find(current_person(), school, fields.text("lijst"))
    if sent is None:
        return too_old(school)
    plan = sent.proposal.plan
    if plan.problems or plan.fingerprint != request.form.get("afdruk", ""):
        return show(sent, changed_meanwhile=True)
    if plan.many_leaving and not fields.ticked("vertrek"):
        error = FieldError("vertrek", "Zet een vinkje als het klopt dat zoveel mensen weggaan.")
        return preview(sent, errors=(error,))
    same = sorted(_same_people(plan))
    yes = {"roles": fields.ticked("rollen"), "invite": fields.ticked("uitnodigen"), "same": same}
    if len(plan.added) + len(plan.changed) > AT_ONCE and workers.one_lives(clock.now()):
        return _later(sent, yes)
    done = carry_out(sent, yes)
    if done is None:
        return show(SentList(sent.actor, school, sent.held), changed_meanwhile=True)
    if done.invited:
        send_soon()
    tell(done.words)
    return redirect(url_for("admin.show_people", school=school.code), 303)


def _later(sent: SentList, yes: Mapping[str, Any]) -> Answer:
    """Have a worker do what takes long; the page says how far it is."""
    asked = {
        "list": sent.held.ref,
        "school": sent.school.code,
        "fingerprint": sent.proposal.plan.fingerprint,
        **yes,
    }
    transaction.begin(may_write=True)
    ref = jobs.queue("people-list", asked, clock.now(), owner_id=sent.actor.id)
    transaction.commit()
    return redirect(url_for("site.show_waiting", ref=ref), 303)


def uploaded(name: str) -> bytes:
    """A file that was sent; empty when none was."""
    return b"".join(uploaded_files(name)[:1])


def uploaded_files(name: str) -> list[bytes]:
    """The files that were sent, without empty ones."""
    found = (upload.read() for upload in request.files.getlist(name)[: MOST_FILES + 1])
    return [data for data in found if data]


def _same_people(plan: RosterPlan) -> frozenset[int]:
    """The rows that were asked about and that somebody said are the same person."""
    ticked = set(request.form.getlist("zelfde"))
    return frozenset(change.row for change in plan.asked if str(change.row) in ticked)


@bp.get("/importeren/leeg.csv")
@allow(Permission.PEOPLE)
def empty_csv() -> Response:
    """An empty list to fill in, as text."""
    return csv_response("lege-lijst.csv", [column.value for column in COLUMNS], ())


@bp.get("/importeren/leeg.xlsx")
@allow(Permission.PEOPLE)
def empty_workbook() -> Response:
    """An empty list to fill in, for Excel."""
    response = Response(workbook(), content_type=XLSX)
    response.headers["Content-Disposition"] = 'attachment; filename="lege-lijst.xlsx"'
    response.headers["Cache-Control"] = "no-store"
    return response
