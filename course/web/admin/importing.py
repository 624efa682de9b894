"""Importing a school's list in two steps: what the file would change, then the button that
does it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from flask import flash, redirect, render_template, request, url_for
from itsdangerous import BadData, URLSafeTimedSerializer

from course import clock, logs
from course.domain.people.roles import Permission
from course.domain.people.roster_details import PersonChange
from course.domain.people.roster_file import PeopleFile, read_people
from course.domain.people.roster_plan import RosterPlan
from course.store import scope, transaction
from course.store.people import roster, roster_rows
from course.store.people.directory import SchoolRow
from course.store.people.roster_found import Importer
from course.store.people.roster_rows import Proposal
from course.store.signing_in.accounts import Invitation
from course.text.names import fold_email
from course.web.admin import bp, wording
from course.web.admin.pages import ImportPage, PreviewPage, PreviewPart
from course.web.admin.rows import CHANGE_FIELDS, LEAVING_FIELDS, PROBLEM_FIELDS
from course.web.http.access import allow, current_person
from course.web.http.settings import settings
from course.web.page.answering import Answer, Page, answer
from course.web.page.fields import Fields
from course.web.page.formats import counted, whole
from course.web.page.lists import Field, cells, columns
from course.web.page.parts import FieldError, FormOption
from course.web.page.school_choice import school_of, schools_to_choose
from course.web.sign_in.links import invitation
from course.web.sign_in.sending import send_soon

RowT = TypeVar("RowT")
SHOWN = 100  # rows of each list of a preview; the counts hold for all
LONGEST = 900_000  # characters of a packed file; a request may hold a megabyte
LASTS_S = 24 * 60 * 60


@bp.get("/importeren")
@allow(Permission.PEOPLE)
def show_import() -> str:
    """The form with the file."""
    return render_template(
        "admin/import.html", page=_import_page(request.args.get("school", ""), False)
    )


@bp.post("/importeren")
@allow(Permission.PEOPLE)
def check_import() -> Answer:
    """Read the file and show what it would change, or everything that is wrong with it.

    Nothing is written.
    """
    fields = Fields(request.form)
    code, complete = fields.text("school"), fields.ticked("volledig")
    data = uploaded("bestand")
    if not code:
        fields.wrong("school", "Kies een school.")
    if not data:
        fields.wrong("bestand", "Kies een bestand met medewerkers erin.")
    if fields.errors:
        return _refused(code, complete, tuple(fields.errors))
    return show(school_of(Permission.PEOPLE, code), data, complete)


@bp.post("/importeren/uitvoeren")
@allow(Permission.PEOPLE)
def run_import() -> Answer:
    """Do what was shown.

    When something changed in the meantime, it is shown again and nothing is written.
    """
    fields = Fields(request.form)
    school = school_of(Permission.PEOPLE, fields.text("school"))
    complete = fields.ticked("volledig")
    data = _opened(request.form.get("lijst", ""), school)
    if data is None:
        message = "Deze lijst is onderweg veranderd of te oud. Kies het bestand opnieuw."
        return _refused(school.code, complete, (FieldError("bestand", message),))
    proposal = propose(school, read_people(data), complete)
    plan = proposal.plan
    if plan.problems or plan.fingerprint != request.form.get("afdruk", ""):
        return show(school, data, complete, changed_meanwhile=True)
    if plan.many_leaving and not fields.ticked("vertrek"):
        error = FieldError("vertrek", "Zet een vinkje als het klopt dat zoveel mensen weggaan.")
        return _preview_page(school, data, plan, complete, errors=(error,))
    invitations: dict[str, Invitation] = {}
    if fields.ticked("uitnodigen"):
        invitations = _invitations(plan)
    writing = roster_rows.make_ready(
        proposal,
        clock.now(),
        invitations,
        same=_same_people(plan),
        ends_roles=fields.ticked("rollen"),
    )
    plan = writing.proposal.plan
    transaction.begin(may_write=True)
    if not roster.apply(writing):
        transaction.rollback()
        return show(school, data, complete, changed_meanwhile=True)
    transaction.commit()
    logs.note("imported", school=school.code, **plan.counts, invited=len(invitations))
    if invitations:
        send_soon()
    flash(f"De lijst van {school.name} is verwerkt: {wording.done_words(plan, len(invitations))}.")
    return redirect(url_for("admin.show_people", school=school.code), 303)


def uploaded(name: str) -> bytes:
    """A file that was sent; empty when none was."""
    upload = request.files.get(name)
    if upload is None:
        return b""
    data: bytes = upload.read()
    return data


def _same_people(plan: RosterPlan) -> frozenset[int]:
    """The rows that were asked about and that somebody said are the same person."""
    ticked = set(request.form.getlist("zelfde"))
    return frozenset(change.row for change in plan.asked if str(change.row) in ticked)


def propose(school: SchoolRow, file: PeopleFile, complete: bool) -> Proposal:
    """What the rows of a file mean for the school, as far as this person may change it."""
    actor = current_person()
    schools = scope.schools_for(actor, Permission.PEOPLE)
    return roster_rows.propose(
        Importer(school.id, clock.today(), actor.id, schools), file, complete=complete
    )


def show(
    school: SchoolRow, data: bytes, complete: bool, *, changed_meanwhile: bool = False
) -> Answer:
    """What a list would change, or everything that is wrong with it. Nothing is written."""
    plan = propose(school, read_people(data), complete).plan
    if plan.problems:
        count = counted(plan.problem_count, "punt", "punten")
        message = f"Verbeter eerst {count} in het bestand. Er is niets veranderd."
        return _refused(school.code, complete, (FieldError("bestand", message),), plan)
    return _preview_page(school, data, plan, complete, changed_meanwhile=changed_meanwhile)


def _refused(
    code: str, complete: bool, errors: tuple[FieldError, ...], plan: RosterPlan | None = None
) -> Page:
    return answer("admin/import.html", _import_page(code, complete, errors, plan), errors)


def _import_page(
    code: str, complete: bool, errors: tuple[FieldError, ...] = (), plan: RosterPlan | None = None
) -> ImportPage:
    plan = plan or RosterPlan()
    choice = schools_to_choose(current_person(), Permission.PEOPLE)
    if not code and choice.total == 1:
        code = choice.schools[0].code
    return ImportPage(
        schools=choice.options,
        schools_hint=choice.hint,
        school=code,
        complete=complete,
        errors=errors,
        problem_columns=columns(PROBLEM_FIELDS),
        problems=tuple(cells(PROBLEM_FIELDS, problem) for problem in plan.problems),
        more=wording.more_words(plan.problem_count - len(plan.problems)),
    )


def _preview_page(
    school: SchoolRow,
    data: bytes,
    plan: RosterPlan,
    complete: bool,
    *,
    changed_meanwhile: bool = False,
    errors: tuple[FieldError, ...] = (),
) -> Answer:
    packed = _packed(data, school)
    if len(packed) > LONGEST:
        message = "Dit bestand is te groot. Deel het op in kleinere bestanden."
        return _refused(school.code, complete, (FieldError("bestand", message),))
    page = PreviewPage(
        school=school.name,
        summary=wording.summary(plan),
        changed_meanwhile=changed_meanwhile,
        parts=(
            _part("Gaat weg", LEAVING_FIELDS, plan.leaving),
            _part("Gewijzigd", CHANGE_FIELDS, plan.changed),
            _part("Nieuw op deze school", CHANGE_FIELDS, plan.added),
        ),
        submit=wording.submit(plan),
        ask_leaving=wording.ask_leaving(plan),
        ask_roles=wording.ask_roles(plan),
        ask_same=tuple(_same_option(change) for change in plan.asked),
        ask_invite=wording.ask_invite(plan),
        errors=errors,
        hidden=_hidden(school, packed, plan, complete),
    )
    if changed_meanwhile and not errors:
        return render_template("admin/preview.html", page=page), 409
    return answer("admin/preview.html", page, errors)


def _hidden(school: SchoolRow, packed: str, plan: RosterPlan, complete: bool) -> dict[str, str]:
    """What the button of the preview sends along: what was shown."""
    fields = {"school": school.code, "lijst": packed, "afdruk": plan.fingerprint}
    if complete:
        fields["volledig"] = "ja"
    return fields


def _part(caption: str, fields: Sequence[Field[RowT]], rows: Sequence[RowT]) -> PreviewPart:
    """One list of the preview: its first rows, and how many there are when that is not all."""
    if len(rows) > SHOWN:
        caption = f"{caption} (de eerste {SHOWN} van {whole(len(rows))})"
    drawn = tuple(cells(fields, row) for row in rows[:SHOWN])
    return PreviewPart(caption, columns(fields), drawn)


def _invitations(plan: RosterPlan) -> dict[str, Invitation]:
    """A mail with a first link for every new account, by folded address. Nothing is written yet."""
    new = [change.after for change in plan.added if change.known is None]
    return {fold_email(one.email): invitation(one.name, one.email) for one in new}


def _packed(data: bytes, school: SchoolRow) -> str:
    """The checked file as text for a hidden field, so that nothing has to be kept on the server.

    It is signed for one person and one school: what comes back is what was shown, and to whom. In
    Latin-1 every byte is one sign, whatever the encoding of the file.
    """
    return _serializer(school).dumps(data.decode("latin-1"))


def _opened(packed: str, school: SchoolRow) -> bytes | None:
    """The file again; None when it is not as it was packed, or was packed more than a day ago."""
    try:
        text: str = _serializer(school).loads(packed, max_age=LASTS_S)
    except BadData:
        return None
    return text.encode("latin-1")


def _serializer(school: SchoolRow) -> URLSafeTimedSerializer:
    config = settings()
    return URLSafeTimedSerializer(
        config.secret_key, salt=f"import/{current_person().ref}/{school.code}"
    )


def _same_option(change: PersonChange) -> FormOption:
    """One row that may be about somebody else, to tick when it is not."""
    return FormOption(str(change.row), wording.same_person(change), hint="")
