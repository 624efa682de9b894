"""What an administrator sees of a list that was sent: what it would change, what is asked about
it, or what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from flask import render_template, url_for

from course.domain.people.roles import Permission
from course.domain.people.roster_details import PersonChange
from course.domain.people.roster_plan import RosterPlan
from course.domain.people.roster_problems import Fault
from course.store.people.directory import SchoolRow
from course.web.admin import wording
from course.web.admin.list_desk import SentList
from course.web.admin.list_faults import sentence
from course.web.admin.list_notes import lead, notes_of
from course.web.admin.list_questions_page import questions_page
from course.web.admin.pages import ImportPage, PreviewPage, PreviewPart
from course.web.admin.rows import CHANGE_FIELDS, LEAVING_FIELDS, PROBLEM_FIELDS
from course.web.http.access import current_person
from course.web.page.answering import Answer, Page, answer
from course.web.page.formats import counted, whole
from course.web.page.lists import Field, columns, rows_of
from course.web.page.parts import FieldError, FormOption
from course.web.page.school_choice import schools_to_choose

RowT = TypeVar("RowT")
SHOWN = 100  # rows of each list of a preview; the counts hold for all
# what somebody has to say before anything can be shown
ASKS = frozenset({Fault.NO_EMAIL_COLUMN, Fault.NO_NAME_COLUMN, Fault.SEVERAL_SCHOOLS})


def too_old(school: SchoolRow) -> Page:
    """The form again, when a list is no longer there."""
    message = "Deze lijst is te oud of is er niet meer. Kies het bestand opnieuw."
    return refused(school.code, False, (FieldError("bestand", message),))


def show(sent: SentList, *, changed_meanwhile: bool = False) -> Answer:
    """What a list would change, or what it does not say by itself, or everything that is wrong with
    it. Nothing is written.
    """
    if any(problem.fault in ASKS for problem in sent.file.problems):
        return render_template("admin/questions.html", page=questions_page(sent)), 422
    plan = sent.proposal.plan
    if plan.problems:
        errors = file_error(plan.problem_count)
        return refused(sent.school.code, sent.is_whole, errors, plan, sent)
    return preview(sent, changed_meanwhile=changed_meanwhile)


def file_error(count: int) -> tuple[FieldError, ...]:
    points = counted(count, "punt", "punten")
    message = f"Verbeter eerst {points} in het bestand. Er is niets veranderd."
    return (FieldError("bestand", message),)


def refused(
    code: str,
    complete: bool,
    errors: tuple[FieldError, ...],
    plan: RosterPlan | None = None,
    sent: SentList | None = None,
) -> Page:
    """The form again, with what is wrong."""
    page = import_page(code, complete, errors, plan, sent)
    return answer("admin/import.html", page, errors)


def import_page(
    code: str,
    complete: bool,
    errors: tuple[FieldError, ...] = (),
    plan: RosterPlan | None = None,
    sent: SentList | None = None,
) -> ImportPage:
    plan = plan or RosterPlan()
    choice = schools_to_choose(current_person(), Permission.PEOPLE)
    if not code and choice.total == 1:
        code = choice.schools[0].code
    alone = len(plan.problems) == 1 and not plan.problems[0].row
    return ImportPage(
        schools=choice.options,
        schools_hint=choice.hint,
        school=code,
        complete=complete,
        errors=errors,
        why=sentence(plan.problems[0]) if alone else "",
        problem_columns=columns(PROBLEM_FIELDS),
        problems=() if alone else rows_of(PROBLEM_FIELDS, plan.problems),
        more=wording.more_words(plan.problem_count - len(plan.problems)),
        good=_good_rows(sent),
        held=_hidden(sent) if sent else {},
        questions=questions_url(sent) if sent else "",
    )


def _good_rows(sent: SentList | None) -> str:
    """The button that goes on with the rows that are right; empty when there are none."""
    if sent is None or not sent.file.lines:
        return ""
    return "Ga verder met alleen de goede regels"


def questions_url(sent: SentList) -> str:
    """Where somebody says what stands in the columns of a list."""
    return url_for("admin.show_questions", code=sent.school.code, ref=sent.held.ref)


def preview(
    sent: SentList, *, changed_meanwhile: bool = False, errors: tuple[FieldError, ...] = ()
) -> Answer:
    plan = sent.proposal.plan
    page = PreviewPage(
        school=sent.school.name,
        lead=lead(sent.file, plan),
        summary=wording.summary(plan),
        notes=notes_of(sent.file, plan),
        questions=questions_url(sent),
        changed_meanwhile=changed_meanwhile,
        parts=(
            _part("Gaat weg", LEAVING_FIELDS, plan.leaving),
            _part("Gewijzigd", CHANGE_FIELDS, plan.changed),
            _part("Nieuw op deze school", CHANGE_FIELDS, plan.added),
        ),
        submit=wording.submit(plan),
        ask_leaving=wording.ask_leaving(plan),
        ask_roles=wording.ask_roles(plan),
        ask_same=tuple(map(_same_option, plan.asked)),
        ask_invite=wording.ask_invite(plan),
        errors=errors,
        hidden={**_hidden(sent), "afdruk": plan.fingerprint},
    )
    if changed_meanwhile and not errors:
        return render_template("admin/preview.html", page=page), 409
    return answer("admin/preview.html", page, errors)


def _hidden(sent: SentList) -> dict[str, str]:
    """What a button sends along: which list, and where."""
    return {"school": sent.school.code, "lijst": sent.held.ref}


def _part(caption: str, fields: Sequence[Field[RowT]], rows: Sequence[RowT]) -> PreviewPart:
    """One list of the preview: its first rows, and how many there are when that is not all."""
    if len(rows) > SHOWN:
        caption = f"{caption} (de eerste {SHOWN} van {whole(len(rows))})"
    drawn = rows_of(fields, rows[:SHOWN])
    return PreviewPart(caption, columns(fields), drawn)


def _same_option(change: PersonChange) -> FormOption:
    """One row that may be about somebody else, to tick when it is not."""
    return FormOption(str(change.row), wording.same_person(change), hint="")
