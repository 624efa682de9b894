"""Assigning a course in three steps: the form, who gets it, done. Each works without script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from flask import abort, redirect, render_template, request, url_for

from course import clock
from course.domain.people.roles import Permission
from course.store import transaction
from course.store.duties import calendars, giving, totals
from course.store.duties.giving import NewAssignment
from course.store.people import directory
from course.store.people.directory import SchoolRow, TeamRow
from course.store.submissions import OtherContentsError
from course.text.names import tidy
from course.web.http import drawn
from course.web.http.access import allow, current_person
from course.web.page.answering import Answer, answer
from course.web.page.formats import counted, long_date
from course.web.page.frame import tell
from course.web.page.free_days import due_warning, friday_instead
from course.web.page.options import course_options
from course.web.page.parts import FieldError, FormOption, SummaryRow
from course.web.page.query import address, picked
from course.web.page.school_choice import SchoolChoice, school_of, schools_to_choose
from course.web.train import bp, wording
from course.web.train.forms import KEPT, TEAM_PREFIX, AssignForm, Target, read_assign
from course.web.train.pages import AssignPage, ChooseSchoolPage, ConfirmAssignPage

MOST_TEAMS = 50  # in a list to choose from


@bp.get("/toewijzen")
@allow(Permission.ASSIGN)
def show_form() -> Answer:
    """The form, after the school is known: from the address, or because there is only one."""
    code = request.args.get("school", "")
    if not code:
        choice = schools_to_choose(current_person(), Permission.ASSIGN)
        if choice.total != 1:
            return _choose_school(choice)
        code = choice.schools[0].code
    school = school_of(Permission.ASSIGN, code)
    sent = {name: request.args.get(name, "") for name in KEPT if name != "mail"}
    return _form(school, sent, ())


@bp.post("/toewijzen/controle")
@allow(Permission.ASSIGN)
def check_form() -> Answer:
    """Who gets it, and how many people that is. Nothing has been written yet."""
    school = school_of(Permission.ASSIGN, request.form.get("school", ""))
    form, draft, errors = _read(school)
    if draft is None:
        return _form(school, form.sent, errors)
    return render_template("train/confirm_assign.html", page=_confirm_page(school, form, draft))


@bp.post("/toewijzen")
@allow(Permission.ASSIGN)
def assign() -> Answer:
    """Give the course. The same form again, from a double click or after a lost answer, shows what
    was made.

    With other choices, after a step back in the browser, it is asked again: nobody gets something
    unseen.
    """
    school = school_of(Permission.ASSIGN, request.form.get("school", ""))
    form, draft, errors = _read(school)
    if draft is None:
        return _form(school, form.sent, errors)
    transaction.begin(may_write=True)
    try:
        made = giving.assign(current_person(), draft, clock.now(), clock.today())
    except OtherContentsError:
        transaction.rollback()
        return _form(school, form.sent, (FieldError("cursus", wording.OTHER),), 409)
    if made is None:
        abort(404)
    transaction.commit()
    tell("De cursus is toegewezen.")
    return redirect(url_for("train.show_assignment", ref=made.ref), 303)


def _choose_school(choice: SchoolChoice) -> Answer:
    """Which school comes first. Who sent the form without one is told so."""
    missing: tuple[FieldError, ...] = ()
    if "school" in request.args:
        missing = (FieldError("school", "Kies een school."),)
    page = ChooseSchoolPage(choice.options, choice.hint, errors=missing)
    return answer("train/choose_school.html", page, missing)


def _read(school: SchoolRow) -> tuple[AssignForm, NewAssignment | None, tuple[FieldError, ...]]:
    """The fields, and what they ask for when all of them are right."""
    today = clock.today()
    form = read_assign(request.form, totals.offered_courses(), _team(school, today), today)
    if form.forged:
        abort(404)
    person_id, errors = None, form.errors
    if form.email:
        person_id = directory.member_by_email(school.id, form.email, today)
        if person_id is None:
            errors = (*errors, FieldError("mail", wording.NOT_HERE))
    if errors or form.course is None or form.due_on is None:
        return form, None, errors
    draft = NewAssignment(
        course=form.course.slug,
        school_id=school.id,
        team_id=None,
        person_id=person_id,
        due_on=form.due_on,
        submission=drawn.token(),
    )
    if form.team:
        draft = replace(draft, team_id=form.team.id)
    return form, draft, ()


def _team(school: SchoolRow, today: date) -> TeamRow | None:
    """The team that was chosen in the list, or typed; None when it was neither."""
    target = tidy(request.form.get("doel", ""))
    if target == Target.TEAM:
        return directory.team_by_name(school.id, tidy(request.form.get("team", "")), today)
    if not target.startswith(TEAM_PREFIX):
        return None
    return directory.team_by_ref(school.id, target.removeprefix(TEAM_PREFIX), today)


def _form(
    school: SchoolRow, sent: Mapping[str, str], errors: tuple[FieldError, ...], status: int = 422
) -> Answer:
    """The form with what was typed, and what is wrong with it."""
    today = clock.today()
    teams = directory.teams_of(school.id, today, MOST_TEAMS + 1)
    kept = picked(sent, KEPT)
    two = directory.schools_in_scope(current_person(), Permission.ASSIGN, today, 2)
    page = AssignPage(
        school=school.name,
        school_code=school.code,
        several_schools=len(two) > 1,
        courses=course_options(totals.offered_courses()),
        targets=tuple(_targets(directory.members_count(school.id, today), teams)),
        sent=kept,
        errors=errors,
    )
    if len(teams) > MOST_TEAMS:
        page = replace(page, teams=directory.team_count(school.id))
    return answer("train/assign.html", page, errors, status)


def _targets(members: int, teams: list[TeamRow]) -> Iterator[FormOption]:
    """Who may be chosen. With more teams than the list shows, another one is typed."""
    yield FormOption(Target.SCHOOL.value, "De hele school", wording.now(members))
    for team in teams[:MOST_TEAMS]:
        value = f"{TEAM_PREFIX}{team.ref}"
        yield FormOption(value, f"Team {team.name}", wording.now(team.people))
    if len(teams) > MOST_TEAMS:
        yield FormOption(Target.TEAM.value, "Een ander team", "Vul dan hieronder de naam in.")
    yield FormOption(Target.PERSON.value, "Eén medewerker", "Vul dan hieronder het e-mailadres in.")


def _notes(draft: NewAssignment) -> Iterator[str]:
    actor = current_person()
    if earlier := giving.already_due(actor, draft):
        yield (
            f"dit is al toegewezen, uiterlijk {long_date(earlier)}. De vroegste datum blijft "
            "gelden."
        )
    if warning := due_warning(draft.due_on, calendars.of_school(draft.school_id)):
        yield warning


def _confirm_page(school: SchoolRow, form: AssignForm, draft: NewAssignment) -> ConfirmAssignPage:
    title = draft.course
    if form.course:
        title = form.course.title
    if form.team is not None:
        who, count = f"Team {form.team.name}", form.team.people
    elif draft.person_id is not None:
        who, count = form.sent["mail"], 1
    else:
        who, count = "De hele school", directory.members_count(school.id, clock.today())
    back = {name: form.sent[name] for name in KEPT if name != "mail"}
    hidden = form.hidden | {"school": school.code}
    friday = friday_instead(draft.due_on, calendars.of_school(school.id))
    return ConfirmAssignPage(
        title=wording.question(count),
        instead=hidden | {"datum": friday.isoformat()} if friday else {},
        instead_submit=f"Neem {long_date(friday)}" if friday else "",
        people=count,
        whole_group=draft.person_id is None,
        notes=tuple(_notes(draft)),
        rows=(
            SummaryRow("Cursus", title),
            SummaryRow("School", school.name),
            SummaryRow("Wie", who),
            SummaryRow("Uiterste datum", long_date(draft.due_on)),
        ),
        hidden=hidden,
        back=address(url_for("train.show_form"), {"school": school.code} | back),
        submit=f"Wijs toe aan {counted(count, 'medewerker', 'medewerkers')}",
    )
